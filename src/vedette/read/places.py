"""Places in a text: which words name one, and which of the places of that name is meant.

Resolution scores every place of a name: by population and kind, by a container said beside it ("Paris,
Texas"), by the divisions and countries named elsewhere, by nearness to the other places of the text,
and, weakly, by the outlet's country and the theatre. Two rounds let sure places help unsure ones.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from vedette.config import data_file
from vedette.read.gazetteer import (
    BASE,
    CITY,
    CONTINENT,
    COUNTRY,
    COUNTY,
    DIVISION,
    REGION,
    STATE,
    TOWN,
    WATER,
    Gazetteer,
    Place,
    gazetteer,
)
from vedette.read.names import Token, keys, tokens
from vedette.types import PlaceMention, Span

#: words of one name ("Democratic Republic of the Congo" has five)
_LONGEST = 5
#: places of one name that are weighed; the 101st Springfield has no inhabitants
_CANDIDATES = 100

# Weights, in powers of ten of population. Found by coordinate search on the even articles of the LGL
# corpus, then checked on the odd ones; the figures are in the bench of places.
_BASE = {COUNTRY: 8.6, CONTINENT: 8.0, STATE: 7.4, REGION: 7.0, WATER: 7.0, BASE: 6.5, DIVISION: 4.6, COUNTY: 4.0}
_BESIDE = 6.0  # a container is said right after the name
_SAME_DIVISION = 1.6  # share of the text's other places in the division, one more if it is named
_SAME_COUNTRY = 1.5  # share of the text's other places in the country
_SAME_LAND = 1.0  # the same for the country itself
_OTHER_NAME = 0.8  # known by that name, but it is not its main one
_NEAR = 1.5  # other places of the text lie near
_NEAR_KM = 120.0
_OUTLET = 0.8
_THEATRE = 0.8
_ROUNDS = 3
#: other places that count as context; enough for any article, and bounds the work for a list of places
_CONTEXT = 60

_CUES = frozenset("in near at from to outside around across of into toward towards over between via inside".split())
_TITLES = frozenset(
    """mr mrs ms dr president senator sen rep gov governor mayor judge justice minister general gen col
    colonel major capt captain lt sgt officer sheriff detective king queen prince princess lord lady sir pope
    professor prof coach secretary chancellor rev reverend attorney lawyer chairman director spokesman
    spokeswoman st saint private cpl deputy principal superintendent commissioner councilman councilwoman
    ambassador premier ayatollah sheikh sheik imam archbishop bishop father sister brother miss""".split()
)
_NO_PLACE_AFTER = frozenset(
    """street st avenue ave road rd drive dr lane boulevard blvd hilton jr sr school hotel""".split()
)
_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept oct nov dec""".split()
)
#: what may stand before a place without being part of a person's name
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central downtown upper lower greater near new".split()
)
_NO_PLACES = frozenset(
    {"white house", "red cross", "supreme court", "hamas", "gulf", "capitol hill", "white", "patriot", "south", "north"}
)
_PERSON = -2

_EXTRAS = re.compile(
    r"^(?:the |city of |town of |village of |state of |port of |downtown |central |greater |northern |southern "
    r"|eastern |western |north |south |east |west |northeast |northwest |southeast |southwest |upper |lower )"
    r"|(?: city| town| township| area| region| province| oblast| district| governorate| valley| metro| county)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Found:
    """A name in the text with the places it may mean."""

    start: int
    end: int
    key: str
    places: list[Place]
    beside: Place | None = None  #: the container said right after it
    best: Place | None = field(default=None)


def locate(
    text: str,
    spans: Sequence[Span] | None = None,
    *,
    country: str | None = None,
    theatre: Sequence[str] = (),
) -> list[PlaceMention]:
    """Return the places of a text in order, resolved to the gazetteer where possible.

    With `spans` exactly those are resolved, in their order; one that names no known place has
    name None. `country` is the outlet's and `theatre` the countries watched (both ISO alpha-3): weak
    hints. Coordinates are WGS 84 degrees.
    """
    source = gazetteer()
    if spans is None:
        found = _recognise(text, source)
    else:
        found = [_given(text, span, source) for span in spans]
        _containers(text, found)
    _resolve(found, country, tuple(theatre))
    if spans is None:
        found = [one for one in found if one.best is not None]
    return [_mention(text, one) for one in found]


def _mention(text: str, one: _Found) -> PlaceMention:
    span = Span(start=one.start, end=one.end)
    place = one.best
    if place is None:
        return PlaceMention(text=text[one.start : one.end], span=span)
    return PlaceMention(
        text=text[one.start : one.end],
        span=span,
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        geonames_id=place.geonames_id,
        country=place.country,
        disputed=bool(place.disputed),
    )


# --- which words name a place ---------------------------------------------------------------


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return common words that are also place names, and given names."""
    common = data_file("places", "common.txt").read_text("utf-8").split()
    given = data_file("actors", "given.txt").read_text("utf-8").lower().split()
    return frozenset(common), frozenset(given)


def _given(text: str, span: Span, source: Gazetteer) -> _Found:
    said = text[span.start : span.end].strip()
    said = re.sub(r"['’]s?$", "", said)
    for _ in range(3):
        key = " ".join(keys(said))
        places = _lookup(said, source)
        if key in source.demonyms:
            places = [source.demonyms[key], *places]
        if not places and re.search("an?s?$", key):  # 'South Ossetians'
            places = source.own.get(re.sub("ns?$", "", key), [])
        shorter = _EXTRAS.sub("", said, count=1)
        if places or shorter == said or not shorter:
            break
        said = shorter
    return _Found(span.start, span.end, " ".join(keys(said)), places)


def _lookup(said: str, source: Gazetteer) -> list[Place]:
    places = source.find(said, _CANDIDATES)
    if not places:
        for full, short in (("saint ", "st "), ("mount ", "mt "), ("fort ", "ft ")):
            key = " ".join(keys(said))
            if key.startswith(short):
                places = source.find(full + key[len(short) :], _CANDIDATES)
            elif key.startswith(full):
                places = source.find(short + key[len(full) :], _CANDIDATES)
            if places:
                break
    return places


def _recognise(text: str, source: Gazetteer) -> list[_Found]:
    words = tokens(text)
    upper = sum(word.text[:1].isupper() for word in words if len(word.text) > 3)
    calm = upper <= 0.5 * max(1, sum(len(word.text) > 3 for word in words))
    seen: dict[str, list[Place]] = {}
    found: list[_Found] = []
    doubtful: list[_Found] = []
    persons: set[str] = set()
    index = 0
    while index < len(words):
        size, places = _longest(text, words, index, source, seen)
        if not size:
            index += 1
            continue
        first, last = words[index], words[index + size - 1]
        end = last.end + _abbreviated(text, last, places)
        one = _Found(first.start, end, " ".join(w.key for w in words[index : index + size]), places)
        verdict = _is_place(text, words, index, size, places, calm)
        if verdict > 0:
            found.append(one)
        elif verdict == 0:
            doubtful.append(one)
        elif verdict == _PERSON:
            persons.add(one.key)
        index += size
    _containers(text, found + doubtful)
    people = persons - {one.key for one in found if one.beside is not None}
    found = [one for one in found if one.key not in people]
    sure = {one.key for one in found}
    found += [one for one in doubtful if one.beside is not None or one.key in sure]
    return sorted(found, key=lambda one: one.start)


def _longest(
    text: str, words: Sequence[Token], index: int, source: Gazetteer, seen: dict[str, list[Place]]
) -> tuple[int, list[Place]]:
    """Return (number of words, places) of the longest name at a word."""
    if not words[index].text[:1].isupper():
        return 0, []
    size = 1
    while (
        size < _LONGEST
        and index + size < len(words)
        and _close(text[words[index + size - 1].end : words[index + size].start], words[index + size - 1].text)
    ):
        size += 1
    for count in range(size, 0, -1):
        part = words[index : index + count]
        if not (part[-1].text[:1].isupper() or part[-1].text[:1].isdigit() or part[-1].key in {"region", "oblast"}):
            continue
        key = " ".join(word.key for word in part)
        if key not in seen:
            name = text[part[0].start : part[-1].end]
            seen[key] = [] if count == 1 and len(key) < 3 and not name.isupper() else _lookup(name, source)
        if seen[key]:
            return count, seen[key]
    return 0, []


def _abbreviated(text: str, word: Token, places: Sequence[Place]) -> bool:
    """Tell whether a word is a state's short form with its full stop ('Calif.')."""
    short = places[0].kind == STATE and len(word.key) < 6 and word.key != places[0].name.lower()
    return short and text[word.end : word.end + 1] == "." and not word.text.endswith(".")


def _close(gap: str, before: str) -> bool:
    return gap in {" ", "-", ".", "\u00a0", "’", "'"} or (gap == ". " and before in {"St", "Ft", "Mt", "N", "S", "D"})


def _is_place(
    text: str, words: Sequence[Token], index: int, size: int, places: Sequence[Place], calm: bool
) -> int:
    """Return 1 where the words name a place, 0 where only something beside could show it, else negative."""
    common, given = _words()
    first, last = words[index], words[index + size - 1]
    before = words[index - 1] if index else None
    after = words[index + size] if index + size < len(words) else None
    touches = before is not None and text[before.end : first.start] in {" ", ". "}
    cue = before is not None and touches and before.key in _CUES
    follows = after is not None and text[last.end : after.start] in {" ", "-"} and after.text[:1].isupper()
    own = any(place.kind not in {CITY, COUNTY, DIVISION} for place in places)
    size_of = max((place.population for place in places), default=0)
    if size == 1 and last.text.lower() != places[0].name.lower() and places[0].kind == STATE:
        # abbreviations: 'Miss.' and 'CA' are states, 'Miss' and 'Ca' are not
        two = len(last.text) == 2 and last.text.isupper()
        dotted = "." in last.text or _abbreviated(text, last, places)
        alone = before is None or text[before.end : first.start] != ", "
        if not dotted and (not two or alone) and len(last.key) < 6:
            return -1
    if " ".join(word.key for word in words[index : index + size]) in _NO_PLACES:
        return -1
    if size == 1 and (first.key in _CALENDAR or (len(first.key) < 4 and not own)):
        return -1
    if size == 1 and first.key in given and not own and not cue:
        return -1
    if before is not None and touches and before.text[:1].isupper():
        if before.key in _TITLES or (before.key in given and before.key not in _DIRECTIONS and size == 1):
            return _PERSON
    if after is not None and follows and (after.key in _NO_PLACE_AFTER or (first.key in given and calm)):
        return -1
    if size == 1 and first.key in common:
        return (1 if own and first.text[:1].isupper() else 0) if cue or own else -1
    if own:
        return 0 if len(last.text) <= 3 and last.text.isalpha() and not cue and len(first.key) < 4 else 1
    capital_before = touches and before is not None and before.text[:1].isupper() and before.key not in _DIRECTIONS
    if calm and size == 1 and (capital_before or (follows and after is not None and not cue)):
        starts = before is not None and (index < 2 or re.search(r"[.!?:\n]", text[words[index - 2].end : before.start]))
        if not (starts and before is not None and before.key in _CUES):
            return 0
    if cue or size > 1:
        return 1
    return 1 if size_of >= 50_000 else 0


def _containers(text: str, found: Sequence[_Found]) -> None:
    """Note the state, province or country said right after a name: 'Lexington, Ky.', 'Goma in Congo'."""
    ordered = sorted(found, key=lambda one: one.start)
    for one, after in zip(ordered, ordered[1:], strict=False):
        gap = text[one.end : after.start]
        if not re.fullmatch(r"['’]?,? {1,2}(?:in |\()?", gap):
            continue
        inside = [
            place
            for place in after.places
            if (place.area or place.kind == COUNTY) and any(_within(other, place) for other in one.places)
        ]
        if inside:
            one.beside = max(inside, key=lambda place: _BASE[place.kind])


def _within(place: Place, container: Place) -> bool:
    if place is container or place.country != container.country or place.kind == COUNTRY:
        return False
    if container.kind == COUNTRY:
        return True
    if container.kind == COUNTY:
        return place.kind == CITY and place.admin1 == container.admin1 and distance(place, container) < 60
    return place.admin1 == container.admin1 and place.kind not in {STATE, DIVISION}


# --- which place of that name ---------------------------------------------------------------


def distance(one: Place, other: Place) -> float:
    """Return the great-circle distance in kilometres."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 12_742.0 * math.asin(math.sqrt(min(1.0, half)))


def _resolve(found: Sequence[_Found], country: str | None, theatre: tuple[str, ...]) -> None:
    """Choose the best place of each name, in rounds: each with the last one's choice as context."""
    groups: dict[tuple[str, Place | None], list[_Found]] = {}
    for one in found:
        if one.places:
            groups.setdefault((one.key, one.beside), []).append(one)
    # a name with its container said once means the same place later on
    said = {key: beside for key, beside in groups if beside is not None}
    chosen: dict[tuple[str, Place | None], Place] = {}
    for _ in range(_ROUNDS):
        previous = dict(chosen) or {group: group[1] for group in groups if group[1] is not None}
        for group, ones in groups.items():
            others = [place for other, place in previous.items() if other[0] != group[0]][:_CONTEXT]
            context = _Context(others, said.get(group[0]), country, theatre)
            chosen[group] = max(ones[0].places, key=lambda place: _score(place, ones[0].key, context))  # noqa: B023
    for group, ones in groups.items():
        for one in ones:
            one.best = chosen[group]


class _Context:
    """What the rest of the text says: shares of countries and divisions, and the places themselves."""

    def __init__(
        self, others: Sequence[Place], container: Place | None, country: str | None, theatre: tuple[str, ...]
    ) -> None:
        self.container = container
        self.country = country
        self.theatre = theatre
        self.near = [place for place in others if place.kind in {CITY, COUNTY, TOWN}]
        total = max(1, len(others))
        counts = Counter(place.country for place in others)
        self.countries = {name: count / total for name, count in counts.items()}
        parts = Counter((place.country, place.admin1) for place in others if place.admin1)
        named = {(place.country, place.admin1) for place in others if place.kind in {STATE, DIVISION}}
        self.divisions = {
            part: count / total + (1.0 if part in named else 0.0) for part, count in parts.items()
        }


def _score(place: Place, key: str, context: _Context) -> float:
    score = _BASE.get(place.kind, 0.0)
    if place.kind in {CITY, TOWN}:
        score = math.log10(place.population + 10)
    if place.kind == CITY and " ".join(keys(place.name)) != key:
        score -= _OTHER_NAME
    if context.container is not None and _within(place, context.container):
        score += _BESIDE
    if place.kind not in {COUNTRY, CONTINENT}:
        score += _SAME_COUNTRY * context.countries.get(place.country, 0.0)
        score += _SAME_DIVISION * context.divisions.get((place.country, place.admin1), 0.0)
        pull = sum(math.exp(-distance(place, other) / _NEAR_KM) for other in context.near)
        score += _NEAR * min(1.0, pull)
    else:
        score += _SAME_LAND * context.countries.get(place.country, 0.0)
    hint = _OUTLET * (place.country == context.country) + _THEATRE * (place.country in context.theatre)
    return score + hint
