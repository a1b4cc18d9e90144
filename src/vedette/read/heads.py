"""What the heads of the reader model give: label lists, token shapes, pair markers.

Training and inference share this module, so that they can't drift apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.read.hints import ACTS, FIRMNESS, PARTIES, Hints
from vedette.read.indicators import CODES
from vedette.types import FigureKind, Kind, Modality

if TYPE_CHECKING:
    from tokenizers import Encoding

Offsets = tuple[int, int]

KINDS: tuple[str, ...] = tuple(Kind)
MODALITIES: tuple[str, ...] = tuple(Modality)
MENTIONS = ("actor", "organisation", "person", "place", "materiel")
SPEECH = ("source", "cue", "content")
MENTION_TAGS = ("O", *(f"{part}-{name}" for name in MENTIONS for part in "BI"))
SPEECH_TAGS = ("O", *(f"{part}-{name}" for name in SPEECH for part in "BI"))
#: The first token of a trigger carries its kind, further ones 'I'.
TRIGGER_TAGS = ("O", *KINDS, "I")
#: PLV has CONCEDE and RETREAT as one root.
PAIR_KINDS = (*KINDS, "YIELD", "none")
INDICATORS = CODES
#: what a number counts, in the units of the labels; the first is nothing
UNITS = (
    *("", "troops", "killed", "injured", "detained", "refugees", "people", "protesters", "tanks", "aircraft"),
    *("ships", "missiles", "weapons", "btg", "usd", "other"),
)
COUNTS: tuple[str, ...] = tuple(FigureKind)

#: Words of the vocabulary that no text uses ('[unused1]' to '[unused4]'): they open and close the actor
#: and the recipient of a pair.
MARKS = (2, 3, 4, 5)

SHAPES = 6
#: inputs of a token besides its word: shape, and the hints' act, firmness and party
CHANNELS = (SHAPES, len(ACTS), len(FIRMNESS), len(PARTIES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A text as the network takes it. Special tokens and marks have the offsets (0, 0)."""

    ids: list[int]
    offsets: list[Offsets]
    extras: list[list[int]]  #: a value for each of CHANNELS


def tokens(
    text: str, encoding: "Encoding", hints: Hints, pair: tuple[Offsets, Offsets | None] | None = None
) -> tuple[Tokens, tuple[int, int]]:
    """Return the input of the network and the positions of the pair's opening marks.

    `pair` are actor and recipient as offsets into the text; where one is not given, or lies beyond the
    tokens, its position is 0 (the first token stands in for it).
    """
    ids, offsets = list(encoding.ids), list(encoding.offsets)
    extras = [[shape, *rest] for shape, rest in zip(shapes(text, offsets), hints.at(offsets), strict=True)]
    at = [0, 0]
    for party, span in enumerate(pair or ()):
        inside = [
            number
            for number, (left, right) in enumerate(offsets)
            if span and left < span[1] and right > span[0]
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        for position, mark in ((last + 1, MARKS[2 * party + 1]), (first, MARKS[2 * party])):
            ids.insert(position, mark)
            offsets.insert(position, (0, 0))
            extras.insert(position, [0] * len(CHANNELS))
        if party == 1 and first <= at[0]:
            at[0] += 2 if last < at[0] else 1
        at[party] = first
    return Tokens(ids=ids, offsets=offsets, extras=extras), (at[0], at[1])


def shapes(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Return a shape for each token: the encoder's vocabulary is lower-cased, the news is not.

    0 special token, 1 lower case, 2 Capitalised, 3 UPPER CASE, 4 digits, 5 all else. A piece of a
    word has the shape of the word it belongs to.
    """
    found: list[int] = []
    for start, end in offsets:
        if end <= start:
            found.append(0)
            continue
        left = start
        while left and text[left - 1].isalnum():
            left -= 1
        right = end
        while right < len(text) and text[right].isalnum():
            right += 1
        found.append(_shape(text[left:right]))
    return found


def _shape(word: str) -> int:
    if word.isdigit():
        return 4
    if not word.isalpha():
        return 5
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2
