"""Counting what the store holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from vedette.store import schema

_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What documents there are: silence is shown, never hidden."""

    documents: int
    by_day: tuple[tuple[date, int], ...]  #: UTC day of known_at, first day first, none that is empty
    by_language: tuple[tuple[str, int], ...]  #: most first
    newest: datetime | None  #: newest known_at


def holdings(connection: sa.Connection, where: Sequence[sa.ColumnElement[bool]]) -> Holdings:
    """Return the numbers of the documents that meet `where`."""
    columns = schema.documents.c
    day = sa.type_coerce(columns.known_at, sa.BigInteger) // _DAY
    number = sa.func.count()
    by_day = connection.execute(sa.select(day, number).where(*where).group_by(day).order_by(day)).all()
    by_language = connection.execute(
        sa.select(columns.language, number)
        .where(*where)
        .group_by(columns.language)
        .order_by(number.desc(), columns.language)
    ).all()
    return Holdings(
        documents=sum(count for _, count in by_day),
        by_day=tuple((schema.EPOCH.date() + timedelta(days=days), count) for days, count in by_day),
        by_language=tuple((language, count) for language, count in by_language),
        newest=connection.scalar(sa.select(sa.func.max(columns.known_at)).where(*where)),
    )


def failure_counts(
    connection: sa.Connection, where: Sequence[sa.ColumnElement[bool]]
) -> tuple[tuple[str, int], ...]:
    """Return how many failures each stage had."""
    stage = schema.failures.c.stage
    query = sa.select(stage, sa.func.count()).where(*where).group_by(stage).order_by(stage)
    return tuple((name, count) for name, count in connection.execute(query))


def counts(connection: sa.Connection, recorded: datetime) -> tuple[tuple[str, int], ...]:
    """Return how many rows each table has that were recorded by then."""
    tables = (table for table in schema.metadata.sorted_tables if "recorded_at" in table.c)
    return tuple(
        (
            table.name,
            connection.scalar(sa.select(sa.func.count()).where(table.c.recorded_at <= recorded)) or 0,
        )
        for table in sorted(tables, key=lambda table: table.name)
        if table.name not in {"commits", "schema_version"}
    )
