"""Dates and durations of a text as TIMEX3 values and intervals of days.

One table row per form: a pattern and a function from the match to the value. The reference is
the day of publication; without one only absolute forms get an interval. News convention: a bare
weekday is the most recent one, and the reference's own weekday means that very day.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.read.numbers import SMALL
from vedette.types import DateMention, Span

#: years outside are misprints, sums or science fiction
FIRST_YEAR, LAST_YEAR = 1000, 2199

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {word: value for value, word in enumerate(SMALL)} | {
    "a": 1, "an": 1, "the": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "Y", "hour": "H", "minute": "M"}
_SEASONS = {
    "spring": ("SP", 3),
    "summer": ("SU", 6),
    "autumn": ("FA", 9),
    "fall": ("FA", 9),
    "winter": ("WI", 12),
}

# Months are names: 'may' and 'march' in small letters are verbs, whatever the rest of the table ignores.
_SHORT = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_NAMES = (*(name.title() for name in _MONTHS), *_SHORT)
_MONTH = rf"(?P<month>(?-i:{'|'.join([*_NAMES, *map(str.upper, _NAMES)])})\b\.?)"
_YEAR = r"(?P<year>1[0-9]{3}|2[01][0-9]{2})(?![\d,.]\d|\w)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|during|before|after|and|between)\s+$", re.IGNORECASE
)
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_COUNT = (
    rf"(?P<count>\d{{1,4}}|a|an|the|{'|'.join(SMALL[1:])}"
    r"|twenty|thirty|forty|fifty|sixty|ninety|several|few|a few)"
)
_UNIT = r"(?P<unit>days?|weeks?|months?|years?|decades?)"


@dataclass(frozen=True, slots=True)
class _Value:
    type: str
    value: str
    start: date | None = None
    end: date | None = None


_Rule = Callable[[re.Match[str], date | None], _Value | None]


def normalise(text: str, reference: date | None) -> list[DateMention]:
    """Return the dates, durations and sets of a text in order, with spans over `text`.

    `reference` is the day of publication. `value` is the TIMEX3 value, 'XXXX-..' where it depends
    on a missing reference; `start` and `end` are inclusive days, None where open or unknown.
    """
    found: list[DateMention] = []
    taken = 0
    for match in _PATTERN.finditer(text):
        if match.start() < taken:
            continue
        pattern, rule = _RULES[int((match.lastgroup or "r0")[1:])]
        inner = pattern.match(text, match.start())
        value = rule(inner, reference) if inner else None
        if inner is None or value is None:
            continue
        start, end = inner.span("core") if "core" in pattern.groupindex else inner.span()
        value = _opened(text[max(0, start - 12) : start].lower(), value)
        found.append(
            DateMention(
                text=text[start:end],
                span=Span(start=start, end=end),
                type=value.type,
                value=value.value,
                start=value.start,
                end=value.end,
            )
        )
        taken = inner.end()
    return found


def _opened(before: str, value: _Value) -> _Value:
    """Make 'since 2014' open to the right and 'until Friday' open to the left."""
    if value.type == "DATE" and re.search(r"\bsince\s+(?:early\s+|late\s+)?$", before):
        return _Value(value.type, value.value, value.start, None)
    if value.type == "DATE" and re.search(r"\b(?:until|till|by|before)\s+(?:the\s+)?$", before):
        return _Value(value.type, value.value, None, value.end)
    return value


# --- the days of a value ------------------------------------------------------------------


def _span_of_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> _Value | None:
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    return _Value("DATE", when.isoformat(), when, when)


def _at(day: date) -> _Value:
    return _Value("DATE", day.isoformat(), day, day)


def _month_of(match: re.Match[str]) -> int:
    name = match["month"].lower().rstrip(".")[:3]
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name))


def _shifted(day: date, unit: str, count: int) -> date | None:
    """Return the day `count` units later (earlier if negative), None outside the calendar."""
    try:
        if unit in "DW":
            return day + timedelta(days=count * (7 if unit == "W" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "Y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def _period(day: date, unit: str) -> _Value:
    """Return the week, month or year that holds the day."""
    if unit == "W":
        first = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return _Value("DATE", f"{year}-W{week:02d}", first, first + timedelta(days=6))
    if unit == "M":
        return _Value("DATE", f"{day:%Y-%m}", *_span_of_month(day.year, day.month))
    return _Value("DATE", f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31))


# --- one function per form ----------------------------------------------------------------


def _full(match: re.Match[str], _: date | None) -> _Value | None:
    return _day(int(match["year"]), _month_of(match), int(match["day"]))


def _iso(match: re.Match[str], _: date | None) -> _Value | None:
    return _day(int(match["year"]), int(match["m"]), int(match["day"]))


def _month_day(match: re.Match[str], reference: date | None) -> _Value | None:
    month, day = _month_of(match), int(match["day"])
    if not 1 <= day <= 31:
        return None
    if reference is None:
        return _Value("DATE", f"XXXX-{month:02d}-{day:02d}")
    return _day(_year_of(date(reference.year, month, 1), reference, _is_since(match)), month, day)


def _is_since(match: re.Match[str]) -> bool:
    return match.string[: match.start()].lower().endswith("since ")


def _year_of(month: date, reference: date, past: bool) -> int:
    """Return the year of a month named without one: up to three months ahead, else the last one.

    'In January' said in December looks ahead; 'in May' said in November looks back.
    """
    ahead = (month.month - reference.month) % 12
    if ahead == 0:
        return reference.year
    ahead = ahead if ahead <= 3 and not past else ahead - 12
    return (reference.year * 12 + reference.month - 1 + ahead) // 12


def _month_year(match: re.Match[str], _: date | None) -> _Value:
    year, month = int(match["year"]), _month_of(match)
    return _part_of(match["part"], f"{year}-{month:02d}", *_span_of_month(year, month))


def _only_month(match: re.Match[str], reference: date | None) -> _Value | None:
    month = _month_of(match)
    before = match.string[max(0, match.start() - 12) : match.start()]
    if month in {3, 5} and not (match["which"] or match["part"] or _BEFORE_MONTH.search(before)):
        return None  # 'March on the capital', 'May says'
    if reference is None:
        return _Value("DATE", f"XXXX-{month:02d}")
    relation = (match["which"] or "").lower()
    year = reference.year
    if relation == "last" and month >= reference.month:
        year -= 1
    elif relation == "next" and month <= reference.month:
        year += 1
    elif not relation:
        year = _year_of(date(year, month, 1), reference, _is_since(match))
    return _part_of(match["part"], f"{year}-{month:02d}", *_span_of_month(year, month))


def _year(match: re.Match[str], _: date | None) -> _Value | None:
    year = int(match["year"] or match["other"])
    return _part_of(match["part"], str(year), date(year, 1, 1), date(year, 12, 31))


def _part_of(part: str | None, value: str, start: date, end: date) -> _Value:
    """Narrow a month or year to its 'early', 'mid' or 'late' third."""
    if not part:
        return _Value("DATE", value, start, end)
    third = (end - start) / 3
    word = part.lower().strip("-– ")
    first = {"early": start, "mid": start + third, "late": start + 2 * third}.get(word, start)
    last = {"early": start + third, "mid": start + 2 * third, "late": end}.get(word, end)
    return _Value("DATE", value, first, last)


def _decade(match: re.Match[str], _: date | None) -> _Value | None:
    year = int(match["decade"] if len(match["decade"]) == 4 else f"19{match['decade']}")
    return _Value("DATE", str(year)[:3], date(year, 1, 1), date(year + 9, 12, 31))


def _season(match: re.Match[str], reference: date | None) -> _Value | None:
    code, month = _SEASONS[match["season"].lower()]
    year = int(match["year"]) if match["year"] else None
    which = (match["which"] or "").lower()
    if year is None and reference is not None:
        year = reference.year + {"last": -1 if month >= reference.month else 0, "next": 1}.get(which, 0)
    if year is None:
        return _Value("DATE", f"XXXX-{code}")
    start = date(year, month, 1)
    return _Value("DATE", f"{year}-{code}", start, (_shifted(start, "M", 3) or start) - timedelta(days=1))


def _weekday(match: re.Match[str], reference: date | None) -> _Value | None:
    day = _DAYS.index(match["weekday"].lower())
    if reference is None:
        return _Value("DATE", f"XXXX-WXX-{day + 1}")
    back = (reference.weekday() - day) % 7
    which = (match["which"] or "").lower()
    if which in {"next", "coming"}:
        return _at(reference + timedelta(days=7 - back if back else 7))
    if which == "this" and back:
        return _at(reference + timedelta(days=7 - back))
    return _at(reference - timedelta(days=back or (7 if which in {"last", "previous"} else 0)))


def _near_day(match: re.Match[str], reference: date | None) -> _Value:
    shift = {"yesterday": -1, "tomorrow": 1}.get(match["name"].lower(), 0)
    if reference is None:
        return _Value("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[shift])
    return _at(reference + timedelta(days=shift))


def _near_period(match: re.Match[str], reference: date | None) -> _Value | None:
    unit = _UNITS[match["unit"].lower()]
    shift = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    if reference is None:
        return _Value("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[shift])
    day = _shifted(reference, unit, shift)
    return _period(day, unit) if day else None


def _count(match: re.Match[str]) -> int | None:
    """Return the number said, None for 'several' and 'a few'."""
    said = match["count"].lower()
    return int(said) if said.isdigit() else _NUMBERS.get(said)


def _ago(match: re.Match[str], reference: date | None) -> _Value | None:
    unit, count = _UNITS[match["unit"].lower().rstrip("s")], _count(match)
    sign = 1 if match["way"].lower() in {"from now", "hence"} else -1
    if reference is None or count is None:
        return _Value("DATE", "FUTURE_REF" if sign > 0 else "PAST_REF")
    count *= 10 if match["unit"].lower().startswith("decade") else 1
    day = _shifted(reference, unit, sign * count)
    if day is None or day.year < FIRST_YEAR:
        return None
    return _at(day) if unit in "DW" else _period(day, unit)


def _rolling(match: re.Match[str], reference: date | None) -> _Value | None:
    """'In the past week', 'over the next 90 days': a duration that ends or begins now."""
    unit, said = _UNITS[match["unit"].lower().rstrip("s")], match["count"]
    count = 1 if said is None else _count(match)
    value = f"P{'X' if count is None else count}{unit}"
    if reference is None or count is None:
        return _Value("DURATION", value)
    ahead = match["which"].lower() in {"next", "coming"}
    other = _shifted(reference, unit, count if ahead else -count)
    if other is None:
        return None
    return _Value("DURATION", value, min(reference, other), max(reference, other))


def _duration(match: re.Match[str], _: date | None) -> _Value:
    name = match["unit"].lower().rstrip("s")
    unit, count = _UNITS[name], _count(match)
    if count is not None and name == "decade":
        count *= 10
    time = "T" if name in {"hour", "minute"} else ""
    return _Value("DURATION", f"P{time}{'X' if count is None else count}{unit}")


def _set(match: re.Match[str], _: date | None) -> _Value:
    if match["weekday"]:
        return _Value("SET", f"XXXX-WXX-{_DAYS.index(match['weekday'].lower()) + 1}")
    word = (match["unit"] or match["often"]).lower()
    letter = {"daily": "D", "weekly": "W", "monthly": "M", "annually": "Y", "yearly": "Y"}.get(word)
    return _Value("SET", f"P1{letter or _UNITS[word]}")


def _now(_: re.Match[str], reference: date | None) -> _Value:
    return _Value("DATE", "PRESENT_REF", reference, reference)


_PARTS = r"(?:(?P<part>early|mid|late)(?:\s+in)?[\s\-–]+)?"
_WHICH = r"(?P<which>last|previous|this|next|coming|past)"

_SIDE = r"(?P<which>past|last|next|coming)"
_EVERY = (
    rf"\b(?:every|each)\s+(?:{_WEEKDAY}|(?P<unit>day|week|month|year))\b"
    r"|\b(?P<often>daily|weekly|monthly|annually|yearly)\b"
)
#: four digits before one of these are a count
_COUNTED = (
    r"%|percent|per cent|troops|soldiers|people|men|civilians|dead|killed|km|kilomet|miles|tons|tonnes|"
    r"metres|meters|tanks|missiles|protesters|refugees|prisoners|workers|homes|pounds|euros|dollars|rubles|feet"
)
#: the nouns that follow a year said with a preposition are its own: 'in 2014 troops entered'
_LASTING = (
    rf"\b(?!the\b){_COUNT}[\s-]+(?P<unit>(?:day|week|month|year|decade|hour|minute)s?)\b(?!\s+old|-old)"
)
_OTHER_YEAR = _YEAR.replace("year", "other")
_PLAIN_YEAR = rf"(?<![\w.,$€£:/\-–+])(?P<part>)(?:(?<=\bin ){_YEAR}|{_OTHER_YEAR}(?!\s*(?:{_COUNTED})))"

# Longer forms first: the first row that matches at a place wins.
_RULES: list[tuple[re.Pattern[str], _Rule]] = [
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (rf"\b(?P<year>\d{{4}})-(?P<m>[01]\d)-{_DAY}\b", _iso),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", _full),
        (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", _full),
        (rf"\b{_PARTS}{_MONTH},?\s+(?:of\s+)?{_YEAR}", _month_year),
        (rf"\b{_MONTH}\s+{_DAY}\b", _month_day),
        (rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}\b", _month_day),
        (_EVERY, _set),
        (rf"\b(?:{_WHICH}\s+)?{_WEEKDAY}{_PART}\b", _weekday),
        (r"\b(?P<name>yesterday|today|tonight|tomorrow)\b", _near_day),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?P<way>ago|earlier|from now|hence)\b", _ago),
        (rf"\b(?:in|over|during|within|for)\s+(?P<core>the\s+{_SIDE}\s+(?:{_COUNT}\s+)?{_UNIT})\b", _rolling),
        (rf"\b(?P<core>the\s+{_SIDE}\s+{_COUNT}\s+{_UNIT})\b", _rolling),
        (r"\b(?P<which>last|previous|this|next|coming)\s+(?P<unit>week|month|year)\b", _near_period),
        (r"\b(?:(?P<which>last|this|next)\s+)(?P<season>spring|summer|autumn|winter)(?P<year>)\b", _season),
        (rf"\b(?P<which>)(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR}", _season),
        (r"\b(?:the\s+)?(?P<decade>1[89]\d0|20[0-4]0|[2-9]0)['’]?s\b", _decade),
        (rf"\b(?P<part>early|mid|late)(?:\s+in)?[\s\-–]+{_YEAR}(?P<other>)", _year),
        (_PLAIN_YEAR, _year),
        (rf"\b{_PARTS}(?:(?P<which>last|this|next)\s+)?{_MONTH}(?![-\w])", _only_month),
        (_LASTING, _duration),
        (r"\b(?:now|currently|at present)\b", _now),
    )
]  # fmt: skip
_STARTS = [re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern, _ in _RULES]
_PATTERN = re.compile(
    "|".join(f"(?P<r{number}>{pattern})" for number, pattern in enumerate(_STARTS)), re.IGNORECASE
)
