"""Indications in, an assessment out; and day by day through a stream of reports."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import numpy as np

from vedette.errors import JudgeError
from vedette.judge import levels, sensitivity
from vedette.judge.grounds import grounds
from vedette.judge.hypotheses import (
    SAID,
    Cells,
    Evidence,
    Live,
    attested,
    cells,
    fresh,
    onset_chance,
    onset_chances,
    posteriors,
    weigh,
)
from vedette.judge.words import percent
from vedette.types import (
    Assessment,
    Coverage,
    Indication,
    IndicatorKind,
    IndicatorState,
    Probability,
    Report,
    WarningProblem,
)

STALE_HOURS = 72.0
NOTHING_NEW = "no new documents"
SHOWN = 3  #: silent outlets named in a reason; the assessment's coverage has all
AT_ONCE = 8  #: days whose chances are worked out together: 54 us each, alone 81, by 32 126 (out of cache)
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

    def states(self, as_of: datetime, live_since: datetime | None = None) -> tuple[IndicatorState, ...]:
        """Return the state of every indicator; absent needs coverage that is live since a time."""

    def live(self, as_of: datetime) -> tuple[Indication, ...]:
        """Return the indications that weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What one day has to go by."""

    as_of: datetime
    states: Sequence[IndicatorState]
    live: Live
    evidence: Evidence
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day(_Seen):
    """What one day is judged on."""

    chance: Probability
    found: levels.Lit


Chance = Callable[[Evidence], Probability]


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
    _refuse(problem, as_of, previous)
    table = cells(problem)
    chance_of = partial(onset_chance, table)
    day = _day(table, _weighed(table, states, indications, coverage, as_of), chance_of)
    before = _standing(previous)
    step = _step(table, day, reports, before, stale_hours, chance_of)
    return _assessment(table, day, step, reports, before)


def trace(
    watcher: Watching,
    reports: Iterable[Report],
    days: Iterable[datetime],
    coverage_of: Callable[[datetime], Coverage],
    *,
    previous: Assessment | None = None,
    stale_hours: float = STALE_HOURS,
    every: bool = True,
) -> Iterator[Assessment]:
    """Yield the assessment at each of `days` (ascending, aware), each resting on the one before.

    `reports` come in the order of known_at and may be a stream: none is taken that a day could not know,
    except the first that comes after it. With `every` false only the last day's is yielded; the days before
    it are stepped through all the same, for the level rests on them. Raises JudgeError if reports or days
    are out of order.
    """
    table = cells(watcher.problem)
    chance_of, learn = _remembered(table)
    before = _standing(previous)
    seen: Iterable[_Seen] = _seen(table, watcher, reports, days, coverage_of, previous)
    if not every:
        seen = list(seen)
        learn(one.evidence for one in seen)
    shown: tuple[_Day, Assessment] | None = None
    last: tuple[_Day, levels.Step, levels.Standing | None] | None = None
    for one in seen:
        day = _day(table, one, chance_of)
        step = _step(table, day, watcher.reports, before, stale_hours, chance_of)
        chance = _kept(step, day, before)
        if every:
            assessment = _assessment(table, day, step, watcher.reports, before, like=shown)
            shown = (day, assessment)
            yield assessment
        last = (day, step, before)
        before = levels.Standing(level=step.level, since=step.since, entry=step.entry, chance=chance)
    if last is not None and not every:
        yield _assessment(table, last[0], last[1], watcher.reports, last[2])


def _seen(
    table: Cells,
    watcher: Watching,
    reports: Iterable[Report],
    days: Iterable[datetime],
    coverage_of: Callable[[datetime], Coverage],
    previous: Assessment | None,
) -> Iterator[_Seen]:
    """Yield what each day has to go by, and take in the reports up to it."""
    last = previous.as_of if previous else None
    stream = iter(reports)
    ahead = next(stream, None)
    for as_of in days:
        if last is not None and as_of < last:
            raise JudgeError(f"day {as_of} comes after {last}: time runs forward")
        last = as_of
        while ahead is not None and ahead.known_at <= as_of:
            watcher.add(ahead)
            following = next(stream, None)
            if following is not None and following.known_at < ahead.known_at:
                raise JudgeError(
                    f"claim {following.claim.id} is out of order", hint="sort reports by known_at"
                )
            ahead = following
        _refuse(watcher.problem, as_of, previous)
        live = watcher.live(as_of)  # first: coverage counts what it took in
        coverage = coverage_of(as_of)
        yield _weighed(table, watcher.states(as_of, coverage.live_since), live, coverage, as_of)


def _remembered(table: Cells) -> tuple[Chance, Callable[[Iterable[Evidence]], None]]:
    """Return `onset_chance` that keeps its answers, and what works out many of them beforehand.

    On most days the evidence is that of the day before.
    """
    known: dict[tuple[bytes, bytes], Probability] = {}

    def key(evidence: Evidence) -> tuple[bytes, bytes]:
        return evidence.weight.tobytes(), evidence.absent.tobytes()

    def learn(found: Iterable[Evidence]) -> None:
        new = [*{key(one): one for one in found if key(one) not in known}.items()]
        for at in range(0, len(new), AT_ONCE):
            some = dict(new[at : at + AT_ONCE])
            known.update(zip(some, onset_chances(table, [*some.values()]), strict=True))

    def chance(evidence: Evidence) -> Probability:
        learn([evidence])
        return known[key(evidence)]

    return chance, learn


def _weighed(
    table: Cells,
    states: Sequence[IndicatorState],
    indications: Iterable[Indication],
    coverage: Coverage,
    as_of: datetime,
) -> _Seen:
    live = _live(table.problem, indications, as_of)
    return _Seen(
        as_of=as_of, states=states, live=live, evidence=weigh(table, states, live), coverage=coverage
    )


def _day(table: Cells, seen: _Seen, chance_of: Chance) -> _Day:
    return _Day(
        as_of=seen.as_of,
        states=seen.states,
        live=seen.live,
        evidence=seen.evidence,
        coverage=seen.coverage,
        chance=chance_of(seen.evidence),
        found=levels.lit(table, seen.states, seen.as_of),
    )


def _step(
    table: Cells,
    day: _Day,
    reports: Mapping[str, Report],
    before: levels.Standing | None,
    stale_hours: float,
    chance_of: Chance,
) -> levels.Step:
    p = p_down = day.chance.p
    p_none = 0.0
    if before and levels.entered(p, day.found) < before.level:  # only then may it go down
        p_down = max(p, chance_of(_without_words(table, day.live, day.evidence)).p)
        p_none = chance_of(_nothing(table)).p
    quiet = _quiet(day.coverage, day.as_of, stale_hours)
    if before and levels.entered(p, day.found) > before.level and quiet != NOTHING_NEW:
        quiet = ""  # what was read, and who still speaks, may raise a level: silence only keeps it up
    live = (one for ones in day.live.values() for _, one in ones)
    onset = levels.begun(table.problem, live, reports, day.as_of)
    step = levels.step(
        p=p,
        p_down=p_down,
        p_none=p_none,
        found=day.found,
        onset=onset,
        quiet=quiet,
        as_of=day.as_of,
        before=before,
    )
    if not step.cause:
        return step
    return replace(step, entry=grounds(table, step, before, day.found, day.live, onset))


def _quiet(coverage: Coverage, as_of: datetime, stale_hours: float) -> str:
    """Return why silence about a problem says nothing; empty while sources are live and read."""
    newest = coverage.last_document
    if newest is None or as_of - newest > timedelta(hours=stale_hours):
        return NOTHING_NEW
    if coverage.waiting > coverage.documents:
        seen = coverage.waiting + coverage.documents
        return f"{coverage.waiting:,} of {seen:,} documents of the last 7 days are not read"
    if coverage.silent:
        outlets = ", ".join(name or "unknown outlet" for name in coverage.silent[:SHOWN])
        more = f" and {len(coverage.silent) - SHOWN} more" if len(coverage.silent) > SHOWN else ""
        return f"who carried most of the evidence has fallen silent ({outlets}{more})"
    return ""


def _kept(step: levels.Step, day: _Day, before: levels.Standing | None) -> Probability:
    """Return the chance that is shown: of a stale day no lower than before, for silence lowers nothing."""
    if step.status == "stale" and before and before.chance and before.chance.p > day.chance.p:
        return before.chance
    return day.chance


def _assessment(
    table: Cells,
    day: _Day,
    step: levels.Step,
    reports: Mapping[str, Report],
    before: levels.Standing | None,
    like: tuple[_Day, Assessment] | None = None,
) -> Assessment:
    """Return the assessment of a day; what rests on evidence alone is taken from a day `like` it."""
    chance = _kept(step, day, before)
    kept = (
        ()
        if chance is day.chance
        else (f"the probability, {percent(chance.p)} %, is kept: silence lowers nothing",)
    )
    if like is not None and _same(like[0], day) and like[1].onset == chance:
        after, weights, movers = like[1].posteriors, like[1].weights, like[1].movers
    else:
        after = posteriors(table, day.evidence, chance.p)
        weights = sensitivity.weights(table, day.states, day.evidence)
        movers = sensitivity.movers(table, day.states, day.evidence)
    fragile = sensitivity.fragile(table, day.states, day.live, reports, day.evidence, day.as_of)
    return Assessment(
        problem=table.problem.id,
        as_of=day.as_of,
        status=step.status,
        level=step.level,
        since=step.since,
        previous=before.level if before else None,
        onset=chance,
        posteriors=after,
        states=tuple(day.states),
        weights=weights,
        reasons=(*step.reasons, *kept, sensitivity.dissent(table.problem, after)),
        movers=movers,
        fragile=tuple(fragile),
        coverage=day.coverage,
        expires=day.as_of + RENEW,
        entry=step.entry,
        brittle=tuple(name for name, steps in fragile.items() if steps > 1),
    )


def _same(one: _Day, other: _Day) -> bool:
    """Return whether the same is known, as firmly, on both days: so it is on most days of most problems."""
    return (
        one.states is other.states
        and np.array_equal(one.evidence.weight, other.evidence.weight)
        and np.array_equal(one.evidence.absent, other.evidence.absent)
    )


def _refuse(problem: WarningProblem, as_of: datetime, previous: Assessment | None) -> None:
    """Raise JudgeError for a time without zone and for a previous assessment that can't be one."""
    if as_of.tzinfo is None:
        raise JudgeError("as_of has no time zone")
    if previous is not None and previous.as_of > as_of:
        raise JudgeError(f"the previous assessment is of {previous.as_of}, after {as_of}")
    if previous is not None and previous.problem != problem.id:
        raise JudgeError(f"the previous assessment is of {previous.problem}, not of {problem.id}")


def _live(problem: WarningProblem, indications: Iterable[Indication], as_of: datetime) -> Live:
    expiry = {one.code: one.expiry_days for one in problem.indicators}
    known = tuple(indications)
    late = next((one for one in known if one.known_at > as_of), None)
    if late is not None:
        raise JudgeError(f"claim {late.claim} is known only at {late.known_at}, after {as_of}")
    return fresh(known, expiry, as_of)


def _standing(previous: Assessment | None) -> levels.Standing | None:
    if previous is None:
        return None
    return levels.Standing(
        level=previous.level, since=previous.since, entry=previous.entry, chance=previous.onset
    )


def _nothing(table: Cells) -> Evidence:
    rows = len(table.codes)
    return Evidence(weight=np.zeros(rows), absent=np.zeros(rows, dtype=bool))


def _without_words(table: Cells, live: Live, evidence: Evidence) -> Evidence:
    """Return the evidence without what lowers it by words alone: denials, and peace not seen."""
    weight = evidence.weight.copy()
    for code, found in live.items():
        row = table.rows.get(code)
        if row is None:
            continue
        if table.indicators[row].kind is IndicatorKind.COUNTER:
            if not any(signed > 0 and each.access not in SAID for signed, each in found):
                weight[row] = 0.0
        elif any(signed < 0 and each.access in SAID for signed, each in found):
            weight[row] = attested(
                (signed, each) for signed, each in found if signed > 0 or each.access not in SAID
            )
    if np.array_equal(weight, evidence.weight):
        return evidence
    return Evidence(weight=weight, absent=evidence.absent)
