"""Reading in several processes at once, behind the same protocol as one reader."""

import multiprocessing
import os
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import cached_property
from itertools import chain, islice

from vedette.errors import ReadError
from vedette.read.reader import Reader
from vedette.types import Document, Kind, Reading, Run, Span

#: Fewer documents are read here: starting a process costs as much as reading some hundred headlines.
FEW = 300
#: Documents handed over at a time, and how many such parts wait for each process.
PART, WAITING = 32, 3

_reader: Reader | None = None  #: in a worker: its own


class PooledReader:
    """A reader that shares long work among processes; see `vedette.read.reader.Reader`.

    `make` returns the reader of each process and must be picklable. Order and result are those of one.
    """

    def __init__(self, make: Callable[[], Reader], *, processes: int = 0) -> None:
        self._make = make
        self._processes = processes or min(4, os.cpu_count() or 1)
        self.dropped = 0

    @cached_property
    def _own(self) -> Reader:
        return self._make()

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        kinds = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
        pool = ProcessPoolExecutor(
            self._processes, mp_context=context, initializer=_start, initargs=(self._make,)
        )
        # a pool that is dropped while the interpreter ends closes the pipe by which it is told to end
        weakref.finalize(self, pool.shutdown)
        return pool

    @property
    def run(self) -> Run:
        """What marks the readings of this reader."""
        return self._own.run

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        """Return the chance of each kind for what actor does to recipient in a sentence; sums to 1."""
        return self._own.relate(text, actor, recipient)

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order. Raises ReadError if a process dies."""
        coming = iter(documents)
        first = list(islice(coming, FEW))
        if self._processes == 1 or len(first) < FEW:
            yield from self._own.read(chain(first, coming))
            return
        rest = chain(first, coming)
        parts = iter(lambda: list(islice(rest, PART)), [])
        waiting: deque[Future[list[Reading]]] = deque()
        try:
            for part in parts:
                waiting.append(self._pool.submit(_read, part))
                if len(waiting) >= WAITING * self._processes:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenExecutor as error:
            self.__dict__.pop("_pool", None)
            raise ReadError(
                "a reading process ended unexpectedly",
                hint="set processes = 1, give it more memory, or guard a script by __name__ == '__main__'",
            ) from error
        finally:
            for future in waiting:
                future.cancel()


def _start(make: Callable[[], Reader]) -> None:
    global _reader  # noqa: PLW0603 - a worker has one reader for all it is given
    _reader = make()


def _read(documents: list[Document]) -> list[Reading]:
    assert _reader is not None
    return list(_reader.read(documents))
