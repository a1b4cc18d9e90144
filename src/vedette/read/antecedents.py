"""What a number without a noun counts, by the words that stand before it: 'the toll rose to 1,200'."""

import re
from functools import cache

from vedette.read.units import PLURAL, units

_LEADING = re.compile(
    r"(?:[\s\"“]*\b(?:fewer than|less than|under|below|more than|over|in excess of|upwards? of|"
    r"above|exceeding|well|"
    r"at (?:the )?(?:very )?least|at (?:the )?most|least|(?:no|not) fewer than|(?:no|not) less than|"
    r"minimum of|up to|as many as|as much as|(?:no|not) more than|maximum of|"
    r"around|about|some|nearly|almost|approximately|roughly|nearing|approach(?:es|ed|ing)?|an?|"
    r"estimated|close to|circa|just|perhaps|maybe|another|further|additional|the|all|total of|"
    r"all of|some of|my|his|her|their|our|its|only|these|those|other)\b)+[\s\"“]*$",
    re.IGNORECASE,
)


def lead_of(before: str) -> str:
    """Return what stands before a number without the words that qualify it."""
    leading = _LEADING.search(before)
    return (before[: leading.start()] if leading else before).rstrip(' "“')


#: '85,000 within 40 km of the border': who is counted at a border by the thousand is under arms
_BORDER = re.compile(
    r"\s+(?:of (?:them|these|those) (?:are|were)\s[^,.;]{0,40}?)?"
    r"(?:(?:within|near|at|along|on|close to|in or near|in and around|"
    r"around)\b[^,.;]{0,40}\b(?:borders?|frontiers?)\b"
    r"|(?-i:in (?:or|and) (?:near|around) [A-Z]))",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:\w+ )?(?:dead|deaths|killed|casualties)|"
    r"body count)\b(?!.*\d)[^,]{0,60}$",
    re.IGNORECASE,
)
_GROUPS = (
    ("troops", r"(?:force|army|contingent|garrison|build-?up|legion|militia)s? of"),
    ("people", r"(?:crew|group|team|population|crowd|convoy|band|gang|mob|audience|families|family)s? of"),
)
_COLLECTIVE = tuple((unit, re.compile(rf"\b{words}\s*$", re.IGNORECASE)) for unit, words in _GROUPS)
#: 'military personnel to 1 million', 'number of victims is almost 5,800': the noun stands before
_REACHING = (
    r"(?:,\s+who)?(?:,?\s+(?!(?:and|or|but|said|says|who|that|kill\w*|which)\b)[\w'’-]+){0,6}?\s+(?:to|at|"
    r"by|is|"
    r"are|was|were|total(?:s|l?ed)?|"
    r"number(?:s|ed)?|as|hit|hits|reach(?:es|ed)?|pass(?:es|ed)?|exceed(?:s|ed)?|top(?:s|ped)?|of)\s*$"
)
#: 'the militia, "several thousand at most", attacked'
_BESIDE = re.compile(
    r"\b(?:troops|soldiers|militia|army|(?<!work )(?<!sales )(?<!labour )(?<!labor )(?<!task )force|"
    r"forces|fighters|mutineers|rebels|insurgents|militants|"
    r"reservists),\s*[\"“]?\s*$",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r"\s*(?:strong|at most|at least|at first|in all|in number|in the words)?\s*[\"”]?\s*(?:,|in the words)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:paid|pay|pays|paying|worth|cost|costs|costing|spend|spent|spending|earn\w*|stole|steal\w*|"
    r"embezzl\w+|invest\w*|rais(?:e|ed)|lost|loses?|donat\w+)\s+(?:(?!to\b)\w+\s+)?$",
    re.IGNORECASE,
)
_CASH = re.compile(r"\s+in\s+(?:cash|aid|damages|losses|debt|loans|bribes|taxes|revenue)\b", re.IGNORECASE)
#: a plural as subject, or a big number of whom something is said, counts people
_SUBJECT = re.compile(
    r"\s+(?:(?:have|has|had|are|were|be|being|who|face|faced|remain|remained|could|may|might|will|would|miss|"
    r"made|lack\w*|need\w*|lived?|suffer\w*|crowd\w*|flock\w*|stay\w*|sleep\w*|return\w*|cross\w*|"
    r"enter\w*|reach\w*|arriv\w*|went|come|came|left|complain\w*|turned|without|tied|attend\w*|"
    r"join\w*|volunteer\w*|gather\w*|"
    r"celebrat\w+|cheer\w*|"
    r"stranded|trapped|missing|homeless|evacuat\w+|visit\w*|sign\w*|vote[ds]?|lose|lost|wait\w*|queue\w*|"
    r"flown|airlifted|freed|rescued|released|hungry|jobless|infected|more (?:are|were|have))\b)",
    re.IGNORECASE,
)


def by_what_went_before(before: str, after: str, *, vague: bool, big: bool) -> str | None:
    """Return the unit of a number without a noun of its own, by the words before it and its verb."""
    lead = lead_of(before) + " "
    for unit, pattern in _COLLECTIVE:
        if pattern.search(before) or pattern.search(lead):
            return unit
    if _STRONG_AFTER.match(after) or (big and _BORDER.match(after)):
        return "troops"
    if _BESIDE.search(lead) and _APPOSED.match(after):
        return "troops"
    if said := _NUMBER_OF.search(lead):
        return _numbered(said["what"])
    if _TOLL.search(before):
        return "killed"
    if _MONEY.search(lead) or _CASH.match(after):
        return "usd" if vague else None
    reached = next((unit for unit, pattern in _reaching() if pattern.search(lead)), None)
    return reached or ("people" if big and _SUBJECT.match(after) else None)


def _numbered(what: str) -> str | None:
    """Return the unit of those whose number is said later: 'the number of soldiers hurt at 40'."""
    if fate := next((unit for unit, pattern in SUFFERED if pattern.search(what)), None):
        return fate
    found = (
        (one.start(), unit)
        for unit, pattern in units()
        if unit != "-" and (one := re.search(rf"\b{pattern.pattern}", what, re.IGNORECASE))
    )
    return min(found, default=(0, None))[1]


#: 'the number of Leopards to 80', 'the number of hostages as at least 120'
_NUMBER_OF = re.compile(
    r"\bnumber of (?P<what>(?:[^\W\d][\w'’-]*\s+|[\"“”]\w+[\"“”]\s+){1,7}?)"
    r"(?:to|at|by|as|is|are|was|were|reach\w*|pass\w*|exceed\w*|top\w*)\s*$",
    re.IGNORECASE,
)
#: what befalls those a noun stands for, told with the noun
SUFFERED = (
    ("killed", re.compile(r"\b(?:killed|dead|deaths|casualties)\b", re.IGNORECASE)),
    ("injured", re.compile(r"\b(?:hurt|wounded|injured)\b", re.IGNORECASE)),
    ("detained", re.compile(r"\b(?:arrest(?:s|ed)|detained|captured)\b", re.IGNORECASE)),
    ("refugees", re.compile(r"\b(?:displaced|uprooted)\b", re.IGNORECASE)),
)
_STRONG_AFTER = re.compile(r"\s+strong\b", re.IGNORECASE)


@cache
def _reaching() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of the nouns of which a number is said afterwards."""
    nouns = (
        (
            "troops",
            (
                r"troops|soldiers|military personnel|troop (?:numbers|levels|strength)|army|"
                r"(?<!work )(?<!sales )(?<!labour )(?<!labor )(?<!task )force|forces|build-?up|"
                r"strength|rebels|guerrillas|insurgents|militants|peacekeepers|marines|mercenaries|contras|"
                r"legion|"
                r"grouping|garrison|contingent|fighters|infantry|reservists"
            ),
        ),
        ("killed", r"dead|deaths"),
        ("casualties", r"casualties|(?<!job )losses"),
        ("protesters", r"protesters|demonstrators|marchers|crowds?"),
        ("people", r"population|number of (?:\w+ )?(?:victims|people|residents)"),
        ("refugees", r"number of (?:\w+ )?(?:refugees|displaced)"),
        ("injured", r"injured|wounded"),
        ("detained", r"number of (?:arrests|detained|prisoners)"),
    )
    return tuple((unit, re.compile(rf"\b(?:{noun}){_REACHING}", re.IGNORECASE)) for unit, noun in nouns)


# --- plurals whose number stands behind them -------------------------------------------------------

#: between the noun that is counted and its number
_TO_NUMBER = re.compile(
    r"(?:(?:\s+(?:in|at|on|of|from|near|inside|ashore|across|with|around|along|outside|killed|now|there|"
    r"who|that|which|sent|by)\b"
    r"[^,.;:]{0,40}?)?"
    r"(?:,|:|\s+(?:at|to|as|is|are|was|were|be|now|number(?:s|ed)?|numbering|reach\w*|pass(?:es|ed)?|"
    r"top(?:s|ped)?|"
    r"exceed\w*|stands? at|stood at|total(?:s|l?ed|ing)?|all told|come to|came to))|(?<=[a-z]))[\s\"“]*$",
    re.IGNORECASE,
)


def named_before(lead: str, whole: str) -> str | None:
    """Return the unit of a plural whose number stands behind it: 'Soviet tanks, 300', 'refugees now 132,000'.

    `whole` is the sentence: a people named is an army, or in flight if it speaks of that.
    """
    lead = lead + " "
    start = max(0, len(lead) - 80)
    found = [
        (one.end(), unit, lead[one.end() :])
        for unit, pattern in _plurals()
        for one in pattern.finditer(lead, start)
        if PLURAL.search(one[0])
        and not (unit == "people" and one[0][0].isupper())
        and not _WHERE.search(lead, 0, one.start())
        and _TO_NUMBER.fullmatch(lead, one.end())
    ]
    if found:
        _, unit, between = max(found)
        fate = _befallen(between)
        if unit == "people" and not fate and (":" in between or not between.strip()):
            return None  # 'travellers: scores', of what is not said
        return fate or unit
    people = [
        lead[one.end() :]
        for one in _A_PEOPLE.finditer(lead, start)
        if lead[one.end() :].strip() and _TO_NUMBER.fullmatch(lead, one.end())
    ]
    if not people:
        return None
    return _befallen(people[-1]) or ("refugees" if _FLIGHT.search(whole) else "troops")


#: 'students hold parliament, 10,000 of them'
_OF_THEM = re.compile(r"\s+of (?:them|whom|which)\b", re.IGNORECASE)


def of_them(lead: str, after: str) -> str | None:
    """Return the unit of the last plural before 'ten of them', None if the number is no part of it."""
    if not _OF_THEM.match(after):
        return None
    found = [
        (one.end(), unit)
        for unit, pattern in _plurals()
        for one in pattern.finditer(lead, max(0, len(lead) - 100))
        if PLURAL.search(one[0])
    ]
    return max(found)[1] if found else None


def _befallen(words: str) -> str | None:
    return next((unit for unit, pattern in SUFFERED if pattern.search(words)), None)


_WHERE = re.compile(
    r"\b(?:from|by|in|at|into|through|near|thanking)\s+(?:the\s+|their\s+|its\s+|his\s+)?$", re.IGNORECASE
)
_A_PEOPLE = re.compile(
    r"(?<!the )\b(?:Soviet|Turk|Cuban|Syrian|Kurd|Russian|American|Armenian|Azeri|Serb|Croat|Greek|Libyan|"
    r"Egyptian|Israeli|Arab|"
    r"Iranian|Iraqi|Afghan|Indian|Pakistani|North Korean|Korean|Vietnamese(?!s)|Chinese(?!s)|Ethiopian|"
    r"Eritrean|Somali|Rwandan|"
    r"Ugandan|Angolan|Ukrainian|Georgian|Chechen|Alawite|Druze(?!s)|Rohingya(?!s)|Palestinian|Saudi|"
    r"Moroccan|Algerian|German|"
    r"Italian|Belgian|Briton|Burmese(?!s)|Thai|Japanese(?!s)|Tamil|Argentine|Westerner|Haitian|Colombian|"
    r"Venezuelan|invader|raider)"
    r"(?:s|(?<=ese)|(?<=uze)|(?<=gya))\b"
)
_FLIGHT = re.compile(
    r"\b(?:refugee\w*|fle[de]\w*|ferr\w+|camps?|exodus|UNHCR|homes?|border|asylum)\b", re.IGNORECASE
)


@cache
def _plurals() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"(?<![\w-]){pattern.pattern}", re.IGNORECASE))
        for unit, pattern in units()
        if unit not in {"-", "usd", "percent", "sites", "attacks"}
    )
