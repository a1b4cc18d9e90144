"""The replay page, its charts and the board."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vedette.errors import VedetteError
from vedette.types import IndicatorKind, Level, State
from vedette.warn.board import rows
from vedette.warn.charts import documents_chart, level_changes, level_chart, onset_chart
from vedette.warn.evidence import wanted
from vedette.warn.lanes import lanes_chart
from vedette.warn.ledgerplot import ledger_chart
from vedette.warn.page import render_replay
from vedette.warn.phrases import day
from vedette.warn.svg import Chart, nice, spread, ticks

if TYPE_CHECKING:
    from tests.warn.conftest import Sample


def charts(sample: "Sample", *, exercise: bool = True) -> list[Chart]:
    anchors = {report.claim.id: f"e{n}" for n, report in enumerate(sample.reports, 1)}
    ledger = ledger_chart(sample.ledger, sample.assessments, anchors, exercise=exercise)
    assert ledger is not None
    return [
        level_chart(sample.assessments, exercise=exercise, onset=date(2022, 2, 24)),
        onset_chart(sample.assessments, exercise=exercise),
        lanes_chart(sample.problem, sample.assessments, anchors, exercise=exercise),
        ledger,
        documents_chart(sample.per_day, sample.assessments, exercise=exercise),
    ]


def page(sample: "Sample", **changes: object) -> str:
    arguments: dict[str, object] = {
        "problem": sample.problem,
        "assessments": sample.assessments,
        "ledger": sample.ledger,
        "bulletin": sample.compose(),
        "documents_per_day": sample.per_day,
        "documents": sample.documents,
    }
    return render_replay(**(arguments | changes))  # type: ignore[arg-type]


def test_charts_are_named_described_and_told_in_a_table(sample: "Sample") -> None:
    for chart in charts(sample):
        for drawn in (chart.wide, chart.narrow):
            tree = etree.fromstring(str(drawn))
            title, description = tree[0], tree[1]
            assert (title.tag, description.tag) == ("title", "desc")
            assert title.text
            assert description.text
            assert tree.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert chart.table.rows
        assert {len(row) for row in chart.table.rows} == {len(chart.table.head)}


def test_tables_begin_and_end_with_the_days_judged(sample: "Sample") -> None:
    first, last = day(sample.assessments[0].as_of), day(sample.assessments[-1].as_of)
    assert (first, last) == ("1 Nov 2021", day(sample.assessments[-1].as_of - timedelta(hours=1)))
    level, onset, lanes = charts(sample)[:3]
    assert (level.table.rows[0][0], level.table.rows[-1][1]) == (first, last)
    assert (onset.table.rows[0][0], onset.table.rows[-1][0]) == (first, last)
    assert last in {row[3] for row in lanes.table.rows}


def test_every_chart_carries_the_mark_of_an_exercise(sample: "Sample") -> None:
    for chart in charts(sample):
        assert "Exercise - fictional outlets" in chart.wide
        assert "Exercise - fictional outlets" in chart.narrow
    for chart in charts(sample, exercise=False):
        assert "fictional outlets" not in chart.wide + chart.narrow


def test_everything_drawn_lies_inside_the_picture(sample: "Sample") -> None:
    for chart in charts(sample):
        for drawn in (chart.wide, chart.narrow):
            width = float(drawn.split('viewBox="0 0 ')[1].split()[0])
            for x in re.findall(r' (?:x|x1|x2|cx)="(-?[\d.]+)"', drawn):
                assert 0 <= float(x) <= width


def test_marks_lead_to_evidence(sample: "Sample") -> None:
    by_claim = {report.claim.id: report for report in sample.reports}
    assert set(wanted(sample.assessments, sample.ledger)) >= set(by_claim)
    source = page(sample, onset=date(2022, 2, 24))
    targets = set(re.findall(r'href="#([^"]+)"', source))
    ids = re.findall(r' id="([^"]+)"', source)
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))
    assert "36 days before onset on 24 Feb 2022" in source.replace("\u00a0", " ")


def test_the_page_lists_every_change_of_level_with_its_reasons(sample: "Sample") -> None:
    source = page(sample)
    changes = level_changes(sample.assessments)
    assert len(changes) > 3
    assert len(re.findall(r'<li id="change-\d+">', source)) == len(changes)
    assert "No indicator is lit" in source


def test_fiction_marks_the_page_even_if_the_bulletin_does_not(sample: "Sample") -> None:
    bulletin = replace(sample.compose(), status="draft")
    assert '<p class="banner"' in page(sample, bulletin=bulletin)
    real = [replace(item, outlet=replace(item.outlet, fictional=False)) for item in sample.reports]
    assert "fictional outlets" not in page(sample, bulletin=sample.compose(reports=real))


def test_silence_is_hatched(sample: "Sample") -> None:
    chart = charts(sample)[-1]
    assert chart.wide.count('class="hatch"') == 2
    assert "no document from 25 Nov 2021 to 29 Nov 2021" in chart.wide


def test_a_projection_is_dashed_and_a_range_has_whiskers(sample: "Sample") -> None:
    chart = charts(sample)[3]
    assert chart.wide.count("claim dashed") == 1
    assert 'class="whisker"' in chart.wide
    assert any("(projected)" in label for _, label, _ in chart.legend)
    # the change of 7,000 is told, never drawn on the axis of stocks
    assert not re.search(r"7,000 troops, change", chart.wide)
    assert any("7,000 troops, change" in row[3] for row in chart.table.rows)


@pytest.mark.parametrize("count", [1, 2])
def test_a_short_replay_is_drawn_too(sample: "Sample", count: int) -> None:
    source = page(
        sample,
        assessments=sample.assessments[:count],
        ledger=[],
        bulletin=sample.compose(n=0, previous=None),
        documents_per_day={},
    )
    assert source.count("<figure") == 4


def test_no_assessment_no_page(sample: "Sample") -> None:
    with pytest.raises(VedetteError, match="at least one"):
        page(sample, assessments=[])


@given(st.datetimes(datetime(1980, 1, 1), datetime(2040, 1, 1)), st.integers(1, 9000), st.integers(2, 12))
def test_ticks_lie_in_the_window_and_are_few(start: datetime, days: int, most: int) -> None:
    begin = start.replace(tzinfo=UTC)
    found = ticks(begin, begin + timedelta(days=days), most)
    assert len(found) <= most + 1
    assert all(begin <= at <= begin + timedelta(days=days) for at, _ in found)


@given(st.floats(0, 1e11))
def test_axis_reaches_the_top_in_few_steps(top: float) -> None:
    found = nice(top)
    assert found[0] == 0
    assert found[-1] >= top
    assert 2 <= len(found) <= 6


@given(st.lists(st.floats(0, 200), max_size=10))
def test_labels_are_spread_within_bounds(wanted_: list[float]) -> None:
    placed = spread(wanted_, 15, 0, 200)
    assert all(-1e-6 <= y <= 200 + 1e-6 for y in placed)
    ordered = sorted(placed)
    assert all(b - a >= 15 - 1e-6 for a, b in pairwise(ordered))


def test_the_board_puts_the_pressing_first(sample: "Sample") -> None:
    calm = replace(sample.problem, id="calm", name="Calm")
    unjudged = replace(sample.problem, id="new", name="Anew")
    low = replace(sample.assessments[0], problem="calm")
    found = rows([unjudged, calm, sample.problem], [low, *sample.assessments])
    assert [row.problem for row in found] == ["rus-ukr", "calm", "new"]
    first = found[0]
    assert first.level is Level.IMMINENT
    assert first.arrow == "→"
    assert first.p == "45 % (25-61 %)"
    assert {group.name: (group.lit, group.of) for group in first.lit}["pretext"] == (1, 2)
    assert first.gap == timedelta(hours=15)
    assert found[2].level is None
    assert found[2].status == "not judged"


def test_the_board_tells_lit_from_calming_and_what_is_known_from_where_the_look_back_begins(
    sample: "Sample",
) -> None:
    last = sample.assessments[-1]
    counters = [one.code for one in sample.problem.indicators if one.kind is IndicatorKind.COUNTER]
    states = tuple(replace(one, state=State.OBSERVED) for one in last.states)
    begin = sample.assessments[0].as_of
    row = rows([sample.problem], [replace(last, states=states)], first=begin)[0]
    assert counters
    assert (row.calming.lit, row.calming.of) == (len(counters), len(counters))
    assert sum(group.lit for group in row.lit) == len(sample.problem.indicators) - len(counters)
    assert row.older is (last.since <= begin) is False
    assert rows([sample.problem], [replace(last, since=begin)], first=begin)[0].older


@pytest.mark.parametrize(
    ("state", "level", "folded"),
    [
        (State.UNKNOWN, Level.WATCH, True),
        (State.EXPIRED, Level.ROUTINE, True),
        (State.OBSERVED, Level.ROUTINE, False),
        (State.CONTRADICTED, Level.WATCH, False),
        # held by rule after its evidence lapsed: that must be seen
        (State.EXPIRED, Level.CONCERN, False),
    ],
)
def test_at_its_base_rate_is_what_no_evidence_and_no_rule_keeps_up(
    sample: "Sample", state: State, level: Level, *, folded: bool
) -> None:
    last = sample.assessments[-1]
    states = (replace(last.states[0], state=state),)
    row = rows([sample.problem], [replace(last, states=states, level=level)])[0]
    assert row.at_base_rate is folded
