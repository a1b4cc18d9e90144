"""A reader in the making: acts, parties, modality and indicators by a small encoder of our own training.

Dates, figures, places, quotations and who is who stay with the rules, which are better at them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vedette.read.attribution import attribute
from vedette.read.hints import hints
from vedette.read.modality import background
from vedette.read.network import FoundEvent as Scored
from vedette.read.network import Network, Scores
from vedette.read.reader import ActorTable, Finding, FoundEvent, Prepared
from vedette.read.stream import prepare, read_with
from vedette.types import Document, Kind, Modality, Reading, Run, Span, content_id

VERSION = "1"
#: A pair is judged without a document; names are looked up as of this day.
_ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)


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
        document = Document(
            id="", capture="", label="", title=text, text="", known_at=_ANY_DAY, known_basis="", language="en"
        )
        told = hints(prepare(document, self._actors), Span(start=0, end=len(text)))
        chances = self._network.relate(text, told, (actor.start, actor.end), (recipient.start, recipient.end))
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
        stretches = [_stretches(document) for document in prepared]
        scores = iter(
            self.network.score(
                [
                    (document.text[one.start : one.end], hints(document, one))
                    for document, listed in zip(prepared, stretches, strict=True)
                    for one in listed
                ]
            )
        )
        return [
            tuple(_findings(document, [(one, next(scores)) for one in listed]))
            for document, listed in zip(prepared, stretches, strict=True)
        ]


#: Code points of a title that is read as one: a headline with its comment, which lean on each other.
_TITLE = 400


def _stretches(prepared: Prepared) -> list[Span]:
    """Return what the network reads at a time: a short title whole, then sentence by sentence."""
    end = len(prepared.document.title)
    title = [Span(start=0, end=end)] if 0 < end <= _TITLE else []
    return title + [sentence for sentence in prepared.sentences if not title or sentence.start >= end]


def _findings(prepared: Prepared, scored: Sequence[tuple[Span, Scores]]) -> Iterator[Finding]:
    past = background(prepared.text, prepared.sentences, prepared.quotes, prepared.dates, prepared.reference)
    codes_left = dict(scored)
    for sentence, is_past in zip(prepared.sentences, past, strict=True):
        stretch, scores = next(one for one in scored if one[0].start <= sentence.start < one[0].end)
        events = [
            _event(event, stretch, is_past=is_past)
            for event in scores.events
            if sentence.start <= stretch.start + event.trigger[0] < sentence.end
        ]
        # what a whole title may indicate goes to its first sentence in which something happens
        last = sentence.end >= stretch.end
        codes = stretch in codes_left and (events or last) and not (is_past and not events)
        if codes:
            del codes_left[stretch]
        yield Finding(
            events=tuple(events),
            attribution=attribute(prepared.text, sentence, prepared.quotes),
            indicators=scores.indicators if codes else (),
        )


def _event(event: Scored, stretch: Span, *, is_past: bool) -> FoundEvent:
    modality = Modality(event.modality)
    if is_past and modality is Modality.ASSERTED:
        modality = Modality.HISTORICAL
    return FoundEvent(
        kind=Kind(event.kind),
        trigger=_span(event.trigger, stretch),
        modality=modality,
        confidence=event.confidence,
        actor=_span(event.actor, stretch) if event.actor else None,
        recipient=_span(event.recipient, stretch) if event.recipient else None,
        reciprocal=event.reciprocal,
    )


def _span(offsets: tuple[int, int], stretch: Span) -> Span:
    return Span(start=stretch.start + offsets[0], end=stretch.start + offsets[1])
