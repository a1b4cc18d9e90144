"""Systems compared over many problems: AMOC curves, calibration, intervals by bootstrap.

An AMOC curve (activity monitoring operating characteristic, Fawcett & Provost 1999) gives, for each
threshold, how early a system warns against how often it does so in vain. The bootstrap draws whole
problems, since the days of one problem are anything but independent; both systems of a comparison are
looked at on the same draws, and the rival at the highest sensitivity that has no more false alarms.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from vedette.score.metrics import Case, Floats, Tally, Weeks, brier, log_score, tally, weeks
from vedette.score.rivals import System

DRAWS = 2000  #: the ends of a 90 % interval move by about 1 % of its width between seeds
SEED = 1853
THRESHOLDS = 120  #: most thresholds of a sweep, spread evenly over the ranks of the scores that occur
#: With fewer problems than this nothing is claimed: that all of four favour one side has by itself a chance
#: of 2 / 2**4 = 12 %, more than the 10 % of a 90 % interval; the bootstrap of so few would be far too narrow
LEAST_PROBLEMS = 5
#: false alarms a problem-year at which swept systems are compared
RATES = (0.1, 0.25, 0.5, 1.0)
#: upper edges of the bins of the calibration table; narrow where the chances of quiet problems lie
BINS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One threshold of a sweep."""

    threshold: float | None  #: None: never an alarm
    false_alarms_per_year: float
    mean_lead: float  #: days, over all onsets, 0 where missed
    warned: float  #: share of onsets


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Weeks of like chance: how often an onset came."""

    low: float
    high: float
    weeks: int
    mean: float  #: of the chances
    came: float  #: share of the weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with its 90 % bootstrap interval."""

    value: float
    low: float
    high: float
    shown: bool  #: the interval excludes zero, and enough problems bear on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Versus:
    """One system minus another at the same number of false alarms a problem-year; more is better."""

    lead: Interval | None  #: days of mean lead; None without an onset
    warned: Interval | None  #: share of onsets
    brier: Interval | None  #: the other's Brier score minus ours; None where it gives no chances
    log: Interval | None
    rival_point: Point | None  #: where the rival was met: its best with no more false alarms


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRate:
    """A system and vedette's p_onset with no more than so many false alarms a year, each at its best."""

    rate: float
    mean_lead: float  #: of the system, days
    warned: float  #: of the system, share of onsets
    lead_more: Interval | None  #: p_onset's mean lead minus the system's
    warned_more: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sweep:
    """Sums by problem (rows) and threshold (columns); the last column never alarms."""

    thresholds: Floats
    false_alarms: Floats
    leads: Floats
    warned: Floats
    years: Floats  #: by problem
    onsets: Floats  #: by problem

    def points(self) -> tuple[Point, ...]:
        """Return the AMOC curve, fewest false alarms first."""
        years, onsets = max(float(self.years.sum()), 1e-9), max(float(self.onsets.sum()), 1.0)
        rows = zip(
            self.thresholds,
            self.false_alarms.sum(axis=0) / years,
            self.leads.sum(axis=0) / onsets,
            self.warned.sum(axis=0) / onsets,
            strict=True,
        )
        points = [
            Point(
                threshold=float(at) if np.isfinite(at) else None,
                false_alarms_per_year=float(rate),
                mean_lead=float(days),
                warned=float(n),
            )
            for at, rate, days, n in rows
        ]
        return tuple(sorted(points, key=lambda one: (one.false_alarms_per_year, one.mean_lead)))


def tallies(system: System, cases: Sequence[Case], threshold: float | None = None) -> list[Tally]:
    """Return what a system did on each problem at a threshold, by default its own."""
    at = system.threshold if threshold is None else threshold
    return [
        tally(one, values >= at, values if system.levels else None)
        for one, values in ((each, _scores(system, each)) for each in cases)
    ]


def sweep(system: System, cases: Sequence[Case]) -> Sweep:
    """Return what a system would do at every threshold that makes a difference, and at its own."""
    seen = np.unique(np.concatenate([_scores(system, one) for one in cases] or [np.array([0.0])]))
    if len(seen) > THRESHOLDS:
        seen = seen[np.linspace(0, len(seen) - 1, THRESHOLDS).astype(int)]
    thresholds = np.append(np.unique(np.append(seen, system.threshold)), np.inf)
    rows = [[tally(one, _scores(system, one) >= at) for at in thresholds] for one in cases]
    return Sweep(
        thresholds=thresholds,
        false_alarms=np.array([[each.false_alarms for each in row] for row in rows], dtype=np.float64),
        leads=np.array([[sum(each.leads) for each in row] for row in rows], dtype=np.float64),
        warned=np.array([[each.warned for each in row] for row in rows], dtype=np.float64),
        years=np.array([one.years for one in cases]),
        onsets=np.array([float(len(one.onsets)) for one in cases]),
    )


def _scores(system: System, one: Case) -> Floats:
    # a problem nobody watched has no steps, so no system scores it
    return system.scores[one.problem] if len(one.times) else np.array([])


def probabilities(system: System, cases: Sequence[Case]) -> list[Weeks] | None:
    """Return the weeks of each problem, None for a system that gives no chances."""
    chances = system.chances
    if chances is None:
        return None
    return [weeks(one, chances[one.problem] if len(one.times) else np.array([])) for one in cases]


def calibration(found: Sequence[Weeks]) -> tuple[Bin, ...]:
    """Return how often an onset came in weeks of like chance; empty bins are left out."""
    chance = np.concatenate([each.chance for each in found])
    came = np.concatenate([each.came for each in found])
    bins = []
    low = 0.0
    for high in BINS:
        inside = (chance >= low) & ((chance < high) | (high == BINS[-1]))
        if inside.any():
            bins.append(
                Bin(
                    low=low,
                    high=high,
                    weeks=int(inside.sum()),
                    mean=float(chance[inside].mean()),
                    came=float(came[inside].mean()),
                )
            )
        low = high
    return tuple(bins)


def draws(problems: int) -> Floats:
    """Return how often each problem is in each draw: draws x problems, the same for every comparison."""
    rng = np.random.default_rng(SEED)
    picked = rng.integers(0, problems, (DRAWS, problems))
    counts = np.zeros((DRAWS, problems))
    np.add.at(counts, (np.arange(DRAWS)[:, None], picked), 1.0)
    return counts


def interval(value: float, drawn: Floats, problems: int) -> Interval | None:
    """Return a figure with the 5th and 95th percentile of its draws; None without any.

    `problems` is how many bear on it.
    """
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn) or not np.isfinite(value):
        return None
    low, high = (float(each) for each in np.quantile(drawn, (0.05, 0.95)))
    return Interval(
        value=value, low=low, high=high, shown=problems >= LEAST_PROBLEMS and (low > 0 or high < 0)
    )


def ratio(weight: Floats, above: Floats, below: Floats) -> Interval | None:
    """Return sum(above) / sum(below) over problems, with its interval; None where there is nothing below."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (weight @ above) / (weight @ below)
    return interval(float(found[0]), found[1:], int((below > 0).sum()))


def weighting(problems: int) -> Floats:
    """Return how often each problem counts: once in the first row, which is what was seen; then the draws."""
    return np.vstack((np.ones(problems), draws(problems)))


def versus(
    ours: Sequence[Tally],
    theirs: Sweep,
    our_weeks: Sequence[Weeks] | None = None,
    their_weeks: Sequence[Weeks] | None = None,
) -> Versus:
    """Return ours against a rival, problem by problem, with paired intervals.

    In every draw the rival has the threshold that serves it best among those with no more false alarms
    than we have in that draw.
    """
    alarms = np.array([float(one.false_alarms) for one in ours])
    leads = np.array([sum(one.leads) for one in ours])
    warned = np.array([float(one.warned) for one in ours])
    weight = weighting(len(ours))
    onsets = weight @ theirs.onsets
    allowed = weight @ theirs.false_alarms <= (weight @ alarms)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        by_lead = (weight @ leads - np.where(allowed, weight @ theirs.leads, 0.0).max(axis=1)) / onsets
        by_warned = (weight @ warned - np.where(allowed, weight @ theirs.warned, 0.0).max(axis=1)) / onsets
    rate = alarms.sum() / theirs.years.sum() if theirs.years.sum() else 0.0
    met = [point for point in theirs.points() if point.false_alarms_per_year <= rate]
    bearing = int((theirs.onsets > 0).sum())
    return Versus(
        lead=interval(float(by_lead[0]), by_lead[1:], bearing),
        warned=interval(float(by_warned[0]), by_warned[1:], bearing),
        brier=_gain(weight, our_weeks, their_weeks, brier),
        log=_gain(weight, our_weeks, their_weeks, log_score),
        rival_point=max(met, key=lambda one: (one.mean_lead, one.warned), default=None),
    )


def at_rates(ours: Sweep, theirs: Sweep) -> tuple[AtRate, ...]:
    """Return both at the same rates of false alarms, in every draw each at its best threshold."""
    weight = weighting(len(ours.years))
    onsets, years = weight @ ours.onsets, weight @ ours.years
    bearing = int((ours.onsets > 0).sum())
    found = []
    for rate in RATES:
        best = {}
        for name, one in (("ours", ours), ("theirs", theirs)):
            allowed = weight @ one.false_alarms <= rate * years[:, None]
            for what, sums in (("lead", one.leads), ("warned", one.warned)):
                with np.errstate(invalid="ignore", divide="ignore"):
                    best[name, what] = np.where(allowed, weight @ sums, 0.0).max(axis=1) / onsets
        lead, warned = (best["ours", what] - best["theirs", what] for what in ("lead", "warned"))
        found.append(
            AtRate(
                rate=rate,
                mean_lead=float(best["theirs", "lead"][0]),
                warned=float(best["theirs", "warned"][0]),
                lead_more=interval(float(lead[0]), lead[1:], bearing),
                warned_more=interval(float(warned[0]), warned[1:], bearing),
            )
        )
    return tuple(found)


def _gain(
    weight: Floats,
    ours: Sequence[Weeks] | None,
    theirs: Sequence[Weeks] | None,
    score: Callable[[Weeks], Floats],
) -> Interval | None:
    """Return by how much our mean score over weeks is lower, which is better."""
    if ours is None or theirs is None:
        return None
    better = np.array(
        [float((score(their) - score(our)).sum()) for our, their in zip(ours, theirs, strict=True)]
    )
    return ratio(weight, better, np.array([float(len(each.came)) for each in ours]))
