"""What `vedette read` does with many files, other languages, a desk's settings and what it can't mark up."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import RECORDS, Outcome

from vedette import desk
from vedette.config import Settings
from vedette.read import loading, pool
from vedette.types import Document, Kind, Reading, Run, Span

Run_ = Callable[..., Outcome]


class Counting:
    """A reader that says in which process each document was read, and how often it was asked."""

    run = Run(id="counting", stage="read", version="1", model="", settings="{}")
    dropped = 0
    asked = 0

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        self.asked += 1
        for document in documents:
            yield Reading(document=document.id, error=str(os.getpid()))

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        return dict.fromkeys(Kind, 1 / len(Kind))


def lines(path: Path, count: int) -> Path:
    """Write that many records, each third of which is broken."""
    records = (
        "not json" if n % 3 == 2 else json.dumps({"id": str(n), "title": f"Day {n}"}) for n in range(count)
    )
    path.write_text("\n".join(records), "utf-8")
    return path


def test_records_of_all_files_are_one_stream_and_come_in_order(
    vedette: Run_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Counting()
    monkeypatch.setattr(loading, "load_reader", lambda _: reader)
    done = vedette("read", lines(tmp_path / "a.jsonl", 500), lines(tmp_path / "b.jsonl", 7), "--json")
    names = [line["document"]["id"] for line in done.lines]
    assert names == [
        f"{name}.jsonl line {n + 1}" if n % 3 == 2 else str(n)
        for name, count in (("a", 500), ("b", 7))
        for n in range(count)
    ]
    assert reader.asked == 1


def test_many_records_are_read_by_several_processes(
    vedette: Run_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "load_reader", lambda _: pool.PooledReader(Counting, processes=2))
    done = vedette("read", lines(tmp_path / "a.jsonl", 3 * pool.FEW), "--json")
    read = {line["error"] for line in done.lines if line["document"]["title"]}
    assert read
    assert str(os.getpid()) not in read


def test_a_desk_reads_all_as_one_stream_and_stores_it_in_parts(
    vedette: Run_, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vedette("init", "--no-feeds")
    vedette("collect", records)
    monkeypatch.setattr(desk, "BATCH", 2)
    reader = Counting()
    monkeypatch.setattr(loading, "load_reader", lambda _: reader)
    told: list[int] = []
    with desk.Desk(Settings(home=tmp_path / "desk")) as opened:
        done = opened.read(progress=told.append)
        assert opened.read().documents == 0
    assert done.documents == len(RECORDS)
    assert len(done.failures) == len(RECORDS)
    assert told == [2, 1]
    assert reader.asked == 2


def test_the_settings_are_those_of_the_desk_named(
    vedette: Run_, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VEDETTE_HOME")
    home = tmp_path / "other"
    home.mkdir()
    (home / "vedette.toml").write_text('reader = "nobody"\n', "utf-8")
    done = vedette("read", records, "--home", home)
    assert done.code == 1
    assert "setting 'reader'" in done.err
    assert vedette("read", records).code == 0


def test_a_language_that_is_not_read_is_a_gap_and_no_failure(vedette: Run_, tmp_path: Path) -> None:
    foreign = "Російські війська стоять біля кордону України, повідомило міністерство оборони."
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(n), "text": foreign}) for n in range(2)), "utf-8")
    done = vedette("read", path, "--json")
    assert done.code == 0
    assert "2 documents in a language that is not read" in done.err
    assert [line["error"] for line in done.lines] == ["language 'uk' is not read"] * 2


@pytest.mark.parametrize("more", [["--json"], []])
def test_what_cannot_be_marked_up_is_refused(vedette: Run_, records: Path, more: list[str]) -> None:
    files = [records] if more else []
    done = vedette("read", *files, *more, "--explain")
    assert done.code == 2
    assert "--explain" in done.err
    assert done.out == ""


def test_explain_marks_what_is_claimed(vedette: Run_, records: Path) -> None:
    done = vedette("read", records, "--explain")
    assert "[act THREATEN asserted]" in done.out
    assert "United States[by USA]" in done.out
