"""Pages of many shapes become the documents laid down beside them."""

import json
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.clean.documents import clean
from vedette.config import OutletTable
from vedette.types import Capture, Document, Failure, Outlet

PAGES = Path(__file__).parent / "pages"
OUTLETS = OutletTable.of([Outlet(name="The Harbour Gazette", domain="harbourgazette.example")])
FETCHED = datetime(2024, 5, 12, tzinfo=UTC)
PARAGRAPH = (
    "<p>The ministry moved trucks and field kitchens to the northern road on Monday, officials said.</p>"
)


def capture(payload: bytes | str, media_type: str = "text/html", content_type: str = "") -> Capture:
    raw = payload.encode() if isinstance(payload, str) else payload
    return Capture(
        id="capture",
        source=None,
        url="file:page#1",
        fetched_at=FETCHED,
        media_type=media_type,
        payload=raw,
        sha256=sha256(raw).hexdigest(),
        headers=(("content-type", content_type),) if content_type else (),
    )


def only(*args: str | bytes, **kwargs: str) -> Document | Failure:
    (result,) = clean([capture(*args, **kwargs)], outlets=OUTLETS)  # type: ignore[arg-type]
    return result


def document(*args: str | bytes, **kwargs: str) -> Document:
    result = only(*args, **kwargs)
    assert isinstance(result, Document), result
    return result


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.[ht]*[lt]")), ids=lambda page: page.name)
def test_a_page_becomes_the_document_laid_down(page: Path) -> None:
    media_type = "text/html" if page.suffix == ".html" else "text/plain"
    found = document(page.read_bytes(), media_type)
    expected = json.loads(page.with_name(page.name + ".json").read_text("utf-8"))
    assert found.title == expected["title"]
    assert found.text.split("\n\n") == expected["paragraphs"]
    for name in ("outlet", "url", "language", "credit", "truncated", "known_basis"):
        assert getattr(found, name) == expected[name], name
    for name in ("published", "modified", "known_at"):
        moment = getattr(found, name)
        assert (moment and moment.isoformat()) == expected[name], name


def test_a_declared_charset_is_read_from_the_header_too() -> None:
    page = (
        f"<html><body><article><p>Войска вернулись в казармы, сообщил штаб округа.</p>{PARAGRAPH}</article>"
    )
    found = document(page.encode("cp1251"), content_type="text/html; charset=windows-1251")
    assert "Войска вернулись в казармы" in found.text


def test_the_name_of_the_outlet_goes_from_the_title() -> None:
    head = (
        '<meta property="og:title" content="Gates closed at noon - The Harbour Gazette">'
        '<meta property="og:site_name" content="{}">'
    )
    page = "<html><head>" + head.format("The Harbour Gazette") + f"</head><body><article>{PARAGRAPH * 3}"
    assert document(page).title == "Gates closed at noon"
    other = "<html><head>" + head.format("Another Paper") + f"</head><body><article>{PARAGRAPH * 3}"
    assert document(other).title == "Gates closed at noon - The Harbour Gazette"


def test_the_date_of_a_page_is_never_taken_out_of_its_text() -> None:
    page = "<html><body><article><p>It had been so on 3 March 2014, she said.</p>"
    found = document(page + PARAGRAPH * 3)
    assert found.published is None
    assert found.known_at == FETCHED


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("<html><head></head><body></body></html>", "no article text"),
        ("<div>" * 5_000 + "text", "nested deeper"),
        ("<p>x</p>" * 1_250_000, "tags"),
        ("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">text</p>", "attributes"),
        ("<p " + "".join(f'a{n}="1"' for n in range(50_000)) + ">text</p>", "attributes"),
        ("x" * 10_000_001, "characters"),
        (b"\x89PNG\r\n\x1a\n" + bytes(4000), "not text"),
    ],
    ids=[
        "empty",
        "blank",
        "bare",
        "deep",
        "10 MB of tags",
        "attributes",
        "attributes unspaced",
        "large",
        "bytes",
    ],
)
def test_a_page_that_cannot_be_read_is_a_failure_that_says_why(page: str | bytes, reason: str) -> None:
    begun = time.monotonic()
    found = only(page)
    assert isinstance(found, Failure)
    assert reason in found.reason
    assert (found.stage, found.record, found.at) == ("clean", "page", FETCHED)
    assert time.monotonic() - begun < 10


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><html><body><article><p>&b; &b;</p>'
    found = document(bomb + PARAGRAPH * 3)
    assert "haha" not in found.text


def test_nul_bytes_do_not_cut_a_page_off() -> None:
    found = document(
        f"<html><body><article><p>The first\x00 line of the report is short.</p>{PARAGRAPH}".encode()
    )
    assert found.text.startswith("The first line of the report")
    assert "field kitchens" in found.text


def test_a_failure_does_not_stop_the_ones_after_it() -> None:
    good = capture("<html><body><article>" + PARAGRAPH * 3)
    results = list(clean([capture(""), good, capture("{", "application/json"), good], outlets=OUTLETS))
    assert [type(result) for result in results] == [Failure, Document, Failure, Document]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "headline", "articleBody", "datePublished", "liveBlogUpdate", "publisher"]
            ),
            inner | st.sampled_from(["NewsArticle", "LiveBlogPosting"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=50)
@given(JSON, st.text(max_size=30))
def test_no_linked_data_stops_the_run(data: object, date: str) -> None:
    meta = f'<meta name="date" content="{date}"><meta property="article:published_time" content="{date}">'
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    found = document(
        f"<html><head>{meta}{script}</head><body><article>{PARAGRAPH * 3}</article></body></html>"
    )
    assert "field kitchens" in found.text or found.title
