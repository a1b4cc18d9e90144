"""Stores to test on, and records to put in: every sentence is made up or a public fact in our own words."""

import hashlib
import itertools
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from vedette.store.store import Store, now_utc, open_store
from vedette.types import (
    Actor,
    Assessment,
    Bulletin,
    Capture,
    Claim,
    ClaimType,
    Coverage,
    Document,
    Event,
    Evidence,
    Figure,
    Hypothesis,
    Kind,
    Level,
    Modality,
    OnsetRule,
    Posterior,
    Probability,
    Reading,
    Run,
    Span,
    WarningProblem,
    content_id,
)

POSTGRES = "VEDETTE_TEST_POSTGRES"

Opener = Callable[..., Store]


class Samples:
    """Makes records. A number makes a record its own; the same number makes the same record."""

    start = datetime(2021, 11, 1, tzinfo=UTC)
    run = Run(id=content_id("rules"), stage="read", version="1", model="", settings="{}")
    later_run = Run(id=content_id("trained"), stage="read", version="2", model="ab12", settings="{}")

    def day(self, number: float) -> datetime:
        return self.start + timedelta(days=number)

    def capture(self, number: int, payload: bytes | None = None) -> Capture:
        payload = (
            f"Dispatch {number}: convoys were seen on the road.".encode() if payload is None else payload
        )
        sha256 = hashlib.sha256(payload).hexdigest()
        url = f"file:dispatches.jsonl#{number}"
        return Capture(
            id=content_id(url, sha256),
            source=None,
            url=url,
            fetched_at=self.start,
            media_type="text/plain",
            payload=payload,
            sha256=sha256,
            headers=(("content-type", "text/plain"), ("etag", f'"{number}"')),
        )

    def document(
        self,
        number: int,
        *,
        known: datetime | None = None,
        title: str = "Convoys near the border",
        text: str | None = None,
        url: str | None = None,
        language: str = "en",
    ) -> Document:
        text = f"Dispatch {number}: convoys were seen on the road." if text is None else text
        return Document(
            id=content_id("doc", number),
            capture=self.capture(number).id,
            label=str(number),
            title=title,
            text=text,
            known_at=self.day(number) if known is None else known,
            known_basis="published",
            published=self.day(number),
            outlet="Border Courier",
            url=url,
            language=language,
        )

    def reading(
        self, document: Document, *, indicators: tuple[str, ...] = ("F1",), claims: int = 2
    ) -> Reading:
        return Reading(
            document=document.id,
            claims=tuple(self.claim(document, number, indicators) for number in range(claims)),
        )

    def claim(self, document: Document, number: int, indicators: tuple[str, ...]) -> Claim:
        actor = Actor(text="Russia", code="RUS", span=Span(start=0, end=6))
        event = Event(kind=Kind.MOBILIZE, trigger="massed", actor=actor)
        figure = Figure(low=90_000, high=float("inf"), unit="troops", of="RUS")
        return Claim(
            id=content_id(document.id, number),
            document=document.id,
            type=ClaimType.FIGURE if number else ClaimType.EVENT,
            modality=Modality.ASSERTED,
            span=Span(start=0, end=10),
            text=document.content[:10],
            content=document.content[:10],
            confidence=0.75,
            indicators=() if number else indicators,
            event=None if number else event,
            figure=figure if number else None,
        )

    def assessment(self, day: float, level: Level = Level.WATCH) -> Assessment:
        return Assessment(
            problem="rus-ukr",
            as_of=self.day(day),
            status="live",
            level=level,
            since=self.day(day),
            previous=None,
            onset=Probability(days=90, p=0.04, low=0.01, high=0.11),
            posteriors=(Posterior(hypothesis="routine", prior=0.9, p=0.8),),
            states=(),
            weights=(),
            reasons=("Forces are massed",),
            movers=(),
            fragile=(),
            coverage=Coverage(reports=1, documents=2, unread=0, last_document=None, last_report=None),
            expires=self.day(day + 14),
        )

    def bulletin(self, day: float) -> Bulletin:
        problem = WarningProblem(
            id="rus-ukr",
            name="Russia against Ukraine",
            instigator="RUS",
            target="UKR",
            kind="interstate",
            horizon_days=90,
            theatre=("UKR",),
            places=(),
            proxies=(),
            thirds=(),
            onset=OnsetRule(text="Large attack", actors=("RUS",), recipients=("UKR",), indicators=("H1",)),
            already="Shelling along the line of contact",
            already_indicators=(),
            sites=(),
            gate=(),
            indicators=(),
            hypotheses=(Hypothesis(id="routine", name="Routine", prior=0.98),),
            reference_class="rivals with a territorial dispute",
        )
        document = self.document(1)
        evidence = Evidence(
            claim=content_id(document.id, 0),
            document=document.id,
            span=Span(start=0, end=10),
            quote=document.content[:10],
            speaker="Border Courier",
            modality=Modality.ASSERTED,
            outlet="Border Courier",
            known_at=document.known_at,
            capture=document.capture,
            sha256=self.capture(1).sha256,
        )
        return Bulletin(
            id=content_id("bulletin", day),
            problem=problem,
            assessment=self.assessment(day),
            statements=(),
            evidence=(evidence,),
            ledger=(),
            status="draft",
            issued_at=self.day(day),
            cutoff=self.day(day),
        )

    def read(self, store: Store, *documents: Document, run: Run | None = None) -> None:
        """Append documents with captures of their numbers, and readings."""
        self.keep(store, *documents)
        store.append_batch(readings=[self.reading(document) for document in documents], run=run or self.run)

    def keep(self, store: Store, *documents: Document) -> None:
        """Append documents with captures of their numbers."""
        store.append_batch(
            captures=[self.capture(int(document.label)) for document in documents], documents=documents
        )


class Clock:
    """A clock that is set by hand, and goes on by a second whenever it is read."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def make() -> Samples:
    return Samples()


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2022, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Return a function that opens a new empty store on SQLite, or PostgreSQL if a server is named."""
    server = os.environ.get(POSTGRES)
    if request.param == "postgres" and not server:
        pytest.skip(f"{POSTGRES} names no PostgreSQL server (a SQLAlchemy URL)")
    opened: list[Store] = []
    schemas: list[str] = []
    numbers = itertools.count()

    def opener(clock: Callable[[], datetime] = now_utc) -> Store:
        home: Path = tmp_path_factory.mktemp(f"store{next(numbers)}")
        if request.param == "sqlite":
            store = open_store(home / "vedette.db", clock=clock)
        else:
            assert server is not None
            schemas.append(f"t_{secrets.token_hex(6)}")
            _postgres(server, f"CREATE SCHEMA {schemas[-1]}")
            url = sa.make_url(server).update_query_dict({"options": f"-csearch_path={schemas[-1]}"})
            where = url.render_as_string(hide_password=False)
            store = open_store(where, captures=home / "captures", clock=clock)
        opened.append(store)
        return store

    yield opener
    for store in opened:
        store.close()
    for name in schemas:
        assert server is not None
        _postgres(server, f"DROP SCHEMA {name} CASCADE")


def _postgres(server: str, statement: str) -> None:
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


@pytest.fixture
def store(new_store: Opener, clock: Clock) -> Store:
    """Return an empty store whose clock is `clock`."""
    return new_store(clock)
