"""What every store must do, on whichever database."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from vedette.config import OutletTable
from vedette.errors import AppendOnlyError, StoreError
from vedette.store import schema, verify
from vedette.store.connect import storing
from vedette.store.migrations import migrate, version
from vedette.store.records import Review
from vedette.store.store import Appended, Store
from vedette.store.views import View
from vedette.types import (
    Check,
    Failure,
    Level,
    Outlet,
    OutletKind,
    Reading,
    Source,
    SourceKind,
    Span,
    StoryMember,
    content_id,
)

if TYPE_CHECKING:
    from tests.store.conftest import Clock, Samples

OUTLETS = OutletTable.of([Outlet(name="Border Courier", kind=OutletKind.NEWSPAPER, country="POL")])


def review(target: str, action: str, at: datetime, kind: str = "document") -> Review:
    return Review(target_kind=kind, target=target, action=action, reason="as told", author="editor", at=at)


# --- appending ----------------------------------------------------------------------------


def test_a_batch_comes_back_as_it_went_in(store: Store, make: "Samples") -> None:
    capture, document = make.capture(1), make.document(1, url="https://courier.example/1")
    member = StoryMember(document=document.id, story=document.id, method="first", similarity=1.0)
    reading = make.reading(document)
    appended = store.append_batch(
        captures=[capture], documents=[document], members=[member], readings=[reading], run=make.run
    )
    assert appended == Appended(captures=1, documents=1, members=1, readings=1, claims=2)
    view = store.view()
    assert view.capture(capture.id) == capture
    assert list(view.documents()) == [document] == list(view.documents_at("https://courier.example/1"))
    assert view.document(document.id) == document
    assert list(view.members(document.id)) == [member]
    assert list(view.stories()) == [(document, document.id)]
    assert view.reading(document.id) == reading == view.reading(document.id, make.run.id)
    assert view.runs("read") == [make.run]
    assert view.known_captures([capture.id, "0" * 32]) == {capture.id}


def test_the_same_again_changes_nothing(store: Store, make: "Samples") -> None:
    documents = [make.document(number) for number in range(3)]
    captures = [make.capture(number) for number in range(3)]
    readings = [make.reading(document) for document in documents]
    members = [StoryMember(document=d.id, story=d.id, method="first", similarity=1.0) for d in documents]
    failure = Failure(stage="clean", record="x.jsonl line 9", reason="no text", at=make.start)

    def again() -> Appended:
        return store.append_batch(
            captures=captures * 2,
            documents=documents * 2,
            members=members,
            readings=readings,
            run=make.run,
            failures=[failure, replace(failure, at=make.day(1))],
        )

    assert again().failures == 1
    before, moment = store.view().counts(), store.last_recorded()
    assert again() == Appended()
    assert store.view().counts() == before
    assert store.last_recorded() == moment


def test_what_rests_on_nothing_is_refused_whole(store: Store, make: "Samples") -> None:
    with pytest.raises(StoreError):
        store.append_batch(captures=[make.capture(1)], documents=[make.document(1), make.document(2)])
    assert dict(store.view().counts())["captures"] == 0
    with pytest.raises(StoreError, match="run"):
        store.append_batch(readings=[make.reading(make.document(1))])


def test_characters_no_database_keeps_are_replaced_one_for_one(store: Store, make: "Samples") -> None:
    document = make.document(1, title="A\ud800B\0C", text="tail\udfff")
    claim = replace(make.claim(document, 0, ("F1",)), text="A\ud800B\0C", span=Span(start=0, end=5))
    reading = Reading(document=document.id, claims=(claim,))
    store.append_batch(captures=[make.capture(1)], documents=[document], readings=[reading], run=make.run)
    kept = store.view().document(document.id)
    assert kept is not None
    assert kept.content == "A\ufffdB\ufffdC\n\ntail\ufffd"
    (report,) = store.view().reports(OUTLETS)
    assert report.claim.text == kept.content[report.claim.span.start : report.claim.span.end]


def test_naive_times_are_refused(store: Store, make: "Samples") -> None:
    naive = make.document(1, known=datetime(2021, 11, 1))
    with pytest.raises((StoreError, sa.exc.StatementError), match="naive"):
        store.append_batch(captures=[make.capture(1)], documents=[naive])


def test_recorded_at_grows_even_if_the_clock_goes_back(store: Store, make: "Samples", clock: "Clock") -> None:
    make.keep(store, make.document(1))
    first = store.last_recorded()
    clock.now -= timedelta(days=30)
    make.keep(store, make.document(2))
    assert store.last_recorded() == first + timedelta(microseconds=1)
    assert [document.label for document in store.as_of(first).documents()] == ["1"]


# --- the two clocks -----------------------------------------------------------------------


def test_as_of_filters_both_clocks_and_replay_one(store: Store, make: "Samples") -> None:
    early, late = make.document(1), make.document(60)
    store.append_batch(
        captures=[make.capture(1)], documents=[early], readings=[make.reading(early)], run=make.run
    )
    between = store.last_recorded()
    store.append_batch(
        captures=[make.capture(60)], documents=[late], readings=[make.reading(late)], run=make.run
    )
    import_late = make.document(2)
    store.append_batch(
        captures=[make.capture(2)],
        documents=[import_late],
        readings=[make.reading(import_late)],
        run=make.run,
    )
    now = store.last_recorded()

    def labels(view: View) -> list[str]:
        return [document.label for document in view.documents()]

    assert labels(store.as_of(between)) == ["1"]
    assert labels(store.as_of(now)) == ["1", "2", "60"] == labels(store.view())
    assert labels(store.as_of(make.day(30))) == []  # known by then, but not here
    replayed = store.replay(make.day(30), make.run.id)
    assert labels(replayed) == ["1", "2"]
    assert {report.claim.document for report in replayed.reports(OUTLETS)} == {early.id, import_late.id}
    assert list(store.replay(make.day(30), "no such run").reports(OUTLETS)) == []
    assert store.as_of(between).document(late.id) is None
    assert store.as_of(between).reading(late.id) is None


def test_a_view_is_fixed_when_it_is_made(store: Store, make: "Samples") -> None:
    make.keep(store, make.document(1))
    view = store.view()
    make.keep(store, make.document(2))
    assert [document.label for document in view.documents()] == ["1"]
    assert len(list(store.view().documents())) == 2


def test_the_newest_reading_is_shown_unless_a_run_is_named(store: Store, make: "Samples") -> None:
    document = make.document(1)
    old, new = make.reading(document), make.reading(document, claims=1)
    store.append_batch(captures=[make.capture(1)], documents=[document], readings=[old], run=make.run)
    before = store.last_recorded()
    broken = Reading(document=document.id, error="the reader ran out of memory")
    store.append_batch(readings=[new], run=make.later_run)
    store.append_batch(readings=[broken], run=replace(make.run, id=content_id("third")))
    assert store.view().reading(document.id) == new
    assert store.as_of(before).reading(document.id) == old
    assert len(list(store.view().reports(OUTLETS))) == 1
    assert len(list(store.view().reports(OUTLETS, run=make.run.id))) == 2
    assert len(list(store.replay(make.day(5), make.run.id).reports(OUTLETS))) == 2
    assert list(store.view().documents(unread_by=make.later_run.id)) == []
    assert list(store.as_of(before).documents(unread_by=make.later_run.id)) == [document]


# --- reports ------------------------------------------------------------------------------


def test_a_report_has_what_weighing_needs(store: Store, make: "Samples") -> None:
    first, copy = make.document(1), make.document(2)
    member = StoryMember(document=copy.id, story=first.id, method="near", similarity=0.9)
    store.append_batch(
        captures=[make.capture(1), make.capture(2)],
        documents=[first, copy],
        members=[member],
        readings=[make.reading(first), make.reading(copy)],
        run=make.run,
    )
    reports = list(store.view().reports(OUTLETS))
    assert [report.claim for report in reports] == [
        *make.reading(first).claims,
        *make.reading(copy).claims,
    ]
    assert {report.story for report in reports} == {first.id}
    assert reports[0].outlet.country == "POL"
    assert (reports[0].known_at, reports[0].title) == (first.known_at, first.title)
    one = store.view().report(reports[2].claim.id, OUTLETS)
    assert one == reports[2]
    assert store.view().report("0" * 32, OUTLETS) is None


def test_reports_can_be_limited(store: Store, make: "Samples") -> None:
    documents = [make.document(number) for number in range(5)]
    store.append_batch(
        captures=[make.capture(number) for number in range(5)],
        documents=documents,
        readings=[make.reading(d, indicators=("F1",) if d.label != "2" else ()) for d in documents],
        run=make.run,
    )
    window = list(store.view().reports(OUTLETS, since=make.day(1), until=make.day(3)))
    assert [report.claim.document for report in window] == [documents[1].id] * 2 + [documents[2].id] * 2
    flagged = store.view().reports(OUTLETS, indicators_only=True)
    assert [report.claim.document for report in flagged] == [d.id for d in documents if d.label != "2"]


@pytest.mark.parametrize("action", ["supersede", "retract"])
def test_withdrawn_documents_are_left_out_once_that_is_known(
    store: Store, make: "Samples", action: str
) -> None:
    document = make.document(1)
    store.append_batch(
        captures=[make.capture(1)], documents=[document], readings=[make.reading(document)], run=make.run
    )
    before = store.last_recorded()
    assert store.append_reviews([review(document.id, action, make.day(10))] * 2) == 1
    assert list(store.view().reports(OUTLETS)) == []
    assert len(list(store.as_of(before).reports(OUTLETS))) == 2
    assert len(list(store.replay(make.day(9), make.run.id).reports(OUTLETS))) == 2
    assert list(store.replay(make.day(10), make.run.id).reports(OUTLETS)) == []
    assert store.view().document(document.id) == document
    assert [one.action for one in store.view().reviews("document", document.id)] == [action]


def test_other_reviews_withdraw_nothing(store: Store, make: "Samples") -> None:
    document = make.document(1)
    store.append_batch(
        captures=[make.capture(1)], documents=[document], readings=[make.reading(document)], run=make.run
    )
    store.append_reviews(
        [
            review(document.id, "correct", make.day(2)),
            review(document.id, "dissent", make.day(2)),
            review(document.id, "retract", make.day(2), kind="bulletin"),
        ]
    )
    assert len(list(store.view().reports(OUTLETS))) == 2


def test_long_iterations_come_in_pages(
    store: Store, make: "Samples", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vedette.store.asof._PAGE", 3)
    same_moment = [make.document(number, known=make.day(1)) for number in range(7)]
    make.keep(store, *same_moment)
    found = [document.id for document in store.view().documents()]
    assert found == sorted(document.id for document in same_moment)


# --- taking down --------------------------------------------------------------------------


def test_a_take_down_leaves_metadata_only(store: Store, make: "Samples") -> None:
    secret, other = make.document(1, text="The zebrawood files were opened."), make.document(2)
    store.append_batch(
        captures=[make.capture(1), make.capture(2)],
        documents=[secret, other],
        readings=[make.reading(secret), make.reading(other)],
        run=make.run,
    )
    before = store.last_recorded()
    tombstone = store.take_down(secret.id, reason="court order", author="counsel")
    store.take_down(secret.id, reason="court order", author="counsel")
    for view in (store.view(), store.as_of(before), store.replay(make.day(9), make.run.id)):
        assert list(view.documents()) == [other]
        assert {report.claim.document for report in view.reports(OUTLETS)} == {other.id}
        assert view.search("zebrawood") == []
    assert store.view().document(secret.id) == replace(secret, title="", text="")
    assert store.view().reviews("document", secret.id) == [tombstone]
    with pytest.raises(StoreError, match="taken down"):
        store.view().capture(secret.capture)
    assert store.view().capture(other.capture) == make.capture(2)
    assert list(verify.damages(store.engine, store.folder)) == []


def test_what_was_taken_down_does_not_come_back(store: Store, make: "Samples") -> None:
    document = make.document(1)
    make.keep(store, document)
    store.take_down(document.id, reason="court order", author="counsel")
    make.keep(store, document)
    store.append_batch(readings=[make.reading(document)], run=make.run)
    assert list(store.view().documents()) == []
    assert store.view().reading(document.id) is None
    assert store.view().known_captures([document.capture]) == {document.capture}


def test_a_capture_stays_while_another_document_rests_on_it(store: Store, make: "Samples") -> None:
    first = make.document(1)
    second = replace(make.document(2), capture=first.capture)
    store.append_batch(captures=[make.capture(1)], documents=[first, second])
    store.take_down(first.id, reason="court order", author="counsel")
    assert store.view().capture(first.capture) == make.capture(1)
    store.take_down(second.id, reason="court order", author="counsel")
    with pytest.raises(StoreError, match="taken down"):
        store.view().capture(first.capture)


def test_take_downs_need_a_document_and_their_own_method(store: Store, make: "Samples") -> None:
    with pytest.raises(StoreError, match="no document"):
        store.take_down("0" * 32, reason="court order", author="counsel")
    with pytest.raises(StoreError, match="take-down"):
        store.append_reviews([review("0" * 32, "takedown", make.start)])


# --- other records ------------------------------------------------------------------------


def test_sources_and_their_last_checks(store: Store, make: "Samples") -> None:
    feed = Source(
        id=content_id("feed", "https://a.example/rss"), kind=SourceKind.FEED, url="https://a.example/rss"
    )
    page = Source(id=content_id("page", "https://b.example"), kind=SourceKind.PAGE, url="https://b.example")
    assert store.append_sources([feed, page]) == 2
    assert store.append_sources([feed]) == 0
    before = store.last_recorded()
    slower = replace(feed, every=3600)
    assert store.append_sources([slower]) == 1
    assert store.view().sources() == [slower, page]
    assert store.as_of(before).sources() == [feed, page]
    checks = [
        Check(
            source=feed.id, at=make.day(day), outcome="unchanged", next_at=make.day(day + 1), etag=f'"{day}"'
        )
        for day in (1, 3, 2)
    ]
    assert store.append_batch(checks=checks).checks == 3
    assert store.view().last_checks() == [checks[1]]
    store.append_reviews([review(page.id, "retract", make.day(1), kind="source")])
    assert store.view().sources() == [slower]


def test_files_are_kept_whenever_they_change(store: Store) -> None:
    assert [store.append_file("problem", "rus-ukr", text) for text in ("a: 1", "a: 1", "a: 2", "a: 1")] == [
        1,
        0,
        1,
        1,
    ]
    store.append_file("settings", "vedette.toml", "every = 600")
    (kept,) = store.view().files("problem")
    assert (kept.name, kept.content, kept.digest) == ("rus-ukr", "a: 1", content_id("a: 1"))
    assert kept.recorded_at < store.last_recorded()


def test_failures_are_counted_by_stage(store: Store, make: "Samples") -> None:
    failures = [
        Failure(stage=stage, record=f"x.jsonl line {number}", reason="not JSON", at=make.day(number))
        for number, stage in enumerate(("collect", "clean", "collect"))
    ]
    assert store.append_batch(failures=failures).failures == 3
    assert store.view().failure_counts() == (("clean", 1), ("collect", 2))
    assert list(store.view().failures("collect")) == [failures[0], failures[2]]


def test_the_last_heartbeat_of_a_process(store: Store) -> None:
    store.append_heartbeat("run")
    last = store.append_heartbeat("run", "3 sources")
    store.append_heartbeat("runner")
    assert store.view().last_heartbeat("run") == last
    assert store.view().last_heartbeat("serve") is None


def test_assessments_by_problem_and_time(store: Store, make: "Samples") -> None:
    first, second = make.assessment(1), make.assessment(2, Level.CONCERN)
    assert store.append_assessments([second, first, first]) == 2
    rejudged = replace(second, level=Level.WARNING)
    before = store.last_recorded()
    assert store.append_assessments([rejudged]) == 1
    assert list(store.view().assessments("rus-ukr")) == [first, second, rejudged]
    assert list(store.view().assessments("rus-ukr", since=make.day(1), until=make.day(2))) == [first]
    assert store.view().last_assessment("rus-ukr") == rejudged
    assert store.as_of(before).last_assessment("rus-ukr") == second
    assert store.replay(make.day(1), "any").last_assessment("rus-ukr") == first
    assert store.view().last_assessment("chn-twn") is None


def test_bulletins_come_back_whole(store: Store, make: "Samples") -> None:
    bulletins = [make.bulletin(1), make.bulletin(2)]
    assert store.append_bulletins(bulletins) == 2
    assert store.append_bulletins(bulletins) == 0
    assert list(store.view().bulletins("rus-ukr")) == bulletins
    assert store.view().bulletin(bulletins[1].id) == bulletins[1]
    assert store.replay(make.day(1), "any").bulletin(bulletins[1].id) is None


def test_holdings_show_days_languages_and_silence(store: Store, make: "Samples") -> None:
    assert store.view().holdings().newest is None
    make.keep(
        store, make.document(1), make.document(1_000, known=make.day(1.5)), make.document(3, language="ru")
    )
    holdings = store.view().holdings()
    assert holdings.documents == 3
    assert holdings.by_day == ((make.day(1).date(), 2), (make.day(3).date(), 1))
    assert holdings.by_language == (("en", 2), ("ru", 1))
    assert holdings.newest == make.day(3)
    assert store.replay(make.day(2), "any").holdings().documents == 2
    assert store.view().holdings(since=make.day(2)).by_language == (("ru", 1),)


# --- append-only --------------------------------------------------------------------------


def _filled(store: Store, make: "Samples") -> None:
    document = make.document(1)
    store.append_batch(
        captures=[make.capture(1)],
        documents=[document],
        members=[StoryMember(document=document.id, story=document.id, method="first", similarity=1.0)],
        readings=[make.reading(document)],
        run=make.run,
        checks=[Check(source="s", at=make.start, outcome="new", next_at=make.start)],
        failures=[Failure(stage="read", record="r", reason="x", at=make.start)],
    )
    store.append_sources([Source(id="s", kind=SourceKind.FILE, url="x.html")])
    store.append_assessments([make.assessment(1)])
    store.append_bulletins([make.bulletin(1)])
    store.append_file("problem", "rus-ukr", "a: 1")
    store.append_reviews([review("0" * 32, "dissent", make.start, kind="assessment")])
    store.append_heartbeat("run")


def raw_sql(store: Store, statement: str) -> None:
    """Run a statement as somebody else's script would: on SQLite with none of our pragmas."""
    if store.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(store.engine.url.database))) as script, script:
            script.execute(statement)
    else:
        with store.engine.begin() as connection:
            connection.exec_driver_sql(statement)


Act = Callable[[sa.Table], str]
ACTS: dict[str, Act] = {
    "update": lambda t: f'UPDATE {t.name} SET "{list(t.c)[-1].name}" = "{list(t.c)[-1].name}"',
    "delete": lambda t: f"DELETE FROM {t.name}",
    "replace": lambda t: f"INSERT OR REPLACE INTO {t.name} SELECT * FROM {t.name}",
    "truncate": lambda t: f"TRUNCATE {t.name} CASCADE",
}


@pytest.mark.parametrize("act", ACTS)
def test_no_row_of_any_table_can_be_changed(store: Store, make: "Samples", act: str) -> None:
    sqlite = store.engine.dialect.name == "sqlite"
    if (act == "replace") != sqlite and act in {"replace", "truncate"}:
        pytest.skip(f"{store.engine.dialect.name} has no {act.upper()}")
    _filled(store, make)
    before = store.view().counts()
    for table in schema.metadata.sorted_tables:
        with pytest.raises(AppendOnlyError, match=r"append-only: rows of \w+ are never"), storing():
            raw_sql(store, ACTS[act](table))
    assert store.view().counts() == before
    assert all(count > 0 for _, count in before)


def test_a_newer_schema_is_refused(store: Store, make: "Samples") -> None:
    with store.engine.begin() as connection:
        connection.execute(
            schema.schema_version.insert(), {"version": 99, "recorded_at": datetime(2030, 1, 1, tzinfo=UTC)}
        )
        assert version(connection) == 99
        with pytest.raises(StoreError, match="schema 99") as raised:
            migrate(connection, make.start)
    assert raised.value.hint == "use a newer vedette"


def test_an_older_schema_is_taken_forward_once(store: Store, make: "Samples") -> None:
    def add_note(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE notes (id TEXT PRIMARY KEY)")

    with store.engine.begin() as connection:
        assert migrate(connection, make.start, {2: add_note}) == 2
        assert migrate(connection, make.start, {2: add_note}) == 2
        assert version(connection) == 2
        assert sa.inspect(connection).has_table("notes")


# --- what was read, and what was taken back -------------------------------------------------


def test_arrivals_tell_what_was_read_and_by_whom(store: Store, make: "Samples") -> None:
    documents = [make.document(number) for number in range(1, 5)]
    make.keep(store, *documents)
    one, two, three, _ = documents
    store.append_batch(readings=[make.reading(one), make.reading(two)], run=make.run)
    broken = Reading(document=three.id, error="the reader ran out of memory")
    store.append_batch(readings=[make.reading(one), broken], run=make.later_run)

    def told(view: View) -> list[tuple[bool, bool, bool]]:
        return [(one.read, one.tried, one.elsewhere) for one in view.arrivals()]

    later = store.replay(make.day(9), make.later_run.id)
    assert told(later) == [(True, True, False), (False, False, True), (False, True, False), (False,) * 3]
    assert told(store.view()) == [(True, True, False)] * 2 + [(False, True, False), (False,) * 3]
    first = next(store.view().arrivals())
    assert (first.known_at, first.outlet, first.language) == (one.known_at, one.outlet, one.language)
    assert told(store.replay(make.day(2), make.run.id)) == [(True, True, False)] * 2


def test_withdrawn_reports_are_told_apart_with_the_time_of_it(store: Store, make: "Samples") -> None:
    one, two = make.document(1), make.document(2)
    make.read(store, one, two)
    store.append_reviews([review(one.id, "retract", make.day(9)), review(one.id, "supersede", make.day(7))])

    def gone(known: float) -> list[tuple[str, datetime | None]]:
        view = store.replay(make.day(known), make.run.id)
        found = view.reports(OUTLETS, indicators_only=True, withdrawn=True)
        return [(report.claim.document, report.withdrawn) for report in found]

    assert gone(10) == [(one.id, make.day(7))]
    assert gone(6) == []
    standing = [*store.view().reports(OUTLETS, indicators_only=True)]
    assert [(report.claim.document, report.withdrawn) for report in standing] == [(two.id, None)]


def test_documents_are_found_by_what_people_call_them(store: Store, make: "Samples") -> None:
    page = make.document(7, url="https://courier.example/7_%")
    other = make.document(8)
    make.keep(store, page, other)
    view = store.view()
    for name in (page.id, page.id[:8], "7", "https://courier.example/7_%"):
        assert view.documents_called(name) == [page], name
    assert view.documents_called("https://courier.example/7__") == []
    assert view.documents_called("") == []
    assert view.documents_called("%") == []
    assert store.as_of(make.day(7)).documents_called("8") == []


def test_who_else_tells_a_story_and_stands(store: Store, make: "Samples") -> None:
    first, copy, another = make.document(1), make.document(2), make.document(3)
    members = [
        StoryMember(document=one.id, story=first.id, method="near", similarity=0.9)
        for one in (first, copy, another)
    ]
    make.keep(store, first, copy, another)
    store.append_batch(members=members)
    assert store.view().told_with(copy.id) == [first.id, another.id]
    store.append_reviews([review(another.id, "retract", make.day(4))])
    assert store.view().told_with(copy.id) == [first.id]
    assert store.view().told_with("0" * 32) == []


def test_bulletins_that_quote_a_document_are_found(store: Store, make: "Samples") -> None:
    document, bulletin = make.document(1), make.bulletin(5)
    named_only = replace(make.bulletin(6), evidence=(), corrections=(f"document {document.id} is wrong",))
    make.keep(store, document)
    store.append_bulletins([bulletin, named_only])
    assert store.view().bulletins_citing(document.id) == [bulletin]
    assert store.view().bulletins_citing(make.document(2).id) == []
