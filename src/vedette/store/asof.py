"""The two clocks of a view, and how it looks into the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from vedette.store.connect import storing

Conditions = list[sa.ColumnElement[bool]]

#: Rows fetched in one read transaction. Long iterations hold no transaction open between pages, which
#: would keep SQLite's write-ahead log growing.
_PAGE = 2000

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Up to when rows are shown."""

    known: datetime | None  #: latest known_at; None: any
    recorded: datetime  #: latest recorded_at

    def show(self, table: sa.Table, known: str | None = None) -> Conditions:
        """Return what rows of a table must meet; `known` names its column of the world's clock."""
        conditions = [table.c.recorded_at <= self.recorded]
        if known is not None and self.known is not None:
            conditions.append(table.c[known] <= self.known)
        return conditions


@dataclass(frozen=True, slots=True)
class Database:
    """A database to be read, and the folder of its captures."""

    engine: sa.Engine
    folder: Path

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Return a connection for one read transaction; driver errors become StoreError."""
        with storing(self.folder.parent), self.engine.connect() as connection:
            yield connection

    def first(self, query: sa.Select[Any]) -> sa.Row[Any] | None:
        """Return the first row, None if there is none."""
        with self.reading() as connection:
            return connection.execute(query).first()

    def all(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        """Return all rows."""
        with self.reading() as connection:
            return list(connection.execute(query))

    def pages(self, query: sa.Select[Any], *order: sa.Column[Any]) -> Iterator[sa.Row[Any]]:
        """Return all rows by `order`, whose values are unique and among the columns, page by page."""
        query = query.order_by(*order).limit(_PAGE)
        rows = self.all(query)
        while rows:
            yield from rows
            if len(rows) < _PAGE:
                return
            last = (sa.literal(rows[-1]._mapping[column], column.type) for column in order)
            rows = self.all(query.where(sa.tuple_(*order) > sa.tuple_(*last)))


def record(kind: type[R], found: sa.Row[Any]) -> R:
    """Return the flat record of a row, whose columns have the names of its fields."""
    values = found._mapping
    return kind(**{field.name: values[field.name] for field in fields(kind)})  # type: ignore[arg-type]
