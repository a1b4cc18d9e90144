"""What goes on to be said in a sentence though no tag and no verb holds it: 'A, X said, so that B'.

These pieces are added to what is known of a speech when figures are given to their speakers; they are none of
what is said in so many words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.read.speech import Speech
from vedette.types import Span

#: what goes on with what somebody said right before: a result, a part, a list
_GOES_ON = re.compile(
    r"\s*(?:,\s+(?:so\s+that|of\s+(?:whom|which|them)|(?:most|many|some|half|all|none|fewer|more|at\s+least|including|\d[\d,.]*|\w+)\s+of\s+"
    r"(?:whom|which|them)|\d[\d,.]*\s+of\s+(?:whom|which|them)|bringing|leaving|raising|among\s+(?:whom|which|them)|"
    r"(?:and\s+)?(?:a\s+further|another)\b|and\s+(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten)\s+(?:more|others?|of\s+the)\b|"
    r"and\s+that\b)|:\s+)",
    re.IGNORECASE,
)
#: a list goes on, with no clause between: ', a policeman run over and 51 hurt'
_LISTED = re.compile(
    r",\s+(?!(?:and|but|while|whereas|though|although|as|which|who|whom|whose|where|when|after|before|according|citing|quoting|"
    r"far|well|on|in|at|with|by|for|from|to|up|down|above|below|a\s+(?:figure|toll|number|claim)|\w+\s+(?:said|says?))\b)"
)
#: "in his estimate": of whoever spoke before
_HIS_COUNT = re.compile(
    r"\b(?:by|in)\s+(?:his|her|its|their)\s+(?:own\s+)?(?:count|estimates?|reckoning|tally|telling|account|view)\b"
)


def widened(text: str, speeches: Sequence[Speech]) -> list[Speech]:
    """Return the speeches, each with the pieces of its sentence that go on with it."""
    halved = [_first_half(text, speech) for speech in speeches]
    return [_with_rest(text, speech, halved) for speech in halved]


def _first_half(text: str, speech: Speech) -> Speech:
    """Return a speech up to the semicolon that parts its content, if it leads and is no quotation."""
    cut = text.find("; ", speech.content.start, speech.content.end)
    if cut < 0 or speech.direct or speech.source is None or speech.source.start > speech.content.start:
        return speech
    return replace(speech, content=Span(start=speech.content.start, end=cut))


#: another clause, of which S may know nothing
_ALSO = re.compile(r",\s+(?:and|but|while|whereas)\s")
_CITING = re.compile(r"(?:citing|quot\w+)$")


def _leads(text: str, speech: Speech) -> bool:
    """Whether a speaker opens the sentence and says it all: no 'While X spoke', no 'those whom X put at'."""
    assert speech.source
    assert speech.cue
    at_head = not re.search(r"\w", text[speech.sentence.start : speech.source.start])
    return at_head and not _CITING.search(text[speech.cue.start : speech.cue.end])


def _with_rest(text: str, speech: Speech, speeches: Sequence[Speech]) -> Speech:
    own = [one for one in speeches if one.sentence == speech.sentence]
    if speech.source is None or speech.cue is None:
        return speech
    told = (speech.source, speech.cue, speech.content, *speech.more)
    begin = max(piece.end for piece in told)
    later = [
        piece.start
        for one in own
        if one is not speech
        for piece in (one.source, one.cue, one.content, *one.more)
        if piece and piece.end > begin
    ]
    end = min((*later, speech.sentence.end))
    if end <= begin:
        return speech
    semicolon = text.find("; ", begin, end)
    stop = semicolon if semicolon >= 0 else end
    more = []
    trails = speech.content.end > speech.source.end
    if _GOES_ON.match(text, begin, stop) or (
        trails and not later and _leads(text, speech) and _LISTED.match(text, begin, stop)
    ):
        also = _ALSO.search(text, begin + 1, stop)
        stop = also.start() if also else stop
        more.append(Span(start=begin, end=stop))
    if semicolon >= 0 and not later and _HIS_COUNT.search(text, semicolon, end):
        more.append(Span(start=semicolon + 2, end=end))
    return replace(speech, more=(*speech.more, *more)) if more else speech
