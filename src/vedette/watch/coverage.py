"""What came and what was read of it: the coverage a day is judged with, and what waits to be read."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.types import Arrival, Coverage, Document, WarningProblem
from vedette.watch.silence import Rhythms, carriers, fallen_silent
from vedette.watch.states import Watcher

WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The known-at times of documents, ascending: of all, and of those that came to this or that."""

    everything: list[datetime]
    read: list[datetime]
    foreign: list[datetime]  #: in a language that is not read
    waiting: list[datetime]  #: in a language that is read, and not read by this reader
    failed: list[datetime]  #: of the waiting, those this reader failed on
    elsewhere: list[datetime]  #: of the waiting, those another reader has read
    rhythms: Rhythms
    named: bool  #: whether any names its outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many documents of some days this reader has not read, though it reads their language."""

    documents: int
    failed: int  #: of these, those it failed on
    elsewhere: int  #: of these, those another reader has read


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbroken:
    """That a document was known that was read in full, and when the run of them without a gap began."""

    known_at: datetime
    since: datetime


class Carriers:
    """Who carried the newest evidence a watcher has, worked out anew only once it has more."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._reports = 0
        self._told: dict[str, frozenset[str]] = {}

    def now(self) -> dict[str, frozenset[str]]:
        """Return the outlets behind each story."""
        reports = self._watcher.reports
        if len(reports) != self._reports:
            self._reports, self._told = len(reports), carriers(reversed([*reports.values()]))
        return self._told


def arrived(arrivals: Sequence[Arrival], languages: Collection[str]) -> Arrived:
    """Return what arrivals, by known_at, came to; `languages` are those that are read."""
    readable = [one for one in arrivals if one.language in languages]
    waits = [one for one in readable if not one.read]
    return Arrived(
        everything=[one.known_at for one in arrivals],
        read=[one.known_at for one in readable if one.read],
        foreign=[one.known_at for one in arrivals if one.language not in languages],
        waiting=[one.known_at for one in waits],
        failed=[one.known_at for one in waits if one.tried],
        elsewhere=[one.known_at for one in waits if one.elsewhere],
        rhythms=Rhythms(arrivals),
        named=any(one.outlet for one in arrivals),
    )


def waiting(found: Arrived, after: datetime, until: datetime) -> Waiting:
    """Return what was not read of the documents known after the one time and until the other."""
    return Waiting(
        documents=_between(found.waiting, after, until),
        failed=_between(found.failed, after, until),
        elsewhere=_between(found.elsewhere, after, until),
    )


def coverage(
    found: Arrived,
    watcher: Watcher,
    told: Carriers,
    day: datetime,
    *,
    gap: timedelta,
    live_since: datetime | None,
) -> Coverage:
    """Return the coverage of the week that ends at `day`; a source is silent for no less than `gap`."""
    first = day - WINDOW
    return Coverage(
        reports=len(watcher.reports),
        documents=_between(found.read, first, day),
        unread=_between(found.foreign, first, day),
        last_document=_last(found.everything, day),
        last_report=watcher.latest,
        waiting=_between(found.waiting, first, day),
        silent=fallen_silent(told.now(), found.rhythms, day, gap),
        live_since=live_since,
    )


def runs(documents: Iterable[Document], read: Iterable[datetime], gap: timedelta) -> list[Unbroken]:
    """Return the runs of documents, by known_at, that came no farther than `gap` apart and were read.

    Those without a text are left out: headlines alone tell too little for their silence to mean anything.
    """
    known = set(read)
    found: list[Unbroken] = []
    for one in documents:
        if one.text and one.known_at in known:
            goes_on = found and one.known_at - found[-1].known_at <= gap
            since = found[-1].since if goes_on else one.known_at
            found.append(Unbroken(known_at=one.known_at, since=since))
    return found


def live_since(found: Sequence[Unbroken], day: datetime, gap: timedelta) -> datetime | None:
    """Return since when documents came without a gap up to `day`, None if they don't."""
    at = bisect_right(found, day, key=lambda run: run.known_at) - 1
    if at < 0 or day - found[at].known_at > gap:
        return None
    return found[at].since


def can_be_absent(problem: WarningProblem) -> bool:
    """Return whether a problem has an indicator whose silence would tell something."""
    return any(one.detection_rate is not None for one in problem.indicators)


def _between(times: Sequence[datetime], after: datetime, until: datetime) -> int:
    return bisect_right(times, until) - bisect_right(times, after)


def _last(times: Sequence[datetime], until: datetime) -> datetime | None:
    at = bisect_right(times, until)
    return times[at - 1] if at else None
