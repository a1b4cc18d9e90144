"""What a user may rely on: quiet, slow to fall, deaf to words of peace, blind to the future."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import JudgeError
from vedette.judge.hypotheses import BOUND, cells
from vedette.judge.judge import judge, trace
from vedette.judge.levels import LEAVE
from vedette.types import Assessment, Basis, Coverage, Level, Modality, Report, State, WarningProblem
from vedette.watch.states import Watcher

Make = Callable[..., Report]
START = datetime(2021, 11, 1, 12, tzinfo=UTC)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def fed(when: datetime) -> Coverage:
    return Coverage(reports=1, documents=9, unread=0, last_document=when, last_report=when)


def run(
    problem: WarningProblem,
    reports: Sequence[Report],
    days: int,
    coverage_of: Callable[[datetime], Coverage] = fed,
) -> list[Assessment]:
    ordered = sorted(reports, key=lambda one: one.known_at)
    return list(trace(Watcher(problem), ordered, [at(day) for day in range(days)], coverage_of))


@pytest.fixture(scope="session")
def build_up(report: Make) -> list[Report]:
    """Return a build-up that opens the gates of level 3, at its start."""
    return [
        report("F1", 0, access=Basis.IMAGERY, basis="Maxar images"),
        report("F1", 0, speaker="UKR"),
        report("U1", 0, speaker="USA"),
        report("S1", 0, speaker="RUS"),
        report("S2", 0, speaker="RUS"),
        report("D4", 0, speaker="USA", actor="USA", recipient="RUS", place="Kyiv"),
        report("D1", 0, speaker="USA", actor="USA", recipient=None, place="Kyiv"),
    ]


def test_with_no_evidence_the_prior_stands(problem: WarningProblem) -> None:
    (only,) = run(problem, [], 1)
    prior = sum(one.prior for one in problem.hypotheses if one.onset)
    assert only.onset.p == pytest.approx(prior, abs=0.003)
    assert only.level is Level.WATCH  # 3 % is above the 2 % of Watch: an active rivalry is watched
    assert only.onset.low < only.onset.p < only.onset.high
    assert only.weights == ()


def test_ten_copies_of_one_story_move_the_level_by_no_more_than_one(
    problem: WarningProblem, report: Make
) -> None:
    before = run(problem, [], 1)[0].level
    for code in ("F1", "U1", "P2", "H1", "C1", "D1"):
        copies = [report(code, 0, outlet=f"Outlet {n}", story="one") for n in range(10)]
        one = run(problem, copies[:1], 1)[0]
        ten = run(problem, copies, 1)[0]
        assert ten.level - before <= 1
        assert ten.onset == one.onset


def test_a_flood_from_one_source_moves_nothing_more_than_its_first_report(
    problem: WarningProblem, report: Make
) -> None:
    flood = [report("F1", n / 10_000, outlet="Loud", confidence=0.9) for n in range(10_000)]
    first, all_of_it = run(problem, flood[:1], 2)[-1], run(problem, flood, 2)[-1]
    assert all_of_it.level is first.level
    assert all_of_it.onset.p == pytest.approx(first.onset.p, abs=1e-9)


def test_a_second_access_adds_and_a_second_outlet_of_the_same_does_not(
    problem: WarningProblem, report: Make
) -> None:
    press = report("F1", 0, outlet="A")
    other = run(problem, [press, report("F1", 0, outlet="B")], 1)[0]
    image = run(problem, [press, report("F1", 0, access=Basis.IMAGERY)], 1)[0]
    alone = run(problem, [press], 1)[0]
    assert other.onset.p == alone.onset.p
    assert image.onset.p > alone.onset.p


def test_claims_of_withdrawal_alone_never_lower_the_level(
    problem: WarningProblem, report: Make, build_up: list[Report]
) -> None:
    quiet = run(problem, build_up, 20)
    words = [
        report("X1", 3 + n, speaker=who, outlet=f"O{n}", place="Kyiv")
        for n, who in enumerate(("RUS", "RUS", "UKR", "USA", None, "NATO"))
    ]
    calmed = run(problem, [*build_up, *words], 20)
    assert quiet[0].level is Level.WARNING
    assert calmed[-1].onset.p < quiet[-1].onset.p  # words are weighed
    assert [one.level for one in calmed] == [one.level for one in quiet]
    peace = [
        report(code, 2, speaker=who, actor="RUS", place="Kyiv")
        for code in ("X1", "X2", "X4")
        for who in ("USA", None)
    ]
    # level 3 stands, part of what raised it is gone, and what is left is just enough to hold it
    left = sorted([*build_up[:2], build_up[5], *peace], key=lambda one: one.known_at)
    promised = list(trace(Watcher(problem), left, [at(15)], fed, previous=quiet[0]))[-1]
    assert promised.onset.p < LEAVE[Level.WARNING]
    assert promised.level is Level.WARNING
    assert "never goes down on statements alone" in promised.reasons[0]
    claim_only = run(problem, [*build_up, report("X1", 3, speaker="RUS")], 20)
    assert claim_only[-1].onset.p == pytest.approx(quiet[-1].onset.p, abs=0.02)


def test_denials_alone_never_lower_the_level(
    problem: WarningProblem, report: Make, build_up: list[Report]
) -> None:
    denials = [
        report(code, 2, speaker=who, modality=Modality.DENIED)
        for code in ("F1", "U1", "S1", "D1")
        for who in ("RUS", "UKR", "USA", "NATO")
    ]
    days = run(problem, [*build_up, *denials], 16)
    assert days[-1].onset.p < LEAVE[days[-1].level]
    assert [one.level for one in days] == [one.level for one in run(problem, build_up, 16)]


def test_withdrawal_seen_lowers_it_one_step_per_14_days(
    problem: WarningProblem, report: Make, build_up: list[Report]
) -> None:
    seen = [report(code, 2, access=Basis.IMAGERY, basis="Maxar images") for code in ("X1", "X4", "X2")]
    quiet = run(problem, build_up, 40)
    gone = run(problem, [*build_up, *seen], 40)
    assert gone[3].onset.p < quiet[3].onset.p
    assert sum(one.level for one in gone) < sum(one.level for one in quiet)


def test_expiry_lowers_one_step_per_14_days_with_reasons(
    problem: WarningProblem, build_up: list[Report]
) -> None:
    days = run(problem, build_up, 150)
    changes = [
        (day, before.level, now.level)
        for day, (before, now) in enumerate(itertools.pairwise(days), 1)
        if before.level is not now.level
    ]
    assert days[0].level is Level.WARNING
    assert days[-1].level is Level.WATCH
    assert all(before - now == 1 for _, before, now in changes)
    assert all(later[0] - sooner[0] >= 14 for sooner, later in itertools.pairwise(changes))
    for day, _, now in changes:
        assert days[day].reasons[0].startswith("down from level")
        assert (days[day].level, days[day].since, days[day].previous) == (now, at(day), now + 1)


def test_with_dead_sources_the_level_holds_and_is_marked_stale(
    problem: WarningProblem, build_up: list[Report]
) -> None:
    days = run(problem, build_up, 150, lambda _: fed(at(2)))
    assert {one.level for one in days} == {Level.WARNING}
    assert [one.status for one in days[:6]] == ["live"] * 6
    assert {one.status for one in days[6:]} == {"stale"}
    assert "held and marked stale" in days[100].reasons[0]
    # evidence expires, and nobody could say that it was renewed
    assert {one.onset for one in days[6:]} == {days[5].onset}
    assert any("is kept: silence lowers nothing" in reason for reason in days[100].reasons)
    assert not any("is kept" in reason for day in days[:6] for reason in day.reasons)


@pytest.mark.parametrize("modality", [Modality.POSSIBLE, Modality.HISTORICAL])
def test_what_may_be_or_was_never_raises(problem: WarningProblem, report: Make, modality: Modality) -> None:
    reports = [
        report(one.code, 0, speaker=who, modality=modality, actor=actor, place="Kyiv")
        for one in problem.indicators
        for who in ("RUS", "UKR", "USA", None)
        for actor in ("RUS", "UKR", "USA")
    ]
    nothing, all_of_it = run(problem, [], 2)[-1], run(problem, reports, 2)[-1]
    assert all_of_it.onset.p <= nothing.onset.p
    assert all_of_it.level is nothing.level


def test_level_2_needs_two_groups_and_3_a_gate(problem: WarningProblem, report: Make) -> None:
    force = [report("F1", 0, access=Basis.IMAGERY), report("F1", 0, speaker="UKR"), report("F3", 0)]
    one = run(problem, force, 1)[0]
    assert one.onset.p >= 0.10
    assert one.level is Level.WATCH
    assert "a second group" in " ".join(one.reasons)
    loud = [
        *force,
        report("S1", 0, speaker="RUS"),
        report("S2", 0, speaker="RUS"),
        report("H1", 0, speaker="UKR"),
        report("P1", 0, speaker="RUS"),
    ]
    two = run(problem, loud, 1)[0]
    assert two.onset.p >= 0.30
    assert two.level is Level.CONCERN
    gates = [f"{one.code} {one.name}" for one in problem.indicators if one.code in problem.gate]
    assert gates
    assert f"it needs one of {', '.join(gates)}" in " ".join(two.reasons)


def test_level_4_needs_a_fresh_pretext_or_closure(
    problem: WarningProblem, report: Make, build_up: list[Report]
) -> None:
    more = [*build_up, report("U1", 0, access=Basis.IMAGERY), report("H1", 0, speaker="UKR")]
    held = run(problem, more, 1)[0]
    assert held.onset.p >= 0.60
    assert held.level is Level.WARNING
    pretext = run(problem, [*more, report("P1", 0, speaker="RUS")], 1)[0]
    assert pretext.level is Level.IMMINENT


def test_onset_by_both_parties_or_by_the_families_the_rule_asks(
    problem: WarningProblem, report: Make
) -> None:
    target = report("H1", 1, speaker="UKR")
    assert run(problem, [target], 3)[-1].level < Level.UNDER_WAY
    both = run(problem, [target, report("H1", 1, speaker="RUS")], 3)[-1]
    assert (both.level, both.status) == (Level.UNDER_WAY, "censored")
    press = [report("H1", 1, outlet=name) for name in ("A", "B")]
    three = run(problem, [target, *press], 3)[-1]
    assert three.level is Level.UNDER_WAY
    assert run(problem, press, 3)[-1].level < Level.UNDER_WAY
    spread = [target, report("H1", 8, outlet="A"), report("H1", 15, outlet="B")]
    assert max(one.level for one in run(problem, spread, 20)) < Level.UNDER_WAY
    proxies = [report("H1", 1, speaker="UKR", recipient="UKR:SEPARATISTS", outlet=n) for n in "ABC"]
    assert run(problem, proxies, 3)[-1].level < Level.UNDER_WAY
    unsure = [replace(one, claim=replace(one.claim, confidence=0.3)) for one in (target, *press)]
    assert run(problem, unsure, 3)[-1].level < Level.UNDER_WAY


def test_from_onset_on_it_is_censored_for_180_days(problem: WarningProblem, report: Make) -> None:
    both = [report("H1", 1, speaker=who) for who in ("UKR", "RUS")]
    days = run(problem, both, 220)
    assert all((one.level, one.status) == (Level.UNDER_WAY, "censored") for one in days[1:181])
    assert days[1].since == days[180].since == at(1)
    assert days[-1].level < Level.UNDER_WAY
    afresh = days[181]  # it doesn't step down from 5: what is known that day decides
    assert (afresh.level, afresh.previous, afresh.since) == (Level.WATCH, Level.UNDER_WAY, at(181))
    assert afresh.reasons[0].startswith("level 1: 180 days from onset are over, so it is judged afresh: ")
    again = run(problem, [*both, *(report("H1", 200, speaker=who) for who in ("UKR", "RUS"))], 220)
    assert [one.level for one in again[181:201]] == [Level.WATCH] * 19 + [Level.UNDER_WAY]


def test_under_way_is_held_while_sources_are_silent_when_its_180_days_end(
    problem: WarningProblem, report: Make
) -> None:
    both = [report("H1", 1, speaker=who) for who in ("UKR", "RUS")]
    days = run(problem, both, 190, lambda when: fed(min(when, at(100))))
    assert (days[180].status, days[-1].status, days[-1].level) == ("censored", "stale", Level.UNDER_WAY)


def test_a_level_is_left_where_the_prior_alone_is_above_its_edge(
    problem: WarningProblem, build_up: list[Report]
) -> None:
    """The prior alone is 7 %, and level 2 is left below 5 %: once entered it would never be left."""
    scale = 0.07 / sum(one.prior for one in problem.hypotheses if one.onset)
    risky = replace(
        problem,
        hypotheses=tuple(
            replace(one, prior=one.prior * (scale if one.onset else 0.93 / 0.97))
            for one in problem.hypotheses
        ),
    )
    days = run(risky, build_up, 150)
    nothing = run(risky, [], 1)[0]
    assert LEAVE[Level.CONCERN] < nothing.onset.p < 0.10
    assert nothing.level is Level.WATCH
    assert days[0].level >= Level.WARNING
    fall = next(one for one in days if one.level is Level.WATCH)
    assert fall.onset.p <= 1.1 * nothing.onset.p
    assert "a tenth above what the problem has with no evidence" in fall.reasons[0]
    assert "nothing observed holds the level up" in fall.reasons[0]
    held = [one for one in days if one.level is Level.CONCERN and one.onset.p > 1.1 * nothing.onset.p]
    assert held  # evidence that weighs more than that holds it
    # who began to look only then sees the same
    assert days[-1].level is run(risky, [], 1)[0].level


def test_one_outlet_that_carries_the_level_is_named(
    problem: WarningProblem, report: Make, build_up: list[Report]
) -> None:
    (alone,) = run(problem, build_up, 1)
    assert alone.fragile == alone.brittle == ("Harbour Wire",)  # from 3 to 1 without it
    doubled = [*build_up, *(replace(one, outlet=replace(one.outlet, name="B")) for one in build_up)]
    copies = [replace(one, claim=replace(one.claim, id=f"{one.claim.id}b")) for one in doubled[7:]]
    both = run(problem, [*build_up, *copies], 1)[0]
    assert both.fragile == both.brittle == ()
    # what another outlet tells lights two groups, enough for level 2 and not for 3
    other = [replace(one, outlet=replace(one.outlet, name="B")) for one in build_up[:4]]
    copies = [replace(one, claim=replace(one.claim, id=f"{one.claim.id}b")) for one in other]
    third = run(problem, [*build_up, *copies], 1)[0]
    assert third.level is Level.WARNING
    assert (third.fragile, third.brittle) == (("Harbour Wire",), ())


def test_movers_are_unseen_and_move(problem: WarningProblem, build_up: list[Report]) -> None:
    (one,) = run(problem, build_up, 1)
    seen = {state.code for state in one.states if state.state is State.OBSERVED}
    assert one.movers
    assert not seen & {mover.code for mover in one.movers}
    assert one.weights[0].decibans == max(weight.decibans for weight in one.weights)
    assert sum(each.p for each in one.posteriors) == pytest.approx(1)


def test_total_evidence_is_bounded(problem: WarningProblem, report: Make) -> None:
    everything = [
        report(indicator.code, 0, speaker=who, actor=actor, recipient=to, place="Kyiv", access=access)
        for indicator in problem.indicators
        for actor, to in (("RUS", "UKR"), ("USA", "RUS"), ("USA", "UKR"), ("UKR", None))
        for who, access in ((None, Basis.IMAGERY), ("USA", Basis.PRESS), ("UKR", Basis.PRESS))
        if indicator.code not in {"H1", "P4", "X1", "X2", "X4"}
    ]
    (one,) = run(problem, everything, 1)
    table = cells(problem)
    prior = float(table.priors[table.onset].sum())
    top = prior * 10 ** (BOUND / 10) / (prior * 10 ** (BOUND / 10) + table.priors[0])
    assert 0.6 < one.onset.p <= top


def test_the_future_and_disorder_are_refused(problem: WarningProblem, report: Make) -> None:
    watcher = Watcher(problem)
    watcher.add(report("F1", 5))
    late = {
        "states": watcher.states(at(5)),
        "indications": watcher.live(at(5)),
        "reports": watcher.reports,
        "coverage": fed(at(5)),
    }
    assert judge(problem, as_of=at(5), **late).level >= Level.WATCH  # type: ignore[arg-type]
    with pytest.raises(JudgeError, match="known only at"):
        judge(problem, as_of=at(4), **late)  # type: ignore[arg-type]
    with pytest.raises(JudgeError, match="time zone"):
        judge(problem, as_of=datetime(2021, 11, 9), **late)  # type: ignore[arg-type]
    after = run(problem, [], 9)[-1]
    with pytest.raises(JudgeError, match="previous assessment"):
        judge(problem, as_of=at(5), previous=after, **late)  # type: ignore[arg-type]
    with pytest.raises(JudgeError, match="out of order"):
        list(trace(Watcher(problem), [report("F1", 2), report("F1", 1)], [at(3)], fed))


def drawn(report: Make, data: st.DataObject, most: int) -> list[Report]:
    return data.draw(
        st.lists(
            st.builds(
                report,
                st.sampled_from(["F1", "U1", "S1", "D4", "P1", "H1", "X1", "C1"]),
                st.integers(0, 6),
                speaker=st.sampled_from([None, "RUS", "UKR", "USA"]),
                outlet=st.sampled_from(["A", "B", ""]),
                story=st.sampled_from([None, "s", "t"]),
                access=st.sampled_from([Basis.PRESS, Basis.IMAGERY]),
                modality=st.sampled_from([Modality.ASSERTED, Modality.DENIED]),
            ),
            max_size=most,
            unique_by=lambda one: one.claim.id,  # ids are content: one id is one claim
        )
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_same_time_reports_does_not_matter(
    problem: WarningProblem, report: Make, data: st.DataObject
) -> None:
    reports = drawn(report, data, 15)
    assert run(problem, reports, 8) == run(problem, data.draw(st.permutations(reports)), 8)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_later_reports_never_change_an_earlier_assessment(
    problem: WarningProblem, report: Make, data: st.DataObject
) -> None:
    reports = drawn(report, data, 15)
    day = data.draw(st.integers(0, 6))
    known = [one for one in reports if one.known_at <= at(day)]
    assert run(problem, reports, 8)[: day + 1] == run(problem, known, day + 1)
