"""Files and folders to captures, in bounded memory; a bad record is one failure and never an exception."""

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from vedette.collect.archives import read_warc
from vedette.collect.captures import capture, failure
from vedette.collect.limits import DEFAULTS, Limits
from vedette.collect.records import read_csv, read_jsonl
from vedette.collect.streams import STREAM_ERRORS, decoded, unpacked
from vedette.errors import InputError
from vedette.types import Capture, Failure

Reader = Callable[[io.BufferedReader, str, datetime, Limits], Iterator[Capture | Failure]]


def read_paths(
    paths: Sequence[str | Path], *, now: datetime, stdin: BinaryIO | None = None, limits: Limits = DEFAULTS
) -> Iterator[Capture | Failure]:
    """Yield a capture per record of the files, and of the files in the folders, in order.

    Read are .html .htm .txt .md (one record each), .jsonl .ndjson (a record a line), .csv (a
    record a row), .warc (a record a response), these three also with .gz, and '-' for `stdin`
    (JSONL if it starts with '{', else text). Folders are walked sorted, links to folders are not
    followed, files with other suffixes are passed over unless they are named themselves.

    A capture's `url` is the record's own, else 'file:NAME#N' with N from 1 (the line of a JSONL
    file) and NAME as seen from the folder named. `now` (UTC) becomes `fetched_at`, except where an
    archive has its own. What can't be read is a Failure that names the record.
    """
    for path in paths:
        if str(path) == "-":
            yield from _guarded(_read_stdin, _buffered(stdin or sys.stdin.buffer), "stdin", now, limits)
            continue
        given = Path(path)
        if _is(stat.S_ISDIR, given):
            for found in _walk(given, now):
                if isinstance(found, Failure):
                    yield found
                elif reader := _reader_of(found):
                    yield from _read_file(
                        found, _printable(found.relative_to(given).as_posix()), reader, now, limits
                    )
        elif reader := _reader_of(given):
            yield from _read_file(given, _printable(given.name), reader, now, limits)
        else:
            try:
                given.stat()
                reason = f"files ending in '{given.suffix}' are not read"
            except (OSError, ValueError) as error:
                reason = _reason(error)
            yield failure(_printable(str(given)), reason, now)


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    """Return whether the path is known to be of that kind."""
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _printable(name: str) -> str:
    """Return a file name without the surrogates Python puts for bytes that are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(folder: Path, now: datetime) -> Iterator[Path | Failure]:
    """Yield the files below a folder, sorted, and a failure per folder that can't be opened."""
    refused: list[Failure] = []

    def refuse(error: OSError) -> None:
        refused.append(failure(_printable(str(error.filename)), _reason(error), now))

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        yield from (Path(root, name) for name in sorted(names))
        yield from refused
        refused.clear()
    yield from refused


def _read_file(
    path: Path, name: str, reader: Reader, now: datetime, limits: Limits
) -> Iterator[Capture | Failure]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # a pipe could keep us waiting for ever; a pipe on stdin is asked for with '-'
            yield failure(name, "not a plain file", now)
            return
        with path.open("rb") as stream:
            yield from _guarded(reader, stream, name, now, limits)
    except (OSError, ValueError) as error:
        yield failure(name, _reason(error), now)


def _guarded(
    reader: Reader, stream: io.BufferedReader, name: str, now: datetime, limits: Limits
) -> Iterator[Capture | Failure]:
    """Yield what the reader gives; where the stream itself fails, one failure that says after what."""
    count = 0
    try:
        if not stream.peek(1):
            yield failure(name, "is empty", now)
            return
        for record in reader(unpacked(stream, limits), name, now, limits):
            count += 1
            yield record
    except STREAM_ERRORS as error:
        yield failure(f"{name} after record {count}" if count else name, _reason(error), now)


def _reason(error: Exception) -> str:
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return f"can't be read: {text[:1].lower()}{text[1:]}" if isinstance(error, OSError) else text


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))


class _Raw(io.RawIOBase):
    """Any binary stream (a BytesIO, a socket's file) as a raw one that can be buffered."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _read_stdin(
    stream: io.BufferedReader, name: str, now: datetime, limits: Limits
) -> Iterator[Capture | Failure]:
    # of UTF-16 every second byte is zero
    start = stream.peek(64).lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return (read_jsonl if start.startswith(b"{") else _read_text)(stream, name, now, limits)


def _whole(stream: io.BufferedReader, limits: Limits) -> bytes:
    payload = stream.read(limits.record_bytes + 1)
    if len(payload) > limits.record_bytes:
        raise InputError(f"longer than {limits.record_bytes:,} bytes")
    if not payload.strip():
        raise InputError("is empty")
    return payload


def _read_html(stream: io.BufferedReader, name: str, now: datetime, limits: Limits) -> Iterator[Capture]:
    yield capture(
        url=f"file:{name}#1", payload=_whole(stream, limits), media_type="text/html", fetched_at=now
    )


def _read_text(stream: io.BufferedReader, name: str, now: datetime, limits: Limits) -> Iterator[Capture]:
    payload = _whole(stream, limits)
    text, charset = decoded(payload)
    if "\x00" in text:
        raise InputError("has NUL bytes: no text")
    media_type = "text/markdown" if name.lower().endswith(".md") else "text/plain"
    headers = (("content-type", f"{media_type}; charset={charset}"),)
    yield capture(
        url=f"file:{name}#1", payload=payload, media_type=media_type, fetched_at=now, headers=headers
    )


_READERS: dict[str, Reader] = {
    ".html": _read_html,
    ".htm": _read_html,
    ".txt": _read_text,
    ".md": _read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".warc": read_warc,
}
_PACKED = (".jsonl", ".ndjson", ".csv", ".warc")


def _reader_of(path: Path) -> Reader | None:
    name = path.name.lower()
    if name.endswith(".gz"):
        suffix = Path(name.removesuffix(".gz")).suffix
        return _READERS[suffix] if suffix in _PACKED else None
    return _READERS.get(Path(name).suffix)
