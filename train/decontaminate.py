"""Keeps texts that are measured out of training: drops rows that are fuzzily equal to one of them."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from train import sources

_WORD = re.compile(r"[a-z0-9]+")
#: Containment of word 4-grams from which two texts count as the same. 0.5 catches a sentence with a
#: clause added or a tenth of its words replaced; two different reports of one event stay below 0.3.
SAME = 0.5
#: letters of a sentence that two writers may well share
SHORT = 60


class Guard:
    """Remembers the 4-grams of measured texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._grams: dict[int, set[int]] = {}
        self._sizes: list[int] = []
        for number, text in enumerate(texts):
            grams = _grams(text)
            self._sizes.append(len(grams))
            for gram in grams:
                self._grams.setdefault(gram, set()).add(number)

    def allows(self, text: str) -> bool:
        """Return whether a training text is none of the measured ones."""
        grams = _grams(text)
        hits: dict[int, int] = {}
        for gram in grams:
            for number in self._grams.get(gram, ()):
                hits[number] = hits.get(number, 0) + 1
        return not any(count >= SAME * min(len(grams), self._sizes[number]) for number, count in hits.items())


def measured_texts(lists: Iterable[Path] = ()) -> list[str]:
    """Return every text that is measured.

    Development headlines, the PLV fifth, PolNeAR's development part sentence by sentence (but for short ones,
    which anybody may write), the sets of our own writing, and the lines of `lists`.
    """
    root = sources.data_root()
    texts = [
        json.loads(line)["text"]
        for line in (root / "headline_gold" / "dev.jsonl").read_text("utf-8").splitlines()
    ]
    texts += [sample.text for sample, held in sources.plv() if held]
    texts += [sample.text for sample in sources.polnear_sentences("dev") if len(sample.text) >= SHORT]
    for name in ("written.jsonl", "figures_gold.jsonl"):
        written = Path(__file__).parents[1] / "bench" / name
        lines = map(json.loads, written.read_text("utf-8").splitlines())
        texts += [line["text"] for line in lines if line.get("split") != "develop"]  # which is learnt from
    for path in lists:
        texts += path.read_text("utf-8").splitlines()
    return texts


def _grams(text: str) -> set[int]:
    words = _WORD.findall(text.lower())
    size = min(4, max(1, len(words)))
    return {hash(tuple(words[i : i + size])) for i in range(len(words) - size + 1)}
