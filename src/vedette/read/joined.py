"""Numbers with what they count: by their own words, or shared with the numbers around them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.read.amounts import Amount, amounts, qualified_after
from vedette.read.counted import Counted, counted
from vedette.read.implied import implied
from vedette.read.roster import peoples
from vedette.read.shared import FATED, joined, spoken_of
from vedette.read.topics import topic_of
from vedette.read.understood import Number, gives_way, is_open, of_topic, understood
from vedette.read.units import FORCE
from vedette.types import Actor, Qualifier, Span

__all__ = ["Number", "numbers"]


def numbers(text: str, days: Sequence[Span], actors: Sequence[Actor], preceding: str) -> list[Number]:
    """Return the numbers of a text that can be figures, in order, without a unit if nothing says which.

    `days` are the spans of its dates, `actors` those named in it, `preceding` is the sentence before.
    """
    near = [a for a in actors if a.span and a.code != "UNK" and _is_people(a.text)]
    found = [one for said in amounts(text, days) if (one := _counted(text, said, near))]
    found = joined(text, found)
    if any(one.unit is None or is_open(one) for one in found):
        return _of_what(text, _recalled(text, found, preceding), preceding)
    return found


def _is_people(name: str) -> bool:
    """Whether a name can be of those who are counted: 'Russians', 'North Koreans'."""
    return name.endswith("s") and (" " not in name or name.rpartition(" ")[2] in peoples())


#: below this a sum is a price, a fare or a fine: of 40 sums of the labelled headlines none is smaller
_LEAST_SUM = 1000
_RATE = re.compile(
    r"\s*(?:(?:an?|per|for every|each)\s+(?!(?:year|month|week|day)\s+(?:ago|after|before|earlier|"
    r"later)\b)(?:head|barrel|"
    r"day|night|hour|week|month|litre|ton|tonne|person|metric|shot|round|bomb|missile|drone|bag|"
    r"bushel|seat|piece|unit|gram)"
    r"|apiece|each)\b"
)
_SHARE = re.compile(r"\s*(?:percent|per[- ]cent|%)\s+of\b", re.IGNORECASE)


def _counted(text: str, said: Amount, actors: Sequence[Actor]) -> Number | None:
    """Return the amount with what its own words say it counts, None if it can't be a figure."""
    if said.money:
        return Number(said, "usd", "usd", "", said.end) if _is_sum(text, said, said.end) else None
    what = counted(text, said, actors)
    if what is not None and what.unit == "usd" and not said.vague and not _is_sum(text, said, what.end):
        return None
    if what is not None and what.noun == "percent":
        what = _share(text, said)
    if what is None:
        return None
    if said.qualifier is Qualifier.EXACT and (told := qualified_after(text, what.end)):
        said = replace(said, qualifier=told[0], end=told[1])  # '30 soldiers or more'
    return Number(said, what.unit, what.noun, what.told, max(what.end, said.end))


def _is_sum(text: str, said: Amount, end: int) -> bool:
    return said.high >= _LEAST_SUM and not _RATE.match(text, end)


def _share(text: str, said: Amount) -> Counted | None:
    """Return the share of a force that a percentage states, None for a share of anything else."""
    found = _SHARE.match(text, said.last)
    if not found:
        return None
    what = counted(text, replace(said, first=found.end(), last=found.end(), end=found.end(), high=100), ())
    if what is None or what.noun not in FORCE:
        return None
    return Counted(f"percent of {what.noun}", what.end, "percent")


def _recalled(text: str, numbers: Sequence[Number], preceding: str) -> list[Number]:
    """Return the numbers, bare ones with the unit of a plural without number, or of the sentence before.

    'Scuds over the city: six fired', 'The navy has frigates there. A diplomat counted four.'
    """
    earlier = [one for said in amounts(preceding, ()) if (one := _counted(preceding, said, ()))]
    earlier = [one for one in joined(preceding, earlier) if one.unit]
    gap = len(preceding) + 1
    known = _moved(earlier[-1], -gap) if earlier else None
    found: list[Number] = []
    for number in numbers:
        one = of_topic(text, number, preceding) if number.unit is None or is_open(number) else number
        if known is not None and (one.unit is None or (known.end < 0 and gives_way(text, known, one))):
            one = understood(text, known, one)
        known = one if one.unit else known
        found.append(one)
    return found


def _implied(text: str, number: Number) -> Number:
    """Return the number, one of no unit with what is done to those it stands for."""
    if number.unit is not None or (told := implied(text, number.said)) is None:
        return number
    return replace(number, unit=told.unit, told=told.where)


def _of_what(text: str, numbers: Sequence[Number], preceding: str) -> list[Number]:
    """Return the numbers, those of no unit yet with that of what the sentence speaks of."""
    known: Number | None = None
    found: list[Number] = []
    for number in numbers:
        one = _implied(text, number)
        one = understood(text, known, one) if one.unit is None else one
        if one.unit is None and (unit := topic_of(text, one.said, preceding)):
            one = replace(one, unit=unit, told="after" if unit in FATED - {"troops"} else "")
        known = spoken_of(known, one)
        found.append(one)
    return found


def _moved(number: Number, by: int) -> Number:
    said = number.said
    there = replace(
        said, start=said.start + by, first=said.first + by, last=said.last + by, end=said.end + by
    )
    return replace(number, said=there, end=number.end + by)
