"""The reader: acts, parties, modality and indicators by a small encoder of our own training.

Dates, figures, places, quotations and who is who stay with the rules, which are better at them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources.abc import Traversable

from vedette.config import data_file
from vedette.read.heads import COUNTS, UNITS
from vedette.read.hints import hints
from vedette.read.indicators import candidates, fits, for_show
from vedette.read.kinds import acts
from vedette.read.modality import background, by_grammar, modality
from vedette.read.network import FoundEvent as Scored
from vedette.read.network import FoundNumber as ScoredNumber
from vedette.read.network import Network, Scores
from vedette.read.reader import ActorTable, Finding, FoundEvent, FoundNumber, Pointed, Prepared
from vedette.read.rules import tables_digest
from vedette.read.sentences import cut
from vedette.read.stream import prepare, read_with
from vedette.read.tagged import Tag, attributions
from vedette.read.tokens import words
from vedette.types import Document, FigureKind, Kind, Modality, Reading, Run, Span, content_id

VERSION = "1"
#: A pair is judged without a document; names are looked up as of this day.
_ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)


class ModelReader:
    """A reader by the encoder; see `vedette.read.reader.Reader`. Raises ReadError if it can't be loaded."""

    run: Run
    dropped = 0

    def __init__(self, actors: ActorTable, *, folder: Traversable | None = None, threads: int = 1) -> None:
        self._actors = actors
        self._network = Network(folder or data_file("reader"), threads=threads)
        settings = '{"reader": "model"}'
        model = content_id(self._network.digest, tables_digest(actors))
        self.run = Run(
            id=content_id("read", VERSION, model, settings),
            stage="read",
            version=VERSION,
            model=model,
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
    """Finds acts and parties by the encoder, in the sentences that the gate lets pass."""

    network: Network

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        """Return, for each document of a batch, one finding for each of its sentences."""
        stretches = [
            [
                part
                for one in _stretches(document)
                for part in self._pieces(document.text, one)
                if self.network.passes(document.text[part.start : part.end])
            ]
            for document in prepared
        ]
        asked = [
            (document.text[one.start : one.end], hints(document, one))
            for document, listed in zip(prepared, stretches, strict=True)
            for one in listed
        ]
        scores = iter(self.network.score(asked))
        return [
            tuple(_findings(document, [(one, next(scores)) for one in listed]))
            for document, listed in zip(prepared, stretches, strict=True)
        ]

    def _pieces(self, text: str, stretch: Span) -> Iterator[Span]:
        """Yield a stretch in parts of which the network cuts nothing off."""
        said = text[stretch.start : stretch.end]
        if self.network.fits(said):
            yield stretch
            return
        for part in cut(text, stretch, len(said) * 3 // 4):  # two parts
            yield from self._pieces(text, part)


#: Code points of a title that is read as one: a headline with its comment, which lean on each other.
_TITLE = 400
#: Chance from which a code of deeds stands that no act and no word of the table bears out: likelier than
#: not. What is said or claimed (S, D and P), and forces that are seen (F, U), need no act. F1 of codes on the
#: development headlines: 64.3, without this 64.1.
UNBORNE = 0.5
_DEEDS = frozenset("CHXO")
#: Code points of a stretch; longer sentences, which are lists and broken pages, are read piece by piece.
#: A news sentence of 160 word pieces, the most the network takes, has some 700.
_STRETCH = 600


def _stretches(prepared: Prepared) -> list[Span]:
    """Return what the network reads at a time: a short title whole, then sentence by sentence."""
    end = len(prepared.document.title)
    title = [Span(start=0, end=end)] if 0 < end <= _TITLE else []
    later = (sentence for sentence in prepared.sentences if not title or sentence.start >= end)
    return title + [piece for sentence in later for piece in cut(prepared.text, sentence, _STRETCH)]


def _findings(prepared: Prepared, scored: Sequence[tuple[Span, Scores]]) -> Iterator[Finding]:
    past = background(prepared.text, prepared.sentences, prepared.quotes, prepared.dates, prepared.reference)
    starts = [sentence.start for sentence in prepared.sentences]
    events: list[list[FoundEvent]] = [[] for _ in starts]
    codes: list[dict[str, float]] = [{} for _ in starts]
    tags: list[list[Tag]] = [[] for _ in starts]
    numbers: list[list[FoundNumber]] = [[] for _ in starts]
    for stretch, scores in scored:
        first = max(0, bisect_right(starts, stretch.start) - 1)
        last = max(first, bisect_left(starts, stretch.end) - 1)
        told = []
        for event in scores.events:
            number = bisect_right(starts, stretch.start + event.trigger[0]) - 1
            told.append(number)
            is_past = past[number] or _is_dated_back(prepared, prepared.sentences[number], event, stretch)
            found = _event(prepared.text, event, stretch, is_past=is_past)
            events[number].append(_by_object(prepared, _by_subject(prepared, found)))
        for label, left, right in scores.speech:
            number = bisect_right(starts, stretch.start + left) - 1
            tags[number].append((label, _span((left, right), stretch)))
        for one in scores.numbers:
            number = bisect_right(starts, stretch.start + one.at[0]) - 1
            numbers[number].append(_number(one, stretch))
        # what a whole title may indicate goes to its first sentence in which something happens
        number = min(told, default=last)
        if told or not past[number]:
            said = prepared.text[stretch.start : stretch.end]
            for code, chance in scores.indicators:
                if for_show(code, said) or not (chance >= UNBORNE or _is_borne_out(code, scores, said)):
                    continue
                codes[number][code] = max(chance, codes[number].get(code, 0.0))
    for number, sentence in enumerate(prepared.sentences):
        yield Finding(
            events=tuple(events[number]),
            attributions=attributions(prepared.text, sentence, prepared.quotes, tags[number]),
            indicators=tuple(codes[number].items()),
            numbers=tuple(numbers[number]),
        )


def _number(one: ScoredNumber, stretch: Span) -> FoundNumber:
    giver, owner = (
        Pointed(_span(party.to, stretch) if party.to else None, party.sure)
        for party in (one.giver, one.owner)
    )
    return FoundNumber(
        at=_span(one.at, stretch),
        giver=giver,
        owner=owner,
        units=dict(zip(UNITS, one.units, strict=True)),
        kinds={FigureKind(kind): chance for kind, chance in zip(COUNTS, one.kinds, strict=True)},
    )


def _is_borne_out(code: str, scores: Scores, said: str) -> bool:
    """Whether a code needs no act, an act of the sentence may be it, or words of the table speak for it."""
    if code[0] not in _DEEDS or any(fits(code, Kind(event.kind)) for event in scores.events):
        return True
    return code in candidates(words(said), ())


def _is_dated_back(prepared: Prepared, sentence: Span, event: Scored, stretch: Span) -> bool:
    """Whether the sentence dates an act long before the document: 'a war since 2014'."""
    trigger = _span(event.trigger, stretch)
    days = [
        replace(day, span=day.span.moved(-sentence.start)) for day in prepared.dates if day.span in sentence
    ]
    if not days:
        return False
    part = prepared.text[sentence.start : sentence.end]
    firm = modality(part, trigger.moved(-sentence.start), dates=days, reference=prepared.reference)
    return firm is Modality.HISTORICAL


def _event(text: str, event: Scored, stretch: Span, *, is_past: bool) -> FoundEvent:
    kind, trigger = Kind(event.kind), _span(event.trigger, stretch)
    part = text[stretch.start : stretch.end]
    modality = by_grammar(part, trigger.moved(-stretch.start), Modality(event.modality))
    if is_past and modality is Modality.ASSERTED:
        modality = Modality.HISTORICAL
    return FoundEvent(
        kind=kind,
        trigger=trigger,
        modality=modality,
        confidence=event.confidence,
        actor=_span(event.actor, stretch) if event.actor else None,
        recipient=_span(event.recipient, stretch) if event.recipient else None,
        reciprocal=event.reciprocal and event.recipient is not None,
        mode=_mode(text[trigger.start : trigger.end], kind),
    )


#: between a subject and its act: 'is massing', 'are now moving'
_PROGRESSIVE = re.compile(
    r"\s+(?:(?:is|are|was|were|has been|have been|had been|again|now|also|already)\s+)+"
)


def _by_subject(prepared: Prepared, event: FoundEvent) -> FoundEvent:
    """Give an act to its subject where grammar leaves no choice: 'The US warns as Putin is massing ...'."""
    text, trigger = prepared.text, event.trigger
    if not text[trigger.start : trigger.end].split(" ")[0].endswith("ing"):
        return event
    before = (a.span for a in prepared.mentions if a.span and a.span.end < trigger.start)
    subject = next((one for one in before if _PROGRESSIVE.fullmatch(text, one.end, trigger.start)), None)
    if subject is None or (event.actor and event.actor.overlaps(subject)):
        return event
    suffers_itself = event.recipient is not None and event.recipient.overlaps(subject)
    return replace(event, actor=subject, recipient=None if suffers_itself else event.recipient)


#: between an act and its object
_ARTICLE = re.compile(r"\s+(?:the\s+)?")


def _by_object(prepared: Prepared, event: FoundEvent) -> FoundEvent:
    """Give an act the object behind its verb: 'a war with separatists since Russia seized Crimea'."""
    text, trigger, actor, recipient = prepared.text, event.trigger, event.actor, event.recipient
    if actor is None or recipient is None or not text[trigger.start : trigger.end].endswith("ed"):
        return event
    if not (recipient.end <= actor.start and text[actor.end : trigger.start].strip() == ""):
        return event
    named = [*(place.span for place in prepared.places), *(one.span for one in prepared.mentions if one.span)]
    behind = next((one for one in named if _ARTICLE.fullmatch(text, trigger.end, one.start)), None)
    if behind is None or not text[behind.start].isupper():
        return event
    return replace(event, recipient=behind)


def _mode(words_of_act: str, kind: Kind) -> str | None:
    """Return the mode of an act if the table of acts has one for its words."""
    listed = (match.value for match in acts(words(words_of_act)))
    return next((act.mode for act in listed if act.kind is kind and act.mode), None)


def _span(offsets: tuple[int, int], stretch: Span) -> Span:
    return Span(start=stretch.start + offsets[0], end=stretch.start + offsets[1])
