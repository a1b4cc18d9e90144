"""The desk of the demo can be kept, and its ledger holds what the dispatches say.

Each line below was checked by hand against its sentence; lines that are read wrong are not pinned.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from vedette.cli.main import app

#: day, code or a part of the name of who says it, low, high, unit, kind, of whom (None: not checked)
LINES = (
    ("2021-03-26", "UKR", 4, 4, "killed", "stock", "UKR"),
    ("2021-03-26", "UKR", 2, 2, "injured", "stock", None),
    ("2021-03-30", "Khomchak", 28, 28, "btg", "stock", None),
    ("2021-03-30", "Khomchak", 25, 25, "btg", "projection", None),
    ("2021-04-08", "USA", 5, 5, "killed", "stock", "UKR"),
    ("2021-04-12", "UKR", 40_000, 40_000, "troops", "stock", "RUS"),
    ("2021-04-19", "EU", 150_000, 150_000, "troops", "stock", "RUS"),
    ("2021-04-20", "UKR", 120_000, 120_000, "troops", "projection", "RUS"),
    ("2021-05-05", "USA", 80_000, 80_000, "troops", "stock", "RUS"),
    ("2021-11-02", "UKR", 90_000, 90_000, "troops", "stock", "RUS"),
    ("2021-11-02", "Main Intelligence Directorate", 90_000, 90_000, "troops", "stock", "RUS"),
    ("2021-11-13", "UKR", 100_000, 100_000, "troops", "stock", "RUS"),
    ("2021-11-21", "UKR", 92_000, 92_000, "troops", "stock", "RUS"),
    ("2021-11-22", "UKR", 114_000, 114_000, "troops", "stock", "RUS"),
    ("2021-12-01", "RUS", 125_000, 125_000, "troops", "stock", "UKR"),
    ("2021-12-03", "UKR", 94_300, 94_300, "troops", "stock", "RUS"),
    ("2021-12-03", "USA", 175_000, 175_000, "troops", "projection", "RUS"),
    ("2021-12-04", "USA", 175_000, 175_000, "troops", "stock", "RUS"),
    ("2021-12-07", "UKR", 90_000, 90_000, "troops", "stock", "RUS"),
    ("2022-01-03", "UKR", 94_000, 94_000, "troops", "stock", "RUS"),
    ("2022-01-11", "RUS", 3_000, 3_000, "troops", "stock", "RUS"),
    ("2022-01-18", "UKR", 127_000, 127_000, "troops", "stock", "RUS"),
    ("2022-01-31", "USA", 100_000, 100_000, "troops", "stock", "RUS"),
    ("2022-02-01", "Vistula Herald", 127_000, 127_000, "troops", "stock", "RUS"),
    ("2022-02-01", "Vistula Herald", 106_000, 106_000, "troops", "stock", "RUS"),
    ("2022-02-01", "Vistula Herald", 21_000, 21_000, "troops", "stock", "RUS"),
    ("2022-02-03", "NATO", 30_000, 30_000, "troops", "projection", "RUS"),
    ("2022-02-15", "USA", 150_000, 150_000, "troops", "stock", "RUS"),
    ("2022-02-15", "Western officials", 150_000, 150_000, "troops", "stock", None),
    ("2022-02-16", "UKR", 148_000, 148_000, "troops", "stock", "RUS"),
    ("2022-02-16", "UKR", 126_000, 126_000, "troops", "stock", "RUS"),
    ("2022-02-17", "USA", 7_000, 7_000, "troops", "delta", "RUS"),
    ("2022-02-17", "UKR", 140_000, 140_000, "troops", "stock", "RUS"),
    ("2022-02-18", "USA", 169_000, 190_000, "troops", "stock", "RUS"),
    ("2022-02-21", "RUS", 5, 5, "killed", "stock", None),
    ("2022-02-21", "RUS", 2, 2, "vehicles", "stock", None),
    ("2022-02-23", "USA", 190_000, 190_000, "troops", "stock", None),
    ("2022-02-23", "USA", 80, 80, "percent of troops", "stock", "RUS"),
)
#: how some of them stand at the end of 23 February 2022
STANDING = (
    ("2021-04-19", "EU", 150_000, "corrected"),
    ("2021-05-05", "USA", 80_000, "superseded"),
    ("2021-11-22", "UKR", 114_000, "corrected"),
    ("2021-12-03", "UKR", 94_300, "superseded"),
    ("2022-01-11", "RUS", 3_000, "lapsed"),
    ("2022-02-17", "USA", 7_000, "live"),
)
#: sentences of the dispatches that tell of something else: a match, a parade, other countries' drills
ELSEWHERE = ("World Cup", "Red Square", "Thirty-two countries", "landed in Kazakhstan", "freezing people")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of a demo."""
    folder = tmp_path_factory.mktemp("demo")
    done = run("demo", "--home", folder / "desk", "--out", folder / "pages")
    assert done.exit_code == 0, done.output
    return folder / "desk"


@pytest.fixture(scope="module")
def book(home: Path) -> list[dict[str, Any]]:
    """Its ledger at the end of 23 February 2022."""
    done = run("ledger", "rus-ukr", "--home", home, "--as-of", "2022-02-23", "--json")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def claimed(book: list[dict[str, Any]], day: str, who: str, low: float) -> Iterator[dict[str, Any]]:
    """Yield the lines of a day, a value, and a speaker by code or name."""
    for line in book:
        speaks = who == line["speaker_code"] or who in line["speaker"]
        if line["known_at"][:10] == day and line["figure"]["low"] == low and speaks:
            yield line


@pytest.mark.parametrize(("day", "who", "low", "high", "unit", "kind", "of"), LINES)
def test_the_ledger_of_the_demo_has_what_was_claimed(
    book: list[dict[str, Any]],
    day: str,
    who: str,
    low: float,
    high: float,
    unit: str,
    kind: str,
    of: str | None,
) -> None:
    wanted = (high, unit, kind)
    found = [line["figure"] for line in claimed(book, day, who, low)]
    same = [one for one in found if (one["high"], one["unit"], one["kind"]) == wanted]
    assert any(of is None or one["of"] == of for one in same), found


@pytest.mark.parametrize(("day", "who", "low", "standing"), STANDING)
def test_each_line_says_how_it_stands(
    book: list[dict[str, Any]], day: str, who: str, low: float, standing: str
) -> None:
    assert {line["standing"] for line in claimed(book, day, who, low)} == {standing}


def test_what_tells_of_something_else_is_not_in_it(book: list[dict[str, Any]]) -> None:
    assert not [line["sentence"] for line in book if any(words in line["sentence"] for words in ELSEWHERE)]


def test_no_correction_claims_again_what_it_corrects(book: list[dict[str, Any]]) -> None:
    assert not [line for line in book if "we wrote that" in line["sentence"]]


def test_scopes_have_a_head_line_with_who_says_what(home: Path) -> None:
    done = run("ledger", "rus-ukr", "--home", home, "--as-of", "2022-02-23", "--sentences")
    heads = [line for line in done.stdout.splitlines() if " troops of Russia, near the border" in line]
    assert any("UKR 148,000" in head for head in heads), heads
    assert "“VIENNA, Feb 18 - Russia has probably massed" in done.stdout
    assert "https://meridianwire.example/2022/02/18/" in done.stdout


def test_the_other_commands_work_on_the_desk_that_is_kept(home: Path) -> None:
    explained = run("explain", "rus-ukr", "--home", home, "--as-of", "2022-02-23")
    assert "Meridian Wire" in explained.output


def test_a_demo_goes_into_no_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("demo", "--home", tmp_path, "--out", tmp_path / "pages")
    assert done.exit_code != 0
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
