"""Values of time expressions, and what is known where one stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vedette.read.days import Days, days_of, narrowed, period, shifted
from vedette.read.tense import tense
from vedette.read.timeforms import Found
from vedette.read.timewords import Token


@dataclass(frozen=True, slots=True)
class Value:
    """The TIMEX3 type and value of an expression and the days it covers."""

    type: str
    value: str
    days: Days = (None, None)


#: what has the form of a date and cannot be one: '31 February'
IMPOSSIBLE = Value("", "")


@dataclass(slots=True)
class Context:
    """What is known where an expression stands: text, day of publication, what was told before."""

    text: Sequence[Token]
    reference: date | None
    told: dict[str, date] = field(default_factory=dict)  #: by unit, the last day told that exactly
    ended: int = -100  #: the token after the last exact day told
    after: date | None = None  #: the day before which what is read cannot begin: it ends a span
    reported: str = ""  #: the quarter or year whose figures are being told

    def day(self, unit: str = "D") -> date | None:
        """Return the day that 'the following' or 'that' unit counts from."""
        return self.told_day(unit) or self.reference

    def told_day(self, unit: str) -> date | None:
        """Return the last day told that is exact to a unit, None if none was."""
        return self.told.get(unit if unit in _EXACT else "Y")

    def not_before(self, year: int, month: int) -> int:
        """Return the year of a month: this one, or a later one for the end of a span that begins after it."""
        return max(year, self.after.year + (month < self.after.month)) if self.after else year

    def tense(self, found: Found) -> int:
        """Return -1, 0 or 1 as what is told around an expression is past, unclear or ahead."""
        return tense(self.text, found.first, found.last)

    def word(self, at: int) -> str:
        """Return a word of the text, '' outside it."""
        return self.text[at].lower if 0 <= at < len(self.text) else ""

    def capital(self, at: int) -> bool:
        """Whether a word of the text begins with a capital letter."""
        return 0 <= at < len(self.text) and self.text[at].capital

    def classes(self, at: int) -> Mapping[str, str]:
        """Return the values by class of a word of the text, none outside it."""
        return self.text[at].values if 0 <= at < len(self.text) else {}

    def note(self, found: Found, value: Value) -> None:
        """Remember a value that later expressions may refer to; what is said only to compare is none."""
        if found.form.rule in _COMPARED or (found.form.rule == "lately" and found.form.argument != "0Q"):
            return
        start, end = days_of(value.value)
        if start is None or end is None or value.type not in {"DATE", "TIME"}:
            if value.type == "DURATION" and value.value.endswith("M"):
                self.reported = ""  # 'for the nine months': their year is compared from here on
            return
        length = (end - start).days
        if start == end:
            self.ended = found.last
        for unit, most in _LENGTHS:
            if length <= most:
                self.told[unit] = start
        if found.form.rule in {"quarter", "lately"}:
            self.reported = value.value


#: a value is exact to a unit if it is no longer than that, in days
_LENGTHS = (("D", 0), ("W", 6), ("M", 31), ("Q", 92), ("Y", 366))

_EXACT = frozenset(unit for unit, _ in _LENGTHS)
#: rules that look aside: 'up from $5 million a year ago', 'losses overnight in New York'
_COMPARED = frozenset({"ago", "shift", "part", "same"})


def dated(value: str, edge: str | None = None) -> Value | None:
    """Return a DATE (a TIME if it has one), None if the calendar lacks it."""
    days = days_of(value)
    return Value("TIME" if "T" in value else "DATE", value, narrowed(days, edge)) if days[0] else None


def period_of(day: date | None, unit: str, edge: str | None = None) -> Value | None:
    """Return the day, week, month ... that holds a day, narrowed to its 'START', 'MID' or 'END'."""
    return dated(period(day, unit), edge) if day else None


def moved(day: date | None, unit: str, count: int) -> date | None:
    """Return the day `count` units later, None without a day or outside the years that are read."""
    return shifted(day, unit, count) if day else None


def somewhen(direction: int) -> Value:
    """Return the past, the present or the future."""
    direction = (direction > 0) - (direction < 0)
    return Value("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[direction])


def timed(value: Value | None, part: str | None) -> Value | None:
    """Return a day with a part of it or a clock time; without one as it is."""
    return Value("TIME", value.value + part, value.days) if value and part else value


#: from a form found and its context to a value; None if the form means no time here
Rule = Callable[[Found, Context], Value | None]
