"""Indications in, an assessment out; and day by day through a stream of reports."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from vedette.errors import JudgeError
from vedette.judge import levels, sensitivity
from vedette.judge.hypotheses import (
    SAID,
    Cells,
    Evidence,
    Live,
    attested,
    cells,
    fresh,
    onset_chance,
    posteriors,
    weigh,
)
from vedette.types import (
    Assessment,
    Coverage,
    Indication,
    IndicatorKind,
    IndicatorState,
    Report,
    WarningProblem,
)

STALE_HOURS = 72.0
RENEW = timedelta(days=14)  #: an assessment lapses unless renewed within the dwell of a level


class Watching(Protocol):
    """What `trace` asks of the watch: `vedette.watch.states.Watcher` is one."""

    @property
    def problem(self) -> WarningProblem:
        """The problem watched."""

    @property
    def reports(self) -> Mapping[str, Report]:
        """The bound reports by claim id."""

    def add(self, report: Report) -> None:
        """Take in a report."""

    def states(self, as_of: datetime) -> tuple[IndicatorState, ...]:
        """Return the state of every indicator."""

    def live(self, as_of: datetime) -> tuple[Indication, ...]:
        """Return the indications that weigh."""


def judge(
    problem: WarningProblem,
    *,
    states: Sequence[IndicatorState],
    indications: Iterable[Indication],
    reports: Mapping[str, Report],
    coverage: Coverage,
    as_of: datetime,
    previous: Assessment | None = None,
    stale_hours: float = STALE_HOURS,
) -> Assessment:
    """Return the assessment of a problem as of a time (aware, UTC).

    `indications` are what `watch` bound (expired ones don't matter), `reports` the reports behind them
    by claim id, `previous` the last assessment, on which the level's rise and fall depend. Raises JudgeError
    for a naive time, for evidence known only after `as_of`, and for a previous assessment that is later.
    """
    live = _live(problem, indications, as_of, previous)
    table = cells(problem)
    evidence = weigh(table, states, live)
    chance = onset_chance(table, evidence)
    steady = _without_words(table, live, evidence)
    p_down = chance.p if steady is evidence else onset_chance(table, steady).p
    found = levels.lit(table, states, as_of)
    step = levels.step(
        p=chance.p,
        p_down=max(chance.p, p_down),
        found=found,
        onset=levels.begun(problem, (one for ones in live.values() for _, one in ones), reports, as_of),
        live=coverage.last_document is not None
        and as_of - coverage.last_document <= timedelta(hours=stale_hours),
        as_of=as_of,
        before=(previous.level, previous.since) if previous else None,
    )
    after = posteriors(table, evidence, chance.p)
    return Assessment(
        problem=problem.id,
        as_of=as_of,
        status=step.status,
        level=step.level,
        since=step.since,
        previous=previous.level if previous else None,
        onset=chance,
        posteriors=after,
        states=tuple(states),
        weights=sensitivity.weights(table, states, evidence),
        reasons=(*step.reasons, sensitivity.dissent(problem, after)),
        movers=sensitivity.movers(table, states, evidence),
        fragile=sensitivity.fragile(table, states, live, reports, evidence, as_of),
        coverage=coverage,
        expires=as_of + RENEW,
    )


def trace(
    watcher: Watching,
    reports: Iterable[Report],
    days: Iterable[datetime],
    coverage_of: Callable[[datetime], Coverage],
    *,
    previous: Assessment | None = None,
    stale_hours: float = STALE_HOURS,
) -> Iterator[Assessment]:
    """Yield the assessment at each of `days` (ascending, aware), each resting on the one before.

    `reports` come in the order of known_at and may be a stream: none is taken that a day could not know,
    except the first that comes after it. Raises JudgeError if they are out of order.
    """
    stream = iter(reports)
    ahead = next(stream, None)
    for as_of in days:
        while ahead is not None and ahead.known_at <= as_of:
            watcher.add(ahead)
            following = next(stream, None)
            if following is not None and following.known_at < ahead.known_at:
                raise JudgeError(
                    f"claim {following.claim.id} is out of order", hint="sort reports by known_at"
                )
            ahead = following
        previous = judge(
            watcher.problem,
            states=watcher.states(as_of),
            indications=watcher.live(as_of),
            reports=watcher.reports,
            coverage=coverage_of(as_of),
            as_of=as_of,
            previous=previous,
            stale_hours=stale_hours,
        )
        yield previous


def _live(
    problem: WarningProblem,
    indications: Iterable[Indication],
    as_of: datetime,
    previous: Assessment | None,
) -> Live:
    if as_of.tzinfo is None:
        raise JudgeError("as_of has no time zone")
    if previous is not None and previous.as_of > as_of:
        raise JudgeError(f"the previous assessment is of {previous.as_of}, after {as_of}")
    if previous is not None and previous.problem != problem.id:
        raise JudgeError(f"the previous assessment is of {previous.problem}, not of {problem.id}")
    expiry = {one.code: one.expiry_days for one in problem.indicators}
    known = tuple(indications)
    late = next((one for one in known if one.known_at > as_of), None)
    if late is not None:
        raise JudgeError(f"claim {late.claim} is known only at {late.known_at}, after {as_of}")
    return fresh(known, expiry, as_of)


def _without_words(table: Cells, live: Live, evidence: Evidence) -> Evidence:
    """Return the evidence without what lowers it by words alone: denials, and peace not seen."""
    weight = evidence.weight.copy()
    for row, one in enumerate(table.indicators):
        found = live.get(one.code, ())
        if one.kind is IndicatorKind.COUNTER:
            if not any(signed > 0 and each.access not in SAID for signed, each in found):
                weight[row] = 0.0
        elif any(signed < 0 and each.access in SAID for signed, each in found):
            weight[row] = attested(
                (signed, each) for signed, each in found if signed > 0 or each.access not in SAID
            )
    if np.array_equal(weight, evidence.weight):
        return evidence
    return Evidence(weight=weight, absent=evidence.absent)
