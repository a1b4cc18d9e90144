"""The tables. Their rows are never updated and never deleted (see `guards`).

Every table has `recorded_at`, when this store learnt the row, except `texts` and `bodies`, which
hang on a row of `documents` or `readings` and may be emptied by a take-down. `seq` is the order
in which rows came; the store gives it inside the write transaction.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime as whole microseconds since 1970 UTC: exact, sortable, alike everywhere."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:  # noqa: ARG002
        """Return the microseconds; raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime can't be stored")
        return (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Return the datetime in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


metadata = sa.MetaData()

# SQLite makes only a column declared INTEGER its row number, and the search index needs that
_SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _seq() -> sa.Column[int]:
    return sa.Column("seq", _SEQ, primary_key=True, autoincrement=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _time(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UtcTime, nullable=null)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


schema_version = sa.Table(
    "schema_version",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    _time("recorded_at"),
)

#: One row for every write transaction that changed something.
commits = sa.Table("commits", metadata, sa.Column("recorded_at", UtcTime, primary_key=True))

runs = sa.Table(
    "runs",
    metadata,
    _key("id"),
    _text("stage"),
    _text("version"),
    _text("model"),
    _text("settings"),
    _time("recorded_at"),
)

sources = sa.Table(  # a source whose name or pace changes gets a further row
    "sources",
    metadata,
    _seq(),
    _text("id"),
    _text("kind"),
    _text("url"),
    _text("name"),
    _number("every"),
    _time("recorded_at"),
    sa.Index("sources_id", "id"),
)

checks = sa.Table(
    "checks",
    metadata,
    _key("id"),
    _text("source"),
    _time("at"),
    _text("outcome"),
    _time("next_at"),
    _number("failures"),
    _number("captures"),
    _text("etag", null=True),
    _text("last_modified", null=True),
    _text("error", null=True),
    _time("recorded_at"),
    sa.Index("checks_source_at", "source", "at"),
)

captures = sa.Table(  # the payload is in the WARC file `file`, `length` bytes from `offset`
    "captures",
    metadata,
    _key("id"),
    _text("source", null=True),
    _text("url"),
    _time("fetched_at"),
    _text("media_type"),
    _text("sha256"),
    _number("size"),
    _text("headers"),
    _text("file"),
    _number("offset"),
    _number("length"),
    _time("recorded_at"),
)

documents = sa.Table(
    "documents",
    metadata,
    _seq(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("capture", sa.Text, sa.ForeignKey("captures.id"), nullable=False),
    _text("label"),
    _time("known_at"),
    _text("known_basis"),
    _time("published", null=True),
    _time("modified", null=True),
    _text("outlet"),
    _text("url", null=True),
    _text("language"),
    _text("credit", null=True),
    sa.Column("truncated", sa.Boolean, nullable=False),
    _time("recorded_at"),
    sa.Index("documents_known", "known_at", "id"),
    sa.Index("documents_url", "url"),
)

texts = sa.Table(  # one row a document, with its seq; gone after a take-down
    "texts",
    metadata,
    sa.Column("seq", _SEQ, sa.ForeignKey("documents.seq"), primary_key=True, autoincrement=False),
    _text("document"),
    _text("title"),
    _text("text"),
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True),
    _text("story"),
    _text("method"),
    sa.Column("similarity", sa.Double, nullable=False),
    _time("recorded_at"),
    sa.Index("members_story", "story"),
)

readings = sa.Table(
    "readings",
    metadata,
    _seq(),
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), nullable=False),
    sa.Column("indicated", sa.Boolean, nullable=False),  # a claim of it has a candidate indicator
    _text("error", null=True),
    _time("recorded_at"),
    sa.UniqueConstraint("document", "run", name="readings_document_run"),
)

bodies = sa.Table(  # one row a reading, the whole of it as JSON; quotes the text, so gone with it
    "bodies",
    metadata,
    sa.Column("seq", _SEQ, sa.ForeignKey("readings.seq"), primary_key=True, autoincrement=False),
    _text("document"),
    _text("body"),
)

claims = sa.Table(  # what is asked for by claim; the claim itself is in its reading's body
    "claims",
    metadata,
    sa.Column("reading", _SEQ, sa.ForeignKey("readings.seq"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    _text("id"),
    _text("document"),
    _text("run"),
    _text("type"),
    _text("modality"),
    _text("kind", null=True),
    _text("actor", null=True),
    _text("recipient", null=True),
    _text("unit", null=True),
    _text("indicators"),  # codes, blank between
    _time("recorded_at"),
    sa.Index("claims_id", "id"),
)

assessments = sa.Table(
    "assessments",
    metadata,
    _seq(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _text("problem"),
    _time("as_of"),
    _number("level"),
    sa.Column("p", sa.Double, nullable=False),
    _text("body"),
    _time("recorded_at"),
    sa.Index("assessments_problem", "problem", "as_of", "seq"),
)

bulletins = sa.Table(
    "bulletins",
    metadata,
    _seq(),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _text("problem"),
    _time("issued_at"),
    _text("status"),
    _number("level"),
    _text("body"),
    _time("recorded_at"),
    sa.Index("bulletins_problem", "problem", "issued_at", "seq"),
)

files = sa.Table(  # problem files, settings: what the desk was told, whenever it changed
    "files",
    metadata,
    _seq(),
    _text("kind"),
    _text("name"),
    _text("digest"),
    _text("content"),
    _time("recorded_at"),
    sa.Index("files_name", "kind", "name", "seq"),
)

reviews = sa.Table(
    "reviews",
    metadata,
    _key("id"),
    _text("target_kind"),
    _text("target"),
    _text("action"),
    _text("reason"),
    _text("author"),
    _time("at"),
    _time("recorded_at"),
    sa.Index("reviews_target", "target", "target_kind"),
)

failures = sa.Table(
    "failures",
    metadata,
    _key("id"),
    _text("stage"),
    _text("record"),
    _text("reason"),
    _time("at"),
    _time("recorded_at"),
)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    _key("id"),
    _text("process"),
    _time("at"),
    _text("note"),
    _time("recorded_at"),
    sa.Index("heartbeats_at", "at"),
)
