"""Figures with unit, qualifier and speaker, on sentences written for the purpose (bench/figures_gold.md).

`held` and `hard` are measured and their errors are not read; rules and thresholds are set on `develop` and
`tune`, whose errors `python -m bench.figures` prints. Micro F1 in percent; a figure is right if everything
named is right at once.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.headlines import UNITS, documents
from bench.scores import f1
from vedette.config import Settings
from vedette.read.loading import load_reader
from vedette.read.reader import Reader
from vedette.types import Actor, Claim

SENTENCES = Path(__file__).parent / "figures_gold.jsonl"
_CODE = re.compile(r"[A-Z]{2,5}(?::\w+)?")


@dataclass(frozen=True, slots=True)
class _Told:
    """A labelled or a read figure, in the words of the labels."""

    number: str  #: low, high and unit
    qualifier: str
    kind: str
    of: str
    speaker: str  #: see `_told`


def measure(*, reader: Reader | None = None) -> dict[str, float]:
    """Return F1 of figures with what else must be right, and shares right of the figures found.

    All of the held sentences; of the hard ones the F1s.
    """
    hard = {f"{name}, hard": value for name, value in of("hard", reader).items() if "F1" in name}
    return of("held", reader) | hard


def of(split: str, reader: Reader | None = None) -> dict[str, float]:
    """Return the measures of a split of the sentences."""
    rows = list(_rows(split))
    read = _read(rows, reader)
    found = {}
    for name, parts in {
        "figure F1": (),
        "figure+qualifier F1": ("qualifier",),
        "figure+qualifier+speaker F1": ("qualifier", "speaker"),
        "figure+kind F1": ("kind",),
        "figure+of F1": ("of",),
    }.items():
        gold: Counter[str] = Counter()
        told: Counter[str] = Counter()
        for row, mine in zip(rows, read, strict=True):
            gold.update(_key(row["id"], one, parts) for one in _labels(row))
            told.update(_key(row["id"], one, parts) for one in mine)
        found[name] = f1(gold, told)
    pairs = [pair for row, mine in zip(rows, read, strict=True) for pair in _pairs(list(_labels(row)), mine)]
    for part in ("qualifier", "kind", "of", "speaker"):
        right = sum(getattr(gold, part) == getattr(mine, part) for gold, mine in pairs)
        found[f"{part} right"] = right / len(pairs)
    empty = [mine for row, mine in zip(rows, read, strict=True) if not row["figures"]]
    found["no-figure kept empty"] = sum(not mine for mine in empty) / len(empty)
    found["sentences"] = float(len(rows))
    return found


def _rows(split: str) -> Iterator[dict]:  # type: ignore[type-arg]
    for line in SENTENCES.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == split:
            yield row


def _read(rows: list[dict], reader: Reader | None) -> list[list[_Told]]:  # type: ignore[type-arg]
    read = []
    readings = (reader or load_reader(Settings(processes=1))).read(documents(rows))
    for row, reading in zip(rows, readings, strict=True):
        assert reading.error is None, reading.error
        read.append([_told(claim, row) for claim in reading.claims if claim.figure])
    return read


def _labels(row: dict) -> Iterator[_Told]:  # type: ignore[type-arg]
    for one in row["figures"]:
        yield _Told(
            f"{one['low']:.0f} {one['high']:.0f} {one['unit']}",
            one["qualifier"],
            one["kind"],
            one["of"] or "",
            _who(one["speaker"]),
        )


def _told(claim: Claim, row: dict) -> _Told:  # type: ignore[type-arg]
    """Return a read figure; its speaker in words where a label of the sentence has these, else by code."""
    figure = claim.figure
    assert figure is not None
    return _Told(
        f"{figure.low:.0f} {figure.high:.0f} {UNITS.get(figure.unit, figure.unit)}",
        figure.qualifier,
        figure.kind,
        figure.of or "",
        _speaker(claim.speaker, {one.speaker for one in _labels(row)}),
    )


def _speaker(speaker: Actor | None, labels: set[str]) -> str:
    if speaker is None:
        return ""
    said = _who(speaker.text)
    in_words = said in labels or speaker.code.startswith("UNK")
    return said if in_words else _who(speaker.code)


def _who(said: str) -> str:
    """Return a speaker fit to compare: state and whether it is a group of it; or words without article."""
    if _CODE.fullmatch(said):
        state, _, group = said.partition(":")
        return f"{state}:*" if group else state
    return re.sub(r"^(?:the|an?) ", "", said.lower())


def _key(name: str, one: _Told, parts: tuple[str, ...]) -> str:
    return " ".join((name, one.number, *(getattr(one, part) for part in parts)))


def _pairs(gold: list[_Told], mine: list[_Told]) -> Iterator[tuple[_Told, _Told]]:
    free = list(mine)
    for one in gold:
        match = next((other for other in free if other.number == one.number), None)
        if match is not None:
            free.remove(match)
            yield one, match


def main() -> None:
    """Print the measures of `develop` and `tune`, and their errors."""
    for split in ("develop", "tune"):
        for name, value in of(split).items():
            print(f"{split:8} {name:32} {value:8.3f}")
    rows = [*_rows("develop"), *_rows("tune")]
    for row, mine in zip(rows, _read(rows, None), strict=True):
        gold = [str(one) for one in _labels(row)]
        told = [str(one) for one in mine]
        missed, extra = Counter(gold) - Counter(told), Counter(told) - Counter(gold)
        if missed or extra:
            print(f"\n{row['id']} {row['text']}")
            print(*(f"  - {one}" for one in missed), *(f"  + {one}" for one in extra), sep="\n")


if __name__ == "__main__":
    main()
