from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from vedette.collect.fetch import Fetcher
from vedette.collect.limits import Limits
from vedette.collect.sources import check
from vedette.types import Source, SourceKind, content_id

if TYPE_CHECKING:
    from pathlib import Path

    from tests.collect.conftest import Site

NOW = datetime(2021, 11, 1, 12, tzinfo=UTC)
LIMITS = Limits(seconds=1.0, host_gap=0.0, record_bytes=200_000, pages=4, page_failures=2)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(limits=LIMITS, permit=lambda address: address == ip_address("127.0.0.1")) as made:
        yield made


def source(kind: SourceKind, url: str) -> Source:
    return Source(id=content_id(kind, url), kind=kind, url=url, name="Example Wire", every=900)


def feed(*links: str) -> str:
    items = "".join(
        f"<item><title>T {link}</title><link>{link}</link><guid>g{link}</guid>"
        f"<description>&lt;p&gt;Short {link}&lt;/p&gt;</description>"
        "<pubDate>Mon, 01 Nov 2021 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'


def test_a_feed_brings_the_pages_behind_it(site: Site, fetcher: Fetcher) -> None:
    site.add("/feed", feed("/a", "/b"), kind="application/rss+xml", ETag='"1"')
    site.add("/a", "<p>All of a")
    site.add("/b", status=302, Location="/b2")
    site.add("/b2", "<p>All of b")
    wire = source(SourceKind.FEED, site.url("/feed"))
    looked = check(wire, None, fetcher, NOW)
    assert [(c.url, c.payload, c.media_type) for c in looked.captures] == [
        (site.url("/a"), b"<p>All of a", "text/html"),
        (site.url("/b"), b"<p>All of b", "text/html"),
    ]
    assert ("x-vedette-final-url", site.url("/b2")) in looked.captures[1].headers
    assert ("x-vedette-feed-published", "2021-11-01T10:00:00+00:00") in looked.captures[0].headers
    assert {c.source for c in looked.captures} == {wire.id}
    done = looked.check
    assert (done.outcome, done.captures, done.failures, done.etag) == ("new", 2, 0, '"1"')
    assert timedelta(seconds=900) <= done.next_at - NOW <= timedelta(seconds=990)
    assert looked.failures == ()


def test_pages_seen_are_not_fetched_again(site: Site, fetcher: Fetcher) -> None:
    site.add("/feed", feed("/a", "/b"))
    site.add("/b", "<p>b")
    seen = {site.url("/a")}
    looked = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW, seen=seen.__contains__)
    assert [c.url for c in looked.captures] == [site.url("/b")]
    assert "/a" not in site.paths()


def test_entries_stand_in_for_pages_that_are_refused(site: Site, fetcher: Fetcher) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /a", kind="text/plain")
    site.add("/feed", feed("/a", "/b"))
    site.add("/b", "<p>b")
    looked = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW)
    entry, page = looked.captures
    assert page.payload == b"<p>b"
    assert entry.media_type == "application/json"
    assert json.loads(entry.payload) == {
        "id": "g/a",
        "title": "T /a",
        "text": "Short /a",
        "published": "2021-11-01T10:00:00+00:00",
        "url": site.url("/a"),
        "outlet": "Example Wire",
    }
    assert "robots.txt" in dict(entry.headers)["x-vedette-instead-of-page"]


def test_without_pages_the_same_entries_are_the_same_records(site: Site, fetcher: Fetcher) -> None:
    wire = source(SourceKind.FEED, site.url("/feed"))
    site.add("/feed", feed("/a"))
    first = check(wire, None, fetcher, NOW, pages=False)
    site.add("/feed", feed("/b", "/a"))
    second = check(wire, first.check, fetcher, NOW + timedelta(hours=1), pages=False)
    assert second.captures[1].id == first.captures[0].id
    assert site.paths() == ["/robots.txt", "/feed", "/feed"]


def test_a_host_in_trouble_is_left_alone_and_a_flood_of_pages_bounded(site: Site, fetcher: Fetcher) -> None:
    links = [f"/{n}" for n in range(8)]
    site.add("/feed", feed(*links))
    looked = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW)
    assert len(looked.captures) == 8
    assert site.paths() == ["/robots.txt", "/feed", "/0", "/1"]
    for link in links:
        site.add(link, "<p>x")
    looked = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW)
    assert [c.media_type for c in looked.captures] == ["text/html"] * 4 + ["application/json"] * 4


def test_unchanged_by_304_by_the_same_bytes_and_by_nothing_new(site: Site, fetcher: Fetcher) -> None:
    wire = source(SourceKind.FEED, site.url("/feed"))
    site.add("/feed", feed("/a"))
    first = check(wire, None, fetcher, NOW, pages=False)
    same = check(wire, first.check, fetcher, NOW, pages=False)
    assert (same.check.outcome, same.captures) == ("unchanged", ())
    assert "if-none-match" not in site.requests[-1][1]
    assert check(wire, None, fetcher, NOW, seen=lambda url: True).check.outcome == "unchanged"

    site.add("/feed", status=304)
    told = replace(first.check, etag='"1"', last_modified="Mon, 01 Nov 2021 10:00:00 GMT", failures=3)
    unchanged = check(wire, told, fetcher, NOW)
    assert (unchanged.check.outcome, unchanged.check.failures) == ("unchanged", 0)
    assert (unchanged.check.etag, unchanged.check.last_modified) == (told.etag, told.last_modified)


def test_a_failed_look_backs_off_and_keeps_what_it_knew(site: Site, fetcher: Fetcher) -> None:
    wire = source(SourceKind.FEED, site.url("/feed"))
    site.add("/feed", feed("/a"), ETag='"1"')
    check_1 = check(wire, None, fetcher, NOW, pages=False).check
    site.add("/feed", status=500)
    check_2 = check(wire, check_1, fetcher, NOW).check
    looked = check(wire, check_2, fetcher, NOW)
    assert (looked.check.outcome, looked.check.failures, looked.check.etag) == ("failed", 2, '"1"')
    assert looked.check.next_at - NOW >= timedelta(seconds=3600)
    assert "500" in (looked.check.error or "")
    (failed,) = looked.failures
    assert (failed.stage, failed.record) == ("collect", wire.url)


def test_retry_after_sets_the_next_look(site: Site, fetcher: Fetcher) -> None:
    site.add("/feed", status=429, Retry_After="7200")
    looked = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW)
    assert looked.check.next_at - NOW >= timedelta(seconds=7190)


def test_a_page_is_one_capture_and_unchanged_the_next_time(site: Site, fetcher: Fetcher) -> None:
    page = source(SourceKind.PAGE, site.url("/page"))
    site.add("/page", "<html><p>x", kind="application/xhtml+xml")
    first = check(page, None, fetcher, NOW)
    assert [(c.url, c.media_type) for c in first.captures] == [(page.url, "text/html")]
    assert check(page, first.check, fetcher, NOW).check.outcome == "unchanged"
    site.add("/page", "  ")
    assert check(page, first.check, fetcher, NOW).check.outcome == "failed"
    site.add("/page", "x", kind="image/png")
    assert "image/png" in (check(page, first.check, fetcher, NOW).check.error or "")


def test_hostile_titles_cannot_write_headers(site: Site, fetcher: Fetcher) -> None:
    title = "a&#13;&#10;X-Evil: 1&#10;&#10;body"
    site.add(
        "/feed",
        f"<rss version='2.0'><channel><item><title>{title}</title><link>/a</link></item></channel></rss>",
    )
    site.add("/a", "<p>a")
    (taken,) = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW).captures
    assert all("\n" not in value and "\r" not in value for _, value in taken.headers)


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path, fetcher: Fetcher) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text('{"title": "x"}\n{bad\n', "utf-8")
    file = source(SourceKind.FILE, str(path))
    first = check(file, None, fetcher, NOW)
    assert (first.check.outcome, len(first.captures), len(first.failures)) == ("new", 1, 1)
    assert first.captures[0].source == file.id
    assert check(file, first.check, fetcher, NOW).check.outcome == "unchanged"
    path.write_text('{"title": "x"}\n{"title": "y"}\n', "utf-8")
    assert len(check(file, first.check, fetcher, NOW).captures) == 2
    path.unlink()
    assert check(file, first.check, fetcher, NOW).check.outcome == "failed"
    folder = check(source(SourceKind.FILE, str(tmp_path)), None, fetcher, NOW)
    assert folder.check.outcome == "unchanged"


def test_too_many_entries_are_said(site: Site) -> None:
    site.add("/feed", feed("/a", "/b", "/c"))
    limits = replace(LIMITS, entries=2)
    with Fetcher(limits=limits, permit=lambda address: True) as fetcher:
        looked = check(source(SourceKind.FEED, site.url("/feed")), None, fetcher, NOW, pages=False)
    assert len(looked.captures) == 2
    assert "first 2 entries" in looked.failures[0].reason
