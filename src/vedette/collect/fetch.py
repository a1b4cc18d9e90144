"""Polite HTTP: what is fetched, from where, how fast, and when we stop."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock
from types import TracebackType
from typing import Self

import httpcore2
import httpx2
from protego import Protego

from vedette import __version__
from vedette.collect.addresses import CheckedTransport, Permit, Resolve, deadline, is_public, resolve
from vedette.collect.limits import DEFAULTS, Limits
from vedette.errors import FetchError

AGENT = "vedette"  #: our name in robots.txt
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})  # what we ask for, and all we take


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer: 200 to 299, or 304 with an empty payload."""

    url: str  #: as asked for
    final_url: str  #: after redirects
    status: int
    media_type: str  #: lower case, without parameters
    payload: bytes  #: decompressed
    headers: tuple[tuple[str, str], ...]  #: names in lower case

    def header(self, name: str) -> str | None:
        """Return the first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)


class Fetcher:
    """One HTTP client for a whole desk. Threads may share it; close it, or use it in a `with`."""

    def __init__(
        self,
        *,
        limits: Limits = DEFAULTS,
        contact: str = "",
        permit: Permit = is_public,
        resolver: Resolve = resolve,
    ) -> None:
        """Make a fetcher that connects only to addresses `permit` lets pass.

        `contact` is an address or URL told to the sites; `resolver` turns host, port and seconds
        into addresses.
        """
        self.limits = limits
        address = "".join(letter for letter in contact if " " < letter < "\x7f")
        self.agent = f"{AGENT}/{__version__}" + (f" (+{address})" if address else "")
        self._client = httpx2.Client(
            transport=CheckedTransport(permit, resolver),
            timeout=limits.seconds,
            trust_env=False,  # no passwords from .netrc, no proxy that would resolve names for us
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={
                "User-Agent": self.agent,
                "Accept": "text/html, application/rss+xml, application/atom+xml, */*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
        )
        self._lock = Lock()
        self._free: dict[str, float] = {}  # host -> monotonic time of the next request
        self._blocked: dict[str, float] = {}  # host -> monotonic time until which it asked for peace
        self._robots: dict[str, tuple[float, Protego | FetchError]] = {}  # origin -> (until, rules)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: Collection[str] | None = None,
    ) -> Fetched:
        """Return what is at the URL; with `etag` or `last_modified`, status 304 if it has not changed.

        `accept` names the media types wanted; others are refused before they are read. Raises
        FetchError in plain words for everything else, including what robots.txt disallows.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value and value.isprintable()}
        answer = self._follow(url, headers, accept=accept, robots=True)
        if answer.status == HTTPStatus.NOT_MODIFIED and headers:
            return answer
        if not 200 <= answer.status < 300:
            raise FetchError(f"{_host(answer.final_url)} answered {_status(answer.status)}")
        return answer

    def wait(self, url: str) -> timedelta:
        """Return how long the URL's host asked to be left alone (Retry-After); zero if it did not."""
        try:
            host = _checked(url).host
        except FetchError:
            return timedelta(0)
        return timedelta(seconds=max(0.0, self._blocked.get(host, 0.0) - time.monotonic()))

    def _follow(
        self, url: str, headers: dict[str, str], *, accept: Collection[str] | None, robots: bool
    ) -> Fetched:
        """Return the answer at the end of the redirects, each of them checked like the first URL."""
        target = _checked(url)
        left = self.limits.seconds
        for _ in range(self.limits.redirects + 1):
            if robots:
                self._obey_robots(target)
            self._await_turn(target)
            began = time.monotonic()
            with deadline(left):
                answer = self._exchange(url, target, headers, accept=accept, cut=not robots)
            left -= time.monotonic() - began
            location = answer.header("location")
            if answer.status not in {301, 302, 303, 307, 308} or not location:
                return answer
            try:
                target = _checked(str(target.join(location)))
            except (httpx2.InvalidURL, ValueError) as error:
                raise FetchError(f"{target.host} redirects to no address: {location[:200]!r}") from error
        raise FetchError(f"{target.host}: more than {self.limits.redirects} redirects")

    def _await_turn(self, target: httpx2.URL) -> None:
        """Sleep until the host's next turn. Raises FetchError if it asked to be left alone."""
        host = target.host
        if pause := self.wait(str(target)):
            seconds = int(pause.total_seconds()) + 1
            raise FetchError(f"{host} asked to be left alone for another {seconds} s")
        gap = self.limits.host_gap
        rules = self._robots.get(_origin(target), (0.0, None))[1]
        if isinstance(rules, Protego) and (delay := rules.crawl_delay(AGENT)):
            gap = max(gap, min(delay, self.limits.crawl_delay))
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._free.get(host, now))
            self._free[host] = turn + gap
        time.sleep(turn - now)

    def _exchange(
        self,
        url: str,
        target: httpx2.URL,
        headers: dict[str, str],
        *,
        accept: Collection[str] | None,
        cut: bool,
    ) -> Fetched:
        """Return one answer. Bodies are read only of good ones; with `cut` a long one is cut."""
        limit = self.limits.robots_bytes if cut else self.limits.record_bytes
        try:
            with self._client.stream("GET", target, headers=headers) as response:
                payload = b""
                self._note_pause(target, response)
                media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                if response.is_success:
                    if accept is not None and media_type and media_type not in accept:
                        raise FetchError(f"{target.host} sent {media_type[:80]}, not a page")
                    payload = _body(response, limit, cut=cut)
                return Fetched(
                    url=url,
                    final_url=str(target),
                    status=response.status_code,
                    media_type=media_type or _sniffed(payload),
                    payload=payload,
                    headers=tuple((key.lower(), value) for key, value in response.headers.multi_items()),
                )
        except (httpx2.TimeoutException, httpcore2.TimeoutException) as error:
            raise FetchError(f"{target.host} took longer than {self.limits.seconds:g} s") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.ConnectError, OSError, ValueError) as error:
            raise FetchError(f"{target.host}: {str(error) or type(error).__name__}") from error

    def _note_pause(self, target: httpx2.URL, response: httpx2.Response) -> None:
        if response.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            seconds = _retry_after(response.headers.get("retry-after", ""))
            if seconds > 0:
                self._blocked[target.host] = time.monotonic() + min(seconds, self.limits.retry_after)

    def _obey_robots(self, target: httpx2.URL) -> None:
        """Raise FetchError if the host's robots.txt keeps us from the URL (RFC 9309)."""
        origin = _origin(target)
        until, rules = self._robots.get(origin, (0.0, None))
        if rules is None or until <= time.monotonic():
            rules = self._robots_of(origin)
            refused = isinstance(rules, FetchError)
            kept = self.limits.robots_retry if refused else self.limits.robots_seconds
            self._robots[origin] = (time.monotonic() + kept, rules)
        if isinstance(rules, FetchError):
            reason = f"robots.txt can't be had, which counts as a refusal: {rules}"
            raise FetchError(reason, hint=rules.hint) from rules
        if not rules.can_fetch(str(target), AGENT):
            raise FetchError(f"{target.host}: robots.txt disallows {target.path}")

    def _robots_of(self, origin: str) -> Protego | FetchError:
        """Return the rules of a host, or the error because of which it counts as closed."""
        try:
            answer = self._follow(f"{origin}/robots.txt", {}, accept=None, robots=False)
        except FetchError as error:
            return error
        if answer.status >= 500:
            return FetchError(f"{_host(origin)} answered {_status(answer.status)}")
        return Protego.parse(answer.payload.decode("utf-8-sig", "replace") if answer.status < 300 else "")


def _checked(url: str) -> httpx2.URL:
    """Return the URL if we may ask for it at all. Raises FetchError."""
    try:
        parsed = httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"no web address: {url[:200]!r}") from error
    if parsed.scheme not in {"http", "https"}:
        raise FetchError(f"only http and https are fetched, not {url[:200]!r}")
    if parsed.userinfo:
        raise FetchError(f"{parsed.host}: web addresses with a user name or password are not fetched")
    if not parsed.host:
        raise FetchError(f"no host in {url[:200]!r}")
    return parsed


def _body(response: httpx2.Response, limit: int, *, cut: bool) -> bytes:
    coding = {part.strip().lower() for part in response.headers.get("content-encoding", "").split(",")}
    if not coding <= _ENCODINGS:
        raise FetchError(f"{response.url.host} packed its answer as {', '.join(sorted(coding))[:80]}")
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():  # in steps of at most 1 MiB, also out of a bomb
        pieces.append(piece)
        size += len(piece)
        if size > limit and cut:
            break
        if size > limit:
            raise FetchError(f"{response.url.host} sent more than {limit:,} bytes")
    return b"".join(pieces)[:limit]


def _sniffed(payload: bytes) -> str:
    start = payload[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "text/html"
    return "application/json" if start.startswith((b"{", b"[")) else "application/octet-stream"


def _retry_after(value: str) -> float:
    """Return the seconds of a Retry-After header, which is a number of them or a date; 0 if neither."""
    value = value.strip()
    if value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (when - datetime.now(UTC)).total_seconds()


def _origin(target: httpx2.URL) -> str:
    return f"{target.scheme}://{target.netloc.decode('ascii')}"


def _host(url: str) -> str:
    return httpx2.URL(url).host


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)
