"""What is known of each indicator of a problem as of one time."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from vedette.errors import JudgeError
from vedette.types import Access, Indication, Indicator, IndicatorState, Report, State, WarningProblem
from vedette.watch.binding import Binder
from vedette.watch.families import arrival

SHOWN = 20  #: claim ids a state carries; the rest says nothing new
Cell = tuple[object, ...]
_FOREVER = datetime.max.replace(tzinfo=UTC)


def states(
    problem: WarningProblem,
    indications: Iterable[Indication],
    *,
    as_of: datetime,
    live_since: datetime | None = None,
) -> tuple[IndicatorState, ...]:
    """Return the state of every indicator of the problem as of a time (aware, UTC), in the problem's order.

    `live_since` is when coverage that could have seen the indicators began without a gap; without
    it nothing is ever `absent`, and headlines alone are no such coverage. Raises JudgeError for an
    indication that `as_of` could not know.
    """
    board = _Board(problem)
    for one in sorted(indications, key=lambda one: (one.known_at, one.claim, one.indicator)):
        if one.known_at > as_of:
            raise JudgeError(f"claim {one.claim} is known only at {one.known_at}, after {as_of}")
        board.add(one, ())
    return board.states(as_of, live_since)


class Watcher:
    """Watches one problem through time: each report is bound once, each day costs what is live."""

    def __init__(self, problem: WarningProblem) -> None:
        self.problem = problem
        self._binder = Binder(problem)
        self._board = _Board(problem)
        self._waiting: list[Report] = []
        self._now: datetime | None = None
        self._reports: dict[str, Report] = {}
        self.latest: datetime | None = None  #: when the newest bound report was known

    @property
    def reports(self) -> Mapping[str, Report]:
        """The bound reports by claim id."""
        return self._reports

    def add(self, report: Report) -> None:
        """Take in a report. Raises JudgeError for one older than the time last asked about."""
        if self._now is not None and report.known_at <= self._now:
            raise JudgeError(
                f"claim {report.claim.id} was known at {report.known_at}, which is already judged",
                hint="give reports in the order of known_at",
            )
        self._waiting.append(report)

    def states(self, as_of: datetime, live_since: datetime | None = None) -> tuple[IndicatorState, ...]:
        """Return the states as of a time not before the last one asked about."""
        self._advance(as_of)
        return self._board.states(as_of, live_since)

    def live(self, as_of: datetime) -> tuple[Indication, ...]:
        """Return the indications that have not expired and that no other of their kind outweighs.

        Of the claims of one outlet in one family those are left out that are neither newer nor
        stronger than another.
        """
        self._advance(as_of)
        return self._board.live(as_of)

    def _advance(self, as_of: datetime) -> None:
        if self._now is not None and as_of < self._now:
            raise JudgeError(f"{as_of} was asked about after {self._now}: time runs forward")
        self._now = as_of
        # a report at as_of itself is known then; what comes later waits
        due = [report for report in self._waiting if report.known_at <= as_of]
        if not due:
            return
        self._waiting = [report for report in self._waiting if report.known_at > as_of]
        begins = frozenset(self.problem.onset.indicators)
        for report in sorted(due, key=arrival):
            if report.claim.id in self._reports:
                continue  # told twice is told once
            for one in self._binder.bind(report):
                self._reports[one.claim] = report
                self.latest = report.known_at
                event = report.claim.event
                # who did it to whom decides on onset, so such claims must not stand for each other
                who: Cell = ()
                if one.indicator in begins and event is not None:
                    who = (event.actor.code, event.recipient.code if event.recipient else None)
                self._board.add(one, (report.outlet.name, *who))


class _Board:
    """Live evidence per indicator, in cells whose members differ only in time and strength."""

    def __init__(self, problem: WarningProblem) -> None:
        self._indicators = {one.code: one for one in problem.indicators}
        self._rated = any(one.detection_rate is not None for one in problem.indicators)
        self._cells: dict[str, dict[Cell, list[Indication]]] = defaultdict(dict)
        #: by code and sign: when the present unbroken run of evidence began, and its newest
        self._runs: dict[tuple[str, bool], tuple[datetime, datetime]] = {}
        #: by code: what is live and what that says, and the time until which both stay as they are
        self._kept: dict[str, tuple[datetime, list[Indication], IndicatorState]] = {}
        #: the same of all codes together
        self._whole: tuple[datetime, tuple[Indication, ...], tuple[IndicatorState, ...]] | None = None

    def add(self, one: Indication, extra: Cell) -> None:
        """Take in an indication; they come in the order of known_at."""
        if one.indicator not in self._indicators:
            return
        self._kept.pop(one.indicator, None)
        self._whole = None
        cells = self._cells[one.indicator]
        stack = cells.setdefault((one.strength > 0, one.family, one.access, *extra), [])
        while stack and abs(stack[-1].strength) <= abs(one.strength):
            # of two equals at the same time the earlier in the order stays, whatever else arrives
            if stack[-1].known_at == one.known_at and abs(stack[-1].strength) == abs(one.strength):
                break
            stack.pop()
        else:
            stack.append(one)
        key = (one.indicator, one.strength > 0)
        since, latest = self._runs.get(key, (one.known_at, one.known_at))
        if one.known_at - latest >= self._expiry(one.indicator):
            since = one.known_at
        self._runs[key] = (since, one.known_at)

    def live(self, as_of: datetime) -> tuple[Indication, ...]:
        """Return what has not expired, in the order of indicators, strongest first."""
        return self._all(as_of)[1]

    def states(self, as_of: datetime, live_since: datetime | None) -> tuple[IndicatorState, ...]:
        """Return the states in the order of indicators."""
        found = self._all(as_of)[2]
        if live_since is None or not self._rated:
            return found
        return tuple(
            state
            if self._look(code, as_of)[1]
            else _unseen(indicator, self._runs.get((code, True)), as_of, live_since)
            for (code, indicator), state in zip(self._indicators.items(), found, strict=True)
        )

    def _all(self, as_of: datetime) -> tuple[datetime, tuple[Indication, ...], tuple[IndicatorState, ...]]:
        if self._whole is None or as_of >= self._whole[0]:
            looked = [self._look(code, as_of) for code in self._indicators]
            self._whole = (
                min((until for until, _, _ in looked), default=_FOREVER),
                tuple(one for _, live, _ in looked for one in live),
                tuple(state for _, _, state in looked),
            )
        return self._whole

    def _expiry(self, code: str) -> timedelta:
        return timedelta(days=self._indicators[code].expiry_days)

    def _look(self, code: str, as_of: datetime) -> tuple[datetime, list[Indication], IndicatorState]:
        """Return what is kept of a code, looked up anew once something came or expired."""
        kept = self._kept.get(code)
        if kept is None or as_of >= kept[0]:
            live = self._find(code, as_of)
            until = min((one.known_at for one in live), default=None)
            kept = self._kept[code] = (
                until + self._expiry(code) if until is not None else _FOREVER,
                live,
                self._state(self._indicators[code], live, as_of),
            )
        return kept

    def _find(self, code: str, as_of: datetime) -> list[Indication]:
        oldest = as_of - self._expiry(code)
        cells = self._cells.get(code, {})
        for cell in [cell for cell, stack in cells.items() if stack[-1].known_at <= oldest]:
            del cells[cell]
        found = [one for stack in cells.values() for one in stack if one.known_at > oldest]
        return sorted(found, key=lambda one: (-abs(one.strength), one.known_at, one.claim))

    def _state(self, indicator: Indicator, found: list[Indication], as_of: datetime) -> IndicatorState:
        code, expiry = indicator.code, self._expiry(indicator.code)
        for_it = [one for one in found if one.strength > 0]
        against = [one for one in found if one.strength < 0]
        if not found:
            return _unseen(indicator, self._runs.get((code, True)), as_of, None)
        seen = _support(for_it) > _support(against)
        since, latest = self._runs[(code, seen)]
        return IndicatorState(
            code=code,
            state=State.OBSERVED if seen else State.CONTRADICTED,
            since=since,
            latest=latest,
            expires=latest + expiry,
            families=len({one.family for one in for_it}),
            access=_accesses(for_it),
            evidence=tuple(one.claim for one in for_it)[:SHOWN],
            against=tuple(one.claim for one in against)[:SHOWN],
        )


def _support(found: Iterable[Indication]) -> float:
    """Return the best of each access, the second at a half, the third at a quarter: a crowd is no proof."""
    best: dict[Access, float] = {}
    for one in found:
        best[one.access] = max(best.get(one.access, 0.0), abs(one.strength))
    return math.fsum(value / 2**n for n, value in enumerate(sorted(best.values(), reverse=True)))


def _accesses(found: Iterable[Indication]) -> tuple[Access, ...]:
    return tuple(dict.fromkeys(one.access for one in found))


def _unseen(
    indicator: Indicator,
    run: tuple[datetime, datetime] | None,
    as_of: datetime,
    live_since: datetime | None,
) -> IndicatorState:
    lead, expiry = timedelta(days=indicator.lead_days), timedelta(days=indicator.expiry_days)
    expired = run[1] + expiry if run else None
    if indicator.detection_rate is not None and live_since is not None and as_of - live_since >= lead:
        since = max(live_since + lead, expired) if expired else live_since + lead
        return IndicatorState(code=indicator.code, state=State.ABSENT, since=since)
    if run is None:
        return IndicatorState(code=indicator.code, state=State.UNKNOWN)
    return IndicatorState(
        code=indicator.code, state=State.EXPIRED, since=expired, latest=run[1], expires=expired
    )
