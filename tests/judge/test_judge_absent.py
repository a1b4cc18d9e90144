"""What is not seen counts only where it would have been: a stated rate, and documents without a gap."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bench.made_up import Told

from vedette.config import Settings
from vedette.desk import Desk
from vedette.types import Assessment, IndicatorKind, State, WarningProblem

FIRST = datetime(2021, 11, 1, 12, tzinfo=UTC)
RATE = 0.9


def at(day: float) -> datetime:
    return FIRST + timedelta(days=day)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(Settings(home=tmp_path / "desk"), clock=lambda: at(200)) as opened:
        opened.__dict__["reader"] = Told()
        yield opened


@pytest.fixture(scope="session")
def rated(problem: WarningProblem) -> WarningProblem:
    """Return the problem with F1 as necessary as can be: it is reported nine times in ten."""
    (massed,) = (one for one in problem.indicators if one.code == "F1")
    changed = replace(massed, kind=IndicatorKind.NECESSARY, detection_rate=RATE, lead_days=30)
    return replace(problem, indicators=tuple(changed if one is massed else one for one in problem.indicators))


def take(desk: Desk, folder: Path, days: Sequence[float], *, text: str = "A report in full.") -> None:
    lines = [
        json.dumps(
            {"id": f"{day}", "title": f"RUS UKR X9 {day}", "text": text, "published": at(day).isoformat()}
        )
        for day in days
    ]
    file = folder / "reports.jsonl"
    file.write_text("\n".join(lines))
    assert desk.take_paths([file]).failures == ()


def last(desk: Desk, problem: WarningProblem, day: float) -> Assessment:
    return desk.as_of(at(day), replay=True).follow(problem, since=FIRST, every=False).last


def state(assessment: Assessment) -> State:
    return next(one.state for one in assessment.states if one.code == "F1")


def test_what_would_have_been_told_and_is_not_is_absent_and_speaks_against(
    desk: Desk, tmp_path: Path, rated: WarningProblem
) -> None:
    take(desk, tmp_path, range(60))
    desk.read()
    soon, late = last(desk, rated, 29), last(desk, rated, 31)
    assert (state(soon), state(late)) == (State.UNKNOWN, State.ABSENT)
    assert late.coverage.live_since == at(0)
    weight = next(one for one in late.weights if one.code == "F1")
    assert weight.decibans < 0
    assert late.onset.p < soon.onset.p
    said = desk.as_of(at(31), replay=True).bulletin(rated, issued_at=at(31))
    gaps = " ".join(one.text for one in said.statements if one.section == "gaps")
    assert "Not seen, though documents came without a break since 1 Nov 2021" in gaps


def test_a_gap_headlines_alone_or_nothing_read_make_nothing_absent(
    desk: Desk, tmp_path: Path, rated: WarningProblem, problem: WarningProblem
) -> None:
    take(desk, tmp_path, [*range(20), *range(24, 60)])
    assert state(last(desk, rated, 50)) is State.UNKNOWN  # not read yet
    desk.read()
    assert state(last(desk, problem, 50)) is State.UNKNOWN  # no rate is stated
    assert last(desk, problem, 50).coverage.live_since is None
    gapped = last(desk, rated, 50)
    assert (state(gapped), gapped.coverage.live_since) == (State.UNKNOWN, at(24))
    assert state(last(desk, rated, 55)) is State.ABSENT
    assert state(last(desk, rated, 64)) is State.UNKNOWN  # nothing came for four days


def test_headlines_alone_make_nothing_absent(desk: Desk, tmp_path: Path, rated: WarningProblem) -> None:
    take(desk, tmp_path, range(60), text="")
    desk.read()
    found = last(desk, rated, 50)
    assert (state(found), found.coverage.live_since) == (State.UNKNOWN, None)
