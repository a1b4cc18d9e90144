"""Days that the words around a time set. Thursday 11 November 2021 is 'today'."""

from datetime import date
from time import process_time

import pytest

from vedette.read.dates import normalise
from vedette.read.tokens import table

TODAY = date(2021, 11, 11)


def _days(text: str) -> list[str]:
    """Return text and days of each date as 'Monday 2021-11-08..2021-11-12'."""
    return [f"{day.text} {day.start or ''}..{day.end or ''}" for day in normalise(text, TODAY)]


@pytest.mark.parametrize("row", table("timebounds.tsv", 5), ids=lambda row: row[1])
def test_the_example_of_a_bound_has_the_days_beside_it(row: tuple[str, ...]) -> None:
    _, _, example, start, end = row
    (found,) = normalise(example, TODAY)
    assert (str(found.start or ""), str(found.end or "")) == (start, end)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # what is over when a time begins, or begins when it is over
        ("Russia backed them after 2014", ["2014 2015-01-01.."]),
        ("the treaty, signed before 1991", ["1991 ..1990-12-31"]),
        ("They must pull back before the end of January", ["the end of January ..2022-01-31"]),
        ("It broke down after the beginning of 2020", ["the beginning of 2020 2020-01-01.."]),
        ("No flights before noon on Friday", ["noon on Friday ..2021-11-05"]),
        ("post-2014 Ukraine", ["post-2014 2015-01-01.."]),
        ("the pre-2014 border", ["pre-2014 ..2013-12-31"]),
        # 'not' turns them round
        ("The bridge opens not before 2022", ["2022 2022-01-01.."]),
        ("Results are due no later than 1 December", ["1 December ..2021-12-01"]),
        ("An attack is expected no sooner than January", ["January 2022-01-01.."]),
        ("The envoy will not arrive until Friday", ["Friday ..2021-11-12"]),
        # beginnings
        ("The strait will be closed from 1 December", ["1 December 2021-12-01.."]),
        ("From September, reservists were called up", ["September 2021-09-01.."]),
        ("Tests will take place starting on Monday", ["Monday 2021-11-15.."]),
        ("in place until now", ["now ..2021-11-11"]),
        # a picture from Monday is of that day
        ("Pictures from Monday show tanks", ["Monday 2021-11-08..2021-11-08"]),
        ("a letter from March 2014 says", ["March 2014 2014-03-01..2014-03-31"]),
        # a time that says which is the time of what it is said of
        ("After Friday's attack the road was shut", ["Friday 2021-11-05..2021-11-05"]),
        ("Fighting has gone on since the 2014 annexation", ["2014 2014-01-01..2014-12-31"]),
        ("before the March 2020 truce", ["March 2020 2020-03-01..2020-03-31"]),
    ],
)
def test_open_ends(text: str, days: list[str]) -> None:
    assert _days(text) == days


@pytest.mark.parametrize(
    ("text", "first", "second", "start", "end"),
    [
        ("Shelling went on Monday to Friday", "2021-11-08", "2021-11-12", "2021-11-08", "2021-11-12"),
        ("They will drill Monday to Friday", "2021-11-15", "2021-11-19", "2021-11-15", "2021-11-19"),
        ("an attack between January and March", "2022-01", "2022-03", "2022-01-01", "2022-03-31"),
        ("an attack between January and November", "2022-01", "2022-11", "2022-01-01", "2022-11-30"),
        ("an attack between Q4 and Q2", "2021-Q4", "2022-Q2", "2021-10-01", "2022-06-30"),
        ("It ran from September to May", "2021-09", "2022-05", "2021-09-01", "2022-05-31"),
        ("fighting from 2014 to 2021", "2014", "2021", "2014-01-01", "2021-12-31"),
        ("the blockade of 2014-2021", "2014", "2021", "2014-01-01", "2021-12-31"),
        ("Dec 2021 - Jan 2022", "2021-12", "2022-01", "2021-12-01", "2022-01-31"),
        ("the break of Jan 30-Feb 2", "2022-01-30", "2022-02-02", "2022-01-30", "2022-02-02"),
        ("closed 30 Nov-2 Dec", "2021-11-30", "2021-12-02", "2021-11-30", "2021-12-02"),
        ("since 3 May until Sunday it rained", "2021-05-03", "2021-11-14", "2021-05-03", "2021-11-14"),
        ("from now until 20 November", "PRESENT_REF", "2021-11-20", "2021-11-11", "2021-11-20"),
        # the nearest day that lies after the first, not the next one after it
        ("Counts from 14 September to Friday", "2021-09-14", "2021-11-05", "2021-09-14", "2021-11-05"),
    ],
)
def test_both_ends_of_a_span_have_its_days(text: str, first: str, second: str, start: str, end: str) -> None:
    found = normalise(text, TODAY)
    assert [day.value for day in found] == [first, second]
    assert {(str(day.start), str(day.end)) for day in found} == {(start, end)}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Talks in 2014 and 2015", ["2014 2014-01-01..2014-12-31", "2015 2015-01-01..2015-12-31"]),
        ("KYIV, Nov 10 - Monday's talks", ["Nov 10 2021-11-10..2021-11-10", "Monday 2021-11-08..2021-11-08"]),
        ("He compared 2021 to 2014", ["2021 2021-01-01..2021-12-31", "2014 2014-01-01..2014-12-31"]),
        ("a MiG-29 May", []),
    ],
)
def test_what_is_no_span(text: str, days: list[str]) -> None:
    assert _days(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10th-12th November", ["10th-12th November 2021-11-10..2021-11-12"]),
        (
            "from the 8th to the 10th of March 2014",
            ["the 8th to the 10th of March 2014 2014-03-08..2014-03-10"],
        ),
        ("on 10 and 11 November", ["10 and 11 November 2021-11-10..2021-11-11"]),
        ("the 3 and 9 November marches", ["9 November 2021-11-09..2021-11-09"]),
        ("on Nov. 3 and 9, marches", ["Nov. 3 2021-11-03..2021-11-03", "9 2021-11-09..2021-11-09"]),
        ("between Nov. 3 and 9.", ["Nov. 3 2021-11-03..2021-11-09", "9 2021-11-03..2021-11-09"]),
        ("On Nov. 3 and 9 people died", ["Nov. 3 2021-11-03..2021-11-03"]),
    ],
)
def test_days_of_one_month(text: str, days: list[str]) -> None:
    assert _days(text) == days


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in the first three months of 2022", "2022-01-01", "2022-03-31"),
        ("the last two weeks of March 2014", "2014-03-18", "2014-03-31"),
        ("the final ten days of last month", "2021-10-22", "2021-10-31"),
    ],
)
def test_a_part_of_a_period(text: str, start: str, end: str) -> None:
    found = normalise(text, TODAY)
    assert [day.type for day in found] == ["DURATION", "DATE"]
    assert {(str(day.start), str(day.end)) for day in found} == {(start, end)}


def test_a_part_longer_than_its_whole_is_none() -> None:
    assert _days("the first nine weeks of March 2014")[1] == "March 2014 2014-03-01..2014-03-31"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It fell on 3 March 2014. Two days later troops moved.", "2014-03-05"),
        ("It fell on 3 March 2014. Six weeks later troops moved.", "2014-W16"),
        ("It fell in March 2014. A year later troops moved.", "2015"),
        ("It fell on 3 March 2014. Twelve days earlier troops moved.", "2014-02-19"),
        # with no day told there is only a length
        ("Two days later troops moved.", "P2D"),
        ("It fell on 3 March 2014. Two hours later troops moved.", "PT2H"),
    ],
)
def test_later_counts_from_the_day_told(text: str, value: str) -> None:
    assert normalise(text, TODAY)[-1].value == value


@pytest.mark.parametrize(
    "word", ["from ", "between ", "Monday to ", "until the ", "2014 - ", "not no later than "]
)
def test_bounds_without_end_do_not_hang(word: str) -> None:
    begun = process_time()
    normalise(word * (100_000 // len(word)), TODAY)
    assert process_time() - begun < 20


def test_without_a_reference_only_what_names_its_year_is_opened() -> None:
    found = normalise("from 1 December; until now; after 2014; Monday to Friday", None)
    assert [(day.value, day.start, day.end) for day in found] == [
        ("XXXX-12-01", None, None),
        ("PRESENT_REF", None, None),
        ("2014", date(2015, 1, 1), None),
        ("XXXX-WXX-1", None, None),
        ("XXXX-WXX-5", None, None),
    ]
