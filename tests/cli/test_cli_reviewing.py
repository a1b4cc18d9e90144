"""The commands by which people put right what was believed, and sign or contradict what is issued."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Outcome

Run = Callable[..., Outcome]


def test_a_document_is_retracted_and_the_next_bulletin_says_so(vedette: Run, records: Path) -> None:
    assert vedette("collect", records).code == 0
    assert vedette("read").code == 0
    retracted = ("retract", "https://kyivlantern.example/1", "--reason", "the ministry never said it")
    nameless = vedette(*retracted)
    assert nameless.code == 1
    assert "the name of who retracts" in nameless.err
    done = vedette(*retracted, "--by", "A. Editor")
    assert done.code == 0, done.err
    assert "The Kyiv Lantern" in done.err
    assert "0 bulletins affected" in done.err
    again = vedette(*retracted, "--by", "A. Editor")
    assert again.code == 1
    assert "by A. Editor: the ministry never said it" in again.err


def test_the_analyst_of_the_settings_stands_in_for_by(vedette: Run, records: Path, tmp_path: Path) -> None:
    vedette("collect", records)
    (tmp_path / "desk" / "vedette.toml").write_text('analyst = "C. Watch"\n')
    assert vedette("retract", "r2", "--reason", "no such flood").code == 0
    assert "by C. Watch: no such flood" in vedette("retract", "r2", "--reason", "again").err


def test_an_actual_bulletin_says_who_signed_it_in_every_form(
    vedette: Run, records: Path, tmp_path: Path
) -> None:
    vedette("collect", records)
    vedette("read")
    unsigned = vedette("brief", "--status", "actual")
    assert unsigned.code == 1
    assert "needs the name of who answers for it" in unsigned.err
    assert "--by NAME" in unsigned.err
    draft = json.loads(vedette("brief", "--format", "json").out)
    assert (draft["status"], draft["signed"]) == ("draft", "")
    actual = json.loads(vedette("brief", "--status", "actual", "--by", "C. Watch", "--format", "json").out)
    assert (actual["status"], actual["signed"]) == ("actual", "C. Watch")
    (tmp_path / "actual.json").write_text(json.dumps(actual))
    assert "nothing to object to" in vedette("lint", tmp_path / "actual.json").err
    (tmp_path / "actual.json").write_text(json.dumps(actual | {"signed": " "}))
    assert "nobody answers for it by name" in vedette("lint", tmp_path / "actual.json").out
    (tmp_path / "desk" / "vedette.toml").write_text('analyst = "D. Watch"\n')
    markdown = vedette("brief", "--status", "actual").out
    assert "| Signed | D. Watch |" in markdown
    assert "- Signed: D. Watch." in markdown
    page = vedette("brief", "--status", "actual", "--by", "<E>", "--format", "html").out
    assert "<dt>Signed</dt><dd><bdi>&lt;E&gt;</bdi></dd>" in page
    # the settings name who may answer; a draft is answered for only by who says so
    assert "Signed" not in vedette("brief").out
    assert "| Signed | D. Watch |" not in vedette("brief", "--by", "F. Watch").out
    assert "rule signature: An actual bulletin goes out only" in vedette("explain", actual["id"]).out


def test_a_dissent_stands_in_later_bulletins_of_the_problem(vedette: Run, records: Path) -> None:
    vedette("collect", records)
    vedette("read")
    nameless = vedette("brief", "--dissent", "the columns are an exercise")
    assert nameless.code == 1
    assert "the name of who dissents" in nameless.err
    both = vedette("brief", "--status", "actual", "--dissent", "no", "--by", "D. Watch")
    assert both.code == 1
    assert "both signed and dissented from" in both.err
    said = vedette("brief", "--dissent", "the columns\nare an exercise", "--by", "D. Watch")
    told = "D. Watch dissents from level"
    assert told in said.out
    later = json.loads(vedette("brief", "--status", "actual", "--by", "C. Watch", "--format", "json").out)
    (dissent,) = later["dissents"]
    assert (dissent["author"], dissent["text"]) == ("D. Watch", "the columns\nare an exercise")
    (statement,) = (one for one in later["statements"] if one["rule"] == "dissent")
    assert statement["text"].startswith(told)
    assert statement["text"].endswith(": the columns are an exercise")
    assert told not in vedette("brief", "--problem", "prk-kor").out


def test_a_board_of_unread_documents_shows_no_quiet(vedette: Run, records: Path) -> None:
    vedette("init", "--no-feeds")
    vedette("collect", records)
    unread = vedette("board", "--as-of", "2021-11-11")
    assert "3 documents of these days not read by this reader: run `vedette read`" in unread.err
    number = unread.out.split()[0]
    assert unread.out.splitlines()[-1].startswith(
        f"{number} more at their base rate, {number} of them stale, which is no sign of quiet"
    )
    replayed = vedette("replay", "rus-ukr", "--from", "2021-11-10", "--to", "2021-11-11")
    assert "1 document of these days not read by this reader" in replayed.err
    assert {line.split()[-1] for line in replayed.out.splitlines()} == {"stale"}
    vedette("read")
    read = vedette("board", "--as-of", "2021-11-11")
    assert "not read by this reader" not in read.err
    assert "stale" not in read.out
