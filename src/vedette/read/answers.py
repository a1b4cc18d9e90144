"""What a language model is asked about a sentence, its answer's form, and what of it the text bears out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vedette.errors import ReadError
from vedette.read.indicators import CODES, candidates, fits
from vedette.read.reader import FoundEvent
from vedette.read.tokens import words
from vedette.types import Kind, Modality, Span

TASK = (
    "You code political events in one sentence of news. Answer with JSON only. An event is an act by a "
    "state, organisation, armed group, party, crowd, court or police towards somebody. For each event give: "
    "kind, trigger (the exact words of the act), actor (exact words, '' if not named), recipient (exact "
    "words, '' if nobody), modality, reciprocal (both sides do it). Copy words exactly as they stand. No "
    "event: an empty list. indicators: codes of what the sentence reports as happening, planned or possible "
    "now; else empty."
)
#: A model's word for its own certainty is not calibrated: what it tells counts as little more than even.
CONFIDENCE = 0.6
#: Events, and codes, that are taken of one sentence: the labelled headlines have three at most.
MOST = 4
#: Letters of the shortest words taken: 'war' for an act, 'EU' for a party.
_TRIGGER, _PARTY = 3, 2
_NO_ANSWER = "the reading endpoint gave no answer of the form asked for"


class Told(BaseModel):
    """An event as the model tells it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    trigger: str
    actor: str
    recipient: str
    modality: Modality
    reciprocal: bool


class _Asked(BaseModel):
    """The form that is asked for."""

    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[Told], Field(max_length=MOST)]
    indicators: Annotated[
        list[str], Field(max_length=MOST, json_schema_extra={"items": {"enum": list(CODES)}})
    ]


SCHEMA = {"name": "events", "strict": True, "schema": _Asked.model_json_schema()}


class _Given(BaseModel):
    """The form that is taken: what its lists hold is looked at one by one."""

    events: list[Any]
    indicators: list[Any] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an answer holds that is of the form asked for."""

    events: tuple[Told, ...] = ()
    indicators: tuple[str, ...] = ()
    dropped: int = 0  #: entries of another form, or beyond the `MOST` that are taken


def parse(said: str) -> Answer:
    """Return what a model's words hold of the form asked for.

    Thoughts before the answer, and what stands around its braces, are no part of it. Raises ReadError,
    which repeats nothing of the answer, if there is no object with a list of events.
    """
    answer = said.rpartition("</think>")[2]
    first, last = answer.find("{"), answer.rfind("}")
    if not 0 <= first < last:
        raise ReadError(f"{_NO_ANSWER}: there are no braces in it")
    try:
        given = _Given.model_validate_json(answer[first : last + 1])
    except ValidationError as error:
        raise no_answer(error) from None
    events = list(_events(given.events))[:MOST]
    codes = list(dict.fromkeys(code for code in given.indicators if code in CODES))[:MOST]
    beside = sum(code not in codes for code in given.indicators)
    return Answer(
        events=tuple(events),
        indicators=tuple(codes),
        dropped=len(given.events) - len(events) + beside,
    )


def _events(given: list[Any]) -> Iterator[Told]:
    for entry in given:
        try:
            yield Told.model_validate(entry)
        except ValidationError:
            continue


def no_answer(error: ValidationError) -> ReadError:
    """Return the error for an answer of another form. The answer may repeat the key: it is not quoted."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    return ReadError(f"{_NO_ANSWER}: {first['msg']}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What of an answer its sentence bears out. Spans over the document's text."""

    events: tuple[FoundEvent, ...]
    indicators: tuple[tuple[str, float], ...]
    dropped: int


def check(answer: Answer, text: str, sentence: Span) -> Checked:
    """Return what a sentence of `text` bears out of an answer.

    An event counts if all it names stands in the sentence, word for word; a code, if the table of words
    speaks for it or it can be said of one of these events.
    """
    part = text[sentence.start : sentence.end]
    found = [_found(told, part, sentence.start) for told in answer.events]
    events = tuple(dict.fromkeys(event for event in found if event))
    worded = candidates(words(part), ()) if answer.indicators else {}
    codes = [
        code
        for code in answer.indicators
        if code in worded or any(fits(code, event.kind) for event in events)
    ]
    return Checked(
        events=events,
        indicators=tuple((code, CONFIDENCE) for code in codes),
        dropped=answer.dropped + found.count(None) + len(answer.indicators) - len(codes),
    )


def _found(told: Told, sentence: str, start: int) -> FoundEvent | None:
    """Return the event with its spans; None if what it names is not in the sentence, or is all one thing.

    Where words stand there several times, those are meant that lie nearest together.
    """
    triggers = _places(told.trigger, sentence, _TRIGGER)
    named = [_places(name, sentence, _PARTY) if name else None for name in (told.actor, told.recipient)]
    if not triggers or [] in named:
        return None

    def around(trigger: Span) -> list[Span | None]:
        return [min(places, key=lambda one: _gap(one, trigger)) if places else None for places in named]

    trigger = min(triggers, key=lambda one: sum(_gap(one, party) for party in around(one) if party))
    actor, recipient = around(trigger)
    if trigger in {actor, recipient} or (actor and actor == recipient):
        return None
    return FoundEvent(
        kind=told.kind,
        trigger=trigger.moved(start),
        modality=told.modality,
        confidence=CONFIDENCE,
        actor=actor.moved(start) if actor else None,
        recipient=recipient.moved(start) if recipient else None,
        reciprocal=told.reciprocal and recipient is not None,
    )


def _places(named: str, sentence: str, letters: int) -> list[Span]:
    """Return where a sentence has these words as whole words, if they have so many letters."""
    named = named.strip()
    if sum(map(str.isalpha, named)) < letters:
        return []
    found = re.finditer(rf"(?<!\w){re.escape(named)}(?!\w)", sentence)
    return [Span(start=one.start(), end=one.end()) for one in found]


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)
