"""Content ids."""

import hashlib
from datetime import UTC, datetime


def content_id(*parts: object) -> str:
    """Return 32 hex digits that depend on the parts and their order, and on nothing else.

    Aware datetimes count by their instant, None as an absent part. Raises ValueError for a
    naive datetime: its instant depends on the machine.

    >>> content_id("a", "b") == content_id("a", "b") != content_id("ab")
    True
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = _bytes_of(part)
        digest.update(b"%d:" % (-1 if part is None else len(raw)))
        digest.update(raw)
    return digest.hexdigest()[:32]


def _bytes_of(part: object) -> bytes:
    if isinstance(part, datetime):
        if part.tzinfo is None:
            raise ValueError("a naive datetime has no content id")
        return part.astimezone(UTC).isoformat().encode()
    if isinstance(part, bytes):
        return part
    # surrogates come out of broken input; they too must have an id
    return b"" if part is None else str(part).encode("utf-8", "surrogatepass")
