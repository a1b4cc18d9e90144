"""Captures on disk: WARC files, one gzip member a record, in a folder beside the database.

Every writing process makes a file of its own, and goes on in a new one after any trouble, so nobody
ever writes after a torn tail. Records are on disk before the database says they are there: what a
killed process leaves behind is at worst a record nobody points to.
"""

import hashlib
import io
import os
import re
import secrets
import struct
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from vedette.errors import StoreError
from vedette.types import Capture

# Measured on 20,000 records of 90 bytes: zlib's default memory level 8 takes 41 us a record, 5 takes
# 24 us for the same size, as less memory is cleared for each member. Longer payloads are worth the 8.
_SMALL = 16_384
_LEVEL = 6

_PLAIN = re.compile(r"[\w!#$%&'()*+,./:;=?@\[\]~-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a capture's record is."""

    file: str  #: name of the WARC file, in the folder of captures
    offset: int  #: of its gzip member, bytes
    length: int  #: of its gzip member, bytes


class WarcWriter:
    """Writes records into one WARC file of its own; not for use by two threads at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: BinaryIO | None = None
        self._name = ""
        self._end = 0

    def write(self, captures: Iterable[Capture], now: datetime) -> list[Place]:
        """Return the places of the records, which are on disk by then.

        Raises OSError, after which the next call begins a new file.
        """
        places: list[Place] = []
        try:
            file = self._file or self._begin(now)
            at = self._end
            for capture in captures:
                member = _member(capture)
                file.write(member)
                places.append(Place(file=self._name, offset=at, length=len(member)))
                at += len(member)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            self._abandon()
            raise
        self._end = at
        return places

    def close(self) -> None:
        """Close the file, if one was begun."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self, now: datetime) -> BinaryIO:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._name = f"{now:%Y%m%dT%H%M%SZ}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
        self._file = (self.folder / self._name).open("xb")
        self._end = 0
        _sync_folder(self.folder)
        return self._file

    def _abandon(self) -> None:
        """Cut what may be torn, as far as that can be done, and never write to this file again."""
        file, self._file = self._file, None
        if file is None:
            return
        with suppress(OSError):
            file.close()  # flushes, which may fail again
        with suppress(OSError):
            os.truncate(self.folder / self._name, self._end)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _member(capture: Capture) -> bytes:
    record = WarcRecord()
    record.init_headers(WarcRecordType.resource, b"vedette:" + _quoted(capture.id).encode())
    record.record_date = capture.fetched_at
    record.headers["WARC-Target-URI"] = _quoted(capture.url)
    record.headers["WARC-Payload-Digest"] = f"sha256:{capture.sha256}"
    media_type = quote(capture.media_type, safe='!#$&+^/ ;="')
    record.headers["Content-Type"] = media_type or "application/octet-stream"
    record.set_bytes_content(capture.payload)
    raw = io.BytesIO()
    record.write(raw)
    level = 5 if len(capture.payload) < _SMALL else 8
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS, level)
    return packer.compress(raw.getvalue()) + packer.flush()


def _quoted(value: str) -> str:
    # a URL or what a server said may hold anything; a WARC header may not
    if _PLAIN.fullmatch(value):
        return value
    return quote(value.encode("utf-8", "surrogatepass"), safe="!#$%&'()*+,/:;=?@[]~")


def read_payload(folder: Path, place: Place, *, capture: str, sha256: str) -> bytes | None:
    """Return a capture's payload, verified, or None if it was taken down.

    Raises StoreError that names the capture if it is lost or damaged.
    """
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            member = file.read(place.length)
        record = next(iter(ArchiveIterator(io.BytesIO(member))), None)
        payload = record.reader.read() if record is not None and record.reader is not None else b""
    except (OSError, ValueError) as error:
        raise StoreError(
            f"capture {capture} can't be read from {place.file}: {error}", hint="restore it from a backup"
        ) from error
    if record is not None and record.record_type == WarcRecordType.metadata:
        return None
    if record is not None and hashlib.sha256(payload).hexdigest() == sha256:
        return payload
    raise StoreError(
        f"capture {capture} is damaged: {place.file} at {place.offset} has another SHA-256",
        hint="restore it from a backup",
    )


def blank(folder: Path, place: Place) -> None:
    """Overwrite a record with an empty one of the same length: a take-down leaves all others in place."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.metadata)
    record.set_bytes_content(b"")
    raw = io.BytesIO()
    record.write(raw)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(raw.getvalue()) + packer.flush()
    # RFC 1952: a header with the comment flag, the comment as padding, the body, its CRC and length.
    # It always fits: the record that was there had the same headers and a digest that can't be packed.
    comment = b" " * (place.length - 10 - 1 - len(body) - 8)
    member = b"\x1f\x8b\x08\x10\0\0\0\0\x02\xff" + comment + b"\0" + body
    member += struct.pack("<II", zlib.crc32(raw.getvalue()), len(raw.getvalue()))
    with (folder / place.file).open("r+b") as file:
        file.seek(place.offset)
        file.write(member)
        file.flush()
        os.fsync(file.fileno())
