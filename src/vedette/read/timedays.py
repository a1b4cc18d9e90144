"""Expressions that name a day of the calendar: dates, weekdays, today, parts of a day, holidays.

Values follow TimeML 1.2.1 (timeml.org) as TimeBank uses it. News convention: a bare weekday is the most
recent one and the reference's own weekday that very day, unless the verb looks ahead.
"""

from vedette.read.days import days_of, nth_weekday, shifted
from vedette.read.timeforms import Found
from vedette.read.timevalues import IMPOSSIBLE, Context, Rule, Value, dated, moved, period_of, somewhen, timed
from vedette.read.tokens import word_set


def _iso(found: Found, _: Context) -> Value | None:
    day, clock = found.parts["ISO"][:10], found.parts["ISO"][11:]
    return dated(f"{day}T{clock}" if clock else day) or IMPOSSIBLE


def _slash(found: Found, _: Context) -> Value | None:
    """'25/12/2021' and '12/25/2021' are one day; where day and month may be swapped, both are covered."""
    said = found.parts["SLASH"].replace(".", "/").split("/")
    first, second, third = (int(part) for part in said)
    if len(said[0]) == 4:
        return dated(f"{first:04d}-{second:02d}-{third:02d}") or IMPOSSIBLE
    if len(said[0]) == 3 or len(said[2]) == 3:
        return IMPOSSIBLE
    year = third if len(said[2]) == 4 else third + (1900 if third >= 69 else 2000)  # as POSIX reads '%y'
    dates = [dated(f"{year:04d}-{m:02d}-{d:02d}") for m, d in {(first, second), (second, first)}]
    readings = [value for value in dates if value]
    if len(readings) < 2:
        return readings[0] if readings else IMPOSSIBLE
    days = sorted(value.days[0] for value in readings if value.days[0])
    return Value("DATE", f"{year:04d}-XX-XX", (days[0], days[-1]))


_DAY_PARTS = ("day", "DAY", "NTH", "ORD")


def _day(found: Found, context: Context) -> Value | None:
    month = int(found.parts["MONTH"])
    day = next((n for name in _DAY_PARTS if (n := found.number(name))), 0)
    year = found.number("YEAR")
    if not 1 <= day <= 31:
        return IMPOSSIBLE
    if year is None:
        if context.reference is None:
            return Value("DATE", f"XXXX-{month:02d}-{day:02d}")
        year = year_of(month, found, context)
    return timed(dated(f"{year:04d}-{month:02d}-{day:02d}"), found.parts.get("PART")) or IMPOSSIBLE


def _day_alone(found: Found, context: Context) -> Value | None:
    """'On the 24th': of this month, or of the last or next as the verb says."""
    day, today = int(found.parts["NTH"]), context.reference
    if not 1 <= day <= 31 or today is None:
        return None
    ahead = context.tense(found) > 0
    step = (ahead and day < today.day) - (not ahead and day > today.day)
    month = shifted(today.replace(day=1), "M", step)
    return dated(f"{month:%Y-%m}-{day:02d}") if month else None


def _day_too(found: Found, context: Context) -> Value | None:
    """'November 8 and 11': a further day of the month just told."""
    if context.ended != found.first - 1 or context.classes(found.first - 2).keys().isdisjoint(_DAY_PARTS):
        return None
    day = next(n for name in _DAY_PARTS if (n := found.number(name)))
    return dated(f"{context.told['D']:%Y-%m}-{day:02d}")


def _day_range(found: Found, context: Context) -> Value | None:
    """'8-10 November', 'between 8 and 10 November'; '8 and 9 November' are the days from one to the other."""
    first = _day(found, context)
    until = found.number("until")
    if first is None or first.days[0] is None or not until or until <= first.days[0].day:
        return None
    if "and" in found.words and context.word(found.first - 1) != "between" and until > first.days[0].day + 1:
        return None
    last = days_of(f"{first.value[:8]}{until:02d}")[1]
    return Value("DATE", first.value, (first.days[0], last)) if last else None


def year_of(month: int, found: Found, context: Context) -> int:
    """Return the year of a month named without one.

    The next one if the verb looks ahead, the last one if it looks back; else up to three months ahead:
    'in January' said in December looks ahead, 'in May' said in November looks back.
    """
    assert context.reference
    if beside := _year_beside(month, found.last, context):
        return beside
    ahead = (month - context.reference.month) % 12
    # 'said shares are traded until Nov. 17': a day of next month is not last year's, even beside a past verb
    reach = {-1: int(found.form.rule == "day"), 0: 3, 1: 9}[context.tense(found)]
    ahead = ahead if ahead <= reach else ahead - 12
    return context.not_before(
        (context.reference.year * 12 + context.reference.month - 1 + ahead) // 12, month
    )


_JOINS = word_set("to - – and or / , through until")


def _year_beside(month: int, at: int, context: Context) -> int | None:
    """Return the year said of a later month that is joined to this one: 'from May to September 1939'."""
    while context.word(at) in _JOINS or "DAY" in context.classes(at):
        at += 1
    other = context.classes(at).get("MONTH")
    if other is None:
        return None
    at += 1
    while context.word(at) == "," or "DAY" in context.classes(at):
        at += 1
    year = context.classes(at).get("YEAR")
    return int(year) - (month > int(other)) if year else None


def _is_titled(found: Found, context: Context) -> bool:
    """Whether a day is part of a name: 'the Sunday Times', 'the Good Friday agreement', 'USA Today'."""
    after = "TITLED" in context.classes(found.last) and context.capital(found.last)
    return after or ("NAMING" in context.classes(found.first - 1) and context.capital(found.first))


def _weekday(found: Found, context: Context) -> Value | None:
    if _is_titled(found, context):
        return None
    weekday = int(found.parts["WEEKDAY"])
    if context.reference is None:
        return timed(Value("DATE", f"XXXX-WXX-{weekday}"), found.parts.get("PART"))
    back = (context.reference.isoweekday() - weekday) % 7
    which, ahead = found.parts.get("WHICH"), context.tense(found)
    if found.parts.get("UNIT"):  # 'Friday last week'
        if found.parts["UNIT"] != "W" or which is None:
            return None
        shift = weekday - context.reference.isoweekday() + 7 * int(which)
    elif which == "-1":
        shift = -(back or 7)
    elif which == "1" or (back and (ahead > 0 or (which == "0" and ahead == 0))):
        shift = 7 - back
    else:
        shift = -back
    day = shifted(context.reference, "D", shift)
    if day and context.after and day < context.after:
        day = shifted(context.after, "D", (weekday - context.after.isoweekday()) % 7)
    return timed(period_of(day, "D"), found.parts.get("PART"))


def _told_weekday(found: Found, context: Context) -> Value | None:
    day, step = context.day(), int(found.parts["TOLD"])
    if day is None:
        return Value("DATE", f"XXXX-WXX-{found.parts['WEEKDAY']}")
    back = (day.isoweekday() - int(found.parts["WEEKDAY"])) % 7
    return period_of(shifted(day, "D", -(back or 7) if step < 0 else -back if step == 0 else 7 - back), "D")


def _near(found: Found, context: Context) -> Value | None:
    if _is_titled(found, context):
        return None
    shift = int(found.form.argument)
    part = found.parts.get("PART") or ("TNI" if found.words[-1] in {"night", "tonight"} else None)
    if context.reference is None:
        return somewhen(shift)
    return timed(period_of(shifted(context.reference, "D", shift), "D"), part)


def _part(found: Found, context: Context) -> Value | None:
    """'The evening' of the day told; 'overnight' is the last night, or the next if the verb looks ahead."""
    if not found.form.argument:
        return timed(period_of(context.day(), "D"), found.parts["PART"])
    step = 0 if context.tense(found) > 0 else int(found.form.argument)
    return timed(period_of(moved(context.reference, "D", step), "D"), "TNI")


def _beside(found: Found, context: Context) -> Value | None:
    """'The day before last Tuesday'."""
    day = _weekday(found, context)
    return period_of(moved(day.days[0], "D", int(found.form.argument)), "D") if day else None


def _holiday(found: Found, context: Context) -> Value | None:
    """A day with a name: '12-25', or '11-4-4' for the fourth Thursday of November."""
    month, *rest = (int(part) for part in found.form.argument.split("-"))
    if context.reference is None:
        return Value("DATE", f"XXXX-{found.form.argument}") if len(rest) == 1 else None
    year = year_of(month, found, context)
    if len(rest) == 1:
        return dated(f"{year:04d}-{month:02d}-{rest[0]:02d}")
    # the Tuesday after the first Monday is the day after it
    if rest == [1, 2]:
        return period_of(moved(nth_weekday(year, month, 1, 1), "D", 1), "D")
    return period_of(nth_weekday(year, month, *rest), "D")


def _never(_: Found, __: Context) -> Value:
    return IMPOSSIBLE


def _week_of(found: Found, context: Context) -> Value | None:
    day = _day(found, context)
    return period_of(day.days[0], "W") if day else None


#: rules of this module by the names that the table of forms calls them
DAYS: dict[str, Rule] = {
    "iso": _iso,
    "slash": _slash,
    "never": _never,
    "day": _day,
    "day_alone": _day_alone,
    "day_too": _day_too,
    "days": _day_range,
    "weekday": _weekday,
    "told_weekday": _told_weekday,
    "near": _near,
    "part": _part,
    "beside": _beside,
    "holiday": _holiday,
    "week_of": _week_of,
}
