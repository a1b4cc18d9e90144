"""The page and the command: whole, closed to the outside, honest about what was not there."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.score.made_up import alarmed, onset, steps
from typer.testing import CliRunner

from vedette.cli.main import app
from vedette.errors import ConfigError
from vedette.score.replay import Step
from vedette.score.report import before, render
from vedette.score.scoring import score
from vedette.types import Evidence, Modality, Span

DAYS = 600


@pytest.fixture(scope="module")
def replay() -> dict[str, tuple[Step, ...]]:
    levels = alarmed(DAYS, (440, 501))
    loud = [
        replace(one, lit=(("F1", ("c1", "c2")),)) for one in steps(levels, problem="a", mentions=[2] * DAYS)
    ]
    return {
        "a": tuple(loud),
        "b": steps(alarmed(DAYS), problem="b"),
        "c": steps(alarmed(DAYS, (100, 120)), problem="c", mentions=[1] * DAYS),
    }


def quote(claim: str, text: str) -> Evidence:
    return Evidence(
        claim=claim, document="d", span=Span(start=0, end=9), quote=text, speaker="",
        modality=Modality.ASSERTED, outlet="Harbour Wire", known_at=datetime(2010, 4, 1, tzinfo=UTC),
        capture="", sha256="",
    )  # fmt: skip


def test_the_page_tells_what_each_onset_could_have_been_seen_by(replay: dict[str, tuple[Step, ...]]) -> None:
    outcomes = [
        onset(500, problem="a"),
        onset(500, problem="b"),
        onset(300, problem="x"),
        onset(110, problem="c", null=True),
    ]
    found = score(replay, outcomes, dict.fromkeys(replay, 0.02))
    page = render(
        found,
        replay,
        names={"a": "A on <B>"},
        quotes={"c1": quote("c1", "Tanks <moved> & stood.")},
        source="replay.jsonl",
    )
    assert "Warned: level 3 or above stood for 60 days before it." in page
    assert "Missed, and the stream could not have shown it" in page
    assert "Missed: nobody watched this problem at the time." in page
    assert "Tanks &lt;moved&gt; &amp; stood." in page
    assert "A on &lt;B&gt;" in page
    assert "Build-ups that ended in nothing" in page
    assert "not shown, n = 3" in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
    drawn = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    assert len(drawn) >= 2 * (2 + 3)
    for each in drawn:
        ET.fromstring(each)


def test_the_weeks_before_an_onset_are_its_own(replay: dict[str, tuple[Step, ...]]) -> None:
    found = before(onset(500, problem="a"), replay["a"], None, name="A", quotes={})
    assert found.mentions == (12, *[14] * 12)  # the first of 13 weeks is cut at 90 days
    assert found.signs[0].code == "F1"
    assert found.signs[0].claims == ("c1", "c2")
    assert found.highest == 3


def line(one: Step) -> str:
    return json.dumps(
        {
            "as_of": one.as_of.isoformat(),
            "problem": one.problem,
            "level": one.level,
            "p_onset": {"p": one.p},
            "counts": {"mentions": one.mentions, "stories": one.mentions},
        }
    )


def test_the_command_prints_a_line_a_system_and_counts_what_it_can_t_use(
    replay: dict[str, tuple[Step, ...]], tmp_path: Path
) -> None:
    lines, outcomes, page = tmp_path / "replay.jsonl", tmp_path / "outcomes.jsonl", tmp_path / "score.html"
    lines.write_text("\n".join(line(one) for each in replay.values() for one in each) + "\n{broken\n")
    outcomes.write_text(
        '{"problem": "a", "onset": "2010-05-16", "precision": "day", "type": "onset", "source": "S"}\n'
    )
    arguments = ["score", str(lines), "--outcomes", str(outcomes), "--report", str(page), "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 3, done.output
    rows = [json.loads(each) for each in done.stdout.splitlines()]
    assert [row["system"] for row in rows][:2] == ["vedette", "vedette, p_onset alone"]
    assert rows[0]["leads"] == [60.0]
    assert rows[0]["versus"] is None
    assert rows[2]["versus"]["lead"]["shown"] is False
    assert "replay.jsonl line 1801" in done.stderr
    assert "<!doctype html>" in page.read_text()
    told = CliRunner().invoke(app, arguments[:-1])
    assert "against keyword spike, at no more false alarms" in told.stdout
    assert "not shown, n = 1" in told.stdout


def test_a_replay_that_is_not_there_or_none_is_said(tmp_path: Path) -> None:
    none, other = tmp_path / "none", tmp_path / "other.jsonl"
    with pytest.raises(ConfigError, match="none"):
        CliRunner().invoke(app, ["score", str(none), "--outcomes", str(none)], catch_exceptions=False)
    other.write_text('{"title": "a report, no step"}\n')
    with pytest.raises(ConfigError, match="holds no step"):
        CliRunner().invoke(app, ["score", str(other), "--outcomes", str(other)], catch_exceptions=False)


def test_a_quiet_replay_in_weeks_has_a_page_too() -> None:
    weekly = {"a": tuple(steps([0] * 300, problem="a")[::7])}
    page = render(score(weekly, [], {}), weekly, names={}, quotes={}, source="x")
    assert "There was none in this time." in page
    assert "only vedette is scored" in page
