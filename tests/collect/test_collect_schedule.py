from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vedette.collect.opml import feed_source
from vedette.collect.schedule import due, next_at
from vedette.types import Check

NOW = datetime(2021, 11, 1, 12, tzinfo=UTC)


def test_back_off_doubles_up_to_a_day() -> None:
    pauses = [(next_at(NOW, 900, failures, source="x") - NOW).total_seconds() for failures in range(9)]
    share = pauses[0] / 900
    assert 1.0 <= share < 1.1
    assert [round(pause / share) for pause in pauses] == [
        900,
        1800,
        3600,
        7200,
        14400,
        28800,
        57600,
        86400,
        86400,
    ]


@given(st.integers(60, 10**7), st.integers(0, 10**6), st.floats(0, 10**6), st.text())
def test_next_at_is_bounded_and_the_same_every_time(
    every: int, failures: int, asked: float, source: str
) -> None:
    retry_after = timedelta(seconds=asked)
    when = next_at(NOW, every, failures, retry_after, source=source)
    assert when == next_at(NOW, every, failures, retry_after, source=source)
    assert NOW + max(timedelta(seconds=every), retry_after) <= when
    assert when <= NOW + max(max(timedelta(seconds=every), timedelta(days=1)) * 1.1, retry_after)


def test_sources_added_together_are_not_due_together() -> None:
    assert len({next_at(NOW, 900, 0, source=str(n)) for n in range(100)}) > 90


def test_due_are_those_whose_time_has_come_longest_overdue_first() -> None:
    new, late, later, not_yet = (feed_source(f"https://example.org/{n}") for n in range(4))

    def checked(source_id: str, minutes: int) -> Check:
        when = NOW + timedelta(minutes=minutes)
        return Check(source=source_id, at=NOW, outcome="new", next_at=when)

    last = {
        late.id: checked(late.id, -1),
        later.id: checked(later.id, -5),
        not_yet.id: checked(not_yet.id, 1),
    }
    assert due([not_yet, late, later, new], last, NOW) == (new, later, late)
