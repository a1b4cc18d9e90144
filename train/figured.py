"""Sentences with labelled figures: who gives each.

Rules find the numbers, at training as in the reader; a label says which words name the giver. Labels without
words (those of `bench/figures_gold.jsonl`, whose 'develop' alone is read) are laid on the words whose code
they are.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from train.samples import Number, Sample
from vedette.read.actors import load_actors
from vedette.read.amounts import Amount, amounts
from vedette.read.reader import ActorTable, Prepared
from vedette.read.stream import prepare
from vedette.types import Document

#: our own, written to learn from: as bench/figures_gold.jsonl, with the words of number and giver
WRITTEN = Path(__file__).parent / "figures"
GOLD = Path(__file__).parents[1] / "bench" / "figures_gold.jsonl"
_CODE = re.compile(r"[A-Z]{2,5}(?::\w+)?")
Row = dict[str, Any]


def written() -> Iterator[Sample]:
    """Yield the sentences written for figures, to learn from and to develop on."""
    for path in (GOLD, *sorted(WRITTEN.glob("*.jsonl"))):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            row = json.loads(line)
            if row["split"] in {"develop", "train"}:
                yield _sample(row, f"figured:{path.name}:{number}")


def _sample(row: Row, name: str) -> Sample:
    day = date.fromisoformat(row["published"])
    known = datetime.combine(day, time(), UTC)
    prepared = prepare(
        Document(
            id=name, capture="", label="", title=row["text"], text="", known_at=known, known_basis="",
            published=known, language="en",
        ),
        _actors(),
    )  # fmt: skip
    said = amounts(prepared.text, sorted(one.span for one in prepared.dates))
    free = list(row["figures"])
    numbers = []
    for one in said:
        label = _label(one, free, prepared.text)
        if label is None:
            continue
        free.remove(label)
        givers = _givers(label, one, prepared)
        if givers is not None:
            numbers.append(Number(start=one.first, end=one.last, givers=givers))
    return Sample(name=name, text=prepared.text, day=day, numbers=tuple(numbers))


@cache
def _actors() -> ActorTable:
    return load_actors()


def _label(one: Amount, free: list[Row], text: str) -> Row | None:
    """Return the label of a number, None if it is no figure."""
    same = [label for label in free if (label["low"], label["high"]) == (one.low, one.high)]
    words = text[one.first : one.last]
    return next((label for label in same if label.get("as") == words), same[0] if same else None)


def _givers(label: Row, one: Amount, prepared: Prepared) -> tuple[tuple[int, int], ...] | None:
    """Return every stretch that may be named as who gives a number; empty for the outlet, None: not known."""
    speaker = label["speaker"]
    if not speaker:
        return ()
    words = label.get("by") or (speaker if not _CODE.fullmatch(speaker) else "")
    if words:
        found = [
            m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", prepared.text, re.IGNORECASE)
        ]
        return (min(found, key=lambda s: abs(s[0] - one.first)),) if found else None
    state, _, group = speaker.partition(":")
    mentions = [
        (a.span.start, a.span.end)
        for a in prepared.mentions
        if a.span and a.code.partition(":")[0] == state and bool(a.code.partition(":")[2]) == bool(group)
    ]
    return tuple(mentions) or None
