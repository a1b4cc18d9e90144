"""Making captures and failures: the two things that collecting gives."""

import hashlib
from datetime import datetime

from vedette.types import Capture, Failure, content_id

JSON_UTF8 = ("content-type", "application/json; charset=utf-8")


def capture(
    *,
    url: str,
    payload: bytes,
    media_type: str,
    fetched_at: datetime,
    source: str | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Capture:
    """Return the capture of these bytes, with digest and id."""
    digest = hashlib.sha256(payload).hexdigest()
    return Capture(
        id=content_id(url, digest),
        source=source,
        url=url,
        fetched_at=fetched_at,
        media_type=media_type,
        payload=payload,
        sha256=digest,
        # one line each: they end up in archives, where a line break would begin another header
        headers=tuple((name, " ".join(value.split())) for name, value in headers),
    )


def failure(record: str, reason: str, at: datetime) -> Failure:
    """Return a failure of this stage. `record` names what was skipped, `reason` says why."""
    return Failure(stage="collect", record=record, reason=reason, at=at)
