"""The table of forms: each row's example has the value that stands beside it."""

from datetime import date

import pytest

from vedette.read.dates import normalise
from vedette.read.days import days_of, nth_weekday, period, shifted
from vedette.read.timecalendar import CALENDAR
from vedette.read.timecounted import COUNTED
from vedette.read.timedays import DAYS
from vedette.read.timeforms import Form, forms

TODAY = date(2021, 11, 11)


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.row}-{form.rule}")
def test_the_example_of_a_form_is_read_as_it_says(form: Form) -> None:
    found = [day.value for day in normalise(form.example, TODAY)]
    assert " ".join(found or ["-"]) == form.value


def test_every_form_has_a_rule_and_every_rule_a_form() -> None:
    rules = [*DAYS, *CALENDAR, *COUNTED]
    assert {form.rule for form in forms()} == set(rules)
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.row}-{form.rule}")
def test_without_a_reference_nothing_relative_has_days(form: Form) -> None:
    for found in normalise(form.example, None):
        if found.start or found.end:
            # what stays are days that the words themselves name: a year is among them
            assert any(digit.isdigit() for digit in found.value)
            assert not found.value.startswith("X")


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021-H2", date(2021, 7, 1), date(2021, 12, 31)),
        ("2021-WI", date(2021, 12, 1), date(2022, 2, 28)),
        ("2021-W45-WE", date(2021, 11, 13), date(2021, 11, 14)),
        ("2021-11-11TNI", TODAY, TODAY),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
        ("19", date(1900, 1, 1), date(1999, 12, 31)),
    ],
)
def test_values_have_days(value: str, start: date, end: date) -> None:
    assert days_of(value) == (start, end)


@pytest.mark.parametrize("value", ["PRESENT_REF", "P3D", "XXXX-11", "2021-13", "2021-W60", "9999-WI", ""])
def test_values_without_days(value: str) -> None:
    assert days_of(value) == (None, None)


def test_calendar_arithmetic() -> None:
    assert shifted(date(2021, 3, 31), "M", -1) == date(2021, 2, 28)
    assert shifted(TODAY, "10Y", -1) == date(2011, 11, 11)
    assert shifted(date(9999, 12, 31), "D", 1) is None
    assert shifted(date(1, 1, 1), "Y", -1) is None
    assert period(date(2021, 1, 3), "W") == "2020-W53"
    assert nth_weekday(2021, 11, 4, 4) == date(2021, 11, 25)
