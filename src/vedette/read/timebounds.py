"""Days that the words around a time set: open ends, spans from one time to another, parts of a time.

The value of an expression names what it says alone; its days are those that are meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import product

from vedette.read.days import Days, days_after, days_before, shifted
from vedette.read.timevalues import Context, Value
from vedette.read.tokens import table, word_set

_DAY = timedelta(days=1)
_DATES = frozenset({"DATE", "TIME"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An expression of a text: its token indices, half-open, and its value by itself."""

    first: int
    last: int
    value: Value
    is_span: bool = False  #: whether it names both ends itself: '8-10 November'


def meant(context: Context, said: Sequence[Said]) -> list[Days]:
    """Return the days that each of these expressions means where it stands."""
    days: list[Days] = []
    for number, one in enumerate(said):
        before = said[number - 1] if number else None
        both = before and (_span(context, before, one) or _share(context, before, one))
        if both:
            days[-1] = both
        days.append(both or _opened(context, one))
    return days


# spans

_TO = (("to",), ("until",), ("till",), ("through",), ("up", "to"), ("through", "to"))
_DASHES = frozenset("-–")


def joins(context: Context, first: Said, at: int) -> bool:
    """Whether what begins at a token is where the span begins to end: 'from Monday to', 'between May and'."""
    if not 0 < at - first.last <= 2:  # words of the longest join
        return False
    between = tuple(context.word(step) for step in range(first.last, at))
    if between == ("and",):
        return context.word(first.first - 1) == "between"
    if len(between) == 1 and between[0] in _DASHES:
        # 'Dec 2021 - Jan 2022', but 'Nov 10 - Monday's talks' begins a report
        return not context.classes(first.first).keys().isdisjoint(context.classes(at))
    return between in _TO


def _span(context: Context, first: Said, second: Said) -> Days | None:
    """Return the days from the first to the second of two ends, None for times that are none."""
    start, end = first.value.days[0], second.value.days[1]
    if not {first.value.type, second.value.type} <= _DATES or start is None or end is None or end < start:
        return None
    return (start, end) if joins(context, first, second.first) else None


# parts

_LENGTH = re.compile(r"P(\d+)([DWMQY])")
_HEADS, _TAILS = word_set("first initial opening"), word_set("last final closing")


def _share(context: Context, length: Said, whole: Said) -> Days | None:
    """Return the days of 'the first three months of 2022', None for times that are no such part."""
    match = _LENGTH.fullmatch(length.value.value)
    start, end = whole.value.days
    if match is None or start is None or end is None or whole.first != length.last + 1:
        return None
    if context.word(length.last) != "of":
        return None
    words = {context.word(at) for at in range(length.first, length.last)}
    count, unit = int(match[1]), match[2]
    if words & _HEADS:
        last = shifted(start, unit, count)
        return (start, last - _DAY) if last and last - _DAY <= end else None
    if words & _TAILS:
        first = shifted(end + _DAY, unit, -count)
        return (first, end) if first and start <= first else None
    return None


# open ends

Words = tuple[str, ...]


@cache
def _bounds() -> dict[tuple[Words, Words], str]:
    """Return the bounds by the words before and after a date, the longest first."""
    found = {}
    for bound, form, *_ in table("timebounds.tsv", 5):
        choices = [[*item.removesuffix("?").split("|"), *[""] * item.endswith("?")] for item in form.split()]
        for variant in product(*choices):
            words = tuple(word for word in variant if word)
            at = words.index("DATE")
            found[words[:at], words[at + 1 :]] = bound
    return dict(sorted(found.items(), key=lambda row: -len(row[0][0]) - len(row[0][1])))


def _opened(context: Context, said: Said) -> Days:
    """Return the days of an expression with the end open that the words around it open."""
    start, end = said.value.days
    if said.value.type not in _DATES or start is None or end is None or _is_modifier(context, said):
        return start, end
    bound = _bound(context, said)
    words = range(said.first, said.last)
    tips = {context.classes(at)["TIP"] for at in words if "TIP" in context.classes(at)}
    timed = said.value.type == "TIME"
    if bound == "source":
        ahead = context.reference is not None and start > context.reference
        opens = not said.is_span and (ahead or _opens_clause(context, said.first - 1))
        bound = "from" if opens else ""
    if bound == "from" or (bound == "after" and (timed or "START" in tips)):
        return start, None
    if bound == "until" or (bound == "before" and (timed or "END" in tips)):
        return None, end
    if bound == "after":
        return days_after((start, end))
    if bound == "before":
        return days_before((start, end))
    return start, end


def _bound(context: Context, said: Said) -> str:
    for (before, after), bound in _bounds().items():
        if _stand(context, before, said.first - len(before)) and _stand(context, after, said.last):
            return bound
    return ""


def _stand(context: Context, words: Words, at: int) -> bool:
    return all(context.word(at + step) == word for step, word in enumerate(words))


def _is_modifier(context: Context, said: Said) -> bool:
    """Whether a time only says which: 'after the 2014 war', 'before Friday's talks' are times of these."""
    return context.word(said.first - 1) == "the" or context.word(said.last) in {"'s", "'"}


def _opens_clause(context: Context, at: int) -> bool:
    """Whether a word begins a sentence or follows a comma."""
    return at == 0 or context.word(at - 1) in word_set('. , ; : ( “ " - –')
