"""Hand-computed cases, then what must hold whatever comes."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.score.made_up import alarmed, chained, onset, steps

from vedette.score.metrics import Case, Tally, blocks, brier, case, lead, log_score, missed, tally, weeks


def judged(levels: list[int], *onsets: int) -> tuple[Case, Tally]:
    one = case("a-b", steps(levels), [onset(day) for day in onsets])
    values = np.array(levels, dtype=float)
    return one, tally(one, values >= 3, values)


def test_lead_is_from_the_start_of_the_run_that_still_stands() -> None:
    _, found = judged(alarmed(400, (10, 40), (100, 161)), 160)
    assert found.leads == (60.0,)
    assert (found.warned, found.false_alarms) == (1, 1)  # the run of day 10 came to nothing


def test_an_alarm_on_the_eve_is_a_warning_and_one_at_the_onset_or_after_it_is_none() -> None:
    for first, lead_, warned in ((159, 1.0, 1), (160, 0.0, 0), (161, 0.0, 0)):
        found = judged(alarmed(300, (first, 170)), 160)[1]
        assert (found.leads, found.warned, found.false_alarms) == ((lead_,), warned, 0)


def test_a_run_that_ended_before_the_onset_is_a_miss_but_within_90_days_no_false_alarm() -> None:
    _, found = judged(alarmed(400, (100, 130)), 150)
    assert (found.warned, found.leads, found.false_alarms) == (0, (0.0,), 0)


def test_lead_is_capped_and_each_begun_block_without_onset_is_a_false_alarm() -> None:
    one, found = judged(alarmed(500, (0, 251)), 250)
    assert found.leads == (90.0,)
    assert found.false_alarms == 2
    assert [came for _, came in blocks(one, np.array(alarmed(500, (0, 251))) >= 3)] == [False, False, True]


def test_200_days_of_alarm_without_onset_are_three_false_alarms_and_flapping_is_one() -> None:
    assert judged(alarmed(365, (50, 250)))[1].false_alarms == 3
    flapping = alarmed(365, *((day, day + 5) for day in range(50, 130, 10)))
    assert judged(flapping)[1].false_alarms == 1


def test_180_days_from_onset_are_not_scored() -> None:
    one, found = judged(alarmed(400, (99, 281)), 100)
    assert (found.warned, found.false_alarms) == (1, 0)
    assert one.years == pytest.approx((400 - 180) / 365.25)
    assert found.alarm_years == pytest.approx(2 / 365.25)  # the eve, and the step that ends with it
    assert judged(alarmed(400, (99, 282)), 100)[1].false_alarms == 1  # day 281 is scored again


def test_an_onset_noticed_late_makes_no_false_alarm_when_its_own_180_days_end() -> None:
    def told(levels: list[int], held: tuple[int, int], *onsets: int) -> tuple[Case, Tally]:
        one = case("a-b", steps(levels, censored=held), [onset(day) for day in onsets])
        return one, tally(one, np.array(levels) >= 3)

    war = alarmed(600, (113, 293))  # onset on day 100, noticed on day 113
    one, found = told(war, (113, 293), 100)
    assert (found.warned, found.false_alarms, found.alarm_years) == (0, 0, 0.0)
    assert one.years == pytest.approx((600 - (292 + 14 - 100)) / 365.25)
    judged_afresh = alarmed(600, (113, 306))
    assert told(judged_afresh, (113, 293), 100)[1].false_alarms == 0  # 14 days to come down
    assert told(alarmed(600, (113, 308)), (113, 293), 100)[1].false_alarms == 1
    assert told(war, (113, 293))[1].false_alarms == 2  # no onset came: two blocks of a false alarm
    assert told(alarmed(600, (20, 200)), (20, 200), 300)[1].false_alarms == 2
    # it ends within the 180 days of the onset: nothing is added
    assert told(alarmed(600, (95, 275)), (95, 275), 100)[0].years == judged(war, 100)[0].years
    # for ever under way is no way out
    assert told(alarmed(900, (113, 900)), (113, 900), 100)[1].false_alarms == 5
    assert told(war, (113, 293), 100, 290)[0].left_out == (one.times[290],)


def test_a_second_onset_within_180_days_is_left_out_and_keeps_it_censored() -> None:
    one, found = judged(alarmed(600), 100, 200)
    assert len(found.leads) == 1
    assert len(one.left_out) == 1
    assert one.years == pytest.approx((600 - 280) / 365.25)


def test_onsets_before_the_first_and_after_the_last_step() -> None:
    one, found = judged(alarmed(100), -10, 0, 500)
    assert found.leads == ()
    assert len(one.left_out) == 2  # nobody could warn of the one at the first step either
    assert one.scored.sum() == 0  # 180 days from the one before the replay


def test_level_changes_are_counted_in_scored_time() -> None:
    assert judged([0, 1, 1, 2, 3, 2])[1].changes == 4
    assert judged([0] * 100 + [3, 0] * 50, 100)[1].changes == 1


def test_a_problem_nobody_watched_is_missed() -> None:
    one = missed("x-y", 2)
    found = tally(one, np.array([], dtype=bool))
    assert (found.leads, found.warned, found.years, found.false_alarms) == ((0.0, 0.0), 0, 0.0, 0)
    assert len(weeks(one, np.array([])).came) == 0


def test_weeks_their_answers_and_scores_by_hand() -> None:
    p = chained([(7, 0.1), (7, 0.2), (200, 0.5)])
    one = case("a-b", steps([0] * len(p), p=p), [onset(100)])
    found = weeks(one, np.array(p))
    # weeks end on days 6, 13, ... 97; later ones are censored or end less than 90 days before the last step
    assert len(found.came) == 14
    assert list(found.came[:2]) == [False, True]  # days 6 + 90 < 100 <= 13 + 90
    assert brier(found)[0] == pytest.approx(0.01)
    assert brier(found)[1] == pytest.approx(0.64)
    assert log_score(found)[0] == pytest.approx(-math.log(0.9))
    assert log_score(found)[1] == pytest.approx(-math.log(0.2))


def test_certainty_that_fails_costs_much_but_not_everything() -> None:
    one = case("a-b", steps([0] * 200, p=[1.0] * 200), [])
    assert np.isfinite(log_score(weeks(one, np.ones(200)))).all()


LEVELS = st.lists(st.integers(0, 5), min_size=1, max_size=500)


@given(LEVELS, st.lists(st.integers(0, 520), max_size=3))
def test_the_tally_keeps_its_bounds(levels: list[int], days: list[int]) -> None:
    one, found = judged(levels, *days)
    assert len(found.leads) == len(one.onsets)
    assert all(0 <= each <= 90 for each in found.leads)
    assert found.alarm_years <= found.years + 1e-12
    # blocks begin at least 90 days apart
    assert found.false_alarms <= len(levels) / 90 + 1
    begun = [begin for begin, _ in blocks(one, np.array(levels) >= 3)]
    assert all(later - sooner >= 90 for sooner, later in itertools.pairwise(begun))


@given(LEVELS, st.integers(0, 500))
def test_raising_the_alarm_on_more_days_never_shortens_a_lead(levels: list[int], day: int) -> None:
    one = case("a-b", steps(levels), [onset(day)])
    if not one.onsets:
        return
    values = np.array(levels)
    loud, quiet = lead(one, values >= 1, one.onsets[0]), lead(one, values >= 3, one.onsets[0])
    assert (quiet or 0) <= (loud or 0)
    assert quiet is None or loud is not None


@given(LEVELS, st.integers(0, 500))
def test_what_comes_after_the_onset_changes_no_lead(levels: list[int], day: int) -> None:
    one = case("a-b", steps(levels), [onset(day)])
    if not one.onsets:
        return
    values = np.array(levels)
    after = values.copy()
    after[day + 1 :] = 5
    assert lead(one, values >= 3, one.onsets[0]) == lead(one, after >= 3, one.onsets[0])
