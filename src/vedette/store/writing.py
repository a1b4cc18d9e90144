"""One write transaction: only new rows are inserted, each with the transaction's `recorded_at`.

The write lock is held from the start, so what is found missing stays missing until it is inserted, and
row numbers are given without gaps.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa

from vedette.errors import StoreError
from vedette.store import records, schema
from vedette.store.captures import Place, WarcWriter
from vedette.store.records import Row
from vedette.types import Capture, Check, Document, Failure, Reading, Run, content_id

T = TypeVar("T")

_CHUNK = 900  # ids asked for at a time; every SQLite takes 999


@dataclass(slots=True)
class Write:
    """A write transaction under way."""

    connection: sa.Connection
    recorded_at: datetime
    new: int = 0

    def end(self) -> None:
        """Note the commit, if there is anything to commit."""
        if self.new:
            self.connection.execute(schema.commits.insert(), {"recorded_at": self.recorded_at})

    def keyed(self, table: sa.Table, rows: Iterable[Row], key: str = "id") -> int:
        """Return how many of the rows had a new key."""
        return self._insert(table, self._missing(table.c[key], {row[key]: row for row in rows}))

    def numbered(self, table: sa.Table, rows: Iterable[Row]) -> int:
        """Return how many of the rows had a new id; they are numbered on."""
        return self._insert(table, self._number(table, self._missing(table.c.id, {r["id"]: r for r in rows})))

    def versions(self, table: sa.Table, rows: Iterable[Row], key: Sequence[str]) -> int:
        """Return how many of the rows differ from the last one of their key."""
        count = 0
        for row in rows:
            same_key = [table.c[name] == row[name] for name in key]
            last = self.connection.execute(
                sa.select(*(table.c[name] for name in row))
                .where(*same_key)
                .order_by(table.c.seq.desc())
                .limit(1)
            ).one_or_none()
            if last is None or dict(last._mapping) != row:
                count += self._insert(table, self._number(table, [row]))
        return count

    def captures(self, captures: Sequence[Capture], writer: WarcWriter) -> int:
        """Return how many captures were new, once their payloads are on disk."""
        missing = self._missing(schema.captures.c.id, {capture.id: capture for capture in captures})
        if not missing:
            return 0
        places = writer.write(missing, self.recorded_at)
        rows = [
            {
                **records.capture_row(capture),
                "file": place.file,
                "offset": place.offset,
                "length": place.length,
            }
            for capture, place in zip(missing, places, strict=True)
        ]
        return self._insert(schema.captures, rows)

    def documents(self, documents: Sequence[Document]) -> int:
        """Return how many documents were new."""
        missing = self._missing(schema.documents.c.id, {document.id: document for document in documents})
        rows = self._number(schema.documents, [records.document_row(document) for document in missing])
        self._insert(schema.documents, rows)
        texts = [
            {
                "seq": row["seq"],
                "document": row["id"],
                "title": records.kept(document.title),
                "text": records.kept(document.text),
            }
            for row, document in zip(rows, missing, strict=True)
        ]
        if texts:
            self.connection.execute(schema.texts.insert(), texts)
        return len(rows)

    def readings(self, readings: Sequence[Reading], run: Run) -> tuple[int, int]:
        """Return how many readings of the run, and how many claims in them, were new."""
        self.keyed(schema.runs, [records.row(run)])
        of_run = schema.readings.c.run == run.id
        missing = self._missing(schema.readings.c.document, {r.document: r for r in readings}, of_run)
        rows = self._number(
            schema.readings,
            [
                {
                    "document": reading.document,
                    "run": run.id,
                    "indicated": any(claim.indicators for claim in reading.claims),
                    "error": records.kept(reading.error) if reading.error is not None else None,
                }
                for reading in missing
            ],
        )
        self._insert(schema.readings, rows)
        gone = set(self.connection.scalars(sa.select(schema.reviews.c.target).where(_TAKEN_DOWN)))
        bodies, claims = [], []
        for row, reading in zip(rows, missing, strict=True):
            if reading.document in gone:
                continue  # quotes of a text that was taken down don't come back
            bodies.append(
                {"seq": row["seq"], "document": reading.document, "body": records.reading_body(reading)}
            )
            claims += [
                {"reading": row["seq"], "position": position, "run": run.id, **records.claim_row(claim)}
                for position, claim in enumerate(reading.claims)
            ]
        if bodies:
            self.connection.execute(schema.bodies.insert(), bodies)
        return len(rows), self._insert(schema.claims, claims)

    def take_down(self, document: str, review: Row) -> Place | None:
        """Drop a document's text and quotes; return where its capture is, if nothing else rests on it."""
        connection, documents, texts = self.connection, schema.documents.c, schema.texts.c
        row = connection.execute(
            sa.select(documents.seq, documents.capture).where(documents.id == document)
        ).one_or_none()
        if row is None:
            raise StoreError(f"there is no document {document}")
        on_record = sa.select(schema.reviews.c.id).where(_TAKEN_DOWN, schema.reviews.c.target == document)
        if connection.scalar(on_record) is None:
            self.keyed(schema.reviews, [review])
        read = sa.select(schema.readings.c.seq).where(schema.readings.c.document == document)
        connection.execute(schema.bodies.delete().where(schema.bodies.c.seq.in_(read)))
        connection.execute(schema.texts.delete().where(texts.seq == row.seq))
        if connection.dialect.name == "sqlite":  # a deleted word stays in the index until it is merged
            connection.exec_driver_sql("INSERT INTO search(search) VALUES ('optimize')")
        others = (
            sa.select(texts.seq)
            .join(schema.documents, documents.seq == texts.seq)
            .where(documents.capture == row.capture)
        )
        if connection.execute(others.limit(1)).first() is not None:
            return None
        where = schema.captures.c
        found = connection.execute(
            sa.select(where.file, where.offset, where.length).where(where.id == row.capture)
        ).one()
        return Place(file=found.file, offset=found.offset, length=found.length)

    def _missing(
        self, column: sa.Column[str], by_key: dict[str, T], *where: sa.ColumnElement[bool]
    ) -> list[T]:
        keys = list(by_key)
        for start in range(0, len(keys), _CHUNK):
            chosen = sa.select(column).where(column.in_(keys[start : start + _CHUNK]), *where)
            for known in self.connection.scalars(chosen):
                del by_key[known]
        return list(by_key.values())

    def _number(self, table: sa.Table, rows: list[Row]) -> list[Row]:
        last = self.connection.scalar(sa.select(sa.func.max(table.c.seq))) or 0
        return [{"seq": seq, **row} for seq, row in enumerate(rows, last + 1)]

    def _insert(self, table: sa.Table, rows: list[Row]) -> int:
        if rows:
            for row in rows:
                row["recorded_at"] = self.recorded_at
            self.connection.execute(table.insert(), rows)
            self.new += len(rows)
        return len(rows)


_TAKEN_DOWN = sa.and_(schema.reviews.c.target_kind == "document", schema.reviews.c.action == "takedown")


def transaction(engine: sa.Engine) -> AbstractContextManager[sa.Connection]:
    """Return a connection in a write transaction, which waits for the lock and then holds it."""
    return engine.execution_options(vedette_write=True).begin()


def begin(connection: sa.Connection, now: datetime) -> Write:
    """Return the write of a transaction that holds the lock, later than any before it."""
    return Write(connection, max(now, last_recorded(connection) + timedelta(microseconds=1)))


def last_recorded(connection: sa.Connection) -> datetime:
    """Return when the last commit was, 1970 if there was none."""
    return connection.scalar(sa.select(sa.func.max(schema.commits.c.recorded_at))) or schema.EPOCH


def check_row(check: Check) -> Row:
    """Return the columns of a check."""
    return {"id": content_id(check.source, check.at, check.outcome), **records.row(check)}


def failure_row(failure: Failure) -> Row:
    """Return the columns of a failure: the same record failing for the same reason counts once."""
    return {
        "id": content_id(failure.stage, failure.record, failure.reason),
        "stage": failure.stage,
        "record": records.kept(failure.record),
        "reason": records.kept(failure.reason),
        "at": failure.at,
    }


def scrub(engine: sa.Engine) -> None:
    """Rewrite an SQLite file so that nothing of deleted rows is left in it. PostgreSQL's VACUUM does that."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.close()
    finally:
        raw.close()
