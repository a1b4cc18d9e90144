"""A desk in a folder of its own, and the command line in this process."""

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from vedette.cli.common import errors_as_lines
from vedette.cli.main import app

#: Own writing about public facts of November 2021, in the shape of a republished page.
PAGE = """\
Washington warns Moscow over forces near Ukraine

Washington warns Moscow over forces near Ukraine

The United States warned Russia on Wednesday against any new attack on Ukraine after satellite images showed \
Russian forces gathering near the border.

Ukraine says about 90,000 Russian troops are now near its border, with tanks seen in camps near Yelnya \
and Kursk.

Ukraine says about 90,000 Russian troops are now near its border, with tanks seen in camps near Yelnya \
and Kursk.

Foreign Minister Dmytro Kuleba said the build-up was meant to frighten Kyiv. The Kremlin denied that \
Russia plans to attack anyone.

read more from dailymail.....

PREV Ten recipes for a rainy weekend ... trends now
NEXT Which singer won the contest of 1998? ... trends now
"""

RECORDS = [
    {
        "id": "r1",
        "title": "Russia moves tanks towards Ukraine, says Kyiv",
        "text": "Ukraine said on Tuesday that Russia had moved tanks towards the border near Kursk.",
        "published": "2021-11-02T10:00:00Z",
        "outlet": "The Kyiv Lantern",
        "url": "https://kyivlantern.example/1",
    },
    {
        "id": "r2",
        "title": "Floods close roads in southern France",
        "text": "Heavy rain closed forty roads in the south of France on Tuesday, officials said.",
        "published": "2021-11-02T12:00:00Z",
        "outlet": "Harbour Market Wire",
        "url": "https://harbourmarket.example/2",
    },
    {
        "id": "r3",
        "title": "US warns Russia against attack on Ukraine",
        "text": "The United States warned Russia on Wednesday against an attack on Ukraine.",
        "published": "2021-11-10T18:00:00Z",
        "outlet": "Potomac Broadcasting",
        "url": "https://potomac.example/3",
    },
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The NDJSON lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def vedette(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run a command line against a desk in a fresh folder."""
    monkeypatch.setenv("VEDETTE_HOME", str(tmp_path / "desk"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path, stdin: str = "") -> Outcome:
        result = CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            return _as_the_command_would(result.exception, result.stdout)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


def _as_the_command_would(error: BaseException, stdout: str) -> Outcome:
    talk = io.StringIO()
    try:
        with contextlib.redirect_stderr(talk), errors_as_lines():
            raise error
    except SystemExit as end:
        return Outcome(int(end.code or 0), stdout, talk.getvalue())
    raise AssertionError("an error that does not end the command")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page as a republisher leaves it."""
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Three reports as JSONL."""
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")
    return path
