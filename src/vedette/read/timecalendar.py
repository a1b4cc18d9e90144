"""Expressions that name more than a day of the calendar: months, quarters, seasons, years, centuries.

Values follow TimeML 1.2.1 (timeml.org) as TimeBank uses it.
"""

from dataclasses import replace
from datetime import timedelta

from vedette.read.days import days_after, days_before, days_of, period, shifted
from vedette.read.timedays import year_of
from vedette.read.timeforms import Found
from vedette.read.timevalues import Context, Rule, Value, dated, moved, period_of
from vedette.read.tokens import word_set


def _nth(found: Found, context: Context) -> Value | None:
    """The nth day or week of a month, 'last' from its end; a week is its month's with four days in it."""
    month = _month(found, context)
    if month is None or month.days[0] is None or month.days[1] is None:
        return month
    nth, unit = int(found.parts["nth"]), "W" if "week" in found.words else "D"
    inside = 3 if unit == "W" else 0  # ISO 8601: the week of a year is the one its 4 January is in
    day = shifted(month.days[0], unit, nth - 1) if nth else month.days[1] - timedelta(days=2 * inside)
    day = moved(day, "D", inside)
    return period_of(day, unit) if day and day <= month.days[1] else None


_NAMES_A_MONTH = word_set(
    "in since until till by of from to during before after and between through early late mid than"
)


def _is_name(month: int, found: Found, context: Context) -> bool:
    """Whether a month alone is a verb or a person: 'March on', 'May says', 'Jan Kavan', 'April Glaspie'."""
    if len(found.words[0]) == 3 and month != 5:
        return True
    if context.word(found.first - 1) in _NAMES_A_MONTH:
        return False
    return month in {3, 5} or (month in {4, 6, 8} and context.capital(found.last))


def _month(found: Found, context: Context) -> Value | None:
    month, year, which = int(found.parts["MONTH"]), found.number("YEAR"), found.number("WHICH")
    if len(found.words) == 1 and _is_name(month, found, context):
        return None
    if year is None:
        if context.reference is None:
            return Value("DATE", f"XXXX-{month:02d}")
        year = context.reference.year
        if which is None:
            year = year_of(month, found, context)
        elif found.words[-1] == "year":
            year += which
        elif which < 0 and month >= context.reference.month:
            year -= 1
        elif which > 0 and month <= context.reference.month:
            year += 1
    return dated(f"{year:04d}-{month:02d}", found.parts.get("EDGE"))


def _season(found: Found, context: Context) -> Value | None:
    """A season: the one begun last, the next if the verb looks ahead; 'last' is the one that ended."""
    season, year, which = found.parts["SEASON"], found.number("YEAR"), found.number("WHICH")
    edge, today = found.parts.get("EDGE"), context.reference
    if year is not None:
        return dated(f"{year:04d}-{season}", edge)
    if today is None:
        return Value("DATE", f"XXXX-{season}")
    if which == 0:
        return dated(f"{today.year:04d}-{season}", edge)
    near = [dated(f"{today.year + step:04d}-{season}", edge) for step in range(-2, 3)]
    days = [(value, *value.days) for value in near if value]
    if which == 1:
        return next((value for value, start, _ in days if start and start > today), None)
    if which is None and context.tense(found) > 0:
        return next((value for value, _, end in days if end and end >= today), None)
    begun = [(value, end) for value, start, end in days if start and start < today]
    return next((value for value, end in reversed(begun) if not which or (end and end < today)), None)


def _quarter(found: Found, context: Context) -> Value | None:
    quarter = found.number("ORD") or found.number("QUARTER") or 0
    if not 1 <= quarter <= 4:
        return None
    return _fraction(found, context, f"Q{quarter}", 3 * quarter - 2)


def _half(found: Found, context: Context) -> Value | None:
    half = int(found.parts["HALF"])
    return _fraction(found, context, f"H{half}", 6 * half - 5)


def _fraction(found: Found, context: Context, name: str, month: int) -> Value | None:
    """Return a quarter or half: of the year said, else the one begun last unless the verb looks ahead."""
    year, which = found.number("YEAR"), found.number("WHICH")
    if year is None:
        if context.reference is None:
            return Value("DATE", f"XXXX-{name}")
        year = context.reference.year + (which or 0)
        ahead = month - context.reference.month
        if which is None and ahead > {-1: 0, 0: 3, 1: 12}[context.tense(found)]:
            year -= 1
        if which is None:
            year = context.not_before(year, month)
    return dated(f"{year:04d}-{name}")


def _lately(found: Found, context: Context) -> Value | None:
    """'The quarter' whose figures are told, and the same one a year before."""
    quarter = context.reported
    if context.reference is None:
        return None
    compared = found.form.argument != "0Q"
    if compared and not quarter and "YEAR" not in found.parts and "quarter" not in found.words:
        return period_of(shifted(context.reference, "Y", -1), "Y")
    quarter = quarter or period(moved(context.reference, "Q", -1) or context.reference, "Q")
    year, number = int(quarter[:4]), quarter[6:]
    if compared:
        named = found.number("YEAR")
        year = named if named is not None else year + (found.number("WHICH") or -1)
        number = found.parts.get("ORD", number)
    return dated(f"{year:04d}-Q{number}")


#: after these four digits are a year whatever follows: 'in 2014 Russian troops crossed'
_SAID_OF_YEARS = word_set("in since during year circa")
_COUNTING = 3  # words from a number to what it counts: '1800 elite Ukrainian troops'


_NO_ADJECTIVE = word_set(
    "that which who when where in of on at and or to as by for from with was were is are has had"
)


def _counts(at: int, reach: int, context: Context) -> bool:
    """Whether one of the next words is a noun that a number before them counts."""
    for step in range(reach):
        if "COUNTED" in context.classes(at + step):
            return True
        if not context.word(at + step).isalpha() or context.word(at + step) in _NO_ADJECTIVE:
            return False
    return False


def _year(found: Found, context: Context) -> Value | None:
    year = found.number("YEAR") or found.number("SPELT") or 0
    before, words = context.word(found.first - 1), found.words
    if len(words) == 1 and before not in _SAID_OF_YEARS and "YEAR" in found.parts:
        reach = 1 if before == "the" else _COUNTING
        numbered = "NUMBERED" in context.classes(found.first - 1)
        if numbered or _counts(found.last, reach, context) or not 1700 <= year <= 2100:
            return None
    value = dated(f"{year:04d}", found.parts.get("EDGE"))
    if value and words[-1] == "later":
        return replace(value, days=(value.days[0], None))
    if words[0] == "post":
        return replace(value, days=days_after(value.days)) if value else None
    if words[0] == "pre":
        return replace(value, days=days_before(value.days)) if value else None
    return value


def _years(found: Found, _: Context) -> Value | None:
    """'2019-20': from the first to the last of these years."""
    year, short = int(found.parts["YEAR"]), found.parts["short"]
    first = dated(f"{year:04d}")
    last = year - year % 100 + int(short) if short.isdigit() else 0
    last += 100 if last < year else 0
    # '1986/87' is a fiscal year, '2014-21' a span; '1990-10' is neither
    if len(short) != 2 or first is None or not year < last <= year + (1 if "/" in found.words else 40):
        return None
    return Value("DATE", first.value, (first.days[0], days_of(f"{last:04d}")[1]))


def _decade(found: Found, _: Context) -> Value | None:
    decade = found.parts["DECADE"]
    century = decade[:2] if len(decade) == 4 else "19"
    return dated(f"{century}{decade[-2]}", found.parts.get("EDGE"))


def _century(found: Found, _: Context) -> Value | None:
    century = int(found.parts["ORD"])
    return dated(f"{century - 1:02d}", found.parts.get("EDGE")) if 1 <= century <= 22 else None


#: rules of this module by the names that the table of forms calls them
CALENDAR: dict[str, Rule] = {
    "nth": _nth,
    "month": _month,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "lately": _lately,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "century": _century,
}
