"""Dates, times, durations and sets of a text as TIMEX3 values and intervals of days.

Tokens get classes (timewords), rows of classes are forms (timeforms), forms have rules that give the
value (timedays, timecalendar, timecounted), and the words around it say which days are meant
(timebounds). The reference is the day of publication; without one only absolute forms get an interval.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from vedette.read.timebounds import Said, joins, meant
from vedette.read.timecalendar import CALENDAR
from vedette.read.timecounted import COUNTED
from vedette.read.timedays import DAYS
from vedette.read.timeforms import Found, matches
from vedette.read.timevalues import IMPOSSIBLE, Context, Value
from vedette.read.timewords import tokens
from vedette.types import DateMention, Span

_RULES = DAYS | CALENDAR | COUNTED
#: words before a length of time that are part of the expression, as TimeBank marks it; longest first
_ABOUT = tuple(
    tuple(words.split())
    for words in ("more than", "less than", "fewer than", "at least", "up to", "nearly", "almost")
)
#: rules whose expressions those words widen
_LENGTHS = frozenset({"duration", "ago"})
#: rules whose expressions have two ends
_SPANS = frozenset({"days", "years"})
#: rules that name the day of a clock time beside them
_NAMED_DAYS = frozenset({"day", "weekday", "near"})


def normalise(text: str, reference: date | None) -> list[DateMention]:
    """Return the dates, times, durations and sets of a text in order, with spans over `text`.

    `reference` is the day of publication. `value` is the TIMEX3 value, 'XXXX-..' where it depends
    on a missing reference; `start` and `end` are inclusive days, None where open or unknown. Both
    ends of a span ('from 2014 to 2021') have the days of the whole span.

    >>> [(found.text, found.value) for found in normalise("since last May", date(2021, 11, 11))]
    [('last May', '2021-05')]
    """
    context = Context(tokens(text), reference)
    said = list(_said(context))
    return [
        DateMention(
            text=text[span.start : span.end],
            span=span,
            type=one.value.type,
            value=one.value.value,
            start=start,
            end=end,
        )
        for one, (start, end) in zip(said, meant(context, said), strict=True)
        for span in [Span(start=context.text[one.first].start, end=context.text[one.last - 1].end)]
    ]


def _said(context: Context) -> Iterator[Said]:
    """Yield the expressions of a text in order."""
    at = 0
    before: Said | None = None
    while at < len(context.text):
        context.after = before.value.days[0] if before and joins(context, before, at) else None
        hit = _read(context, at)
        if hit is None:
            at += 1
            continue
        found, value = hit
        first, last = found.first, found.last
        at = max(last, at + 1)
        if value is IMPOSSIBLE:
            continue
        if found.form.rule in {"clock", "part"}:
            value, last = _on_its_day(context, value, last)
            at = last
        if found.form.rule in _LENGTHS:
            first = _widened(context, first, before.last if before else 0)
        context.note(found, value)
        before = Said(first=first, last=last, value=value, is_span=found.form.rule in _SPANS)
        yield before


def _read(context: Context, at: int) -> tuple[Found, Value] | None:
    """Return the longest form at a token that its rule gives a value."""
    for found in matches(context.text, at):
        value = _RULES[found.form.rule](found, context)
        if value is not None:
            return found, value
    return None


def _on_its_day(context: Context, value: Value, last: int) -> tuple[Value, int]:
    """Return a clock time with the day that is named right after it, and where the expression now ends."""
    at = last + (context.word(last) in {",", "on"})
    hit = _read(context, at) if at < len(context.text) else None
    if hit and hit[0].form.rule in _NAMED_DAYS and hit[0].first == at and "T" not in hit[1].value:
        found, day = hit
        return replace(value, value=day.value + value.value[10:], days=day.days), found.last
    return value, last


def _widened(context: Context, first: int, taken: int) -> int:
    if context.word(first - 1) == "over" and context.word(first) in {"a", "an"} and first > taken:
        return first - 1  # 'over a week', but 'over ten years' may be said of what takes as long
    for words in _ABOUT:
        begin = first - len(words)
        if begin >= taken and all(context.word(begin + i) == word for i, word in enumerate(words)):
            return begin
    return first
