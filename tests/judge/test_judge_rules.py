"""The method rule by rule, by hand: each number below can be worked out on paper."""

import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import JudgeError
from vedette.judge.hypotheses import (
    BOUND,
    TEMPER,
    Cells,
    Evidence,
    attested,
    cells,
    decibans,
    fresh,
    onset_chance,
    onset_mass,
    posterior,
)
from vedette.judge.judge import RENEW, judge, trace
from vedette.judge.levels import DWELL, ENTER, LEAVE
from vedette.judge.sensitivity import TYPICAL, carriers
from vedette.outlook import ends, midnights
from vedette.types import (
    Access,
    Assessment,
    Basis,
    Coverage,
    Hypothesis,
    Indication,
    Indicator,
    IndicatorKind,
    Level,
    Likelihood,
    Modality,
    Report,
    Role,
    WarningProblem,
)
from vedette.watch.states import Watcher

Make = Callable[..., Report]
START = datetime(2021, 11, 1, 12, tzinfo=UTC)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def fed(when: datetime) -> Coverage:
    return Coverage(reports=1, documents=9, unread=0, last_document=when, last_report=when)


def run(problem: WarningProblem, reports: Sequence[Report], days: Sequence[datetime]) -> list[Assessment]:
    ordered = sorted(reports, key=lambda one: one.known_at)
    return list(trace(Watcher(problem), ordered, days, fed))


def indicator(code: str, group: str, **ratios: float) -> Indicator:
    return Indicator(
        code=code,
        name=code,
        group=group,
        kind=IndicatorKind.AMBIGUOUS,
        actor=(Role.ANY,),
        recipient=(Role.ANY,),
        place="any",
        modalities=(Modality.ASSERTED,),
        lead_days=30,
        expiry_days=40,
        observed_by=("press",),
        likelihoods=tuple(Likelihood(hypothesis=name, ratio=ratio) for name, ratio in ratios.items()),
    )


@pytest.fixture(scope="session")
def small(problem: WarningProblem) -> WarningProblem:
    """Return a problem of two hypotheses and four indicators, three of them in one group."""
    return replace(
        problem,
        id="small",
        hypotheses=(
            Hypothesis(id="routine", name="Routine", prior=0.9),
            Hypothesis(id="attack", name="Attack", prior=0.1, onset=True),
        ),
        indicators=(
            indicator("A1", "force", attack=10),
            indicator("A2", "force", attack=5),
            indicator("A3", "force", attack=2),
            indicator("B1", "closure", attack=10),
        ),
        already_indicators=(),
    )


def seen(table: Cells, **weights: float) -> Evidence:
    weight = np.array([weights.get(code, 0.0) for code in table.codes])
    return Evidence(weight=weight, absent=np.zeros(len(weight), dtype=bool))


def claim(strength: float, family: str, access: Access, *, code: str = "A1", day: float = 0) -> Indication:
    return Indication(
        problem="small",
        indicator=code,
        claim=f"{family} {access} {day}",
        document="d",
        family=family,
        access=access,
        known_at=at(day),
        strength=strength,
    )


def weighed(*claims: Indication) -> float:
    return attested((one.strength, one) for one in claims)


# --- one ratio per indicator, grouping, tempering, bound --------------------------------------


def test_within_a_group_the_strongest_counts_in_full_then_a_half_then_a_quarter(
    small: WarningProblem,
) -> None:
    table = cells(small)
    rows, factor = decibans(table, seen(table, A1=1, A2=1, A3=1, B1=1))
    assert list(factor / TEMPER) == [1, 0.5, 0.25, 1]
    full = [10, 10 * math.log10(5), 10 * math.log10(2), 10]
    assert rows[:, 1] == pytest.approx(
        [TEMPER * value * share for value, share in zip(full, (1, 0.5, 0.25, 1), strict=True)]
    )
    assert list(rows[:, 0]) == [0, 0, 0, 0]  # against routine


def test_a_weakly_attested_strong_one_ranks_by_what_is_left_of_it(small: WarningProblem) -> None:
    table = cells(small)
    _, factor = decibans(table, seen(table, A1=0.1, A2=1))
    assert list(factor / TEMPER) == [0.5, 1, 0, 0]


def test_odds_are_prior_odds_times_the_tempered_ratio(small: WarningProblem) -> None:
    table = cells(small)
    for weight in (1.0, 0.6):
        odds = 0.1 / 0.9 * 10 ** (TEMPER * weight)
        assert onset_mass(table, seen(table, A1=weight)) == pytest.approx(odds / (1 + odds))


def test_evidence_never_moves_the_odds_by_more_than_20_decibans_either_way(small: WarningProblem) -> None:
    many = replace(
        small,
        indicators=tuple(
            indicator(f"{sign}{n}", f"group {sign}{n}", attack=ratio)
            for sign, ratio in (("P", 10), ("M", 0.1))
            for n in range(9)
        ),
    )
    table = cells(many)
    for sign, bound in (("P", BOUND), ("M", -BOUND)):
        all_of_it = seen(table, **{f"{sign}{n}": 1.0 for n in range(9)})
        odds = 0.1 / 0.9 * 10 ** (bound / 10)
        assert onset_mass(table, all_of_it) == pytest.approx(odds / (1 + odds))
        assert decibans(table, all_of_it)[0][:, 1].sum() == pytest.approx(bound / BOUND * 9 * 10 * TEMPER)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=29, max_size=29))
def test_probabilities_are_probabilities_within_the_bound(
    problem: WarningProblem, weights: list[float]
) -> None:
    table = cells(problem)
    given_ = np.array((weights * 2)[: len(table.codes)])
    evidence = Evidence(weight=given_, absent=np.zeros(len(given_), dtype=bool))
    p = posterior(table, evidence)
    assert p.sum() == pytest.approx(1)
    assert (p > 0).all()
    prior = table.priors[table.onset].sum() / table.priors[~table.onset][0]
    odds = p[table.onset].sum() / p[~table.onset][0]
    assert abs(10 * math.log10(odds / prior)) <= BOUND + 1e-6
    chance = onset_chance(table, evidence)
    assert 0 < chance.low <= chance.p <= chance.high < 1


def test_the_band_is_the_same_each_time_and_wider_with_evidence_that_is_unsure(small: WarningProblem) -> None:
    table = cells(small)
    once, again = onset_chance(table, seen(table, A1=1)), onset_chance(table, seen(table, A1=1))
    assert once == again
    none = onset_chance(table, seen(table))
    assert none.p == pytest.approx(0.1, abs=0.005)
    assert _logit(once.high) - _logit(once.low) > _logit(none.high) - _logit(none.low)


# --- families, access, freshness ---------------------------------------------------------------


def test_families_of_one_access_count_once_and_other_accesses_half_and_quarter() -> None:
    usa, gbr = claim(0.5, "USA", Access.THIRD), claim(0.4, "GBR", Access.THIRD)
    ukr, maxar = claim(0.3, "UKR", Access.TARGET), claim(0.2, "maxar", Access.IMAGERY)
    assert weighed(usa) == 0.5
    assert weighed(usa, usa, gbr) == 0.5
    assert weighed(usa, gbr, ukr) == pytest.approx(0.5 + 0.3 / 2)
    assert weighed(usa, gbr, ukr, maxar) == pytest.approx(0.5 + 0.3 / 2 + 0.2 / 4)


def test_one_family_speaks_once_whatever_access_it_claims() -> None:
    assert weighed(claim(0.5, "USA", Access.THIRD), claim(0.4, "USA", Access.IMAGERY)) == 0.5


def test_denials_are_subtracted_by_the_same_rule_and_nothing_is_beyond_doubt() -> None:
    usa, ukr = claim(0.8, "USA", Access.THIRD), claim(0.8, "UKR", Access.TARGET)
    assert weighed(usa, claim(-0.05, "RUS", Access.INSTIGATOR)) == pytest.approx(0.75)
    assert weighed(claim(0.3, "a", Access.PRESS), claim(-0.8, "UKR", Access.TARGET)) == 0
    assert weighed(usa, ukr, claim(1, "maxar", Access.IMAGERY)) == 1


def test_evidence_is_fresh_for_half_its_life_then_fades_to_nothing() -> None:
    one = claim(0.8, "USA", Access.THIRD)
    strength = {
        day: [value for value, _ in fresh([one], {"A1": 40}, at(day)).get("A1", [])]
        for day in (0, 20, 30, 39, 40)
    }
    assert strength[0] == strength[20] == [0.8]
    assert strength[30] == [pytest.approx(0.4)]
    assert strength[39] == [pytest.approx(0.04)]
    assert strength[40] == []


# --- floods ------------------------------------------------------------------------------------


@pytest.mark.parametrize("same_story", [True, False])
def test_10000_outlets_without_names_of_speakers_weigh_as_one(
    problem: WarningProblem, report: Make, same_story: bool
) -> None:
    flood = [
        report("F1", 0, outlet=f"Outlet {n}", story="one" if same_story else None) for n in range(10_000)
    ]
    begun = time.monotonic()
    (one,), (all_of_it,) = run(problem, flood[:1], [at(1)]), run(problem, flood, [at(1)])
    assert time.monotonic() - begun < 60  # a flood must not stop the desk; seconds, on a busy machine too
    assert (all_of_it.level, all_of_it.onset) == (one.level, one.onset)
    assert all_of_it.fragile == ()
    state = next(each for each in all_of_it.states if each.code == "F1")
    assert len(state.evidence) <= 20


# --- leaving one out, what would move us -------------------------------------------------------


def test_leaving_one_outlet_out_is_what_judging_without_it_gives(
    problem: WarningProblem, report: Make
) -> None:
    reports = [
        report("F1", 0, access=Basis.IMAGERY, basis="Maxar images", outlet="A"),
        report("F1", 0, speaker="USA", access=Basis.IMAGERY, outlet="A"),
        report("F1", 0, speaker="USA", outlet="C"),
        report("F1", 0, speaker="GBR", outlet="B"),
        report("U1", 0, speaker="USA", outlet="A"),
        report("U1", 0, speaker="USA", outlet="B"),
        report("S1", 0, speaker="RUS", outlet="C"),
        report("S2", 0, speaker="RUS", outlet="A"),
        report("D1", 0, speaker="USA", actor="USA", recipient=None, place="Kyiv", outlet="B"),
    ]
    (whole,) = run(problem, reports, [at(0)])
    without = {
        name: run(problem, [one for one in reports if one.outlet.name != name], [at(0)])[0].level
        for name in "ABC"
    }
    assert whole.level is Level.WARNING
    assert set(whole.fragile) == {name for name, level in without.items() if level is not whole.level}


@settings(deadline=None)
@given(st.data())
def test_every_outlet_that_could_change_a_weight_is_tried(report: Make, data: st.DataObject) -> None:
    said = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from([-0.8, -0.3, 0.3, 0.6, 0.6, 0.8]),
                st.sampled_from(["USA", "GBR", "maxar", "story"]),
                st.sampled_from([Access.THIRD, Access.IMAGERY, Access.PRESS]),
                st.sampled_from("ABCD"),
            ),
            max_size=9,
        )
    )
    found = [
        (strength, replace(claim(strength, family, access), claim=str(n)))
        for n, (strength, family, access, _) in enumerate(said)
    ]
    reports = {str(n): report("F1", 0, outlet=outlet) for n, (*_, outlet) in enumerate(said)}
    tried = carriers(found, reports)
    for outlet in "ABCD":
        left = [one for one, (*_, name) in zip(found, said, strict=True) if name != outlet]
        if attested(left) != attested(found):
            assert outlet in tried


def test_what_would_move_us_is_what_seeing_it_would_do(problem: WarningProblem, report: Make) -> None:
    (now,) = run(problem, [report("S1", 0, speaker="RUS")], [at(0)])
    table = cells(problem)
    weights = {state.code: 0.0 for state in now.states} | {"S1": 0.9}  # own act, at confidence 0.9
    for mover in now.movers:
        if mover.code in table.codes:
            tried = onset_mass(table, seen(table, **(weights | {mover.code: TYPICAL})))
            assert mover.p == pytest.approx(float(tried))
    odds = [
        abs(_logit(mover.p) - _logit(float(onset_mass(table, seen(table, **weights)))))
        for mover in now.movers
    ]
    assert odds == sorted(odds, reverse=True)
    assert len(odds) == 6


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


# --- levels ------------------------------------------------------------------------------------


def test_every_change_says_why_who_dissents_and_when_it_lapses(problem: WarningProblem, report: Make) -> None:
    reports = [
        report("F1", 5, access=Basis.IMAGERY, basis="Maxar images"),
        report("F1", 5, speaker="UKR"),
        report("U1", 5, speaker="USA"),
        report("S2", 5, speaker="RUS"),
        report("S1", 5, speaker="RUS"),
        report("D1", 5, speaker="USA", actor="USA", recipient=None, place="Kyiv"),
    ]
    days = run(problem, reports, [at(n) for n in range(160)])
    changes = [(a, b) for a, b in itertools.pairwise(days) if a.level is not b.level]
    assert {b.level > a.level for a, b in changes} == {True, False}
    for before, after in changes:
        assert after.previous is before.level
        assert after.since == after.as_of
        assert f"level {int(after.level)}" in after.reasons[0] or f"to {int(after.level)}" in after.reasons[0]
        assert after.reasons[-1].startswith("dissent: ")
        assert after.expires == after.as_of + RENEW


def test_it_rises_by_any_number_of_steps_and_falls_by_one(problem: WarningProblem, report: Make) -> None:
    reports = [
        report("F1", 5, access=Basis.IMAGERY, basis="Maxar images"),
        report("F1", 5, speaker="UKR"),
        report("U1", 5, speaker="USA"),
        report("S2", 5, speaker="RUS"),
        report("D1", 5, speaker="USA", actor="USA", recipient=None, place="Kyiv"),
    ]
    levels = [one.level for one in run(problem, reports, [at(n) for n in range(200)])]
    assert levels[4] is Level.WATCH
    assert levels[5] is Level.WARNING
    falls = [n for n, (a, b) in enumerate(itertools.pairwise(levels), 1) if b < a]
    assert all(levels[n - 1] - levels[n] == 1 for n in falls)
    assert all(b - a >= DWELL.days for a, b in itertools.pairwise(falls))


def test_edges_of_entry_and_exit_are_those_of_the_method() -> None:
    assert ENTER == {Level.WATCH: 0.02, Level.CONCERN: 0.10, Level.WARNING: 0.30, Level.IMMINENT: 0.60}
    assert LEAVE == {Level.WATCH: 0.01, Level.CONCERN: 0.05, Level.WARNING: 0.15, Level.IMMINENT: 0.30}


def test_silent_feeds_neither_lower_nor_raise(problem: WarningProblem, report: Make) -> None:
    quiet = Watcher(problem)
    loud = [report(code, 6, speaker="USA", place="Kyiv") for code in ("F1", "U1", "S2")]
    silent = Coverage(reports=0, documents=0, unread=0, last_document=at(0), last_report=None)
    days = list(trace(quiet, loud, [at(n) for n in range(10)], lambda _: silent))
    assert [one.status for one in days] == ["live"] * 4 + ["stale"] * 6
    assert {one.level for one in days} == {Level.WATCH}
    assert days[7].onset.p > days[5].onset.p
    never = Coverage(reports=0, documents=0, unread=0, last_document=None, last_report=None)
    (first,) = list(trace(Watcher(problem), [], [at(0)], lambda _: never))
    assert first.status == "stale"


# --- time --------------------------------------------------------------------------------------


def test_only_the_last_day_is_the_last_of_every_day(problem: WarningProblem, report: Make) -> None:
    reports = [report(code, n, speaker="USA") for n, code in enumerate(("F1", "U1", "S2", "X1", "P1"))]
    days = [at(n) for n in range(70)]
    (last,) = trace(Watcher(problem), reports, days, fed, every=False)
    assert last == list(trace(Watcher(problem), reports, days, fed))[-1]
    assert list(trace(Watcher(problem), reports, [], fed, every=False)) == []


def test_days_run_forward_and_zones_make_no_difference(problem: WarningProblem, report: Make) -> None:
    reports = [report("F1", 0.2, speaker="USA")]
    kyiv = ZoneInfo("Europe/Kyiv")
    days = [at(n) for n in range(3)]
    there = list(trace(Watcher(problem), reports, [day.astimezone(kyiv) for day in days], fed))
    assert [(one.level, one.onset) for one in there] == [
        (one.level, one.onset) for one in trace(Watcher(problem), reports, days, fed)
    ]
    with pytest.raises(JudgeError, match="time runs forward"):
        list(trace(Watcher(problem), reports, [at(1), at(0)], fed))


def test_clocks_that_are_put_back_make_no_day_longer() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    first, last = datetime(2021, 10, 29, 3, tzinfo=kyiv), datetime(2021, 11, 2, 12, tzinfo=kyiv)
    days = list(midnights(first, last))
    assert [f"{day.astimezone(UTC):%d %H:%M}" for day in days] == [
        "30 00:00", "31 00:00", "01 00:00", "02 00:00", "02 10:00",
    ]  # fmt: skip
    whole = list(
        ends(datetime(2021, 10, 29, tzinfo=UTC), datetime(2021, 11, 2, 5, tzinfo=UTC), timedelta(days=2))
    )
    assert [day.day for day in whole] == [31, 2]
    assert list(ends(at(0), at(0.5), timedelta(days=1))) == []


def test_a_report_of_tomorrow_is_refused_and_one_told_later_changes_no_day_before(
    problem: WarningProblem, report: Make
) -> None:
    watcher = Watcher(problem)
    watcher.add(report("F1", 3, speaker="USA"))
    states = watcher.states(at(3))
    with pytest.raises(JudgeError, match="known only at"):
        judge(
            problem,
            states=states,
            indications=watcher.live(at(3)),
            reports=watcher.reports,
            coverage=fed(at(2)),
            as_of=at(2),
        )
