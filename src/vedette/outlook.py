"""What a desk can say as of one moment: assessments, ledgers, bulletins, findings. Reads only."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property, partial
from heapq import merge
from typing import TypeVar, cast

from vedette.config import OutletTable, Settings
from vedette.judge.judge import trace
from vedette.judge.words import phrase
from vedette.store.search import Hit
from vedette.store.views import View
from vedette.types import (
    Assessment,
    Bulletin,
    Coverage,
    Dissent,
    Document,
    Evidence,
    LedgerEntry,
    Report,
    WarningProblem,
)
from vedette.warn.bulletin import compose
from vedette.warn.evidence import evidence
from vedette.warn.reviews import corrections
from vedette.watch.bearing import Bearing
from vedette.watch.binding import bind
from vedette.watch.coverage import (
    WINDOW,
    Arrived,
    Carriers,
    Unbroken,
    Waiting,
    arrived,
    can_be_absent,
    coverage,
    live_since,
    runs,
    waiting,
)
from vedette.watch.ledger import ledger
from vedette.watch.parties import state_of
from vedette.watch.states import Watcher
from vedette.watch.stretches import stretches

DAY = timedelta(days=1)
#: before anything that a desk holds
BEGINNING = datetime.min.replace(tzinfo=UTC)
#: Languages the reader reads; 'und' is text too short to tell, which is read as well.
READ_LANGUAGES = frozenset({"en", "und"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A problem followed day by day, and what its last day rests on."""

    problem: WarningProblem
    assessments: tuple[Assessment, ...]  #: oldest first; only the last one unless each was asked for
    watcher: Watcher
    since: datetime  #: known_at of the first evidence looked at
    outlook: "Outlook"

    @property
    def last(self) -> Assessment:
        """The newest assessment."""
        return self.assessments[-1]

    @property
    def reports(self) -> tuple[Report, ...]:
        """All claims of the time looked at, whatever they bear on, in the order of known_at."""
        return self.outlook.reports(self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The states and organisations a document names, by our tables of actors and places."""

    known_at: datetime
    story: str
    codes: frozenset[str]


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
        self._loaded: dict[str, tuple[datetime, object]] = {}

    # --- reports --------------------------------------------------------------------------

    def reports(self, since: datetime) -> tuple[Report, ...]:
        """Return the claims known since then that hold an indicator, a figure or an event, by known_at."""
        found = self._kept(since, self._claims)
        return found[bisect_left(found, since, key=lambda report: report.known_at) :]

    def _claims(self, since: datetime) -> tuple[Report, ...]:
        return tuple(
            report
            for report in self.view.reports(self._outlets, since=since)
            if report.claim.indicators or report.claim.figure or report.claim.event
        )

    def _standing(self, since: datetime) -> tuple[Report, ...]:
        return tuple(self.view.reports(self._outlets, since=since, indicators_only=True))

    def _withdrawn(self, since: datetime) -> tuple[Report, ...]:
        return tuple(self.view.reports(self._outlets, since=since, indicators_only=True, withdrawn=True))

    def _bearing(self, since: datetime) -> Bearing:
        return Bearing(self._kept(since, self._standing))

    def _everything(self, since: datetime) -> Bearing:
        return Bearing(tuple(self.view.reports(self._outlets, since=since)))

    def _believed(self, since: datetime) -> Bearing:
        """Return what stands and, among it, what was believed until it was withdrawn."""
        both = (*self._kept(since, self._standing), *self._kept(since, self._withdrawn))
        return Bearing(sorted(both, key=lambda report: (report.known_at, report.claim.document)))

    def _named(self, since: datetime) -> tuple[Named, ...]:
        from vedette.read.actors import load_actors
        from vedette.read.places import locate

        actors = load_actors(self._settings.actors)
        found = []
        for document, story in self.view.stories(since=since):
            codes: set[str | None] = set()
            if document.language in READ_LANGUAGES:
                day = (document.published or document.known_at).date()
                codes = {state_of(actor.code) for actor in actors.find(document.content, day)}
                codes |= {place.country for place in locate(document.content)}
            found.append(
                Named(
                    known_at=document.known_at, story=story, codes=frozenset(code for code in codes if code)
                )
            )
        return tuple(found)

    def _kept(self, since: datetime, load: Callable[[datetime], T]) -> T:
        """Return what was loaded last, if it reaches back far enough; it may reach back farther."""
        kept = self._loaded.get(load.__name__)
        if kept is None or kept[0] > since:
            kept = self._loaded[load.__name__] = (since, load(since))
        return cast("T", kept[1])

    def mentions(self, problem: WarningProblem, day: datetime, length: timedelta = DAY) -> tuple[int, int]:
        """Return how many documents up to `day` name both parties, and how many stories they tell.

        Of a conflict within one state they need only name the state.
        """
        found = self._kept(day - length, self._named)
        first = bisect_right(found, day - length, key=lambda one: one.known_at)
        end = bisect_right(found, day, key=lambda one: one.known_at)
        both = {state_of(problem.instigator), state_of(problem.target)}
        naming = [one.story for one in found[first:end] if both <= one.codes]
        return len(naming), len(set(naming))

    @cached_property
    def _arrived(self) -> Arrived:
        return arrived(list(self.view.arrivals()), READ_LANGUAGES)

    @property
    def has_outlets(self) -> bool:
        """Whether documents name their outlets; where none does, all that the press tells has one origin."""
        return self._arrived.named or not self._arrived.everything

    def waiting(self, since: datetime | None = None) -> Waiting:
        """Return what was not read of the days after `since`, by default of all that judging looks at."""
        since = since or self.moment - DAY * self._settings.history_days
        return waiting(self._arrived, since, self.moment)

    # --- judging --------------------------------------------------------------------------

    def assess(self, problem: WarningProblem) -> Assessment:
        """Return the assessment of a problem, stepped day by day so that levels fall by the rules."""
        return self.follow(problem, every=False).last

    def follow(
        self,
        problem: WarningProblem,
        *,
        since: datetime | None = None,
        days: Iterable[datetime] | None = None,
        every: bool = True,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Judged:
        """Return the problem's assessments at each midnight UTC after `since`, and at the moment.

        `since` defaults to the settings' `history_days` before the moment; `days` are other times to judge
        at, ascending and none after the moment. With `every` false only the last is kept.

        A document that was replaced or retracted counts on the days before that, and is gone from the
        level's past from then on.
        """
        since = since or self.moment - DAY * self._settings.history_days
        back = since - DAY * longest_expiry(problem)
        days = list(midnights(since, self.moment) if days is None else days)
        # an indicator of one's own is looked for in every claim, whatever the reader saw in it
        worded = any(one.phrases for one in problem.indicators)
        standing = self._kept(back, self._everything if worded else self._bearing).on(problem)
        withdrawn: list[Report] = []
        if every and self._kept(back, self._withdrawn):
            withdrawn = [one for one in self._kept(back, self._believed).on(problem) if one.withdrawn]
        told: list[Assessment] = []
        path: list[Assessment] = []
        for stretch in stretches(days, withdrawn):
            watcher = Watcher(problem)
            reports = merge(standing, stretch.believed, key=lambda report: report.known_at)
            del path[stretch.anew :]
            for assessment in trace(
                watcher,
                (report for report in reports if report.known_at >= back),
                days[stretch.anew : stretch.end],
                partial(self._coverage, watcher, Carriers(watcher)),
                previous=path[-1] if path else None,
                stale_hours=self._settings.stale_hours,
                every=every,
            ):
                path.append(assessment)
                if len(path) > stretch.first:
                    told.append(assessment)
                    progress(1)
        return Judged(problem=problem, assessments=tuple(told), watcher=watcher, since=back, outlook=self)

    def bears(self, document: Document, problem: WarningProblem) -> bool:
        """Return whether a claim of a document that still stands is evidence on a problem."""
        back = self.moment - DAY * (self._settings.history_days + longest_expiry(problem))
        reports = self._kept(back, self._standing)
        return bool(bind(problem, [one for one in reports if one.claim.document == document.id]))

    def _coverage(self, watcher: Watcher, told: Carriers, day: datetime) -> Coverage:
        gap = timedelta(hours=self._settings.stale_hours)
        since = live_since(self._runs, day, gap) if can_be_absent(watcher.problem) else None
        return coverage(self._arrived, watcher, told, day, gap=gap, live_since=since)

    @cached_property
    def _runs(self) -> list[Unbroken]:
        gap = timedelta(hours=self._settings.stale_hours)
        return runs(self.view.documents(), self._arrived.read, gap)

    # --- products -------------------------------------------------------------------------

    def ledger(self, problem: WarningProblem) -> tuple[LedgerEntry, ...]:
        """Return the claimed figures that bear on a problem, oldest first, of all that the view holds."""
        return ledger(problem, self.reports(BEGINNING), as_of=self.moment)

    def bulletin(
        self,
        problem: WarningProblem,
        *,
        status: str = "draft",
        issued_at: datetime,
        judged: Judged | None = None,
        previous: Assessment | None = None,
        signed: str = "",
        dissent: tuple[str, str] | None = None,
    ) -> Bulletin:
        """Return the bulletin on a problem. It is not stored.

        It tells what changed since `previous`, by default the assessment of the last bulletin. `signed`
        names who answers for it; `dissent` is a further author and text beside what is stored.
        """
        judged = judged or self.follow(problem, every=False)
        issued = list(self.view.bulletins(problem.id))
        if previous is None:
            past = (one.assessment for one in reversed(issued))
            previous = next((one for one in past if one.as_of < self.moment), None)
        fresh = []
        if dissent is not None:
            author, text = dissent
            fresh = [Dissent(author=author, at=issued_at, level=judged.last.level, text=text)]
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
            corrections=self._corrections(issued),
            signed=signed,
            dissents=(*self._dissents(problem, issued), *fresh),
        )

    def _dissents(self, problem: WarningProblem, issued: Sequence[Bulletin]) -> Iterator[Dissent]:
        """Yield what is held against bulletins on the problem, as long as the horizon of their judgement."""
        levels = {one.id: one.assessment.level for one in issued}
        for review in self.view.reviews("bulletin"):
            stands = self.moment - review.at <= DAY * problem.horizon_days
            if review.action == "dissent" and review.target in levels and stands:
                level = levels[review.target]
                yield Dissent(author=review.author, at=review.at, level=level, text=review.reason)

    def _corrections(self, issued: Sequence[Bulletin]) -> list[str]:
        """Return which of the bulletins a retraction has made wrong, where no later one says so yet."""
        return [
            told
            for review in self.view.reviews("document")
            if review.action in {"retract", "takedown"}
            for told in corrections(
                issued, review.target, at=review.at, reason=review.reason, author=review.author
            )
        ]

    def dead_sources(self) -> list[str]:
        """Return the names of the sources whose last look failed."""
        failed = {check.source for check in self.view.last_checks() if check.outcome == "failed"}
        return [source.name or source.url for source in self.view.sources() if source.id in failed]

    def unread_languages(self) -> list[str]:
        """Return the languages of the last week that are stored but not read."""
        holdings = self.view.holdings(since=self.moment - WINDOW)
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


def longest_expiry(problem: WarningProblem) -> int:
    """Return the days after which no evidence on a problem is live any more."""
    return max((one.expiry_days for one in problem.indicators), default=0)


def ends(since: datetime, until: datetime, step: timedelta) -> Iterator[datetime]:
    """Yield the ends of the whole steps from `since` to `until`."""
    end = since + step
    while end <= until:
        yield end
        end += step


def midnights(since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield every midnight UTC after `since` and before `until`, then `until` itself."""
    day = datetime.combine(since.astimezone(UTC).date(), time(), UTC) + DAY
    while day < until:
        yield day
        day += DAY
    yield until
