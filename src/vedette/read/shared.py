"""Numbers that share what they count, or what befell them, with the numbers around them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.read.circumstances import AND
from vedette.read.understood import BEFALLEN, OF_WHICH, Number, gives_way, understood
from vedette.read.units import PERSONS

_JOINT = re.compile(
    r"(?:\s+(?:in|at|near|from|on|along|inside|close to)\s[^.;:]{1,60}?)?\s*(?:,|,?\s?(?:and|&|plus|"
    r"or|as well as)\b)\s*"
    r"(?:another\s+|a further\s+|an additional\s+)?",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"[^.;:]{0,40}?,?\s+(?:including|among them|amongst them)\s+", re.IGNORECASE)
_OF_THEM = re.compile(r"\s*(?:\w+\s+)?(?:of (?:them|whom|which|these|those)|among them)\b", re.IGNORECASE)
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


def joined(text: str, numbers: Sequence[Number]) -> list[Number]:
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
        known = spoken_of(known, one)
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
    if one.unit and (part or OF_WHICH.search(text, one.end, two.said.start)):
        two = replace(two, like=one.said.first)
    mine = two.noun in PERSONS - {None} and one.unit in FATED
    if (
        (mine and part and _ASIDE.fullmatch(text, one.end, two.said.start))
        or (
            mine and not two.told and one.unit in BEFALLEN and _PARTS.fullmatch(text, one.end, two.said.start)
        )
        or (_OF_THEM.match(text, two.end) and two.unit in {"people", None} and one.unit)
        or (one.told and persons and two.unit and _INCLUDING.fullmatch(text, one.end, two.said.start))
    ):
        return replace(two, unit=one.unit, told=one.told)
    if persons and two.noun and one.unit == "troops" and _same(text, one, two):
        return replace(two, unit="troops")
    if one.told == "before" and persons and two.noun and _JOINT.fullmatch(text, one.end, two.said.start):
        return replace(two, unit=one.unit, told="before")
    if one.told and persons and two.noun and _CLAUSE_OVER.match(text, two.end):
        row = one.told != "before" and _ROW.fullmatch(text, one.end, two.said.start)
        if row or (one.unit in BEFALLEN and _GIVEN_TOO.fullmatch(text, one.end, two.said.start)):
            return replace(two, unit=one.unit, told=one.told)
    if two.unit is None or gives_way(text, known, two):
        return understood(text, known, two)
    return two


_ROW = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+)(?:all\s+|another\s+|also\s+)?", re.IGNORECASE)
_CLAUSE_OVER = re.compile(r"[\"'”’]*\s*(?:$|[.,;)])|\s+(?:in|at|near)\s+[A-Z]|\s+and\s+\d")
#: 'Beirut says 9,600 people have died; Israel gives 460 civilians'
_GIVEN_TOO = re.compile(
    r"[^;:]{0,60}?(?:[;,:]|\s(?:while|whereas|but|and))\s[^;:]{0,60}?\b(?:gives?|gave|counts?|counted|"
    r"lists?|listed|says?|said|claims?|claimed|"
    r"mentions?|mentioned|credits?|names?|named|reports?|reported|speaks? of|spoke of|admits?|admitted|"
    r"puts? (?:it|them) at|only|against|"
    r"acknowledges|owns? to|(?-i:[A-Z])[\w’'-]+)\s+[\"“'‘]?",
    re.IGNORECASE,
)


def spoken_of(known: Number | None, one: Number) -> Number | None:
    """Return what later bare numbers count: of '9 killed, 40 hurt; Kyiv says 12' the dead."""
    hurt = known is not None and (known.unit, one.unit) == ("killed", "injured")
    return known if one.unit is None or hurt else one


FATED = frozenset({"killed", "injured", "detained", "refugees", "troops"})
#: '402 died, of whom 85 policemen', '72 bodies were found: 58 men'
_PARTS = re.compile(
    r"[^.;:]{0,60}?(?:\bof (?:whom|which|them)|\bamong (?:them|whom)|\bincluding|:)\s+", re.IGNORECASE
)
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
