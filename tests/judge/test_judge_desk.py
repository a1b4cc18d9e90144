"""Judging at a desk: dead feeds, retractions, corrections, dates to come, clocks put back, copies."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bench.made_up import Told

from vedette.config import Settings
from vedette.desk import Desk
from vedette.store.records import Review
from vedette.types import Assessment, Level, Reading, WarningProblem
from vedette.watch.coverage import Waiting

FIRST = datetime(2021, 11, 1, 12, tzinfo=UTC)
NOW = datetime(2022, 3, 1, tzinfo=UTC)
BUILD_UP = ("F1", "U1", "S1", "S2", "P1")  # said by the target and by the press, gates of level 3 open
Open = Callable[..., Desk]


def at(day: float) -> datetime:
    return FIRST + timedelta(days=day)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens the one desk of a test, with a reader that finds what was written."""
    desks = []

    def make(now: datetime = NOW) -> Desk:
        desk = Desk(Settings(home=tmp_path / "desk"), clock=lambda: now)
        desk.__dict__["reader"] = Told()
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()


def told(
    desk: Desk, rows: Sequence[tuple[str, datetime, dict[str, str]]], folder: Path, *, read: bool = True
) -> None:
    """Have the desk take and read documents that say what is in `rows`: a code each, with its time."""
    lines = [
        json.dumps(
            {
                "id": f"{code} {when:%m%d%H%M} {n}",
                "title": f"RUS UKR {code} dispatch {n * 7919} of {when:%d %B} from {n * 104729:x}",
                "published": when.isoformat(),
                "outlet": f"Outlet {n % 3}",
            }
            | more
        )
        for n, (code, when, more) in enumerate(rows)
    ]
    file = folder / f"{abs(hash(tuple(lines)))}.jsonl"
    file.write_text("\n".join(lines))
    taken = desk.take_paths([file])
    assert taken.failures == ()
    if read:
        desk.read()


def followed(desk: Desk, until: datetime, since: datetime = FIRST) -> dict[str, Assessment]:
    outlook = desk.as_of(until, replay=True)
    judged = outlook.follow(desk.problem("rus-ukr"), since=since)
    return {f"{one.as_of:%m-%d}": one for one in judged.assessments}


def build_up(day: float = 0) -> list[tuple[str, datetime, dict[str, str]]]:
    return [(code, at(day + n / 24), {}) for n, code in enumerate(BUILD_UP)]


def test_a_desk_whose_feeds_died_for_a_week_is_stale_not_quiet(opened: Open, tmp_path: Path) -> None:
    desk = opened()
    # evidence that expires while nothing comes, and a document of no bearing after the gap
    told(desk, [*build_up(), ("X9", at(2), {}), ("X9", at(90), {})], tmp_path)
    days = followed(desk, at(110))
    assert days["11-03"].level >= Level.CONCERN
    assert (days["11-06"].status, days["11-07"].status) == ("live", "stale")
    silent = [one for name, one in days.items() if "11-07" <= name < "12-32"]
    assert {one.status for one in silent} == {"stale"}
    assert {one.level for one in silent} == {days["11-03"].level}
    assert days["01-30"].coverage.documents == 0
    assert {one.onset for one in silent} == {days["11-06"].onset}
    back = desk.as_of(at(91), replay=True).follow(desk.problem("rus-ukr"), since=FIRST).last
    assert (back.status, back.level) == ("live", days["11-03"].level - 1)
    assert back.onset.p < silent[-1].onset.p


def test_documents_that_were_not_read_are_no_peace(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened()
    told(desk, build_up(), tmp_path, read=False)
    unread = desk.as_of(at(1), replay=True)
    bulletin = unread.bulletin(problem, issued_at=at(1))
    assert (bulletin.assessment.status, bulletin.assessment.level) == ("stale", Level.WATCH)
    coverage = bulletin.assessment.coverage
    assert (coverage.documents, coverage.waiting, coverage.unread) == (0, 5, 0)
    assert bulletin.assessment.reasons[0].startswith("5 of 5 documents of the last 7 days are not read")
    gaps = [one.text for one in bulletin.statements if one.section == "gaps"]
    assert gaps[0] == "No document of the last 7 days was read."
    assert "5 documents of the last 7 days were not read by this reader: run `vedette read`." in gaps
    assert not any(text.startswith("No document on any subject since") for text in gaps)
    desk.read()
    read = desk.as_of(at(1), replay=True).assess(problem)
    assert (read.status, read.coverage.documents, read.coverage.waiting) == ("live", 5, 0)
    assert read.level > Level.WATCH


def test_a_few_unread_documents_are_told_and_stop_nothing(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened()
    told(desk, build_up(), tmp_path)
    told(desk, [("X9", at(0.5), {}), ("X9", at(0.6), {})], tmp_path, read=False)
    outlook = desk.as_of(at(1), replay=True)
    assert (outlook.assess(problem).status, outlook.assess(problem).coverage.waiting) == ("live", 2)
    assert outlook.waiting() == Waiting(documents=2, failed=0, elsewhere=0)
    assert outlook.waiting(at(0.55)).documents == 1


def test_what_only_another_reader_has_read_is_told(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened()
    told(desk, build_up(), tmp_path)
    told(desk, [("X9", at(0.5), {})], tmp_path, read=False)
    later_reader = Told()
    later_reader.run = replace(Told.run, id="a later one")
    desk.__dict__["reader"] = later_reader
    past = desk.as_of(at(1), replay=True)
    assert past.waiting() == Waiting(documents=6, failed=0, elsewhere=5)
    assert past.assess(problem).status == "stale"
    # now, as ever, the newest reading of each document counts, whoever made it
    later = opened(NOW + timedelta(days=1))
    assert later.as_of().waiting(at(-1)) == Waiting(documents=1, failed=0, elsewhere=0)


def test_a_reader_that_fails_is_told_from_one_that_finds_nothing(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened()
    told(desk, build_up(), tmp_path, read=False)
    documents = list(desk.store.view().documents())
    failed = [Reading(document=one.id, error="the endpoint can't be asked") for one in documents]
    desk.store.append_batch(readings=failed, run=Told.run)
    outlook = desk.as_of(at(1), replay=True)
    assert outlook.waiting() == Waiting(documents=5, failed=5, elsewhere=0)
    assert outlook.assess(problem).status == "stale"


def test_a_feed_of_sports_does_not_hide_that_those_who_told_are_silent(opened: Open, tmp_path: Path) -> None:
    desk = opened()
    days = range(0, 12, 2)
    rows = [row for day in days for row in build_up(day)]
    scores = [("X9", at(day), {"outlet": "Match Daily"}) for day in range(80)]
    told(desk, [*rows, *scores], tmp_path)
    found = followed(desk, at(75))
    held = found["11-11"].level
    assert held >= Level.CONCERN
    # they spoke every second day: four such gaps after day 10
    assert (found["11-19"].status, found["11-20"].status) == ("live", "stale")
    later = [one for name, one in found.items() if name >= "11-20" or name < "11-01"]
    assert {(one.status, one.level) for one in later} == {("stale", held)}
    assert later[0].coverage.silent == ("Outlet 0", "Outlet 1", "Outlet 2")
    assert later[-1].reasons[0].startswith("who carried most of the evidence has fallen silent (Outlet 0")
    assert later[-1].coverage.documents == 7


def test_who_speaks_may_raise_a_level_while_others_are_silent(opened: Open, tmp_path: Path) -> None:
    desk = opened()
    few: list[tuple[str, datetime, dict[str, str]]] = [("F1", at(day), {}) for day in range(9)]
    more = [(code, at(40 + n / 24), {"outlet": "New Post"}) for n, code in enumerate(BUILD_UP)]
    scores = [("X9", at(day), {"outlet": "Match Daily"}) for day in range(50)]
    told(desk, [*few, *more, *scores], tmp_path)
    found = followed(desk, at(42))
    assert found["12-10"].status == "stale"
    assert found["12-12"].level > found["12-10"].level
    assert found["12-12"].status == "live"


def test_a_retraction_re_judges_and_the_day_it_was_believed_stays(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened(at(3))
    told(desk, build_up(), tmp_path)
    believed = desk.as_of(at(3.2)).assess(problem)
    wrong = [one for one in desk.store.view().documents() if " U1 " in one.title or " F1 " in one.title]
    assert len(wrong) == 2
    desk.close()
    later = opened(at(5))
    later.store.append_reviews(
        Review(
            target_kind="document",
            target=one.id,
            action="retract",
            reason="the outlet took it back",
            author="editor",
            at=at(4),
        )
        for one in wrong
    )
    after, before = later.as_of(at(5)).assess(problem), later.as_of(at(3.5)).assess(problem)
    seen = {state.code for state in after.states if state.evidence}
    assert not seen & {"U1", "F1"}
    assert after.onset.p < believed.onset.p
    assert before.level is believed.level
    assert {state.code for state in before.states if state.evidence} >= {"U1", "F1"}


def test_a_corrected_page_re_judges(opened: Open, tmp_path: Path, problem: WarningProblem) -> None:
    page = {"url": "https://harbour.example/one", "id": "one"}
    desk = opened()
    told(
        desk,
        [("U1", at(0), page | {"title": "RUS UKR U1 field hospitals are set up near the border"})],
        tmp_path,
    )
    told(
        desk,
        [("D3", at(1), page | {"title": "RUS UKR D3 no hospitals are set up near the border"})],
        tmp_path,
    )
    first = desk.as_of(at(0.5), replay=True).assess(problem)
    second = desk.as_of(at(2), replay=True).assess(problem)
    assert {state.code for state in first.states if state.evidence} == {"U1"}
    assert {state.code for state in second.states if state.evidence} == {"D3"}


def test_a_date_to_come_is_known_when_it_is_fetched_and_no_sooner(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened(at(10))
    told(desk, [("F1", at(4000), {}), ("X9", at(1), {})], tmp_path)
    (future,) = [one for one in desk.store.view().documents() if " F1 " in one.title]
    assert (future.known_at, future.known_basis) == (at(10), "date in the future")
    assert not any(state.evidence for state in desk.as_of(at(9), replay=True).assess(problem).states)
    assert any(state.evidence for state in desk.as_of(at(10), replay=True).assess(problem).states)


def test_a_clock_that_was_put_back_hides_what_is_not_yet_known_and_loses_nothing(
    opened: Open, tmp_path: Path, problem: WarningProblem
) -> None:
    desk = opened(at(10))
    told(desk, build_up(9), tmp_path)
    desk.close()
    early = opened(at(5))
    told(early, [("X9", at(4), {})], tmp_path)
    assert not any(state.evidence for state in early.as_of(replay=True).assess(problem).states)
    early.close()
    right = opened(at(10))
    assert any(state.evidence for state in right.as_of(replay=True).assess(problem).states)
    assert len(list(right.store.view().documents())) == len(BUILD_UP) + 1


def test_copies_move_nothing(opened: Open, tmp_path: Path, problem: WarningProblem) -> None:
    text = {"title": "RUS UKR F1 columns are seen on the road to the border in the north"}
    desk = opened()
    told(desk, [("F1", at(0), text | {"id": "first", "outlet": "Harbour Wire"})], tmp_path)
    one = desk.as_of(at(1), replay=True).assess(problem)
    copies = [("F1", at(0.1), text | {"id": f"c{n}", "outlet": f"Copy {n}"}) for n in range(400)]
    told(desk, copies, tmp_path)
    many = desk.as_of(at(1), replay=True).assess(problem)
    assert many.coverage.documents == 401
    assert (many.level, many.onset) == (one.level, one.onset)


def test_mentions_are_documents_that_name_both(opened: Open, tmp_path: Path, problem: WarningProblem) -> None:
    rows = [
        ("F1", at(0), {"title": "Russia moves tanks towards Ukraine"}),
        ("F1", at(0.01), {"title": "Russia moves tanks towards Ukraine", "outlet": "Copy"}),
        ("F1", at(0.02), {"title": "Moscow's parliament votes on a budget for Siberia"}),
        ("F1", at(0.03), {"title": "Shelling reported in Kharkiv as Russian troops gather"}),
        ("F1", at(2), {"title": "Ukraine and Russia trade accusations"}),
    ]
    desk = opened()
    told(desk, rows, tmp_path)
    outlook = desk.as_of(at(3), replay=True)
    assert outlook.mentions(problem, at(0.5)) == (3, 2)
    assert outlook.mentions(problem, at(1.9)) == (0, 0)
    assert outlook.mentions(problem, at(3), timedelta(days=7)) == (4, 3)


def test_where_no_outlet_is_named_the_press_has_one_origin(opened: Open, tmp_path: Path) -> None:
    desk = opened()
    assert desk.as_of(at(1)).has_outlets  # nothing has come yet
    told(desk, [("F1", at(0.1), {"outlet": ""})], tmp_path)
    assert not desk.as_of(at(1)).has_outlets
    told(desk, [("F1", at(0.2), {})], tmp_path)
    assert desk.as_of(at(1)).has_outlets
