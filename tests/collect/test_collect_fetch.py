from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from vedette.collect.addresses import Address, anywhere, is_public, resolve
from vedette.collect.fetch import PAGES, Fetcher
from vedette.collect.limits import Limits
from vedette.errors import FetchError

if TYPE_CHECKING:
    from tests.collect.conftest import Site

LOOPBACK = ip_address("127.0.0.1")
LIMITS = Limits(seconds=1.0, host_gap=0.0, record_bytes=200_000)


def to_loopback(host: str, port: int, seconds: float) -> tuple[Address, ...]:
    """Any name is this machine; numbers stay what they are."""
    try:
        return (ip_address(host.strip("[]")),)
    except ValueError:
        return (LOOPBACK,)


def local(address: Address) -> bool:
    return address == LOOPBACK


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(limits=LIMITS, contact="desk@example.org", permit=local, resolver=to_loopback) as made:
        yield made


def test_a_page_comes_with_its_type_headers_and_our_name(site: Site, fetcher: Fetcher) -> None:
    site.add("/page", "<p>Ünïcode</p>", kind="Text/HTML; charset=utf-8", ETag='"v1"')
    answer = fetcher.get(site.url("/page"))
    assert answer.payload == "<p>Ünïcode</p>".encode()
    assert answer.media_type == "text/html"
    assert answer.header("etag") == '"v1"'
    sent = dict(site.requests)["/page"]
    assert sent["user-agent"].startswith("vedette/")
    assert sent["user-agent"].endswith("(+desk@example.org)")
    assert "cookie" not in sent


def test_no_cookies_are_kept(site: Site, fetcher: Fetcher) -> None:
    site.add("/page", "<p>x", Set_Cookie="spy=1; Path=/")
    fetcher.get(site.url("/page"))
    fetcher.get(site.url("/page"))
    assert all("cookie" not in headers for _, headers in site.requests)


def test_conditional_get_is_answered_by_304(site: Site, fetcher: Fetcher) -> None:
    site.add("/feed", status=304)
    answer = fetcher.get(site.url("/feed"), etag='"v1"', last_modified="Mon, 01 Nov 2021 10:00:00 GMT")
    assert (answer.status, answer.payload) == (304, b"")
    sent = dict(site.requests)["/feed"]
    assert sent["if-none-match"] == '"v1"'
    assert sent["if-modified-since"] == "Mon, 01 Nov 2021 10:00:00 GMT"


def test_304_unasked_for_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.add("/feed", status=304)
    with pytest.raises(FetchError, match="304"):
        fetcher.get(site.url("/feed"))


@pytest.mark.parametrize("status", [403, 404, 410, 500, 502])
def test_refusals_and_errors_are_said_in_words(site: Site, fetcher: Fetcher, status: int) -> None:
    site.add("/page", "no", status=status)
    with pytest.raises(FetchError, match=rf"127\.0\.0\.1 answered {status} \w+"):
        fetcher.get(site.url("/page"))


def test_packed_pages_are_unpacked(site: Site, fetcher: Fetcher) -> None:
    for name, packed in (("gzip", gzip.compress(b"<p>x")), ("deflate", zlib.compress(b"<p>x"))):
        site.add(f"/{name}", packed, Content_Encoding=name)
        assert fetcher.get(site.url(f"/{name}")).payload == b"<p>x"


def test_packing_not_asked_for_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.add("/page", b"(\xb5/\xfd", Content_Encoding="zstd")
    with pytest.raises(FetchError, match="zstd"):
        fetcher.get(site.url("/page"))


def test_damaged_packing_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.add("/page", b"this is no gzip", Content_Encoding="gzip")
    with pytest.raises(FetchError):
        fetcher.get(site.url("/page"))


def test_a_bomb_stops_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    bomb = gzip.compress(gzip.compress(bytes(50_000_000), 1), 9)
    site.add("/bomb", bomb, Content_Encoding="gzip, gzip")
    with pytest.raises(FetchError, match="more than 200,000 bytes"):
        fetcher.get(site.url("/bomb"))


def endless(head: bytes, piece: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield piece


def test_an_endless_body_stops_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    site.raw("/endless", lambda: endless(head, b"x" * 10_000))
    with pytest.raises(FetchError, match="more than 200,000 bytes"):
        fetcher.get(site.url("/endless"))


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (b"", b"H"),
    ],
    ids=["body", "headers", "hints", "status"],
)
def test_dripping_answers_end_at_the_time_limit(site: Site, head: bytes, piece: bytes) -> None:
    # every single byte comes well within the time allowed for one read
    site.raw("/drip", lambda: endless(head, piece), pause=0.05)
    began = time.monotonic()
    with Fetcher(limits=LIMITS, permit=local) as fetcher, pytest.raises(FetchError, match="longer than 1 s"):
        fetcher.get(site.url("/drip"))
    assert time.monotonic() - began < 3.0


def test_a_flood_of_headers_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.raw("/flood", lambda: iter([b"HTTP/1.1 200 OK\r\n", b"X-Flood: y\r\n" * 50_000, b"\r\nbody"]))
    with pytest.raises(FetchError):
        fetcher.get(site.url("/flood"))


def test_a_body_shorter_than_announced_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.raw("/short", lambda: iter([b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"]))
    with pytest.raises(FetchError):
        fetcher.get(site.url("/short"))


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"\x00" * 100],
)
def test_what_is_no_http_is_an_error(site: Site, fetcher: Fetcher, answer: bytes) -> None:
    site.raw("/odd", lambda: iter([answer]))
    with pytest.raises(FetchError):
        fetcher.get(site.url("/odd"))


def test_unwanted_types_are_refused_before_they_are_read(site: Site, fetcher: Fetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
    site.raw("/film", lambda: endless(head, b"x" * 10_000))
    with pytest.raises(FetchError, match="sent video/mp4, not a page"):
        fetcher.get(site.url("/film"), accept=PAGES)


def test_a_missing_type_is_guessed(site: Site, fetcher: Fetcher) -> None:
    site.add("/page", "  <html>", kind=None)
    site.add("/json", '{"a":1}', kind=None)
    assert fetcher.get(site.url("/page")).media_type == "text/html"
    assert fetcher.get(site.url("/json")).media_type == "application/json"


def test_redirects_are_followed_across_hosts(site: Site, fetcher: Fetcher) -> None:
    site.add("/old", status=301, Location=site.url("/new", host="other.test"))
    site.add("/new", "<p>here")
    answer = fetcher.get(site.url("/old", host="news.test"))
    assert answer.payload == b"<p>here"
    assert answer.url == site.url("/old", host="news.test")
    assert answer.final_url == site.url("/new", host="other.test")
    # the second host was asked for its rules too
    assert site.paths().count("/robots.txt") == 2


def test_a_loop_of_redirects_ends(site: Site, fetcher: Fetcher) -> None:
    site.add("/loop", status=302, Location="/loop")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.get(site.url("/loop"))
    assert site.paths().count("/loop") == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("gopher://127.0.0.1/", "only http and https"),
        ("http://10.0.0.1/", "no public address"),
        ("http://169.254.169.254/latest/meta-data/", "no public address"),
        ("http://[::1]/", "no public address"),
        ("http://user:secret@127.0.0.1/", "user name or password"),
        ("http://[::bad/", "no address|no web address"),
    ],
)
def test_redirects_are_checked_like_the_first_address(
    site: Site, fetcher: Fetcher, location: str, reason: str
) -> None:
    site.add("/go", status=302, Location=location)
    with pytest.raises(FetchError, match=reason):
        fetcher.get(site.url("/go"))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "/etc/passwd", "", "http://", "http://a:b@example.org/"],
)
def test_other_addresses_are_never_asked(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError):
        fetcher.get(url)
    assert fetcher.wait(url) == timedelta(0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_private_addresses_are_refused_unless_allowed(site: Site, host: str) -> None:
    site.add("/page", "<p>x")
    with Fetcher(limits=LIMITS) as strict, pytest.raises(FetchError, match="no public address") as caught:
        strict.get(site.url("/page", host=host))
    assert "allow_private" in caught.value.hint
    assert site.requests == []
    with Fetcher(limits=LIMITS, permit=anywhere) as open_minded:
        assert open_minded.get(site.url("/page")).payload == b"<p>x"


def test_a_name_that_changes_its_address_is_checked_at_every_connection(site: Site) -> None:
    answers = ["127.0.0.1"]
    gone = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    page = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\n<p>x"

    def rebinding(host: str, port: int, seconds: float) -> tuple[Address, ...]:
        return (ip_address(answers[-1]),)

    site.raw("/robots.txt", lambda: iter([gone]))
    site.raw("/page", lambda: iter([page]))
    with Fetcher(limits=LIMITS, permit=local, resolver=rebinding) as fetcher:
        assert fetcher.get(site.url("/page", host="rebind.test")).payload == b"<p>x"
        answers.append("10.0.0.1")
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            fetcher.get(site.url("/page", host="rebind.test"))


INNER = """
127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.100.100.200 192.0.0.192 168.63.129.16 0.0.0.0
224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1
2002:7f00:1:: 2001:0:1::1 fe80::1 fd00:ec2::254 ff02::1
"""


@pytest.mark.parametrize("address", INNER.split())
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_outer_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_names_are_resolved_and_unknown_ones_named() -> None:
    assert LOOPBACK in resolve("localhost", 80, 5.0)
    with pytest.raises(FetchError, match="no such host"):
        resolve("a" * 70 + ".invalid", 80, 5.0)


def test_nobody_at_home_is_an_error(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError):
        fetcher.get("http://127.0.0.1:1/")


def test_robots_are_obeyed_and_asked_once(site: Site, fetcher: Fetcher) -> None:
    site.add(
        "/robots.txt",
        "User-agent: *\nDisallow: /all\n\nUser-agent: vedette\nDisallow: /inner",
        kind="text/plain",
    )
    site.add("/inner/page", "<p>x")
    site.add("/all/page", "<p>y")
    with pytest.raises(FetchError, match=r"robots\.txt disallows /inner/page"):
        fetcher.get(site.url("/inner/page"))
    assert fetcher.get(site.url("/all/page")).payload == b"<p>y"
    assert site.paths() == ["/robots.txt", "/all/page"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_allows_everything(site: Site, fetcher: Fetcher, status: int) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    site.add("/page", "<p>x")
    assert fetcher.get(site.url("/page")).payload == b"<p>x"


@pytest.mark.parametrize("status", [500, 503])
def test_robots_out_of_order_refuse_everything(site: Site, fetcher: Fetcher, status: int) -> None:
    site.add("/robots.txt", status=status)
    site.add("/page", "<p>x")
    for _ in range(2):
        with pytest.raises(FetchError, match="counts as a refusal"):
            fetcher.get(site.url("/page"))
    assert site.paths() == ["/robots.txt"]


def test_odd_robots_do_no_harm(site: Site, fetcher: Fetcher) -> None:
    # redirected, over long, not UTF-8, with nonsense; the rule within the first 500 KiB holds
    body = b"\xff\xfe Disallow\nUser-agent: *\nDisallow: /inner\nAllow: /" + b"*a" * 400_000
    site.add("/robots.txt", status=301, Location="/real-robots")
    site.add("/real-robots", body, kind="text/plain")
    site.add("/page", "<p>x")
    assert fetcher.get(site.url("/page")).payload == b"<p>x"
    with pytest.raises(FetchError, match="disallows"):
        fetcher.get(site.url("/inner"))


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("dated", [False, True])
def test_a_host_that_asks_for_peace_gets_it(site: Site, fetcher: Fetcher, status: int, dated: bool) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    site.add("/page", "slow down", status=status, Retry_After=later if dated else "120")
    with pytest.raises(FetchError, match=str(status)):
        fetcher.get(site.url("/page"))
    assert timedelta(seconds=110) < fetcher.wait(site.url("/other")) <= timedelta(seconds=120)
    before = len(site.requests)
    with pytest.raises(FetchError, match="asked to be left alone for another"):
        fetcher.get(site.url("/other"))
    assert len(site.requests) == before


@pytest.mark.parametrize(
    ("value", "longest"), [("99999999", 86_400), ("soon", 0), ("-5", 0), ("9" * 400, 0), ("Mon, 99 Foo", 0)]
)
def test_absurd_retry_after_is_bounded(site: Site, fetcher: Fetcher, value: str, longest: int) -> None:
    site.add("/page", status=429, Retry_After=value)
    with pytest.raises(FetchError):
        fetcher.get(site.url("/page"))
    assert abs(fetcher.wait(site.url("/page")).total_seconds() - longest) < 5


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 0.3", kind="text/plain")
    site.add("/page", "<p>x")
    limits = Limits(seconds=5.0, host_gap=0.1)
    with Fetcher(limits=limits, permit=local) as fetcher:
        began = time.monotonic()
        for _ in range(3):
            fetcher.get(site.url("/page"))
        # robots.txt, then after 0.1 s the first page, then twice the crawl delay
        assert 0.65 < time.monotonic() - began < 3.0
