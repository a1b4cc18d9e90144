"""What the schema itself sees to: append-only tables, and a search index that follows the texts.

Triggers, so that a stray script is stopped as surely as our own code. A text, or the body of a
reading, may be deleted once a take-down of its document is on record: that is the one exception.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from vedette.store import schema

#: How every message of a guard begins; `connect` turns it into AppendOnlyError.
APPEND_ONLY = "append-only"

_DROPPABLE = {"texts", "bodies"}

_TAKEN_DOWN = (
    "SELECT 1 FROM reviews WHERE target_kind = 'document' AND action = 'takedown' AND target = OLD.document"
)


def statements(dialect: str) -> Iterator[str]:
    """Return the DDL of guards and search index for 'sqlite' or 'postgresql'."""
    yield from _postgresql() if dialect == "postgresql" else _sqlite()


def _keys(table: sa.Table) -> list[list[str]]:
    unique = [[column.name] for column in table.columns if column.unique]
    named = [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint)
    ]
    keys = [[column.name for column in table.primary_key], *unique, *named]
    return [key for number, key in enumerate(keys) if key not in keys[:number]]


def _sqlite() -> Iterator[str]:
    for table in schema.metadata.sorted_tables:
        name = table.name
        abort = f"SELECT RAISE(ABORT, '{APPEND_ONLY}: rows of {name} are never %s')"
        yield (f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {name} BEGIN {abort % 'changed'}; END")
        unless = f" WHEN NOT EXISTS ({_TAKEN_DOWN})" if name in _DROPPABLE else ""
        yield (f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {name}{unless} BEGIN {abort % 'deleted'}; END")
        # INSERT OR REPLACE deletes without firing DELETE triggers, unless a pragma asks for it
        there = " OR ".join(
            f"EXISTS (SELECT 1 FROM {name} WHERE "  # noqa: S608 - names of our own tables
            + " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
            + ")"
            for key in _keys(table)
        )
        yield (
            f"CREATE TRIGGER {name}_replace BEFORE INSERT ON {name} WHEN {there}"
            f" BEGIN {abort % 'replaced'}; END"
        )
    # external content: the index holds words and positions only, the text is in `texts` alone
    yield (
        "CREATE VIRTUAL TABLE search USING fts5(title, text, content='texts', content_rowid='seq',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    yield (
        "CREATE TRIGGER texts_found AFTER INSERT ON texts BEGIN"
        " INSERT INTO search(rowid, title, text) VALUES (NEW.seq, NEW.title, NEW.text); END"
    )
    yield (
        "CREATE TRIGGER texts_lost AFTER DELETE ON texts BEGIN INSERT INTO"
        " search(search, rowid, title, text) VALUES ('delete', OLD.seq, OLD.title, OLD.text); END"
    )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION vedette_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION USING MESSAGE = '{APPEND_ONLY}: rows of ' || TG_TABLE_NAME"
        " || ' are never changed or deleted'; END $$"
    )
    yield (
        "CREATE FUNCTION vedette_take_down() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF EXISTS ({_TAKEN_DOWN}) THEN RETURN OLD; END IF;"
        f" RAISE EXCEPTION USING MESSAGE = '{APPEND_ONLY}: rows of ' || TG_TABLE_NAME"
        " || ' are never deleted'; END $$"
    )
    for table in schema.metadata.sorted_tables:
        name = table.name
        delete = "vedette_take_down" if name in _DROPPABLE else "vedette_append_only"
        yield (
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {name}"
            " FOR EACH ROW EXECUTE FUNCTION vedette_append_only()"
        )
        yield (
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION {delete}()"
        )
        yield (
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION vedette_append_only()"
        )
    # Words are letters and digits only and lose their accents, as in SQLite's index. A tsvector
    # holds at most 1 MB, so only the first 200,000 characters of a text are found.
    yield (
        "ALTER TABLE texts ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple',"
        " regexp_replace(regexp_replace(normalize(title || ' ' || left(text, 200000), NFKD),"
        " '[\\u0300-\\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))) STORED"
    )
    yield "CREATE INDEX texts_words ON texts USING gin (words)"
