"""Rivals, curves and comparisons on made-up streams."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.score.made_up import alarmed, chained, onset, steps

from vedette.errors import VedetteError
from vedette.score.curves import sweep, tallies
from vedette.score.metrics import case
from vedette.score.replay import Step
from vedette.score.rivals import HOLD, System, rivals, vedette
from vedette.score.scoring import Score, SystemScore, score

DAYS = 700


def world(counts: dict[str, list[int]], levels: dict[str, list[int]]) -> dict[str, tuple[Step, ...]]:
    return {
        name: steps(
            levels[name], problem=name, p=[0.01 + each / 10 for each in levels[name]], mentions=counts[name]
        )
        for name in levels
    }


def rival(name: str, *, levels: list[int] | None = None, mentions: list[int] | None = None) -> System:
    replay = {"a": steps(levels or [0] * len(mentions or ()), mentions=mentions)}
    return next(one for one in rivals(replay, {}) if one.name == name)


def named(found: Score, name: str) -> SystemScore:
    return next(one for one in found.systems if one.system == name)


def burst(days: int, first: int, *, quiet: int = 1, loud: int = 9, length: int = 1) -> list[int]:
    found = [quiet] * days
    found[first : first + length] = [loud] * length
    return found


def test_the_spike_rule_fires_as_published_and_stands_a_fortnight() -> None:
    spike = rival("keyword spike", mentions=burst(60, 20))
    assert list(np.flatnonzero(spike.scores["a"] >= spike.threshold)) == list(range(20, 20 + HOLD))
    for quiet, loud in ((0, 5), (3, 9)):  # not more than 5, not more than three times the mean
        spike = rival("keyword spike", mentions=burst(60, 20, quiet=quiet, loud=loud))
        assert not (spike.scores["a"] >= spike.threshold).any()


def test_the_weekday_rule_knows_that_mondays_are_loud() -> None:
    mondays = [8 if day % 7 == 0 else 0 for day in range(200)]
    loud = [*mondays[:150], 8, *mondays[151:]]  # a Thursday
    assert not (rival("weekday z-score", mentions=mondays).scores["a"] >= 3).any()
    assert (rival("weekday z-score", mentions=loud).scores["a"] >= 3)[150]


def test_last_months_level_is_a_month_late() -> None:
    late = rival("last month's level", levels=alarmed(200, (50, 100)))
    assert list(np.flatnonzero(late.scores["a"] >= 3)) == list(range(80, 130))


def test_a_rival_of_one_threshold_gets_the_one_that_serves_it_best() -> None:
    # vedette warns of one of two onsets, without a false alarm; volume at 9 a week sees both, at 3 too much
    counts = {"a": chained([(480, 0), (20, 2), (200, 0)]), "b": chained([(480, 0), (20, 2), (200, 0)]),
              "c": chained([(100, 0), (20, 1), (580, 0)])}  # fmt: skip
    levels = {"a": alarmed(DAYS, (490, 501)), "b": alarmed(DAYS), "c": alarmed(DAYS)}
    found = score(
        world({name: [int(n) for n in values] for name, values in counts.items()}, levels),
        [onset(500, problem="a"), onset(500, problem="b")],
        dict.fromkeys(levels, 0.03),
    )
    volume = named(found, "raw volume")
    assert (found.ours.warned, found.ours.onsets, found.ours.false_alarms) == (1, 2, 0)
    assert found.ours.mean_lead is not None
    assert found.ours.mean_lead.value == 5.0  # 10 days and a miss
    assert volume.versus is not None
    assert volume.versus.rival_point is not None
    assert volume.versus.rival_point.false_alarms_per_year == 0
    assert volume.versus.rival_point.warned == 1
    assert volume.versus.warned is not None
    assert volume.versus.warned.value == pytest.approx(-0.5)


def test_a_win_is_claimed_only_where_the_interval_excludes_zero() -> None:
    names = [f"p{n}" for n in range(30)]
    quiet = {name: [0] * DAYS for name in names}
    good = {name: alarmed(DAYS, (440, 501)) for name in names}
    many = score(world(quiet, good), [onset(500, problem=name) for name in names], dict.fromkeys(names, 0.03))
    versus = named(many, "keyword spike").versus
    assert versus is not None
    assert versus.lead is not None
    assert (versus.lead.value, versus.lead.shown) == (60.0, True)
    mixed = good | {name: alarmed(DAYS) for name in names[1:]}
    one = score(world(quiet, mixed), [onset(500, problem=name) for name in names[:3]], {})
    versus = named(one, "keyword spike").versus
    assert versus is not None
    assert versus.lead is not None
    assert (versus.lead.value, versus.lead.shown) == (20.0, False)


def test_nothing_is_claimed_of_fewer_than_five_problems() -> None:
    for count, shown in ((4, False), (5, True)):
        names = [f"p{n}" for n in range(count)]
        replay = world(
            {name: [0] * DAYS for name in names}, {name: alarmed(DAYS, (440, 501)) for name in names}
        )
        found = score(replay, [onset(500, problem=name) for name in names], {})
        versus = named(found, "raw volume").versus
        assert versus is not None
        assert versus.lead is not None
        assert (versus.lead.value, versus.lead.low, versus.lead.shown) == (60.0, 60.0, shown)


def test_swept_systems_meet_at_the_same_rates() -> None:
    # a chance that rises 60 days before each onset, and once before to less; mentions tell nothing
    names = [f"p{n}" for n in range(10)]
    p = {name: chained([(100, 0.01), (40, 0.2), (300, 0.01), (61, 0.3), (199, 0.01)]) for name in names}
    replay = {name: steps([0] * DAYS, problem=name, p=p[name], mentions=[1] * DAYS) for name in names}
    found = score(replay, [onset(500, problem=name) for name in names], dict.fromkeys(names, 0.01))
    chance, volume = found.systems[1], named(found, "raw volume")
    assert [each.mean_lead for each in chance.at_rates] == [60.0] * 4
    assert [each.lead_more.value for each in chance.at_rates if each.lead_more] == [0.0] * 4
    # an alarm that always stands is 5 blocks in vain before the onset's and one after it, in 1.4 years
    assert [each.mean_lead for each in volume.at_rates] == [0.0] * 4
    assert [each.lead_more.shown for each in volume.at_rates if each.lead_more] == [True] * 4


def test_without_onsets_leads_are_not_given_and_false_alarms_are() -> None:
    found = score(world({"a": [0] * 200}, {"a": alarmed(200, (10, 20))}), [], {"a": 0.01})
    assert found.ours.mean_lead is None
    assert found.ours.false_alarms == 1
    assert found.ours.false_alarms_per_year is not None
    assert found.ours.false_alarms_per_year.value == pytest.approx(365.25 / 200)
    assert all(one.versus is None or one.versus.lead is None for one in found.systems)


def test_onsets_off_the_roster_count_as_misses_for_all() -> None:
    replay = world({"a": [0] * 700}, {"a": alarmed(700, (440, 501))})
    found = score(replay, [onset(500, problem="a"), onset(300, problem="elsewhere")], {"a": 0.01})
    assert {one.onsets for one in found.systems} == {2}
    assert (found.ours.warned, found.ours.off_roster) == (1, 1)
    assert found.ours.leads == (60.0, 0.0)


def test_what_comes_after_the_last_step_is_not_looked_at() -> None:
    replay = world({"a": [0] * 300}, {"a": alarmed(300, (250, 300))})
    late = score(replay, [onset(310, problem="a")], {"a": 0.01})
    assert late.later == 1
    assert late.ours == score(replay, [], {"a": 0.01}).ours


def test_what_came_before_the_first_step_only_censors() -> None:
    replay = world({"a": [0] * 300}, {"a": alarmed(300, (150, 200))})
    found = score(replay, [onset(-30, problem="a"), onset(-30, problem="elsewhere")], {"a": 0.01})
    assert (found.outcomes, found.ours.onsets, found.ours.off_roster) == ((), 0, 0)
    assert found.ours.problem_years == pytest.approx((300 - 151) / 365.25)


def test_nulls_are_no_onsets() -> None:
    replay = world({"a": [0] * 300}, {"a": alarmed(300, (150, 200))})
    found = score(replay, [onset(190, problem="a", null=True)], {"a": 0.01})
    assert (found.ours.onsets, found.ours.false_alarms) == (0, 1)
    assert len(found.outcomes) == 1


def test_chances_are_scored_against_the_base_rate_in_pairs() -> None:
    names = [f"p{n}" for n in range(20)]
    levels = {name: alarmed(DAYS) for name in names}
    replay = {name: steps(levels[name], problem=name, p=chained([(410, 0.02), (290, 0.9)])) for name in names}
    found = score(replay, [onset(500, problem=name) for name in names], dict.fromkeys(names, 0.05))
    base = named(found, "dispute base rate")
    assert base.versus is not None
    assert base.versus.brier is not None
    assert base.versus.log is not None
    assert base.versus.brier.shown
    assert base.versus.brier.low > 0
    assert found.ours.brier is not None
    assert base.brier is not None
    assert base.brier.value - found.ours.brier.value == pytest.approx(base.versus.brier.value)
    assert sum(one.weeks for one in found.ours.calibration) == found.ours.weeks
    assert named(found, "raw volume").brier is None
    assert named(found, "raw volume").versus.brier is None  # type: ignore[union-attr]


def test_rivals_need_daily_steps() -> None:
    weekly = tuple(one for n, one in enumerate(steps([0] * 200)) if n % 7 == 0)
    found = score({"a-b": weekly}, [], {"a-b": 0.01})
    assert not found.daily
    assert [one.system for one in found.systems] == ["vedette", "vedette, p_onset alone"]
    with pytest.raises(VedetteError, match="no step"):
        score({}, [], {})


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=200, max_size=200), min_size=1, max_size=4),
    st.integers(0, 199),
)
def test_the_sweep_holds_the_systems_own_threshold(many: list[list[int]], day: int) -> None:
    replay = {f"p{n}": steps(levels, problem=f"p{n}") for n, levels in enumerate(many)}
    cases = [case(name, each, [onset(day, problem=name)]) for name, each in replay.items()]
    system = vedette(replay)
    swept = sweep(system, cases)
    own = int(np.flatnonzero(swept.thresholds == system.threshold)[0])
    done = tallies(system, cases)
    assert swept.false_alarms[:, own].sum() == sum(one.false_alarms for one in done)
    assert swept.leads[:, own].sum() == sum(sum(one.leads) for one in done)
    assert swept.false_alarms[:, -1].sum() == swept.leads[:, -1].sum() == 0
    points = swept.points()
    assert points[0].false_alarms_per_year == 0
    assert all(math.isfinite(one.mean_lead) for one in points)
