"""Figures of a sentence: how many of what, how exact, of whom, counted how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette.read import circumstances
from vedette.read.amounts import CHANGE, REACH, Amount, amounts, qualified_after
from vedette.read.counted import Counted, counted
from vedette.read.counters import counter, gapped
from vedette.read.roster import peoples
from vedette.read.scopes import of_the_sentence_before, scopes, within
from vedette.read.units import FORCE, PERSONS, plural_before
from vedette.types import Actor, DateMention, Figure, FigureKind, Qualifier, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMention:
    """A figure with where it stands: from the qualifier to the unit."""

    span: Span
    figure: Figure
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
) -> list[FigureMention]:
    """Return the figures of one sentence in order, spans over `text`.

    `actors` and `dates` are the sentence's own, with spans over `text`: actors tell of whom, and a
    number inside a date counts nothing. `reference_year` is the document's; a number said for a
    later year is a projection. Ages, distances, scores, prices, ranks, years and rates are no figures. A
    share of a force has the unit 'percent of troops' and is never turned into troops. A number
    without a noun counts what the figure before it counts, or a noun before it that has no number; these may
    stand in `preceding`, the sentence before. What a value was before is flagged `EARLIER`. What
    `following`, the next sentence, says of 'the estimate' is said of the greatest force.
    """
    plain = text.translate(_BLANK)
    owners = circumstances.Owners(actors)
    near = [a for a in actors if a.span and a.code != "UNK" and _is_people(a.text)]
    days = sorted(day.span for day in dates)
    found = [one for said in amounts(plain, days) if (one := _counted(plain, said, near))]
    found = _joined(plain, found)
    if any(one.unit is None for one in found):
        found = _recalled(plain, found, preceding.translate(_BLANK))
    found = [one for one in found if one.unit and _is_count(one)]
    forces = [one for one in found if _is_force(one.unit)]
    flags = iter(_scopes(plain, forces, following.translate(_BLANK)))
    kinds = _kinds(plain, found, dates, reference_year)
    return [
        FigureMention(
            span=Span(start=one.said.start, end=one.end),
            giver=counter(text, one.said.start, one.end, bare=one.end == one.said.end),
            figure=Figure(
                low=one.said.low,
                high=one.said.high,
                unit=one.unit or "",
                qualifier=one.said.qualifier,
                kind=how,
                of=owner,
                scope=((EARLIER,) if one.said.then else ()) + (next(flags) if _is_force(one.unit) else ()),
            ),
        )
        for one, how, owner in zip(found, kinds, _owners(plain, found, owners), strict=True)
    ]


def _is_people(name: str) -> bool:
    """Whether a name can be of those who are counted: 'Russians', 'North Koreans'."""
    return name.endswith("s") and (" " not in name or name.rpartition(" ")[2] in peoples())


@dataclass(frozen=True, slots=True)
class _Number:
    """An amount with what it counts; unit None as long as that is not known."""

    said: Amount
    unit: str | None
    noun: str | None
    told: str
    end: int  #: of the unit
    like: int | None = None  #: where the number stands whose noun it shares


#: below this a sum is a price, a fare or a fine: of 40 sums of the labelled headlines none is smaller
_LEAST_SUM = 1000
_RATE = re.compile(
    r"\s*(?:an?|per|for every|each)\s+(?:head|barrel|day|hour|litre|ton|tonne|person|metric)\b"
)
_SHARE = re.compile(r"\s*(?:percent|per[- ]cent|%)\s+of\b", re.IGNORECASE)


def _counted(text: str, said: Amount, actors: Sequence[Actor]) -> _Number | None:
    """Return the amount with what its own words say it counts, None if it can't be a figure."""
    if said.money:
        return _Number(said, "usd", "usd", "", said.end) if _is_sum(text, said, said.end) else None
    what = counted(text, said, actors)
    if what is not None and what.unit == "usd" and not said.vague and not _is_sum(text, said, what.end):
        return None
    if what is not None and what.noun == "percent":
        what = _share(text, said)
    if what is None:
        return None
    if said.qualifier is Qualifier.EXACT and (told := qualified_after(text, what.end)):
        said = replace(said, qualifier=told[0], end=told[1])  # '30 soldiers or more'
    return _Number(said, what.unit, what.noun, what.told, max(what.end, said.end))


def _is_sum(text: str, said: Amount, end: int) -> bool:
    return said.high >= _LEAST_SUM and not _RATE.match(text, end)


#: more than so many people do not live, nor do so many weapons exist
_ALIVE = 11e9


def _is_count(number: _Number) -> bool:
    """Whether the value can be one of its unit: '0.04 deaths' are a rate, no deaths are no figure."""
    said = number.said
    unit = number.unit or ""
    if said.one and not number.told and unit not in FORCE - {"troops"}:
        return False  # an article more often than a count: none of 6 in the labelled headlines was one
    whole = said.low == int(said.low) and said.high == int(said.high)
    return (whole and 0 < said.high <= _ALIVE) or unit == "usd" or unit.startswith("percent")


def _share(text: str, said: Amount) -> Counted | None:
    """Return the share of a force that a percentage states, None for a share of anything else."""
    found = _SHARE.match(text, said.last)
    if not found:
        return None
    what = counted(text, replace(said, first=found.end(), last=found.end(), end=found.end(), high=100), ())
    if what is None or what.noun not in FORCE:
        return None
    return Counted(f"percent of {what.noun}", what.end, "percent")


def _is_force(unit: str | None) -> bool:
    return unit is not None and unit.removeprefix("percent of ") in FORCE


# --- numbers that are joined ----------------------------------------------------------------------

_JOINT = re.compile(
    r"(?:\s+(?:in|at|near|from|on|along|inside|close to)\s[^.;:]{1,60}?)?\s*(?:,|,?\s?(?:and|&|plus|"
    r"or|as well as)\b)\s*"
    r"(?:another\s+|a further\s+|an additional\s+)?",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"[^.;:]{0,40}?,?\s+(?:including|among them|amongst them)\s+", re.IGNORECASE)
_OF_THEM = re.compile(r"\s*(?:\w+\s+)?(?:of them|of whom|among them)\b", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bof (?:which|whom|them)\s+$", re.IGNORECASE)
#: 'of the roughly 120 battalions, 83 are near'
_OF_THE = re.compile(r"(?:^|\W\s|\bthat )of (?:the|its|their|his)\s+$", re.IGNORECASE)
#: 'another 300 waited', '20,000 others waited': more of the same
_OTHERS = re.compile(r"\bothers$", re.IGNORECASE)
#: '34,000 Iraqi soldiers, 16,000 Kurds': a people named beside a force
_PEOPLE_NAMED = re.compile(r"\s+[A-Z]\w+s$")
#: 'about 250,000 U.S. and 45,000 British troops', 'from 90,000 to 120,000 troops', '600 of its 1,400 men'
_SHARED_NOUN = re.compile(
    r"(?:\s+[A-Z][\w.]+)?\s+and\s+(?:about\s+|some\s+)?|\s+to\s+(?:\w+\s+){0,2}"
    r"|\s+of\s+(?:the|its|their|his|her|our)\s+(?:about\s+|some\s+|roughly\s+)?"
)
#: numbers that share a noun lie within this factor: '20,000 and a dozen ships' do not
_OF_A_SIZE = 50


def _joined(text: str, numbers: Sequence[_Number]) -> list[_Number]:
    """Return the numbers with what they share with those around them.

    'more than 40,000 soldiers at the border and more than 40,000 in Crimea' are soldiers twice;
    'killed three soldiers and two civilians' and '3 soldiers and 2 civilians were killed' are five
    dead; 'Moscow counts nine jets, Kyiv four' are jets twice.
    """
    whole = list(numbers)
    for at in range(len(whole) - 2, -1, -1):
        one, two = whole[at], whole[at + 1]
        size = two.said.low / _OF_A_SIZE <= one.said.low <= two.said.high * _OF_A_SIZE
        shared = size and _SHARED_NOUN.fullmatch(text, one.said.last, two.said.start)
        if one.unit is None and two.unit and shared:
            whole[at] = replace(one, unit=two.unit, noun=two.noun)
    known: _Number | None = None
    for at in range(1, len(whole)):
        one, two = whole[at - 1], whole[at]
        known = one if one.unit else known
        whole[at] = _after(text, one, known, two)
    for at in range(len(whole) - 1, 0, -1):
        one, two = whole[at - 1], whole[at]
        if two.unit == "troops" and one.unit == "people" and not one.told and _same(text, two, one):
            whole[at - 1] = one = replace(one, unit="troops")
        row = circumstances.AND.fullmatch(text, one.end, two.said.first)
        if two.told == "after" and one.noun and one.unit in PERSONS and not one.told and row:
            whole[at - 1] = replace(one, unit=two.unit, told="after")
    return whole


def _after(text: str, one: _Number, known: _Number | None, two: _Number) -> _Number:
    """Return `two` with what it shares with `one`, the number before it, or with the last that has a unit."""
    persons = two.unit in PERSONS and not two.told
    part = bool(_OF_THEM.match(text, two.said.last))
    if one.unit and (part or _OF_WHICH.search(text, one.end, two.said.start)):
        two = replace(two, like=one.said.first)
    whose = part and two.noun in PERSONS - {None} and one.unit in _FATED
    if (
        (whose and _ASIDE.fullmatch(text, one.end, two.said.start))
        or (_OF_THEM.match(text, two.end) and two.unit in {"people", None} and one.unit)
        or (one.told and persons and two.unit and _INCLUDING.fullmatch(text, one.end, two.said.start))
    ):
        return replace(two, unit=one.unit, told=one.told)
    if persons and two.noun and one.unit == "troops" and _same(text, one, two):
        return replace(two, unit="troops")
    if one.told == "before" and persons and two.noun and _JOINT.fullmatch(text, one.end, two.said.start):
        return replace(two, unit=one.unit, told="before")
    if two.unit is None or (two.noun is None and _open(text, known, two)):
        return _understood(text, known, two)
    return two


def _open(text: str, known: _Number | None, number: _Number) -> bool:
    """Whether what a number without a noun is read to count gives way to what was counted before it."""
    if known is None:
        return False
    if number.unit == "people":
        return _is_force(known.unit) or known.unit in {"refugees", "protesters"}
    things = known.unit in FORCE - {"troops"}
    return things and number.unit in {"detained", "killed"} and bool(_BROKEN.match(text, number.said.last))


_FATED = frozenset({"killed", "injured", "detained", "refugees", "troops"})
_ASIDE = re.compile(r"\s*(?:,|\(|-|–|—)\s*")


def _same(text: str, troops: _Number, people: _Number) -> bool:
    """Whether people counted beside troops are troops too: 'others', or a people named in a row with them."""
    if people.said.first > troops.end and _OTHERS.search(text, people.said.last, people.end):
        return True
    first, second = sorted((troops, people), key=lambda one: one.said.first)
    return bool(
        _PEOPLE_NAMED.fullmatch(text, people.said.last, people.end)
        and circumstances.AND.fullmatch(text, first.end, second.said.first)
    )


#: a bare number is a figure of what was counted before if someone counts, or if it is no small one
_BARE = 100
_ENDS = re.compile(
    r"[\"'”’]?(?:\s*(?:$|[.,;:)])|\s+(?:in|on|at|by|near|within|inside|over|more|of (?:them|whom|"
    r"its own)|to|from|"
    r"or so|got|took|came|went|hit|still|only|now|of \d|"
    r"last|today|yesterday|this|had|have|were|was|are|is|will|would|could|may|belong|and|counted|"
    r"among|another|alone|earlier|ago|a|as)\b)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:count(?:s|ed)?|admit(?:s|ted)?|speaks? of|spoke of|puts? (?:it|them|the \w+) at|says|"
    r"said|with|lost|had|has|have|names?|named|finds?|found|sees?|saw|knows? of|knew of|makes? it|stays? at|"
    r"stayed at|buries|raises? it to|raised it to|"
    r"acknowledg\w+(?: the loss of)?|report(?:s|ed)?|claim(?:s|ed)?|and|by|toll of|count of|only|or|"
    r"to|of|then|from|not|that|stopped|expects?|vouch(?:es|ed)? for|"
    r"(?:shot|brought|bring|shoots?) down|downed|sank|sunk|intercept(?:s|ed)?|destroy(?:s|ed)|"
    r"hits?|gets?|got|keeps?|kept)\s+"
    r"(?:(?:about|around|some|nearly|almost|more than|over|at least|at most|up to|fewer than|less than|"
    r"the loss of)\s+)*$",
    re.IGNORECASE,
)
#: what befalls things and is told right after a number of them: 'two ships sunk, four damaged'
_BROKEN = re.compile(
    r"\s+(?:were\s+|was\s+|are\s+|been\s+)*(?:damaged|destroyed|sunk|hit|lost|captured|seized|burn(?:t|ed)|"
    r"shot down|brought down|downed|intercepted|knocked out|disabled|crippled|struck|wrecked|missing|"
    r"launched|fired|loosed|stopped|by (?-i:[A-Z])\w+)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
#: no less than this is money where sums are spoken of
_LARGE_SUM = 1e6
#: a number and one understood from it lie within this factor of each other
_ALIKE = 500


def _understood(text: str, one: _Number | None, number: _Number) -> _Number:
    """Return the bare number with the unit of `one`, the nearest figure before it, if it can be one."""
    said = number.said
    if one is None or said.first - one.end > REACH:
        return number
    if one.unit == "usd":
        return _sum_of(text, one, number)
    if _YEAR.fullmatch(text, said.first, said.last):
        return number
    known = replace(number, unit=one.unit, noun=one.noun, told=one.told, like=one.said.first)
    whole = max(0, one.said.start - REACH), one.said.start
    if _OF_WHICH.search(text, one.end, said.start) or _OF_THE.search(text, *whole):
        return known if said.low <= one.said.high else number
    if one.unit in FORCE - {"troops"} and _BROKEN.match(text, said.last):
        return known
    alike = one.said.low / _ALIKE <= said.low <= one.said.high * _ALIKE
    if not alike or not _ENDS.match(text, said.last):
        return number
    told = _COUNTS.search(text[max(0, said.first - 60) : said.first]) or gapped(text, said.start)
    return known if told or said.low >= _BARE else number


def _sum_of(text: str, one: _Number, number: _Number) -> _Number:
    """Return a bare number as a sum where one was spoken of: '$33bn, of which four billion is new'."""
    said = number.said
    bare = _ENDS.match(text, said.last) or _OF_WHICH.search(text, one.end, said.start)
    converted = text[max(0, said.start - 1) : said.start] == "("  # '$370m (233m)'
    if not bare or converted or said.low < _LARGE_SUM:
        return number
    return replace(number, unit="usd", noun="usd")


def _recalled(text: str, numbers: Sequence[_Number], preceding: str) -> list[_Number]:
    """Return the numbers, bare ones with the unit of a plural without number, or of the sentence before.

    'Scuds over the city: six fired', 'The navy has frigates there. A diplomat counted four.'
    """
    earlier = [one for said in amounts(preceding, ()) if (one := _counted(preceding, said, ()))]
    earlier = [one for one in _joined(preceding, earlier) if one.unit]
    gap = len(preceding) + 1
    known = _moved(earlier[-1], -gap) if earlier else None
    found: list[_Number] = []
    for number in numbers:
        one = _of_topic(text, number, preceding) if number.unit is None else number
        if one.unit is None and known is not None:
            one = _understood(text, known, one)
        known = one if one.unit else known
        found.append(one)
    return found


def _moved(number: _Number, by: int) -> _Number:
    said = number.said
    there = replace(
        said, start=said.start + by, first=said.first + by, last=said.last + by, end=said.end + by
    )
    return replace(number, said=there, end=number.end + by)


def _of_topic(text: str, number: _Number, preceding: str) -> _Number:
    """Return a number that is counted or befallen with the unit of the last plural before it, if any."""
    said = number.said
    befallen = _BROKEN.match(text, said.last)
    told = _COUNTED.search(text[max(0, said.first - 60) : said.first]) or gapped(text, said.start)
    if not befallen and not (told and _ENDS.match(text, said.last)):
        return number
    if _YEAR.fullmatch(text, said.first, said.last):
        return number
    unit = plural_before(text[max(0, said.first - REACH) : said.first]) or plural_before(preceding)
    if unit is None or (befallen and unit not in FORCE):
        return number
    return replace(number, unit=unit, noun=unit)


#: words that say of a number alone that it is a count; `_COUNTS` are more, for one with another before it
_COUNTED = re.compile(
    r"\b(?:count(?:s|ed)|speaks? of|spoke of|puts? (?:it|them|the \w+) at|had|has|saw|sees|knows? of|knew of|"
    r"names?|named|finds?|found|lists?|listed|stayed at|allow(?:s|ed) it|total(?:s|led)?|of|downed|sank|sunk|"
    r"(?:shot|brought) down|intercepted|destroyed|buries|from \d[\d,.]* to|:"
    rf"|{CHANGE}\s+from)\s+"
    r"(?:(?:about|around|some|nearly|almost|more than|over|at least|at most|up to|fewer than|less than|"
    r"no more than|no fewer than|as many as|barely|only|[\"“])\s*)*$",
    re.IGNORECASE,
)

# --- of whom, counted how -------------------------------------------------------------------------


def _owners(text: str, numbers: Sequence[_Number], owners: circumstances.Owners) -> list[str | None]:
    """Return whose each figure is; a number that shares another's noun has its owner."""
    found: dict[int, str | None] = {}
    for number in numbers:
        code = None
        if number.unit != "usd":
            had = not number.told and _is_force(number.unit) and number.like is None
            code = owners.of(text, number.said, number.end, had=had)
        found[number.said.first] = code or found.get(-1 if number.like is None else number.like)
    return list(found.values())


def _kinds(
    text: str, numbers: Sequence[_Number], dates: Sequence[DateMention], year: int | None
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


def _scopes(text: str, forces: Sequence[_Number], following: str) -> list[tuple[str, ...]]:
    """Return what each force includes, the greatest also what the next sentence says 'the estimate' does."""
    found = scopes(text, [(one.said.first, one.end) for one in forces])
    now = [at for at, one in enumerate(forces) if not one.said.then]
    if now and (more := of_the_sentence_before(following)):
        greatest = max(now, key=lambda at: forces[at].said.high)
        said = found[greatest]
        found[greatest] = (*said, *(one for one in more if one not in said and not within(one, said)))
    return found
