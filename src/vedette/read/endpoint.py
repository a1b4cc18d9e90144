"""A reader by a language model behind an OpenAI-compatible endpoint, whose word is not taken for it.

The model is asked for a JSON object of a given schema for each sentence (`asking`). Whatever it names must
stand in the sentence, word for word (`answers`): what does not is dropped and counted. Dates, figures,
places and who is who stay with the rules.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from vedette.errors import ReadError
from vedette.read.answers import SCHEMA, TASK, Answer, check, parse
from vedette.read.asking import MOST_TEXT, Endpoint, Inquiry
from vedette.read.attribution import by_rules
from vedette.read.pairs import check_pair
from vedette.read.reader import ActorTable, Finding, Prepared
from vedette.read.rules import tables_digest
from vedette.read.stream import read_with
from vedette.types import Document, Kind, Reading, Run, Span, content_id

__all__ = ["Endpoint", "EndpointFinder", "EndpointReader"]

VERSION = "2"


class EndpointReader:
    """A reader by an endpoint; see `vedette.read.reader.Reader`.

    A sentence without a usable answer is read by the rules for speech alone and counts as dropped. A
    document gives an error if no sentence of it has one, or if the endpoint fell silent before its end.
    """

    run: Run
    dropped: int

    def __init__(self, endpoint: Endpoint, actors: ActorTable) -> None:
        self._actors = actors
        self._endpoint = endpoint
        self.dropped = 0
        settings = json.dumps(
            {
                "reader": "endpoint",
                "url": endpoint.url,
                "question": content_id(TASK, json.dumps(SCHEMA)),
                "tables": tables_digest(actors),
            }
        )
        self.run = Run(
            id=content_id("read", VERSION, endpoint.model, settings),
            stage="read",
            version=VERSION,
            model=endpoint.model,
            settings=settings,
        )

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order; what can't be asked gives its error."""
        finder, before = EndpointFinder(self._endpoint), self.dropped
        for reading in read_with(finder, documents, self._actors):
            self.dropped = before + finder.dropped
            yield reading

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        """Return the chance of each kind for what actor does to recipient; sums to 1.

        All weight but a tenth goes to the kind the model names for this pair, if it names one.
        Raises ValueError for spans that are no words of the text, overlap or stand further apart than what
        is sent of a text; ReadError if the endpoint can't be asked or gives no answer of the form asked for.
        """
        check_pair(text, (actor.start, actor.end), (recipient.start, recipient.end))
        said = Inquiry(self._endpoint).ask([_around(text, actor, recipient)])[0]
        if isinstance(said, ReadError):
            raise said
        parties = text[actor.start : actor.end], text[recipient.start : recipient.end]
        named = [event.kind for event in parse(said).events if (event.actor, event.recipient) == parties]
        share = 0.1 if named else 1.0
        chances = {kind: share / len(Kind) for kind in Kind}
        for kind in named[:1]:
            chances[kind] += 1 - share
        return chances


class EndpointFinder:
    """Asks an endpoint what happens in each sentence. Counts what it has to drop."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._inquiry = Inquiry(endpoint)
        #: answers to the batch at hand, which is gone through again, one by one, where a document fails
        self._answers: dict[str, Answer | ReadError] = {}
        self.dropped = 0

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        """Return, for each document of a batch, one finding for each of its sentences.

        Raises ReadError if one of them has no usable answer at all, or was not asked about to its end.
        """
        told = [[document.text[one.start : one.end] for one in document.sentences] for document in prepared]
        self._ask([sentence for sentences in told for sentence in sentences])
        answers = [[self._answers[sentence] for sentence in sentences] for sentences in told]
        for of_document in answers:
            failed = [answer for answer in of_document if isinstance(answer, ReadError)]
            if self._inquiry.over in failed or (failed and len(failed) == len(of_document)):
                raise failed[0]
        return [
            tuple(
                self._finding(document, sentence, answer)
                for sentence, answer in zip(document.sentences, of_document, strict=True)
            )
            for document, of_document in zip(prepared, answers, strict=True)
        ]

    def _ask(self, sentences: Sequence[str]) -> None:
        """Have an answer to each sentence, or why there is none; what was asked before isn't asked again."""
        known = {sentence: self._answers[sentence] for sentence in sentences if sentence in self._answers}
        new = list(dict.fromkeys(sentence for sentence in sentences if sentence not in known))
        if new:
            self._answers = known | dict(zip(new, map(_parsed, self._inquiry.ask(new)), strict=True))

    def _finding(self, prepared: Prepared, sentence: Span, answer: Answer | ReadError) -> Finding:
        attributions = by_rules(prepared.text, sentence, prepared.quotes)
        if isinstance(answer, ReadError):
            self.dropped += 1
            return Finding(attributions=attributions)
        checked = check(answer, prepared.text, sentence)
        self.dropped += checked.dropped
        return Finding(events=checked.events, attributions=attributions, indicators=checked.indicators)


def _parsed(said: str | ReadError) -> Answer | ReadError:
    try:
        return said if isinstance(said, ReadError) else parse(said)
    except ReadError as error:
        return error


def _around(text: str, actor: Span, recipient: Span) -> str:
    """Return what is sent of a text about a pair: the pair with as much before it as behind."""
    first, last = min(actor.start, recipient.start), max(actor.end, recipient.end)
    spare = MOST_TEXT - (last - first)
    if spare < 0:
        raise ValueError(f"actor and recipient stand more than {MOST_TEXT:,} code points apart")
    start = max(0, min(first - spare // 2, len(text) - MOST_TEXT))
    return text[start : start + MOST_TEXT]
