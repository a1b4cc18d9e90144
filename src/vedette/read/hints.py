"""What tables know of a sentence, told to the network word by word: acts, firmness, parties, codes.

The encoder is small and has seen little news; the tables have seen no grammar. Given as extra inputs
(feature-based tagging, Collobert et al. 2011), they spare it learning names and verbs by heart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.read.indicators import CODES, candidates
from vedette.read.kinds import acts
from vedette.read.modality import modality
from vedette.read.reader import Prepared
from vedette.read.tokens import words
from vedette.types import Actor, Kind, Modality, Span

#: 0 is nothing; the act a word of the table expresses
ACTS: tuple[str, ...] = ("", *Kind)
#: how firmly the rules take that act
FIRMNESS: tuple[str, ...] = ("", *Modality)
#: whom or what a name stands for
PARTIES = ("", "state", "organisation", "group", "role", "somebody", "place")

_CHANNELS = 3
ACT, FIRM, PARTY = range(_CHANNELS)  #: what each channel tells
Hint = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Hints over one stretch of text: (channel, value, start, end), and the codes words speak for."""

    spans: tuple[Hint, ...] = ()
    codes: tuple[float, ...] = (0.0,) * len(CODES)

    def at(self, offsets: Sequence[tuple[int, int]]) -> list[list[int]]:
        """Return for each token (given by its offsets) the value of each channel."""
        found = [[0] * _CHANNELS for _ in offsets]
        for channel, value, start, end in self.spans:
            for token, (left, right) in enumerate(offsets):
                if left < end and right > start:
                    found[token][channel] = value
        return found


def hints(prepared: Prepared, stretch: Span) -> Hints:
    """Return what the tables say of a stretch of a document; spans count from its start."""
    text = prepared.text[stretch.start : stretch.end]
    tokens = words(text)
    found: list[Hint] = list(_parties(prepared, stretch))
    told = []
    for match in acts(tokens):
        start, end = tokens[match.first].start, tokens[match.last - 1].end
        firm = modality(text, Span(start=start, end=end), tokens=tokens)
        found.append((ACT, ACTS.index(match.value.kind), start, end))
        found.append((FIRM, FIRMNESS.index(firm), start, end))
        told.append((match.value.kind, firm, match.value.codes, None, None))
    chances = candidates(tokens, told)
    return Hints(spans=tuple(found), codes=tuple(chances.get(code, 0.0) for code in CODES))


def _parties(prepared: Prepared, stretch: Span) -> Iterator[Hint]:
    for place in prepared.places:
        if place.span in stretch:
            yield (
                PARTY,
                PARTIES.index("place"),
                place.span.start - stretch.start,
                place.span.end - stretch.start,
            )
    # after the places, so that a name that is both counts as a party
    for actor in prepared.mentions:
        if actor.span and actor.span in stretch:
            value = PARTIES.index(_party(actor))
            yield 2, value, actor.span.start - stretch.start, actor.span.end - stretch.start


def _party(actor: Actor) -> str:
    if actor.code == "UNK":
        return "somebody"
    if actor.code.startswith("UNK:"):
        return "role"
    if ":" in actor.code:
        return "group"
    return "state" if len(actor.code) == 3 and actor.code not in {"ICC", "IMF", "WHO"} else "organisation"
