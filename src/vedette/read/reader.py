"""What a reader is, and the seam behind which one kind is exchanged for another.

A reader turns documents into readings. Its one exchangeable part is a `Finder`, which says per
sentence what happens, who speaks and what it may indicate; the rest (dates, figures, places,
who is who, claims) is common to all readers (`assemble`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from vedette.read.attribution import Attribution
from vedette.types import (
    Actor,
    DateMention,
    Document,
    FigureKind,
    Kind,
    Modality,
    PlaceMention,
    Reading,
    Run,
    Span,
)


class Reader(Protocol):
    """Reads documents. Never raises for a document: it gives a Reading with `error` instead."""

    @property
    def run(self) -> Run:
        """What marks the readings of this reader."""
        ...

    @property
    def dropped(self) -> int:
        """Events dropped so far because the text does not bear them out; only who may invent has any."""
        ...

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order, while documents still come in."""
        ...

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        """Return the chance of each kind for what actor does to recipient in a sentence; sums to 1."""
        ...


class ActorTable(Protocol):
    """Who is who on a day (`actors.Actors`)."""

    @property
    def own(self) -> str:
        """The digest of the user's own table, empty if there is none."""

    def find(self, text: str, on: date | None) -> list[Actor]:
        """Return the actors a text names, with spans, in order."""
        ...

    def resolve(self, phrase: str, on: date | None) -> Actor:
        """Return the actor a phrase stands for, code 'UNK' if nobody we know."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document with all that is found in it before anybody says what happens. Spans over `text`."""

    document: Document
    text: str
    reference: date  #: the day the document's 'today' means
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]
    mentions: tuple[Actor, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    taken_back: frozenset[Span] = frozenset()  #: sentences that a correction withdraws
    home: str | None = None  #: the outlet's state, ISO 3166 alpha-3; None if the outlet table has none


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """An act in a sentence. Who the parties are is worked out from their spans."""

    kind: Kind
    trigger: Span
    modality: Modality
    confidence: float  #: that an act of this kind is told here
    actor: Span | None = None  #: None: not named
    recipient: Span | None = None  #: None: nobody
    reciprocal: bool = False
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words that a number points at, or nobody."""

    to: Span | None = None
    sure: float = 0.0  #: chance of that


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """What a finder says of a number."""

    at: Span
    giver: Pointed  #: who gives it; nobody: the outlet
    owner: Pointed = Pointed()  #: whose those counted are; nobody: it is not said
    units: Mapping[str, float] = field(default_factory=dict)  #: chance of each; '' is no figure
    kinds: Mapping[FigureKind, float] = field(default_factory=dict)  #: chance of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a finder says of one sentence. Spans over the document's text."""

    events: tuple[FoundEvent, ...] = ()
    attributions: tuple[Attribution, ...] = ()  #: who says what; empty: the sentence names nobody
    indicators: tuple[tuple[str, float], ...] = ()  #: codes it is a candidate for, with chances
    numbers: tuple[FoundNumber, ...] = ()
    statement: float = 0.0  #: chance that it is worth keeping though nothing happens in it


class Finder(Protocol):
    """The exchangeable part of a reader."""

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        """Return, for each document of a batch, one finding for each of its sentences."""
        ...
