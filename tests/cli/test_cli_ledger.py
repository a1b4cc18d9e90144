"""The ledger command: scopes with head lines, standings, the way back to the sentence, nothing cut off."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from vedette.cli.ledger import heading
from vedette.formats import schema
from vedette.types import Figure, FigureKind, LedgerEntry, Qualifier
from vedette.watch.ledger import Scope

if TYPE_CHECKING:
    from tests.cli.conftest import Outcome

Run = Callable[..., "Outcome"]

DISPATCHES = (
    ("2021-01-12", "Wire", "", "Ukraine said Russia had more than 40,000 soldiers in Crimea."),
    ("2021-11-02", "Wire", "Kyiv's count", "Ukraine said about 90,000 Russian troops were near its border."),
    ("2021-11-13", "Wire", "", "Ukraine said about 100,000 Russian troops were near its border."),
    ("2021-11-14", "Post", "", "Russia said 60,000 Russian troops were near the border with Ukraine."),
)


@pytest.fixture
def asked(vedette: Run, tmp_path: Path) -> Run:
    """Ask a desk with four dispatches for the ledger as of 20 November 2021."""
    path = tmp_path / "reports.jsonl"
    records = (
        {
            "published": day,
            "outlet": outlet,
            "title": title,
            "text": text,
            "url": f"https://{outlet}.example/{day}",
        }
        for day, outlet, title, text in DISPATCHES
    )
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "vedette.toml").write_text('reader = "rules"\nprocesses = 1\n')
    assert vedette("collect", path).code == 0
    assert vedette("read").code == 0
    return lambda *more: vedette("ledger", "rus-ukr", "--as-of", "2021-11-20", *more)


def test_claims_stand_under_the_range_of_their_scope(asked: Run) -> None:
    lines = asked().out.splitlines()
    assert lines[0] == (
        "60,000-100,000 troops of Russia, near the border, which cannot all be true: "
        "RUS 60,000; UKR about 100,000"
    )
    assert " ".join(lines[1].split()) == "4 2021-11-14 60,000 contradicted by 3 Russia (RUS)"
    assert " ".join(lines[2].split()) == "3 2021-11-13 about 100,000 contradicted by 4 Ukraine (UKR)"
    assert " ".join(lines[3].split()) == "2 2021-11-02 about 90,000 superseded by 3 Ukraine (UKR)"
    assert lines[5] == "troops of Russia, in Crimea: no live claim"
    assert " ".join(lines[6].split()) == "1 2021-01-12 more than 40,000 lapsed Ukraine (UKR)"


def test_several_claims_of_one_speaker_are_its_range_and_changes_stand_one_by_one() -> None:
    def entry(low: float, high: float, qualifier: Qualifier, kind: FigureKind) -> LedgerEntry:
        figure = Figure(low=low, high=high, unit="troops", qualifier=qualifier, kind=kind, of="RUS")
        return LedgerEntry(
            claim=f"{low}", document="d", known_at=datetime(2022, 2, 18, tzinfo=UTC), speaker="Washington",
            speaker_code="USA", relay=(), outlet="Wire", family="f", figure=figure, place=None, scope="s",
        )  # fmt: skip

    def head(*entries: LedgerEntry) -> str:
        return heading(Scope(entries=entries, live=entries))

    stock, delta = FigureKind.STOCK, FigureKind.DELTA
    span, loose = entry(169e3, 190e3, Qualifier.EXACT, stock), entry(190e3, 190e3, Qualifier.UP_TO, stock)
    assert head(span, loose) == "169,000-190,000 troops of Russia: USA 169,000-190,000"
    assert head(loose) == "190,000 troops of Russia: USA up to 190,000"
    more = entry(7e3, 7e3, Qualifier.UP_TO, delta), entry(2e3, 2e3, Qualifier.EXACT, delta)
    assert head(*more) == "change in troops of Russia: USA 2,000, up to 7,000"


def test_sentence_and_document_stand_behind_each_claim_if_asked_for(asked: Run) -> None:
    assert "“" not in asked().out
    out = asked("--sentences").out
    for day, outlet, _, sentence in DISPATCHES:
        assert f"“{sentence}”" in out
        assert f"https://{outlet}.example/{day}" in out
    assert "Wire, “Kyiv's count”, " in out


def test_older_lines_are_left_out_only_if_asked_and_keep_their_numbers(asked: Run) -> None:
    out = asked("--since", "2021-11-13").out
    assert "2021-11-02" not in out
    assert "Crimea" not in out
    assert "    3  2021-11-13" in out


def test_each_line_of_json_has_its_standing_and_its_sentence(asked: Run) -> None:
    lines = asked("--json").lines
    for line in lines:
        jsonschema.validate(line, schema("ledger"))
    assert [line["sentence"] for line in lines] == [sentence for *_, sentence in DISPATCHES]
    assert [line["standing"] for line in lines] == ["lapsed", "superseded", "contradicted", "contradicted"]
    assert [line["live_range"] for line in lines] == [None, *[[60_000, 100_000]] * 3]
    assert lines[1]["superseded_by"] == lines[2]["claim"]
    assert len(asked("--json", "--since", "2021-11-14").lines) == 1


def test_what_was_not_read_is_told(vedette: Run, asked: Run, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("Russia has 50,000 troops near Ukraine.")
    assert vedette("collect", more).code == 0
    assert "not read by this reader" in vedette("ledger", "rus-ukr").err
    assert asked("--since", "2021-11-20").err.strip() == "no figures claimed"
