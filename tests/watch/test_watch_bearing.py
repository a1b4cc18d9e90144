"""What is left out of a board's look at many reports could not have been bound to the problem."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.config import data_file
from vedette.desk import scratch_desk
from vedette.types import Basis, Modality, PlaceMention, Report, Role, Span, WarningProblem
from vedette.watch.bearing import Bearing
from vedette.watch.binding import bind
from vedette.watch.families import arrival

Make = Callable[..., Report]


def elsewhere(one: Report) -> Report:
    lima = PlaceMention(
        text="Lima", span=Span(start=0, end=4), name="Lima", latitude=-12.04, longitude=-77.03, country="PER"
    )
    return replace(one, places=(lima,))


@given(st.data())
def test_binding_what_can_bear_is_binding_all(
    problem: WarningProblem, report: Make, data: st.DataObject
) -> None:
    drawn = data.draw(
        st.lists(
            st.builds(
                report,
                st.sampled_from(["F1", "F3", "F5", "D2", "D5", "P3", "H1", "H2", "X1", "O2"]),
                st.integers(0, 30),
                actor=st.sampled_from(["RUS", "UKR", "USA", "PER", "UKR:SEPARATISTS", "UNK"]),
                recipient=st.sampled_from([None, "UKR", "RUS", "PER", "UKR:CVL"]),
                speaker=st.sampled_from([None, "RUS", "USA"]),
                outlet=st.sampled_from(["A", "B", ""]),
                story=st.sampled_from([None, "s", "t"]),
                place=st.sampled_from(["Yelnya", "Kyiv"]),
                access=st.sampled_from([Basis.PRESS, Basis.IMAGERY]),
                modality=st.sampled_from([Modality.ASSERTED, Modality.DENIED]),
            ),
            max_size=25,
        )
    )
    away = data.draw(st.lists(st.booleans(), min_size=len(drawn), max_size=len(drawn)))
    reports = [elsewhere(one) if far else one for one, far in zip(drawn, away, strict=True)]
    reports.sort(key=arrival)
    assert bind(problem, Bearing(reports).on(problem)) == bind(problem, reports)


def test_what_names_neither_party_nor_theatre_is_left_out(problem: WarningProblem, report: Make) -> None:
    near = report("F1", 0)
    far = elsewhere(report("H2", 1, actor="PER", recipient="PER", outlet="B"))
    assert Bearing([near, far]).on(problem) == [near]


def test_the_first_teller_of_a_story_is_kept(problem: WarningProblem, report: Make) -> None:
    first = elsewhere(report("H2", 0, actor="PER", recipient="PER", outlet="A", story="s"))
    later = report("F1", 1, outlet="B", story="s")
    assert Bearing([first, later]).on(problem) == [first, later]


def test_an_indicator_tied_to_nobody_keeps_everything(problem: WarningProblem, report: Make) -> None:
    own = replace(problem.indicators[0], code="Z1", place="any", actor=(Role.ANY,), recipient=(Role.ANY,))
    loose = replace(problem, indicators=(*problem.indicators, own))
    far = elsewhere(report("Z1", 0, actor="PER", recipient="PER"))
    assert Bearing([far]).on(loose) == [far]
    assert Bearing([far]).on(problem) == []


@pytest.mark.slow
def test_the_example_is_bound_alike(problem: WarningProblem) -> None:
    example = data_file("demo")
    with scratch_desk() as desk:
        desk.take_paths([str(example / "dispatches.jsonl")])
        desk.read()
        reports = list(desk.store.view().reports(desk.outlets))
    kept = Bearing(reports).on(problem)
    assert len(kept) < len(reports)
    assert bind(problem, kept) == bind(problem, reports)
