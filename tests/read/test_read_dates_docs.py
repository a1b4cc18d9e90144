"""The page on dates says what is so: its tables and its program are read and compared."""

import contextlib
import io
import re
from datetime import date
from pathlib import Path

import pytest

from vedette.read.dates import normalise

PAGE = (Path(__file__).parents[2] / "docs" / "dates.md").read_text("utf-8")
TODAY = date(2021, 11, 11)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| text ")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_is_what_is_read(row: list[str]) -> None:
    text, *expected = row
    found = [
        [day.text, day.type, day.value, str(day.start or ""), str(day.end or "")]
        for day in normalise(text, TODAY)
    ]
    assert found == ([expected] if any(expected) else [])


def test_each_program_prints_what_stands_below_it() -> None:
    programs = re.findall(r"```python\n(.*?)```\n+```\n(.*?)```", PAGE, re.DOTALL)
    assert len(programs) == PAGE.count("```python") == 2
    names: dict[str, object] = {}
    for program, printed in programs:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(program, "docs/dates.md", "exec"), names)
        assert out.getvalue() == printed


def test_the_page_has_examples_of_every_type() -> None:
    assert len(ROWS) > 30
    assert {"DATE", "TIME", "DURATION", "SET"} <= {row[2] for row in ROWS}
