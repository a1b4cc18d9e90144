"""Which people a number counts: an armed force, those who fled, or those who only speak."""

import re

from vedette.read.amounts import REACH


def speaks(text: str, end: int, noun_end: int, before: str, high: float) -> bool:
    """Return whether people counted in `text` are those who say or decide something: 'three officials said'.

    `end` is where the number ends, `noun_end` where its noun does; `before` is what stands before the number.
    """
    if high >= _CROWDED or not _SPEAKERS.search(text, end, noun_end):
        return False
    return bool(_SPEAK.match(text[noun_end : noun_end + REACH]) or _SPOKEN_BY.search(before))


def kind_of_people(text: str, end: int, noun_end: int, before: str, high: float) -> str:
    """Return whether people are an armed force, have crossed a border in numbers, or neither."""
    if _TO_ARMS.match(text, noun_end) or (
        _A_PEOPLE.search(text, end, noun_end) and _ARRAYED.match(text, noun_end)
    ):
        return "troops" if high >= _BIG else "people"
    if _MEN.search(text, noun_end - 4, noun_end) and not _AND_KIN.match(text, noun_end):
        if high >= _BIG or (high >= _SQUAD and _MILITARY.search(before)):
            return "troops"  # 'two divisions, some 30,000 men'
    elif high >= _BIG and _ANYONE.search(text, end, noun_end) and _LEFT.match(text, noun_end):
        return "refugees"
    return "people"


#: a bare number of men from here on is an army
_BIG = 1000
_TO_ARMS = re.compile(
    r"\s+(?:to|into|in) (?:the|its|their|his) (?:armed forces|army|military|ranks)\b", re.IGNORECASE
)
#: '190,000 Russians lined up at the border'
_A_PEOPLE = re.compile(r"\b[A-Z]\w+(?:s|ese)$")
_ARRAYED = re.compile(
    r"(?:\s+(?:who|are|were|have|had|been|now|already))*\s+"
    r"(?:lined up (?:at|on|along|near)|mass(?:ed|ing)\b|amassed|dug in|arrayed|stationed|under arms|"
    r"['\"‘“]?at (?:the|its|[A-Z]\w+['’]s) gates)",
)
_MEN = re.compile(r"\bmen$", re.IGNORECASE)
#: 'sent 20 guns and 130 men': fewer men, or men of whom no force is spoken, need not be soldiers
_SQUAD = 50
_MILITARY = re.compile(
    r"\b(?:arm(?:y|ies)|soldiers?|troops|garrisons?|forces?|brigades?|battalions?|regiments?|divisions?|"
    r"companies|squadrons?|guns|tanks|armou?red|military|militias?|rebels?|guerrillas?|contingents?|"
    r"headquarters|groups?|legion|navy|marines|NATO|KFOR|UNIFIL|ISIS|peacekeepers?|reinforce\w*)\b",
    re.IGNORECASE,
)
_AND_KIN = re.compile(
    r"\s*(?:,|and|or)\s+(?:women|boys|children)\b|[^.;]{0,40}\b(?:missing|unaccounted)\b", re.IGNORECASE
)
#: who leaves or crosses by the thousand has fled, if no more is said of who it is
_ANYONE = re.compile(
    r"\b(?:people|persons|civilians|residents|inhabitants|citizens|villagers|nationals|others|adults|women|"
    r"children|(?-i:[A-Z])\w+(?:s|ese))$",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?:,[^,.;]{3,60},)?(?:\s+\w+ly)?(?:\s+(?:have|has|had|who|that|also|already))*\s+(?:crossed|"
    r"(?:left|reached|entered|arrived in)\s+(?-i:[A-Z])|come\s+(?:across|over)|"
    r"swum|swam|waded|cross(?:ing)?\s)",
    re.IGNORECASE,
)
#: 'three officials said': who speaks or decides is not counted
_CROWDED = 1000
_SPEAKERS = re.compile(
    r"\b(?:officials?|ministers|generals|colonels|diplomats?|envoys|officers?|members|MPs|lawmakers|senators|"
    r"deputies|parliamentarians|legislators|leaders|witnesses|experts|analysts|commanders|residents|people|"
    r"politicians|survivors|delegates|governors|mayors|judges|advis[eo]rs|monitors|observers|researchers)$",
    re.IGNORECASE,
)
_ASIDE = r"(?:,[^,;.]{1,80},)?"
_SAYING = (
    r"(?:said|says?|told|tell|declined|agreed?|confirm(?:ed)?|ask(?:ed)?|vot(?:e|ed)|spoke|speak|refused to|"
    r"describ(?:e|ed)|warn(?:ed)?|wrote|write|report(?:ed)?|insist(?:ed)?|add(?:ed)?|testified|doubt(?:ed)?|"
    r"would not|predict(?:ed)?|acknowledg(?:e|ed)|recall(?:ed)?|deni(?:ed)|deny|briefed|oppos(?:e|ed))\b"
)
_SPEAK = re.compile(
    rf"(?:\s+(?:in|at|from|of|with|close to|familiar with)\s[^,;.]{{1,40}}?)?{_ASIDE}"
    rf"(?:\s+and\s+\w+\s+(?:\w+\s+)?[a-z]+s(?:\s+in\s+\w+)?)?{_ASIDE}"
    rf"(?:\s+(?:have|had|also|both))*\s+{_SAYING}",
    re.IGNORECASE,
)
_SPOKEN_BY = re.compile(
    r"\b(?:according to|in the words of|told by|quoting|citing|told)\s+\w*\s*$", re.IGNORECASE
)
