"""What a desk can say as of one moment: assessments, ledgers, bulletins, findings. Reads only."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from vedette.config import OutletTable, Settings
from vedette.judge.judge import trace
from vedette.judge.words import phrase
from vedette.store.search import Hit
from vedette.store.views import View
from vedette.types import (
    Assessment,
    Bulletin,
    Claim,
    Coverage,
    Document,
    Evidence,
    LedgerEntry,
    Report,
    WarningProblem,
)
from vedette.warn.bulletin import compose
from vedette.warn.evidence import evidence
from vedette.watch.figures import ledger
from vedette.watch.states import Watcher

DAY = timedelta(days=1)
COVERAGE_WINDOW = timedelta(days=7)
#: Languages the reader reads; 'und' is text too short to tell, which is read as well.
READ_LANGUAGES = frozenset({"en", "und"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A problem followed day by day, and what its last day rests on."""

    problem: WarningProblem
    assessments: tuple[Assessment, ...]  #: oldest first
    watcher: Watcher
    reports: tuple[Report, ...]  #: all that was looked at, in the order of known_at

    @property
    def last(self) -> Assessment:
        """The newest assessment."""
        return self.assessments[-1]

    def mentions(self, day: datetime) -> list[Report]:
        """Return the claims of the 24 hours up to `day` that name both instigator and target."""
        first = bisect_right(self.reports, day - DAY, key=lambda report: report.known_at)
        end = bisect_right(self.reports, day, key=lambda report: report.known_at)
        both = {self.problem.instigator, self.problem.target}
        return [report for report in self.reports[first:end] if both <= set(_parties(report.claim))]


class Outlook:
    """What a desk can say as of one moment. Made by `Desk.as_of`."""

    def __init__(
        self,
        view: View,
        moment: datetime,
        *,
        outlets: OutletTable,
        settings: Settings,
        replayed: bool = False,
    ) -> None:
        self.view = view
        self.moment = moment
        self.replayed = replayed  #: what the world could know, and not what this desk held then
        self._outlets = outlets
        self._settings = settings

    # --- reports --------------------------------------------------------------------------

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """All claims that can bear on a problem (an indicator or a figure), by known_at."""
        return tuple(
            report
            for report in self.view.reports(self._outlets)
            if report.claim.indicators or report.claim.figure or report.claim.event
        )

    def _since(self, since: datetime) -> tuple[Report, ...]:
        first = bisect_left(self.reports, since, key=lambda report: report.known_at)
        return self.reports[first:]

    @cached_property
    def _seen(self) -> tuple[list[datetime], list[datetime]]:
        """Known-at times of all documents, and of those in a language that is not read."""
        everything: list[datetime] = []
        unread: list[datetime] = []
        for known_at, language in self.view.arrivals():
            everything.append(known_at)
            if language not in READ_LANGUAGES:
                unread.append(known_at)
        return everything, unread

    # --- judging --------------------------------------------------------------------------

    def assess(self, problem: WarningProblem) -> Assessment:
        """Return the assessment of a problem, stepped day by day so that levels fall by the rules."""
        return self.follow(problem).last

    def follow(
        self,
        problem: WarningProblem,
        *,
        since: datetime | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Judged:
        """Return the problem's assessments at each midnight UTC after `since`, and at the moment.

        `since` defaults to the settings' `history_days` before the moment.
        """
        since = since or self.moment - DAY * self._settings.history_days
        longest = max((one.expiry_days for one in problem.indicators), default=0)
        reports = self._since(since - DAY * longest)
        watcher = Watcher(problem)
        steps = trace(
            watcher,
            reports,
            midnights(since, self.moment),
            lambda day: self._coverage(watcher, day),
            stale_hours=self._settings.stale_hours,
        )
        assessments = []
        for assessment in steps:
            assessments.append(assessment)
            progress(1)
        return Judged(problem=problem, assessments=tuple(assessments), watcher=watcher, reports=reports)

    def _coverage(self, watcher: Watcher, day: datetime) -> Coverage:
        everything, unread = self._seen
        missed = _between(unread, day - COVERAGE_WINDOW, day)
        return Coverage(
            reports=len(watcher.reports),
            documents=_between(everything, day - COVERAGE_WINDOW, day) - missed,
            unread=missed,
            last_document=_last(everything, day),
            last_report=max((report.known_at for report in watcher.reports.values()), default=None),
        )

    # --- products -------------------------------------------------------------------------

    def ledger(self, problem: WarningProblem) -> tuple[LedgerEntry, ...]:
        """Return the claimed figures that bear on a problem, oldest first."""
        since = self.moment - DAY * self._settings.history_days
        return ledger(problem, self._since(since), as_of=self.moment)

    def bulletin(
        self,
        problem: WarningProblem,
        *,
        status: str = "draft",
        issued_at: datetime,
        judged: Judged | None = None,
        previous: Assessment | None = None,
    ) -> Bulletin:
        """Return the bulletin on a problem. It is not stored.

        It tells what changed since `previous`, by default the assessment of the last bulletin.
        """
        judged = judged or self.follow(problem)
        if previous is None:
            issued = [one.assessment for one in self.view.bulletins(problem.id)]
            previous = next((one for one in reversed(issued) if one.as_of < self.moment), None)
        return compose(
            problem=problem,
            assessment=judged.last,
            previous=previous,
            indications=judged.watcher.live(self.moment),
            reports=judged.reports,
            ledger=ledger(problem, judged.reports, as_of=self.moment),
            evidence_of=self.evidence,
            words=phrase,
            status=status,
            issued_at=issued_at,
            dead_sources=self.dead_sources(),
            unread_languages=self.unread_languages(),
        )

    def dead_sources(self) -> list[str]:
        """Return the names of the sources whose last look failed."""
        failed = {check.source for check in self.view.last_checks() if check.outcome == "failed"}
        return [source.name or source.url for source in self.view.sources() if source.id in failed]

    def unread_languages(self) -> list[str]:
        """Return the languages of the last week that are stored but not read."""
        holdings = self.view.holdings(since=self.moment - COVERAGE_WINDOW)
        return [language for language, _ in holdings.by_language if language not in READ_LANGUAGES]

    def evidence(self, report: Report) -> Evidence:
        """Return a claim as it is quoted, with the capture it is in."""
        document = self.view.document(report.claim.document)
        assert document is not None  # reports come from documents of the same view
        return evidence(
            report, capture=document.capture, sha256=self.view.capture_digest(document.capture) or ""
        )

    def documents_quoted(self, quoted: Iterable[Evidence]) -> dict[str, Document]:
        """Return the documents that hold these quotes, by id."""
        found = (self.view.document(id_) for id_ in {item.document for item in quoted})
        return {document.id: document for document in found if document is not None}

    def search(self, query: str, *, limit: int = 20) -> list[Hit]:
        """Return documents that hold all words of the query, best first."""
        return self.view.search(query, limit=limit)


def midnights(since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield every midnight UTC after `since` and before `until`, then `until` itself."""
    day = datetime.combine(since.astimezone(UTC).date(), time(), UTC) + DAY
    while day < until:
        yield day
        day += DAY
    yield until


def _parties(claim: Claim) -> Iterator[str]:
    """Yield the codes of states and organisations a claim names, without their groups."""
    event, figure = claim.event, claim.figure
    named = [claim.speaker, *claim.relay]
    if event is not None:
        named += [event.actor, event.recipient]
    yield from (actor.code.partition(":")[0] for actor in named if actor is not None)
    if figure is not None and figure.of is not None:
        yield figure.of.partition(":")[0]


def _between(times: Sequence[datetime], after: datetime, until: datetime) -> int:
    return bisect_right(times, until) - bisect_right(times, after)


def _last(times: Sequence[datetime], until: datetime) -> datetime | None:
    at = bisect_right(times, until)
    return times[at - 1] if at else None
