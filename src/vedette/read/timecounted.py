"""Expressions that count or repeat: last week, three days ago, the following month, lengths, sets, clocks.

Values follow TimeML 1.2.1 (timeml.org) as TimeBank uses it.
"""

from datetime import date

from vedette.read.days import shifted
from vedette.read.timeforms import Found
from vedette.read.timevalues import Context, Rule, Value, dated, moved, period_of, somewhen, timed
from vedette.read.tokens import word_set

# counted from the day of publication

#: units that the calendar divides the years into
_CALENDAR = word_set("D W M Q Y 10Y 100Y 1000Y")


def _which(found: Found, context: Context) -> Value | None:
    """'Last week', 'the week after next', 'the fiscal year': what holds the day so many steps away."""
    unit, last = found.parts.get("UNIT", "Y"), found.words[-1]
    if unit not in _CALENDAR or unit == "D" or last.endswith("s"):
        return None  # 'this hour', 'next day', 'it is to last weeks'
    if context.word(found.first - 1) == "a":
        return None  # 'from a fiscal year to a calendar year'
    step = int(found.parts.get("WHICH") or found.parts.get("ROLLING") or found.form.argument or 0)
    if found.words[-2] in {"before", "after"}:
        step = -2 if last == "last" else 2
    if context.reference is None:
        return somewhen(step)
    return period_of(shifted(context.reference, unit, step), unit, found.parts.get("EDGE"))


def _weekend(found: Found, context: Context) -> Value | None:
    """The weekend: the last one begun, unless the verb looks ahead."""
    which = found.number("WHICH")
    if context.reference is None:
        return somewhen(which or 0)
    begun = context.reference.isoweekday() >= 6
    ahead = which == 1 or (which in {0, None} and context.tense(found) > 0) or (which == 0 and not begun)
    weeks = (1 if begun and which == 1 else 0) if ahead else (0 if begun and which != -1 else -1)
    value = period_of(shifted(context.reference, "W", weeks), "W")
    return dated(f"{value.value}-WE") if value else None


def _edge_of_year(found: Found, context: Context) -> Value | None:
    """'Year-end': the day, of this year unless told in the past."""
    if context.reference is None:
        return Value("DATE", "XXXX-12-31")
    past = context.tense(found) < 0 and context.word(found.first - 1) in {"since", "from", "at"}
    year = f"{context.reference.year - past:04d}"
    return dated(f"{year}-12-31") if found.form.argument else dated(year, "END")


def _rolling(found: Found, context: Context) -> Value | None:
    """'In the past week': a length of time that ends or begins with the day of publication."""
    unit = found.parts.get("UNIT") or found.parts["PLURAL"]
    step = int(found.parts.get("ROLLING") or found.form.argument or -1)
    count = None if "PLURAL" in found.parts else _count(found)
    if count and found.parts.keys().isdisjoint({"NUM", "count"}) and found.words[-1].endswith("s"):
        return None  # 'past years'
    value = length(count, unit)
    if context.reference is None:
        return Value("DURATION", value)
    if count is None:
        ends = (context.reference, None) if step > 0 else (None, context.reference)
        return Value("DURATION", value, ends)
    if unit[0] == "T":
        other = shifted(context.reference, "D", step * max(1, round(count / 24))) if unit == "TH" else None
    else:
        other = shifted(context.reference, unit, step * round(count))
    if other is None:
        return Value("DURATION", value)
    return Value("DURATION", value, (min(other, context.reference), max(other, context.reference)))


def _count(found: Found) -> float | None:
    """Return how many units are said, None for 'several' and 'a few'."""
    said = found.parts.get("count") or found.parts.get("NUM") or found.parts.get("COUPLE")
    if said == "X" or "VAGUE" in found.parts:
        return None
    return float(said or 1) + (0.5 if "half" in found.words else 0)


#: what half a unit is in the next smaller one, and that one's letter
_HALVES = {"Y": "6M", "D": "T12H", "TH": "30M", "TM": "30S"}


def length(count: float | None, unit: str) -> str:
    """Return the TIMEX3 value of a length of time, 'X' where the count is vague.

    >>> length(2.5, "Y"), length(None, "W"), length(90, "TM"), length(2, "10Y")
    ('P2Y6M', 'PXW', 'PT90M', 'P20Y')
    """
    clock, letter = ("T", unit[1]) if unit[0] == "T" else ("", unit[-1])
    if count is None:
        return f"P{clock}X{letter}"
    count *= 1 if clock else int(unit[:-1] or 1)
    whole = int(count)
    if count - whole == 0.5 and (clock + letter) in _HALVES:
        return f"P{clock}{f'{whole}{letter}' if whole else ''}{_HALVES[clock + letter]}"
    return f"P{clock}{count:g}{letter}" if count < 1e6 else f"P{clock}{whole}{letter}"


def _ago(found: Found, context: Context) -> Value | None:
    step, count, unit = int(found.form.argument), _count(found), found.parts.get("UNIT", "")
    if context.reference is None or count is None or not unit:
        return somewhen(step)
    return _distant(context.reference, step * count, unit, context) or somewhen(step)


def _distant(day: date, count: float, unit: str, context: Context) -> Value | None:
    """Return the day, week, month or year so many units from a day."""
    if unit[0] == "T":
        return period_of(day, "D")
    if unit == "Y" and count == -1 and context.reported:
        return dated(f"{int(context.reported[:4]) - 1:04d}{context.reported[4:]}")
    if count != int(count):
        count, unit = count * 12, "M" if unit == "Y" else unit
    exact = {"10Y": "Y", "100Y": "Y", "14D": "D"}.get(unit, unit)
    return period_of(shifted(day, unit, round(count)), exact)


# counted from the day told


def _shift(found: Found, context: Context) -> Value | None:
    count, unit, step = _count(found), found.parts["UNIT"], int(found.form.argument)
    day = context.day(unit)
    if step > 0 and (unit[0] == "T" or context.told_day(unit) is None):
        return None  # 'two hours later' and, with nothing told, 'two days later' are only lengths
    if day is None or count is None:
        return somewhen(step)
    return _distant(day, step * count, unit, context)


def _same(found: Found, context: Context) -> Value | None:
    """'The same month last year': the one told, of another year."""
    unit = found.parts["UNIT"]
    if unit not in {"D", "W", "M", "Q"}:
        return None
    return period_of(moved(context.day(unit), "Y", int(found.parts.get("WHICH", -1))), unit) or somewhen(-1)


def _told(found: Found, context: Context) -> Value | None:
    unit = found.parts.get("UNIT", "D")
    if unit not in _CALENDAR:
        return None
    step = int(found.parts.get("TOLD", found.form.argument or 0))
    day = context.day(unit)
    if day is None:
        return somewhen(step)
    return timed(period_of(shifted(day, unit, step), unit, found.parts.get("EDGE")), found.parts.get("PART"))


# lengths and repetitions

_SINGULAR = word_set("day week month quarter year decade century")
_OTHERWISE = word_set("old olds aged ago earlier")


def _duration(found: Found, context: Context) -> Value | None:
    unit = found.parts.get("UNIT") or found.parts.get("PLURAL") or "Y"
    if "PLURAL" in found.parts:
        return Value("DURATION", length(None, unit))
    count = 0.5 if found.words[0] == "half" else _count(found)
    if unit == "Q" and ("-" in found.words or "ONE" in found.parts or found.words[0] in {"a", "an"}):
        return None  # 'three-quarters', 'more than a quarter of'
    if count and count > 1000 and "-" not in found.words and found.words[-1] in _SINGULAR:
        return None  # '1986 quarter', and tables: '2,562,160 Year'
    ahead = context.word(found.last + (context.word(found.last) == "-"))
    if ahead in _OTHERWISE or ("ONE" in found.parts and found.words[-1].endswith("s")):
        return None  # '12-year-old', 'a year-earlier loss', 'a months-long siege'
    if count and unit[0] != "T" and context.reference and _is_distance(found, context):
        return _distant(context.reference, count, unit, context)
    return Value("DURATION", length(count, unit))


def _is_distance(found: Found, context: Context) -> bool:
    """Whether 'in ten days' says when ('will be ready in ten days') and not how long ('rose in ten days')."""
    before, after = context.word(found.first - 1), context.word(found.last)
    return before == "in" and after != "of" and context.tense(found) > 0


def _compound(found: Found, _: Context) -> Value | None:
    """'Two hours and 15 minutes'."""
    large, small = _count(found), found.number("NUM")
    unit, smaller = found.parts["UNIT"], found.parts["SMALLER"]
    if large is None or small is None or (unit[0] == "T") != (smaller[0] == "T") or unit == smaller:
        return None
    return Value("DURATION", length(large, unit) + length(small, smaller).removeprefix("P").removeprefix("T"))


def _vague(found: Found, _: Context) -> Value | None:
    return Value("DURATION", found.form.argument)


def _set(found: Found, context: Context) -> Value | None:
    parts = found.parts
    if weekday := parts.get("WEEKDAY") or parts.get("WEEKDAYS"):
        return Value("SET", f"XXXX-WXX-{weekday}{parts.get('PARTS', '')}")
    if "MONTH" in parts:
        return Value("SET", f"XXXX-{int(parts['MONTH']):02d}")
    if "SEASON" in parts:
        return Value("SET", f"XXXX-{parts['SEASON']}")
    if "PART" in parts:
        return Value("SET", f"XXXX-XX-XX{parts['PART']}")
    if "OFTEN" in parts and context.capital(found.last):
        return None  # a newspaper: 'the daily Granma'
    said = found.form.argument or parts.get("NUM") or parts.get("COUPLE") or 1
    count = None if "VAGUE" in parts else float(said)
    return Value("SET", length(count, parts.get("OFTEN") or parts.get("UNIT") or parts["PLURAL"]))


_NO_RATE = word_set(
    "for in after within than about over of during nearly almost just barely only least lasted lasts took "
    "take takes to from and is was be with spent every once half , -- - ( by at on up until"
)
_SUMS = word_set("$ % percent times")


def _rate(found: Found, context: Context) -> Value | None:
    """'$5 a day', '20 flights a week': a unit after what is counted."""
    before = context.text[max(0, found.first - 6) : found.first]
    if (
        not before
        or before[-1].lower in _NO_RATE
        or not any("NUM" in token.values or token.lower in _SUMS for token in before)
    ):
        return None
    if context.word(found.last) in {"ago", "earlier", "later", "after", "before", "from", "and"}:
        return None
    return Value("SET", length(1, found.parts["UNIT"]))


# clocks and references

_BESIDE = 3  # words: 'on Friday, at about 10:35'
_CLOCKS = ("CLOCK", "TWELVE", "DOTTED", "HHMM", "HOUR")


def _clock(found: Found, context: Context) -> Value | None:
    """A time of the day told in the few words before, else of the day of publication."""
    if noon := found.parts.get("NOON"):
        clock = noon
    else:
        said = next(found.parts[name] for name in _CLOCKS if name in found.parts)
        half = found.parts.get("HALFDAY") or {"AM": "0", "PM": "12"}.get(said[-2:])
        hour, minute = _hour_minute(said.rstrip("AMPZ"), half)
        if hour > 24 or minute > 59:
            return None
        clock = f"T{hour:02d}:{minute:02d}" + ("Z" if said[-1] == "Z" else "")
    zone = found.parts.get("ZONE", "")
    day = context.told["D"] if found.first - context.ended <= _BESIDE else context.reference
    return Value("TIME", f"{day or 'XXXX-XX-XX'}{clock}{zone}", (day, day))


def _hour_minute(said: str, half: str | None) -> tuple[int, int]:
    parts = said.replace(".", ":").split(":")
    if len(parts) == 1 and len(said) == 4:
        parts = [said[:2], said[2:]]
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    return (hour % 12 + int(half) if half else hour), minute


def _reference(found: Found, context: Context) -> Value | None:
    value = found.form.argument
    if value == "PRESENT_REF":
        return Value("DATE", value, (context.reference, context.reference))
    return Value("DATE", value)


def _soon(found: Found, context: Context) -> Value | None:
    if context.word(found.first - 1) == "as" or (len(found.words) == 1 and context.tense(found) <= 0):
        return None
    return Value("DATE", "FUTURE_REF")


#: rules of this module by the names that the table of forms calls them
COUNTED: dict[str, Rule] = {
    "which": _which,
    "weekend": _weekend,
    "edge_of_year": _edge_of_year,
    "rolling": _rolling,
    "ago": _ago,
    "shift": _shift,
    "same": _same,
    "told": _told,
    "duration": _duration,
    "compound": _compound,
    "vague": _vague,
    "set": _set,
    "rate": _rate,
    "clock": _clock,
    "ref": _reference,
    "soon": _soon,
}
