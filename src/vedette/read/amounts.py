"""Amounts as they are said: a number with its range and its qualifier ('some 300', '90 to 100 thousand')."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette.read.numbers import NUMBER, UNSURE, amount, scale
from vedette.types import Qualifier, Span

#: code points before and after a number that are looked at
REACH = 160
#: a sentence with more numbers is a table or a list of prices; what follows in it is not read
MOST = 200


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text. Offsets are code points, half-open."""

    start: int  #: of the qualifier
    first: int  #: of the number
    last: int  #: end of the number, its upper value included
    end: int  #: end of what is said after it to qualify it, else `last`
    low: float
    high: float
    qualifier: Qualifier
    vague: bool  #: a plural without a number, as 'hundreds'
    money: bool  #: has a dollar sign
    one: bool  #: the word 'one'
    then: bool  #: was the value before, or is said not to be the value


_QUALIFIERS = (
    (Qualifier.LESS_THAN, r"fewer than|less than|under|below|just under|not quite|short of"),
    (
        Qualifier.MORE_THAN,
        (
            r"more than|over|in excess of|upwards? of|above|exceed(?:s|ed|ing)?|well over|just over|beyond|"
            r"pass(?:es|ed|ing)?|top(?:s|ped|ping)?|surpass(?:es|ed|ing)?|greater than"
        ),
    ),
    (
        Qualifier.AT_LEAST,
        (
            r"at (?:the )?(?:very )?least|(?:no|not) fewer than|(?:no|not) less than|a minimum of|minimum of|"
            r"as few as"
        ),
    ),
    (
        Qualifier.UP_TO,
        (r"up to|as many as|as much as|(?:no|not) more than|at (?:the )?most|a maximum of|maximum of"),
    ),
    (
        Qualifier.ABOUT,
        (
            r"around|about|some|nearly|almost|approximately|roughly|an estimated|estimated|close to|"
            r"closer to|"
            r"circa|nearing|nears|approach(?:es|ed|ing)?|more or less|somewhere around|approx\.?|"
            r"in the region of|"
            r"in the order of|perhaps|maybe|probably|near"
        ),
    ),
)
_FURTHER = r"(?:a total of\s+|another\s+|a further\s+|an additional\s+|the\s+|between\s+|[\"“‘'])*"
#: the longest first: 'no more than' before 'more than'
_BEFORE = tuple(
    (qualifier, re.compile(rf"\b(?:{words})\s+{_FURTHER}(?:US\s?\$|\$)?$", re.IGNORECASE))
    for qualifier, words in sorted(
        _QUALIFIERS, key=lambda row: row[0] in {Qualifier.MORE_THAN, Qualifier.LESS_THAN}
    )
)
#: signs before a number; '>' apart from it marks a quoted line
_SIGNS = {">": Qualifier.MORE_THAN, "<": Qualifier.LESS_THAN, "≥": Qualifier.AT_LEAST, "≤": Qualifier.UP_TO}
_SIGN = re.compile(r"[<>≥≤]$|(?:[~≈]|\b(?:c|ca)\.)\s?$")
_AFTER = (
    (
        Qualifier.AT_LEAST,
        re.compile(r"\s+or\s+more\b|,?\s+at\s+(?:the\s+)?(?:very\s+)?least\b", re.IGNORECASE),
    ),
    (Qualifier.ABOUT, re.compile(r"\s+or\s+so\b|-odd\b|-ish\b|,?\s+(?:give or take|approximately)\b")),
    (Qualifier.UP_TO, re.compile(r"\s+or\s+(?:fewer|less)\b|,?\s+at\s+(?:the\s+)?most\b", re.IGNORECASE)),
    (Qualifier.MORE_THAN, re.compile(r"-plus\b|\s+plus\b", re.IGNORECASE)),
)

#: 'one of the men', 'two thirds': part of a whole, not a count
_PART_OF = re.compile(
    r"\s+(?:of|in)\s+(?:the|his|her|its|their|them|our|\w+['’]s|every|\d|two|three|four|five|six|ten)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"[-\s](?:thirds?|quarters?|fifths?|tenths?|half)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}\.\d\d|0\d+")
_YEAR = re.compile(r"1[6-9]\d\d|20\d\d")
_IN_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|of|from|during|early|late|mid|before|after|summer|autumn|winter|"
    r"spring|the|year|through|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|\d\d?,)"
    r"[\s\[-]+$",
    re.IGNORECASE,
)
#: 'rose from 90,000 to 120,000', 'cut by 20,000 to 70,000', 'rose to 120,000 from 90,000': two values each
CHANGE = (
    r"\b(?:rose|ris(?:e\w*|ing)|grew|grow\w*|increas\w+|fell|fall\w*|cut\w*|reduc\w+|drop\w*|decreas\w+|"
    r"shr[aiu]nk\w*|lower\w*|rais\w+|expand\w*|climb\w*|jump\w*|swell\w*|swol\w+|up|down)\b"
)
_ROUGHLY = (
    r"(?:(?:about|around|some|nearly|almost|an? estimated|estimated|more than|over|the|less than|"
    r"fewer than)\s+)*$"
)
#: what a value was before, or is said not to be
_THEN = re.compile(
    rf"(?:{CHANGE}(?:[^.;]{{0,60}}\bto\s+(?:\w+\s+){{0,2}}\S*\d\S*(?:\s+[\w-]+){{0,3}}?)?\s+from|"
    rf"\b(?:compared (?:with|to)|against|(?:,|and|but) not(?: of)?|instead of|rather than))\s+{_ROUGHLY}"
    r"|,\s+not\s+(?:of\s+)?(?:(?:more than|over|about)\s+)?$",
    re.IGNORECASE,
)
#: 'a headline that puts 175,000 men at the border is mistaken'
_WRONG = re.compile(
    r"^[^.;:]*\b(?:is|was|were|are) (?:mistaken|wrong|false|incorrect|an error|a mistake)\b", re.IGNORECASE
)
_AGE = re.compile(
    r"(?:[A-Z](?:[\w'’-]+|\.)|he|she|boy|girl|man|woman|chief|suspect|gunman|skipper|bishop|president|king|"
    r"mother|father|son|"
    r"daughter|student|pilot|founder|widow|driver), $"
)
_OF_AGES = re.compile(
    r"\b(?:men|women|males|reservists|conscripts|recruits|citizens|volunteers|people|civilians|boys|girls|"
    r"youths|children|those)\s+(?:aged\s+)?(?:between|from)\s+$",
    re.IGNORECASE,
)
_HOURS = 12
_VOTES = re.compile(r"\bvote[sd]?\s+(?:(?:to|against|for|by)\s+)?$", re.IGNORECASE)
#: a rate: '1,100 a day'
_EACH_TIME = re.compile(
    r"\s+(?:more\s+)?(?:an?|each|every|per)\s+(?:minute|hour|day|night|week|month|year)\b"
    r"(?!\s+(?:ago|earlier|later|before|after))|\s+(?:\w+\s+)?(?:in|of|out of)\s+every\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\bnot\s+$", re.IGNORECASE)
#: a time of day: 'by nine, the ministry had', 'at four in the morning'
_BY = re.compile(r"\b(?:by|until|till|since|past|before|after)\s+$", re.IGNORECASE)
_THEN_SAID = re.compile(r"(?:[,;.]|$)(?!\d)|\s+on\s+[A-Z]\w+day\b")
_HOUR = re.compile(r"\s+(?:o['’]clock|in the (?:morning|afternoon|evening)|at night)\b", re.IGNORECASE)
_AFTER_AGE = re.compile(r"(?:,|\)|\s+and\b|$)")
_CHANGED = re.compile(rf"{CHANGE}[^.;]{{0,60}}\b(?P<how>from|by)\s+(?:\w+\s+){{0,3}}$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|betw\.?)\s+(?:\w+\s+)?$", re.IGNORECASE)
#: 'seventy or eighty' is one guess; 'two or 300' are two numbers. Upside down, '100-40' is a score
_NEAR = 2.5


def amounts(text: str, days: Sequence[Span]) -> list[Amount]:
    """Return the amounts of a text in order.

    `days` are the spans of its dates, in order: what is inside a date is no amount. Years, ages,
    fractions and 'one of' are left out. A range written upside down is turned. At most `MOST` are read.
    """
    found: list[Amount] = []
    at = 0
    while len(found) < MOST and (match := NUMBER.search(text, at)):
        at = match.end("low")
        if _in_date(match, days):
            continue
        one = _amount(text, match)
        if one is not None:
            at = one.last
            within = bool(found) and _ends(text, found[-1], one)
            found[-1:] = [_between(found[-1], one)] if within else [*found[-1:], one]
    return found


_BUT = re.compile(r",?\s+(?:but|and)\s+", re.IGNORECASE)


def _ends(text: str, low: Amount, high: Amount) -> bool:
    """Whether two amounts are the ends of one: 'more than 100,000 but fewer than 120,000'."""
    above = low.qualifier in {Qualifier.MORE_THAN, Qualifier.AT_LEAST}
    below = high.qualifier in {Qualifier.LESS_THAN, Qualifier.UP_TO}
    return above and below and low.high < high.low and bool(_BUT.fullmatch(text, low.last, high.start))


def _between(low: Amount, high: Amount) -> Amount:
    return replace(low, last=high.last, end=high.end, high=high.high, qualifier=Qualifier.EXACT)


def _in_date(match: re.Match[str], days: Sequence[Span]) -> bool:
    """Whether a date holds the number; a bare 'a thousand' is none, though some year was called so."""
    start, end = match.span("low")
    first, last = 0, len(days)
    while first < last:  # the first date that ends after the number's start; dates do not overlap
        middle = (first + last) // 2
        first, last = (middle + 1, last) if days[middle].end <= start else (first, middle)
    if first == len(days) or days[first].start >= end:
        return False
    return days[first] != Span(start=start, end=end) or bool(_YEAR.fullmatch(match["low"]))


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    low, high, last = _range(text, match)
    before = text[max(0, match.start() - REACH) : match.start()]
    after = text[last : last + REACH]
    if _CLOCK.fullmatch(match["low"]):
        return None
    one = match["low"].lower() == "one"
    if (one and _PART_OF.match(after)) or _FRACTION.match(after):
        return None
    if _YEAR.fullmatch(match["low"]) and _IN_YEAR.search(before):
        return None
    if high < 120 and (
        (_AGE.search(before) and _AFTER_AGE.match(after)) or (low < high and _OF_AGES.search(before))
    ):
        return None  # 'Goudreault, 35, died', 'men between 18 and 60'
    if (
        high <= _HOURS
        and (_HOUR.match(after) or (_BY.search(before) and _THEN_SAID.match(after)))
        and not _CHANGED.search(before)
    ):
        return None
    if _VOTES.search(before) or _EACH_TIME.match(after) or (one and _NOT.search(before)):
        return None
    vague = " ".join(match["low"].lower().split()) in UNSURE
    qualifier, start, end = _qualifier(text, match.start(), last, vague=vague)
    return Amount(
        start=start,
        first=match.start(),
        last=last,
        end=end,
        low=low,
        high=high,
        qualifier=qualifier,
        vague=vague,
        money=bool(match["sign"]),
        one=one,
        then=bool(_THEN.search(before) or _WRONG.search(after)) or _was(before, after),
    )


def _range(text: str, match: re.Match[str]) -> tuple[float, float, int]:
    """Return lower and upper value and where they end."""
    low, high = amount(match["low"])
    end = match.end("low")
    if match["high"]:
        upper = amount(match["high"])[1]
        before = text[max(0, match.start() - REACH) : match.start()]
        link = text[end : match.start("high")].strip().lower()
        factor = scale(match["high"])
        shared = factor > 1 and low < 1000 and scale(match["low"]) == 1 and upper > low
        thousands = low * 1000 < upper <= low * 1000 * _NEAR and upper % 1000 == 0
        if shared and (low * factor <= upper or link not in {"and", "or"}):
            low, high = low * factor, high * factor  # '90 to 100 thousand'
        elif thousands and factor == 1 and (_BETWEEN.search(before) if link == "and" else link != "or"):
            low *= 1000  # '169-190,000'
        if not (link == "to" and _is_change(before, low, upper)) and _is_range(link, before, low, upper):
            low, high, end = min(low, upper), max(high, upper), match.end("high")
    return low, high, end + (text[end : end + 1] == "+")


def _is_change(before: str, low: float, high: float) -> bool:
    """Whether two values are said of a change; 'rose by 4,000 to 6,000' is one of a size not known."""
    change = _CHANGED.search(before)
    return change is not None and (change["how"].lower() == "from" or high > low * _NEAR)


def _was(before: str, after: str) -> bool:
    """Whether a value is the first of a change: 'raised the number of men from 1,000 to 15,000'."""
    change = _CHANGED.search(before)
    return change is not None and change["how"].lower() == "from" and bool(_TO.match(after))


_TO = re.compile(r"\s+to\s+(?:[a-z]+\s+){0,3}\d", re.IGNORECASE)


def _is_range(link: str, before: str, low: float, high: float) -> bool:
    if link == "and":
        return bool(_BETWEEN.search(before))
    if link == "or":
        return low < high <= low * _NEAR
    return high > low or low <= high * _NEAR


def _qualifier(text: str, first: int, last: int, *, vague: bool) -> tuple[Qualifier, int, int]:
    """Return how exact the number is said to be, where these words begin, and where they end."""
    begin = max(0, first - 80)
    before = text[begin:first]
    for qualifier, pattern in _BEFORE:
        if found := pattern.search(before):
            return qualifier, begin + found.start(), last
    if sign := _SIGN.search(before):
        return _SIGNS.get(sign[0], Qualifier.ABOUT), begin + sign.start(), last
    if text[last - 1] == "+":
        return Qualifier.MORE_THAN, first, last
    if told := qualified_after(text, last):
        return told[0], first, told[1]
    return Qualifier.ABOUT if vague else Qualifier.EXACT, first, last


def qualified_after(text: str, at: int) -> tuple[Qualifier, int] | None:
    """Return the qualifier told at `at`, after number or noun ('or more'), and its end; None if none is."""
    for qualifier, pattern in _AFTER:
        if found := pattern.match(text, at):
            return qualifier, found.end()
    return None
