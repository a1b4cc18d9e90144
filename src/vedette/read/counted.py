"""What a number counts: the noun it stands before, or what befalls or is done by those it stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vedette.read.amounts import REACH, Amount
from vedette.read.antecedents import by_what_went_before, lead_of
from vedette.read.persons import kind_of_people, speaks
from vedette.read.units import FORCE, PERSONS, PLURAL, Fate, all_fates, units
from vedette.types import Actor


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
    r"phase|part|unit|war|update|level|category|volume|type|(?:the|s) top|aged?|ages|"
    r"(?:man|woman|boy|girl|child|student|youth|pupil|baby|son|daughter|age) of|poll of|sample of|"
    r"survey of|charter|heading|photo|as young as|as old as|"
    r"between the ages of|asia|sector|"
    r"block|zone|camp|version|season|episode|group of|for every|one in|one out of|per|chance in|world war|"
    r"brigade|division|regiment|army|battalion|order|law|decree|bill|section|paragraph|stage|grade)"
    r"\.?\s*$",
    re.IGNORECASE,
)
#: 'the rebels number 15,000'
_NUMBER = re.compile(r"\bnumber\s*$", re.IGNORECASE)
_NUMBERING = 100
_CLAUSE_END = re.compile(
    r"[;:!?](?=\s|$)|(?<![A-Z])(?<!\b[Nn]o)\.(?=\s|$)|\s[-–—]+\s|\n|\bwhile\b|\bwhereas\b"
)


def counted(text: str, said: Amount, actors: Sequence[Actor]) -> Counted | None:
    """Return what an amount of `text` counts by its own words, None if it is nothing that a figure counts.

    `actors` are those whose name may be the noun ('three Russians').
    """
    aside = _CLOSED.match(text, said.end)
    end, high = aside.end() if aside else said.end, said.high
    before, after = _around(text, said.first, end)
    named = _NAMED.search(before) and not (high >= _NUMBERING and _NUMBER.search(before))
    if _NOT_A_COUNT.match(after) or (named and not _DIRECT.match(after)):
        return None
    fates = [fate for fate in all_fates() if high >= _CROWD or fate.unit not in {"protesters", "refugees"}]
    noun, noun_end, between = _noun(text, end, end + len(after), actors, many=high > 1)
    if noun is None and (said_to_be := _predicate(text, end, after, actors)):
        return said_to_be
    part = _OF_NUMBER.search(before)
    lead = lead_of(before)
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
        unit = by_what_went_before(before, after, vague=said.vague, big=said.vague or _BIG <= high <= _CROWDS)
        return Counted(unit, noun_end, None)
    if noun == "people":
        noun = kind_of_people(text, end, noun_end, before, high)
    return Counted(noun, noun_end, noun)


#: what may close a number: a quotation mark ('"about 300" rebels'), a share ('90 (75 %) of its men')
_CLOSED = re.compile(r"[\"”](?=\s\w)|\s\([^()]{1,12}(?:%|per ?cent)\)(?=\s\w)")
#: a rate: '300 lorries a day'
_EACH_TIME = re.compile(
    r"\s+(?:an?|every|each)\s+(?:minute|hour|day|night|week|month|year)\b|\s+per\s+(?!cent)\w", re.IGNORECASE
)
#: 'units of two districts': where they are from
_UNITS_OF = re.compile(r"\b(?:units|troops|forces|soldiers|men)\s+(?:of|from)\s+(?:the\s+)?$", re.IGNORECASE)
#: a model's number: '14 Leopard 2 tanks'
_MODEL = re.compile(
    r"(?:\d|\b(?i:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|hundreds|dozens|of))\s+"
    r"(?:[A-Z]\w+\s+)?[A-Z][a-z]+\s+$"
)


def _uncounted(text: str, noun: str, end: int, noun_end: int, before: str, high: float) -> bool:
    """Whether a number with a noun counts nothing: a rate, a model's number, those who speak."""
    if noun == "-" or _EACH_TIME.match(text, noun_end) or _MODEL.search(before):
        return True
    if noun == "sites" and _UNITS_OF.search(before):
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


def _led(lead: str, noun: str | None, fates: Sequence[Fate], high: float) -> str | None:
    """Return the fate that stands right before a number, None if none does."""
    if high >= _CAPTIVES and _HOLDS.search(lead):
        return None  # 'holds 30,000 in reserve'
    told = (fate for fate in fates if noun != "troops" or fate.unit not in _OF_CIVILIANS)
    return next((fate.unit for fate in told if fate.before.search(lead)), None)


_OF_CIVILIANS = frozenset(("protesters", "refugees"))
#: more are held in reserve rather than captive
_CAPTIVES = 5000
_HOLDS = re.compile(r"\b(?:hold|holds|holding)$", re.IGNORECASE)
_LIVES_SAVED = re.compile(r"\b(?:sav|spar|rebuil|chang|ruin)\w+\b", re.IGNORECASE)


def _told(
    text: str,
    lead: str,
    noun: str | None,
    end: int,
    noun_end: int,
    after: str,
    between: str,
    fates: Sequence[Fate],
) -> Counted | None:
    """Return the fate told within the noun's phrase, after it, or of a list it ends; None if none is."""
    if noun == "killed":
        return Counted(None if _LIVES_SAVED.search(lead[-40:]) else "killed", noun_end, noun, "between")
    if noun not in PERSONS:
        return None
    if noun in {"people", "troops"} and (where := _lost(lead, noun, after)):
        return Counted("killed", noun_end, noun, where)
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


def _lost(lead: str, noun: str, after: str) -> str:
    """Return where it is told without a verb of dying that people died: 'before', 'after' or ''."""
    if _LOST.search(lead) or (noun == "troops" and _CLAIMED.search(lead) and _OVER.match(after)):
        return "before"  # of money, jobs and seats nobody dies
    return "after" if _AMONG_DEAD.match(after) else ""


#: 'the loss of a helicopter and twelve soldiers'
_LOST = re.compile(
    r"\b(?:lost|loses?|losing|loss of)(?:,[^,.;]{3,40},)?(?:\s+(?:an?|the|\w+)\s+[\w-]+\s+(?:and|with))?$",
    re.IGNORECASE,
)
#: 'three soldiers among the 140 dead'
_AMONG_DEAD = re.compile(
    r"\s+(?:were\s+|are\s+|was\s+)?among\s+(?:(?!and\b)[\w'’-]+\s+){0,3}?(?:dead|slain|killed|victims|"
    r"martyrs|bodies)\b",
    re.IGNORECASE,
)
#: an army claims those of the enemy whom it has killed
_CLAIMED = re.compile(r"\bclaim(?:s|ed|ing)?$", re.IGNORECASE)
_OVER = re.compile(r"[\"'”’]?\s*(?:$|[.,;])")
_OTHERS = re.compile(r"\bothers$|\bother\s+[\w-]+$", re.IGNORECASE)
#: words that may stand between a number and what it counts
_BETWEEN = re.compile(r"(?:\s+|-)['\"‘“\[(]?[\w'’./-]+['\"’”\])]?", re.IGNORECASE)
#: '40 Pakistani and Indian fishing boats'
_PAIR = re.compile(r"\s+[A-Z][\w-]+(?:,\s+[A-Z][\w-]+)?\s+(?:and|or)\s+[A-Z][\w-]+(?=\s+[a-z])")
_MAX_BETWEEN = 4
_STOPS = re.compile(
    r"^[\s-]*(?:were|was|are|(?-i:is)|have|has|had|in|on|at|by|from|to|with|near|along|after|and|or|but|"
    r"for|as|"
    r"who|that|over|including|among|than|said|says?|per|an?|every|killed|dead|injured|wounded|died|"
    r"arrested|detained|"
    r"could|may|might|will|would|when|since|into|against|within|without|during|this|last|which)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"[\"”’']?\s*(?:of\s+(?:the\s+|its\s+|their\s+|his\s+|our\s+)?)", re.IGNORECASE)
_STRONG = re.compile(
    r"-(?:strong|man|soldier|troop|member)\s+(?:[\w-]+\s+){0,2}?"
    r"(?P<noun>force|army|contingent|garrison|brigade|division|battalion|column|regiment|unit|corps|"
    r"militia|guard|"
    r"legion|mission|crew|team|"
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
        for unit, pattern in units():
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
    r"\s+(?:\w+ly\s+)?(?:killed|dead|injured|wounded|arrested|detained)\s+(?!in\b|on\b|at\b|after\b|as\b|"
    r"police\b)[a-z-]+s\b",
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
    if _ESE.search(noun) and _DOES.match(rest):
        return False  # '53 Chinese left'
    return not PLURAL.search(noun) and bool(re.match(r"\s+(?!of\b)[a-z]", rest)) and not _STOPS.match(rest)


_ESE = re.compile(r"(?:ese|[cn]ch|[it]ish)$")
_DOES = re.compile(r"\s+(?:left|came|went|fell|fled|held|died|\w+ed)\b(?!\s+[a-z]+s\b)")
