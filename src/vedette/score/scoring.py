"""The score of a replay: vedette and its rivals on the same steps, the same onsets, the same rules."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vedette.errors import VedetteError
from vedette.score.curves import (
    AtRate,
    Bin,
    Interval,
    Point,
    Sweep,
    Versus,
    at_rates,
    calibration,
    probabilities,
    ratio,
    sweep,
    tallies,
    versus,
    weighting,
)
from vedette.score.metrics import Case, Floats, Tally, Weeks, brier, case, log_score, missed
from vedette.score.replay import Outcome, Step
from vedette.score.rivals import System, rivals, vedette, vedette_chance

#: a rival's rule is on counts of a day; steps may differ from that by an hour (clocks are put back)
STEP_SLACK = 1 / 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemScore:
    """One line of `vedette score --json`: what one system did."""

    system: str
    threshold: float
    problems: int
    problem_years: float
    onsets: int
    off_roster: int  #: of these, on problems nobody watched: missed by all
    leads: tuple[float, ...]  #: days, one for each onset in the order of problems; 0: missed
    warned: int
    mean_lead: Interval | None  #: days, missed onsets count 0
    false_alarms: int
    false_alarms_per_year: Interval | None  #: per problem-year
    share_in_alarm: float  #: of scored time
    changes_per_year: float  #: level changes per problem-year
    weeks: int  #: problem-weeks with a known answer; 0: it gives no chances
    onset_weeks: int  #: of these, followed by an onset
    brier: Interval | None
    log_score: Interval | None
    calibration: tuple[Bin, ...]
    amoc: tuple[Point, ...]
    versus: Versus | None  #: vedette minus this system; None for vedette itself
    at_rates: tuple[AtRate, ...]  #: against p_onset alone, both swept; none without an onset


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Score:
    """The whole score, and the cases it was taken on."""

    systems: tuple[SystemScore, ...]  #: vedette first
    cases: tuple[Case, ...]
    outcomes: tuple[Outcome, ...]  #: those within the replay's time; earlier ones only censor
    later: int  #: outcomes after its last step, which were not looked at
    daily: bool  #: rivals need daily steps; without them only vedette is scored

    @property
    def ours(self) -> SystemScore:
        """Return vedette's own."""
        return self.systems[0]


def score(
    replay: Mapping[str, Sequence[Step]], outcomes: Iterable[Outcome], rates: Mapping[str, float]
) -> Score:
    """Return the score of a replay.

    `rates` are the problems' prior chances of onset, for the rival that knows nothing else. Outcomes after
    the last step are not looked at. Raises VedetteError for a replay without any step.
    """
    if not replay:
        raise VedetteError("there is no step to score")
    known = list(outcomes)
    last = max(steps[-1].as_of for steps in replay.values())
    first = min(steps[0].as_of for steps in replay.values())
    within = tuple(one for one in known if one.at <= last)
    cases = [case(problem, steps, within) for problem, steps in replay.items()]
    unwatched = Counter(
        one.problem for one in within if one.onset and one.problem not in replay and one.at >= first
    )
    cases += [missed(problem, count) for problem, count in sorted(unwatched.items())]
    daily = all(abs(one.step - 1) < STEP_SLACK for one in cases if len(one.times))
    own, chance = vedette(replay), vedette_chance(replay)
    ours = _Ours(tallies=tallies(own, cases), weeks=probabilities(own, cases), swept=sweep(chance, cases))
    systems = [own, chance, *(rivals(replay, rates) if daily else [])]
    off_roster = sum(unwatched.values())
    return Score(
        systems=tuple(_system(one, cases, off_roster, ours, compared=one is not own) for one in systems),
        cases=tuple(cases),
        outcomes=tuple(one for one in within if one.at >= first),
        later=len(known) - len(within),
        daily=daily,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ours:
    """What the others are held against."""

    tallies: list[Tally]  #: of levels, alarm at 3
    weeks: list[Weeks] | None
    swept: Sweep  #: of p_onset


def _system(
    system: System, cases: Sequence[Case], off_roster: int, ours: _Ours, *, compared: bool
) -> SystemScore:
    swept = sweep(system, cases)
    done, found = tallies(system, cases), probabilities(system, cases)
    weight = weighting(len(cases))
    years = sum(one.years for one in done)
    known = [len(each.came) for each in found or ()]
    return SystemScore(
        system=system.name,
        threshold=system.threshold,
        problems=sum(len(one.times) > 0 for one in cases),
        problem_years=years,
        onsets=sum(len(one.leads) for one in done),
        off_roster=off_roster,
        leads=tuple(days for one in done for days in one.leads),
        warned=sum(one.warned for one in done),
        mean_lead=ratio(weight, np.array([sum(one.leads) for one in done]), swept.onsets),
        false_alarms=sum(one.false_alarms for one in done),
        false_alarms_per_year=ratio(weight, np.array([float(one.false_alarms) for one in done]), swept.years),
        share_in_alarm=sum(one.alarm_years for one in done) / years if years else 0.0,
        changes_per_year=sum(one.changes for one in done) / years if years else 0.0,
        weeks=sum(known),
        onset_weeks=sum(int(each.came.sum()) for each in found or ()),
        brier=_mean(weight, found, brier),
        log_score=_mean(weight, found, log_score),
        calibration=calibration(found) if found else (),
        amoc=swept.points(),
        versus=versus(ours.tallies, swept, ours.weeks, found) if compared else None,
        at_rates=at_rates(ours.swept, swept) if swept.onsets.sum() else (),
    )


def _mean(
    weight: Floats, found: Sequence[Weeks] | None, score_of: Callable[[Weeks], Floats]
) -> Interval | None:
    """Return the mean score of a week."""
    if found is None:
        return None
    return ratio(
        weight,
        np.array([float(score_of(each).sum()) for each in found]),
        np.array([float(len(each.came)) for each in found]),
    )
