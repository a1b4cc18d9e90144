"""Who has fallen silent: the rhythm of an outlet, rare outlets together, and who carried the evidence."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from vedette.types import Arrival, Report
from vedette.watch.silence import PATIENCE, RHYTHM, Rhythms, carriers, fallen_silent

FIRST = datetime(2021, 11, 1, 12, tzinfo=UTC)
LEAST = timedelta(hours=72)


def at(day: float) -> datetime:
    return FIRST + timedelta(days=day)


def spoke(**days: Iterable[float]) -> Rhythms:
    said = sorted((at(day), outlet) for outlet, its in days.items() for day in its)
    return Rhythms(
        Arrival(known_at=when, outlet=outlet, language="en", read=True, tried=True, elsewhere=False)
        for when, outlet in said
    )


def test_a_weekly_is_given_longer_than_a_daily() -> None:
    rhythms = spoke(daily=range(15), weekly=range(0, 15, 7))
    assert not rhythms.silent("daily", at(14 + PATIENCE), LEAST)
    assert rhythms.silent("daily", at(14 + PATIENCE + 0.1), LEAST)
    assert not rhythms.silent("weekly", at(14 + 7 * PATIENCE), LEAST)
    assert rhythms.silent("weekly", at(14 + 7 * PATIENCE + 0.1), LEAST)


def test_nobody_is_silent_before_the_hours_set_and_nobody_who_never_spoke() -> None:
    rhythms = spoke(daily=range(15))
    assert not rhythms.silent("daily", at(24), timedelta(days=10))
    assert rhythms.silent("daily", at(24.1), timedelta(days=10))
    assert not rhythms.silent("daily", at(-1), LEAST)
    assert not Rhythms([]).silent("daily", at(5), LEAST)


def test_many_documents_of_one_day_and_one_long_gap_make_no_rhythm() -> None:
    bursts = [day + minute / 1440 for day in (*range(8), *range(100, 104)) for minute in range(50)]
    rhythms = spoke(burst=bursts)
    assert rhythms.silent("burst", at(103 + PATIENCE + 0.1), LEAST)
    assert not rhythms.silent("burst", at(103 + PATIENCE - 0.1), LEAST)


def test_what_comes_later_changes_no_answer() -> None:
    early, more = spoke(daily=range(15)), spoke(daily=(*range(15), 40, 41, 42))
    days = [at(n / 2) for n in range(79)]
    assert [early.silent("daily", day, LEAST) for day in days] == [
        more.silent("daily", day, LEAST) for day in days
    ]


def test_outlets_without_a_rhythm_speak_for_each_other() -> None:
    once = {f"o{n}": [n] for n in range(20)}
    rhythms = spoke(sports=range(60), **once)
    assert RHYTHM == 3  # sports itself is rare for its first two days only
    assert not rhythms.silent("o2", at(20), LEAST)
    assert rhythms.silent("o2", at(25), LEAST)
    assert not rhythms.silent("sports", at(25), LEAST)


def test_half_of_the_stories_must_have_lost_all_who_told_them(
    report: Callable[..., Report],
) -> None:
    rhythms = spoke(dead=range(10), alive=range(60))

    def told(*tellers: str) -> dict[str, frozenset[str]]:
        return {f"s{n}": frozenset(outlets.split()) for n, outlets in enumerate(tellers)}

    def lost(*tellers: str) -> tuple[str, ...]:
        return fallen_silent(told(*tellers), rhythms, at(40), LEAST)

    assert lost("dead", "alive") == ("dead",)
    assert lost("dead", "alive", "alive") == ()
    assert lost("dead alive", "dead alive") == ()
    assert lost() == ()
    assert fallen_silent(told("dead"), rhythms, at(12), LEAST) == ()


def test_the_newest_month_of_evidence_says_who_carries_a_problem(report: Callable[..., Report]) -> None:
    old, new = report("F1", 0, outlet="Old Post"), report("U1", 40, outlet="New Post")
    assert [*carriers([new, old]).values()] == [{"New Post"}]
    assert [*carriers([old]).values()] == [{"Old Post"}]
    assert carriers([]) == {}
