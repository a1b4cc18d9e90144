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
    """Return whether people are an armed force, have crossed a border in numbers, or neither.

    Names on a list are of the dead or of those held, if the sentence speaks of them.
    """
    if _NAMES.search(text, end, noun_end):
        return "killed" if _OF_DEAD.search(text) else "detained" if _OF_HELD.search(text) else "people"
    a_people = _A_PEOPLE.search(text, end, noun_end)
    if _TO_ARMS.match(text, noun_end) or (a_people and _ARRAYED.match(text, noun_end)):
        return "troops" if high >= _BIG else "people"
    if _FOUGHT.match(text, noun_end) or _WHO_FIGHT.search(text, end, noun_end):
        return "troops"
    if _MEN.search(text, noun_end - 4, noun_end) and not _AND_KIN.match(text, noun_end):
        if high >= _BIG or (high >= _SQUAD and _MILITARY.search(before)) or _IN_ARMS.match(text, noun_end):
            return "troops"  # 'two divisions, some 30,000 men'
        if high >= _SECTION and _MILITARY.search(text):
            return "troops"
    elif high >= _BAND and _ANYONE.search(text, end, noun_end):
        if (high >= _BIG and _LEFT.match(text, noun_end)) or _FLIGHT.search(text):
            return "refugees"
        if a_people and high >= _BIG and _ARMOUR.search(text):
            return "troops"  # '400 tanks and 11,000 Cubans'
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
    r"garrison(?:ed|ing)|moving (?:on|up|against)|advanc(?:ed|ing)|driving (?:on|north|south|east|west)|"
    r"boxed in|encircled|surrounded|cut off|routed|repulsed|without (?:badges|insignia)|bivouacked|deployed|"
    r"stand (?:in|at|on|along)|in (?:its|his|their) train|(?:north|south|east|west) of the|"
    r"['\"‘“]?at (?:the|its|[A-Z]\w+['’]s) gates)",
)
#: 'a list of 966 names': of whom, the rest of the sentence tells
_NAMES = re.compile(r"\bnames$", re.IGNORECASE)
_OF_DEAD = re.compile(
    r"\b(?:dead|die[ds]?|dying|kill(?:ed|ings?|s)|victims|massacre\w*|shot|slain|graves?|bodies|burn(?:ed|t)|"
    r"buried|murder\w*|toll|survivors|martyrs|executed)\b",
    re.IGNORECASE,
)
_OF_HELD = re.compile(r"\b(?:arrest\w*|detain\w*|detention\w*|prisoners?|jail\w*|captives?)\b", re.IGNORECASE)
#: 'volunteers who fought in his ranks', '30 men with rifles'
_FOUGHT = re.compile(
    r"(?:,?\s+(?:who|have|has|had|are|were|now|also))*\s+(?:fought|fight|fighting|"
    r"in (?:his|their|its|her) ranks|under arms|under (?:his|her|their|its) command)\b",
    re.IGNORECASE,
)
_WHO_FIGHT = re.compile(r"\b(?:army|armed|militia|military|foreign|Russian) volunteers$", re.IGNORECASE)
_IN_ARMS = re.compile(
    r"\s+(?:in (?:\w+ )?uniforms?|under arms|armed|with (?:\w+ )?(?:rifles|guns|arms|weapons|"
    r"rocket launchers|machine-?guns|Kalashnikovs)|of (?:the|his|its|their) (?:\w+ ){0,3}(?:regiment|army|"
    r"guards?|brigade|legion|battalion|division|corps|militia))\b",
    re.IGNORECASE,
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
#: so many men where the sentence speaks of forces
_SECTION = 100
#: so many people where the sentence speaks of flight
_BAND = 100
_FLIGHT = re.compile(
    r"\b(?:refugees?|displaced|UNHCR|exodus|asylum|(?:relief|transit|tent|reception) camps?|camps?|fled|"
    r"flee|fleeing|boat people|migrants?|registered|in tents|(?-i:IOM)|repatriat\w+)\b",
    re.IGNORECASE,
)
_ARMOUR = re.compile(
    r"\b(?:tanks?|helicopters|garrison|battalions?|brigades?|divisions|battle groups?|armou?r|artillery|"
    r"guns|invasion|invaders|command|general staff|encircled|expeditionary|under arms|drills|manoeuvres)\b",
    re.IGNORECASE,
)
_AND_KIN = re.compile(
    r"\s*(?:,|and|or)\s+(?:women|boys|children)\b|[^.;]{0,40}\b(?:missing|unaccounted)\b", re.IGNORECASE
)
#: who leaves or crosses by the thousand has fled, if no more is said of who it is
_ANYONE = re.compile(
    r"\b(?:people|persons|civilians|residents|inhabitants|citizens|villagers|nationals|others|adults|women|"
    r"children|followers|farmers|Rohingyas?|Dinkas?|Hmong|Kachins?|Masalit|Roma|Ingush|Fur|"
    r"(?-i:[A-Z])\w+(?:s|ese))$",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?:,[^,.;]{3,60},)?(?:\s+\w+ly)?(?:\s+(?:have|has|had|who|that|also|already))*\s+(?:crossed|"
    r"(?:left|reached|entered|arrived in)\s+(?-i:[A-Z])|come\s+(?:across|over)|"
    r"swum|swam|waded|cross(?:ing)?\s|(?:walk|pour|stream|flood|spill|trek|pass|surg)(?:ed|s)?\s+"
    r"(?:over|across|into|through|out)\b|try\s|wait\w*\s(?:at|on)\b|sleep\b|gone\b|"
    r"arrived\s(?:by|from|on|at|in)\b|(?:come|came)\s(?:to\s(?-i:[A-Z])|off\b)|passed\sinto\b)",
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
    r"\b(?:according to|in the words of|told by|quoting|citing|told|say|says)\s+\w*\s*$", re.IGNORECASE
)
