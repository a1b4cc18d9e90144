"""The days that TIMEX3 values stand for, and values of days: calendar arithmetic and nothing else."""

import re
from calendar import monthrange
from datetime import date, timedelta

from vedette.read.timewords import FIRST_YEAR, LAST_YEAR

#: first month of a season as the meteorologists of the northern hemisphere count
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}

_VALUE = re.compile(
    r"(?P<year>\d{2,4})(?:-(?:W(?P<week>\d\d)(?P<weekend>-WE)?|Q(?P<quarter>\d)|H(?P<half>\d)"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?:T.*)?"
)

#: which part of a period an edge is, from and to
_EDGES: dict[str | None, tuple[float, float]] = {
    "START": (0, 1 / 3),
    "MID": (1 / 3, 2 / 3),
    "END": (2 / 3, 1),
    "1": (0, 1 / 2),
    "2": (1 / 2, 1),
}

_DAY = timedelta(days=1)

Days = tuple[date | None, date | None]


def days_of(value: str) -> Days:
    """Return the first and last day of a TIMEX3 value, inclusive; (None, None) for one without any.

    Years that are not read have none.

    >>> days_of("2021-W45")
    (datetime.date(2021, 11, 8), datetime.date(2021, 11, 14))
    """
    match = _VALUE.fullmatch(value)
    if match is None or (len(match["year"]) == 4 and not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR):
        return None, None
    try:
        return _days(match)
    except (ValueError, OverflowError):
        return None, None


def _days(match: re.Match[str]) -> Days:
    year = int(match["year"].ljust(4, "0"))
    if len(match["year"]) < 4:
        return date(year, 1, 1), date(year + 10 ** (4 - len(match["year"])) - 1, 12, 31)
    if match["week"]:
        first = date.fromisocalendar(year, int(match["week"]), 6 if match["weekend"] else 1)
        return first, first + timedelta(days=1 if match["weekend"] else 6)
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6)
    if match["season"]:
        return _months(year, SEASONS[match["season"]], 3)
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    return date(year, 1, 1), date(year, 12, 31)


def _months(year: int, month: int, count: int) -> Days:
    years, last = divmod(month + count - 2, 12)
    return date(year, month, 1), date(year + years, last + 1, monthrange(year + years, last + 1)[1])


def narrowed(days: Days, edge: str | None) -> Days:
    """Return the first, middle or last third of a period for 'START', 'MID', 'END', a half for '1', '2'."""
    start, end = days
    if edge not in _EDGES or start is None or end is None:
        return days
    first, last = _EDGES[edge]
    return start + (end - start) * first, start + (end - start) * last


def days_after(days: Days) -> Days:
    """Return the days after a period: from the one that follows it, without end."""
    return (days[1] + _DAY if days[1] else None), None


def days_before(days: Days) -> Days:
    """Return the days before a period, without beginning."""
    return None, (days[0] - _DAY if days[0] else None)


def shifted(day: date, unit: str, count: int) -> date | None:
    """Return the day `count` units later (earlier if negative), None outside the years that are read.

    Units are D, W, M, Q, Y and multiples as '10Y'. The last day of a short month stands for those it lacks.
    """
    times, letter = int(unit[:-1] or 1), unit[-1]
    count *= times
    try:
        if letter in "DW":
            found = day + timedelta(days=count * (7 if letter == "W" else 1))
        else:
            months = day.year * 12 + day.month - 1 + count * {"Y": 12, "Q": 3, "M": 1}[letter]
            year, month = divmod(months, 12)
            found = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def period(day: date, unit: str) -> str:
    """Return the value of the day, week, month, quarter, year, decade or century that holds the day.

    >>> period(date(2021, 11, 11), "W"), period(date(2021, 11, 11), "10Y")
    ('2021-W45', '202')
    """
    if unit == "W":
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    year = f"{day.year:04d}"
    return {
        "M": f"{year}-{day.month:02d}",
        "Q": f"{year}-Q{(day.month + 2) // 3}",
        "Y": year,
        "10Y": year[:3],
        "100Y": year[:2],
        "1000Y": year[:1],
    }.get(unit, day.isoformat())


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Return the nth Monday (weekday 1) to Sunday (7) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
