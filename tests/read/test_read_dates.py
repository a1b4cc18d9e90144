"""Dates as TIMEX3 values and intervals of days. Thursday 11 November 2021 is 'today'."""

from datetime import date
from itertools import pairwise
from time import process_time

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
        ("three weeks ago", "2021-W42", date(2021, 10, 18), date(2021, 10, 24)),
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
        ("In 2014 Russian troops crossed", "2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("the 2010 explosion that killed many", "2010", date(2010, 1, 1), date(2010, 12, 31)),
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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # a day is past or ahead as the verb says
        ("Officials said on Friday that", ["2021-11-05"]),
        ("They will meet on Friday", ["2021-11-12"]),
        ("The talks, to be held by Friday", ["2021-11-12"]),
        ("The envoy arrived in December", ["2020-12"]),
        ("The summit is scheduled for December", ["2021-12"]),
        ("It was to take effect in June; exports will resume in June", ["2021-06", "2022-06"]),
        # the present of what is agreed is still to come, if something takes place
        ("Ministers meet on Friday in Geneva", ["2021-11-12"]),
        ("The talks are on Monday, the vote is in March", ["2021-11-15", "2022-03"]),
        ("The chancellor is travelling to Moscow on Monday", ["2021-11-15"]),
        ("Ministers failed to meet on Friday", ["2021-11-05"]),
        ("They did not meet on Friday", ["2021-11-05"]),
        ("He is visiting troops, the ministry said on Friday", ["2021-11-05"]),
        ("Shelling is reported since Monday", ["2021-11-08"]),
        ("The ceasefire takes effect no later than Friday", ["2021-11-12"]),
        ("Valid up to Friday", ["2021-11-12"]),
        ("Drills starting Monday", ["2021-11-15"]),
        ("Drills starting on Monday", ["2021-11-15"]),
        ("Fire broke out starting Monday", ["2021-11-08"]),
        # what was told before is what 'the following' and 'that' count from
        ("On 3 March 2014 troops landed. The following day a vote was called.", ["2014-03-03", "2014-03-04"]),
        ("In March 2014 it fell. The following month, that year", ["2014-03", "2014-04", "2014"]),
        ("On 2 August 1990 it invaded. A day earlier talks had failed.", ["1990-08-02", "1990-08-01"]),
        ("It was seized on 27 February 2014; later that day", ["2014-02-27", "2014-02-27"]),
        # a clock time belongs to the day named beside it
        ("until 5 p.m. EST on Friday", ["2021-11-12T17:00"]),
        ("On Tuesday, at about 10:35 a.m., it began", ["2021-11-09", "2021-11-09T10:35"]),
        ("at 0300 GMT", ["2021-11-11T03:00Z"]),
        # figures of a company's quarter are compared with those of the year before
        ("third-quarter profit rose from a year earlier", ["2021-Q3", "2020-Q3"]),
        ("$5 a day for three days", ["P1D", "P3D"]),
        ("20 flights a week, then twice a week", ["P1W", "P1W"]),
    ],
)
def test_context_decides(text: str, values: list[str]) -> None:
    assert [found.value for found in normalise(text, TODAY)] == values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("for more than three months", "more than three months"),
        ("in the past two years", "the past two years"),
        ("ended on Friday night's talks", "Friday night"),
        ("Earlier this month", "Earlier this month"),
        ("the end of November", "the end of November"),
        ("a two-year-long war", "two-year-long"),
        ("the year ended March 31", "the year"),
    ],
)
def test_what_is_marked(text: str, said: str) -> None:
    assert normalise(text, TODAY)[0].text == said


@pytest.mark.parametrize(
    "text",
    [
        *("on 30.02.2021", "31/31/2021", "2021-13-45", "the 45th of May", "at 25:61", "at 12:99 p.m."),
        *("room 1812", "resolution 1973", "1990 people", "Boeing 2001", "$1990", "555-1990", "1,999.5"),
        *(
            "some 1800 elite Ukrainian troops",
            "2014 Russian soldiers",
            "the Sunday Times",
            "Good Friday Agreement",
        ),
        *("USA Today", "Ambassador April Glaspie", "a MiG-29 May", "Jan Egeland", "the daily Granma"),
        *("0000", "9999", "the year 0", "in 999999999999", "Jan Kavan", "a 90-year-old", "aged 30 years old"),
        *(
            "on 31 December 9999",
            "1 January 0001.",
            "until 9999-12-31",
            "on December 31, 10000",
            "in May 4000,",
        ),
        *("on 32 January 2022", "99 June 2021", "the 0 May", "on January 32, 2022", "on 01/02/9999"),
        *("three-quarters of them", "second to none", "the 3rd division", "MARCH ON", "0/0/0", "10/11/12/13"),
    ],
)
def test_absurd_dates_are_none(text: str) -> None:
    assert normalise(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On 3 December 5000 Russian troops crossed", "2021-12-03"),
        ("In December 3000 fighters left", "2020-12"),
        ("On 3 May, 5000 people marched", "2021-05-03"),
        ("1000000000 years ago", "PAST_REF"),
    ],
)
def test_a_number_after_a_date_is_no_part_of_it(text: str, value: str) -> None:
    assert [found.value for found in normalise(text, TODAY)] == [value]


def test_day_and_month_that_may_be_swapped_are_both_covered() -> None:
    (found,) = normalise("on 10/11/12", TODAY)
    assert (found.value, found.start, found.end) == ("2012-XX-XX", date(2012, 10, 11), date(2012, 11, 10))
    (plain,) = normalise("on 11/11/2021", TODAY)
    assert plain.value == "2021-11-11"


@pytest.mark.parametrize("reference", [date.min, date.max])
def test_the_ends_of_the_calendar(reference: date) -> None:
    text = "yesterday, tomorrow, last week, next week, 5000 years ago, in three centuries' time, on Monday"
    assert all(found.start is None or found.start.year >= 1 for found in normalise(text, reference))


def test_right_to_left_text_keeps_its_code_points() -> None:
    text = "قال في 12 نوفمبر \u202bon 10 November 2021\u202c כן"
    (found,) = normalise(text, TODAY)
    assert text[found.span.start : found.span.end] == found.text == "10 November 2021"


def test_values_have_the_same_digits_whatever_the_text_has() -> None:
    assert [
        found.value for found in normalise("on \u0661\u0660 November \u0662\u0660\u0662\u0661", None)
    ] == ["2021-11-10"]


@pytest.mark.parametrize(
    "piece",
    [
        *("one ", "twenty-", "1", "1,", "12:", "1/", "the ", "the following ", "last last ", "May ", "2021-"),
        *("Nov. ", "a year ", "said on Friday ", "more than ", "9.", "'", "\u0660", "quarter "),
    ],
)
def test_a_line_without_end_does_not_hang(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = process_time()
    found = normalise(text, TODAY)
    # about a second; a pattern that takes quadratic time took minutes
    assert process_time() - begun < 20
    assert all(text[day.span.start : day.span.end] == day.text for day in found)


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
