"""Which place of a name is meant.

Every place of a name is scored: by population and kind, by a container said beside it ("Paris, Texas"),
by the countries and divisions of the text's other places, by nearness to them, and, weakly, by the
outlet's country and the theatre. Some rounds let sure places help unsure ones.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    Place,
)
from vedette.read.names import keys

# Weights, in powers of ten of population, set by hand while looking at the LGL corpus (4,462 toponyms
# with coordinates, spans given): 83.0 % within 161 km; with population and kind alone 66.5 %. A coordinate
# search on the even articles gained 1.3 points there and lost 0.4 on the odd ones: not taken.
_BASE = {
    COUNTRY: 8.6,
    CONTINENT: 8.0,
    STATE: 7.4,
    REGION: 7.0,
    WATER: 7.0,
    BASE: 6.5,
    DIVISION: 4.6,
    COUNTY: 4.0,
}
_BESIDE = 6.0  # a container is said right after the name
_SAME_DIVISION = 1.6  # share of the text's other places in the division, one more if it is named
_SAME_COUNTRY = 1.5  # share of the text's other places in the country
_SAME_LAND = 1.0  # the same for the country itself
_OTHER_NAME = 0.8  # known by that name, but it is not its main one
_BORROWED = 1.5  # and a place of 100,000 or a country has it as its main one ('Mexico' is seldom Mexico City)
_LARGE = 100_000
_NOTED = 200_000  # a town of our own table is there because the news tells of it, however small it is
_NEAR = 1.5  # other places of the text lie near
_NEAR_KM = 120.0
_OUTLET = 0.8
_THEATRE = 0.8
_ROUNDS = 3
#: other places that count as context; enough for any article, and bounds the work for a list of places
_CONTEXT = 60


@dataclass(slots=True)
class Toponym:
    """A name in the text with the places it may mean."""

    start: int
    end: int
    key: str
    places: list[Place]
    beside: Place | None = None  #: the container said right after it
    best: Place | None = None


def containers(text: str, found: Sequence[Toponym]) -> None:
    """Note the state, province or country said right after a name: 'Lexington, Ky.', 'Goma in Congo'."""
    ordered = sorted(found, key=lambda one: one.start)
    for one, after in pairwise(ordered):
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


def distance(one: Place, other: Place) -> float:
    """Return the great-circle distance in kilometres."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 12_742.0 * math.asin(math.sqrt(min(1.0, half)))


def resolve(found: Sequence[Toponym], country: str | None, theatre: tuple[str, ...]) -> None:
    """Choose the best place of each name, in rounds: each with the last one's choice as context."""
    groups: dict[tuple[str, Place | None], list[Toponym]] = {}
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
            key, places = ones[0].key, ones[0].places
            other = _OTHER_NAME + (_BORROWED if any(_owns(place, key) for place in places) else 0.0)
            chosen[group] = max(places, key=lambda place: _score(place, key, context, other))
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


def _owns(place: Place, key: str) -> bool:
    """Tell whether a large place has that name as its main one."""
    large = place.kind == COUNTRY or (place.kind == CITY and place.population >= _LARGE)
    return large and " ".join(keys(place.name)) == key


def _score(place: Place, key: str, context: _Context, other: float) -> float:
    score = _BASE.get(place.kind, 0.0)
    if place.kind in {CITY, TOWN}:
        score = math.log10(max(place.population, _NOTED if place.kind == TOWN else 10))
    if place.kind == CITY and " ".join(keys(place.name)) != key:
        score -= other
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
