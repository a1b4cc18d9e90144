"""Who gives a figure, where the words are those of counting and not of speech: 'Kyiv counts 85,000'."""

import re

from vedette.read.amounts import REACH
from vedette.types import Span

_WHO = r"(?P<who>(?:\w[\w.'’-]*\s+){0,7}?\w[\w.'’-]*)(?:,[^,;]{3,60},)?"
_VERB = (
    r"(?:(?:has|have|had|now|also|later|since|only|itself)\s+)*(?:counts?|counted|estimates?|"
    r"estimated|detects?|"
    r"detected|lists?|listed|records?|recorded|admits?|admitted|acknowledges?|acknowledged|"
    r"speaks?\s+of|spoke\s+of|"
    r"names?|named|tall(?:y|ies|ied)|reports?|reported|confirms?|confirmed|finds?|found|reckons?|reckoned|"
    r"puts?(?=\s[^;:]{1,60}\sat\b)|gives?(?=\s[^;:]{1,40}\s(?:as|at)\b)|gave(?=\s[^;:]{1,40}\s(?:as|at)\b)|"
    r"rais(?:es|ed)(?=\s[^;:]{0,30}\btoll\b)|lowers?(?=\s[^;:]{0,30}\btoll\b)|claims?|claimed)"
)
#: at the head of its part of the sentence: 'Kyiv counts', 'the Red Cross has put the toll at'
_COUNTS = re.compile(
    rf"^(?:(?:and|but|while|meanwhile,?)\s+|(?:as|when|on|in|after)\s[^,;:]{3, 60},\s+)?{_WHO}\s+{_VERB}\b",
    re.IGNORECASE,
)
_CITED = re.compile(r",\s+(?:citing|quoting)\s+(?P<who>[^,;:]{3,60}),")
#: 'Moscow counts nine jets, Kyiv four'
_GAPPED = re.compile(rf"\b{_VERB}\b[^;:]{{3,80}},\s+(?:and\s+|but\s+)?(?P<who>[A-Z][\w.'’-]*)\s+$")
#: 'Chinese troops, put by Delhi at 20,000'
_PUT_BY = re.compile(
    r"\b(?:put|estimated|counted|given|reckoned)\s+by\s+(?P<who>[\w.'’ -]{2,50}?)\s+at\s+[^,;:]{0,60}$",
    re.IGNORECASE,
)
#: '514 dead by the monitor's count', 'by American estimates', 'a tally by AFP shows'
_COUNT_OF = re.compile(
    r"(?:\bby\s+(?P<his>[\w.' -]{2,40}?)(?:['’]s?)?\s+(?:counts?|tall(?:y|ies)|estimates?|reckoning|"
    r"figures)\b"
    r"|\b(?:tally|count|estimate)\s+by\s+(?P<who>[\w.'’ -]{2,40}?)(?=\s+(?:shows?|says?|put)|[,.;]|$))",
    re.IGNORECASE,
)
#: after the figure in its own part of the sentence: ', a US official said; ...'
_SAID = re.compile(
    r",\s+(?P<who>(?!(?:and|but|which|who|that|including|some|most|as)\b)[\w.'’-]+(?:\s+[\w.'’-]+){0,9}?)\s+"
    r"(?:said|says?|told|tells?|reported|announced|revealed|conclude[sd]?|counted|show(?:s|ed)?|"
    r"writes?|wrote|added)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\b", re.IGNORECASE)
_PART_END = re.compile(r";\s|:\s|,\s(?=(?:while|whereas)\b)")
_PRONOUN = re.compile(
    r"(?:he|she|it|they|we|i|who|which|that|there|this|one|some|many|none|an?|the|its|his|their)",
    re.IGNORECASE,
)
#: of nobody who counts: the thing counted, or a word of time
_NOBODY = re.compile(
    r"\b(?:transcript|document|headline|alert|pictures?|images?|toll|dead|soldiers|troops|people|killed|attacks?|bomb\w*|explosion|raid|strike|shelling|"
    r"clashes|\d+|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|when|after|as|if|to|will|could|was|were|had|has|have)\b",
    re.IGNORECASE,
)


def counter(text: str, first: int, last: int) -> Span | None:
    """Return the words that name who counts the figure at [first, last), None if no such words do.

    Only words of counting, and of saying within the figure's own part of the sentence, are looked for:
    a part ends with ';' or ':'. What a whole sentence says is speech and found elsewhere.
    """
    begin = max(0, first - REACH)
    breaks = list(_PART_END.finditer(text, begin, first))
    start = breaks[-1].end() if breaks else begin
    before = text[start:first]
    stop = _PART_END.search(text, last, last + REACH)
    after = text[last : stop.start() if stop else last + REACH]
    if found := _PUT_BY.search(before):
        return _span(text, start + found.start("who"), start + found.end("who"))
    if found := _COUNT_OF.search(after):
        name = "who" if found["who"] else "his"
        return _span(text, last + found.start(name), last + found.end(name))
    if found := _GAPPED.search(before):
        return _span(text, start + found.start("who"), start + found.end("who"))
    clause = start + before.rfind(", ") + 2 if ", " in before else start
    for begin in (clause, start):  # 'Kyiv counts 9 jets, Minsk speaks of 4'
        if found := _COUNTS.match(text[begin:first]):
            cited = _CITED.match(text, begin + found.end("who"))
            who = cited.span("who") if cited else (begin + found.start("who"), begin + found.end("who"))
            if span := _span(text, *who):
                return span
    found = _SAID.search(after)
    if found and not _ACCORDING.search(after):
        return _span(text, last + found.start("who"), last + found.end("who"))
    return None


def _span(text: str, start: int, end: int) -> Span | None:
    said = text[start:end]
    if _PRONOUN.fullmatch(said) or _NOBODY.search(said):
        return None
    return Span(start=start, end=end)
