"""Which state a party belongs to that is named without one: 'police', 'the president', 'protesters'.

The states, cities and people named around it are candidates, and the outlet's own state is one of an office
that is spoken of as known; a small conditional logit ranks them by where they stand. What belongs to nobody
in particular (pirates, a rights group, a suicide bomber) takes a state only from a word that says so ('in
Yemen', 'of Yemen').
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vedette.read.candidates import Candidate, backer, candidates
from vedette.read.described import described
from vedette.read.names import titled
from vedette.read.phrases import UNKNOWN
from vedette.read.places import locate
from vedette.read.reader import ActorTable
from vedette.read.roster import is_state, peoples
from vedette.read.tokens import word_set
from vedette.types import Actor, PlaceMention, Span

# Fitted by train/tables/nearby.py to three quarters of the labelled headlines of 2008-2012 (bench/actors.py
# holds out the rest) and to 112 offices of the demo's dispatches, of outlets of their own state or another:
# 77 % and 88 % are right in cross-validation. Crossing the signs with the party's sector gains nothing, nor
# does a weight for nobody's.
WEIGHTS = {
    "home": 1.40,
    "organisation": -1.01,
    "before": 1.04,
    "often": 0.86,
    "attached": 0.55,
    "first": 0.33,
    "said": -0.25,
    "place": 0.28,
    "near": 0.18,
    "apart": 0.13,
    "near after": 0.09,
}

#: parties of no state in particular
_STRAY = word_set("NGO HACKERS PIRATES TERRORISTS GUNMEN ANONYMOUS WIKILEAKS")
_PRONOUNS = word_set("he him his she her they them their it its")
#: of no one state
_WIDE = re.compile(
    r"^(?:the )?west$|\b(?:foreign(?! (?:minist|office|secretary|affairs))|international|global|worlds?"
    r"|western|arab|both|neighbou?r(?:s|ing)|any|middle east(?:ern)?|latin american?|african?|asian?"
    r"|islamic country|authoritarian|cruise ship|flotilla|allied forces"
    r"|coalition (?:military |air)?(?:forces|troops|craft|soldiers|strikes?|warplanes))\b",
    re.IGNORECASE,
)
_KOREA = re.compile(r"(?:the )?(north|south)(?:'s)?$", re.IGNORECASE)
#: where no state is named, English news means these of the United States: 27 of the 31 courts and juries in
#: our labels of articles, and the other four have their state beside them
_AMERICAN = re.compile(
    r"(?:the |an? )?(?:supreme court|grand jury|justices|treasury|congressional \w+|state attorney"
    r"|federal (?:government|judge|(?:appeals )?court|agents|agencies|officials|prosecutors?|regulators))\b",
    re.IGNORECASE,
)
#: what only governments and armies do: 'Saudis told Obama' is their state
_OFFICIAL = re.compile(
    r"\s*(?::|,? ?(?:sa(?:id|ys?)|t(?:old|ell)|warn|den[yi]|reject|accuse|fire|vow|want|sign|offer|agree)"
    r"\w*\b)",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"(?:[a-z](?:ers|ors|ists|ants|ees)|mourners|pilots|jobless|dozens|scores|hundreds|thousands|\bone|\d)$",
    re.IGNORECASE,
)


def who(
    actors: ActorTable,
    text: str,
    span: Span,
    on: date | None = None,
    *,
    mentions: Sequence[Actor] | None = None,
    places: Sequence[PlaceMention] | None = None,
    home: str | None = None,
    said: Sequence[Span] = (),
) -> Actor:
    """Return the actor at a span of a text; code 'UNK' if nobody can say.

    `mentions` and `places` are those of the whole text (looked up if not given), `home` the state of the
    outlet (ISO 3166 alpha-3), `on` the day of the text; roles are of that day. `said` is what the party is
    known to say: it speaks of others there.
    """
    named = actors.find(text, on) if mentions is None else mentions
    told = described(actors, text, span, on, named)
    if told is not None and not told.code.startswith(UNKNOWN):
        return told
    actor, settled = (told, False) if told is not None else itself(actors, text, span, on, named)
    if settled:
        return actor
    located = locate(text) if places is None else places
    state = _inside(text, span, located) or _best(
        choices(actors, text, actor, named, located, home=home, said=said)
    )
    if state is None and _AMERICAN.match(actor.text):
        state = "USA"
    return replace(actor, code=_joined(state, actor.code)) if state else actor


def choices(
    actors: ActorTable,
    text: str,
    actor: Actor,
    mentions: Sequence[Actor],
    places: Sequence[PlaceMention],
    *,
    home: str | None = None,
    said: Sequence[Span] = (),
) -> list[Candidate]:
    """Return the states that an actor at a span may be of, with what speaks for each."""
    assert actor.span is not None
    start = actor.span.start
    is_its = bool(_OFFICE_OF.match(actor.text))  # a pronoun leads back
    found = candidates(
        text,
        actor.span,
        [one for one in mentions if one.span and one.span.end <= start] if is_its else mentions,
        [one for one in places if one.span.end <= start] if is_its else places,
        said=said,
        is_office=actor.sector in _OFFICES,
        is_local=_is_local(actor),
        home=home if _is_known(text, actor) else None,
    )
    if is_stray(actor):
        return [one for one in found if one.features.get("attached")]
    if (actor.sector in _SEATED or _is_local(actor)) and not _TRAVELS.search(actor.text):
        found = [one for one in found if one.features.get("seat")] or found
    found = [one for one in found if one.features.get("ousted")] or found
    behind = {
        actors.resolve(word[1] or word[2], None).code.partition(":")[0]
        for word in backer().finditer(actor.text)
    }
    return [one for one in found if one.state not in behind]


def _is_local(actor: Actor) -> bool:
    """Tell whether a party is of the place where it is, and not of whoever fights there."""
    return actor.sector in {"CVL", "COP"} or bool(_LOCAL.search(actor.text))


def _inside(text: str, span: Span, places: Sequence[PlaceMention]) -> str | None:
    """Return the state of a place in the party's own words, if it does not only stand behind it."""
    behind = [
        Span(start=span.start + word.start(), end=span.start + word.end())
        for word in backer().finditer(text[span.start : span.end])
    ]
    return next(
        (
            place.country
            for place in places
            if place.country
            and place.span.overlaps(span)
            and not any(place.span.overlaps(word) for word in behind)
        ),
        None,
    )


_LOCAL = re.compile(r"\b(?:mayor|governor|local|regional|rescuers?|medics|hospital)\b", re.IGNORECASE)
#: sectors of which a state has one, so that it is clear whose 'the president' at home is
_OFFICES = frozenset({"GOV", "MIL", "INT", "LEG", "JUD", "COP"})
#: of these it is in its state that they are; troops may be anywhere
_SEATED = _OFFICES - {"MIL"}
_ONE_OF_MANY = word_set("a an some several other two three its his her their")


def _is_known(text: str, actor: Actor) -> bool:
    """Tell whether an office is spoken of as known: 'the ministry', 'Police', not 'a source', 'officials'."""
    assert actor.span is not None
    leads = [*text[: actor.span.start].split()[-1:], *actor.text.split()[:1]]
    lead = {word.lower() for word in leads}
    if actor.sector not in _OFFICES or lead & _ONE_OF_MANY or _OF_A_LAND.search(actor.text):
        return False
    return "the" in lead or not actor.text.endswith("s")


#: 'the kingdom's ministry'
_OF_A_LAND = re.compile(
    r"\b(?:kingdom|country|nation|island|republic|emirate|region|city)['’]s\s", re.IGNORECASE
)


#: an office of somebody named before: 'its foreign ministry'
_OFFICE_OF = re.compile(r"(?:its|his|her|their)\s", re.IGNORECASE)
_NEXT_TO = re.compile(r"(?:['’]s\s[\w\s]{1,30})?,?\s*(?:according to|said|says|told by|by)?\s*")


def owner(text: str, span: Span, mentions: Sequence[Actor], places: Sequence[PlaceMention]) -> str | None:
    """Return the state whose name stands before 'its ministry' with at most a comma and a verb between."""
    if not _OFFICE_OF.match(text, span.start, span.end):
        return None
    named = [(a.span, a.code) for a in mentions if a.span]
    named += [(place.span, place.country) for place in places if place.country]
    for spot, code in sorted(named, reverse=True):
        state = code.partition(":")[0]
        if spot.end <= span.start and is_state(state):
            return state if _NEXT_TO.fullmatch(text, spot.end, span.start) else None
    return None


def itself(
    actors: ActorTable, text: str, span: Span, on: date | None, mentions: Sequence[Actor]
) -> tuple[Actor, bool]:
    """Return the actor at a span as its own words have it, and whether they say it all."""
    said = text[span.start : span.end]
    shown = titled(text)[span.start : span.end]
    actor = replace(actors.resolve(shown, on), text=said, span=span)
    if not actor.code.startswith(UNKNOWN):
        return _people(text, _seated(actors, text, _as_found(actor, mentions), shown, on), span), True
    article = _ARTICLE.match(said)
    bare = replace(span, start=span.start + (article.end() if article else 0))
    around = next((a for a in mentions if a.span and bare in a.span), None)
    if around is not None and _TRAVELS.search(said) and _IN.match(text, span.end):
        around = None  # 'the embassy in Kyiv' is not Kyiv's
    if around is not None and not around.code.startswith(UNKNOWN):
        return replace(actor, code=_joined(around.code, actor.code)), True
    if said.lower() in _PRONOUNS:
        earlier = [a for a in mentions if a.span and a.span.end <= span.start]
        return (replace(earlier[-1], text=said, span=span) if earlier else actor), True
    if actor.code == UNKNOWN and actor.sector is None:
        actor = _common(actor)
    if (half := _KOREA.match(said)) and "Korea" in text:
        return replace(actor, code="PRK" if half[1].lower() == "north" else "KOR"), True
    return actor, bool(_WIDE.search(said))


def _as_found(actor: Actor, mentions: Sequence[Actor]) -> Actor:
    """Return an office of the state that the whole text gives it to: 'Poles said the Senate would agree'."""
    same = (one for one in mentions if one.span and actor.span and actor.span.overlaps(one.span))
    found = next((one for one in same if one.sector == actor.sector), None)
    is_other = (
        found is not None and is_state(found.code) and is_state(actor.code) and actor.sector in _OFFICES
    )
    return replace(actor, code=found.code) if found and is_other else actor


def _seated(actors: ActorTable, text: str, actor: Actor, shown: str, on: date | None) -> Actor:
    """Return an office of the state where it sits, if many states have one: 'Senate in Abuja'."""
    assert actor.span is not None
    seat = _SEAT.match(text, actor.span.end)
    if seat is None or actor.sector not in _SEATED or ":" in actor.code or _TRAVELS.search(actor.text):
        return actor
    there = actors.resolve(shown + seat[0], on)
    return replace(actor, code=there.code) if is_state(there.code) else actor


_SEAT = re.compile(r"\s(?:in|of)\s(?:the\s)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?")
_IN = re.compile(r"\s+in\s")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
#: in another state than their own
_TRAVELS = re.compile(
    r"\b(?:embass(?:y|ies)|consulates?|ambassadors?|envoys?|diplomats?|missions?|presidents?|prime ministers?"
    r"|ministers?|chancellors?|king|queen|leaders?)$",
    re.IGNORECASE,
)


def _people(text: str, actor: Actor, span: Span) -> Actor:
    """Tell a state's people from the state: 'Afghan' in 'Afghan protests', 'Britons' who are held."""
    before, after = text[max(0, span.start - 9) : span.start].rstrip().lower(), text[span.end : span.end + 40]
    if ":" in actor.code or actor.sector is not None or not is_state(actor.code):
        return actor
    if _is_people(actor) and not _OFFICIAL.match(after) and not before.endswith("the"):
        return replace(actor, code=f"{actor.code}:CVL", sector="CVL")
    return actor


def _is_people(actor: Actor) -> bool:
    """Tell whether it is a people's name; 'Palestinians' alone are their side, as no army is named so."""
    said = actor.text.split()
    return said[-1] in peoples() and not (actor.code == "PSE" and len(said) == 1)


def _common(actor: Actor) -> Actor:
    """Return people whose noun no table has: 'mourners', 'dozens', 'the jobless'."""
    head = re.split(r" (?:of|in|from|at|on|who|that|with|for|near) ", actor.text)[0]
    if _PERSONS.search(head):
        return replace(actor, code=f"{UNKNOWN}:CVL", sector="CVL")
    return actor


def _best(found: Sequence[Candidate]) -> str | None:
    if not found:
        return None
    return max(found, key=lambda one: sum(WEIGHTS.get(f, 0.0) * v for f, v in one.features.items())).state


def is_stray(actor: Actor) -> bool:
    """Tell whether a party is of no state in particular."""
    return actor.code.partition(":")[2] in _STRAY


def _joined(state: str, code: str) -> str:
    """Return the code of a party of a state: 'YEM' and 'UNK:CVL' make 'YEM:CVL'."""
    _, colon, group = code.partition(":")
    return state.partition(":")[0] + colon + group if group else state
