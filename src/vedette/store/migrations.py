"""The schema's versions: forward only, one numbered step each.

A new database is made from `schema` and `guards` as they are and gets the newest number; an older
one is taken there step by step. `tests/store/schema_1.sql` pins what version 1 looks like, so a change
of `schema` without a step fails.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa

from vedette.errors import StoreError
from vedette.store import guards, schema

#: version -> what leads to it from the one before. Version 1 is the first: nothing leads to it.
STEPS: Mapping[int, Callable[[sa.Connection], None]] = {}


def is_newest(connection: sa.Connection) -> bool:
    """Return whether there is nothing to do, so that opening a store needs no write lock."""
    return version(connection) == max(STEPS, default=1)


def migrate(
    connection: sa.Connection,
    now: datetime,
    steps: Mapping[int, Callable[[sa.Connection], None]] = STEPS,
) -> int:
    """Return the schema's version after bringing it up to date, inside a write transaction.

    Raises StoreError if the database was made by a newer vedette.
    """
    newest = max(steps, default=1)
    found = version(connection)
    if found > newest:
        raise StoreError(
            f"the database has schema {found}, this vedette knows {newest}",
            hint="use a newer vedette",
        )
    if found == 0:
        schema.metadata.create_all(connection)
        for statement in guards.statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
        connection.execute(schema.schema_version.insert(), {"version": newest, "recorded_at": now})
        return newest
    for number in range(found + 1, newest + 1):
        steps[number](connection)
        connection.execute(schema.schema_version.insert(), {"version": number, "recorded_at": now})
    return newest


def version(connection: sa.Connection) -> int:
    """Return the schema's version, 0 for a database without one."""
    if not sa.inspect(connection).has_table("schema_version"):
        return 0
    return connection.scalar(sa.select(sa.func.max(schema.schema_version.c.version))) or 0
