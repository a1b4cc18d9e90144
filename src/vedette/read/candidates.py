"""The states named around a party that is named without one, and what speaks for each."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from vedette.read.phrases import UNKNOWN, word_lists
from vedette.read.roster import is_state, peoples
from vedette.types import Actor, PlaceMention, Span

#: code points before and after that are looked at: a paragraph and the next sentence
_BEFORE, _AFTER = 600, 300
#: words over which nearness falls to a third
_REACH = 4.0

_LAST_WORD = re.compile(r"([\w.]+)[\W_]*(?:the |a |an )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A state named near a party. `features` are those of its best-placed name."""

    state: str
    features: dict[str, float]


def candidates(
    text: str,
    span: Span,
    mentions: Sequence[Actor],
    places: Sequence[PlaceMention],
    *,
    said: Sequence[Span] = (),
    is_office: bool = False,
    is_local: bool = False,
    home: str | None = None,
) -> list[Candidate]:
    """Return the states named around a span, with what speaks for each (the most of all its names).

    `said` is what the party is known to say, `home` the outlet's state if the party may well be of it. An
    office is not of a state it deals with, as nobody meets himself, nor of one named only where it goes on to
    say something of it, if that is not home. Who is local, as police are, is of the state of a place in the
    sentence, not of troops, of another sentence or home: 'Russian troops killed civilians in Mariupol'.
    """
    itself = _again(text, span) if is_office else []
    best: dict[str, dict[str, float]] = {}
    names: dict[str, list[_Name]] = {}
    for number, (code, sector, spot) in enumerate(_named(text, span, mentions, places)):
        state = code.partition(":")[0]
        signs = dict(_signs(text, span, spot, code, sector, first=number == 0))
        is_said = any(piece.overlaps(spot) for piece in said)
        is_where = _word_before(text, spot) in word_lists()["where"]
        names.setdefault(state, []).append(
            _Name(
                is_met=any(_deals(text, one, spot, code) for one in itself),
                is_told_of=is_office and is_said and spot.start >= span.end and not is_where,
                is_apart="apart" in signs,
                is_force=sector == "MIL",
                is_where=is_where,
            )
        )
        signs["said"] = float(is_said)
        signs["ousted"] = float(_ousts(text, span, spot))
        features = best.setdefault(state, dict.fromkeys(_ALL_ITS_NAMES, 1.0))
        for name in _ALL_ITS_NAMES:
            features[name] = min(features[name], signs.pop(name, 0.0))
        for name, value in signs.items():
            features[name] = max(features.get(name, 0.0), value)
    for state, features in best.items():
        features["often"] = math.log(len(names[state]))
    has_host = is_local and any(one.is_where and not one.is_apart for one in chain(*names.values()))
    if home and not has_host:
        best[home] = {**best.get(home, {}), "home": 1.0, "said": 0.0}
    return [
        Candidate(state=state, features=features)
        for state, features in best.items()
        if not any(one.is_met for one in names.get(state, ()))
        and (state == home or not all(one.is_told_of for one in names[state]))
        and not (has_host and all(one.is_apart or one.is_force for one in names[state]))
    ]


#: a state has these signs only if all its names do
_ALL_ITS_NAMES = ("apart", "said")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """What one name of a state is beside a party."""

    is_met: bool  #: whom the party deals with
    is_told_of: bool  #: what the party goes on to speak of
    is_apart: bool  #: in another sentence
    is_force: bool
    is_where: bool  #: where something is: 'in Mariupol'


def _again(text: str, span: Span) -> list[Span]:
    """Return the spans of the same words in the window, which mean the same party."""
    words = re.compile(rf"\b{re.escape(text[span.start : span.end])}\b", re.IGNORECASE)
    window = max(0, span.start - _BEFORE), span.end + _AFTER
    return [Span(start=found.start(), end=found.end()) for found in words.finditer(text, *window)]


def _ousts(text: str, span: Span, spot: Span) -> bool:
    """Tell whether a party ousts who is named at `spot`: 'protests led to the ousting of Morsi'."""
    gap = text[span.end : spot.start]
    ousted = not word_lists()["ousts"].isdisjoint(gap.lower().split()[-4:])
    return spot.start >= span.end and ousted and re.search(r"[,.;:!?]", gap) is None


def _deals(text: str, span: Span, spot: Span, code: str) -> bool:
    """Tell whether the party at `span` meets, visits or accuses the state named at `spot` after it."""
    gap = text[span.end : spot.start]
    if spot.start < span.end or ":" in code or not _DEALS_GAP.fullmatch(gap):
        return False
    named = text[spot.start : spot.end].split()
    return named[-1] not in peoples() and not word_lists()["deals"].isdisjoint(gap.lower().split())


#: words alone between who deals and with whom: 'spoke by telephone with'
_DEALS_GAP = re.compile(r"(?: [\w-]+){1,6} ")


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
    near = [one for one in near if not _backed().match(text, one[2].end)]
    return sorted(near, key=lambda one: one[2])


def _signs(
    text: str, span: Span, spot: Span, code: str, sector: str | None, *, first: bool
) -> Iterator[tuple[str, float]]:
    """Yield what a name at `spot` has that may make the party at `span` its own."""
    before = spot.end <= span.start
    gap = text[spot.end : span.start] if before else text[span.end : spot.start]
    words = len(gap.split())
    leads = _word_before(text, spot)
    near = math.exp(-words / _REACH)
    yield "near", near
    yield ("before" if before else "near after"), (1.0 if before else near)
    if first:
        yield "first", 1.0
    if (leads in word_lists()["where"] or leads in {"of", "from"}) and not before and words <= 2:
        yield "attached", 1.0
    if leads in word_lists()["prepositions"] and not before and words == 1:
        yield "seat", 1.0
    headed = spot.start == 0 and text[spot.end : spot.end + 1] == ":"  # 'Pakistan: gunmen seize a bus'
    if before and (headed or not gap.strip() or re.fullmatch(r"\s*(?:['\u2019]s)?\s*", gap)):
        yield "attached", 1.0
    if sector == "PLACE":
        yield "place", 1.0
    if not is_state(code.partition(":")[0]):
        yield "organisation", 1.0
    if re.search(r"[.!?]\s", gap):
        yield "apart", 1.0


def _word_before(text: str, spot: Span) -> str:
    """Return the word before a name and its article, '' at the head of the text."""
    found = _LAST_WORD.search(text[max(0, spot.start - 40) : spot.start])
    return found[1].lower() if found else ""


@cache
def _backed() -> re.Pattern[str]:
    return re.compile(rf"[- ](?:{'|'.join(sorted(word_lists()['foreign']))})\b")


@cache
def backer() -> re.Pattern[str]:
    """Return what finds who only stands behind a party: 'pro-Moscow', 'Russian-backed'."""
    return re.compile(
        rf"\bpro-(\w+)|\b(\w+)[- ](?:{'|'.join(sorted(word_lists()['foreign']))})\b", re.IGNORECASE
    )
