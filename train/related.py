"""Our own sentences with a marked pair, in PLV's convention: `pairs/*.tsv`, a root and a sentence a line.

Written for the roots by people who had read PLV's training rows, never its held-out fifth. `[S ...]` is who
acts, `[T ...]` whom it concerns.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from train.samples import Pair, Sample

PAIRS = Path(__file__).parent / "pairs"
_MARK = re.compile(r"\[([ST]) ([^\[\]]+)\]")


class PairError(ValueError):
    """A line that can't be read; names its file and number."""


def related(folder: Path = PAIRS) -> Iterator[Sample]:
    """Yield the sentences with their pair, in the order of the files. Raises PairError."""
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield _sample(line, f"{path.name}:{number}")


def _sample(line: str, name: str) -> Sample:
    root, tab, marked = line.partition("\t")
    text, position = "", 0
    spans: dict[str, tuple[int, int]] = {}
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        if mark[1] in spans:
            raise PairError(f"{name}: [{mark[1]} ...] stands twice")
        spans[mark[1]] = (len(text), len(text) + len(mark[2]))
        text += mark[2]
        position = mark.end()
    text += marked[position:]
    if not tab or spans.keys() != {"S", "T"} or re.search(r"[\[\]]", text):
        raise PairError(f"{name}: wanted ROOT, a tab, and a sentence with one [S ...] and one [T ...]")
    return Sample(
        name=f"related:{name}", text=text, pair=Pair(kind=root, actor=spans["S"], recipient=spans["T"])
    )
