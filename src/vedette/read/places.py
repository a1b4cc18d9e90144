"""Places in a text: which words name one. Which of the places of that name is meant says `toponyms`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vedette.config import data_file
from vedette.read.gazetteer import CITY, COUNTY, DIVISION, STATE, Gazetteer, Place, gazetteer
from vedette.read.names import Token, keys, rows, titled, tokens
from vedette.read.toponyms import Toponym, containers, resolve
from vedette.types import PlaceMention, Span

#: words of one name ("Democratic Republic of the Congo" has five)
_LONGEST = 5
#: places of one name that are weighed; the 101st Springfield has no inhabitants
_CANDIDATES = 100
#: a town of so many people is known by its bare name; smaller ones need a cue ('in', 'near', ', Ohio')
_KNOWN = 50_000
#: the same where every word has a capital
_FAMOUS = 500_000
#: the same for first names
_METROPOLIS = 1_000_000

_BEFORE = (
    "the|city of|town of|village of|state of|port of|downtown|central|greater|northern|southern|eastern"
    "|western|north|south|east|west|northeast|northwest|southeast|southwest|upper|lower"
)
_AFTER = "city|town|township|area|region|province|oblast|district|governorate|valley|metro|county"
_EXTRAS = re.compile(rf"^(?:{_BEFORE}) | (?:{_AFTER})$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:\n]")

# verdicts on words that are in the gazetteer
_PLACE, _DOUBTFUL, _NONE, _PERSON = 1, 0, -1, -2


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
    hints. Coordinates are WGS 84 degrees. Raises ReadError when the gazetteer is missing.
    """
    source = gazetteer()
    named = _recognise(text, source)
    if spans is None:
        resolve(named, country, tuple(theatre))
        return [_mention(text, one) for one in named if one.best is not None]
    asked = [_given(text, span, source) for span in spans]
    starts = {position for span in spans for position in range(span.start, span.end)}
    # the rest of the text is context all the same
    others = [one for one in named if one.start not in starts and one.end - 1 not in starts]
    containers(text, asked + others)
    resolve(asked + others, country, tuple(theatre))
    return [_mention(text, one) for one in asked]


def _mention(text: str, one: Toponym) -> PlaceMention:
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
        verdict = _verdict(_Setting.of(text, words, index, size), places, calm)
        if verdict == _PLACE:
            found.append(one)
        elif verdict == _DOUBTFUL:
            doubtful.append(one)
        elif verdict == _PERSON:
            persons.add(one.key)
        index += size
    containers(text, found + doubtful)
    people = persons - {one.key for one in found if one.beside is not None}
    found = [
        one for one in found if one.key not in people or one.places[0].kind not in {CITY, COUNTY, DIVISION}
    ]
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
        and _close(
            text[words[index + size - 1].end : words[index + size].start], words[index + size - 1].text
        )
    ):
        size += 1
    for count in range(size, 0, -1):
        part = words[index : index + count]
        if not (
            part[-1].text[:1].isupper() or part[-1].text[:1].isdigit() or part[-1].key in {"region", "oblast"}
        ):
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
    return gap in {" ", "-", ".", "\u00a0", "’", "'"} or (
        gap == ". " and before in {"St", "Ft", "Mt", "N", "S", "D"}
    )


@dataclass(frozen=True, slots=True)
class _Setting:
    """A name with the words around it."""

    name: str  #: as written
    key: str  #: folded
    last: str  #: its last word
    single: bool
    dotted: bool  #: has a full stop in it or right after it
    before: str  #: the folded word before, '' if punctuation comes between
    before_upper: bool
    comma: bool  #: a comma before
    cue: bool  #: a word of place before
    cue_starts: bool  #: the word before begins a sentence
    after: str  #: the folded word after if it has a capital, '' else

    @classmethod
    def of(cls, text: str, words: Sequence[Token], index: int, size: int) -> "_Setting":
        """Return the setting of words [index, index + size)."""
        first, last = words[index], words[index + size - 1]
        before = words[index - 1] if index else None
        after = words[index + size] if index + size < len(words) else None
        gap = text[before.end : first.start] if before else "."
        touches = before is not None and gap in {" ", ". "}
        starts = before is not None and (
            index < 2 or bool(_SENTENCE_END.search(text[words[index - 2].end : before.start]))
        )
        follows = (
            after is not None and text[last.end : after.start] in {" ", "-"} and after.text[:1].isupper()
        )
        name = text[first.start : last.end]
        return cls(
            name=name,
            key=" ".join(word.key for word in words[index : index + size]),
            last=last.text,
            single=size == 1,
            dotted="." in name or text[last.end : last.end + 1] == ".",
            before=before.key if before is not None and touches else "",
            before_upper=before is not None and touches and before.text[:1].isupper(),
            comma=gap == ", ",
            cue=before is not None and touches and before.key in _words()["cues"],
            cue_starts=starts,
            after=after.key if after is not None and follows else "",
        )


def _verdict(said: _Setting, places: Sequence[Place], calm: bool) -> int:
    """Tell whether a name of the gazetteer is meant as a place here."""
    lists = _words()
    own = any(place.kind not in {CITY, COUNTY, DIVISION} for place in places)
    if said.key.replace(" ", "_") in lists["no_places"] or (said.single and _no_name(said, places, own)):
        return _NONE
    if _of_person(said):
        return _PERSON
    if said.after in lists["streets"] or (said.after and said.key in lists["given"]):
        return _NONE
    if said.single and said.key in lists["common"]:
        if not (said.cue or own):
            return _NONE
        return _PLACE if own else _DOUBTFUL
    if own:
        return _PLACE
    if calm and said.single and not (said.cue and said.cue_starts):
        # 'Dr Foo Paris', 'Paris Foo': part of a longer name that is not in the gazetteer
        inside = said.before_upper and said.before not in lists["directions"]
        if inside or (said.after and not said.cue):
            return _DOUBTFUL
    party = said.key in lists["actors"] and said.before not in lists["inside"]  # 'to Merkel', 'from Monsanto'
    known = max(place.population for place in places) >= (_KNOWN if calm else _FAMOUS)
    return _PLACE if not party and (said.cue or not said.single or known) else _DOUBTFUL


def _no_name(said: _Setting, places: Sequence[Place], own: bool) -> bool:
    """Tell whether a single word is rather a month, an abbreviation, a word or a first name."""
    lists = _words()
    if said.key in lists["calendar"] or (not own and (len(said.key) < 4 or said.key in lists["demonyms"])):
        return True
    if places[0].kind == STATE and said.key != places[0].name.lower() and len(said.key) < 6:
        # 'Miss.' and ', CA' are states, 'Miss' and 'CA' are not
        return not said.dotted and not (said.comma and len(said.key) == 2 and said.name.isupper())
    large = max(place.population for place in places) >= _METROPOLIS  # Sydney, Santiago
    return said.key in lists["given"] and not (own or said.cue or large)


def _of_person(said: _Setting) -> bool:
    lists = _words()
    if not said.before_upper:
        return False
    first_name = said.single and said.before in lists["given"] and said.before not in lists["directions"]
    return first_name or said.before in lists["titles"]


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """Return the word lists of recognition; 'common' are words, 'given' first names."""
    lists = {row["list"]: frozenset(row["words"].split()) for row in rows("places", "words.tsv")}
    lists["common"] = frozenset(data_file("places", "common.txt").read_text("utf-8").split())
    lists["given"] = frozenset(data_file("actors", "given.txt").read_text("utf-8").lower().split())
    tables = [
        rows("actors", f"{name}.tsv") for name in ("officials", "institutions", "groups", "organisations")
    ]
    named = [name for table in tables for row in table for name in row["names"].split(";")]
    lists["demonyms"] = frozenset(gazetteer().demonyms)
    lists["actors"] = frozenset(" ".join(keys(name)) for name in named)
    return lists
