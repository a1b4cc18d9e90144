"""Lead time against false alarms, and how good the probabilities are: one problem at a time.

The rules, each applied alike to vedette and to every rival:

- An onset begins at 00:00 UTC of its day. Steps after it are censored for 180 days: not scored. A replay
  that noticed it later holds it for 180 days from then: steps whose status is still 'censored' when those of
  the onset are over are not scored either, nor are the 14 days after them, in which an alarm may come down.
  That is at most another 180 days, and only after an onset that came: a level 5 with none is an alarm.
- Lead is from the start of the run of alarm that still stands at the last step before the onset, in
  whole days, at most 90. With no such run the onset is missed and its lead is 0. An alarm that begins at
  the moment of the onset is no warning of it.
- An alarm opens a block of 90 days; the first alarm after a block opens the next. A block in which no
  onset falls is one false alarm, so one alarm that stands for 200 days is up to three of them.
- Chances are looked at once a week. A week counts as an onset's if one comes within the horizon after
  it; weeks whose horizon ends after the replay are left out, for nobody knows their answer yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.score.replay import Outcome, Step

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BLOCK = 90.0  #: days an alarm is given to come true, and the most a lead counts
CENSORED = 180.0  #: days from onset in which nothing is scored
SETTLE = 14.0  #: days an alarm that an onset left behind has to come down: as long as a level is held
YEAR = 365.25
WEEK = 7.0
DAY = 86400.0  # seconds
#: chances are kept this far from 0 and 1 before a logarithm is taken; products clamp to 1-99 % as well
LEAST = 0.001


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A problem's replay as arrays over its steps, with its onsets. Times are days since 1970, UTC."""

    problem: str
    times: Floats  #: ends of the steps
    step: float  #: days one step stands for
    onsets: tuple[float, ...]  #: those scored
    left_out: tuple[float, ...]  #: onsets before the replay or in the censored time of another
    scored: Bools  #: steps that are not censored

    @property
    def years(self) -> float:
        """Return the problem-years scored."""
        return float(self.scored.sum()) * self.step / YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one system did on one problem."""

    years: float
    leads: tuple[float, ...]  #: days, one for each onset; 0: missed
    warned: int  #: onsets that an alarm stood before
    false_alarms: int
    alarm_years: float  #: scored time in alarm
    changes: int  #: level changes in scored time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weeks:
    """The chances of one problem's weeks, and what came of them."""

    chance: Floats
    came: Bools


def case(problem: str, steps: Sequence[Step], outcomes: Iterable[Outcome]) -> Case:
    """Return a problem's case; `outcomes` may be of all problems, those after the last step don't count."""
    times = np.array([step.as_of.timestamp() / DAY for step in steps])
    gaps = np.diff(times)
    length = float(np.median(gaps)) if len(gaps) else 1.0
    scored = np.ones(len(times), dtype=bool)
    onsets: list[float] = []
    left_out: list[float] = []
    until = -np.inf  # end of the time censored so far
    days = {one.at.timestamp() / DAY for one in outcomes if one.onset and one.problem == problem}
    for day in sorted(days):
        if not len(times) or day > times[-1]:
            continue
        # at or before the first step nobody could warn of it
        (left_out if day <= times[0] or day <= until else onsets).append(day)
        until = _over(steps, times, day)
        scored &= ~((times > day) & (times <= until))
    return Case(
        problem=problem,
        times=times,
        step=length,
        onsets=tuple(onsets),
        left_out=tuple(left_out),
        scored=scored,
    )


def _over(steps: Sequence[Step], times: Floats, onset: float) -> float:
    """Return when the time censored by an onset is over, by its own 180 days and by what the replay says."""
    over = onset + CENSORED
    last = int(np.searchsorted(times, over, side="right")) - 1
    held = last
    while 0 <= held < len(steps) and steps[held].status == "censored" and times[held] <= over + CENSORED:
        held += 1
    return float(times[held - 1]) + SETTLE if held > last + 1 else over


def missed(problem: str, count: int) -> Case:
    """Return the case of a problem that nobody watched: its onsets are missed by every system."""
    return Case(
        problem=problem,
        times=np.array([]),
        step=1.0,
        onsets=(0.0,) * count,
        left_out=(),
        scored=np.array([], dtype=bool),
    )


def lead(one: Case, alarm: Bools, onset: float) -> float | None:
    """Return the days of warning before an onset, None if no alarm stood at the last step before it."""
    last = int(np.searchsorted(one.times, onset, side="left")) - 1  # a step at the onset itself is too late
    if last < 0 or not (alarm[last] and one.scored[last]):
        return None
    quiet = np.flatnonzero(~(alarm & one.scored)[:last])
    start = int(quiet[-1]) + 1 if len(quiet) else 0
    return float(min(np.floor(onset - one.times[start]), BLOCK))


def blocks(one: Case, alarm: Bools) -> list[tuple[float, bool]]:
    """Return the alarm's blocks of 90 days: when each begins, and whether an onset falls in it."""
    rung = one.times[alarm & one.scored]
    found = []
    at = 0
    while at < len(rung):
        begin = float(rung[at])
        found.append((begin, any(begin <= onset < begin + BLOCK for onset in one.onsets)))
        at = int(np.searchsorted(rung, begin + BLOCK))
    return found


def tally(one: Case, alarm: Bools, levels: Floats | None = None) -> Tally:
    """Return what an alarm did; changes are those of `levels`, or else of the alarm itself."""
    leads = [lead(one, alarm, onset) for onset in one.onsets]
    moved = np.diff(alarm.astype(float) if levels is None else levels) != 0
    return Tally(
        years=one.years,
        leads=tuple(each or 0.0 for each in leads),
        warned=sum(each is not None for each in leads),
        false_alarms=sum(not came for _, came in blocks(one, alarm)),
        alarm_years=float((alarm & one.scored).sum()) * one.step / YEAR,
        changes=int((moved & one.scored[1:] & one.scored[:-1]).sum()),
    )


def weeks(one: Case, chance: Floats, horizon: float = BLOCK) -> Weeks:
    """Return the last step of each week from the first, where it is scored and its answer is known."""
    if not len(one.times):
        return Weeks(chance=np.array([]), came=np.array([], dtype=bool))
    number = np.floor((one.times - one.times[0]) / WEEK)
    last = np.append(number[1:] != number[:-1], True)
    chosen = np.flatnonzero(last & one.scored & (one.times + horizon <= one.times[-1]))
    came = [any(when < onset <= when + horizon for onset in one.onsets) for when in one.times[chosen]]
    return Weeks(chance=chance[chosen], came=np.array(came, dtype=bool))


def brier(found: Weeks) -> Floats:
    """Return each week's Brier score (Brier 1950): 0 is perfect, 1 is the worst."""
    return np.asarray((found.chance - found.came) ** 2, dtype=np.float64)


def log_score(found: Weeks) -> Floats:
    """Return each week's logarithmic score in nats (Good 1952): 0 is perfect, less is better."""
    chance = np.clip(found.chance, LEAST, 1 - LEAST)
    return np.asarray(-np.log(np.where(found.came, chance, 1 - chance)), dtype=np.float64)
