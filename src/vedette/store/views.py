"""What comes out of the store: everything as of one time.

A `View` is fixed when it is made. It never shows a row recorded after `recorded`, so two looks through
one view agree even while another process writes, and a view of the past is the same for ever. Where
rows are limited by `since` and `until`, that is since <= known_at < until.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from vedette.config import OutletTable
from vedette.errors import StoreError
from vedette.store import records, schema, tallies
from vedette.store.asof import Clocks, Conditions, Database, record
from vedette.store.captures import Place, read_payload
from vedette.store.records import Heartbeat, KeptFile, Review
from vedette.store.search import Hit, search
from vedette.store.tallies import Holdings
from vedette.types import (
    Arrival,
    Assessment,
    Bulletin,
    Capture,
    Check,
    Document,
    Failure,
    Reading,
    Report,
    Run,
    Source,
    SourceKind,
    StoryMember,
)

_D, _T, _R = schema.documents.c, schema.texts.c, schema.readings.c
_B, _M, _V = schema.bodies.c, schema.members.c, schema.reviews.c

#: Reviews that take a document out of what is weighed.
_WITHDRAWN = ("supersede", "retract", "takedown")


class View:
    """The store as of one time. Made by `Store.view`, `as_of` and `replay`; reads only."""

    def __init__(
        self,
        engine: sa.Engine,
        folder: Path,
        *,
        known: datetime | None,
        recorded: datetime,
        run: str | None = None,
    ) -> None:
        self.clocks = Clocks(known=known, recorded=recorded)
        self.run = run  #: the run whose readings are shown; None: each document's newest reading
        self._database = Database(engine, folder)

    # --- documents ------------------------------------------------------------------------

    def documents(
        self, *, since: datetime | None = None, until: datetime | None = None, unread_by: str | None = None
    ) -> Iterator[Document]:
        """Return the documents in the order in which they became known; taken-down ones are left out.

        With `unread_by`, only those that this run has not read.
        """
        query = self._documents().where(*self._within(since, until))
        if unread_by is not None:
            query = query.where(~self._has_reading(_R.run == unread_by))
        return map(records.document_of, self._database.pages(query, _D.known_at, _D.id))

    def documents_at(self, url: str) -> Iterator[Document]:
        """Return the documents of a URL in the order in which they became known: its versions."""
        query = self._documents().where(*self._within(), _D.url == records.kept(url))
        return map(records.document_of, self._database.pages(query, _D.known_at, _D.id))

    def documents_called(self, name: str) -> list[Document]:
        """Return the documents of that id, label or URL, else those whose id begins so, first known first."""
        name = records.kept(name)
        for called in (
            sa.or_(_D.id == name, _D.label == name, _D.url == name),
            _D.id.startswith(name, autoescape=True),
        ):
            rows = self._database.all(self._documents().where(called, *self._within()))
            if rows and name:
                return sorted(map(records.document_of, rows), key=lambda one: (one.known_at, one.id))
        return []

    def document(self, id: str) -> Document | None:  # noqa: A002 - the field's name
        """Return a document, None if there was none. A taken-down one has neither title nor text."""
        chosen = sa.select(schema.documents, _T.title, _T.text).outerjoin(schema.texts, _T.seq == _D.seq)
        found = self._database.first(chosen.where(_D.id == id, *self._within()))
        return None if found is None else records.document_of(found)

    def known_captures(self, ids: Iterable[str]) -> frozenset[str]:
        """Return which of these captures are stored."""
        wanted, found = list(ids), set[str]()
        shown = self.clocks.show(schema.captures)
        with self._database.reading() as connection:
            for start in range(0, len(wanted), 900):  # every SQLite takes 999 parameters
                chosen = schema.captures.c.id.in_(wanted[start : start + 900])
                found.update(connection.scalars(sa.select(schema.captures.c.id).where(chosen, *shown)))
        return frozenset(found)

    def capture_digest(self, id: str) -> str:  # noqa: A002
        """Return the SHA-256 (hex) of a capture's payload, as it was taken. Raises StoreError for none."""
        table = schema.captures
        found = self._database.first(
            sa.select(table.c.sha256).where(table.c.id == id, *self.clocks.show(table))
        )
        if found is None:
            raise StoreError(f"there is no capture {id}")
        return str(found.sha256)

    def capture(self, id: str) -> Capture:  # noqa: A002
        """Return a capture with its payload, verified.

        Raises StoreError naming the capture if there was none, it was taken down or is damaged.
        """
        found = self._database.first(
            sa.select(schema.captures).where(schema.captures.c.id == id, *self.clocks.show(schema.captures))
        )
        if found is None:
            raise StoreError(f"there is no capture {id}")
        place = Place(file=found.file, offset=found.offset, length=found.length)
        payload = read_payload(self._database.folder, place, capture=id, sha256=found.sha256)
        if payload is None:
            raise StoreError(f"capture {id} was taken down")
        return records.capture_of(found, payload)

    def search(self, query: str, *, limit: int = 20) -> list[Hit]:
        """Return the newest documents that hold all words of the query; see `search.search`."""
        with self._database.reading() as connection:
            return search(connection, query, limit=limit, where=self._within())

    # --- stories --------------------------------------------------------------------------

    def stories(self, *, since: datetime | None = None) -> Iterator[tuple[Document, str]]:
        """Return documents with the id of their story, in the order in which they became known."""
        query = self._documents().add_columns(_M.story).join(schema.members, _M.document == _D.id)
        query = query.where(*self._within(since), *self.clocks.show(schema.members))
        for found in self._database.pages(query, _D.known_at, _D.id):
            yield records.document_of(found), found.story

    def members(self, story: str) -> Iterator[StoryMember]:
        """Return who tells a story, in the order in which they became known."""
        query = sa.select(schema.members, _D.known_at, _D.id).join(schema.documents, _D.id == _M.document)
        query = query.where(_M.story == story, *self._within(), *self.clocks.show(schema.members))
        for found in self._database.pages(query, _D.known_at, _D.id):
            yield StoryMember(
                document=found.document, story=found.story, method=found.method, similarity=found.similarity
            )

    def told_with(self, document: str) -> list[str]:
        """Return the ids of the other documents that tell its story and stand, first known first."""
        story = sa.select(_M.story).where(_M.document == document).scalar_subquery()
        query = sa.select(_D.id).join(schema.members, _D.id == _M.document)
        query = query.where(
            _M.story == story,
            _D.id != document,
            ~self._reviewed("document", _D.id, _WITHDRAWN),
            *self._within(),
            *self.clocks.show(schema.members),
        )
        return [found.id for found in self._database.all(query.order_by(_D.known_at, _D.id))]

    # --- readings -------------------------------------------------------------------------

    def reading(self, document: str, run: str | None = None) -> Reading | None:
        """Return what `run`, or else the view's run, found in a document; None if it wasn't read."""
        query = sa.select(_B.body).join(schema.readings, _R.seq == _B.seq)
        query = query.join(schema.documents, _D.id == _R.document)
        found = self._database.first(query.where(_D.id == document, *self._within(), *self._read(run)))
        return None if found is None else records.reading_of(found.body)

    def reports(
        self,
        outlets: OutletTable,
        *,
        run: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        indicators_only: bool = False,
        withdrawn: bool = False,
    ) -> Iterator[Report]:
        """Return the claims in the order in which they became known, then as they stand in the document.

        They are those of `run`, or else of the view's run, or else of each document's newest reading.
        Documents that were superseded, retracted or taken down by the time of the view are left out, or
        with `withdrawn` are the only ones. With `indicators_only`, claims without a candidate are left out.
        """
        query = self._reports(run, withdrawn=withdrawn).where(*self._within(since, until))
        if indicators_only:
            query = query.where(_R.indicated)
        for found in self._database.pages(query, _D.known_at, _D.id):
            for report in _reports_of(found, outlets):
                if report.claim.indicators or not indicators_only:
                    yield report

    def report(self, claim: str, outlets: OutletTable, *, run: str | None = None) -> Report | None:
        """Return one claim by its id, None if it isn't among the reports of this view."""
        holding = sa.select(schema.claims.c.reading).where(schema.claims.c.id == claim)
        found = self._database.first(self._reports(run).where(*self._within(), _R.seq.in_(holding)))
        of_document = () if found is None else _reports_of(found, outlets)
        return next((report for report in of_document if report.claim.id == claim), None)

    def runs(self, stage: str | None = None) -> list[Run]:
        """Return the runs, first recorded first."""
        table = schema.runs
        query = sa.select(table).where(*self.clocks.show(table)).order_by(table.c.recorded_at, table.c.id)
        if stage is not None:
            query = query.where(table.c.stage == stage)
        return [record(Run, found) for found in self._database.all(query)]

    # --- collection -----------------------------------------------------------------------

    def sources(self) -> list[Source]:
        """Return the sources by URL, each as last given; retracted ones are left out."""
        table = schema.sources
        newest = sa.select(sa.func.max(table.c.seq)).where(*self.clocks.show(table)).group_by(table.c.id)
        query = sa.select(table).where(
            table.c.seq.in_(newest), ~self._reviewed("source", table.c.id, ("retract",))
        )
        return [
            Source(id=row.id, kind=SourceKind(row.kind), url=row.url, name=row.name, every=row.every)
            for row in self._database.all(query.order_by(table.c.url, table.c.id))
        ]

    def last_checks(self) -> list[Check]:
        """Return the last look at each of the sources, in the order of `sources`."""
        table = schema.checks
        query = sa.select(table).where(*self.clocks.show(table, "at"))
        query = query.order_by(table.c.at.desc(), table.c.recorded_at.desc()).limit(1)
        last = (self._database.first(query.where(table.c.source == source.id)) for source in self.sources())
        return [record(Check, found) for found in last if found is not None]

    def failures(self, stage: str | None = None) -> Iterator[Failure]:
        """Return the records that could not be used, each once for a reason, oldest first."""
        table = schema.failures
        query = sa.select(table).where(*self.clocks.show(table, "at"))
        if stage is not None:
            query = query.where(table.c.stage == stage)
        return (record(Failure, found) for found in self._database.pages(query, table.c.at, table.c.id))

    def last_heartbeat(self, process: str) -> Heartbeat | None:
        """Return the last sign of life of a process by its name ('run'), whatever its number."""
        table = schema.heartbeats
        query = sa.select(table).where(
            sa.or_(table.c.process == process, table.c.process.startswith(f"{process} ", autoescape=True)),
            *self.clocks.show(table, "at"),
        )
        found = self._database.first(query.order_by(table.c.at.desc(), table.c.recorded_at.desc()).limit(1))
        return None if found is None else record(Heartbeat, found)

    # --- judgements -----------------------------------------------------------------------

    def assessments(
        self, problem: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Assessment]:
        """Return a problem's assessments by their `as_of`, since <= as_of < until."""
        table = schema.assessments
        query = sa.select(table).where(table.c.problem == problem, *self.clocks.show(table, "as_of"))
        if since is not None:
            query = query.where(table.c.as_of >= since)
        if until is not None:
            query = query.where(table.c.as_of < until)
        pages = self._database.pages(query, table.c.as_of, table.c.seq)
        return (records.assessment_of(found.body) for found in pages)

    def last_assessment(self, problem: str) -> Assessment | None:
        """Return a problem's newest assessment, None if there is none."""
        table = schema.assessments
        query = sa.select(table.c.body).where(table.c.problem == problem, *self.clocks.show(table, "as_of"))
        found = self._database.first(query.order_by(table.c.as_of.desc(), table.c.seq.desc()).limit(1))
        return None if found is None else records.assessment_of(found.body)

    def bulletins(self, problem: str | None = None) -> Iterator[Bulletin]:
        """Return the bulletins, of one problem or of all, first issued first."""
        table = schema.bulletins
        query = sa.select(table).where(*self.clocks.show(table, "issued_at"))
        if problem is not None:
            query = query.where(table.c.problem == problem)
        pages = self._database.pages(query, table.c.issued_at, table.c.seq)
        return (records.bulletin_of(found.body) for found in pages)

    def bulletins_citing(self, document: str) -> list[Bulletin]:
        """Return the bulletins that quote a document or list its figures, first issued first."""
        table = schema.bulletins
        query = sa.select(table).where(
            table.c.body.contains(document, autoescape=True), *self.clocks.show(table, "issued_at")
        )
        pages = self._database.pages(query, table.c.issued_at, table.c.seq)
        found = (records.bulletin_of(row.body) for row in pages)
        return [one for one in found if document in _cited(one)]

    def bulletin(self, id: str) -> Bulletin | None:  # noqa: A002
        """Return a bulletin by its id, None if there is none."""
        table = schema.bulletins
        query = sa.select(table.c.body).where(table.c.id == id, *self.clocks.show(table, "issued_at"))
        found = self._database.first(query)
        return None if found is None else records.bulletin_of(found.body)

    def reviews(self, target_kind: str, target: str | None = None) -> list[Review]:
        """Return what was decided about a record, or about all of a kind, oldest first."""
        query = sa.select(schema.reviews).where(
            _V.target_kind == target_kind, *self.clocks.show(schema.reviews, "at")
        )
        if target is not None:
            query = query.where(_V.target == target)
        return [
            record(Review, found)
            for found in self._database.all(query.order_by(_V.at, _V.recorded_at, _V.id))
        ]

    def files(self, kind: str) -> list[KeptFile]:
        """Return the problem files or settings by name, each as last given."""
        table = schema.files
        newest = (
            sa.select(sa.func.max(table.c.seq))
            .where(*self.clocks.show(table))
            .group_by(table.c.kind, table.c.name)
        )
        query = sa.select(table).where(table.c.kind == kind, table.c.seq.in_(newest))
        return [record(KeptFile, found) for found in self._database.all(query.order_by(table.c.name))]

    # --- counting -------------------------------------------------------------------------

    def arrivals(self) -> Iterator[Arrival]:
        """Return that each document came and whether it was read, in the order in which they became known.

        Read means by the view's run, or by any where it names none.
        """
        of_run = [] if self.run is None else [_R.run == self.run]
        query = sa.select(
            _D.id,
            _D.known_at,
            _D.outlet,
            _D.language,
            self._has_reading(*of_run, _R.error.is_(None)).label("read"),
            self._has_reading(*of_run).label("tried"),
            self._has_reading(_R.error.is_(None)).label("anywhere"),
        )
        for found in self._database.pages(query.where(*self._within()), _D.known_at, _D.id):
            yield Arrival(
                known_at=found.known_at,
                outlet=found.outlet,
                language=found.language,
                read=found.read,
                tried=found.tried,
                elsewhere=found.anywhere and not found.read,
            )

    def holdings(self, *, since: datetime | None = None, until: datetime | None = None) -> Holdings:
        """Return how many documents there are, by day of known_at (UTC) and language, and the newest."""
        with self._database.reading() as connection:
            return tallies.holdings(connection, self._within(since, until))

    def failure_counts(self) -> tuple[tuple[str, int], ...]:
        """Return how many records could not be used, by stage."""
        with self._database.reading() as connection:
            return tallies.failure_counts(connection, self.clocks.show(schema.failures, "at"))

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return how many rows each table has by now, whatever the view's known_at."""
        with self._database.reading() as connection:
            return tallies.counts(connection, self.clocks.recorded)

    # --- the workings ---------------------------------------------------------------------

    def _documents(self) -> sa.Select[Any]:
        return sa.select(schema.documents, _T.title, _T.text).join(schema.texts, _T.seq == _D.seq)

    def _within(self, since: datetime | None = None, until: datetime | None = None) -> Conditions:
        conditions = self.clocks.show(schema.documents, "known_at")
        if since is not None:
            conditions.append(_D.known_at >= since)
        if until is not None:
            conditions.append(_D.known_at < until)
        return conditions

    def _has_reading(self, *which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        shown = self.clocks.show(schema.readings)
        return sa.select(_R.seq).where(_R.document == _D.id, *which, *shown).exists()

    def _reviewed(
        self, kind: str, target: sa.ColumnElement[str], actions: tuple[str, ...]
    ) -> sa.ColumnElement[bool]:
        shown = self.clocks.show(schema.reviews, "at")
        about = (_V.target == target, _V.target_kind == kind, _V.action.in_(actions))
        return sa.select(_V.id).where(*about, *shown).exists()

    def _read(self, run: str | None) -> Conditions:
        run = run or self.run
        if run is not None:
            return [_R.run == run, *self.clocks.show(schema.readings)]
        other = schema.readings.alias()
        newest = sa.select(sa.func.max(other.c.seq)).where(
            other.c.document == _D.id, other.c.error.is_(None), other.c.recorded_at <= self.clocks.recorded
        )
        return [_R.seq == newest.scalar_subquery()]

    def _reports(self, run: str | None, *, withdrawn: bool = False) -> sa.Select[Any]:
        about = (_V.target == _D.id, _V.target_kind == "document", _V.action.in_(_WITHDRAWN))
        reviews = sa.select(sa.func.min(_V.at)).where(*about, *self.clocks.show(schema.reviews, "at"))
        when = reviews.scalar_subquery() if withdrawn else sa.null()
        gone = self._reviewed("document", _D.id, _WITHDRAWN)
        told = sa.and_(_M.document == _D.id, *self.clocks.show(schema.members))
        query = sa.select(
            _D.id, _D.known_at, _D.url, _D.outlet, _D.published, _D.credit, _T.title, _B.body, _M.story
        ).add_columns(sa.type_coerce(when, schema.UtcTime).label("withdrawn"))
        query = query.join(schema.texts, _T.seq == _D.seq).join(schema.readings, _R.document == _D.id)
        query = query.join(schema.bodies, _B.seq == _R.seq).outerjoin(schema.members, told)
        return query.where(*self._read(run), gone if withdrawn else ~gone)


def _cited(bulletin: Bulletin) -> set[str]:
    quoted = {one.document for one in bulletin.evidence}
    return quoted | {one.document for one in bulletin.ledger}


def _reports_of(found: sa.Row[Any], outlets: OutletTable) -> Iterator[Report]:
    reading = records.reading_of(found.body)
    outlet = outlets.find(name=found.outlet, url=found.url)
    for claim in reading.claims:
        yield Report(
            claim=claim,
            outlet=outlet,
            story=found.story or found.id,
            known_at=found.known_at,
            url=found.url,
            title=found.title,
            published=found.published,
            places=reading.places,
            credit=found.credit,
            withdrawn=found.withdrawn,
        )
