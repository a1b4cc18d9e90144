"""Fit the weights of read/nearby.py: which of the states named near a party is its own.

Run as `python -m train.tables.nearby` with VEDETTE_BENCH_DATA set. Prints how many parties are ranked right
in cross-validation, and the weights of all. A conditional logit with an L2 penalty, by Newton's method.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from bench.actors import spans

from vedette.read.actors import load_actors
from vedette.read.nearby import WEIGHTS, candidates, is_open
from vedette.read.places import locate

NAMES = tuple(WEIGHTS)
PENALTY = 4.0  # of 0.5, 1, 2, 4 and 8 the best in cross-validation, by less than one part in a hundred
FOLDS = 5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One party: the features of each state near it (rows), and the row that is right; None if none is."""

    fold: int
    rows: Floats
    right: int | None


def choices() -> list[Choice]:
    """Return the parties of the development headlines whose state has to be found nearby."""
    actors = load_actors()
    found = []
    for row, span, gold in spans(held=False):
        on = date.fromisoformat(row["published"])
        text = row["text"]
        mentions = actors.find(text, on)
        if not is_open(actors, text, span, on, mentions):
            continue
        near = candidates(text, span, mentions, locate(text))
        states = [one.state for one in near]
        state = gold.partition(":")[0]
        found.append(
            Choice(
                hashlib.md5(row["id"].encode(), usedforsecurity=False).digest()[0] % FOLDS,
                np.array([[one.features.get(name, 0.0) for name in NAMES] for one in near]),
                states.index(state) if state in states else None,
            )
        )
    return found


def fit(known: Sequence[Choice]) -> Floats:
    """Return the weights."""
    weights = np.zeros(len(NAMES))
    used = [one for one in known if one.right is not None and len(one.rows) > 1]
    for _ in range(20):
        slope = PENALTY * weights
        curve = PENALTY * np.eye(len(NAMES))
        for one in used:
            score = one.rows @ weights
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            mean = one.rows.T @ chance
            slope += mean - one.rows[one.right]
            curve += (one.rows.T * chance) @ one.rows - np.outer(mean, mean)
        weights -= np.linalg.solve(curve, slope)
    return weights


def right(weights: Floats, asked: Sequence[Choice]) -> int:
    """Return how many parties get their state."""
    return sum(len(one.rows) > 0 and int((one.rows @ weights).argmax()) == one.right for one in asked)


def main() -> None:
    """Print what is found."""
    known = choices()
    hits = sum(
        right(fit([one for one in known if one.fold != fold]), [one for one in known if one.fold == fold])
        for fold in range(FOLDS)
    )
    print(f"{hits} of {len(known)} right in cross-validation")
    for name, weight in zip(NAMES, fit(known), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
