"""Fit the weights of read/nearby.py: which of the states named near a party is its own.

Run as `python -m train.tables.nearby` with VEDETTE_BENCH_DATA set. Prints how many parties of headlines and
offices of dispatches are ranked right in cross-validation, and the weights of all. The headlines have no
outlet; the dispatches of the demo, labelled in offices.tsv, have, of the office's state or another. A
conditional logit with an L2 penalty, by Newton's method.
"""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bench.actors import spans

from vedette.config import data_file, load_outlets
from vedette.read.actors import load_actors
from vedette.read.candidates import Candidate
from vedette.read.nearby import WEIGHTS, choices, is_stray, itself
from vedette.read.places import locate
from vedette.read.speech import find
from vedette.read.stream import prepare
from vedette.types import Document, Span

NAMES = tuple(WEIGHTS)
PENALTY = 4.0  # of 1, 2, 4 and 8 the best in cross-validation, by less than one part in a hundred
FOLDS = 5
OFFICES = Path(__file__).with_name("offices.tsv")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One party: the features of each state near it (rows), and the row that is right; None if none is."""

    fold: int
    rows: Floats
    right: int | None


def headlines() -> list[Choice]:
    """Return the parties of the development headlines whose state has to be found nearby."""
    actors = load_actors()
    found = []
    for row, span, gold in spans(held=False):
        on = date.fromisoformat(row["published"])
        text = row["text"]
        mentions, places = actors.find(text, on), locate(text)
        actor, settled = itself(actors, text, span, on, mentions)
        if not settled and not is_stray(actor):
            near = choices(actors, text, actor, mentions, places)
            found.append(_choice(row["id"], near, gold.partition(":")[0]))
    return found


def offices() -> list[Choice]:
    """Return the labelled offices of the demo's dispatches."""
    actors = load_actors()
    outlets = load_outlets(Path(str(data_file("demo", "outlets.yaml"))))
    lines = data_file("demo", "dispatches.jsonl").read_text("utf-8").splitlines()
    dispatches = {row["id"]: row for row in map(json.loads, lines)}
    table = [line for line in OFFICES.read_text("utf-8").splitlines() if not line.startswith("#")]
    found = []
    for row in csv.DictReader(table, delimiter="\t"):
        document = _document(dispatches[row["dispatch"]])
        prepared = prepare(document, actors)
        start = int(row["start"])
        span = Span(start=start, end=start + len(row["words"]))
        if prepared.text[span.start : span.end] != row["words"]:
            raise ValueError(f"{OFFICES.name}: {row['dispatch']} has no {row['words']!r} at {start}")
        actor, settled = itself(actors, prepared.text, span, prepared.reference, prepared.mentions)
        if not settled:
            own = [
                speech
                for speech in find(prepared.text, prepared.sentences, prepared.mentions)
                if speech.speaker.span and speech.speaker.span.overlaps(span)
            ]
            near = choices(
                actors,
                prepared.text,
                actor,
                prepared.mentions,
                prepared.places,
                home=outlets.find(document.outlet).country,
                said=[piece for speech in own for piece in (speech.content, *speech.more)],
            )
            found.append(_choice(document.id, near, row["state"]))
    return found


def _choice(key: str, near: Sequence[Candidate], state: str) -> Choice:
    states = [one.state for one in near]
    return Choice(
        hashlib.md5(key.encode(), usedforsecurity=False).digest()[0] % FOLDS,
        np.array([[one.features.get(name, 0.0) for name in NAMES] for one in near]),
        states.index(state) if state in states else None,
    )


def _document(row: dict[str, str]) -> Document:
    published = datetime.fromisoformat(row["published"])
    return Document(
        id=row["id"],
        capture="",
        label=row["id"],
        title=row.get("title", ""),
        text=row["text"],
        known_at=published,
        known_basis="published",
        published=published,
        language="en",
        outlet=row["outlet"],
    )


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
    parts = {"parties of headlines": headlines(), "offices of dispatches": offices()}
    known = [one for part in parts.values() for one in part]
    for name, part in parts.items():
        hits = sum(
            right(fit([one for one in known if one.fold != fold]), [one for one in part if one.fold == fold])
            for fold in range(FOLDS)
        )
        print(f"{hits} of {len(part)} {name} right in cross-validation")
    for name, weight in zip(NAMES, fit(known), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
