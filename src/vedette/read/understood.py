"""Bare numbers: what they count is understood from the figure before, or from a plural without number."""

import re
from dataclasses import dataclass, replace

from vedette.read.amounts import CHANGE, REACH, Amount
from vedette.read.counters import gapped
from vedette.read.units import FORCE, is_force, plural_before


@dataclass(frozen=True, slots=True)
class Number:
    """An amount with what it counts; unit None as long as that is not known."""

    said: Amount
    unit: str | None
    noun: str | None
    told: str
    end: int  #: of the unit
    like: int | None = None  #: where the number stands whose noun it shares


def is_open(number: Number) -> bool:
    """Whether a number without a noun counts people only because of what is said of them."""
    return number.noun is None and number.unit == "people"


def gives_way(text: str, known: Number | None, number: Number) -> bool:
    """Whether what a number without a noun is read to count gives way to what was counted before it."""
    if known is None or number.noun is not None:
        return False
    if number.unit == "people":
        return is_force(known.unit) or known.unit in {"refugees", "protesters"}
    things = known.unit in FORCE - {"troops"}
    return things and number.unit in {"detained", "killed"} and bool(_BROKEN.match(text, number.said.last))


BEFALLEN = frozenset({"killed", "injured", "detained"})
OF_WHICH = re.compile(r"\bof (?:which|whom|them)\s+$", re.IGNORECASE)
#: 'of the roughly 120 battalions, 83 are near'
_OF_THE = re.compile(r"(?:^|\W\s|\bthat )of (?:the|its|their|his)\s+$", re.IGNORECASE)
#: a bare number is a figure of what was counted before if someone counts, or if it is no small one
_BARE = 100
_ENDS = re.compile(
    r"[\"'”’!?]*(?:\s*(?:$|[.,;:)])|\s+(?:in|on|at|by|near|within|inside|over|more|of (?:them|whom|which|"
    r"these|those|ours|theirs|"
    r"(?:its|his|her|their|our|your) own)|to|from|"
    r"or so|got|took|came|went|hit|still|only|now|of \d[\d.,]*|"
    r"last|today|yesterday|this|had|have|were|was|are|is|will|would|could|may|belong|and|counted|already|"
    r"there|here|"
    r"among|another|alone|earlier|ago|a|as)\b|\s+[\"“]|\s+(?:\w+\s+){0,2}?ones\b"
    r"|\s+(?-i:[A-Z])\w+(?:n|ese|sh|i|ch)\s*(?:$|[.,;)]|(?:for|and)\s))",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:count(?:s|ed)?|admit(?:s|ted)?|speaks? of|spoke of|puts? (?:it|them|the \w+) at|says|"
    r"said|with|lost|had|has|have|names?|named|finds?|found|sees?|saw|knows? of|knew of|makes? it|stays? at|"
    r"stayed at|buries|raises? it to|raised it to|"
    r"acknowledg\w+(?: the loss of)?|report(?:s|ed)?|claim(?:s|ed)?|and|by|toll of|count of|only|or|"
    r"to|of|then|from|not|that|stopped|expects?|vouch(?:es|ed)? for|"
    r"(?:shot|brought|bring|shoots?) down|downed|sank|sunk|intercept(?:s|ed)?|destroy(?:s|ed)|"
    r"hits?|gets?|got|keeps?|kept)\s+"
    r"(?:(?:about|around|some|nearly|almost|more than|over|at least|at most|up to|fewer than|less than|"
    r"the loss of)\s+)*$",
    re.IGNORECASE,
)
#: what befalls things and is told right after a number of them: 'two ships sunk, four damaged'
_BROKEN = re.compile(
    r"\s+(?:were\s+|was\s+|are\s+|been\s+)*(?:damaged|destroyed|sunk|hit|lost|captured|seized|burn(?:t|ed)|"
    r"shot down|brought down|downed|intercepted|knocked out|disabled|crippled|struck|wrecked|missing|"
    r"launched|fired|loosed|stopped|by (?-i:[A-Z])\w+)\b",
    re.IGNORECASE,
)
#: a name right before a later number has what the one before it has: 'Poland 4 Leopards, Norway eight'
_ELLIPTIC = re.compile(
    r"[^.;:]{0,30}?[,;:(]\s+(?:and\s+|while\s+)?(?-i:[A-Z])[\w’'-]+(?:\s+[\w’'-]+){0,2}?(?:\s+(?:alone|"
    r"only|another|some|about))?\s+"
)
_OWN_ONES = re.compile(r"\s+of (?:ours|theirs|(?:its|his|her|their|our|your) own)\b", re.IGNORECASE)
#: a number at the head of a clause of which something is said: '389 captives cross, 2,758 go north'
_HEADS = re.compile(r"(?:[;,:]|[;,]\s+(?:and|but|while|whereas))\s+[\"“]?$", re.IGNORECASE)
_GOES = re.compile(
    r"\s+(?:more\s+)?(?:go|goes|went|had|have|are|were|fall|fell|stay|stayed|left|leave|did|came|come|got|"
    r"still|flew|fly|"
    r"landed|land|crossed|cross|reach|reached|arrive|arrived|return|returned|remain|remained|failed|"
    r"missed)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
#: no less than this is money where sums are spoken of
_LARGE_SUM = 1e6
#: a number and one understood from it lie within this factor of each other
_ALIKE = 500


def understood(text: str, one: Number | None, number: Number) -> Number:
    """Return the bare number with the unit of `one`, the nearest figure before it, if it can be one."""
    said = number.said
    if one is None or said.first - one.end > REACH:
        return number
    if one.unit == "usd":
        return _sum_of(text, one, number)
    if _YEAR.fullmatch(text, said.first, said.last):
        return number
    known = replace(number, unit=one.unit, noun=one.noun, told=one.told, like=one.said.first)
    whole = max(0, one.said.start - REACH), one.said.start
    if OF_WHICH.search(text, one.end, said.start) or _OF_THE.search(text, *whole):
        return known if said.low <= one.said.high else number
    if one.unit in FORCE - {"troops"} and _BROKEN.match(text, said.last):
        return known
    if one.unit not in BEFALLEN and _HEADS.search(text, one.end, said.start) and _GOES.match(text, said.last):
        return known
    alike = one.said.low / _ALIKE <= said.low <= one.said.high * _ALIKE
    if not alike or not _ENDS.match(text, said.last):
        return number
    told = (
        _COUNTS.search(text[max(0, said.first - 60) : said.first])
        or gapped(text, said.start)
        or _ELLIPTIC.fullmatch(text, one.end, said.start)
        or _OWN_ONES.match(text, said.last)
    )
    return known if told or said.low >= _BARE else number


def _sum_of(text: str, one: Number, number: Number) -> Number:
    """Return a bare number as a sum where one was spoken of: '$33bn, of which four billion is new'."""
    said = number.said
    bare = _ENDS.match(text, said.last) or OF_WHICH.search(text, one.end, said.start)
    converted = text[max(0, said.start - 1) : said.start] == "("  # '$370m (233m)'
    if not bare or converted or said.low < _LARGE_SUM:
        return number
    return replace(number, unit="usd", noun="usd")


_CROWDS = frozenset({"troops", "refugees", "protesters"})


def of_topic(text: str, number: Number, preceding: str) -> Number:
    """Return a number that is counted or befallen with the unit of the last plural before it, if any."""
    said = number.said
    befallen = _BROKEN.match(text, said.last)
    told = _COUNTED.search(text[max(0, said.first - 60) : said.first]) or gapped(text, said.start)
    opened = is_open(number)
    if not befallen and not opened and not (told and _ENDS.match(text, said.last)):
        return number
    if _YEAR.fullmatch(text, said.first, said.last):
        return number
    unit = plural_before(text[max(0, said.first - REACH) : said.first]) or plural_before(preceding)
    if unit is None or (befallen and unit not in FORCE) or (opened and unit not in _CROWDS):
        return number
    return replace(number, unit=unit, noun=unit)


#: words that say of a number alone that it is a count; `_COUNTS` are more, for one with another before it
_COUNTED = re.compile(
    r"\b(?:count(?:s|ed)|speaks? of|spoke of|puts? (?:it|them|the \w+) at|had|has|saw|sees|knows? of|knew of|"
    r"names?|named|finds?|found|lists?|listed|stayed at|allow(?:s|ed) it|total(?:s|led)?|of|downed|sank|sunk|"
    r"(?:shot|brought) down|intercepted|destroyed|buries|from \d[\d,.]* to|:"
    rf"|{CHANGE}[^.;]{{0,60}}\bfrom)\s+"
    r"(?:(?:about|around|some|nearly|almost|more than|over|at least|at most|up to|fewer than|less than|"
    r"no more than|no fewer than|as many as|barely|only|[\"“])\s*)*$",
    re.IGNORECASE,
)
