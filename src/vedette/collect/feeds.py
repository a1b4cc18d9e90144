"""Feeds (RSS, Atom, JSON Feed) to entries, whatever a stranger puts into them."""

import io
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html

from vedette.collect.limits import DEFAULTS, Limits
from vedette.collect.markup import harmless
from vedette.collect.plain import plain_text
from vedette.errors import FetchError

_ENTRY_END = re.compile(r"</(?:[A-Za-z][\w.-]{0,20}:)?(item|entry)\s*>", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|channel)[\s>]", re.IGNORECASE)
#: feedparser takes 6 s for a megabyte of '<'; whole feeds it reads at 11 ms an entry
_PATIENT_BYTES = 1_000_000
#: dates before are the epoch, year 1 and the like: computers that don't know
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST_YEAR = 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed. Strings are '' and dates None where the feed says nothing usable."""

    guid: str  #: the feed's own id, else the URL, else the title
    url: str  #: absolute, http or https; ''
    title: str  #: plain text
    html: str  #: content, else summary; as given, so treat it as hostile
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""

    @property
    def text(self) -> str:
        """The content as plain text."""
        return plain_text(self.html)


def parse_feed(payload: bytes, url: str, *, limits: Limits = DEFAULTS) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed in its order, at most `limits.entries` of them.

    `url` is where the feed is from; relative links are resolved against it. Raises FetchError for
    what is no feed; for a web page that offers a feed, the message names that feed.
    """
    if not payload.strip():
        raise FetchError(f"{url} is empty")
    if payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return tuple(_json_entries(payload, url, limits))
    text = harmless(payload, url)
    try:
        raw = _fast(_capped(text, limits.entries))
    except Exception as first:
        if _is_page(text):
            raise _page_error(text, url) from first
        raw = _patient(_capped(text, limits.entries)[:_PATIENT_BYTES]) if _FEED.search(text, 0, 5_000) else []
        if not raw:
            raise FetchError(f"{url} is no feed: {str(first)[:200]}") from first
    return tuple(entry for item in raw[: limits.entries] if (entry := _entry(item, url)))


def _capped(text: str, entries: int) -> bytes:
    """Return the feed up to the end of the last entry wanted, closed, in UTF-8.

    A feed with a million entries would cost minutes to parse before its end could be cut off.
    """
    for number, match in enumerate(_ENTRY_END.finditer(text), start=1):
        if number == entries:
            rest = text[match.end() :]
            if _ENTRY_END.search(rest):
                closing = "</feed>" if match.group(1).lower() == "entry" else "</channel></rss>"
                return (text[: match.end()] + closing).encode("utf-8", "replace")
            break
    return text.encode("utf-8", "replace")


def _fast(feed: bytes) -> list[Mapping[str, Any]]:
    # bytes, never str: the library would fetch a text that looks like an address
    import fastfeedparser

    entries: list[Mapping[str, Any]] = fastfeedparser.parse(
        feed, include_tags=False, include_media=False, include_enclosures=False
    )["entries"]
    return entries


def _patient(feed: bytes) -> list[Mapping[str, Any]]:
    # a stream, never bytes: the library would open a file of that name
    import feedparser

    try:
        entries: list[dict[str, Any]] = feedparser.parse(io.BytesIO(feed), resolve_relative_uris=False)[
            "entries"
        ]
    except Exception:  # noqa: BLE001 - what neither parser can read is no feed
        return []
    for entry in entries:
        for name in ("published", "updated"):
            parsed = entry.get(f"{name}_parsed")
            entry[name] = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", parsed) if parsed else None
    return [*entries]


def _json_entries(payload: bytes, url: str, limits: Limits) -> Iterator[FeedEntry]:
    """Yield the entries of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        feed = json.loads(payload.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FetchError(f"{url} is no feed: wrong JSON") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FetchError(f"{url} is no feed: JSON without items")
    for item in items[: limits.entries]:
        if isinstance(item, dict):
            authors = item.get("authors") or [item.get("author")]
            author = authors[0] if isinstance(authors, list) and authors else None
            entry = _entry(
                {
                    "id": item.get("id"),
                    "link": item.get("url") or item.get("external_url"),
                    "title": item.get("title"),
                    "summary": item.get("content_html") or item.get("content_text") or item.get("summary"),
                    "published": item.get("date_published"),
                    "updated": item.get("date_modified"),
                    "author": author.get("name") if isinstance(author, dict) else None,
                },
                url,
            )
            if entry:
                yield entry


def _entry(item: Mapping[str, Any], base: str) -> FeedEntry | None:
    """Return the entry, None where it says nothing at all."""
    link = _link(_string(item.get("link")), base)
    title = plain_text(_string(item.get("title")))
    html = max(_bodies(item), key=len, default="")
    guid = _string(item.get("id")) or link or title
    if not title and not html.strip() and not link:
        return None
    return FeedEntry(
        guid=guid,
        url=link,
        title=title,
        html=html,
        published=_date(item.get("published")),
        updated=_date(item.get("updated")),
        author=_string(item.get("author")),
    )


def _bodies(item: Mapping[str, Any]) -> Iterator[str]:
    contents = item.get("content")
    for content in contents if isinstance(contents, list) else ():
        if isinstance(content, Mapping):
            yield _string(content.get("value"))
    yield _string(item.get("description"))
    yield _string(item.get("summary"))


def _string(value: object) -> str:
    """Return a string of it; a number as JSON feeds give for ids counts, anything else is ''."""
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _link(link: str, base: str) -> str:
    try:
        absolute = urljoin(base, link) if link else ""
        return absolute if urlsplit(absolute).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _date(value: object) -> datetime | None:
    """Return the instant in UTC, None if it is absent, unreadable or absurd."""
    try:
        when = datetime.fromisoformat(_string(value))
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return when if when >= _EARLIEST and when.year < _LATEST_YEAR else None


def _is_page(text: str) -> bool:
    return re.search(r"<html[\s>]|<!doctype\s+html", text[:5000], re.IGNORECASE) is not None


def _page_error(text: str, url: str) -> FetchError:
    """Return the error for a web page in place of a feed, with the feed it offers."""
    head = lxml.html.document_fromstring(text[:200_000].encode("utf-8", "replace"))
    for link in head.iter("link"):
        offers = "alternate" in (link.get("rel") or "").lower() and link.get("type") in _FEED_TYPES
        if offers and (feed := _link(link.get("href") or "", url)):
            return FetchError(
                f"{url} is a web page, no feed; it offers {feed}", hint=f"collect {feed} instead"
            )
    return FetchError(f"{url} is a web page, no feed", hint="add it as a page, or look for its feed")
