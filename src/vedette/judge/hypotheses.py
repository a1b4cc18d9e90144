"""Hypotheses weighed against the states of indicators, in log-odds.

One likelihood ratio per indicator, never per report or per day: log LR = weight * log ratio, where
the weight says how well the indicator's being so is attested (`attested`). Indicators of one group
overlap, so the strongest counts in full, the next a half, then a quarter. The sum is tempered by one
exponent and bounded against routine. The 90 % band comes from 800 seeded draws of
priors and likelihoods, so the same input gives the same band on any day and machine.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vedette.errors import JudgeError
from vedette.types import (
    Access,
    Hypothesis,
    Indication,
    Indicator,
    IndicatorKind,
    IndicatorState,
    Posterior,
    Probability,
    State,
    WarningProblem,
)

Floats = NDArray[np.float64]
Weighed = tuple[float, Indication]  #: strength as of a time, negative for a denial, and whose it is
Live = Mapping[str, Sequence[Weighed]]  #: by indicator code
ROUTINE = "routine"
BOUND = 20.0  #: decibans: evidence of the open press never moves odds by more than 100 (design value)
#: exponent on the summed log-odds: indicators of different groups are not independent either. Starting value:
#: on the development years (132 problems, 15,412 problem-weeks of headlines, June 2008 to 2010, rule reader)
#: the log score is flat from 0.2 to 0.85 (no difference shown), and worse from 1.2 on (by 0.0013 of 0.066)
TEMPER = 0.7
NEPER = float(np.log(10)) / 10  # natural units in a deciban
DRAWS = 800  #: the median moves by less than 0.5 points between seeds
#: one standard deviation of a cell, in decibans: half a step of the scale (a step is 3-4 dB), own judgement
CELL_SD = 1.5
#: of the log of a prior: 9 onsets in the class give 0.33 (1/sqrt(9.5)), the choice of class as much again
PRIOR_SD = 0.5
#: accesses that are words, not things seen: a level never goes down on these alone
SAID = frozenset({Access.INSTIGATOR, Access.TARGET, Access.THIRD, Access.PRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A problem's numbers as arrays: rows are indicators, columns hypotheses."""

    problem: WarningProblem
    indicators: tuple[Indicator, ...]
    by_code: Mapping[str, Indicator]
    codes: tuple[str, ...]
    rows: Mapping[str, int]
    ratios: Floats  #: decibans against routine
    absence: Floats  #: decibans of not being seen, where that can be said
    groups: tuple[str, ...]
    gates: tuple[str, ...]  #: the gate indicators, code and name
    priors: Floats
    onset: NDArray[np.bool_]
    log_priors: Floats  #: hypotheses x draws, with their errors
    noise: Floats  #: hypotheses x draws, decibans: the error of one cell that counts in full


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How far each indicator is attested, in the order of `Cells.codes`."""

    weight: Floats  #: multiplies log ratios; negative one: absent
    absent: NDArray[np.bool_]


@lru_cache(maxsize=256)
def cells(problem: WarningProblem) -> Cells:
    """Return the arrays of a problem. Raises JudgeError if it has no routine or no onset hypothesis."""
    names = [one.id for one in problem.hypotheses]
    if ROUTINE not in names or not any(one.onset for one in problem.hypotheses):
        raise JudgeError(f"problem {problem.id} needs a hypothesis '{ROUTINE}' and one marked onset")
    indicators = [one for one in problem.indicators if one.code not in problem.already_indicators]
    ratios = np.array([_ratios(one, problem.hypotheses) for one in indicators]).reshape(-1, len(names))
    rng = np.random.default_rng(zlib.crc32(problem.id.encode()))
    routine = names.index(ROUTINE)
    prior_noise = rng.normal(0, PRIOR_SD, (len(names), DRAWS))
    noise = rng.normal(0, CELL_SD, (len(names), DRAWS))
    onset = np.array([one.onset for one in problem.hypotheses])
    prior_noise[onset] = prior_noise[int(onset.argmax())]  # one count of onsets, one error
    prior_noise[routine] = 0
    noise[routine] = 0
    return Cells(
        problem=problem,
        indicators=tuple(indicators),
        codes=tuple(one.code for one in indicators),
        by_code={one.code: one for one in indicators},
        rows={one.code: row for row, one in enumerate(indicators)},
        ratios=10 * np.log10(ratios),
        absence=np.array([_absence(one, row) for one, row in zip(indicators, ratios, strict=True)]),
        groups=tuple(one.group for one in indicators),
        gates=tuple(f"{one.code} {one.name}" for one in indicators if one.code in problem.gate),
        priors=np.array([one.prior for one in problem.hypotheses]),
        onset=onset,
        log_priors=np.log([[one.prior] for one in problem.hypotheses]) + prior_noise,
        noise=noise,
    )


def _ratios(indicator: Indicator, hypotheses: Sequence[Hypothesis]) -> list[float]:
    given = {one.hypothesis: one.ratio for one in indicator.likelihoods}
    return [given.get(one.id, 1.0) for one in hypotheses]


def _absence(indicator: Indicator, ratios: Floats) -> Floats:
    """Return decibans of absence: only of what is necessary, and only with a detection rate.

    P(seen | H) is taken as detection rate * 0.9 under the hypothesis that makes it likeliest.
    """
    if indicator.detection_rate is None or indicator.kind is not IndicatorKind.NECESSARY:
        return np.zeros(len(ratios))
    chance = indicator.detection_rate * 0.9 * ratios / max(ratios.max(), 1.0)
    base = indicator.detection_rate * 0.9 / max(ratios.max(), 1.0)
    return np.asarray(10 * np.log10((1 - chance) / (1 - base)), dtype=np.float64)


def fresh(indications: Iterable[Indication], expiry: Mapping[str, int], as_of: datetime) -> Live:
    """Return what still weighs, by code: indications with their strength as of a time.

    An indication weighs in full for the first half of its life, then falls evenly to 0 at its expiry.
    """
    live: dict[str, list[Weighed]] = defaultdict(list)
    for one in indications:
        days = expiry.get(one.indicator)
        if days is None:
            continue
        left = 2 - (as_of - one.known_at).total_seconds() / (43200 * days)
        if left > 0:
            live[one.indicator].append((one.strength * min(left, 1.0), one))
    return live


def attested(found: Iterable[Weighed]) -> float:
    """Return how well one indicator is attested: from 0, not at all, to 1, beyond doubt.

    At 1 the evidence has the ratio that is written for the indicator, never a greater one.

    Each family counts by its best claim. The best family counts in full; a further family adds only
    if it has an access not yet counted, a half, then a quarter, and so on. Denials are subtracted by
    the same rule.
    """
    total = {True: 0.0, False: 0.0}
    best: dict[tuple[bool, str], tuple[float, str]] = {}
    for signed, one in found:
        value = (abs(signed), one.access)
        key = (signed > 0, one.family)
        if value > best.get(key, (0.0, "")):
            best[key] = value
    counted: dict[bool, set[str]] = {True: set(), False: set()}
    for (sign, _), (strength, access) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        if access not in counted[sign]:
            total[sign] += strength / 2 ** len(counted[sign])
            counted[sign].add(access)
    return min(1.0, max(0.0, total[True] - total[False]))


def weigh(table: Cells, states: Iterable[IndicatorState], live: Live) -> Evidence:
    """Return the evidence: only what is observed or absent weighs; unknown and expired are ratio 1."""
    weight, absent = np.zeros(len(table.codes)), np.zeros(len(table.codes), dtype=bool)
    for one in states:
        row = table.rows.get(one.code)
        if row is None:
            continue
        if one.state is State.OBSERVED:
            weight[row] = attested(live.get(one.code, ()))
        elif one.state is State.ABSENT:
            absent[row] = True
    return Evidence(weight=weight, absent=absent)


def decibans(table: Cells, evidence: Evidence) -> tuple[Floats, Floats]:
    """Return decibans per indicator and hypothesis, grouped and tempered, and each row's factor.

    A leading axis of `evidence` is kept: many variants are computed at once.
    """
    raw = np.where(evidence.absent[..., None], table.absence, table.ratios * evidence.weight[..., None])
    strength = np.abs(raw).max(axis=-1)
    shares = [_shares(table.groups, variant) for variant in strength.reshape(-1, len(table.codes)).tolist()]
    factor = np.array(shares).reshape(strength.shape)
    return raw * factor[..., None], factor


def _shares(groups: Sequence[str], strength: Sequence[float]) -> list[float]:
    """Return what each row counts: of a group the strongest in full, the next a half, and so on; tempered."""
    shares = [0.0] * len(groups)
    next_share: dict[str, float] = {}
    for row in sorted(range(len(groups)), key=strength.__getitem__, reverse=True):  # ties: library order
        if not strength[row]:
            break
        share = next_share.get(groups[row], TEMPER)
        shares[row], next_share[groups[row]] = share, share / 2
    return shares


def posterior(table: Cells, evidence: Evidence) -> Floats:
    """Return the probability of each hypothesis (last axis), from priors and likelihoods as written."""
    total = decibans(table, evidence)[0].sum(axis=-2).T
    log_priors = np.log(table.priors).reshape(-1, *(1,) * (total.ndim - 1))
    return _posterior(table, log_priors, total).T


def onset_mass(table: Cells, evidence: Evidence) -> Floats:
    """Return p_onset from priors and likelihoods as written, without the band."""
    return np.asarray(posterior(table, evidence)[..., table.onset].sum(axis=-1))


def onset_chance(table: Cells, evidence: Evidence) -> Probability:
    """Return the median p_onset and its 90 % band, from uncertain priors and likelihoods."""
    return onset_chances(table, [evidence])[0]


def onset_chances(table: Cells, found: Sequence[Evidence]) -> list[Probability]:
    """Return `onset_chance` of each evidence; several at once take less time each.

    The errors of cells are independent and normal, so their weighted sum is one normal error as large as the
    root of the summed squares of the weights: one draw of it a hypothesis is enough.
    """
    weight, absent = np.array([one.weight for one in found]), np.array([one.absent for one in found])
    rows, factor = decibans(table, Evidence(weight=weight, absent=absent))
    scale = np.sqrt(np.square(factor * np.where(absent, 0.0, np.minimum(weight, 1.0))).sum(axis=-1))
    # hypotheses x evidence x draws, laid out as hypotheses x everything else
    drawn = rows.sum(axis=-2).T[:, :, None] + table.noise[:, None, :] * scale[:, None]
    log_priors = np.tile(table.log_priors, len(found))
    p = _posterior(table, log_priors, drawn.reshape(len(drawn), -1))[table.onset].sum(axis=0)
    chances = np.sort(p.reshape(len(found), -1), axis=-1)
    low, middle, high = (_quantile(chances, share).tolist() for share in (0.05, 0.5, 0.95))
    days = table.problem.horizon_days
    return [
        Probability(days=days, p=p, low=low, high=high)
        for low, p, high in zip(low, middle, high, strict=True)
    ]


def _quantile(ordered: Floats, share: float) -> Floats:
    """Return a quantile over the last axis by linear interpolation, as numpy's own does, of sorted values."""
    place = share * (ordered.shape[-1] - 1)
    at = int(place)
    low, high = ordered[..., at], ordered[..., min(at + 1, ordered.shape[-1] - 1)]
    return np.asarray(low + (high - low) * (place - at), dtype=np.float64)


def _posterior(table: Cells, log_priors: Floats, total: Floats) -> Floats:
    """Return probabilities; hypotheses are the first axis, over which numpy sums many times faster."""
    odds = np.exp(log_priors + _bounded(table, total) * NEPER)
    return np.asarray(odds / odds.sum(axis=0), dtype=np.float64)


def posteriors(table: Cells, evidence: Evidence, p_onset: float) -> tuple[Posterior, ...]:
    """Return the posteriors, likeliest first, scaled so that those of onset sum to `p_onset`."""
    p = posterior(table, evidence)
    mass = float(p[table.onset].sum())
    p = np.where(table.onset, p * p_onset / mass, p * (1 - p_onset) / (1 - mass))
    found = [
        Posterior(hypothesis=one.id, prior=one.prior, p=float(value))
        for one, value in zip(table.problem.hypotheses, p, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.p, one.hypothesis)))


def _bounded(table: Cells, total: Floats) -> Floats:
    """Return the totals scaled so that none against routine is beyond the bound.

    Onset counts as one: its hypotheses share the bound by their priors. Scaling keeps the proportions;
    clipping each alone would let pressure catch up with attack once attack is at the bound, so that more
    evidence of attack would make it less likely.
    """
    if np.abs(total).max(initial=0.0) <= BOUND:
        return total  # the mean of several is not beyond the greatest of them
    share = table.priors[table.onset] / table.priors[table.onset].sum()
    onset = np.log(share @ np.exp(total[table.onset] * NEPER)) / NEPER
    rest = np.abs(total[~table.onset]).max(axis=0, initial=0.0)
    largest = np.maximum(np.maximum(np.abs(onset), rest), BOUND)
    return np.asarray(total * (BOUND / largest), dtype=np.float64)
