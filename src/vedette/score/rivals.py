"""What vedette is held against: simple rules on the same stream, with the same matching of actors.

A system is a score for each step; its alarm is a score at or above a threshold. The thresholds are
swept, so no rival loses by a badly chosen one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from vedette.score.metrics import Floats
from vedette.score.replay import Step

#: days an alarm of a rule on counts stands, as a level of ours stands at least so long: a spike of one day a
#: fortnight before an onset is then a warning too
HOLD = 14
MONTH = 30  #: days
#: the published spike rule (World Monitor, 2026): more than 5 mentions and 3 times the mean of 7 days
SPIKE, TIMES, MEAN_DAYS = 5, 3, 7
SAMPLES = 10  #: days of one weekday before a z-score is given (World Monitor, 2026)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class System:
    """A way to warn: scores by problem, and the threshold at which it is known."""

    name: str
    scores: Mapping[str, Floats]
    threshold: float  #: published or natural; the sweep covers the others
    chances: Mapping[str, Floats] | None = None  #: probabilities of onset, where it gives any
    levels: bool = False  #: the scores are levels, so their changes are counted and not the alarm's


def vedette(replay: Mapping[str, Sequence[Step]]) -> System:
    """Return what was replayed: levels, with the alarm at 3."""
    return System(
        name="vedette",
        scores={name: np.array([float(one.level) for one in steps]) for name, steps in replay.items()},
        threshold=3.0,
        chances=_chances(replay),
        levels=True,
    )


def vedette_chance(replay: Mapping[str, Sequence[Step]]) -> System:
    """Return p_onset alone as the score, without the gates and the slow descent of levels."""
    chances = _chances(replay)
    return System(name="vedette, p_onset alone", scores=chances, threshold=0.3)


def rivals(replay: Mapping[str, Sequence[Step]], rates: Mapping[str, float]) -> list[System]:
    """Return the rivals; `rates` are the problems' prior chances of onset. Steps are days."""
    counts = {
        name: np.array([one.mentions for one in steps], dtype=np.float64) for name, steps in replay.items()
    }
    level, chance = vedette(replay).scores, _chances(replay)
    base = {name: np.full(len(steps), rates[name]) for name, steps in replay.items() if name in rates}
    found = [
        System(name="keyword spike", scores=_each(counts, _spike), threshold=float(np.nextafter(1, 2))),
        System(name="weekday z-score", scores=_each(counts, _weekday_z), threshold=3.0),
        System(name="raw volume", scores=_each(counts, _volume), threshold=10.0),
        System(
            name="last month's level",
            scores={name: _month_ago(values, 0.0) for name, values in level.items()},
            threshold=3.0,
            chances={name: _month_ago(values, float(values[0])) for name, values in chance.items()},
        ),
    ]
    if len(base) == len(replay):
        found.append(System(name="dispute base rate", scores=base, threshold=0.02, chances=base))
    return found


def _chances(replay: Mapping[str, Sequence[Step]]) -> dict[str, Floats]:
    return {name: np.array([one.p for one in steps]) for name, steps in replay.items()}


def _each(counts: Mapping[str, Floats], score: Callable[[Floats], Floats]) -> dict[str, Floats]:
    return {name: _trailing(score(values), HOLD).max(axis=1) for name, values in counts.items()}


def _trailing(values: Floats, days: int) -> Floats:
    """Return for each step the values of the last `days` steps, padded with 0 before the first."""
    return np.asarray(sliding_window_view(np.concatenate((np.zeros(days - 1), values)), days))


def _spike(counts: Floats) -> Floats:
    """Return how far both conditions of the spike rule are met: beyond 1, it fires.

    The mean is that of the 7 days before, without the day itself.
    """
    before = _trailing(np.concatenate(([0.0], counts[:-1])), MEAN_DAYS).mean(axis=1)
    return np.asarray(np.minimum(counts / SPIKE, counts / np.maximum(TIMES * before, 1e-9)))


def _weekday_z(counts: Floats) -> Floats:
    """Return the z-score against earlier days of the same weekday, 0 while they are fewer than 10.

    The deviation is at least 1: counts of rare events with none before would be infinitely surprising.
    """
    found = np.zeros(len(counts))
    for weekday in range(7):
        values = counts[weekday::7]
        for at in range(SAMPLES, len(values)):
            past = values[:at]
            found[weekday + 7 * at] = (values[at] - past.mean()) / max(float(past.std()), 1.0)
    return found


def _volume(counts: Floats) -> Floats:
    return np.asarray(_trailing(counts, MEAN_DAYS).sum(axis=1))


def _month_ago(values: Floats, first: float) -> Floats:
    return np.concatenate((np.full(MONTH, first), values))[: len(values)]
