"""What a number counts: the noun it stands before, or what befalls or is done by those it stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vedette.read.amounts import REACH, Amount
from vedette.read.persons import kind_of_people, speaks
from vedette.read.tokens import table
from vedette.types import Actor

#: fates and crowds befall people; a noun of another kind keeps its own unit
PERSONS = frozenset({None, "people", "troops", "refugees", "protesters", "detained"})
#: what is counted as force: its figures have a scope and an owner
FORCE = frozenset(
    {"troops", "tanks", "aircraft", "ships", "missiles", "weapons", "btg", "formations", "vehicles"}
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts, None if its own words do not say, and where that ends in the text."""

    unit: str | None
    end: int
    noun: str | None  #: unit of the noun alone
    told: str = ""  #: 'before' or 'after' where a fate decides


_NOT_A_COUNT = re.compile(
    r"^\s*(?:(?:-\s?)?(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|seconds?|km|kms|"
    r"kilomet\w+|miles?|"
    r"met(?:re|er)s?|cm|mm|nautical|tons?|tonnes?|kg|kilos?|kilograms?|points?|degrees?|foot|feet|"
    r"ft|inch(?:es)?|"
    r"lit(?:re|er)s?|acres?|hectares?|mph|sq|square|cubic|barrels?|megawatts?|kilotons?|nights?|decades?|"
    r"centur\w+|a\.?m\.?|p\.?m\.?|times|fold|thirds?|quarters?|fifths?)(?!\w)"
    r"|-[a-z]+ed\b|-pct|-per\s?cent|-year|-month|-week|-day|-hour|-minute|-km|-mile|-met|-foot|"
    r"-inch|-ton|-point|"
    r"-page|-storey|-story"
    r"|st\b|nd\b|rd\b|th\b|:\d|/\d|['’]s\b|\s?°)",
    re.IGNORECASE,
)
#: words before a number that make it a name or a rank: 'Article 5', 'day 7', 'one in 4', 'aged 18 to 60'
_NAMED = re.compile(
    r"\b(?:no|nos|number|day|week|page|pages|article|chapter|resolution|flight|terminal|channel|"
    r"route|gate|room|"
    r"phase|part|unit|war|update|level|category|volume|type|(?:the|s) top|aged?|ages|as young as|as old as|"
    r"between the ages of|asia|sector|"
    r"block|zone|camp|version|season|episode|group of|for every|one in|one out of|per|chance in|world war|"
    r"brigade|division|regiment|army|battalion|order|law|decree|bill|section|paragraph|stage|grade)"
    r"\.?\s*$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;:!?](?=\s|$)|(?<![A-Z])(?<!\b[Nn]o)\.(?=\s|$)|\s[-–—]+\s|\n|\bwhile\b|\bwhereas\b"
)
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
    r"(?:(?:,\s+[\w-]+){0,3},?\s+and\s+(?!\d)[\w-]+(?=\s+(?:were|was|have|had|are|killed|dead)\b))?"
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


def counted(text: str, said: Amount, actors: Sequence[Actor]) -> Counted | None:
    """Return what an amount of `text` counts by its own words, None if it is nothing that a figure counts.

    `actors` are those whose name may be the noun ('three Russians').
    """
    end, high = said.end + bool(_CLOSED.match(text, said.end)), said.high
    before, after = _around(text, said.first, end)
    if _NOT_A_COUNT.match(after) or (_NAMED.search(before) and not _DIRECT.match(after)):
        return None
    fates = [fate for fate in _fates() if high >= _CROWD or fate.unit not in {"protesters", "refugees"}]
    noun, noun_end, between = _noun(text, end, end + len(after), actors, many=high > 1)
    if noun is None and (said_to_be := _predicate(text, end, after, actors)):
        return said_to_be
    part = _OF_NUMBER.search(before)
    lead = _lead(before)
    if noun in PERSONS and not part and (unit := _led(lead, noun, fates, high)):
        return Counted(unit, noun_end, noun, "before")
    for fate in fates:
        if direct := fate.direct.match(after):
            return Counted(fate.unit, end + direct.end(), None, "after")
    if noun and _uncounted(text, noun, end, noun_end, before, high):
        return None
    rest = text[noun_end : end + len(after)]
    if not part and (told := _told(text, lead, noun, end, noun_end, rest, between, fates)):
        return told
    if noun is None:
        unit = _by_what_went_before(
            before, after, vague=said.vague, big=said.vague or _BIG <= high <= _CROWDS
        )
        return Counted(unit, noun_end, None)
    if noun == "people":
        noun = kind_of_people(text, end, noun_end, before, high)
    return Counted(noun, noun_end, noun)


#: the end of a quotation that holds a number alone: '"about 300" rebels'
_CLOSED = re.compile(r"[\"”](?=\s\w)")
#: a rate: '300 lorries a day'
_EACH_TIME = re.compile(
    r"\s+(?:an?|per|every|each)\s+(?:minute|hour|day|night|week|month|year)\b", re.IGNORECASE
)
#: a model's number: '14 Leopard 2 tanks'
_MODEL = re.compile(
    r"(?:\d|\b(?i:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|hundreds|dozens|of))\s+"
    r"(?:[A-Z]\w+\s+)?[A-Z][a-z]+\s+$"
)


def _uncounted(text: str, noun: str, end: int, noun_end: int, before: str, high: float) -> bool:
    """Whether a number with a noun counts nothing: a rate, a model's number, those who speak."""
    if noun == "-" or _EACH_TIME.match(text, noun_end) or _MODEL.search(before):
        return True
    return noun == "people" and speaks(text, end, noun_end, before, high)


def _predicate(text: str, end: int, after: str, actors: Sequence[Actor]) -> Counted | None:
    """Return the force those counted are said to be: 'of which 126,000 are ground forces'."""
    are = _ARE.match(after)
    if are is None:
        return None
    noun, noun_end, _ = _noun(text, end + are.end(), end + len(after), actors, many=True)
    return Counted(noun, noun_end, noun) if noun in FORCE else None


_ARE = re.compile(r"\s+(?:of (?:them|which|whom)\s+)?(?:are|were)\b", re.IGNORECASE)
#: fewer who flee or march are a party, not refugees or a protest
_CROWD = 10
#: a bare number from here on as a subject counts people; beyond, it is money or a population
_BIG = 1000
_CROWDS = 1e9
#: 'one of four founders arrested': what befell the one befell not the four
_OF_NUMBER = re.compile(
    r"\b(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:out\s+)?of\s+(?:the\s+)?$", re.IGNORECASE
)
_DIRECT = re.compile(r"\s*(?:others|killed|dead|injured|wounded|arrested)\b", re.IGNORECASE)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a number in its own clause."""
    before = text[max(0, start - REACH) : start]
    breaks = list(_CLAUSE_END.finditer(before))
    after = text[end : end + REACH]
    stop = _CLAUSE_END.search(after)
    return before[breaks[-1].end() if breaks else 0 :], after[: stop.start() if stop else len(after)]


@cache
def _units() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"(?:{noun})(?![\w-])", re.IGNORECASE)) for unit, noun in table("units.tsv", 2)
    )


_TOPICS = FORCE - {"vehicles", "formations"} | {"refugees", "protesters", "detained", "killed"}


def plural_before(text: str) -> str | None:
    """Return the unit of the last plural in a text of forces, people in flight or held, or of the dead."""
    found = (
        (one.end(), unit)
        for unit, pattern in _topics()
        for one in pattern.finditer(text)
        if _PLURAL.search(one[0])
    )
    return max(found, default=(0, None))[1]


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"(?<![\w-]){pattern.pattern}", re.IGNORECASE))
        for unit, pattern in _units()
        if unit in _TOPICS
    )


@dataclass(frozen=True, slots=True)
class _Fate:
    unit: str
    direct: re.Pattern[str]  #: told right after the number
    after: re.Pattern[str]  #: told after the noun
    before: re.Pattern[str]
    listed: re.Pattern[str]  #: told before a list of which the number is a later part
    between: re.Pattern[str]


@cache
def _fates() -> tuple[_Fate, ...]:
    found = []
    for unit, suffered, done, before, between in table("fates.tsv", 5):
        after = [rf"{_BE}(?:{done})\b"] if done != "-" else []
        if suffered != "-":
            after += [rf"{_BE}{_PASSIVE}(?:\w+ly\s+)?(?:{suffered})\b", rf"{_BE}(?:{suffered})\b{_NO_OBJECT}"]
        found.append(
            _Fate(
                unit,
                re.compile(rf"^,?\s+['\"‘“]?(?:{'|'.join(after)})", re.IGNORECASE),
                re.compile(rf"^{_LIST}{_FILL},?\s+['\"‘“]?(?:{'|'.join(after)})", re.IGNORECASE),
                re.compile(rf"\b(?:{before})\s*$", re.IGNORECASE),
                re.compile(rf"\b(?:{before})\s[^.;:]{{0,60}}(?:,|,?\s(?:and|&))\s*$", re.IGNORECASE),
                re.compile(rf"(?:^|\s)(?:{between})\s", re.IGNORECASE),
            )
        )
    return tuple(found)


def _led(lead: str, noun: str | None, fates: Sequence[_Fate], high: float) -> str | None:
    """Return the fate that stands right before a number, None if none does."""
    if high >= _CAPTIVES and _HOLDS.search(lead):
        return None  # 'holds 30,000 in reserve'
    told = (fate for fate in fates if noun != "troops" or fate.unit not in _OF_CIVILIANS)
    return next((fate.unit for fate in told if fate.before.search(lead)), None)


_OF_CIVILIANS = frozenset(("protesters", "refugees"))
#: more are held in reserve rather than captive
_CAPTIVES = 5000
_HOLDS = re.compile(r"\b(?:hold|holds|holding)$", re.IGNORECASE)


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


def _lead(before: str) -> str:
    """Return what stands before a number without the words that qualify it."""
    leading = _LEADING.search(before)
    return (before[: leading.start()] if leading else before).rstrip(' "“')


_LIVES_SAVED = re.compile(r"\b(?:sav|spar|rebuil|chang|ruin)\w+\b", re.IGNORECASE)


def _told(
    text: str,
    lead: str,
    noun: str | None,
    end: int,
    noun_end: int,
    after: str,
    between: str,
    fates: Sequence[_Fate],
) -> Counted | None:
    """Return the fate told within the noun's phrase, after it, or of a list it ends; None if none is."""
    if noun == "killed":
        return Counted(None if _LIVES_SAVED.search(lead[-40:]) else "killed", noun_end, noun, "between")
    if noun not in PERSONS:
        return None
    if noun in {"people", "troops"} and _LOST.search(lead):
        return Counted("killed", noun_end, noun, "before")  # of money, jobs and seats nobody dies
    for fate in fates:
        if fate.between.search(between):
            return Counted(fate.unit, noun_end, noun, "between")
    for fate in fates:
        told = fate.after.match(after)
        if noun == "troops" and fate.unit in _OF_CIVILIANS:
            continue  # on parade, in flight
        if told and (noun or "," not in told[0]):  # without a noun a comma ends the phrase
            return Counted(fate.unit, noun_end + told.end(), noun, "after")
    if noun in {"people", "troops"} and _OTHERS.search(text, end, noun_end):
        for fate in fates:
            if fate.unit != "protesters" and fate.listed.search(lead + " "):
                return Counted(fate.unit, noun_end, noun, "before")
    return None


#: 'the loss of a helicopter and twelve soldiers'
_LOST = re.compile(
    r"\b(?:lost|loses?|losing|loss of)(?:\s+(?:an?|the|\w+)\s+[\w-]+\s+(?:and|with))?$", re.IGNORECASE
)
_OTHERS = re.compile(r"\bothers$|\bother\s+[\w-]+$", re.IGNORECASE)

#: words that may stand between a number and what it counts
_BETWEEN = re.compile(r"(?:\s+|-)['\"‘“\[(]?[\w'’./-]+['\"’”\])]?", re.IGNORECASE)
#: '40 Pakistani and Indian fishing boats'
_PAIR = re.compile(r"\s+[A-Z][\w-]+(?:,\s+[A-Z][\w-]+)?\s+(?:and|or)\s+[A-Z][\w-]+(?=\s+[a-z])")
_MAX_BETWEEN = 4
_STOPS = re.compile(
    r"^[\s-]*(?:were|was|are|is|have|has|had|in|on|at|by|from|to|with|near|along|after|and|or|but|for|as|"
    r"who|that|over|including|among|than|said|says?|per|an?|every|killed|dead|injured|wounded|died|"
    r"arrested|detained|"
    r"could|may|might|will|would|when|since|into|against|within|without|during|this|last|which)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"(?:s|men|women|people|children|personnel|aircraft|crew|police|staff|infantry|us|killed|dead|"
    r"percent|per cent)$",
    re.IGNORECASE,
)
_OF = re.compile(r"[\"”’']?\s*(?:of\s+(?:the\s+|its\s+|their\s+|his\s+|our\s+)?)", re.IGNORECASE)
_STRONG = re.compile(
    r"-(?:strong|man|soldier|troop|member)\s+(?:\w+\s+){0,2}?"
    r"(?P<noun>force|army|contingent|garrison|brigade|division|battalion|mission|crew|team|"
    r"delegation|crowd)\b",
    re.IGNORECASE,
)


def _noun(
    text: str, end: int, stop: int, actors: Sequence[Actor], *, many: bool
) -> tuple[str | None, int, str]:
    """Return the unit of the noun that follows within a few words, where it ends, and what lies between."""
    if adjective := _STRONG.match(text, end, stop):
        people = adjective["noun"].lower() in {"crew", "team", "delegation", "mission", "crowd"}
        return ("people" if people else "troops"), adjective.end(), ""
    at = end
    spoken = None
    for _ in range(_MAX_BETWEEN + 1):
        of = _OF.match(text, at, stop)
        if of and at > end:
            break  # 'sixty lorries of the army' are lorries
        begin = of.end() if of else at + len(text[at:stop]) - len(text[at:stop].lstrip(" -['\"‘“("))
        for unit, pattern in _units():
            found = pattern.match(text, begin, stop)
            if found and not (many and unit != "-" and _modifies(found[0], text[found.end() : stop])):
                return unit, found.end(), text[end:begin]
        who = next((a for a in actors if a.span and a.span.start == begin and a.text.endswith("s")), None)
        if who and who.span and spoken is None:
            spoken = who.span.end  # 'three Russians', unless a noun follows
        step = _PAIR.match(text, at, stop) or _BETWEEN.match(text, begin - 1 if of else at, stop)
        if step is None or (not of and _STOPS.match(text[at:stop]) and not _FALLEN.match(text, at, stop)):
            break
        if at > end and _THINGS.search(text, end, at):
            break  # 'a dozen states told their nationals'
        at = step.end()
    return ("people", spoken, text[end:spoken]) if spoken else (None, end, "")


#: 'six wounded fighters'
_FALLEN = re.compile(
    r"\s+(?:\w+ly\s+)?(?:killed|dead|injured|wounded|arrested|detained)\s+(?!in\b|on\b|at\b|after\b|as\b|police\b)[a-z-]+s\b",
)
#: a plural in lower case that is no adjective ends the search
_THINGS = re.compile(
    r"\b(?!(?:arms|sports|news|rights|materials|customs|services|affairs|communications|operations|"
    r"weapons|special|"
    r"forces|missiles|various|numerous|precious|serious|dangerous|previous|religious|anonymous|indigenous|"
    r"famous|prisoners|victims)\b)[a-z-]{3,}(?<![su'’i])s$"
)


def _modifies(noun: str, rest: str) -> bool:
    """Whether a singular noun after a number above one only qualifies the noun to come: 'settler homes'."""
    return not _PLURAL.search(noun) and bool(re.match(r"\s+(?!of\b)[a-z]", rest)) and not _STOPS.match(rest)


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
    r"(?:,\s+who)?(?:,?\s+(?!(?:and|or|but|said|says|who|that|kill\w*|which)\b)[\w'’-]+){0,6}?\s+(?:to|at|by|is|"
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


def _by_what_went_before(before: str, after: str, *, vague: bool, big: bool) -> str | None:
    """Return the unit of a number without a noun of its own, by the words before it and its verb."""
    lead = _lead(before) + " "
    for unit, pattern in _COLLECTIVE:
        if pattern.search(before) or pattern.search(lead):
            return unit
    if big and (_BORDER.match(after) or _STRONG_AFTER.match(after)):
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
    if fate := next((unit for unit, pattern in _SUFFERED if pattern.search(what)), None):
        return fate
    found = (
        (one.start(), unit)
        for unit, pattern in _units()
        if unit != "-" and (one := re.search(rf"\b{pattern.pattern}", what, re.IGNORECASE))
    )
    return min(found, default=(0, None))[1]


#: 'the number of Leopards to 80', 'the number of hostages as at least 120'
_NUMBER_OF = re.compile(
    r"\bnumber of (?P<what>(?:[^\W\d][\w'’-]*\s+|[\"“”]\w+[\"“”]\s+){1,7}?)"
    r"(?:to|at|by|as|is|are|was|were|reach\w*|pass\w*|exceed\w*|top\w*)\s*$",
    re.IGNORECASE,
)
_SUFFERED = (
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
                r"strength|rebels|guerrillas|insurgents|militants|peacekeepers|marines|mercenaries|contras|legion|"
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
