"""Many documents are shared among processes, and nobody can tell."""

import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest

from vedette.errors import ReadError
from vedette.read.pool import FEW, PooledReader
from vedette.types import Document, Kind, Reading, Run, Span


class Echo:
    """A reader that says which document it read; at the title 'die' its process does."""

    run = Run(id="echo", stage="read", version="1", model="", settings="{}")
    dropped = 0

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if document.title == "die":
                os._exit(1)
            yield Reading(document=document.id)

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        return dict.fromkeys(Kind, 1 / len(Kind))


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


def test_a_process_that_dies_is_told_and_the_next_call_works() -> None:
    pooled = PooledReader(Echo, processes=2)
    with pytest.raises(ReadError, match="process ended"):
        list(pooled.read(documents(FEW + 50, title="die")))
    assert len(list(pooled.read(documents(FEW + 50)))) == FEW + 50


def test_a_reader_that_is_dropped_leaves_no_process() -> None:
    pooled = PooledReader(Echo, processes=2)
    before = set(multiprocessing.active_children())
    assert sum(1 for _ in pooled.read(documents(FEW + 50))) == FEW + 50
    assert set(multiprocessing.active_children()) - before
    del pooled
    gc.collect()
    assert not set(multiprocessing.active_children()) - before
