"""Reading bytes in bounded memory: gzip that may be a bomb, lines that may be endless, odd encodings."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from vedette.collect.limits import Limits
from vedette.errors import InputError

GZIP_MAGIC = b"\x1f\x8b"
#: what bytes are read as that are not UTF-8: every byte has a meaning there, and the WHATWG
#: encoding standard names it the default for Western pages
FALLBACK = "windows-1252"
#: what a stream may raise while it is read
STREAM_ERRORS = (OSError, EOFError, zlib.error, InputError)


class Gunzip(io.RawIOBase):
    """A gzip stream read piecewise: stops a bomb, and gives all that came before a break.

    Raises InputError where the stream breaks off, is damaged, or grows beyond `limits.growth`.
    """

    def __init__(self, packed: BinaryIO, limits: Limits) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed, mode="rb")
        self._limits = limits
        self._given = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return how many bytes were given out."""
        return self._given

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer with what the next step of decompression gives; return how many bytes."""
        try:
            piece = self._plain.read1(len(buffer))
        except EOFError as error:
            raise InputError("the gzip stream breaks off") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"the gzip stream is damaged: {error}") from error
        self._given += len(piece)
        # the packed side is read ahead by at most one buffer: no bomb can hide in that
        if self._given > max(self._limits.record_bytes, self._limits.growth * self._packed.tell()):
            raise InputError(f"the gzip stream grows more than {self._limits.growth}-fold: taken for a bomb")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close this stream, not the packed one."""
        if not self.closed:
            self._plain.close()
        super().close()


def unpacked(stream: io.BufferedReader, limits: Limits) -> io.BufferedReader:
    """Return the stream, through gzip if it starts with gzip's magic bytes, whatever its name."""
    if stream.peek(2)[:2] == GZIP_MAGIC:
        return io.BufferedReader(Gunzip(stream, limits), buffer_size=1 << 16)
    return stream


class _Recoded(io.RawIOBase):
    """UTF-16 with a byte order mark, read as UTF-8."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer with what the next piece gives; return how many bytes."""
        piece = b"more"
        while piece and not self._ready:
            piece = self._stream.read1(1 << 16)
            self._ready = self._decoder.decode(piece, final=not piece).encode("utf-8", "replace")
        given = self._ready[: len(buffer)]
        self._ready = self._ready[len(given) :]
        buffer[: len(given)] = given
        return len(given)


class Piecewise:
    """A stream whose `read` gives what there is: an error later on takes nothing of it away."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size` of them, b'' at the end."""
        piece = self._stream.read1(size if size >= 0 else 1 << 16)
        self._given += len(piece)
        return piece

    def tell(self) -> int:
        """Return how many bytes were given."""
        return self._given

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse: the stream is read once, forwards."""
        raise io.UnsupportedOperation(f"seek to {offset} from {whence}")

    def close(self) -> None:
        """Do nothing: whoever opened the stream closes it."""


def as_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    """Return the stream in UTF-8 (or in bytes that are not), without a byte order mark."""
    start = stream.peek(4)[:4]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return io.BufferedReader(_Recoded(stream), buffer_size=1 << 16)
    if start.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    return stream


def lines(source: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number (from 1) and bytes of each line; None for one longer than `limit` bytes.

    A line over the limit is passed over in pieces and never held whole.
    """
    number = 0
    while line := source.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while (piece := source.readline(1 << 16)) and not piece.endswith(b"\n"):
            pass
        yield number, None


def decoded(raw: bytes) -> tuple[str, str]:
    """Return the text of the bytes and the encoding they were read as: a BOM's, UTF-8 or the fallback."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), "utf-16"
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode(FALLBACK, "replace"), FALLBACK
