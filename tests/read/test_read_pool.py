"""Many documents are shared among processes, and nobody can tell."""

import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vedette.errors import ReadError
from vedette.read.pool import FEW, PooledReader
from vedette.types import Document, Kind, Reading, Run, Span


class Echo:
    """A reader that says which document it read; at the title 'die' its process does.

    At 'die unless PATH' it dies unless there is such a file, and leaves one.
    """

    run = Run(id="echo", stage="read", version="1", model="", settings="{}")
    dropped = 0

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            title, _, path = document.title.partition(" unless ")
            if title == "die" and not (path and Path(path).exists()):
                if path:
                    Path(path).touch()
                os._exit(1)
            yield Reading(document=document.id)

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        return dict.fromkeys(Kind, 1 / len(Kind))


class Dead(Echo):
    """A reader whose process dies at any document."""

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for _ in documents:
            os._exit(1)
        yield from ()


def refuse() -> Echo:
    raise ReadError("there is no model")


def documents(count: int, title: str = "") -> list[Document]:
    day = datetime(2021, 12, 3, tzinfo=UTC)
    return [
        Document(
            id=str(n), capture="", label="", title=title, text="", known_at=day, known_basis="", language="en"
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 3, FEW + 250])
def test_readings_come_in_order(count: int) -> None:
    pooled = PooledReader(Echo, processes=2)
    assert [reading.document for reading in pooled.read(documents(count))] == [str(n) for n in range(count)]
    assert pooled.run == Echo.run


@pytest.mark.parametrize("culprits", [(0,), (FEW + 7, FEW + 8)])
def test_a_document_that_ends_its_process_costs_its_own_reading_alone(culprits: tuple[int, ...]) -> None:
    given = documents(2 * FEW)
    for number in culprits:
        given[number] = replace(given[number], title="die")
    readings = list(PooledReader(Echo, processes=2).read(given))
    assert [reading.document for reading in readings] == [document.id for document in given]
    failed = {int(reading.document) for reading in readings if reading.error}
    assert failed == set(culprits)
    assert "ended unexpectedly" in (readings[culprits[0]].error or "")


def test_a_process_that_is_killed_costs_no_reading(tmp_path: Path) -> None:
    given = documents(2 * FEW)
    given[100] = replace(given[100], title=f"die unless {tmp_path / 'killed'}")
    readings = list(PooledReader(Echo, processes=2).read(given))
    assert (tmp_path / "killed").exists()
    assert readings == [Reading(document=document.id) for document in given]


def test_processes_that_can_read_nothing_are_told() -> None:
    with pytest.raises(ReadError, match="whatever they read"):
        list(PooledReader(Dead, processes=2).read(documents(FEW + 50)))


def test_a_reader_that_cannot_be_made_says_why() -> None:
    with pytest.raises(ReadError, match="there is no model"):
        list(PooledReader(refuse, processes=2).read(documents(FEW + 50)))


def test_a_reader_that_is_dropped_leaves_no_process() -> None:
    pooled = PooledReader(Echo, processes=2)
    before = set(multiprocessing.active_children())
    assert sum(1 for _ in pooled.read(documents(FEW + 50))) == FEW + 50
    assert set(multiprocessing.active_children()) - before
    del pooled
    gc.collect()
    assert not set(multiprocessing.active_children()) - before
