"""New sentences out of labelled ones, for a teacher to label: what TinyBERT calls data augmentation.

A pupil learns more from what its teacher says of many sentences near the labelled ones than from those alone
(Jiao et al. 2020). A variant has no labels of its own: an act may be lost or changed with its words.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from train.features import look_up
from train.samples import Sample
from vedette.read.hints import PARTY

#: share of the words that a thinned variant loses
THINNED = 0.12
#: where a headline is cut: after a mark, with a space behind it
_JOINT = re.compile(r"(?<=[,;:.!?\"'”’)–—-])\s+")
_SHORTEST = 20  #: code points
Names = Mapping[int, Sequence[str]]


def names(samples: Sequence[Sample]) -> dict[int, list[str]]:
    """Return the parties named in the samples by what they are (a value of the hints' party channel)."""
    found: dict[int, list[str]] = {}
    for sample in samples:
        for _, value, start, end in _named(sample):
            found.setdefault(value, []).append(sample.text[start:end])
    return found


def variants(sample: Sample, others: Sequence[Sample], known: Names, rng: random.Random) -> Iterator[Sample]:
    """Yield the sample with other names, with fewer words, and joined with a piece of another."""
    words = sample.text.split(" ")
    thinned = " ".join(word for word in words if rng.random() > THINNED)
    joined = _piece(sample.text, rng) + " " + _piece(rng.choice(others).text, rng)
    for text in (_renamed(sample, known, rng), thinned, joined):
        if text != sample.text and len(text) >= _SHORTEST:
            yield Sample(name=sample.name, text=text, day=sample.day)


def _renamed(sample: Sample, known: Names, rng: random.Random) -> str:
    text = sample.text
    for _, value, start, end in sorted(_named(sample), key=lambda hint: -hint[2]):
        text = text[:start] + rng.choice(known[value]) + text[end:]
    return text


def _piece(text: str, rng: random.Random) -> str:
    """Return a text from its start or to its end, cut at a mark if it has one."""
    cuts = [match.span() for match in _JOINT.finditer(text)]
    if not cuts:
        return text
    cut = rng.choice(cuts)
    return text[: cut[0]] if rng.random() < 0.5 else text[cut[1] :]


def _named(sample: Sample) -> list[tuple[int, int, int, int]]:
    """Return the parties among the hints that don't overlap."""
    found: list[tuple[int, int, int, int]] = []
    for hint in sorted(look_up(sample).spans, key=lambda hint: (hint[2], -hint[3])):
        if hint[0] == PARTY and (not found or hint[2] >= found[-1][3]):
            found.append(hint)
    return found
