"""Figures: how many of what, how exact, of whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read.dates import normalise
from vedette.read.figures import find
from vedette.read.numbers import amount
from vedette.types import Actor, Figure, FigureKind, Qualifier, Span

TODAY = date(2021, 11, 11)


def figures(text: str) -> list[Figure]:
    return [m.figure for m in find(text, dates=normalise(text, TODAY), reference_year=TODAY.year)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("around 90,000 troops", 90_000, 90_000, "troops", Qualifier.ABOUT),
        ("some ninety thousand soldiers", 90_000, 90_000, "troops", Qualifier.ABOUT),
        ("between 90,000 and 100,000 troops", 90_000, 100_000, "troops", Qualifier.EXACT),
        ("between 90 and 100 thousand soldiers", 90_000, 100_000, "troops", Qualifier.EXACT),
        ("100,000-150,000 troops", 100_000, 150_000, "troops", Qualifier.EXACT),
        ("more than 1.5 million refugees", 1_500_000, 1_500_000, "refugees", Qualifier.MORE_THAN),
        ("at least two dozen tanks", 24, 24, "tanks", Qualifier.AT_LEAST),
        ("fewer than 40 aircraft", 40, 40, "aircraft", Qualifier.LESS_THAN),
        ("up to 175,000 troops", 175_000, 175_000, "troops", Qualifier.UP_TO),
        ("dozens were wounded", 24, 99, "injured", Qualifier.ABOUT),
        ("hundreds of people", 200, 999, "people", Qualifier.ABOUT),
        ("tens of thousands of protesters", 20_000, 99_999, "protesters", Qualifier.ABOUT),
        ("a raid kills 30 civilians", 30, 30, "killed", Qualifier.EXACT),
        ("six aid workers killed in a raid", 6, 6, "killed", Qualifier.EXACT),
        ("the death toll rose to 1,200", 1200, 1200, "killed", Qualifier.EXACT),
        ("police arrest 12", 12, 12, "detained", Qualifier.EXACT),
        ("Thousands march in the capital", 2000, 9999, "protesters", Qualifier.ABOUT),
        ("about 100 battalion tactical groups", 100, 100, "btg", Qualifier.ABOUT),
        ("a $5 billion loan", 5e9, 5e9, "usd", Qualifier.EXACT),
        ("half a million people", 500_000, 500_000, "people", Qualifier.EXACT),
    ],
)
def test_figure(text: str, low: float, high: float, unit: str, qualifier: Qualifier) -> None:
    (found,) = figures(text)
    assert (found.low, found.high, found.unit, found.qualifier) == (low, high, unit, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "a 60-year-old man",
        "In 2014 troops crossed the river",
        "they won 3-2",
        "call 555 1234",
        "Su-27 jets",
        "30 km from the border",
        "one of the men",
        "on 5 May soldiers left",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("there are 90,000 troops near the border", FigureKind.STOCK),
        ("it sent another 500 soldiers", FigureKind.DELTA),
        ("it withdrew 10,000 troops", FigureKind.DELTA),
        ("2,000 more troops arrived", FigureKind.DELTA),
        ("the force could reach 175,000 troops", FigureKind.PROJECTION),
        ("175,000 troops by early 2022", FigureKind.PROJECTION),
    ],
)
def test_kind(text: str, kind: FigureKind) -> None:
    (found,) = figures(text)
    assert found.kind is kind


def test_of_whom_and_scope() -> None:
    text = "around 90,000 Russian troops near its border, including air and naval units"
    russian = Actor(text="Russian", code="RUS", span=Span(start=14, end=21))
    (found,) = find(text, actors=[russian])
    assert found.figure.of == "RUS"
    assert set(found.figure.scope) == {"near the border", "air and naval included"}
    assert text[found.span.start : found.span.end] == "around 90,000 Russian troops"


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_with_separators_mean_the_number(number: int) -> None:
    assert amount(f"{number:,}") == (number, number)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for found in find(text):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.figure.low <= found.figure.high
