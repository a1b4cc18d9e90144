"""The store: what goes in. Reading it is `views`.

    with open_store(home / "vedette.db") as store:
        store.append_batch(captures=captures, documents=documents)
        for document in store.as_of(moment).documents():
            ...

Two clocks. `known_at` comes with a record; `recorded_at` is given here, inside the write transaction,
later than any before it even if the machine's clock went back. So whatever is appended later can't
change what was seen as of an earlier time.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from vedette.errors import StoreError
from vedette.store import captures as warc
from vedette.store import records, schema, writing
from vedette.store.connect import BUSY_SECONDS, connect, database_url, storing
from vedette.store.migrations import is_newest, migrate
from vedette.store.records import Heartbeat, Review
from vedette.store.views import View
from vedette.types import (
    Assessment,
    Bulletin,
    Capture,
    Check,
    Document,
    Failure,
    Reading,
    Run,
    Source,
    StoryMember,
    content_id,
)

#: Name of the SQLite file in a desk's folder.
DATABASE_NAME = "vedette.db"


def now_utc() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """How many rows of a batch were new."""

    captures: int = 0
    documents: int = 0
    members: int = 0
    readings: int = 0
    claims: int = 0
    checks: int = 0
    failures: int = 0


def open_store(
    where: str | Path,
    *,
    captures: Path | None = None,
    clock: Callable[[], datetime] = now_utc,
    busy_seconds: float = BUSY_SECONDS,
) -> "Store":
    """Return the store at `where`: the path of an SQLite file, or a database URL.

    It is made if it isn't there, and brought to the newest schema. `captures` is the folder of WARC
    files, by default `captures` beside the SQLite file; PostgreSQL needs it given. Raises StoreError.
    """
    url = database_url(where)
    if captures is None:
        if url.get_backend_name() != "sqlite":
            raise StoreError("a PostgreSQL store needs a folder for its captures")
        captures = Path(url.database or "").absolute().parent / "captures"
    with storing(captures.parent):
        if url.get_backend_name() == "sqlite":
            Path(url.database or "").absolute().parent.mkdir(parents=True, exist_ok=True)
    store = Store(connect(url, busy_seconds=busy_seconds), captures, clock)
    try:
        with storing(captures.parent):
            with store.engine.connect() as connection:
                ready = is_newest(connection)
            if not ready:
                with writing.transaction(store.engine) as connection:
                    migrate(connection, clock())
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """A database and its folder of captures. Everything that is appended goes in by a method of this.

    Threads may share it. Each method is one transaction: all of it is kept, or nothing.
    """

    def __init__(self, engine: sa.Engine, folder: Path, clock: Callable[[], datetime] = now_utc) -> None:
        self.engine = engine
        self.folder = folder
        self._clock = clock
        self._warc = warc.WarcWriter(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and the WARC file."""
        self._warc.close()
        self.engine.dispose()

    # --- reading --------------------------------------------------------------------------

    def view(self) -> View:
        """Return a view of everything that is stored by now."""
        return View(self.engine, self.folder, known=None, recorded=self.last_recorded())

    def as_of(self, moment: datetime) -> View:
        """Return what the desk showed at `moment`: known to the world and recorded here by then."""
        return View(self.engine, self.folder, known=moment, recorded=min(moment, self.last_recorded()))

    def replay(self, moment: datetime, run: str) -> View:
        """Return what the desk would have shown at `moment`: known to the world by then, read by `run`."""
        return View(self.engine, self.folder, known=moment, recorded=self.last_recorded(), run=run)

    def last_recorded(self) -> datetime:
        """Return when a row was last appended; 1970 if none was."""
        with storing(self.folder.parent), self.engine.connect() as connection:
            return writing.last_recorded(connection)

    def first_recorded(self) -> datetime | None:
        """Return when the first document was recorded here; None if none was."""
        with storing(self.folder.parent), self.engine.connect() as connection:
            first: datetime | None = connection.scalar(sa.select(sa.func.min(schema.documents.c.recorded_at)))
        return first

    # --- appending ------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[writing.Write]:
        with storing(self.folder.parent), writing.transaction(self.engine) as connection:
            write = writing.begin(connection, self._clock())
            yield write
            write.end()

    def append_batch(
        self,
        *,
        captures: Iterable[Capture] = (),
        documents: Iterable[Document] = (),
        members: Iterable[StoryMember] = (),
        readings: Iterable[Reading] = (),
        run: Run | None = None,
        checks: Iterable[Check] = (),
        failures: Iterable[Failure] = (),
    ) -> Appended:
        """Return how many rows were new, after all of them are safe: a killed process leaves whole batches.

        `run` is the reader's configuration and needed with `readings`. A document's capture, a member's
        and a reading's document must be here or in the store already. The iterables are read before the
        database is locked. Raises StoreError, StoreBusy or StoreFull, and then nothing was kept.
        """
        captures, documents, members = list(captures), list(documents), list(members)
        readings, checks, failures = list(readings), list(checks), list(failures)
        if readings and run is None:
            raise StoreError("readings can't be stored without the run that made them")
        with self._writing() as write:
            new_captures = write.captures(captures, self._warc)
            new_documents = write.documents(documents)
            new_members = write.keyed(schema.members, map(records.row, members), key="document")
            new_readings, new_claims = write.readings(readings, run) if run else (0, 0)
            return Appended(
                captures=new_captures,
                documents=new_documents,
                members=new_members,
                readings=new_readings,
                claims=new_claims,
                checks=write.keyed(schema.checks, map(writing.check_row, checks)),
                failures=write.keyed(schema.failures, map(writing.failure_row, failures)),
            )

    def append_run(self, run: Run) -> int:
        """Return 1 if the run is new, else 0."""
        with self._writing() as write:
            return write.keyed(schema.runs, [records.row(run)])

    def append_sources(self, sources: Iterable[Source]) -> int:
        """Return how many sources are new or have changed."""
        rows = [records.row(source) for source in sources]
        with self._writing() as write:
            return write.versions(schema.sources, rows, key=("id",))

    def append_file(self, kind: str, name: str, content: str) -> int:
        """Return 1 if the problem file or settings differ from the last ones of that name, else 0."""
        content = records.kept(content)
        row = {"kind": kind, "name": name, "digest": content_id(content), "content": content}
        with self._writing() as write:
            return write.versions(schema.files, [row], key=("kind", "name"))

    def append_assessments(self, assessments: Iterable[Assessment]) -> int:
        """Return how many assessments are new."""
        rows = [records.assessment_row(assessment) for assessment in assessments]
        with self._writing() as write:
            return write.numbered(schema.assessments, rows)

    def append_bulletins(self, bulletins: Iterable[Bulletin]) -> int:
        """Return how many bulletins are new."""
        rows = [records.bulletin_row(bulletin) for bulletin in bulletins]
        with self._writing() as write:
            return write.numbered(schema.bulletins, rows)

    def append_reviews(self, reviews: Iterable[Review]) -> int:
        """Return how many reviews are new. A take-down goes by `take_down` instead."""
        rows = [{"id": review.id, **records.row(review)} for review in reviews]
        if any(row["action"] == "takedown" for row in rows):
            raise StoreError("a take-down also drops the text", hint="use take_down")
        with self._writing() as write:
            return write.keyed(schema.reviews, rows)

    def append_heartbeat(self, process: str, note: str = "") -> Heartbeat:
        """Return the sign of life that was recorded for a process, now."""
        beat = Heartbeat(process=f"{process} {os.getpid()}", at=self._clock(), note=note)
        with self._writing() as write:
            write.keyed(schema.heartbeats, [{"id": content_id(beat.process, beat.at), **records.row(beat)}])
        return beat

    # --- taking down ----------------------------------------------------------------------

    def take_down(self, document: str, *, reason: str, author: str) -> Review:
        """Return the tombstone of a document whose title, text and quotes are gone for good.

        Its metadata stay. The capture's payload is blanked unless another document still rests on it.
        Bulletins that were issued keep what they quote. May be done again if it was interrupted. Raises
        StoreError if there is no such document.
        """
        review = Review(
            target_kind="document",
            target=document,
            action="takedown",
            reason=reason,
            author=author,
            at=self._clock(),
        )
        with self._writing() as write:
            place = write.take_down(document, {"id": review.id, **records.row(review)})
        with storing(self.folder.parent):
            if place is not None:
                warc.blank(self.folder, place)
            writing.scrub(self.engine)
        return review
