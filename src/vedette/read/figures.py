"""Figures of a sentence: how many of what, how exact, of whom, counted how."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vedette.read import circumstances
from vedette.read.counters import counter
from vedette.read.joined import Number, numbers
from vedette.read.reader import FoundNumber
from vedette.read.scopes import of_the_sentence_before, scopes, within
from vedette.read.units import FORCE, is_force
from vedette.read.weighed import kind_weighed, weighed
from vedette.types import Actor, DateMention, Figure, FigureKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMention:
    """A figure with where it stands: from the qualifier to the unit."""

    span: Span
    figure: Figure
    number: int  #: where the number itself begins
    giver: Span | None = None  #: who counts it, where words of counting and not of speech say so


#: the flag of what a value was before a change or a correction: it is not to be read as of now
EARLIER = "earlier value"
#: characters that direct the eye and not the sense: right-to-left marks, markdown, brackets
_BLANK = str.maketrans(
    dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c*[]_", " ")
)


def find(
    text: str,
    *,
    actors: Sequence[Actor] = (),
    dates: Sequence[DateMention] = (),
    reference_year: int | None = None,
    preceding: str = "",
    following: str = "",
    whose: str | None = None,
    read: Mapping[int, FoundNumber] | None = None,
) -> list[FigureMention]:
    """Return the figures of one sentence in order, spans over `text`.

    `actors` and `dates` are the sentence's own, with spans over `text`: actors tell of whom, and a
    number inside a date counts nothing. `reference_year` is the document's; a number said for a
    later year is a projection. Ages, distances, scores, prices, ranks, years and rates are no figures. A
    share of a force has the unit 'percent of troops' and is never turned into troops. A number
    without a noun counts what the figure before it counts, or a noun before it that has no number; these may
    stand in `preceding`, the sentence before, whose last figure is of `whose`. What `following`, the next
    sentence, says of 'the estimate' is said of the greatest force. What a value was before is `EARLIER`.
    `read` is what a reader says of the number that begins at an offset: it outweighs the rules where it is
    sure.
    """
    plain = text.translate(_BLANK)
    owners = circumstances.Owners(actors)
    days = sorted(day.span for day in dates)
    read = read or {}
    said = weighed(numbers(plain, days, actors, preceding.translate(_BLANK)), read)
    found = [one for one in said if one.unit and _is_count(one)]
    forces = [one for one in found if is_force(one.unit)]
    flags = iter(_scopes(plain, forces, following.translate(_BLANK)))
    kinds = [
        how if circumstances.stands(plain, one.said) else kind_weighed(how, read.get(one.said.first))
        for one, how in zip(found, _kinds(plain, found, dates, reference_year), strict=True)
    ]
    return [
        FigureMention(
            span=Span(start=one.said.start, end=one.end),
            number=one.said.first,
            giver=counter(text, one.said.start, one.end, bare=one.end == one.said.end),
            figure=Figure(
                low=one.said.low,
                high=one.said.high,
                unit=one.unit or "",
                qualifier=one.said.qualifier,
                kind=how,
                of=owner,
                scope=((EARLIER,) if one.said.then else ()) + (next(flags) if is_force(one.unit) else ()),
            ),
        )
        for one, how, owner in zip(found, kinds, _owners(plain, found, owners, whose), strict=True)
    ]


#: more than so many people do not live, nor do so many weapons exist
_ALIVE = 11e9


def _is_count(number: Number) -> bool:
    """Whether the value can be one of its unit: '0.04 deaths' are a rate, no deaths are no figure."""
    said = number.said
    unit = number.unit or ""
    if said.one and not number.told and unit not in FORCE - {"troops"}:
        return False  # an article more often than a count: none of 6 in the labelled headlines was one
    whole = said.low == int(said.low) and said.high == int(said.high)
    return (whole and 0 < said.high <= _ALIVE) or unit == "usd" or unit.startswith("percent")


def _owners(
    text: str, numbers: Sequence[Number], owners: circumstances.Owners, whose: str | None
) -> list[str | None]:
    """Return whose each figure is; a number that shares another's noun, or is in its row, has its owner.

    `whose` are those counted in the sentence before.
    """
    found: dict[int, str | None] = {}
    for at, number in enumerate(numbers):
        code = None
        start = number.said.start
        if number.unit != "usd":
            lost = number.told == "before" and bool(_LOST.search(text, max(0, start - 20), start))
            called = number.told == "before" and number.unit == "troops"  # 'to call up 300,000'
            had = lost or ((called or not number.told) and is_force(number.unit) and number.like is None)
            code = owners.of(text, number.said, number.end, had=had)
            code = code and code.removesuffix(":CVL")  # 'Iranian prisoners' are of Iran
        if code is None and number.like is not None:
            code = whose if number.like < 0 else found.get(number.like)
        elif code is None and at and _in_row(text, numbers[at - 1], number):
            code = found[numbers[at - 1].said.first]
        found[number.said.first] = code
    return list(found.values())


def _in_row(text: str, one: Number, two: Number) -> bool:
    """Whether two forces, or dead and hurt, stand in a row: '30 of its men killed and 90 hurt'."""
    alike = is_force(two.unit) if is_force(one.unit) else {one.unit, two.unit} <= _HARMED
    return alike and bool(_WITH.fullmatch(text, one.end, two.said.start))


#: between what is of one owner: '25,000 men and 30 guns', '20,000 others at the border with 100 tanks'
_WITH = re.compile(
    rf"{circumstances.AND.pattern}|[^,.;:]{{0,40}}?\s+with\s+(?:some\s+|about\s+)?", re.IGNORECASE
)
#: what befell those who did it: 'Armenia has lost 135 men'
_LOST = re.compile(r"\b(?:lost|los(?:es?|ing))\s+$", re.IGNORECASE)
_HARMED = frozenset({"killed", "injured", "casualties"})


def _kinds(
    text: str, numbers: Sequence[Number], dates: Sequence[DateMention], year: int | None
) -> list[FigureKind]:
    """Return how each figure counts; of a row the later ones as the first ('sent 5 tanks and 30 men')."""
    found: list[FigureKind] = []
    for at, number in enumerate(numbers):
        how = circumstances.kind(text, number.said, number.end, number.unit or "", dates, year)
        if how is FigureKind.STOCK and at and not number.told:
            one = numbers[at - 1]
            if not one.told and circumstances.AND.fullmatch(text, one.end, number.said.first):
                how = found[-1]
        found.append(how)
    for at in range(len(numbers) - 1, 0, -1):
        one, two = numbers[at - 1], numbers[at]
        row = circumstances.AND.fullmatch(text, one.end, two.said.first)
        if row and not one.told and found[at] is FigureKind.PROJECTION:
            found[at - 1] = FigureKind.PROJECTION  # 'tanks and ships are to take part'
    return found


def _scopes(text: str, forces: Sequence[Number], following: str) -> list[tuple[str, ...]]:
    """Return what each force includes, the greatest also what the next sentence says 'the estimate' does."""
    found = scopes(text, [(one.said.first, one.end) for one in forces])
    now = [at for at, one in enumerate(forces) if not one.said.then]
    if now and (more := of_the_sentence_before(following)):
        greatest = max(now, key=lambda at: forces[at].said.high)
        said = found[greatest]
        found[greatest] = (*said, *(one for one in more if one not in said and not within(one, said)))
    return found
