"""Sentences with labelled figures: what each number counts and how, who gives it, whose they are.

Rules find the numbers, at training as in the reader; a label says which words name giver and owner. Labels
without words (those of `bench/figures_gold.jsonl`, whose 'develop' alone is read) are laid on the words whose
code they are.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from train.samples import Number, Sample
from train.sources import (
    HELD_OUT,
    KEPT_OUT,
    data_root,
    fold,
    paraphrases,
    polnear_sentences,
    rams,
    timebank,
    web,
)
from vedette.read.actors import load_actors
from vedette.read.amounts import Amount, amounts
from vedette.read.reader import ActorTable, Prepared
from vedette.read.stream import prepare
from vedette.types import Document

#: our own, written to learn from: as bench/figures_gold.jsonl, with the words of number and giver
WRITTEN = Path(__file__).parent / "figures"
#: of unlabelled sentences, code points; longer ones are lists
SHORTEST, LONGEST = 20, 400
GOLD = Path(__file__).parents[1] / "bench" / "figures_gold.jsonl"
_CODE = re.compile(r"[A-Z]{2,5}(?::[\w ]+)?")
#: units that the labels name in full
_SHORT = {"battalion tactical groups": "btg"}
Row = dict[str, Any]


def headlines() -> Iterator[Sample]:
    """Yield the labelled headlines that hold a number, with what each counts and nothing else."""
    path = data_root() / "headline_gold" / "train.jsonl"
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if fold(row["id"], HELD_OUT) == 0:
            continue
        figures = [one | {"kind": None, "speaker": "", "of": None} for one in row["figures"]]
        sample = _sample(row | {"figures": figures}, f"headline:{row['id']}")
        numbers = tuple(replace(one, givers=None, owners=None) for one in sample.numbers or ())
        if numbers:
            yield replace(sample, numbers=numbers)


def unlabelled() -> Iterator[Sample]:
    """Yield sentences of the sets that hold numbers, for a teacher to say what these count."""
    read = (one for one in polnear_sentences() if fold(one.name.partition(":")[0], KEPT_OUT) != 0)
    for sample in chain(read, rams(), paraphrases(), timebank(), web()):
        if not SHORTEST < len(sample.text) < LONGEST:
            continue
        bare = _sample({"text": sample.text, "published": sample.day.isoformat(), "figures": ()}, sample.name)
        if bare.numbers and bare.text == sample.text:
            yield replace(bare, numbers=tuple(replace(one, unit=None) for one in bare.numbers))


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
            numbers.append(Number(start=one.first, end=one.last, unit=""))
            continue
        free.remove(label)
        unit = str(_SHORT.get(label["unit"], label["unit"]))
        owner = label["of"] or ""
        numbers.append(
            Number(
                start=one.first,
                end=one.last,
                unit=unit,
                kind=label["kind"],
                givers=_named(label["speaker"], label.get("by"), one, prepared),
                owners=_named(owner, label.get("own"), one, prepared) if unit != "usd" else None,
            )
        )
    if free:  # a label that is laid on no number: what seems to count nothing may be it
        numbers = [replace(one, unit=one.unit or None) for one in numbers]
    return Sample(name=name, text=prepared.text, day=day, numbers=tuple(numbers))


@cache
def _actors() -> ActorTable:
    return load_actors()


def _label(one: Amount, free: list[Row], text: str) -> Row | None:
    """Return the label of a number, None if it is no figure."""
    same = [label for label in free if (label["low"], label["high"]) == (one.low, one.high)]
    words = text[one.first : one.last]
    return next((label for label in same if label.get("as") == words), same[0] if same else None)


def _named(who: str, by: str | None, one: Amount, prepared: Prepared) -> tuple[tuple[int, int], ...] | None:
    """Return every stretch that may name a party of a label; empty if there is none, None: not known.

    `who` is its code or its words, `by` the words that name it, if the label has them.
    """
    if not who:
        return ()
    words = by or (who if not _CODE.fullmatch(who) else "")
    if words:
        found = [
            m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", prepared.text, re.IGNORECASE)
        ]
        return (min(found, key=lambda s: abs(s[0] - one.first)),) if found else None
    state, _, group = who.partition(":")
    mentions = [
        (a.span.start, a.span.end)
        for a in prepared.mentions
        if a.span and a.code.partition(":")[0] == state and bool(a.code.partition(":")[2]) == bool(group)
    ]
    return tuple(mentions) or None
