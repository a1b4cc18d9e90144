"""The commands, as a person or a script uses them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from vedette.formats import schema

if TYPE_CHECKING:
    from tests.cli.conftest import Outcome

Run = Callable[..., "Outcome"]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from vedette.cli.main import app; "
        "result = CliRunner().invoke(app, ['--help']); assert result.exit_code == 0, result.output; "
        "print(*sorted(m for m in ('numpy', 'onnxruntime', 'sqlalchemy', 'trafilatura', 'httpx2', 'lxml', "
        "'pydantic') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_page_becomes_an_audited_bulletin(vedette: Run, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "bulletin.json"
    done = vedette("brief", page, "--problem", "rus-ukr", "--format", "json", "--out", out)
    assert done.code == 0, done.err
    bulletin = json.loads(out.read_text())
    quotes = {item["claim"]: item["quote"] for item in bulletin["evidence"]}
    assert any("90,000" in quote for quote in quotes.values())
    for statement in bulletin["statements"]:
        assert statement["rule"] or statement["evidence"], statement
        assert set(statement["evidence"]) <= quotes.keys()
    text = " ".join(quotes.values())
    assert "recipes" not in text
    assert "singer" not in text
    explained = vedette("explain", out)
    assert "sha256" in explained.out
    assert vedette("lint", out).code in {0, 3}


def test_a_page_becomes_markdown_and_html(vedette: Run, page: Path) -> None:
    markdown = vedette("brief", page)
    assert markdown.out.startswith("#")
    assert "90,000" in markdown.out
    html = vedette("brief", page, "--format", "html")
    assert "<html" in html.out
    assert "http-equiv" in html.out


def test_reading_prints_one_valid_line_per_input(vedette: Run, records: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "x", "title": "Quiet day"}\nnot json\n{"id": "y"}\n')
    done = vedette("read", records, broken, "--json")
    assert done.code == 3
    assert [line["document"]["id"] for line in done.lines][:4] == ["r1", "r2", "r3", "x"]
    assert len(done.lines) == 6
    for line in done.lines:
        jsonschema.validate(line, schema("read"))
    assert [line["error"] is None for line in done.lines] == [True] * 4 + [False] * 2


def test_spans_index_the_text_that_is_printed(vedette: Run, records: Path) -> None:
    checked = 0
    for line in vedette("read", records, "--json", "--text").lines:
        text = line["text"]
        for claim in line["claims"]:
            assert text[slice(*claim["span"])] == claim["text"]
            checked += 1
            event = claim["event"]
            if event and event["actor"]["span"]:
                assert text[slice(*event["actor"]["span"])] == event["actor"]["text"]
        for place in line["places"]:
            assert text[slice(*place["span"])] == place["text"]
    assert checked


def test_stdin_is_read(vedette: Run) -> None:
    done = vedette("read", "-", "--json", stdin='{"id": "a", "title": "US warns Russia over Ukraine"}\n')
    assert done.lines[0]["document"]["id"] == "a"
    assert any(claim["event"] for claim in done.lines[0]["claims"])


def test_a_desk_collects_reads_and_shows(vedette: Run, records: Path) -> None:
    assert vedette("init", "--no-feeds").code == 0
    first = vedette("collect", records)
    assert "3 new documents" in first.err
    again = vedette("collect", records)
    assert "0 new captures, 0 new documents" in again.err
    read = vedette("read")
    assert "3 documents read" in read.err
    assert "0 documents read" in vedette("read").err
    hits = vedette("search", "tanks border", "--json").lines
    assert [hit["title"] for hit in hits] == ["Russia moves tanks towards Ukraine, says Kyiv"]
    for hit in hits:
        jsonschema.validate(hit, schema("search"))
    board = {row["problem"]: row for row in vedette("board", "--as-of", "2021-11-12", "--json").lines}
    assert len(board) > 40  # a new desk watches the standing problems as well
    jsonschema.validate(board["rus-ukr"], schema("assessment"))
    assert board["rus-ukr"]["indicators"]["F1"]["state"] == "observed"
    earlier = {row["problem"]: row for row in vedette("board", "--as-of", "2021-11-01", "--json").lines}
    assert earlier["rus-ukr"]["indicators"]["F1"]["state"] == "unknown"


def test_the_board_has_a_line_a_problem_and_folds_those_at_their_base_rate(
    vedette: Run, records: Path
) -> None:
    vedette("init", "--no-feeds")
    vedette("collect", records)
    vedette("read")
    shown = vedette("board", "--as-of", "2021-11-12").out.splitlines()
    row = next(line for line in shown if " rus-ukr " in line)
    assert "force 1/7" in row
    assert "2 d ago" in row  # a warning of 10 November
    every = vedette("board", "--as-of", "2021-11-12", "--all").out.splitlines()
    problems = len(vedette("board", "--as-of", "2021-11-12", "--json").lines)
    assert len(every) == problems + 1  # and the head
    assert shown[-1] == f"{problems - len(shown) + 2} more at their base rate: --all"
    assert {" ".join(line.split()) for line in shown[:-1]} < {" ".join(line.split()) for line in every}
    assert any("before 2021-05-1" in line for line in every)  # 180 days are looked back on


def test_a_broken_file_of_ones_own_stops_no_board(vedette: Run, tmp_path: Path) -> None:
    vedette("init", "--no-feeds")
    settings = tmp_path / "desk" / "vedette.toml"
    settings.write_text('problems = ["mine", "rus-ukr", "nepal"]\n', "utf-8")
    own = tmp_path / "desk" / "problems"
    own.mkdir(exist_ok=True)
    (own / "mine.yaml").write_text('id: "mine\n', "utf-8")
    vedette("problem", "new", "--target", "NPL", "--id", "nepal", "--out", own / "nepal.yaml")
    shown = vedette("board", "--all")
    assert shown.code == 3
    assert " rus-ukr " in shown.out
    assert " nepal " in shown.out
    assert "left out: mine.yaml:2: found unexpected end of stream" in shown.err
    judged = vedette("judge")
    assert judged.code == 3
    heads = [line.partition(":")[0] for line in judged.out.splitlines() if not line.startswith(" ")]
    assert heads == ["rus-ukr", "nepal"]
    assert "left out: mine.yaml:2:" in judged.err
    listed = vedette("problem", "list", "--json")
    assert listed.code == 3
    assert {"rus-ukr", "nepal", "ind-pak"} <= {line["id"] for line in listed.lines}
    assert "left out: mine.yaml:2:" in listed.err
    replayed = vedette("replay", "--from", "2021-11-10", "--to", "2021-11-11")
    assert replayed.code == 3
    assert {line.split()[1] for line in replayed.out.splitlines()} == {"rus-ukr", "nepal"}
    assert "left out: mine.yaml:2:" in replayed.err
    alone = vedette("replay", "mine", "--from", "2021-11-10", "--to", "2021-11-11")
    assert (alone.code, alone.out) == (1, "")
    assert "mine.yaml:2: found unexpected end of stream" in alone.err


def test_a_file_that_takes_the_place_of_a_shipped_problem_is_told(vedette: Run, tmp_path: Path) -> None:
    vedette("init", "--no-feeds")
    (tmp_path / "desk" / "vedette.toml").write_text('problems = ["npl-internal"]\n', "utf-8")
    own = tmp_path / "desk" / "problems"
    own.mkdir(exist_ok=True)
    vedette("problem", "new", "--target", "NPL", "--owner", "me", "--out", own / "npl-internal.yaml")
    told = "npl-internal: yours, in place of the shipped one"
    assert told in vedette("board").err
    assert told in vedette("problem", "npl-internal").err
    row = next(line for line in vedette("problem", "list").out.splitlines() if "npl-internal" in line)
    assert "yours, in place of the shipped one" in row


def test_replay_prints_a_line_a_day(vedette: Run, records: Path) -> None:
    done = vedette(
        "replay", "rus-ukr", "--reports", records, "--from", "2021-11-01", "--to", "2021-11-12", "--json"
    )
    assert [line["as_of"][:10] for line in done.lines] == [f"2021-11-{day:02}" for day in range(2, 14)]
    for line in done.lines:
        jsonschema.validate(line, schema("assessment"))
    # people are told the day that ended, other programs its end
    told = vedette("replay", "rus-ukr", "--reports", records, "--from", "2021-11-01", "--to", "2021-11-12")
    assert [line[:10] for line in told.out.splitlines()] == [f"2021-11-{day:02}" for day in range(1, 13)]


def test_exit_code_tells_of_an_active_level(vedette: Run, page: Path) -> None:
    assert vedette("brief", page, "--level", "0").code == 10
    assert vedette("brief", page, "--level", "5").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("board",), "no desk"),
        (("problem", "rus-ukx"), "rus-ukx"),
        (("brief", "/does/not/exist.txt"), "nothing to read"),
        (("replay", "rus-ukr", "--from", "yesterday", "--to", "2021-11-12"), "no time"),
    ],
)
def test_errors_say_what_and_what_to_do(vedette: Run, arguments: tuple[str, ...], says: str) -> None:
    if arguments[0] == "replay":
        vedette("init", "--no-feeds")
    done = vedette(*arguments)
    assert done.code == 1
    assert "error: " in done.err
    assert says in done.err
    assert "Traceback" not in done.err


def test_doctor_backup_and_restore(
    vedette: Run, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vedette("init")
    vedette("collect", records)
    examined = vedette("doctor")
    assert examined.code == 0, examined.out
    assert "documents 3" in examined.out
    assert "not looked at yet" in examined.out
    assert vedette("backup", tmp_path / "desk.tar").code == 0
    monkeypatch.setenv("VEDETTE_HOME", str(tmp_path / "second"))
    assert vedette("restore", tmp_path / "desk.tar").code == 0
    assert "documents 3" in vedette("doctor").out
    assert vedette("restore", tmp_path / "desk.tar").code == 1


def test_run_once_leaves_a_heartbeat(vedette: Run, records: Path) -> None:
    vedette("init", "--no-feeds")
    vedette("collect", records)
    done = vedette("run", "--once")
    assert done.code == 0, done.err
    assert "level" in done.err
    assert "last sign of life" in vedette("doctor").out
