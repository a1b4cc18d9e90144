"""One look at one source: what is new there, and when to look again."""

import hashlib
import json
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from vedette.collect.captures import JSON_UTF8, capture, failure
from vedette.collect.feeds import FeedEntry, parse_feed
from vedette.collect.fetch import PAGES, Fetched, Fetcher
from vedette.collect.files import read_paths
from vedette.collect.schedule import next_at
from vedette.errors import FetchError
from vedette.types import Capture, Check, Failure, Source, SourceKind

#: where a server gives no ETag, the digest stands in its place; real ones start with '"' or 'W/'
_DIGEST = "sha256:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one look brought."""

    check: Check
    captures: tuple[Capture, ...] = ()
    failures: tuple[Failure, ...] = ()


def check(
    source: Source,
    last: Check | None,
    fetcher: Fetcher,
    now: datetime,
    *,
    pages: bool = True,
    seen: Callable[[str], bool] = lambda _url: False,
) -> Checked:
    """Return what is new at a source at `now` (UTC), given the last look at it. Never raises VedetteError.

    With `pages`, an entry of a feed is the page behind it, or the entry itself where the page is
    refused or fails (the capture's headers say why); without, always the entry itself. `seen` tells
    which web addresses are captured already: their pages are not fetched again.
    """
    look = {SourceKind.FEED: _feed, SourceKind.PAGE: _page, SourceKind.FILE: _file}[source.kind]
    try:
        checked = look(_Look(source, last, fetcher, now, pages, seen))
    except FetchError as error:
        return _failed(source, last, fetcher, now, error)
    done = checked.check
    outcome = "new" if checked.captures else "unchanged"
    return replace(checked, check=replace(done, outcome=outcome, captures=len(checked.captures)))


@dataclass(frozen=True, slots=True)
class _Look:
    source: Source
    last: Check | None
    fetcher: Fetcher
    now: datetime
    pages: bool
    seen: Callable[[str], bool]


def _done(look: _Look, etag: str | None, last_modified: str | None) -> Check:
    return Check(
        source=look.source.id,
        at=look.now,
        outcome="unchanged",
        next_at=next_at(look.now, look.source.every, 0, source=look.source.id),
        etag=etag,
        last_modified=last_modified,
    )


def _failed(
    source: Source, last: Check | None, fetcher: Fetcher, now: datetime, error: FetchError
) -> Checked:
    failures = (last.failures if last else 0) + 1
    pause = fetcher.wait(source.url)
    looked = Check(
        source=source.id,
        at=now,
        outcome="failed",
        next_at=next_at(now, source.every, failures, pause, source=source.id),
        failures=failures,
        # what the server said when it last answered still holds
        etag=last.etag if last else None,
        last_modified=last.last_modified if last else None,
        error=str(error),
    )
    return Checked(check=looked, failures=(failure(source.url, str(error), now),))


def _fetch(look: _Look, accept: frozenset[str] | None = None) -> tuple[Fetched | None, Check]:
    """Return the answer and the check that it makes; None for an answer that is the last one's."""
    etag, modified = (look.last.etag, look.last.last_modified) if look.last else (None, None)
    known = etag or ""
    answer = look.fetcher.get(
        look.source.url,
        etag=None if known.startswith(_DIGEST) else etag,
        last_modified=modified,
        accept=accept,
    )
    if answer.status == 304:
        return None, _done(look, etag, modified)
    digest = _DIGEST + hashlib.sha256(answer.payload).hexdigest()
    done = _done(look, answer.header("etag") or digest, answer.header("last-modified"))
    return (None if known == digest else answer), done


def _page(look: _Look) -> Checked:
    answer, done = _fetch(look, PAGES)
    if answer is None:
        return Checked(check=done)
    return Checked(check=done, captures=(_page_capture(answer, look, ()),))


def _page_capture(answer: Fetched, look: _Look, extra: tuple[tuple[str, str], ...]) -> Capture:
    if not answer.payload.strip():
        raise FetchError(f"{answer.url} is empty")
    if answer.final_url != answer.url:
        extra += (("x-vedette-final-url", answer.final_url),)
    return capture(
        url=answer.url,
        payload=answer.payload,
        media_type="text/html" if answer.media_type == "application/xhtml+xml" else answer.media_type,
        fetched_at=look.now,
        source=look.source.id,
        headers=answer.headers + extra,
    )


def _feed(look: _Look) -> Checked:
    answer, done = _fetch(look)
    if answer is None:
        return Checked(check=done)
    limits = look.fetcher.limits
    entries = parse_feed(answer.payload, answer.final_url, limits=limits)
    records = list(_records(look, entries))
    if len(entries) >= limits.entries:
        reason = f"only the first {limits.entries:,} entries are taken"
        records.append(failure(look.source.url, reason, look.now))
    return Checked(check=done, captures=_captures(records), failures=_failures(records))


def _records(look: _Look, entries: tuple[FeedEntry, ...]) -> Iterator[Capture | Failure]:
    fetched = failed = 0
    limits = look.fetcher.limits
    for entry in entries:
        reason = ""
        if look.pages and entry.url:
            if look.seen(entry.url):
                continue
            if failed >= limits.page_failures:
                reason = f"{failed} pages before it could not be had"
            elif fetched >= limits.pages:
                reason = f"more than {limits.pages} new entries at once"
            else:
                fetched += 1
                try:
                    answer = look.fetcher.get(entry.url, accept=PAGES)
                    yield _page_capture(answer, look, _feed_says(entry))
                except FetchError as error:
                    failed += 1
                    reason = str(error)
                else:
                    failed = 0
                    continue
        yield _record(look, entry, reason)


def _feed_says(entry: FeedEntry) -> tuple[tuple[str, str], ...]:
    """Return what the feed knows of a page and the page may not say itself."""
    says = [("x-vedette-feed-guid", entry.guid), ("x-vedette-feed-title", entry.title)]
    if entry.published:
        says.append(("x-vedette-feed-published", entry.published.isoformat()))
    return tuple(says)


def _record(look: _Look, entry: FeedEntry, reason: str) -> Capture | Failure:
    """Return the entry itself as a record; `reason` is why it is not the page."""
    text = entry.text
    url = entry.url or f"{look.source.url}#{entry.guid}"
    if not entry.title and not text:
        return failure(url, "the entry has neither title nor text", look.now)
    fields = {
        "id": entry.guid,
        "title": entry.title,
        "text": text,
        "published": entry.published.isoformat() if entry.published else "",
        "url": entry.url,
        "outlet": look.source.name,
    }
    given = {name: value for name, value in fields.items() if value}
    return capture(
        url=url,
        payload=json.dumps(given, ensure_ascii=False).encode("utf-8", "replace"),
        media_type="application/json",
        fetched_at=look.now,
        source=look.source.id,
        headers=(JSON_UTF8, *((("x-vedette-instead-of-page", reason),) if reason else ())),
    )


def _file(look: _Look) -> Checked:
    """Return the records of a file or folder; a plain file is read again only when it has changed."""
    path = Path(look.source.url)
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise FetchError(f"{look.source.url}: {reason}") from error
    mark = None if stat.S_ISDIR(state.st_mode) else f"{state.st_mtime_ns}-{state.st_size}"
    done = _done(look, None, mark)
    if mark is not None and look.last is not None and look.last.last_modified == mark:
        return Checked(check=done)
    records = list(read_paths([path], now=look.now, limits=look.fetcher.limits))
    captures = tuple(replace(record, source=look.source.id) for record in _captures(records))
    return Checked(check=done, captures=captures, failures=_failures(records))


def _captures(records: Iterable[Capture | Failure]) -> tuple[Capture, ...]:
    return tuple(record for record in records if isinstance(record, Capture))


def _failures(records: Iterable[Capture | Failure]) -> tuple[Failure, ...]:
    return tuple(record for record in records if isinstance(record, Failure))
