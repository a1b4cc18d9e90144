"""A reader in the making: acts, parties, modality and indicators by a small encoder of our own training.

Dates, figures, places, quotations and who is who stay with the rules, which are better at them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from train.network import FoundEvent as Scored
from train.network import Network, Scores
from vedette.read.attribution import attribute
from vedette.read.modality import background
from vedette.read.reader import ActorTable, Finding, FoundEvent, Prepared
from vedette.read.stream import read_with
from vedette.types import Document, Kind, Modality, Reading, Run, Span, content_id

VERSION = "1"


class ModelReader:
    """A reader by the encoder; see `vedette.read.reader.Reader`. Raises ReadError if it can't be loaded."""

    run: Run

    def __init__(self, actors: ActorTable, *, folder: Path, threads: int = 2) -> None:
        self._actors = actors
        self._network = Network(folder, threads=threads)
        settings = '{"reader": "model"}'
        self.run = Run(
            id=content_id("read", VERSION, self._network.digest, settings),
            stage="read",
            version=VERSION,
            model=self._network.digest,
            settings=settings,
        )

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order."""
        return read_with(ModelFinder(self._network), documents, self._actors)

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        """Return the chance of each kind for what actor does to recipient in a sentence; sums to 1.

        The training set has CONCEDE and RETREAT as one; its share is split between them as they stand.
        """
        chances = self._network.relate(text, (actor.start, actor.end), (recipient.start, recipient.end))
        both = chances[Kind.CONCEDE] + chances[Kind.RETREAT]
        found = {}
        for kind in Kind:
            found[kind] = chances[kind]
            if kind in {Kind.CONCEDE, Kind.RETREAT}:
                found[kind] += chances["YIELD"] * (chances[kind] / both if both else 0.5)
        total = sum(found.values())
        return {kind: chance / total for kind, chance in found.items()}


@dataclass(frozen=True, slots=True)
class ModelFinder:
    """Finds acts and parties by the encoder."""

    network: Network

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        """Return, for each document of a batch, one finding for each of its sentences."""
        texts = [
            document.text[sentence.start : sentence.end]
            for document in prepared
            for sentence in document.sentences
        ]
        scores = iter(self.network.score(texts))
        return [tuple(_findings(document, scores)) for document in prepared]


def _findings(prepared: Prepared, scores: Iterator[Scores]) -> Iterator[Finding]:
    past = background(prepared.text, prepared.sentences, prepared.quotes, prepared.dates, prepared.reference)
    for sentence, is_past in zip(prepared.sentences, past, strict=True):
        found = next(scores)
        events = [_event(event, sentence, is_past=is_past) for event in found.events]
        yield Finding(
            events=tuple(events),
            attribution=attribute(prepared.text, sentence, prepared.quotes),
            indicators=() if is_past and not events else found.indicators,
        )


def _event(event: Scored, sentence: Span, *, is_past: bool) -> FoundEvent:
    modality = Modality(event.modality)
    if is_past and modality is Modality.ASSERTED:
        modality = Modality.HISTORICAL
    return FoundEvent(
        kind=Kind(event.kind),
        trigger=_span(event.trigger, sentence),
        modality=modality,
        confidence=event.confidence,
        actor=_span(event.actor, sentence) if event.actor else None,
        recipient=_span(event.recipient, sentence) if event.recipient else None,
        reciprocal=event.reciprocal,
    )


def _span(offsets: tuple[int, int], sentence: Span) -> Span:
    return Span(start=sentence.start + offsets[0], end=sentence.start + offsets[1])
