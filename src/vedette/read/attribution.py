"""Who speaks in one sentence: source, cue and content by the verbs, phrases and marks of reporting."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vedette.read.cues import BLANK, cues
from vedette.read.reporting import Frame, frames
from vedette.read.sources import Piece
from vedette.read.tokens import words
from vedette.types import Modality, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What one sentence says about its own speaker. Spans over the document's content."""

    content: Span
    cue: Span
    source: Span
    more: tuple[Span, ...] = ()  #: further pieces of a content that is broken by its source
    relay: tuple[Span, ...] = ()  #: nearest to the outlet first
    effect: Modality | None = None  #: what the cue makes of the content ('denies')


_RELAY = re.compile(
    r"(?:,\s*|\b)(?:citing|quoting|quoted by|cited by|as reported by|reported by|seen by|obtained by|told|"
    r"telling)\s+"
    r"(?P<who>(?:the\s+|an?\s+)?[A-Z][\w'’-]*"
    r"(?:\s+(?:[A-Z][\w'’-]*|news agency|newspaper|television|agency))*)"
)
_CITING = re.compile(
    r"\b(?:citing|quoting|relying on|on the (?:word|authority) of)\s+(?P<who>[^,;:]+)", re.IGNORECASE
)
#: shorter contents are none
_LEAST = 3


def by_rules(text: str, sentence: Span, quotes: Sequence[Span]) -> tuple[Attribution, ...]:
    """Return who says what in a sentence of `text`, in order; empty if it names nobody.

    `quotes` are the quotations of the text (`speech.quotations`): no cue is looked for inside. What two say
    in one sentence are two attributions; if one passes on what another says, their contents overlap.
    """
    part = text[sentence.start : sentence.end]
    masked = _masked(part, sentence.start, quotes)
    found: list[Frame] = []
    for first, last in _pieces(masked):
        here = [frame.moved(first) for frame in frames(masked[first:last], part[first:last])]
        if here and not found and here[0].content[0] == first and here[0].content[1] <= here[0].source[0]:
            here[0] = replace(here[0], content=(0, here[0].content[1]))  # 'A; B, X said'
        found += here
    told = (_attribution(frame, part, masked, sentence.start) for frame in found)
    return tuple(one for one in told if one is not None)


def _pieces(masked: str) -> Iterator[tuple[int, int]]:
    """Yield what semicolons set apart: each half of a sentence has its own speaker."""
    start = 0
    for found in re.finditer(r";\s", masked):
        yield start, found.start()
        start = found.end()
    yield start, len(masked)


def _attribution(frame: Frame, part: str, masked: str, shift: int) -> Attribution | None:
    source, cue = frame.source, frame.cue
    content = _trimmed(part, *frame.content)
    said, verb = part[slice(*source)], part[slice(*cue)]
    unknown = is_nobody(said) and not (said.lower() == "it" and _IT_SAYS.match(verb))
    if unknown or content is None or content[1] - content[0] < _LEAST:
        return None
    passed = [r.span("who") for r in _RELAY.finditer(masked) if not source[0] <= r.start("who") < source[1]]
    if citing := _CITING.search(masked, source[1], max(cue[0], source[1], frame.content[0])):
        source, passed = citing.span("who"), [source]  # 'Interfax, citing a ministry source, said'
    if part[source[1] - 1] == "." and "." not in part[source[0] : source[1] - 1]:
        source = source[0], source[1] - 1
    more = (_trimmed(part, *piece) for piece in frame.more)
    return Attribution(
        content=_span(content, shift),
        cue=_span(cue, shift),
        source=_span(source, shift),
        more=tuple(_span(piece, shift) for piece in more if piece and piece[1] - piece[0] >= _LEAST),
        relay=tuple(_span(one, shift) for one in passed),
        effect=frame.effect,
    )


#: what an organisation called 'it' does, and no matter: 'it shows'
_IT_SAYS = re.compile(
    r"(?:sa(?:id|ys)|add|announc|expect|believ|estimat|fear|den(?:y|ie)|claim|insist|admit|count|put)"
)
_NOBODY = re.compile(
    r"(?:on |late |early |last )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today)|it|this|that|"
    r"which|there|in (?:other|a|an|the)\b.*|correction|update[sd]?|analysis|opinion|exclusive|breaking|"
    r"in|of|on|at|by|video|watch|claimed|report|(?:the |its |their )?(?:plan|schedule)|"
    r"(?:citing|quoting|near|amid|despite|because of|due to|over|along) .*",
    re.IGNORECASE,
)


def is_nobody(source: str) -> bool:
    """Whether words that stand where a source would are none: a weekday, a label, 'near the border amid'."""
    return bool(_NOBODY.fullmatch(source.strip(" .,:;-\"'")))


def effect_of(cue: str) -> Modality | None:
    """Return what a cue makes of its content: 'denied' for 'denies that', else None."""
    return next((match.value.effect for match in cues().find(words(cue)) if match.value.effect), None)


def is_saying(cue: str) -> bool:
    """Whether a cue is a verb that can but put words into somebody's mouth: 'says', not 'shows'."""
    return any(match.value.strength in {"strong", "count"} for match in cues().find(words(cue)))


def _masked(part: str, start: int, quotes: Sequence[Span]) -> str:
    """Return the sentence with what is quoted blanked out, so that no cue is found there."""
    masked = part
    for quote in quotes:
        first, last = max(quote.start - start, 0), min(quote.end - start, len(part))
        if first < last:
            masked = masked[:first] + BLANK * (last - first) + masked[last:]
    return masked


def _trimmed(part: str, start: int, end: int) -> Piece | None:
    while start < end and part[start] in " \n\t,:;-–—":
        start += 1
    while start < end and part[end - 1] in " \n\t,:;-–—":
        end -= 1
    return (start, end) if start < end else None


def _span(piece: Piece, by: int) -> Span:
    return Span(start=piece[0] + by, end=piece[1] + by)
