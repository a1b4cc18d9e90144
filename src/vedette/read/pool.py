"""Reading in several processes at once, behind the same protocol as one reader."""

import multiprocessing
import os
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain, islice

from vedette.errors import ReadError
from vedette.read.reader import Reader
from vedette.types import Document, Kind, Reading, Run, Span

#: Fewer documents are read here: starting a process costs as much as reading some hundred headlines.
FEW = 300
#: Documents handed over at a time, and how many such parts wait for each process.
PART, WAITING = 32, 3
#: What any process can read; one that ends at this ends at everything.
_PLAIN = Document(
    id="", capture="", label="", title="Russia warned Ukraine on Friday.", text="",
    known_at=datetime(2020, 1, 1, tzinfo=UTC), known_basis="", language="en",
)  # fmt: skip

_Part = tuple[list[Document], Future[list[Reading]]]
_reader: Reader | None = None  #: in a worker: its own


class PooledReader:
    """A reader that shares long work among processes; see `vedette.read.reader.Reader`.

    `make` returns the reader of each process and must be picklable. Order and result are those of one. A
    document that ends the process that reads it costs nothing but its own reading, which has the error.
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
        """Yield one reading for each document, in order. Raises ReadError if no process can read at all."""
        coming = iter(documents)
        first = list(islice(coming, FEW))
        if self._processes == 1 or len(first) < FEW:
            yield from self._own.read(chain(first, coming))
            return
        rest = chain(first, coming)
        waiting: deque[_Part] = deque()
        try:
            for part in iter(lambda: list(islice(rest, PART)), []):
                waiting.append((part, self._submit(part)))
                if len(waiting) >= WAITING * self._processes:
                    yield from self._next(waiting)
            while waiting:
                yield from self._next(waiting)
        finally:
            for _, future in waiting:
                future.cancel()

    def _submit(self, part: list[Document]) -> Future[list[Reading]]:
        """Return the readings to come; of a pool that is broken already, that it is."""
        try:
            return self._pool.submit(_read, part)
        except BrokenExecutor as error:
            broken: Future[list[Reading]] = Future()
            broken.set_exception(error)
            return broken

    def _next(self, waiting: deque[_Part]) -> Iterator[Reading]:
        """Yield the readings of the part that waits longest; of all that wait, if their pool broke."""
        part, future = waiting.popleft()
        try:
            readings = future.result()
        except BrokenExecutor:
            left = [part, *(part for part, _ in waiting)]
            waiting.clear()
            self._renew()
            # one at a time, so that it shows which it was
            for part in left:
                yield from self._again(part)
        else:
            yield from readings

    def _again(self, part: list[Document]) -> Iterator[Reading]:
        """Yield the readings of a part that is given to a new pool alone."""
        try:
            readings = self._submit(part).result()
        except BrokenExecutor:
            self._renew()
            if len(part) == 1:
                yield Reading(document=part[0].id, error="the process that read it ended unexpectedly")
            else:
                for document in part:
                    yield from self._again([document])
        else:
            yield from readings

    def _renew(self) -> None:
        """Put a new pool in the place of a broken one. Raises ReadError if it can't read either."""
        self.__dict__.pop("_pool", None)
        _ = self._own  # a reader that can't be made says why
        try:
            self._submit([_PLAIN]).result()
        except BrokenExecutor as error:
            self.__dict__.pop("_pool", None)
            raise ReadError(
                "reading processes end unexpectedly, whatever they read",
                hint="set processes = 1, give it more memory, or guard a script by __name__ == '__main__'",
            ) from error


def _start(make: Callable[[], Reader]) -> None:
    global _reader  # noqa: PLW0603 - a worker has one reader for all it is given
    _reader = make()


def _read(documents: list[Document]) -> list[Reading]:
    assert _reader is not None
    return list(_reader.read(documents))
