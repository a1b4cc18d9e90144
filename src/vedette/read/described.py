"""Who a person is said to be beside the name: 'German journalist A. B.', 'A Lebanese lawyer, C. D., filed'.

The tables know people in office; of anybody else a text says what he is, just before the name or between
commas after it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vedette.read.phrases import UNKNOWN
from vedette.read.reader import ActorTable
from vedette.types import Actor, Span

#: two words or more as people are named
_NAME = re.compile(
    r"(?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:[A-Z][\w'’-]*\.?|al|el|bin|bint|ibn|de|del|der|van|von|abu)){1,4}"
)
#: what an envoy or minister is there for: 'U.N. envoy for Somalia James Swan'
_FOR = re.compile(r" (?:for|to|on) (?:the )?")
#: words that are no part of what somebody is
_SAYS = re.compile(r"\b(?:said|says|told|added|wrote|warned|according|who|which|where|when|after|but|and)\b")
_POST = (
    r"(?:president|director|leader|head|chair(?:man|woman)?|spokes(?:man|woman|person)|minister|commander"
    r"|secretary|professor|lawyer|attorney|advis[eo]r|founder|governor|mayor|ambassador|envoy|chief)"
)
_AFTER = re.compile(
    r",\s+(?:\d\d,\s+)?((?:an?|the|one of)\s[^,.;:]{3,80}"
    rf"|(?:[\w'’-]+\s){{0,4}}{_POST}\b[^,.;:]{{0,60}})[,.;]"
)
_BEFORE = re.compile(r"(?:^|[.!?]\s+|[\"“”]\s*)((?:[Aa]n?|[Oo]ne of|His|Her)\s[^,.;:]{3,80}),\s+$")
_REACH = 120  #: code points that a description may take


def described(
    actors: ActorTable, text: str, span: Span, on: date | None, mentions: Sequence[Actor]
) -> Actor | None:
    """Return who the person named at a span is said to be; None if it is no name of a stranger's.

    A code 'UNK:MED' tells that it is a journalist, of a state that is not said.
    """
    said = text[span.start : span.end]
    if not _NAME.fullmatch(said) or any(one.span and one.span.overlaps(span) for one in mentions):
        return None
    title = _title(text, span, mentions)
    if title is not None:
        return replace(title, text=said, span=span)
    after = _AFTER.match(text, span.end)
    before = (
        _BEFORE.search(text[max(0, span.start - _REACH) : span.start])
        if text[span.end :][:1] == ","
        else None
    )
    for found in (after, before):
        if found is None or _SAYS.search(found[1]):
            continue
        actor = actors.resolve(found[1], on)
        if actor.code != UNKNOWN:
            return replace(actor, text=said, span=span)
    return None


def _title(text: str, span: Span, mentions: Sequence[Actor]) -> Actor | None:
    """Return the party whose words end where the name begins, if they say what he is."""
    named = [(one, one.span) for one in mentions if one.span and one.span.end < span.start][-2:]
    if not named or text[named[-1][1].end : span.start] != " ":
        return None
    if len(named) == 2 and _FOR.fullmatch(text, named[0][1].end, named[1][1].start):
        named.pop()
    title = named[-1][0]
    return title if title.sector not in {None, "CAP"} else None
