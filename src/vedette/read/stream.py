"""From documents to readings: prepare, find, assemble, in batches, one failure at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice

from vedette.errors import InputError, VedetteError
from vedette.read.assemble import assemble
from vedette.read.dates import normalise
from vedette.read.places import locate
from vedette.read.reader import ActorTable, Finder, Finding, Prepared
from vedette.read.sentences import split
from vedette.read.speech import quotations
from vedette.types import Document, Reading, Span

#: documents that are prepared together, so that a model sees full batches
BATCH = 32
#: languages that are read; a document that is undetermined (a short title) is tried
LANGUAGES = frozenset({"en", "und"})
#: text read of one document, in code points; longer ones are lists, logs and books
MOST = 200_000


def read_with(finder: Finder, documents: Iterable[Document], actors: ActorTable) -> Iterator[Reading]:
    """Yield one reading for each document, in order; a document that fails gives its error."""
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        ready: dict[int, Prepared] = {}
        failed: dict[int, str] = {}
        for number, document in enumerate(batch):
            try:
                ready[number] = prepare(document, actors)
            except Exception as error:  # noqa: BLE001 - one document must not end the run
                failed[number] = _reason(error)
        found = _found(finder, ready, failed)
        for number, document in enumerate(batch):
            if number in failed:
                yield Reading(document=document.id, error=failed[number])
                continue
            try:
                yield assemble(ready[number], found[number], actors)
            except Exception as error:  # noqa: BLE001
                yield Reading(document=document.id, error=_reason(error))


def _found(
    finder: Finder, ready: dict[int, Prepared], failed: dict[int, str]
) -> dict[int, tuple[Finding, ...]]:
    """Return the findings by number; if the batch fails, one document at a time."""
    try:
        return dict(zip(ready, finder.find(list(ready.values())), strict=True))
    except Exception:  # noqa: BLE001
        found = {}
        for number, prepared in ready.items():
            try:
                found[number] = finder.find([prepared])[0]
            except Exception as error:  # noqa: BLE001
                failed[number] = _reason(error)
        return found


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, VedetteError) else f"{type(error).__name__}: {error}"


def prepare(document: Document, actors: ActorTable) -> Prepared:
    """Return the document with its sentences, quotations, mentions, places and dates."""
    if document.language not in LANGUAGES:
        raise InputError(f"language '{document.language}' is not read")
    text = document.content[:MOST]
    reference = (document.published or document.known_at).date()
    mentions = tuple(sorted(actors.find(text, reference), key=lambda a: a.span or Span(start=0, end=0)))
    return Prepared(
        document=document,
        text=text,
        reference=reference,
        sentences=tuple(split(text)),
        quotes=tuple(quotations(text)),
        mentions=mentions,
        places=tuple(locate(text)),
        dates=tuple(normalise(text, reference)),
    )
