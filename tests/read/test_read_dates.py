"""Dates as TIMEX3 values and intervals of days. Thursday 11 November 2021 is 'today'."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read.dates import normalise

TODAY = date(2021, 11, 11)


@pytest.mark.parametrize(
    ("text", "value", "start", "end"),
    [
        ("on 10 November 2021", "2021-11-10", date(2021, 11, 10), date(2021, 11, 10)),
        ("on Nov. 10, 2021", "2021-11-10", date(2021, 11, 10), date(2021, 11, 10)),
        ("dated 2021-11-10", "2021-11-10", date(2021, 11, 10), date(2021, 11, 10)),
        ("in November 2020", "2020-11", date(2020, 11, 1), date(2020, 11, 30)),
        ("in 2014", "2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("since 2014", "2014", date(2014, 1, 1), None),
        ("by early 2022", "2022", None, date(2022, 5, 2)),
        ("on Wednesday", "2021-11-10", date(2021, 11, 10), date(2021, 11, 10)),
        ("on Thursday", "2021-11-11", TODAY, TODAY),
        ("next Friday", "2021-11-12", date(2021, 11, 12), date(2021, 11, 12)),
        ("yesterday", "2021-11-10", date(2021, 11, 10), date(2021, 11, 10)),
        ("tomorrow", "2021-11-12", date(2021, 11, 12), date(2021, 11, 12)),
        ("last week", "2021-W44", date(2021, 11, 1), date(2021, 11, 7)),
        ("last month", "2021-10", date(2021, 10, 1), date(2021, 10, 31)),
        ("next year", "2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("three days ago", "2021-11-08", date(2021, 11, 8), date(2021, 11, 8)),
        ("seven years ago", "2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("in the past week", "P1W", date(2021, 11, 4), TODAY),
        ("over the next 90 days", "P90D", TODAY, date(2022, 2, 9)),
        ("for three days", "P3D", None, None),
        ("every Thursday", "XXXX-WXX-4", None, None),
        ("in January", "2022-01", date(2022, 1, 1), date(2022, 1, 31)),
        ("in May", "2021-05", date(2021, 5, 1), date(2021, 5, 31)),
        ("since March", "2021-03", date(2021, 3, 1), None),
        ("on 3 May", "2021-05-03", date(2021, 5, 3), date(2021, 5, 3)),
        ("in the 1990s", "199", date(1990, 1, 1), date(1999, 12, 31)),
        ("In 2014 troops crossed", "2014", date(2014, 1, 1), date(2014, 12, 31)),
    ],
)
def test_value_and_interval(text: str, value: str, start: date | None, end: date | None) -> None:
    (found,) = normalise(text, TODAY)
    assert (found.value, found.start, found.end) == (value, start, end)
    assert text[found.span.start : found.span.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "they may march on the capital",
        "in the year 9999",
        "2014 troops",
        "on 31 February",
        "a 60-year-old man",
        "1,999",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert normalise(text, TODAY) == []


def test_without_a_reference_a_weekday_has_no_day() -> None:
    (found,) = normalise("on Tuesday", None)
    assert (found.value, found.start) == ("XXXX-WXX-2", None)


@given(st.text(max_size=200), st.dates())
def test_any_text_gives_ordered_spans_inside_it(text: str, reference: date) -> None:
    found = normalise(text, reference)
    assert all(text[day.span.start : day.span.end] == day.text for day in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.dates())
def test_a_full_date_means_itself_whenever_it_is_read(day: date, reference: date) -> None:
    (found,) = normalise(f"on {day.day} {day:%B} {day.year}", reference)
    assert (found.start, found.end) == (day, day)
