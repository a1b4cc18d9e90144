"""Files of coded events: date, who, to whom, which act. Bad lines are counted and named, never fatal."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from vedette.collect.limits import DEFAULTS, Limits
from vedette.collect.streams import STREAM_ERRORS, as_utf8, decoded, lines, unpacked
from vedette.errors import InputError
from vedette.score.codes import Scheme, act_of, is_known, scheme_of
from vedette.types import Failure

#: headings in use for the four columns; ICEWS writes 'Event Date', 'Source Name', 'CAMEO Code'
_HEADINGS = {
    "date": "date", "day": "date", "event date": "date", "source": "source", "source name": "source",
    "actor": "source", "target": "target", "target name": "target", "recipient": "target", "code": "code",
    "relation": "code", "cameo code": "code", "event": "code", "event text": "code",
}  # fmt: skip
_COLUMNS = ("date", "source", "target", "code")
_FIRST_FOUR = (0, 1, 2, 3)
_LONGEST = 500  #: characters of a cell; the longest name of an actor or act in ICEWS has some 120
_FIRST_YEAR = 1900  # as for the dates of documents; no event series begins earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line that has a day, two parties and a code."""

    number: int  #: of its line, from 1
    raw: str
    day: date
    source: str
    target: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a file holds of the days asked for."""

    name: str
    scheme: Scheme
    rows: tuple[Row, ...]  #: in the order of the file
    events: int  #: usable lines of all days
    repeats: int  #: of the days asked for, lines that say what an earlier one says: they count once
    failures: tuple[Failure, ...]


def read_series(path: Path, *, since: date, until: date, now: datetime, limits: Limits = DEFAULTS) -> Series:
    """Return the events of a file from `since` to `until`, both included, and the lines that are none.

    Cells are parted by tabs or commas; UTF-8, UTF-16 or Windows-1252, packed by gzip or not. A heading names
    the columns date, source, target and code (or relation); without one they are the first four. A line that
    breaks the form costs itself and is a failure with its number; a file that can't be read is one failure.
    """
    name = path.name
    failures: list[Failure] = []
    found: dict[tuple[date, str, str, str], Row] = {}
    codes: Counter[str] = Counter()
    wanted = 0
    try:
        for row in _rows(path, now, limits):
            if isinstance(row, Failure):
                failures.append(row)
                continue
            codes[row.code] += 1
            if since <= row.day <= until:
                wanted += 1
                found.setdefault((row.day, row.source, row.target, row.code), row)
    except STREAM_ERRORS as error:
        failures.append(_failure(name, f"can't be read on: {error}", now))
    if not codes and not failures:
        failures.append(_failure(name, "is empty", now))
    scheme = scheme_of(codes.elements())
    kept = tuple(row for row in found.values() if act_of(scheme, row.code) is not None)
    failures += _unknown(name, scheme, found.values(), kept, now)
    return Series(
        name=name,
        scheme=scheme,
        rows=kept,
        events=codes.total(),
        repeats=wanted - len(found),
        failures=tuple(failures),
    )


def _rows(path: Path, now: datetime, limits: Limits) -> Iterator[Row | Failure]:
    columns: tuple[int, ...] = ()
    with path.open("rb") as file:
        for number, raw in lines(as_utf8(unpacked(file, limits)), limits.record_bytes):
            cells: list[str] = []
            try:
                if cells := _cells(raw, limits):
                    yield _row(number, cells, columns or _FIRST_FOUR, now.date())
            except InputError as error:
                if not columns and (columns := _heading(cells)):
                    continue
                yield _failure(f"{path.name} line {number}", str(error), now)


def _cells(raw: bytes | None, limits: Limits) -> list[str]:
    if raw is None:
        raise InputError(f"longer than {limits.record_bytes:,} bytes")
    text = decoded(raw)[0].rstrip("\r\n")
    if not text.strip():
        return []
    if "\x00" in text:
        raise InputError("has NUL bytes")
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")]
    try:
        return [cell.strip() for cell in next(csv.reader([text]))]
    except csv.Error as error:
        raise InputError(f"wrong CSV: {error}") from error


def _heading(cells: Sequence[str]) -> tuple[int, ...]:
    """Return where the four columns stand if this is a heading, () if it is none.

    Raises InputError, which costs the file, if the heading lacks one of them.
    """
    at: dict[str, int] = {}
    for position, cell in enumerate(cells):
        if known := _HEADINGS.get(cell.casefold()):
            at.setdefault(known, position)
    if len(at) > 1 and (lacking := [one for one in _COLUMNS if one not in at]):
        raise InputError(f"the heading has no column for {' and '.join(lacking)}")
    return tuple(at[one] for one in _COLUMNS) if at.keys() == set(_COLUMNS) else ()


def _row(number: int, cells: Sequence[str], columns: Sequence[int], today: date) -> Row:
    if len(cells) <= max(columns):
        raise InputError(f"has {len(cells)} cells, too few for date, source, target and code")
    day, source, target, code = (cells[at] for at in columns)
    if max(map(len, (source, target, code))) > _LONGEST:
        raise InputError(f"a cell holds more than {_LONGEST} characters")
    try:
        when = date.fromisoformat(day)
    except ValueError as error:
        raise InputError(f"'{day[:40]}' is no day") from error
    if when.year < _FIRST_YEAR or when > today:
        raise InputError(f"{when} is no day of an event series")
    if not (source and target and code):
        raise InputError("source, target or code is empty")
    return Row(number=number, raw="\t".join(cells), day=when, source=source, target=target, code=code)


def _unknown(
    name: str, scheme: Scheme, rows: Iterable[Row], kept: Sequence[Row], now: datetime
) -> Iterator[Failure]:
    """Yield a failure per code that no table has, with how many events it is in, most first."""
    rows = list(rows)
    used = {row.number for row in kept}
    acts = Counter(row.code for row in rows if row.number not in used)
    for code, count in acts.most_common():
        yield _failure(name, f"act '{code[:60]}' is in no table: {_events(count)} left out", now)
    if scheme is Scheme.NAMES:
        return  # most names of persons are in no table of ours; whoever is not is UNK
    parties = Counter(code for row in kept for code in {row.source, row.target} if not is_known(scheme, code))
    for code, count in parties.most_common():
        yield _failure(name, f"party '{code[:60]}' is in no table: nobody known in {_events(count)}", now)


def _events(count: int) -> str:
    return f"{count:,} event{'s' * (count != 1)}"


def _failure(record: str, reason: str, now: datetime) -> Failure:
    return Failure(stage="collect", record=record, reason=reason, at=now)
