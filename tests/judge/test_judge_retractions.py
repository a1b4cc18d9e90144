"""What was believed and taken back: judged anew from then on, and told; the days before stay as they were."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from bench.made_up import Told
from tests.judge.test_judge_desk import BUILD_UP, FIRST, at, build_up, told

from vedette.config import Settings
from vedette.desk import Desk
from vedette.errors import ConfigError
from vedette.types import Assessment, Document, Level

REASON = "the ministry says it never said so"


class Clock:
    """A clock that is put where a test wants it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(at(3))


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """Return a desk of the 4th of November 2021 that has read a build-up of the 1st."""
    with Desk(Settings(home=tmp_path / "desk"), clock=clock) as made:
        made.__dict__["reader"] = Told()
        told(made, [*build_up(), *[("X9", at(day), {}) for day in range(1, 4)]], tmp_path)
        yield made


def about(desk: Desk, code: str) -> Document:
    return next(one for one in desk.store.view().documents() if f" {code} " in one.title)


def days(desk: Desk, until: datetime) -> dict[str, Assessment]:
    outlook = desk.as_of(until, replay=True)
    judged = outlook.follow(desk.problem("rus-ukr"), since=FIRST)
    return {f"{one.as_of:%m-%d}": one for one in judged.assessments}


def lit(assessment: Assessment) -> set[str]:
    return {state.code for state in assessment.states if state.evidence}


def test_it_is_judged_anew_at_once_and_the_bulletins_are_named(desk: Desk, clock: Clock) -> None:
    problem = desk.problem("rus-ukr")
    clock.now = at(4)
    issued = desk.issue(problem)
    assert issued.assessment.level >= Level.CONCERN
    wrong = about(desk, "F1")
    clock.now = at(5)
    done = desk.retract(wrong.id[:9], reason=f" {REASON} ", author="A. Editor")
    assert (done.document, done.review.reason, done.review.at) == (wrong, REASON, at(5))
    ((before, after),) = done.judged
    assert "F1" in lit(before)
    assert "F1" not in lit(after)
    assert after.onset.p < before.onset.p
    assert desk.store.view().last_assessment("rus-ukr") == after
    assert done.bulletins == (issued,)
    clock.now = at(6)
    update = desk.issue(problem)
    (correction,) = update.corrections
    assert issued.id in correction
    assert wrong.id in correction
    assert correction.endswith(f"retracted on 6 Nov 2021 by A. Editor: {REASON}")
    assert not any(one.document == wrong.id for one in update.evidence)
    clock.now = at(7)
    assert desk.issue(problem).corrections == ()


def test_an_actual_bulletin_is_corrected_by_an_actual_one(desk: Desk, clock: Clock) -> None:
    problem = desk.problem("rus-ukr")
    clock.now = at(4)
    desk.issue(problem, status="actual", signed="C. Watch")
    clock.now = at(5)
    desk.retract(about(desk, "F1").id, reason=REASON, author="A. Editor")
    for day, said in ((6, 1), (7, 1)):
        clock.now = at(day)
        assert len(desk.issue(problem).corrections) == said
    # a past day looked at again is not corrected, it shows what was believed
    clock.now = at(7.5)
    past = desk.issue(problem, moment=at(4.5))
    assert any(one.document == about(desk, "F1").id for one in past.evidence)
    assert past.corrections == ()
    clock.now = at(8)
    assert len(desk.issue(problem, status="actual", signed="C. Watch").corrections) == 1
    clock.now = at(9)
    assert desk.issue(problem).corrections == ()


def test_what_lapsed_long_ago_is_retracted_and_moves_nothing(desk: Desk, clock: Clock) -> None:
    clock.now = at(400)
    done = desk.retract(about(desk, "F1").id, reason=REASON, author="A. Editor")
    assert (done.judged, done.bulletins) == ((), ())


def test_the_days_before_stay_as_they_were_in_every_replay(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    clock.now = at(12)
    told(desk, [("X9", at(day), {}) for day in range(4, 12)], tmp_path)
    believed = days(desk, at(11))
    for number, code in enumerate(("F1", "U1")):
        clock.now = at(13 + number)
        desk.retract(about(desk, code).id, reason=REASON, author="A. Editor")
    clock.now = at(20)
    told(desk, [("X9", at(day), {}) for day in range(12, 20)], tmp_path)
    assert days(desk, at(11)) == believed
    through = days(desk, at(19))
    assert {name: through[name] for name in believed if name != "11-12"} == {
        name: one for name, one in believed.items() if name != "11-12"
    }
    assert "F1" in lit(through["11-14"])
    assert "F1" not in lit(through["11-15"])
    assert "U1" in lit(through["11-15"])
    assert "U1" not in lit(through["11-16"])
    # from then on the level is what it would be had nobody ever believed them
    outlook, problem = desk.as_of(at(19), replay=True), desk.problem("rus-ukr")
    alone = outlook.follow(problem, since=FIRST, every=False).last
    last = [*through.values()][-1]
    assert (last.level, last.since, last.onset) == (alone.level, alone.since, alone.onset)


def test_a_page_that_was_replaced_counts_until_then(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    page = {"url": "https://harbour.example/one", "id": "one"}
    clock.now = at(20)
    told(
        desk, [("F3", at(6), page | {"title": "RUS UKR F3 reserves are put on alert in the west"})], tmp_path
    )
    told(desk, [("X9", at(8), page | {"title": "RUS UKR X9 no reserves are on alert in the west"})], tmp_path)
    told(desk, [("X9", at(day), {}) for day in range(4, 12)], tmp_path)
    through = days(desk, at(11))
    assert [name for name, one in through.items() if "F3" in lit(one)] == ["11-08", "11-09"]
    assert through["11-08"] == days(desk, at(7.5))["11-08"]


def test_copies_that_still_stand_are_named(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    text = {"title": "RUS UKR F3 reserves are put on alert in the whole of the western district"}
    clock.now = at(4)
    rows = [("F3", at(3.5 + n / 24), text | {"id": f"c{n}", "outlet": f"Copy {n}"}) for n in range(3)]
    told(desk, rows, tmp_path)
    first, *others = [one for one in desk.store.view().documents() if " F3 " in one.title]
    clock.now = at(5)
    assert desk.retract("c0", reason=REASON, author="A. Editor").copies == tuple(one.id for one in others)
    clock.now = at(6)
    assert desk.retract("c1", reason=REASON, author="A. Editor").copies == (others[1].id,)
    assert first.label == "c0"


def test_a_clock_put_back_does_not_hide_the_retraction(desk: Desk, clock: Clock) -> None:
    clock.now = at(2)
    done = desk.retract(about(desk, "F1").id, reason=REASON, author="A. Editor")
    assert all("F1" not in lit(after) for _, after in done.judged)


@pytest.mark.parametrize(
    ("name", "reason", "author", "says"),
    [
        ("no such document", REASON, "A. Editor", "no document no such document"),
        ("", REASON, "A. Editor", "no document"),
        ("F1 11011200 0", " ", "A. Editor", "needs a reason"),
        ("F1 11011200 0", REASON, "", "the name of who retracts"),
    ],
)
def test_what_cannot_be_retracted_changes_nothing(
    desk: Desk, name: str, reason: str, author: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=says):
        desk.retract(name, reason=reason, author=author)
    assert desk.store.view().reviews("document") == []


def test_a_name_of_several_documents_and_a_second_retraction_are_refused(desk: Desk, tmp_path: Path) -> None:
    told(desk, [("X9", at(1.5), {"id": "twin"}), ("X9", at(1.6), {"id": "twin"})], tmp_path)
    with pytest.raises(ConfigError, match="2 documents are called twin") as refused:
        desk.retract("twin", reason=REASON, author="A. Editor")
    assert (refused.value.hint or "").startswith("give one id: ")
    wrong = about(desk, BUILD_UP[0]).id
    desk.retract(wrong, reason=REASON, author="A. Editor")
    with pytest.raises(ConfigError, match=f"was retracted on 2021-11-04 by A. Editor: {REASON}"):
        desk.retract(wrong, reason="again", author="B. Editor")
    assert len(desk.store.view().reviews("document")) == 1
