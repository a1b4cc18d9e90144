"""Full-text search: SQLite's FTS5, PostgreSQL's tsvector.

Any text is a query. Words are letters and digits; case and accents don't matter; all must be there. Words
in double quotes must follow each other, a `*` right after a word or a quotation finds all that begins
so. Nothing else is an operator. Hits come newest first, because that order, unlike a relevance that
counts how rare a word is among all documents, can't be changed by a document that comes later.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vedette.store import schema
from vedette.store.records import kept

#: Around the words that were found, in a snippet. Brackets no news text uses.
MARKS = ("⟦", "⟧")

_CUT = "…"
_SNIPPET_WORDS = 24
#: A longer query is no question; FTS5's parser has a limit of its own on nested expressions (256).
_MAX_TERMS = 64

_TERM = re.compile(r'"([^"]*)(?:"(\*?)|$)|([^\s"*]+)(\*?)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that was found."""

    document: str
    title: str
    outlet: str
    known_at: datetime
    snippet: str  #: where it was found, the words found between `MARKS`
    rank: int  #: 1 is the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow each other; with `prefix`, the last may go on."""

    words: tuple[str, ...]
    raw: str
    prefix: bool


def parse(query: str) -> list[Term]:
    """Return the terms of a query, at most 64; none if it holds no word."""
    terms = []
    for match in _TERM.finditer(query):
        quoted, star, bare, bare_star = match.groups()
        raw = quoted if quoted is not None else bare
        words = tuple(_WORD.findall(_plain(raw)))
        if words:
            terms.append(Term(words=words, raw=raw, prefix=bool(star or bare_star)))
    return terms[:_MAX_TERMS]


def search(
    connection: sa.Connection, query: str, *, limit: int, where: Sequence[sa.ColumnElement[bool]]
) -> list[Hit]:
    """Return the newest documents that meet `where` and hold every term of the query."""
    terms = parse(query)
    if not terms or limit < 1:
        return []
    sqlite = connection.dialect.name == "sqlite"
    found = (_sqlite if sqlite else _postgresql)(connection, terms, limit, where)
    return [
        Hit(
            document=row.id,
            title=row.title,
            outlet=row.outlet,
            known_at=row.known_at,
            snippet=row.snippet,
            rank=rank,
        )
        for rank, row in enumerate(found, 1)
    ]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return re.sub("[\u0300-\u036f]", "", decomposed)


_D, _T = schema.documents.c, schema.texts.c
_COLUMNS = (_D.id, _D.outlet, _D.known_at, _T.title)


def _sqlite(
    connection: sa.Connection, terms: list[Term], limit: int, where: Sequence[sa.ColumnElement[bool]]
) -> list[sa.Row[Any]]:
    index = sa.table("search", sa.column("rowid", sa.Integer), sa.column("search"))
    # in double quotes everything is text to FTS5; it cuts words itself, as it did in the documents
    asked = " AND ".join('"' + kept(term.raw) + '"' + ("*" if term.prefix else "") for term in terms)
    matches = sa.literal_column("search.search").op("MATCH")(asked)
    newest = (
        sa.select(_D.seq)
        .join(index, index.c.rowid == _D.seq)
        .where(matches, *where)
        .order_by(_D.known_at.desc(), _D.id)
        .limit(limit)
    )
    chosen = list(connection.scalars(newest))
    snippet = sa.func.snippet(sa.literal_column("search"), -1, *MARKS, _CUT, _SNIPPET_WORDS)
    # a second look, so that only what is shown is read from the disk and cut
    shown = (
        sa.select(*_COLUMNS, snippet.label("snippet"))
        .select_from(schema.documents)
        .join(schema.texts, _T.seq == _D.seq)
        .join(index, index.c.rowid == _D.seq)
        .where(matches, index.c.rowid.in_(chosen))
        .order_by(_D.known_at.desc(), _D.id)
    )
    return list(connection.execute(shown))


def _postgresql(
    connection: sa.Connection, terms: list[Term], limit: int, where: Sequence[sa.ColumnElement[bool]]
) -> list[sa.Row[Any]]:
    # the words are letters and digits only, so quoting them is all it takes
    asked = " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.prefix else "") + ")"
        for term in terms
    )
    wanted = sa.func.to_tsquery(sa.literal_column("'simple'"), asked)
    options = f"StartSel={MARKS[0]}, StopSel={MARKS[1]}, MaxWords={_SNIPPET_WORDS}, MinWords=8"
    text = _T.title + sa.literal("\n\n") + sa.func.left(_T.text, 200_000)
    snippet = sa.func.ts_headline(sa.literal_column("'simple'"), text, wanted, options)
    query = (
        sa.select(*_COLUMNS, snippet.label("snippet"))
        .select_from(schema.documents)
        .join(schema.texts, _T.seq == _D.seq)
        .where(sa.literal_column("texts.words").op("@@")(wanted), *where)
        .order_by(_D.known_at.desc(), _D.id)
        .limit(limit)
    )
    return list(connection.execute(query))
