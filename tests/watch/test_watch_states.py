from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import JudgeError
from vedette.types import Access, Basis, IndicatorState, Modality, Report, State, WarningProblem
from vedette.watch.binding import bind
from vedette.watch.states import Watcher, states

Make = Callable[..., Report]
START = datetime(2021, 11, 1, 12, tzinfo=UTC)


def day(n: float) -> datetime:
    return START + timedelta(days=n)


def state_of(problem: WarningProblem, reports: list[Report], code: str, at: float) -> IndicatorState:
    found = states(problem, bind(problem, reports), as_of=day(at))
    return next(one for one in found if one.code == code)


def test_observed_then_expired(problem: WarningProblem, report: Make) -> None:
    reports = [report("F1", 0, speaker="UKR"), report("F1", 10, access=Basis.IMAGERY)]
    seen = state_of(problem, reports, "F1", 20)
    assert (seen.state, seen.since, seen.latest) == (State.OBSERVED, day(0), day(10))
    assert seen.expires == day(10 + 45)
    assert seen.families == 2
    assert set(seen.access) == {Access.TARGET, Access.IMAGERY}
    assert seen.evidence[0] == reports[1].claim.id  # imagery is the stronger
    gone = state_of(problem, reports, "F1", 55)
    assert (gone.state, gone.since) == (State.EXPIRED, day(55))
    assert state_of(problem, reports, "U1", 20).state is State.UNKNOWN


def test_since_starts_anew_after_a_gap(problem: WarningProblem, report: Make) -> None:
    reports = [report("C1", 0), report("C1", 60)]
    assert state_of(problem, reports, "C1", 61).since == day(60)


def test_denials_contradict_only_if_they_outweigh(problem: WarningProblem, report: Make) -> None:
    claim = report("F1", 0, speaker="USA")
    own = report("F1", 1, speaker="RUS", modality=Modality.DENIED)
    held = state_of(problem, [claim, own], "F1", 2)
    assert (held.state, held.against) == (State.OBSERVED, (own.claim.id,))
    against = [
        report("F1", 1, speaker="UKR", modality=Modality.DENIED),
        report("F1", 1, access=Basis.IMAGERY, modality=Modality.DENIED),
    ]
    assert state_of(problem, [claim, *against], "F1", 2).state is State.CONTRADICTED


def test_absent_needs_a_detection_rate_and_coverage_over_the_lead(problem: WarningProblem) -> None:
    rated = replace(
        problem,
        indicators=tuple(
            replace(one, detection_rate=0.5) if one.code == "U1" else one for one in problem.indicators
        ),
    )

    def found(live_since: datetime | None) -> dict[str, State]:
        known = states(rated, [], as_of=day(30), live_since=live_since)
        return {one.code: one.state for one in known}

    assert found(day(0))["U1"] is State.ABSENT
    assert found(day(0))["F1"] is State.UNKNOWN  # no rate
    assert found(day(20))["U1"] is State.UNKNOWN  # lead is 21 days
    assert found(None)["U1"] is State.UNKNOWN


def test_the_future_is_refused(problem: WarningProblem, report: Make) -> None:
    with pytest.raises(JudgeError, match="known only at"):
        states(problem, bind(problem, [report("F1", 5)]), as_of=day(4))
    watcher = Watcher(problem)
    watcher.add(report("F1", 5))
    assert watcher.live(day(4)) == ()
    assert len(watcher.live(day(5))) == 1
    with pytest.raises(JudgeError, match="already judged"):
        watcher.add(report("F1", 4.5))
    with pytest.raises(JudgeError, match="time runs forward"):
        watcher.states(day(4))


@given(st.data())
def test_the_watcher_knows_what_the_batch_knows(
    problem: WarningProblem, report: Make, data: st.DataObject
) -> None:
    reports = data.draw(
        st.lists(
            st.builds(
                report,
                st.sampled_from(["F1", "U1", "D4", "X1", "H1"]),
                st.integers(0, 90),
                speaker=st.sampled_from([None, "RUS", "UKR", "USA"]),
                outlet=st.sampled_from(["A", "B", ""]),
                story=st.sampled_from([None, "s"]),
                modality=st.sampled_from([Modality.ASSERTED, Modality.DENIED]),
                confidence=st.sampled_from([0.5, 0.9]),
            ),
            max_size=30,
        )
    )
    at = day(data.draw(st.integers(0, 120)))
    past = [one for one in reports if one.known_at <= at]
    watcher = Watcher(problem)
    for one in data.draw(st.permutations(past)):
        watcher.add(one)
    unique = list({one.claim.id: one for one in past}.values())
    batch = states(problem, bind(problem, unique), as_of=at)
    for own, other in zip(watcher.states(at), batch, strict=True):
        assert (own.code, own.state, own.since, own.latest, own.families) == (
            other.code,
            other.state,
            other.since,
            other.latest,
            other.families,
        )
