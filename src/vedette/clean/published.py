"""When the world could know a document: from the dates it states and the time it was fetched."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from vedette.types import Capture

# earlier is a default of some program (year 1, 1899-12-30), later one too (9999)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_DAY = timedelta(days=1)
_FORMATS = (
    "%d-%b-%Y %H:%M:%S.%f", "%d-%b-%Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M", "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%B %d, %Y %H:%M", "%b %d, %Y %H:%M",
    "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p",
)  # fmt: skip
_DAY_FORMATS = (
    "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d.%m.%Y",
    "%Y.%m.%d",
)  # fmt: skip
_BARE = re.compile(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A stated time: an instant in UTC, or a day (then `at` is its 00:00)."""

    at: datetime
    day: bool = False

    @property
    def known(self) -> datetime:
        """When the world knew at the latest: the instant, or 24:00 of the day."""
        return self.at + _DAY if self.day else self.at


def parse(value: object) -> Stamp | None:
    """Return the time a record or page states, None if it states none or an absurd one.

    Takes ISO 8601, RFC 2822, seconds or milliseconds since 1970 (10 or 13 digits), '26-FEB-1987
    15:01:01.79', '10 November 2021' and the like. Times without a zone are UTC.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(str(value).split())
    try:
        stamp = _parse(text)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    if stamp is None or not _FIRST_YEAR <= stamp.at.year <= _LAST_YEAR:
        return None
    return stamp


def _parse(text: str) -> Stamp | None:
    if re.fullmatch(r"\d{10}(\d{3})?(\.\d+)?", text):
        seconds = float(text)
        return Stamp(at=datetime.fromtimestamp(seconds / 1000 if seconds >= 1e12 else seconds, UTC))
    if _BARE.fullmatch(text):
        return _day(date.fromisoformat(text))
    for reading in (_iso, _formatted, _mail):
        if (stamp := reading(text)) is not None:
            return stamp
    return None


def _iso(text: str) -> Stamp | None:
    try:
        return Stamp(at=_utc(datetime.fromisoformat(re.sub(r"\s?(UTC|GMT)$", "Z", text))))
    except ValueError:
        return None


def _formatted(text: str) -> Stamp | None:
    plain = re.sub(r"\s?(UTC|GMT|Z)$", "", text)
    for form in _FORMATS:
        try:
            return Stamp(at=datetime.strptime(plain, form).replace(tzinfo=UTC))
        except ValueError:
            continue
    for form in _DAY_FORMATS:
        try:
            return _day(datetime.strptime(plain, form).replace(tzinfo=UTC).date())
        except ValueError:
            continue
    return None


def _mail(text: str) -> Stamp | None:
    if ":" not in text:
        return None  # the mail parser makes a day's 00:00 of a bare date
    return Stamp(at=_utc(parsedate_to_datetime(text)))


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _day(day: date) -> Stamp:
    return Stamp(at=datetime.combine(day, time(), UTC), day=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of a document, as its record keeps them."""

    published: datetime | None
    modified: datetime | None
    known_at: datetime
    known_basis: str


def times(capture: Capture, published: Stamp | None, modified: Stamp | None) -> Times:
    """Return the times of a document with these stated dates.

    What a source brought is known when it was fetched. What was imported is known from the later
    of published and modified, a bare date counting as 24:00 UTC of its day; without a date, or
    with one after the fetch, from the fetch on. A date more than a day after the fetch can't be
    true and is not kept as the document's.
    """
    fetched = capture.fetched_at
    stated = [(stamp, name) for stamp, name in ((published, "published"), (modified, "modified")) if stamp]
    if capture.source is not None:
        known_at, basis = fetched, "fetched"
    elif not stated:
        known_at, basis = fetched, "date missing"
    else:
        last, name = max(stated, key=lambda pair: pair[0].known)
        known_at, basis = last.known, "day end" if last.day else name
        if last.at > fetched:
            known_at, basis = fetched, "date in the future"
        elif known_at > fetched:  # the day it states is not over
            known_at, basis = fetched, "fetched"
    return Times(
        published=_credible(published, fetched),
        modified=_credible(modified, fetched),
        known_at=known_at,
        known_basis=basis,
    )


def _credible(stamp: Stamp | None, fetched: datetime) -> datetime | None:
    return stamp.at if stamp is not None and stamp.at <= fetched + _DAY else None
