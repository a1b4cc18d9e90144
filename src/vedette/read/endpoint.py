"""A reader by a language model behind an OpenAI-compatible endpoint, whose word is not taken for it.

The model is asked for a JSON object of a given schema for each sentence. Whatever it names must stand in
the sentence as it says, letter for letter: an event whose trigger or party does not is dropped and
counted. Dates, figures, places and who is who stay with the rules.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vedette.errors import ReadError
from vedette.read.attribution import by_rules
from vedette.read.indicators import CODES
from vedette.read.reader import ActorTable, Finding, FoundEvent, Prepared
from vedette.read.stream import read_with
from vedette.types import Document, Kind, Modality, Reading, Run, Span, content_id

VERSION = "1"
#: Sentences asked about at a time.
AT_ONCE = 4
#: Seconds a sentence may take: a small model on a laptop writes some 20 tokens a second.
TIMEOUT = 120.0
#: Characters of a sentence that are sent; longer ones are lists.
MOST = 2000
#: A model's word for its own certainty is not calibrated: what it tells counts as little more than even.
_CONFIDENCE = 0.6

_TASK = (
    "You code political events in one sentence of news. Answer with JSON only. An event is an act by a "
    "state, organisation, armed group, party, crowd, court or police towards somebody. For each event give: "
    "kind, trigger (the exact words of the act), actor (exact words, '' if not named), recipient (exact "
    "words, '' if nobody), modality, reciprocal (both sides do it). Copy words exactly as they stand. No "
    "event: an empty list. indicators: codes of what the sentence reports as happening, planned or possible "
    "now; else empty."
)


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Kind
    trigger: str
    actor: str
    recipient: str
    modality: Modality
    reciprocal: bool


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[_Event], Field(max_length=4)]
    indicators: Annotated[list[str], Field(max_length=4, json_schema_extra={"items": {"enum": list(CODES)}})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to ask."""

    url: str  #: base URL, with the version: 'http://127.0.0.1:8080/v1'
    model: str
    key: str = ""


class EndpointReader:
    """A reader by an endpoint; see `vedette.read.reader.Reader`."""

    run: Run
    dropped: int

    def __init__(self, endpoint: Endpoint, actors: ActorTable) -> None:
        self._actors = actors
        self._finder = EndpointFinder(endpoint)
        self.dropped = 0
        settings = json.dumps({"reader": "endpoint", "url": endpoint.url})
        self.run = Run(
            id=content_id("read", VERSION, endpoint.model, settings),
            stage="read",
            version=VERSION,
            model=endpoint.model,
            settings=settings,
        )

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order; what can't be asked gives its error."""
        for reading in read_with(self._finder, documents, self._actors):
            self.dropped = self._finder.dropped
            yield reading

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        """Return the chance of each kind for what actor does to recipient; sums to 1.

        All weight but a tenth goes to the kind the model names for this pair, if it names one.
        Raises ReadError if the endpoint can't be asked.
        """
        parties = text[actor.start : actor.end], text[recipient.start : recipient.end]
        named = [
            event.kind for event in self._finder.ask(text).events if (event.actor, event.recipient) == parties
        ]
        share = 0.1 if named else 1.0
        chances = {kind: share / len(Kind) for kind in Kind}
        for kind in named[:1]:
            chances[kind] += 1 - share
        return chances


class EndpointFinder:
    """Asks an endpoint what happens in each sentence. Counts what it has to drop."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._client = httpx2.Client(timeout=TIMEOUT, headers=headers)
        self.dropped = 0

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        """Return, for each document of a batch, one finding for each of its sentences. Raises ReadError."""
        sentences = [(document, one) for document in prepared for one in document.sentences]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = pool.map(lambda pair: self.ask(pair[0].text[pair[1].start : pair[1].end]), sentences)
            found = iter(
                [self._finding(*pair, answer) for pair, answer in zip(sentences, answers, strict=True)]
            )
        return [tuple(next(found) for _ in document.sentences) for document in prepared]

    def ask(self, sentence: str) -> _Answer:
        """Return the model's answer for a sentence. Raises ReadError if there is none of the right form."""
        schema = {"name": "events", "strict": True, "schema": _Answer.model_json_schema()}
        request = {
            "model": self._endpoint.model,
            "temperature": 0,
            "max_tokens": 600,
            "response_format": {"type": "json_schema", "json_schema": schema},
            "messages": [
                {"role": "system", "content": _TASK},
                {"role": "user", "content": sentence[:MOST]},
            ],
        }
        try:
            reply = self._client.post(f"{self._endpoint.url.rstrip('/')}/chat/completions", json=request)
            reply.raise_for_status()
            return _Answer.model_validate_json(reply.json()["choices"][0]["message"]["content"])
        except httpx2.HTTPError as error:
            raise ReadError(f"the reading endpoint can't be asked: {error}") from error
        except (ValidationError, ValueError, LookupError, TypeError) as error:
            raise ReadError(f"the reading endpoint gave no answer of the form asked for: {error}") from error

    def _finding(self, prepared: Prepared, sentence: Span, answer: _Answer) -> Finding:
        events = [
            event
            for told in answer.events
            if (event := _checked(told, prepared.text[sentence.start : sentence.end], sentence.start))
        ]
        self.dropped += len(answer.events) - len(events)
        codes = dict.fromkeys(code for code in answer.indicators if code in CODES)
        return Finding(
            events=tuple(events),
            attributions=by_rules(prepared.text, sentence, prepared.quotes),
            indicators=tuple((code, _CONFIDENCE) for code in codes),
        )


def _checked(told: _Event, sentence: str, start: int) -> FoundEvent | None:
    """Return the event with its spans in the document, None if anything it names is not in the sentence."""
    trigger = _place(told.trigger, sentence, start)
    actor, recipient = _place(told.actor, sentence, start), _place(told.recipient, sentence, start)
    if trigger is None or (told.actor and actor is None) or (told.recipient and recipient is None):
        return None
    return FoundEvent(
        kind=told.kind,
        trigger=trigger,
        modality=told.modality,
        confidence=_CONFIDENCE,
        actor=actor,
        recipient=recipient,
        reciprocal=told.reciprocal and recipient is not None,
    )


def _place(words: str, sentence: str, start: int) -> Span | None:
    at = sentence.find(words) if words.strip() else -1
    return Span(start=start + at, end=start + at + len(words)) if at >= 0 else None
