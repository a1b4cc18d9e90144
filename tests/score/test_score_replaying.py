"""`vedette replay` as a user runs it: steps, a kept desk, many problems, what is wrong with the request."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from vedette.cli.main import app

ROWS = [
    {"id": "1", "title": "Russia masses troops near Ukraine border", "published": "2021-11-02T10:00:00Z"},
    {
        "id": "2",
        "title": "Ukraine says Russian troops move to border",
        "published": "2021-11-03T10:00:00Z",
    },
    {"id": "3", "title": "India and Pakistan hold talks on Kashmir", "published": "2021-11-09T10:00:00Z"},
]


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VEDETTE_READER", "rules")
    monkeypatch.setenv("VEDETTE_HOME", str(tmp_path / "home"))
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    return path


def replay(reports: Path, *more: str, code: int = 0) -> list[dict[str, Any]]:
    arguments = ["replay", *more, "--reports", str(reports), "--json"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=code != 0)
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines()] if code == 0 else []


def test_a_line_a_day_and_problem_known_at_its_end(reports: Path) -> None:
    lines = replay(reports, "rus-ukr", "ind-pak", "--from", "2021-11-01", "--to", "2021-11-10")
    assert [line["as_of"][:10] for line in lines[:10]] == [f"2021-11-{day:02}" for day in range(2, 12)]
    assert [line["problem"] for line in lines] == ["rus-ukr"] * 10 + ["ind-pak"] * 10
    assert [line["counts"]["mentions"] for line in lines[:10]] == [0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert lines[18]["counts"] == {"mentions": 1, "stories": 1}
    assert all(line["indicators"]["F1"]["state"] == "unknown" for line in lines[:1])
    assert all(
        0 < line["p_onset"]["low"] < line["p_onset"]["p"] < line["p_onset"]["high"] < 1 for line in lines
    )
    assert lines[6]["status"] == "stale"


def test_steps_of_a_week_end_with_whole_weeks(reports: Path) -> None:
    lines = replay(reports, "rus-ukr", "--from", "2021-11-01", "--to", "2021-11-16", "--step", "7d")
    assert [line["as_of"][:10] for line in lines] == ["2021-11-08", "2021-11-15"]
    assert [line["counts"]["mentions"] for line in lines] == [2, 0]


def test_a_kept_desk_reads_once_and_gives_the_same(reports: Path, tmp_path: Path) -> None:
    asked = ("rus-ukr", "--from", "2021-11-01", "--to", "2021-11-05", "--keep", str(tmp_path / "kept"))
    first = replay(reports, *asked)
    assert (tmp_path / "kept").is_dir()
    assert replay(reports, *asked) == first


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--from", "2021-11-05", "--to", "2021-11-01"), 1),
        (("--from", "2021-11-01", "--to", "2021-11-05", "--step", "0d"), 1),
        (("--from", "2021-11-01", "--to", "2021-11-05", "--step", "week"), 1),
        (("--from", "2021-11-01", "--to", "2021-11-05", "--step", "30d"), 1),
    ],
)
def test_a_wrong_request_is_refused(reports: Path, more: tuple[str, ...], code: int) -> None:
    replay(reports, "rus-ukr", *more, code=code)
