"""What was believed on which days, where documents were withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vedette.types import Report
from vedette.watch.stretches import stretches

FIRST = datetime(2021, 11, 1, 12, tzinfo=UTC)
Make = Callable[..., Report]
DAYS = [FIRST + timedelta(days=n) for n in range(10)]


def gone(make: Make, known: float, withdrawn: float) -> Report:
    return replace(make("F1", known), withdrawn=FIRST + timedelta(days=withdrawn))


def shape(*reports: Report) -> list[tuple[int, int, int, int]]:
    return [(one.first, one.end, one.anew, len(one.believed)) for one in stretches(DAYS, reports)]


def test_without_withdrawals_all_days_are_one_stretch() -> None:
    assert shape() == [(0, 10, 0, 0)]
    assert [(one.first, one.end) for one in stretches([], [])] == [(0, 0)]


def test_the_day_of_a_withdrawal_begins_a_stretch_with_another_past(report: Make) -> None:
    assert shape(gone(report, 2.5, 6.5)) == [(0, 7, 0, 1), (7, 10, 3, 0)]
    # known at that very moment is known, and withdrawn at that very moment is withdrawn
    assert shape(gone(report, 3, 7)) == [(0, 7, 0, 1), (7, 10, 3, 0)]


def test_withdrawals_before_or_after_the_days_split_nothing(report: Make) -> None:
    assert shape(gone(report, -9, -1)) == [(0, 10, 0, 0)]
    assert shape(gone(report, -9, 0)) == [(0, 10, 0, 0)]
    assert shape(gone(report, 2, 9.5)) == [(0, 10, 0, 1)]


def test_several_withdrawals_each_begin_where_their_document_came(report: Make) -> None:
    told = (gone(report, 1, 4), gone(report, 2, 4), gone(report, 0.5, 8))
    assert shape(*told) == [(0, 4, 0, 3), (4, 8, 1, 1), (8, 10, 1, 0)]
