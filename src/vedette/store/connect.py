"""Opening a database, and turning its driver's errors into ours."""

import errno
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from vedette.errors import AppendOnlyError, StoreBusy, StoreError, StoreFull
from vedette.store.guards import APPEND_ONLY

#: Seconds a process waits for another one's write to end.
BUSY_SECONDS = 30.0

#: Key of the advisory lock that lets one process at a time write to a PostgreSQL database.
_PG_LOCK = int.from_bytes(b"vedette", "big")

# FULL: a commit is on disk when it returns, so what was acknowledged survives even a power cut, at the
# price of one fsync a batch. NORMAL would survive kill -9 too, but a power cut may take the last batches.
_PRAGMAS = (
    "synchronous = FULL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FREE_ENOUGH = 1 << 20  # bytes: below this an I/O error of SQLite in WAL mode is a full disk


def database_url(where: str | Path) -> URL:
    """Return the URL of a database given as URL or as the path of an SQLite file.

    Raises StoreError for a database vedette can't use.
    """
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError(f"database URL not understood: {error}") from error
    backend = url.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url.set(drivername="sqlite")
    raise StoreError(
        f"a database of kind '{backend}' can't be used", hint="give an SQLite file or a PostgreSQL URL"
    )


def connect(url: URL, *, busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    """Return an engine whose transactions begin as vedette needs them.

    Connections with the execution option `vedette_write` take the write lock at once.
    """
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": busy_seconds})
        sa.event.listen(engine, "connect", partial(_sqlite_connected, busy_seconds))
        sa.event.listen(engine, "begin", _sqlite_begins)
        return engine
    try:
        engine = sa.create_engine(url)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs the psycopg driver", hint="pip install 'vedette[postgres]'"
        ) from error
    milliseconds = round(busy_seconds * 1000)

    def begins(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("vedette_write"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_PG_LOCK})")

    sa.event.listen(engine, "begin", begins)
    return engine


def _sqlite_connected(busy_seconds: float, connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours to say: see _sqlite_begins
    _write_ahead(connection, time.monotonic() + busy_seconds)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection, deadline: float) -> None:
    # While a new database is turned over to WAL, SQLite refuses others at once, without its time-out:
    # 2 of 240 simultaneous first openings failed. Later connections find it in WAL mode.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _sqlite_begins(connection: sa.Connection) -> None:
    # IMMEDIATE waits for the other writer here, where nothing is lost; a lock taken later can't be waited for
    write = connection.get_execution_options().get("vedette_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def storing(place: str | Path | None = None) -> Iterator[None]:
    """Turn errors of drivers and files into StoreError and its kinds; `place` is where the disk is."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _translated(error.orig or error, place) from error
    except (sqlite3.Error, OSError) as error:
        raise _translated(error, place) from error


def _translated(error: BaseException, place: str | Path | None) -> StoreError:
    message = str(error).partition("\n")[0]
    name: str = getattr(error, "sqlite_errorname", "")
    state: str = getattr(error, "sqlstate", None) or ""
    if message.startswith(APPEND_ONLY):
        return AppendOnlyError(message, hint="append a correction or a review instead")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or state in {"55P03", "40P01"}:
        return StoreBusy(
            "another process has been writing to the database for too long",
            hint="wait for it or stop it, then do this again: nothing was changed",
        )
    if _is_full(error, name, state, place):
        return StoreFull(
            f"the disk is full ({message})",
            hint="make room and do this again: what was acknowledged is safe, nothing else was changed",
        )
    if name in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}:
        return StoreError(f"the database is damaged ({message})", hint="restore the last backup")
    return StoreError(f"the store failed: {message}")


def _is_full(error: BaseException, name: str, state: str, place: str | Path | None) -> bool:
    if name == "SQLITE_FULL" or state == "53100" or (isinstance(error, OSError) and error.errno in _FULL):
        return True
    if not name.startswith("SQLITE_IOERR") or place is None:
        return False
    try:
        return shutil.disk_usage(place).free < _FREE_ENOUGH
    except OSError:
        return False
