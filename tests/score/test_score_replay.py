"""Lines read back: what is asked for, what is refused, and that nothing is lost in silence."""

import json
from datetime import UTC, date, datetime

import pytest

from vedette.score.replay import read_outcomes, read_steps


def line(**changes: object) -> str:
    given: dict[str, object] = {
        "as_of": "2009-01-02T00:00:00Z",
        "problem": "a-b",
        "status": "live",
        "level": 2,
        "p_onset": {"days": 90, "p": 0.12, "low": 0.05, "high": 0.2},
        "indicators": {
            "F1": {"state": "observed", "since": None, "evidence": ["c1", "c2"]},
            "X1": {"state": "expired", "since": None, "evidence": []},
        },
        "counts": {"mentions": 3, "stories": 2},
        "top_reasons": ["because"],
    }
    return json.dumps(given | changes)


def test_steps_come_in_order_whatever_the_lines_do() -> None:
    found, failures = read_steps(
        [line(as_of="2009-01-03T02:00:00+02:00", level=3), "", line(), line(problem="c-d")], "replay.jsonl"
    )
    assert failures == []
    assert list(found) == ["a-b", "c-d"]
    first, second = found["a-b"]
    assert (first.level, first.p, first.mentions, first.stories) == (2, 0.12, 3, 2)
    assert first.lit == (("F1", ("c1", "c2")),)
    assert (second.as_of, second.level) == (datetime(2009, 1, 3, tzinfo=UTC), 3)


def test_only_what_scoring_needs_is_asked_for() -> None:
    least = '{"as_of": "2009-01-02T00:00:00Z", "problem": "x", "level": 0, "p_onset": {"p": 0.01}}'
    found, failures = read_steps([least], "other.jsonl")
    assert (len(found["x"]), failures) == (1, [])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{not json", "Invalid JSON"),
        (line(as_of="2009-01-02T00:00:00"), "as_of"),
        (line(level=7), "level"),
        (line(p_onset={"p": 1.2}), "p_onset.p"),
        (line(p_onset={"p": float("nan")}), "p_onset.p"),
        (line(counts={"mentions": -1}), "counts.mentions"),
    ],
)
def test_a_bad_line_is_named_and_counted(bad: str, reason: str) -> None:
    found, failures = read_steps([line(), bad], "replay.jsonl")
    assert len(found["a-b"]) == 1
    assert [one.record for one in failures] == ["replay.jsonl line 2"]
    assert reason in failures[0].reason


def test_a_step_given_twice_counts_once_and_is_told() -> None:
    found, failures = read_steps([line(level=1), line(level=4)], "replay.jsonl")
    assert [one.level for one in found["a-b"]] == [1]
    assert "given twice" in failures[0].reason


def test_outcomes_of_a_month_begin_with_it() -> None:
    rows = [
        {"problem": "a-b", "onset": "2009-08-08", "precision": "day", "type": "onset", "source": "S"},
        {"problem": "a-b", "onset": "2009-07-20", "precision": "month", "type": "onset", "source": "S"},
        {"problem": "c-d", "onset": "2009-06", "precision": "month", "type": "null", "source": "S"},
        {"problem": "c-d", "onset": "2009-13-01", "type": "onset"},
        {"problem": "c-d", "onset": "soon", "type": "onset"},
        {"problem": "c-d", "onset": "2009-06-01", "type": "war"},
    ]
    found, failures = read_outcomes(map(json.dumps, rows), "outcomes.jsonl")
    assert [(one.day, one.onset) for one in found] == [
        (date(2009, 6, 1), False),
        (date(2009, 7, 1), True),
        (date(2009, 8, 8), True),
    ]
    assert found[2].at == datetime(2009, 8, 8, tzinfo=UTC)
    assert [one.record[-1] for one in failures] == ["4", "5", "6"]
