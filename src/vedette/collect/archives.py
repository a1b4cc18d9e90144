"""Records of WARC archives."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, WarcReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from vedette.collect.captures import capture, failure
from vedette.collect.limits import Limits
from vedette.collect.streams import GZIP_MAGIC, STREAM_ERRORS, Piecewise
from vedette.errors import InputError
from vedette.types import Capture, Failure

_MEDIA_TYPES = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
}
#: what a payload may be packed in; each is undone piecewise, so that a bomb stops at the limit
_UNPACK = {"gzip": GzipReader, "x-gzip": GzipReader, "br": BrotliReader}


def read_warc(
    stream: io.BufferedReader, name: str, now: datetime, limits: Limits
) -> Iterator[Capture | Failure]:
    """Yield one capture per response or resource that is a page or text.

    `fetched_at` is the archive's own date of the record, `now` where it has none. Requests,
    revisits, images, redirects and error pages are no reports and are passed over. Where the
    archive breaks off, what came before is kept and one failure names the place.
    """
    number = 0
    wanted = WarcRecordType.response | WarcRecordType.resource
    try:
        archive = ArchiveIterator(
            Piecewise(stream), record_types=wanted, parse_http=False, stream_detect=False
        )
        for record in archive:
            number += 1
            try:
                taken = _capture(record, f"file:{name}#{number}", now, limits)
            except (InputError, OSError) as error:
                yield failure(f"{name} record {number}", str(error), now)
                continue
            if taken is not None:
                yield taken
    except STREAM_ERRORS as error:
        yield failure(f"{name} after record {number}", f"the archive can't be read on: {error}", now)


def _capture(record: WarcRecord, place: str, now: datetime, limits: Limits) -> Capture | None:
    """Return the record as a capture, None if it is no page. Raises InputError or OSError."""
    if record.is_http:
        record.parse_http(auto_decode="none")
        kind = record.http_content_type
        if not 200 <= (record.http_headers.status_code or 0) < 300:
            return None
        headers = tuple((key.lower(), value) for key, value in record.http_headers.to_tuples())
    else:
        kind = record.headers.get("Content-Type")
        headers = (("content-type", kind or ""),)
    media_type = _MEDIA_TYPES.get((kind or "").partition(";")[0].strip().lower())
    if media_type is None:
        return None
    if record.content_length > limits.record_bytes:
        raise InputError(f"longer than {limits.record_bytes:,} bytes")
    size = record.content_length
    # read whole and raw: a decoder that fails on the archive's own stream would end the archive
    payload = _read(record.reader, size)
    if len(payload) < size:
        raise InputError(f"breaks off after {len(payload):,} of {size:,} bytes")
    payload = _unpacked(payload, dict(headers), limits.record_bytes) if record.is_http else payload
    if not payload.strip():
        raise InputError("is empty")
    return capture(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> ") or place,
        payload=payload,
        media_type=media_type,
        fetched_at=record.record_date.astimezone(UTC) if record.record_date else now,
        headers=headers,
    )


def _unpacked(payload: bytes, headers: dict[str, str], limit: int) -> bytes:
    """Return the payload without transfer and content encodings. Raises InputError over the limit."""
    reader: WarcReader | io.BytesIO = io.BytesIO(payload)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        reader = ChunkedReader(reader)
    for coding in reversed(headers.get("content-encoding", "").lower().replace(" ", "").split(",")):
        # archives often keep the heading of a packing they have already undone
        if coding in _UNPACK and not (reader.__class__ is io.BytesIO and _is_plain(coding, payload)):
            reader = _UNPACK[coding](reader)
    try:
        plain = _read(reader, limit + 1)
    except OSError as error:
        raise InputError(f"its packing is damaged: {error}") from error
    if len(plain) > limit:
        raise InputError(f"longer than {limit:,} bytes when unpacked")
    return plain


def _is_plain(coding: str, payload: bytes) -> bool:
    return coding != "br" and not payload.startswith(GZIP_MAGIC)


def _read(reader: WarcReader | io.BytesIO, size: int) -> bytes:
    """Return the next `size` bytes, fewer at the end."""
    pieces: list[bytes] = []
    while size > 0 and (piece := reader.read(min(size, 1 << 16))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
