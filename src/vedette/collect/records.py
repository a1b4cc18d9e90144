"""Records of line-based files: JSONL and CSV."""

import csv
import io
import json
from collections import deque
from collections.abc import Iterator
from datetime import datetime

from vedette.collect.captures import JSON_UTF8, capture, failure
from vedette.collect.limits import Limits
from vedette.collect.streams import as_utf8, decoded, lines
from vedette.errors import InputError
from vedette.types import Capture, Failure

#: other names in use for the fields of a record, as column headings give them
SYNONYMS = {
    "headline": "title",
    "body": "text",
    "content": "text",
    "date": "published",
    "published_at": "published",
    "pubdate": "published",
    "link": "url",
    "source": "outlet",
    "publisher": "outlet",
}


def read_jsonl(
    stream: io.BufferedReader, name: str, now: datetime, limits: Limits
) -> Iterator[Capture | Failure]:
    """Yield one capture per line that holds a JSON object with a title or a text.

    The payload is the line as it stands; the encoding it was read as is in `headers`.
    """
    for number, line in lines(as_utf8(stream), limits.record_bytes):
        record = f"{name} line {number}"
        if line is None:
            yield failure(record, f"longer than {limits.record_bytes:,} bytes", now)
            continue
        if not (raw := line.strip()):
            continue
        try:
            text, charset = decoded(raw)
            url = _checked(_loads(text)) or f"file:{name}#{number}"
        except InputError as error:
            yield failure(record, str(error), now)
            continue
        headers = (("content-type", f"application/json; charset={charset}"),)
        yield capture(url=url, payload=raw, media_type="application/json", fetched_at=now, headers=headers)


def _loads(text: str) -> dict[str, object]:
    if "\x00" in text:
        raise InputError("has NUL bytes")
    try:
        record = json.loads(text)
    except RecursionError as error:
        raise InputError("JSON nested too deeply") from error
    except ValueError as error:
        raise InputError(f"wrong JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(f"JSON, but not an object: {type(record).__name__}")
    return record


def _checked(record: dict[str, object]) -> str | None:
    """Return the record's own web address, if it has one. Raises InputError if it says nothing."""
    for field in ("title", "text"):
        value = record.get(field)
        if value is not None and not isinstance(value, str):
            raise InputError(f"'{field}' is no string: {type(value).__name__}")
    if not any(str(record.get(field) or "").strip() for field in ("title", "text")):
        known = ", ".join(sorted(str(key)[:40] for key in list(record)[:8]))
        raise InputError(f"has neither title nor text (it has: {known or 'nothing'})")
    url = record.get("url")
    return url if isinstance(url, str) and url.lower().startswith(("http://", "https://")) else None


def read_csv(
    stream: io.BufferedReader, name: str, now: datetime, limits: Limits
) -> Iterator[Capture | Failure]:
    """Yield one capture per row below a heading that has a title or a text column.

    The payload is a JSON object of the row in UTF-8, its keys lower-cased headings with synonyms
    (headline, body, date, link, ...) under their standard name.
    """
    # the limit belongs to the process; it is only ever raised, and rows are bounded below
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_bytes))
    rows = _Rows(as_utf8(stream), limits.record_bytes)
    names: list[str] = []
    number = 0
    for line, row in rows:
        if isinstance(row, InputError):
            yield failure(f"{name} line {line}", str(row), now)
        elif not names:
            names = _standard_names(row)
            if "title" not in names and "text" not in names:
                yield failure(f"{name} line {line}", "no heading with a title or text column", now)
                return
        else:
            number += 1
            try:
                record = _record(names, row)
                url = _checked(record) or f"file:{name}#{number}"
            except InputError as error:
                yield failure(f"{name} line {line}", str(error), now)
                continue
            payload = json.dumps(record, ensure_ascii=False).encode("utf-8")
            yield capture(
                url=url, payload=payload, media_type="application/json", fetched_at=now, headers=(JSON_UTF8,)
            )


def _standard_names(row: list[str]) -> list[str]:
    given = [cell.strip().lower() for cell in row]
    # a synonym doesn't displace the standard name, nor an earlier synonym
    names: list[str] = []
    for name in given:
        standard = SYNONYMS.get(name, name)
        names.append(name if standard in given or standard in names else standard)
    return names


def _record(names: list[str], row: list[str]) -> dict[str, object]:
    if len(row) > len(names):
        raise InputError(f"{len(row)} cells under {len(names)} headings")
    record: dict[str, object] = {}
    for name, cell in zip(names, row, strict=False):
        if name and cell:
            record.setdefault(name, cell)
    return record


class _Rows:
    """The rows of a CSV file with the line they start on, or the InputError in place of one.

    The csv module itself says where a quoted cell goes on over lines. A quote that never closes
    costs only its own line: the lines tried for it are read again.
    """

    def __init__(self, source: io.BufferedReader, limit: int) -> None:
        self._fresh = lines(source, limit)
        self._again: deque[tuple[int, bytes | None]] = deque()
        self._limit = limit
        self._delimiter = ""

    def __iter__(self) -> Iterator[tuple[int, list[str] | InputError]]:
        while first := self._next_line():
            number, line = first
            if line is None:
                yield number, InputError(f"longer than {self._limit:,} bytes")
            elif b"\x00" in line:
                yield number, InputError("has NUL bytes")
            elif line.strip():
                yield number, self._row(line)

    def _next_line(self) -> tuple[int, bytes | None] | None:
        return self._again.popleft() if self._again else next(self._fresh, None)

    def _row(self, line: bytes) -> list[str] | InputError:
        text = decoded(line)[0]
        # the heading says how cells are divided
        self._delimiter = self._delimiter or max(",;\t", key=text.count)
        taken: list[tuple[int, bytes | None]] = []
        try:
            return next(csv.reader(self._continued(text, taken), delimiter=self._delimiter))
        except (InputError, csv.Error) as error:
            self._again.extendleft(reversed(taken))
            return error if isinstance(error, InputError) else InputError(f"wrong CSV: {error}")

    def _continued(self, text: str, taken: list[tuple[int, bytes | None]]) -> Iterator[str]:
        """Yield the row's first line, then, while the csv module wants more, the lines after it."""
        size = len(text)
        yield text
        while following := self._next_line():
            taken.append(following)
            line = following[1]
            size += len(line or b"")
            if line is None or size > self._limit:
                raise InputError(f"a quoted cell goes on for more than {self._limit:,} bytes")
            if b"\x00" in line:
                raise InputError("a quoted cell has NUL bytes")
            yield decoded(line)[0]
        raise InputError("a quoted cell is never closed")
