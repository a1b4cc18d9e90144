"""Which state a party belongs to that is named without one: 'police', 'the president', 'protesters'.

The states, cities and people named around it are candidates; a small conditional logit ranks them by where
they stand. Nothing near: the outlet's own state. What belongs to nobody in particular (pirates, a rights
group, a suicide bomber) takes a state only from a word that says so ('in Yemen', 'of Yemen').
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from vedette.read.names import titled
from vedette.read.phrases import UNKNOWN, word_lists
from vedette.read.places import locate
from vedette.read.reader import ActorTable
from vedette.read.roster import is_state, peoples
from vedette.read.tokens import word_set
from vedette.types import Actor, PlaceMention, Span

#: code points before and after that are looked at: a paragraph and the next sentence
_BEFORE, _AFTER = 600, 300
#: words over which nearness falls to a third
_REACH = 4.0

# Fitted by train/tables/nearby.py to three quarters of the labelled headlines of 2008-2012 (bench/actors.py
# holds out the rest): 76 % right in cross-validation, the nearest name alone 61 %. Crossing the signs with
# the party's sector gains nothing, nor does a weight for nobody's.
WEIGHTS = {
    "organisation": -1.11,
    "before": 0.63,
    "first": 0.45,
    "near": 0.32,
    "attached": 0.31,
    "own": 0.28,
    "apart": -0.20,
    "place": 0.10,
    "often": 0.10,
    "near after": 0.10,
    "group": 0.10,
}

#: parties of no state in particular
_STRAY = word_set("NGO HACKERS PIRATES TERRORISTS GUNMEN ANONYMOUS WIKILEAKS")
_PRONOUNS = word_set("he him his she her they them their it its")
#: of no one state
_WIDE = re.compile(
    r"^(?:the )?west$|\b(?:foreign|international|global|worlds?|western|arab|both|neighbou?r(?:s|ing)|any"
    r"|middle east(?:ern)?|latin american?|african?|asian?|islamic country|authoritarian|cruise ship"
    r"|flotilla)\b",
    re.IGNORECASE,
)
_KOREA = re.compile(r"(?:the )?(north|south)(?:'s)?$", re.IGNORECASE)
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
_LAST_WORD = re.compile(r"([\w.]+)[\W_]*(?:the |a |an )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A state named near a party. `features` are those of its best-placed name."""

    state: str
    features: dict[str, float]


def who(
    actors: ActorTable,
    text: str,
    span: Span,
    on: date | None = None,
    *,
    mentions: Sequence[Actor] | None = None,
    places: Sequence[PlaceMention] | None = None,
    home: str | None = None,
) -> Actor:
    """Return the actor at a span of a text; code 'UNK' if nobody can say.

    `mentions` and `places` are those of the whole text (looked up if not given), `home` the state of the
    outlet (ISO 3166 alpha-3), `on` the day of the text; roles are of that day.
    """
    named = actors.find(text, on) if mentions is None else mentions
    actor, settled = _by_itself(actors, text, span, on, named)
    if settled:
        return actor
    located = locate(text) if places is None else places
    inside = next((place.country for place in located if place.country and place.span.overlaps(span)), None)
    state = inside or _state(candidates(text, span, named, located), actor, home)
    return replace(actor, code=_joined(state, actor.code)) if state else actor


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


def is_open(actors: ActorTable, text: str, span: Span, on: date | None, mentions: Sequence[Actor]) -> bool:
    """Tell whether only the states named near can say whose a party is."""
    actor, settled = _by_itself(actors, text, span, on, mentions)
    return not settled and not _is_stray(actor)


def _by_itself(
    actors: ActorTable, text: str, span: Span, on: date | None, mentions: Sequence[Actor]
) -> tuple[Actor, bool]:
    """Return the actor as its own words have it, and whether they say it all."""
    said = text[span.start : span.end]
    shown = titled(text)[span.start : span.end]
    actor = replace(actors.resolve(shown, on), text=said, span=span)
    if not actor.code.startswith(UNKNOWN):
        return _people(text, actor, span), True
    around = next((a for a in mentions if a.span and _holds(a.span, span)), None)
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


def _state(found: Sequence[Candidate], actor: Actor, home: str | None) -> str | None:
    if _is_stray(actor):
        found = [one for one in found if one.features.get("attached")]
    elif home and actor.sector and all(one.features.get("apart") for one in found):
        return home  # 'the president' in a French paper is the French one though Obama was named before
    if not found:
        return None
    return max(found, key=lambda one: sum(WEIGHTS.get(f, 0.0) * v for f, v in one.features.items())).state


def _is_stray(actor: Actor) -> bool:
    return actor.code.partition(":")[2] in _STRAY


def _joined(state: str, code: str) -> str:
    """Return the code of a party of a state: 'YEM' and 'UNK:CVL' make 'YEM:CVL'."""
    _, colon, group = code.partition(":")
    return state.partition(":")[0] + colon + group if group else state


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def candidates(
    text: str, span: Span, mentions: Sequence[Actor], places: Sequence[PlaceMention]
) -> list[Candidate]:
    """Return the states named around a span, with what speaks for each (the most of all its names)."""
    best: dict[str, dict[str, float]] = {}
    seen: Counter[str] = Counter()
    for number, (code, sector, spot) in enumerate(_named(text, span, mentions, places)):
        state = code.partition(":")[0]
        seen[state] += 1
        features = best.setdefault(state, {"apart": 1.0})
        signs = dict(_signs(text, span, spot, code, sector, first=number == 0))
        features["apart"] = min(features["apart"], signs.pop("apart", 0.0))
        for name, value in signs.items():
            features[name] = max(features.get(name, 0.0), value)
    for state, features in best.items():
        features["often"] = math.log(seen[state])
    return [Candidate(state=state, features=features) for state, features in best.items()]


def _named(
    text: str, span: Span, mentions: Sequence[Actor], places: Sequence[PlaceMention]
) -> list[tuple[str, str | None, Span]]:
    """Return code, sector and span of the parties and places around a span, in order."""
    found = [(a.code, a.sector, a.span) for a in mentions if a.span and not a.code.startswith(UNKNOWN)]
    taken = [spot for _, _, spot in found]
    found += [
        (place.country, "PLACE", place.span)
        for place in places
        if place.country and not any(place.span.overlaps(spot) for spot in taken)
    ]
    near = [
        one
        for one in found
        if not one[2].overlaps(span) and span.start - _BEFORE <= one[2].start <= span.end + _AFTER
    ]
    # 'BBC News - Norway: ...': a paper is nobody's state unless there is nothing else
    near = [one for one in near if one[1] != "MED"] or near
    # 'a Saudi-backed court in Bahrain' is not Saudi
    near = [one for one in near if not _backer().match(text, one[2].end)]
    return sorted(near, key=lambda one: one[2])


def _signs(
    text: str, span: Span, spot: Span, code: str, sector: str | None, *, first: bool
) -> Iterator[tuple[str, float]]:
    """Yield what a name at `spot` has that may make the party at `span` its own."""
    before = spot.end <= span.start
    gap = text[spot.end : span.start] if before else text[span.end : spot.start]
    words = len(gap.split())
    lead = _LAST_WORD.search(text[max(0, spot.start - 40) : spot.start])
    leads = lead[1].lower() if lead else ""
    near = math.exp(-words / _REACH)
    yield "near", near
    yield ("before" if before else "near after"), (1.0 if before else near)
    if first:
        yield "first", 1.0
    if text[spot.end : spot.end + 2] in {"'s", "\u2019s"}:
        yield "own", 1.0
    if (leads in word_lists()["where"] or leads in {"of", "from"}) and not before and words <= 2:
        yield "attached", 1.0
    headed = spot.start == 0 and text[spot.end : spot.end + 1] == ":"  # 'Pakistan: gunmen seize a bus'
    if before and (headed or not gap.strip() or re.fullmatch(r"\s*(?:['\u2019]s)?\s*", gap)):
        yield "attached", 1.0
    if sector == "PLACE":
        yield "place", 1.0
    state, _, group = code.partition(":")
    if group:
        yield "group", 1.0
    if not is_state(state):
        yield "organisation", 1.0
    if re.search(r"[.!?]\s", gap):
        yield "apart", 1.0


@cache
def _backer() -> re.Pattern[str]:
    return re.compile(rf"[- ](?:{'|'.join(sorted(word_lists()['foreign']))})\b")
