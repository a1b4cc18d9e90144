"""The schema of each version is pinned: a change without a migration fails here."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from vedette.store.migrations import STEPS
from vedette.store.schema import UtcTime
from vedette.store.store import open_store

HERE = Path(__file__).parent


def dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'search_%'"
            " ORDER BY type, name"
        )
        return "\n".join(" ".join(sql.split()) + ";" for (sql,) in rows) + "\n"


def test_the_schema_is_that_of_its_version(tmp_path: Path) -> None:
    """To take a new schema on: add a step to `migrations.STEPS`, then a new file beside this one."""
    open_store(tmp_path / "vedette.db").close()
    newest = max(STEPS, default=1)
    assert dump(tmp_path / "vedette.db") == (HERE / f"schema_{newest}.sql").read_text("utf-8")


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    open_store(tmp_path / "vedette.db").close()
    before = dump(tmp_path / "vedette.db")
    with open_store(tmp_path / "vedette.db") as store:
        assert dict(store.view().counts())["documents"] == 0
    assert dump(tmp_path / "vedette.db") == before


MOMENTS = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-11))])
)


@given(moments=st.lists(MOMENTS, min_size=2, max_size=2))
def test_times_keep_instant_and_order(moments: list[datetime]) -> None:
    column, dialect = UtcTime(), sqlite.dialect()
    numbers = [column.process_bind_param(moment, dialect) for moment in moments]
    back = [column.process_result_value(number, dialect) for number in numbers]
    first, second = numbers
    assert first is not None
    assert second is not None
    assert (first < second) == (moments[0] < moments[1])
    for moment, again in zip(moments, back, strict=True):
        assert again == moment
        assert again is not None
        assert again.tzinfo is UTC


def test_naive_times_have_no_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcTime().process_bind_param(datetime(2022, 1, 1), sqlite.dialect())
