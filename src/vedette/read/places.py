"""Places in a text: which words name one. Which of the places of that name is meant says `toponyms`."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from vedette.read.gazetteer import CITY, COUNTY, DIVISION, STATE, Gazetteer, Place, gazetteer
from vedette.read.names import Token, keys, titled, tokens
from vedette.read.placewords import DOUBTFUL, PERSON, PLACE, Setting, verdict, words_of_place
from vedette.read.toponyms import Toponym, containers, resolve
from vedette.types import PlaceMention, Span

#: words of one name ("Democratic Republic of the Congo" has five)
_LONGEST = 5
#: places of one name that are weighed; the 101st Springfield has no inhabitants
_CANDIDATES = 100
_BEFORE = (
    "the|city of|town of|village of|state of|port of|downtown|central|greater|northern|southern|eastern"
    "|western|north|south|east|west|northeast|northwest|southeast|southwest|upper|lower"
)
_AFTER = "city|town|township|area|region|province|oblast|district|governorate|valley|metro|county"
_EXTRAS = re.compile(rf"^(?:{_BEFORE}) | (?:{_AFTER})$", re.IGNORECASE)
_AND = re.compile(r",? (?:and|or) ")


def locate(
    text: str,
    spans: Sequence[Span] | None = None,
    *,
    country: str | None = None,
    theatre: Sequence[str] = (),
    on: date | None = None,
) -> list[PlaceMention]:
    """Return the places of a text in order, resolved to the gazetteer where possible.

    With `spans` exactly those are resolved, in their order; one that names no known place has
    name None. `country` is the outlet's and `theatre` the countries watched (both ISO alpha-3): weak
    hints. `on` is the day of the text: a place is marked disputed as of it, else as of now. Coordinates
    are WGS 84 degrees. Raises ReadError when the gazetteer is missing.
    """
    source = gazetteer()
    named = _recognise(text, source)
    if spans is None:
        resolve(named, country, tuple(theatre))
        return [_mention(text, one, source, on) for one in named if one.best is not None]
    asked = [_given(text, span, source) for span in spans]
    starts = {position for span in spans for position in range(span.start, span.end)}
    # the rest of the text is context all the same
    others = [one for one in named if one.start not in starts and one.end - 1 not in starts]
    containers(text, asked + others)
    resolve(asked + others, country, tuple(theatre))
    return [_mention(text, one, source, on) for one in asked]


def _mention(text: str, one: Toponym, source: Gazetteer, on: date | None) -> PlaceMention:
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
        disputed=source.dispute(place, on) is not None,
    )


def _given(text: str, span: Span, source: Gazetteer) -> Toponym:
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
    return Toponym(span.start, span.end, " ".join(keys(said)), places)


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


def _recognise(text: str, source: Gazetteer) -> list[Toponym]:
    text = titled(text)
    words = tokens(text)
    # scripts without capitals say nothing, nor do three words
    long = [word for word in words if len(word.text) > 3 and word.text[0].lower() != word.text[0].upper()]
    calm = len(long) < 4 or sum(word.text[:1].isupper() for word in long) <= len(long) / 2
    seen: dict[str, list[Place]] = {}
    found: list[Toponym] = []
    doubtful: list[Toponym] = []
    persons: set[str] = set()
    index = 0
    while index < len(words):
        size, places = _longest(text, words, index, source, seen)
        if not size:
            index += 1
            continue
        first, last = words[index], words[index + size - 1]
        end = last.end + _abbreviated(text, last, places)
        one = Toponym(first.start, end, " ".join(w.key for w in words[index : index + size]), places)
        meant = verdict(Setting.of(text, words, index, size), places, calm)
        if meant == PLACE:
            found.append(one)
        elif meant == DOUBTFUL:
            doubtful.append(one)
        elif meant == PERSON:
            persons.add(one.key)
        index += size
    containers(text, found + doubtful)
    people = persons - {one.key for one in found if one.beside is not None}
    found = [
        one for one in found if one.key not in people or one.places[0].kind not in {CITY, COUNTY, DIVISION}
    ]
    sure = {one.key for one in found}
    found += [one for one in doubtful if one.beside is not None or one.key in sure]
    found += list(_listed(text, found, doubtful)) if calm else []
    return sorted(found, key=lambda one: one.start)


def _listed(text: str, sure: Sequence[Toponym], doubtful: Sequence[Toponym]) -> Iterator[Toponym]:
    """Yield the doubtful names in a list with a sure one: 'in Kyiv, Soledar and Enerhodar'."""
    ordered = sorted({one.start: one for one in (*doubtful, *sure)}.values(), key=lambda one: one.start)
    known = {one.start for one in sure}
    first = 0
    for number, (one, after) in enumerate(pairwise(ordered), 1):
        gap = text[one.end : after.start]
        if gap == ", ":
            continue
        listed = ordered[first : number + 1] if _AND.fullmatch(gap) else []
        if any(name.start in known for name in listed):
            yield from (name for name in listed if name.start not in known)
        first = number


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
        and _close(
            text[words[index + size - 1].end : words[index + size].start], words[index + size - 1].text
        )
    ):
        size += 1
    lists = words_of_place()
    article = index > 0 and words[index - 1].key == "the"
    for count in range(size, 0, -1):
        part = words[index : index + count]
        capital = part[-1].text[:1].isupper() or part[-1].text[:1].isdigit()
        if not capital and part[-1].key not in lists["endings"]:
            continue
        key = " ".join(word.key for word in part)
        if key in lists["articled"]:
            continue  # looked at with the next word, which the article stands before
        if article and f"the {key}" in lists["articled"] and _alone(text, words, index + count):
            return count, source.own[f"the {key}"]
        if key not in seen:
            name = text[part[0].start : part[-1].end]
            short = count == 1 and len(key) < 3 and not name.isupper()
            seen[key] = [] if short else _lookup(name, source)
        if seen[key]:
            return count, seen[key]
    return 0, []


def _alone(text: str, words: Sequence[Token], after: int) -> bool:
    """Tell whether no noun follows: 'across the Jordan at night' is the river, 'the Jordan talks' is not."""
    gap = text[words[after - 1].end : words[after].start] if after < len(words) else "."
    return gap != " " or words[after].text in words_of_place()["functions"]


def _abbreviated(text: str, word: Token, places: Sequence[Place]) -> bool:
    """Tell whether a word is a state's short form with its full stop ('Calif.')."""
    short = places[0].kind == STATE and len(word.key) < 6 and word.key != places[0].name.lower()
    return short and text[word.end : word.end + 1] == "." and not word.text.endswith(".")


def _close(gap: str, before: str) -> bool:
    return gap in {" ", "-", ".", "\u00a0", "’", "'"} or (
        gap == ". " and before in {"St", "Ft", "Mt", "N", "S", "D"}
    )
