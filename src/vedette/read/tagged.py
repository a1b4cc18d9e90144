"""Who speaks in one sentence, from tagged stretches of source, cue and content.

The encoder tags; here the stretches are put together. A content goes to the source it stands nearest to; one
that is broken by its source ('..., he said, ...') stays one attribution with several pieces. Relays and what
a cue makes of its content ('denies') are told by the rules' tables.
"""

from collections.abc import Sequence
from dataclasses import replace

from vedette.read.attribution import Attribution, attribute, effect_of, is_nobody
from vedette.types import Span

_EDGES = " \t\n,;:-–—"
#: Shorter contents are borrowed words.
_SHORT = 3
Tag = tuple[str, Span]


def attributions(
    text: str, sentence: Span, quotes: Sequence[Span], tags: Sequence[Tag]
) -> tuple[Attribution, ...]:
    """Return who says what in a sentence of `text`; `tags` are (source, cue or content, span) inside it."""
    sources = [s for label, s in tags if label == "source" and not is_nobody(text[s.start : s.end])]
    cues = [span for label, span in tags if label == "cue"]
    contents = [_trimmed(text, span) for label, span in tags if label == "content"]
    by_rule = attribute(text, sentence, quotes)
    if not sources or not contents:
        return () if by_rule is None or tags else (by_rule,)
    pieces: dict[int, list[Span]] = {}
    for content in contents:
        if content.end - content.start >= _SHORT:
            owner = min(range(len(sources)), key=lambda n: _gap(sources[n], content))
            pieces.setdefault(owner, []).append(content)
    found = []
    for number, own in sorted(pieces.items()):
        source = sources[number]
        main = max(own, key=lambda span: span.end - span.start)
        cue = min(cues, key=lambda span: _gap(source, span), default=source)
        found.append(
            Attribution(
                source=source,
                cue=cue,
                content=main,
                more=tuple(span for span in own if span != main),
                effect=effect_of(text[cue.start : cue.end]),
            )
        )
    if by_rule is not None and by_rule.relay:
        found = [_relayed(one, by_rule) for one in found]
    return tuple(found)


def _relayed(found: Attribution, by_rule: Attribution) -> Attribution:
    """Take over through whom it comes, if the rules mean the same source."""
    same = _gap(found.source, by_rule.source) < 0
    return replace(found, source=by_rule.source, relay=by_rule.relay) if same else found


def _gap(one: Span, other: Span) -> int:
    """Return the letters between two stretches, negative if they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Span(start=start, end=end)
