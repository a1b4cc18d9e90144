"""The stable NDJSON lines other programs read, and how records become them.

Every line class here is a published format: its JSON Schema is in docs/schemas, kept by a
contract test. Fields are added, never renamed or removed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from vedette.types import (
    Actor,
    Assessment,
    Claim,
    Document,
    Event,
    Figure,
    IndicatorState,
    LedgerEntry,
    Reading,
    Report,
    Span,
    When,
    standing,
)

A = TypeVar("A")
B = TypeVar("B")

Offsets = tuple[int, int]  # [start, end) in code points


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """The article, as far as a reader of claims needs it."""

    id: str  #: the id the input gave, else vedette's own
    title: str
    published: datetime | None
    outlet: str
    language: str
    truncated: bool
    credit: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLine:
    """A named party."""

    text: str
    code: str
    span: Offsets | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenLine:
    """An interval of days, ISO 8601, inclusive, open ends null."""

    value: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """Who does what to whom."""

    kind: str
    mode: str | None
    reciprocal: bool
    trigger: str
    actor: ActorLine
    recipient: ActorLine | None
    place: int | None
    when: WhenLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """How many of what."""

    low: float
    high: float
    unit: str
    qualifier: str
    kind: str
    of: str | None
    scope: tuple[str, ...]
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """Who says that what. `speaker` null: the outlet speaks."""

    id: str
    type: str
    modality: str
    speaker: ActorLine | None
    relay: tuple[ActorLine, ...]
    basis: str | None
    access: str
    span: Offsets
    text: str
    content: str
    confidence: float
    indicators: tuple[str, ...]
    event: EventLine | None
    figure: FigureLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place in the text; `name` null: not resolved."""

    text: str
    span: Offsets
    name: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    country: str | None
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A TIMEX3 expression."""

    text: str
    span: Offsets
    type: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One line of `vedette read --json`: one per input, also where it is empty or failed."""

    document: DocumentLine
    claims: tuple[ClaimLine, ...] = ()
    places: tuple[PlaceLine, ...] = ()
    dates: tuple[DateLine, ...] = ()
    error: str | None = None
    text: str | None = None  #: with --text: what the spans index


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsetLine:
    """p_onset within `days`: median and 90 % band."""

    days: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """State of an indicator, with the claims behind it."""

    state: str
    since: datetime | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsLine:
    """How much the problem was spoken of in the step."""

    mentions: int
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """What the desk had to go by."""

    documents: int
    unread: int
    last_document: datetime | None
    last_report: datetime | None
    waiting: int  #: documents of the last 7 days not read by this reader, though it reads their language
    silent: tuple[str, ...]  #: outlets fallen silent that carried half of the evidence or more


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentLine:
    """One line of `vedette replay --json` and `vedette board --json`."""

    as_of: datetime
    problem: str
    status: str
    level: int
    level_name: str
    since: datetime
    p_onset: OnsetLine
    posteriors: dict[str, float]
    indicators: dict[str, StateLine]
    counts: CountsLine
    coverage: CoverageLine
    top_reasons: tuple[str, ...]
    next_steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of `vedette ledger --json`."""

    claim: str
    document: str
    known_at: datetime
    speaker: str
    speaker_code: str
    relay: tuple[str, ...]
    outlet: str
    figure: FigureLine
    place: str | None
    scope: str
    superseded_by: str | None
    contradicts: tuple[str, ...]
    corrected_by: str | None  #: claim id of what takes it back
    repeated_at: datetime | None  #: when its speaker last gave it again
    number: int  #: of the line, oldest first from 1, as `vedette ledger` prints it
    standing: str  #: live, contradicted, lapsed, superseded or corrected
    live_range: tuple[float, float] | None  #: lowest and highest live claim of the scope; None: none
    family: str
    sentence: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLine:
    """One line of `vedette search --json`."""

    document: str
    title: str
    outlet: str
    known_at: datetime
    snippet: str
    rank: int  #: 1 is the best


#: The published lines by the name of their schema in docs/schemas.
LINES: dict[str, type] = {
    "read": ReadLine,
    "assessment": AssessmentLine,
    "ledger": LedgerLine,
    "search": SearchLine,
}


def level_name(level: int) -> str:
    """Return the level's name as people read it: 'Under way'."""
    return ("Routine", "Watch", "Concern", "Warning", "Imminent", "Under way")[level]


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter({line.__name__: line for line in LINES.values()}[name])


def to_json(line: ReadLine | AssessmentLine | LedgerLine | SearchLine) -> str:
    """Return a published line as one line of JSON."""
    return _adapter(type(line).__name__).dump_json(line).decode()


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a published line, by its name in LINES."""
    return _adapter(LINES[name].__name__).json_schema(mode="serialization")


def document_line(document: Document) -> DocumentLine:
    """Return what a line says of the document."""
    return DocumentLine(
        id=document.label or document.id,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        language=document.language,
        truncated=document.truncated,
        credit=document.credit,
        url=document.url,
    )


def read_line(document: Document, reading: Reading, *, text: bool = False) -> ReadLine:
    """Return the line of a document that was read."""
    return ReadLine(
        document=document_line(document),
        claims=tuple(_claim_line(claim) for claim in reading.claims),
        places=tuple(
            PlaceLine(
                text=place.text,
                span=_offsets(place.span),
                name=place.name,
                latitude=place.latitude,
                longitude=place.longitude,
                geonames_id=place.geonames_id,
                country=place.country,
                disputed=place.disputed,
            )
            for place in reading.places
        ),
        dates=tuple(
            DateLine(text=found.text, span=_offsets(found.span), type=found.type, value=found.value)
            for found in reading.dates
        ),
        error=reading.error,
        text=document.content if text else None,
    )


def failed_line(record: str, reason: str) -> ReadLine:
    """Return the line of an input that could not be used."""
    document = DocumentLine(
        id=record,
        title="",
        published=None,
        outlet="",
        language="und",
        truncated=False,
        credit=None,
        url=None,
    )
    return ReadLine(document=document, error=reason)


def assessment_line(assessment: Assessment, *, mentions: int, stories: int) -> AssessmentLine:
    """Return the line of an assessment; mentions and stories are those of its step."""
    return AssessmentLine(
        as_of=assessment.as_of,
        problem=assessment.problem,
        status=assessment.status,
        level=int(assessment.level),
        level_name=level_name(assessment.level),
        since=assessment.since,
        p_onset=OnsetLine(
            days=assessment.onset.days,
            p=assessment.onset.p,
            low=assessment.onset.low,
            high=assessment.onset.high,
        ),
        posteriors={posterior.hypothesis: posterior.p for posterior in assessment.posteriors},
        indicators={state.code: _state_line(state) for state in assessment.states},
        counts=CountsLine(mentions=mentions, stories=stories),
        coverage=CoverageLine(
            documents=assessment.coverage.documents,
            unread=assessment.coverage.unread,
            last_document=assessment.coverage.last_document,
            last_report=assessment.coverage.last_report,
            waiting=assessment.coverage.waiting,
            silent=assessment.coverage.silent,
        ),
        top_reasons=assessment.reasons,
        next_steps=tuple(mover.code for mover in assessment.movers),
    )


def ledger_line(
    entry: LedgerEntry, report: Report, as_of: datetime, *, number: int, span: tuple[float, float] | None
) -> LedgerLine:
    """Return the line of a ledger entry as it stands at a time; `report` is its claim, `span` its scope's."""
    return LedgerLine(
        claim=entry.claim,
        document=entry.document,
        known_at=entry.known_at,
        speaker=entry.speaker,
        speaker_code=entry.speaker_code,
        relay=entry.relay,
        outlet=entry.outlet,
        figure=_figure_line(entry.figure),
        place=entry.place,
        scope=entry.scope,
        superseded_by=entry.superseded_by,
        contradicts=entry.contradicts,
        corrected_by=entry.corrected_by,
        repeated_at=entry.repeated_at,
        number=number,
        standing=standing(entry, as_of),
        live_range=span,
        family=entry.family,
        sentence=report.claim.text,
        title=report.title,
        url=report.url,
    )


def _state_line(state: IndicatorState) -> StateLine:
    return StateLine(state=state.state, since=state.since, evidence=state.evidence)


def _claim_line(claim: Claim) -> ClaimLine:
    return ClaimLine(
        id=claim.id,
        type=claim.type,
        modality=claim.modality,
        speaker=_maybe(_actor_line, claim.speaker),
        relay=tuple(_actor_line(actor) for actor in claim.relay),
        basis=claim.basis,
        access=claim.access,
        span=_offsets(claim.span),
        text=claim.text,
        content=claim.content,
        confidence=round(claim.confidence, 4),
        indicators=claim.indicators,
        event=_maybe(_event_line, claim.event),
        figure=_maybe(_figure_line, claim.figure),
    )


def _event_line(event: Event) -> EventLine:
    return EventLine(
        kind=event.kind,
        mode=event.mode,
        reciprocal=event.reciprocal,
        trigger=event.trigger,
        actor=_actor_line(event.actor),
        recipient=_maybe(_actor_line, event.recipient),
        place=event.place,
        when=_maybe(_when_line, event.when),
    )


def _when_line(when: When) -> WhenLine:
    return WhenLine(
        value=when.value,
        start=_maybe(date.isoformat, when.start),
        end=_maybe(date.isoformat, when.end),
    )


def _figure_line(figure: Figure) -> FigureLine:
    return FigureLine(
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        qualifier=figure.qualifier,
        kind=figure.kind,
        of=figure.of,
        scope=figure.scope,
        place=figure.place,
    )


def _actor_line(actor: Actor) -> ActorLine:
    return ActorLine(text=actor.text, code=actor.code, span=_maybe(_offsets, actor.span))


def _offsets(span: Span) -> Offsets:
    return (span.start, span.end)


def _maybe(make: Callable[[A], B], value: A | None) -> B | None:
    return None if value is None else make(value)
