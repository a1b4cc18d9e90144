"""What is collected: outlets, sources, looks at them, captures, failures."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    PAGE = "page"
    FILE = "file"


class OutletKind(StrEnum):
    """What an outlet is; decides who speaks when no speaker is named."""

    WIRE = "wire"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    STATE_MEDIA = "state media"
    MINISTRY = "ministry"
    ORGANISATION = "organisation"
    AGGREGATOR = "aggregator"
    SOCIAL = "social"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher as the outlet table knows it."""

    name: str
    kind: OutletKind = OutletKind.UNKNOWN
    country: str | None = None  #: ISO 3166 alpha-3
    domain: str | None = None  #: 'example.org', without 'www.'
    fictional: bool = False  #: an outlet invented for an exercise; marked wherever it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed, page or file that is collected."""

    id: str  #: content_id(kind, url)
    kind: SourceKind
    url: str  #: for files the path as given
    name: str = ""
    every: int = 900  #: seconds between two checks when all is well


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at a source: its health, and when to look next."""

    source: str
    at: datetime
    outcome: str  #: 'new', 'unchanged' or 'failed'
    next_at: datetime
    failures: int = 0  #: failed looks in a row, this one included
    captures: int = 0  #: how many captures it brought
    etag: str | None = None
    last_modified: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Raw bytes as fetched. What everything else rests on."""

    id: str  #: content_id(url, sha256): the same bytes from the same place are one capture
    source: str | None  #: Source.id, None for files and stdin given by hand
    url: str  #: where the bytes are from; 'file:NAME#N' for the N-th record (from 1) of a file
    fetched_at: datetime
    media_type: str  #: without parameters, lower case: 'text/html', 'application/json', ...
    payload: bytes
    sha256: str  #: hex, of the payload
    headers: tuple[tuple[str, str], ...] = ()  #: as received, names in lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A record that could not be used: named, counted, shown, skipped."""

    stage: str  #: 'collect', 'clean', 'read', ...
    record: str  #: names the record: 'reports.jsonl line 17', a URL, a document id
    reason: str
    at: datetime
