"""A sentence marked up for the terminal: what the reader saw in it, and as what."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from vedette.types import Claim, Reading, Span

#: What is marked, by colour; the label says it too, so that nothing hangs on the colour.
_STYLES = {
    "act": "bold red",
    "by": "bold blue",
    "to": "bold magenta",
    "said by": "yellow",
    "place": "green",
    "date": "cyan",
}
_Mark = tuple[int, int, str, str]


def marked_up(claims: "Sequence[Claim]", reading: "Reading") -> Text:
    """Return the sentence of these claims, each thing found in it coloured and followed by what it is."""
    start, sentence = claims[0].span.start, claims[0].text
    text, at = Text(), 0
    inside = (m for m in _marks(claims, reading) if start <= m[0] and m[1] <= start + len(sentence))
    for left, right, kind, label in sorted(_apart(inside)):
        text.append(sentence[at : left - start])
        text.append(sentence[left - start : right - start], style=_STYLES[kind])
        text.append(f"[{kind}{label and ' '}{label}]", style=f"dim {_STYLES[kind]}")
        at = right - start
    text.append(sentence[at:])
    return text


def _marks(claims: "Sequence[Claim]", reading: "Reading") -> Iterator[_Mark]:
    """Yield what is marked, what matters most first."""
    for claim in claims:
        if claim.event:
            at = claim.text.find(claim.event.trigger)
            if claim.event.trigger and at >= 0:
                first = claim.span.start + at
                label = f"{claim.event.kind} {claim.modality}"
                yield first, first + len(claim.event.trigger), "act", label
            for kind, actor in (("by", claim.event.actor), ("to", claim.event.recipient)):
                if actor and actor.span:
                    yield *_ends(actor.span), kind, actor.code
    for claim in claims:
        if claim.speaker and claim.speaker.span:
            yield *_ends(claim.speaker.span), "said by", claim.speaker.code
    for place in reading.places:
        yield *_ends(place.span), "place", place.name or ""
    for day in reading.dates:
        yield *_ends(day.span), "date", day.value


def _apart(marks: Iterator[_Mark]) -> list[_Mark]:
    """Return the marks that overlap no earlier one."""
    kept: list[_Mark] = []
    for mark in marks:
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in kept):
            kept.append(mark)
    return kept


def _ends(span: "Span") -> tuple[int, int]:
    return span.start, span.end
