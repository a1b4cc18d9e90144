"""Sentences with labelled figures in other words: their names exchanged, their words replaced.

As in `train.variants`, for a teacher to label; here the stretches that labels name move along with the text.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from train.samples import Sample
from train.variants import PLAIN_WORD, Names, Words, in_case, named

Edit = tuple[int, int, str]  #: start, end, and what stands there instead


def renamed(sample: Sample, known: Names, rng: random.Random) -> Sample | None:
    """Return the sample with other names of the same sort, one of each; None if it names nobody."""
    others: dict[tuple[int, str], str] = {}
    edits = []
    for _, value, start, end in named(sample):
        if _is_number(sample, start, end):
            continue
        name = value, sample.text[start:end]
        others.setdefault(name, rng.choice(known[value]))
        edits.append((start, end, others[name]))
    return _edited(sample, edits) if edits else None


def reworded(sample: Sample, words: Words, share: float, rng: random.Random) -> Sample | None:
    """Return the sample with a share of its words replaced by their neighbours; None if none is.

    What the numbers count is no longer known, nor how.
    """
    edits = []
    for match in PLAIN_WORD.finditer(sample.text):
        near = words.get(match.group().lower())
        if near and rng.random() <= share and not _is_number(sample, *match.span()):
            edits.append((*match.span(), in_case(match.group(), rng.choice(near))))
    if not edits:
        return None
    other = _edited(sample, edits)
    return replace(other, numbers=tuple(replace(one, unit=None, kind=None) for one in other.numbers or ()))


def _is_number(sample: Sample, start: int, end: int) -> bool:
    return any(one.start < end and start < one.end for one in sample.numbers or ())


def _edited(sample: Sample, edits: Sequence[Edit]) -> Sample:
    """Return the sample after edits in order that touch no number, its stretches where they are now."""
    text, at = "", 0
    stays: list[tuple[int, int]] = []  #: where a stretch between edits began, and begins
    ends: dict[int, int] = {}  #: of each edited stretch: where it ended and ends
    for start, end, new in edits:
        stays.append((at, len(text)))
        text += sample.text[at:start] + new
        ends[end] = len(text)
        at = end
    stays.append((at, len(text)))
    text += sample.text[at:]

    def moved(place: int, *, is_end: bool) -> int:
        if is_end and place in ends:
            return ends[place]
        edit = next((one for one in edits if one[0] < place < one[1]), None)
        if edit is not None:
            return ends[edit[1]] if is_end else ends[edit[1]] - len(edit[2])
        was, now = next(one for one in reversed(stays) if one[0] <= place)
        return now + place - was

    def spans(named: tuple[tuple[int, int], ...] | None) -> tuple[tuple[int, int], ...] | None:
        if named is None:
            return None
        return tuple((moved(start, is_end=False), moved(end, is_end=True)) for start, end in named)

    numbers = tuple(
        replace(
            one,
            start=moved(one.start, is_end=False),
            end=moved(one.end, is_end=True),
            givers=spans(one.givers),
            owners=spans(one.owners),
        )
        for one in sample.numbers or ()
    )
    return replace(sample, text=text, numbers=numbers)
