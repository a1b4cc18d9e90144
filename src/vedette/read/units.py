"""What numbers may count: the nouns of the shipped tables, and what befalls those a number stands for."""

import re
from dataclasses import dataclass
from functools import cache

from vedette.read.tokens import table

#: fates and crowds befall people; a noun of another kind keeps its own unit
PERSONS = frozenset({None, "people", "troops", "refugees", "protesters", "detained"})
#: what is counted as force: its figures have a scope and an owner
FORCE = frozenset(
    {"troops", "tanks", "aircraft", "ships", "missiles", "weapons", "btg", "formations", "vehicles"}
)


def is_force(unit: str | None) -> bool:
    """Whether a unit is one of force, or of a share of it."""
    return unit is not None and unit.removeprefix("percent of ") in FORCE


_AUX = (
    r"(?:people|others|of them|reportedly|feared|more|was|were|is|are|be|been|being|have|has|had|"
    r"get|got|also|"
    r"now|just|all|presumed|believed|who|that|which|found|left|still|already|since|both|later|either)"
)
_BE = rf"(?:{_AUX}\s+)*"
_PASSIVE = r"(?:(?:was|were|is|are|be|been|being|get|got|found|left|feared|presumed|reportedly|believed)\s+)+"
_NUMBERS = (
    r"\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|hundreds?|thousands?|"
    r"millions?|several|some|at\s+least|nearly|about|more\s+than|up\s+to|over|almost)\b"
)
#: 'six aid workers killed': words before the fate is told, none of which starts another clause
_FILL = (
    r"(?:\s+['\"‘“(]?(?!(?:and|or|but|who|which|after|as|when|to|than|kill|kills|killing|including|among|"
    r"said|says?|claim\w*|deny|denied|denies|accus\w+|suspected|charged|convicted|over|sentenced|if|"
    r"because|so|"
    r"plann?\w*|admit\w*|want\w*|threaten\w*|warn\w*|decid\w+|whose|where|march\w*|protest\w*|"
    rf"fle[ed]\w*|attack\w*|arrest|arrests|arresting)\b|{_NUMBERS})[^\W\d][\w'’.-]*['\"’”)]?){{0,8}}?"
)
#: the rest of 'men, women and children', and a closing quotation mark
_LIST = (
    r"['\"’”)]?"
    r"(?:(?:\s+of\s+[A-Z]\w+)?,\s+(?:[^,.;]{0,40}\b(?:of them|of whom|among them|some|most|mostly|"
    r"mainly|including|with|"
    r"their)\b[^,.;]{0,40}),(?=\s))?"
    r"(?:,\s+[^,.;:]{3,70},(?=\s+(?:were|was|have|had|are|did|died|perished)\b))?"
    r"(?:(?:,\s+[\w-]+){0,3},?\s+and\s+(?!\d)[\w-]+(?=\s+(?:were|was|have|had|are|killed|dead|shot|taken|captured|"
    r"wounded|injured|hurt|arrested|held|detained|missing)\b))?"
)
#: a bare participle is passive where no object follows: 'soldiers killed in', not 'soldiers killed three'
_NO_OBJECT = (
    r"(?=['\"’”)]?\s*(?:$|[^\w\s'\"‘“]|['\"’”](?!\w)|(?:in|by|at|as|when|after|on|during|near|and|"
    r"or|but|for|amid|"
    r"following|since|outside|inside|across|along|from|with|within|around|this|last|today|yesterday|"
    r"overnight|so|because|before|early|late|under|per|every|each|daily|while|than|between|off|of|to|if|"
    r"over\s+(?!\d)|against|without|among|including|where|due|earlier|ago|Mon|Tue|Wed|Thu|Fri|Sat|"
    r"Sun|(?!a\b)[a-z]+ly|"
    r"via|trying|despite|there|here|alone|apiece|through|then|that|since|is|was|were|are|have|has|says?)\b)|\s+\|)"
)


#: '28 attackers' corpses' are corpses
_OWNS = (
    r"['’]s? (?:corpses|bodies|remains|coffins|graves|homes|houses|tents|camps|posts|positions|names|wives|"
    r"widows|children|families|relatives|drones|planes|boats|ships|vehicles|trucks|weapons|rifles|guns)\b"
)


@cache
def units() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the units with the patterns of their nouns, in the order they are tried; '-' is none."""
    return tuple(
        (unit, re.compile(rf"(?:{noun})(?![\w-]|{_OWNS})", re.IGNORECASE))
        for unit, noun in table("units.tsv", 2)
    )


_TOPICS = FORCE - {"vehicles", "formations"} | {"refugees", "protesters", "detained", "killed"}


def plural_before(text: str) -> str | None:
    """Return the unit of the last plural in a text of forces, people in flight or held, or of the dead."""
    found = (
        (one.end(), unit)
        for unit, pattern in _topics()
        for one in pattern.finditer(text)
        if PLURAL.search(one[0])
    )
    return max(found, default=(0, None))[1]


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"(?<![\w-]){pattern.pattern}", re.IGNORECASE))
        for unit, pattern in units()
        if unit in _TOPICS
    )


@dataclass(frozen=True, slots=True)
class Fate:
    """What befalls those a number counts, or what they do, by where the words for it stand."""

    unit: str
    direct: re.Pattern[str]  #: told right after the number
    after: re.Pattern[str]  #: told after the noun
    before: re.Pattern[str]
    listed: re.Pattern[str]  #: told before a list of which the number is a later part
    between: re.Pattern[str]


@cache
def all_fates() -> tuple[Fate, ...]:
    """Return what may befall people, or what they may do, in the order of the shipped table."""
    found = []
    for unit, suffered, done, before, between in table("fates.tsv", 5):
        after = [rf"{_BE}(?:{done})\b"] if done != "-" else []
        if suffered != "-":
            after += [rf"{_BE}{_PASSIVE}(?:\w+ly\s+)?(?:{suffered})\b", rf"{_BE}(?:{suffered})\b{_NO_OBJECT}"]
        found.append(
            Fate(
                unit,
                re.compile(rf"^,?\s+['\"‘“]?(?:{'|'.join(after)})", re.IGNORECASE),
                re.compile(rf"^{_LIST}{_FILL},?\s+['\"‘“]?(?:{'|'.join(after)})", re.IGNORECASE),
                re.compile(rf"\b(?:{before})\s*$", re.IGNORECASE),
                re.compile(rf"\b(?:{before})\s[^.;:]{{0,60}}(?:,|,?\s(?:and|&))\s*$", re.IGNORECASE),
                re.compile(rf"(?:^|\s)(?:{between})\s", re.IGNORECASE),
            )
        )
    return tuple(found)


PLURAL = re.compile(
    r"(?:s|men|women|people|children|personnel|craft|crew|police|staff|infantry|cavalry|artillery|militia|"
    r"airborne|us|killed|dead|percent|per cent)$",
    re.IGNORECASE,
)
