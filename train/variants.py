"""New sentences out of labelled ones, for a teacher to label: what TinyBERT calls data augmentation.

A pupil learns more from what its teacher says of many sentences near the labelled ones than from those alone
(Jiao et al. 2020). A variant has no labels of its own: an act may be lost or changed with its words. As in
TinyBERT, words are replaced by their neighbours in a table of word vectors; here in the encoder's own.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from train.features import look_up
from train.samples import Sample
from vedette.read.hints import PARTY

#: share of the words that a thinned variant loses
THINNED = 0.12
#: where a headline is cut: after a mark, with a space behind it
_JOINT = re.compile(r"(?<=[,;:.!?\"'”’)–—-])\s+")
_SHORTEST = 20  #: code points
#: shares of the words that have neighbours which are replaced, of a headline and of a frame's fillings
_REWORDED = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
_REWORDED_FRAMES = (0.2, 0.25, 0.35, 0.45, 0.55)
#: Neighbours of a word: at most so many, no less alike (cosine): 'warned', 'advises', 'threatens' of 'warns'.
_NEAREST, _ALIKE = 8, 0.35
PLAIN_WORD = re.compile(r"[A-Za-z]{3,}")
if TYPE_CHECKING:
    from tokenizers import Tokenizer

Names = Mapping[int, Sequence[str]]
Words = Mapping[str, Sequence[str]]


def neighbours(weights: Path, tokenizer: "Tokenizer") -> dict[str, list[str]]:
    """Return for each whole word of the vocabulary those nearest to it in the encoder's table of words."""
    import torch
    from safetensors.torch import load_file

    known = tokenizer.get_vocab()
    words = [word for word in known if re.fullmatch("[a-z]{3,}", word)]
    table = load_file(weights)["embeddings.word_embeddings.weight"].float()
    table = torch.nn.functional.normalize(table - table.mean(0), dim=1)[[known[word] for word in words]]
    found: dict[str, list[str]] = {}
    for start in range(0, len(words), 1000):
        # the nearest is the word itself
        alike, at = (table[start : start + 1000] @ table.T).topk(_NEAREST + 1)
        for word, row, places in zip(words[start:], alike[:, 1:].tolist(), at[:, 1:].tolist(), strict=False):
            found[word] = [words[i] for share, i in zip(row, places, strict=True) if share >= _ALIKE]
    return found


def names(samples: Sequence[Sample]) -> dict[int, list[str]]:
    """Return the parties named in the samples by what they are (a value of the hints' party channel)."""
    found: dict[int, list[str]] = {}
    for sample in samples:
        for _, value, start, end in named(sample):
            found.setdefault(value, []).append(sample.text[start:end])
    return found


def variants(
    sample: Sample, others: Sequence[Sample], known: Names, words: Words, rng: random.Random
) -> Iterator[Sample]:
    """Yield a headline with other names, fewer words, joined with a piece of another, and in other words."""
    for _ in range(2):
        thinned = " ".join(word for word in sample.text.split(" ") if rng.random() > THINNED)
        joined = _piece(sample.text, rng) + " " + _piece(rng.choice(others).text, rng)
        yield from _new(sample, _renamed(sample, known, rng), thinned, joined)
    yield from _new(sample, *(_reworded(sample.text, words, share, rng) for share in _REWORDED))


def frame_variants(fillings: Sequence[Sample], words: Words, rng: random.Random) -> Iterator[Sample]:
    """Yield the fillings of a frame in other words."""
    for sample, share in zip(cycle(fillings), _REWORDED_FRAMES, strict=False):
        yield from _new(sample, _reworded(sample.text, words, share, rng))


def _new(sample: Sample, *texts: str) -> Iterator[Sample]:
    for text in texts:
        if text != sample.text and len(text) >= _SHORTEST:
            yield Sample(name=sample.name, text=text, day=sample.day)


def _reworded(text: str, words: Words, share: float, rng: random.Random) -> str:
    def swap(match: re.Match[str]) -> str:
        word = match.group()
        near = words.get(word.lower())
        if not near or rng.random() > share:
            return word
        return in_case(word, rng.choice(near))

    return PLAIN_WORD.sub(swap, text)


def in_case(word: str, other: str) -> str:
    """Return another word in capitals where the first is."""
    if word.isupper() and len(word) > 3:
        return other.upper()
    return other.title() if word[0].isupper() else other


def _renamed(sample: Sample, known: Names, rng: random.Random) -> str:
    text = sample.text
    for _, value, start, end in sorted(named(sample), key=lambda hint: -hint[2]):
        text = text[:start] + rng.choice(known[value]) + text[end:]
    return text


def _piece(text: str, rng: random.Random) -> str:
    """Return a text from its start or to its end, cut at a mark if it has one."""
    cuts = [match.span() for match in _JOINT.finditer(text)]
    if not cuts:
        return text
    cut = rng.choice(cuts)
    return text[: cut[0]] if rng.random() < 0.5 else text[cut[1] :]


def named(sample: Sample) -> list[tuple[int, int, int, int]]:
    """Return the parties among the hints that don't overlap, as hints, in order."""
    found: list[tuple[int, int, int, int]] = []
    for hint in sorted(look_up(sample).spans, key=lambda hint: (hint[2], -hint[3])):
        if hint[0] == PARTY and (not found or hint[2] >= found[-1][3]):
            found.append(hint)
    return found
