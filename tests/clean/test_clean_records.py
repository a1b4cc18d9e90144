"""Records and plain texts become documents with the right title, label and address."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.clean.documents import clean
from vedette.clean.plain import split_markdown, split_title
from vedette.config import OutletTable
from vedette.types import Capture, Document, Failure, Outlet, OutletKind

FETCHED = datetime(2021, 12, 1, 12, tzinfo=UTC)
WRAPPED = """Ferry stopped

The ferry between the two ports was stopped
on Monday after mines were seen in the
bay.
    Boats were told to stay in port until
further notice.
"""
HEADLINES = [
    "Ferry stopped after mines were seen in the bay",
    "Minister calls for talks on the strait",
    "Grain prices rise for the third week",
]
OUTLETS = OutletTable.of([Outlet(name="Northwire", domain="northwire.example", kind=OutletKind.WIRE)])


def result(
    payload: str | bytes, media_type: str, *, url: str = "file:a.jsonl#3", source: str | None = None
) -> Document | Failure:
    raw = payload.encode() if isinstance(payload, str) else payload
    capture = Capture(
        id="c", source=source, url=url, fetched_at=FETCHED, media_type=media_type, payload=raw, sha256=""
    )
    (found,) = clean([capture], outlets=OUTLETS)
    return found


def record(**fields: object) -> Document:
    found = result(json.dumps(fields), "application/json")
    assert isinstance(found, Document), found
    return found


def test_a_record_becomes_a_document_with_its_own_id_as_label() -> None:
    found = record(
        id="r-17",
        title="Bridge closed &amp; guarded",
        text="<p>The bridge is <b>closed</b>.</p><p>It is guarded.</p>",
        published="2021-11-10T08:00:00+02:00",
        url="https://www.northwire.example/a",
        outlet="northwire",
    )
    assert (found.label, found.title, found.outlet) == ("r-17", "Bridge closed & guarded", "Northwire")
    assert found.text == "The bridge is closed.\n\nIt is guarded."
    assert found.url == "https://www.northwire.example/a"
    assert found.known_at == found.published == datetime(2021, 11, 10, 6, tzinfo=UTC)
    assert found.known_basis == "published"
    assert found.language == "en"


def test_text_that_is_no_markup_stays() -> None:
    assert record(title="T", text="If a < b and c > d, then 'x' & \"y\" stay.").text == (
        "If a < b and c > d, then 'x' & \"y\" stay."
    )


def test_numbers_are_taken_as_ids_and_titles() -> None:
    found = record(id=7, title="Troops leave the northern camp", published=1636531200)
    assert (found.label, found.title) == ("7", "Troops leave the northern camp")
    assert found.published == datetime(2021, 11, 10, 8, tzinfo=UTC)


def test_a_wrong_address_is_none() -> None:
    for url in ("javascript:alert(1)", "not an address", "http://[::1", ""):
        assert record(title="Troops leave the camp", url=url).url is None


def test_the_same_record_has_the_same_id_and_another_does_not() -> None:
    one = record(id="a", title="Troops leave the camp")
    assert one.id == record(id="a", title="Troops leave the camp").id
    assert one.id != record(id="b", title="Troops leave the camp").id


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[1]", "not a JSON object"),
        ("{}", "both empty"),
        ('{"title": " ", "text": "\\u200b"}', "both empty"),
        ('{"title": ["a"]}', "'title' is not text"),
        ('{"title": true}', "'title' is not text"),
        ('{"title": "T", "text": {"a": 1}}', "'text' is not text"),
        (json.dumps({"title": "T", "text": "<b>" * 2_000}), "nested deeper"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(payload: str, reason: str) -> None:
    found = result(payload, "application/json")
    assert isinstance(found, Failure)
    assert reason in found.reason
    assert found.record == "a.jsonl record 3"


def test_other_kinds_of_content_are_refused_by_name() -> None:
    found = result(b"%PDF-1.7", "application/pdf", url="https://ministry.example/a.pdf")
    assert isinstance(found, Failure)
    assert found.record == "https://ministry.example/a.pdf"
    assert "application/pdf" in found.reason


@settings(deadline=None)  # the first page loads the extractor
@given(
    st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "text/markdown", "application/json"])
)
def test_no_bytes_stop_the_run(payload: bytes, media_type: str) -> None:
    found = result(payload, media_type)
    assert isinstance(found, Failure) or found.content
    if isinstance(found, Document):
        found.content.encode("utf-8")  # no lone surrogates


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "text", "url", "outlet", "published"]), st.text(max_size=60)
    )
)
def test_any_strings_in_a_record_give_a_document_or_a_failure(fields: dict[str, str]) -> None:
    found = result(json.dumps(fields), "application/json")
    assert isinstance(found, Failure) or (found.content and found.known_at <= FETCHED)


def test_plain_text_is_labelled_with_its_file_name() -> None:
    found = result(
        "Ferry stopped\n\nThe ferry was stopped on Monday.", "text/plain", url="file:notes#1.txt#1"
    )
    assert isinstance(found, Document)
    assert (found.label, found.url, found.title) == ("notes#1.txt", None, "Ferry stopped")


def test_a_live_capture_is_known_when_it_was_fetched() -> None:
    found = result(
        '{"title": "Troops leave the camp", "published": "2021-11-10"}',
        "application/json",
        url="https://northwire.example/feed#1",
        source="s",
    )
    assert isinstance(found, Document)
    assert (found.known_at, found.known_basis) == (FETCHED, "fetched")
    assert found.published == datetime(2021, 11, 10, tzinfo=UTC)
    assert found.outlet == "Northwire"


def test_an_outlet_is_not_credited_with_its_own_text() -> None:
    text = "GENEVA (Northwire) - The talks ended at noon."
    assert record(title="Talks end", text=text, outlet="Northwire").credit is None
    assert record(title="Talks end", text=text, outlet="Evening Lantern").credit == "Northwire"


@pytest.mark.parametrize(
    ("text", "title", "paragraphs"),
    [
        ("Ferry stopped\n\nIt was stopped on Monday.", "Ferry stopped", ["It was stopped on Monday."]),
        ("Ferry stopped\nFerry stopped\n\nIt was so.", "Ferry stopped", ["Ferry stopped", "It was so."]),
        ("Ferry stopped", "Ferry stopped", []),
        ("The ferry was stopped on Monday.", "", ["The ferry was stopped on Monday."]),
        ("It was stopped.\n\nIt was so.", "", ["It was stopped.", "It was so."]),
        ("One line.\nAnother line.\nA third.", "", ["One line.", "Another line.", "A third."]),
        ("\n\n  \n", "", []),
        (
            WRAPPED,
            "Ferry stopped",
            [
                "The ferry between the two ports was stopped on Monday after mines were seen in the bay.",
                "Boats were told to stay in port until further notice.",
            ],
        ),
        (
            "\n".join(HEADLINES),
            "",
            HEADLINES,
        ),
    ],
)
def test_the_title_of_a_plain_text(text: str, title: str, paragraphs: list[str]) -> None:
    assert split_title(text) == (title, paragraphs)


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    text = (
        '---\nauthor: x\n---\n# Ferry *stopped* #\n\nThe [ferry](https://a.example/b_(c "t") was '
        "**stopped** on <https://a.example>.\n\n![Mines adrift](mines.jpg)\n\n***\n\n## Boats\n"
        "> Stay in port_until_noon.\n\n- one\n- two\n"
    )
    title, paragraphs = split_markdown(text)
    assert title == "Ferry stopped"
    assert paragraphs == [
        "The ferry was stopped on https://a.example.",
        "Mines adrift",
        "Boats",
        "Stay in port_until_noon.",
        "- one",
        "- two",
    ]


def test_dates_after_the_fetch_are_not_believed() -> None:
    found = record(title="Troops leave the camp", published=(FETCHED + timedelta(days=3)).isoformat())
    assert (found.known_at, found.known_basis, found.published) == (FETCHED, "date in the future", None)
