"""Who speaks behind words that are but part of a clause on them: 'X, which keeps lists, says'."""

import re

from vedette.read.cues import FINITE
from vedette.types import Span

#: a clause or phrase put in behind a noun phrase that may speak
_OPENS = re.compile(
    r",\s+(?P<word>which|who|whom|whose|in\s+an?\s+(?:report|letter|statement|speech|estimate)|"
    r"according\s+to|(?:quoted|cited)\s+(?:by|in)|asked\s+(?:by|for|about))\b"
)
#: 'an officer who had walked round the square'
_NARROWS = re.compile(
    r"(?P<who>\b(?:[Aa]n?|[Tt]he|[Oo]ne)\s+(?:[\w'’-]+\s+){1,4}?)who\s+(?:[\w'’-]+\s+){1,7}$"
)
#: where a noun phrase begins at the latest
_BEGINS = re.compile(
    r"[,;:\"“”]\s+(?:(?:and|but|while|whereas|though|although|yet)\s+)?|"
    r"\b(?:while|whereas|though|although|because|that|said|says|what|when|if)\s+"
)
#: before the noun phrase that ends a clause: 'were ordered out by | the army'
_OBJECT = re.compile(r"\b(?:by|to|from|with|for|against|of)\s+")
#: who speaks for others: 'whose spokesman'
_SPEAKS_FOR = re.compile(
    r"(?:whose\s+)?(?:own\s+|chief\s+|army\s+|press\s+)*(?:spokes\w+|director|chairm[ae]n|head|chief|leaders?|ministry|office|"
    r"president|minister|officials?|delegates?|representatives?|secretary)$"
)
#: ', officers said': the clause has closed, and its noun phrase goes on
_CLOSED = re.compile(r"[^;:\"“”]*,\s+(?:(?:has|have|had|would|will|also|\w+ly)\s+)*$")
#: 'X, according to Y, believes' has X speak; 'X, according to Y, has taken a town' does not
_ACTS = re.compile(r"[^;:]*,\s+(?:has|have|had|would|will)\b")
#: 'officers, according to a paper, believe'
_BELIEVES = re.compile(
    r",\s+(?:believes?|thinks?|says?|said|estimates?|fears?|reckons?|puts?|claims?|counts?|knows?|insists?|that)\b"
)
_RELATIVE = re.compile(r"(?:who|which)$")


def principal(text: str, sentence: Span, source: Span, cue: Span) -> Span:
    """Return the words for those who speak where a source is but part of a clause on them, else the source.

    'which keeps its lists in Lome' and 'whose spokesman' say nothing of who it is: that is the noun phrase
    before. So is 'Y' in 'X, whom Y had asked, said' none of those who speak.
    """
    source = _named_whole(text, source)
    said = text[source.start : source.end]
    opened = None
    if cue.end <= source.start and _BELIEVES.match(text, source.end):
        for found in _OPENS.finditer(text, sentence.start, source.start):
            opened = found if cue.overlaps(Span(start=found.start(), end=found.end())) else opened
        return (_phrase(text, sentence.start, opened.start()) if opened else None) or source
    for found in _OPENS.finditer(text, sentence.start, source.end):
        if found.start() < source.start and not re.search(r"[,;]", text[found.end() : source.start]):
            opened = found
    if opened:
        word = opened["word"].split()[0]
        closed = cue.start > source.end and _CLOSED.match(text, source.end, cue.start)
        if (
            closed
            and word not in {"which", "who", "whom", "whose"}
            and _ACTS.match(text, source.end, cue.start)
        ):
            closed = None
        own = text[opened.end() : source.start].strip() == "" or source.start <= opened.start("word")
        is_pronoun = own and word in {"who", "which"} and _RELATIVE.match(said)
        speaks_for = own and word == "whose" and _SPEAKS_FOR.match(said)
        if closed or is_pronoun or speaks_for:
            return _phrase(text, sentence.start, opened.start()) or source
    elif cue.start >= source.end and not text[source.end : cue.start].strip():
        narrows = _NARROWS.search(text, sentence.start, source.start)
        if narrows:
            return Span(start=narrows.start("who"), end=narrows.end("who") - 1)
    return source


#: a name goes on in capitals: 'the site Lome | Now'; days and months are none
_NAME_ON = re.compile(
    r"(?:\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Febr)uary\b|(?:Septem|Octo|Novem|Decem)ber\b|"
    r"(?:March|April|May|June|July|August)\b)[A-Z][\w’'-]*)+"
)
_CAPITAL = re.compile(r"(?:\s|^)[A-Z][a-z]\S*$")


def _named_whole(text: str, source: Span) -> Span:
    """Return a source over the rest of the name it breaks off in."""
    rest = _NAME_ON.match(text, source.end)
    if rest is None or not _CAPITAL.search(text[source.start : source.end]):
        return source
    return Span(start=source.start, end=rest.end())


def _phrase(text: str, start: int, end: int) -> Span | None:
    """Return the noun phrase that ends at `end`, None if what ends there is a clause."""
    begins = list(_BEGINS.finditer(text, start, end))
    first = begins[-1].end() if begins else start
    if FINITE.search(text, first, end):
        objects = list(_OBJECT.finditer(text, first, end))
        if not objects:
            return None
        first = objects[-1].end()
    if not text[first:end].strip():
        return None
    return Span(start=first, end=end)
