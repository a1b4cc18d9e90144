"""Checking that a store is sound: the database, and every capture against its SHA-256."""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from vedette.errors import StoreError
from vedette.store import schema
from vedette.store.asof import Database
from vedette.store.captures import Place, read_payload


def damages(engine: sa.Engine, folder: Path) -> Iterator[str]:
    """Return what is damaged, one line each; nothing if the store is sound.

    Every payload is read, so it takes about a second for 10,000 small captures.
    """
    database = Database(engine, folder)
    if engine.dialect.name == "sqlite":
        with database.reading() as connection:
            lines = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        yield from (f"database: {line}" for line in lines if line != "ok")
        yield from (f"database: a row of {row[0]} points to a missing row of {row[2]}" for row in broken)
    columns = schema.captures.c
    for found in database.pages(sa.select(schema.captures), columns.id):
        place = Place(file=found.file, offset=found.offset, length=found.length)
        try:
            read_payload(folder, place, capture=found.id, sha256=found.sha256)
        except StoreError as error:
            yield str(error)
