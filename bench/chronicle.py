"""The example crisis as a check of function: its levels on the days that matter, also without any one outlet.

The dispatches of `vedette demo` (fictional outlets, public facts of 2021 and 2022) are collected, read and
replayed, once whole and once without each outlet. A check of function and no evidence of skill: the
chronicle is of our own writing.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from vedette.cli.demonstrating import FIRST, LAST
from vedette.config import data_file
from vedette.desk import scratch_desk
from vedette.read.reader import Reader
from vedette.types import Document, Kind, Level, Reading, Run, Span

EXAMPLE = Path(str(data_file("demo")))
#: A withdrawal was announced on 22 April 2021 and columns were seen leaving in the weeks after.
RELAXED = date(2021, 4, 22) + timedelta(days=60)
WARNED, IMMINENT = date(2021, 12, 15), date(2022, 2, 21)
Levels = dict[date, Level]


@dataclass(kw_only=True)
class _Once:
    """A reader that reads each document once, whatever desk asks."""

    inner: Reader
    known: dict[str, Reading] = field(default_factory=dict)

    @property
    def run(self) -> Run:
        return self.inner.run

    @property
    def dropped(self) -> int:
        return self.inner.dropped

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        asked = list(documents)
        new = [document for document in asked if document.id not in self.known]
        self.known |= zip((document.id for document in new), self.inner.read(new), strict=True)
        return (self.known[document.id] for document in asked)

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        return self.inner.relate(text, actor, recipient)


def measure() -> dict[str, float]:
    """Return 1 for each demand that holds, and the share of outlets whose absence moves no level by two."""
    lines = (EXAMPLE / "dispatches.jsonl").read_text("utf-8").splitlines()
    outlets = sorted({json.loads(line)["outlet"] for line in lines})
    with scratch_desk() as desk:
        reader = _Once(inner=desk.reader)
    whole = _levels(lines, reader)
    moved = {}
    for outlet in outlets:
        rest = [line for line in lines if json.loads(line)["outlet"] != outlet]
        moved[outlet] = [abs(level - whole[day]) for day, level in _levels(rest, reader).items()]
    steady = [max(moves) <= 1 for moves in moved.values()]
    return {
        "3 or more by mid December": float(whole[WARNED] >= Level.WARNING),
        "4 or more by 21 February": float(whole[IMMINENT] >= Level.IMMINENT),
        "at most 2 in 60 days after the withdrawal": float(whole[RELAXED] <= Level.CONCERN),
        "outlets without which no level moves by two": sum(steady) / len(steady),
        "days on which none does": sum(max(day) <= 1 for day in zip(*moved.values(), strict=True))
        / len(whole),
    }


def _levels(lines: Sequence[str], reader: Reader) -> Levels:
    with tempfile.TemporaryDirectory() as folder, scratch_desk(outlets=EXAMPLE / "outlets.yaml") as desk:
        path = Path(folder) / "dispatches.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        desk.reader = reader
        desk.take_paths([path])
        desk.read()
        judged = desk.as_of(LAST, replay=True).follow(desk.problem("rus-ukr"), since=FIRST)
    return {one.as_of.date(): one.level for one in judged.assessments}
