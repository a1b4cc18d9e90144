"""Numbers with what they count: by their own words, or shared with the numbers around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette.read.amounts import CHANGE, REACH, Amount, amounts, qualified_after
from vedette.read.circumstances import AND
from vedette.read.counted import Counted, counted
from vedette.read.counters import gapped
from vedette.read.roster import peoples
from vedette.read.units import FORCE, PERSONS, is_force, plural_before
from vedette.types import Actor, Qualifier, Span


@dataclass(frozen=True, slots=True)
class Number:
    """An amount with what it counts; unit None as long as that is not known."""

    said: Amount
    unit: str | None
    noun: str | None
    told: str
    end: int  #: of the unit
    like: int | None = None  #: where the number stands whose noun it shares


def numbers(text: str, days: Sequence[Span], actors: Sequence[Actor], preceding: str) -> list[Number]:
    """Return the numbers of a text that can be figures, in order, without a unit if nothing says which.

    `days` are the spans of its dates, `actors` those named in it, `preceding` is the sentence before.
    """
    near = [a for a in actors if a.span and a.code != "UNK" and _is_people(a.text)]
    found = [one for said in amounts(text, days) if (one := _counted(text, said, near))]
    found = _joined(text, found)
    if any(one.unit is None or _is_open(one) for one in found):
        return _recalled(text, found, preceding)
    return found


def _is_people(name: str) -> bool:
    """Whether a name can be of those who are counted: 'Russians', 'North Koreans'."""
    return name.endswith("s") and (" " not in name or name.rpartition(" ")[2] in peoples())


#: below this a sum is a price, a fare or a fine: of 40 sums of the labelled headlines none is smaller
_LEAST_SUM = 1000
_RATE = re.compile(
    r"\s*(?:an?|per|for every|each)\s+(?:head|barrel|day|hour|litre|ton|tonne|person|metric)\b"
)
_SHARE = re.compile(r"\s*(?:percent|per[- ]cent|%)\s+of\b", re.IGNORECASE)


def _counted(text: str, said: Amount, actors: Sequence[Actor]) -> Number | None:
    """Return the amount with what its own words say it counts, None if it can't be a figure."""
    if said.money:
        return Number(said, "usd", "usd", "", said.end) if _is_sum(text, said, said.end) else None
    what = counted(text, said, actors)
    if what is not None and what.unit == "usd" and not said.vague and not _is_sum(text, said, what.end):
        return None
    if what is not None and what.noun == "percent":
        what = _share(text, said)
    if what is None:
        return None
    if said.qualifier is Qualifier.EXACT and (told := qualified_after(text, what.end)):
        said = replace(said, qualifier=told[0], end=told[1])  # '30 soldiers or more'
    return Number(said, what.unit, what.noun, what.told, max(what.end, said.end))


def _is_sum(text: str, said: Amount, end: int) -> bool:
    return said.high >= _LEAST_SUM and not _RATE.match(text, end)


def _share(text: str, said: Amount) -> Counted | None:
    """Return the share of a force that a percentage states, None for a share of anything else."""
    found = _SHARE.match(text, said.last)
    if not found:
        return None
    what = counted(text, replace(said, first=found.end(), last=found.end(), end=found.end(), high=100), ())
    if what is None or what.noun not in FORCE:
        return None
    return Counted(f"percent of {what.noun}", what.end, "percent")


# --- numbers that are joined ----------------------------------------------------------------------

_JOINT = re.compile(
    r"(?:\s+(?:in|at|near|from|on|along|inside|close to)\s[^.;:]{1,60}?)?\s*(?:,|,?\s?(?:and|&|plus|"
    r"or|as well as)\b)\s*"
    r"(?:another\s+|a further\s+|an additional\s+)?",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"[^.;:]{0,40}?,?\s+(?:including|among them|amongst them)\s+", re.IGNORECASE)
_OF_THEM = re.compile(r"\s*(?:\w+\s+)?(?:of them|of whom|among them)\b", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bof (?:which|whom|them)\s+$", re.IGNORECASE)
#: 'of the roughly 120 battalions, 83 are near'
_OF_THE = re.compile(r"(?:^|\W\s|\bthat )of (?:the|its|their|his)\s+$", re.IGNORECASE)
#: 'another 300 waited', '20,000 others waited': more of the same
_OTHERS = re.compile(r"\bothers$", re.IGNORECASE)
#: '34,000 Iraqi soldiers, 16,000 Kurds': a people named beside a force
_PEOPLE_NAMED = re.compile(r"\s+[A-Z]\w+s$")
#: 'about 250,000 U.S. and 45,000 British troops', 'from 90,000 to 120,000 troops', '600 of its 1,400 men'
_SHARED_NOUN = re.compile(
    r"(?:\s+[A-Z][\w.]+)?\s+and\s+(?:about\s+|some\s+)?|\s+to\s+(?:\w+\s+){0,2}"
    r"|\s+of\s+(?:the|its|their|his|her|our)\s+(?:about\s+|some\s+|roughly\s+)?"
)
#: numbers that share a noun lie within this factor: '20,000 and a dozen ships' do not
_OF_A_SIZE = 50


def _joined(text: str, numbers: Sequence[Number]) -> list[Number]:
    """Return the numbers with what they share with those around them.

    'more than 40,000 soldiers at the border and more than 40,000 in Crimea' are soldiers twice;
    'killed three soldiers and two civilians' and '3 soldiers and 2 civilians were killed' are five
    dead; 'Moscow counts nine jets, Kyiv four' are jets twice.
    """
    whole = list(numbers)
    for at in range(len(whole) - 2, -1, -1):
        one, two = whole[at], whole[at + 1]
        size = two.said.low / _OF_A_SIZE <= one.said.low <= two.said.high * _OF_A_SIZE
        shared = size and _SHARED_NOUN.fullmatch(text, one.said.last, two.said.start)
        if one.unit is None and two.unit and shared:
            whole[at] = replace(one, unit=two.unit, noun=two.noun)
    known: Number | None = None
    for at in range(1, len(whole)):
        one, two = whole[at - 1], whole[at]
        known = one if one.unit else known
        whole[at] = _after(text, one, known, two)
    for at in range(len(whole) - 1, 0, -1):
        one, two = whole[at - 1], whole[at]
        if two.unit == "troops" and one.unit == "people" and not one.told and _same(text, two, one):
            whole[at - 1] = one = replace(one, unit="troops")
        row = AND.fullmatch(text, one.end, two.said.first)
        if two.told == "after" and one.noun and one.unit in PERSONS and not one.told and row:
            whole[at - 1] = replace(one, unit=two.unit, told="after")
    return whole


def _after(text: str, one: Number, known: Number | None, two: Number) -> Number:
    """Return `two` with what it shares with `one`, the number before it, or with the last that has a unit."""
    persons = two.unit in PERSONS and not two.told
    part = bool(_OF_THEM.match(text, two.said.last))
    if one.unit and (part or _OF_WHICH.search(text, one.end, two.said.start)):
        two = replace(two, like=one.said.first)
    whose = part and two.noun in PERSONS - {None} and one.unit in _FATED
    if (
        (whose and _ASIDE.fullmatch(text, one.end, two.said.start))
        or (_OF_THEM.match(text, two.end) and two.unit in {"people", None} and one.unit)
        or (one.told and persons and two.unit and _INCLUDING.fullmatch(text, one.end, two.said.start))
    ):
        return replace(two, unit=one.unit, told=one.told)
    if persons and two.noun and one.unit == "troops" and _same(text, one, two):
        return replace(two, unit="troops")
    if one.told == "before" and persons and two.noun and _JOINT.fullmatch(text, one.end, two.said.start):
        return replace(two, unit=one.unit, told="before")
    if two.unit is None or _gives_way(text, known, two):
        return _understood(text, known, two)
    return two


def _is_open(number: Number) -> bool:
    return number.noun is None and number.unit == "people"


def _gives_way(text: str, known: Number | None, number: Number) -> bool:
    """Whether what a number without a noun is read to count gives way to what was counted before it."""
    if known is None or number.noun is not None:
        return False
    if number.unit == "people":
        return is_force(known.unit) or known.unit in {"refugees", "protesters"}
    things = known.unit in FORCE - {"troops"}
    return things and number.unit in {"detained", "killed"} and bool(_BROKEN.match(text, number.said.last))


_FATED = frozenset({"killed", "injured", "detained", "refugees", "troops"})
_ASIDE = re.compile(r"\s*(?:,|\(|-|–|—)\s*")


def _same(text: str, troops: Number, people: Number) -> bool:
    """Whether people counted beside troops are troops too: 'others', or a people named in a row with them."""
    if people.said.first > troops.end and _OTHERS.search(text, people.said.last, people.end):
        return True
    first, second = sorted((troops, people), key=lambda one: one.said.first)
    return bool(
        _PEOPLE_NAMED.fullmatch(text, people.said.last, people.end)
        and AND.fullmatch(text, first.end, second.said.first)
    )


#: a bare number is a figure of what was counted before if someone counts, or if it is no small one
_BARE = 100
_ENDS = re.compile(
    r"[\"'”’]?(?:\s*(?:$|[.,;:)])|\s+(?:in|on|at|by|near|within|inside|over|more|of (?:them|whom|"
    r"its own)|to|from|"
    r"or so|got|took|came|went|hit|still|only|now|of \d|"
    r"last|today|yesterday|this|had|have|were|was|are|is|will|would|could|may|belong|and|counted|"
    r"among|another|alone|earlier|ago|a|as)\b)",
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
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
#: no less than this is money where sums are spoken of
_LARGE_SUM = 1e6
#: a number and one understood from it lie within this factor of each other
_ALIKE = 500


def _understood(text: str, one: Number | None, number: Number) -> Number:
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
    if _OF_WHICH.search(text, one.end, said.start) or _OF_THE.search(text, *whole):
        return known if said.low <= one.said.high else number
    if one.unit in FORCE - {"troops"} and _BROKEN.match(text, said.last):
        return known
    alike = one.said.low / _ALIKE <= said.low <= one.said.high * _ALIKE
    if not alike or not _ENDS.match(text, said.last):
        return number
    told = _COUNTS.search(text[max(0, said.first - 60) : said.first]) or gapped(text, said.start)
    return known if told or said.low >= _BARE else number


def _sum_of(text: str, one: Number, number: Number) -> Number:
    """Return a bare number as a sum where one was spoken of: '$33bn, of which four billion is new'."""
    said = number.said
    bare = _ENDS.match(text, said.last) or _OF_WHICH.search(text, one.end, said.start)
    converted = text[max(0, said.start - 1) : said.start] == "("  # '$370m (233m)'
    if not bare or converted or said.low < _LARGE_SUM:
        return number
    return replace(number, unit="usd", noun="usd")


def _recalled(text: str, numbers: Sequence[Number], preceding: str) -> list[Number]:
    """Return the numbers, bare ones with the unit of a plural without number, or of the sentence before.

    'Scuds over the city: six fired', 'The navy has frigates there. A diplomat counted four.'
    """
    earlier = [one for said in amounts(preceding, ()) if (one := _counted(preceding, said, ()))]
    earlier = [one for one in _joined(preceding, earlier) if one.unit]
    gap = len(preceding) + 1
    known = _moved(earlier[-1], -gap) if earlier else None
    found: list[Number] = []
    for number in numbers:
        one = _of_topic(text, number, preceding) if number.unit is None else number
        if known is not None and (one.unit is None or (known.end < 0 and _gives_way(text, known, one))):
            one = _understood(text, known, one)
        known = one if one.unit else known
        found.append(one)
    return found


def _moved(number: Number, by: int) -> Number:
    said = number.said
    there = replace(
        said, start=said.start + by, first=said.first + by, last=said.last + by, end=said.end + by
    )
    return replace(number, said=there, end=number.end + by)


def _of_topic(text: str, number: Number, preceding: str) -> Number:
    """Return a number that is counted or befallen with the unit of the last plural before it, if any."""
    said = number.said
    befallen = _BROKEN.match(text, said.last)
    told = _COUNTED.search(text[max(0, said.first - 60) : said.first]) or gapped(text, said.start)
    if not befallen and not (told and _ENDS.match(text, said.last)):
        return number
    if _YEAR.fullmatch(text, said.first, said.last):
        return number
    unit = plural_before(text[max(0, said.first - REACH) : said.first]) or plural_before(preceding)
    if unit is None or (befallen and unit not in FORCE):
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
