"""The reader that needs no model: acts, parties and indicators by small tables.

It is the documented fallback and the yardstick for trained readers. `RuleFinder` finds parties by
position: the doer named before the verb, the done-to after it, turned round in the passive.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256

from vedette.config import data_file
from vedette.read.attribution import by_rules
from vedette.read.indicators import THRESHOLD, candidates
from vedette.read.kinds import acts, scores
from vedette.read.modality import background, modality
from vedette.read.parties import Here
from vedette.read.reader import ActorTable, Finding, FoundEvent, Prepared
from vedette.read.stream import read_with
from vedette.read.tokens import words
from vedette.types import Actor, DateMention, Document, Kind, Modality, Reading, Run, Span, content_id

VERSION = "1"
#: most events one sentence tells of; the labelled headlines have three, a long sentence one more
_MOST = 4


def tables_digest(actors: ActorTable) -> str:
    """Return the digest of all tables that decide a reading; readings by other tables are another run."""
    return content_id(_shipped(), actors.own)


@cache
def _shipped() -> str:
    digest = sha256(data_file("outlets.yaml").read_bytes())
    for folder in ("actors", "codes", "lexicon", "places"):
        for file in sorted(data_file(folder).iterdir(), key=lambda file: file.name):
            digest.update(file.read_bytes())
    return digest.hexdigest()


class RuleReader:
    """A reader by rules; see `vedette.read.reader.Reader`."""

    run: Run
    dropped = 0

    def __init__(self, actors: ActorTable | None = None) -> None:
        if actors is None:
            from vedette.read.actors import load_actors

            actors = load_actors()
        self._actors = actors
        model, settings = tables_digest(actors), json.dumps({"reader": "rules"})
        self.run = Run(
            id=content_id("read", VERSION, model, settings),
            stage="read",
            version=VERSION,
            model=model,
            settings=settings,
        )

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order."""
        return read_with(RuleFinder(), documents, self._actors)

    def relate(self, text: str, actor: Span, recipient: Span) -> dict[Kind, float]:
        """Return the chance of each kind for what actor does to recipient; sums to 1."""
        first, last = sorted((actor, recipient))
        return scores(text, near=(first.end, last.start))


#: acts that are news whoever does them; of the others those of nobody known are mostly ordinary crime
_ANYBODY = frozenset({Kind.ASSAULT, Kind.PROTEST})


class RuleFinder:
    """Finds acts and parties by tables and positions."""

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        """Return, for each document of a batch, one finding for each of its sentences."""
        return [tuple(_findings(document)) for document in prepared]


def _findings(prepared: Prepared) -> Iterator[Finding]:
    past = background(prepared.text, prepared.sentences, prepared.quotes, prepared.dates, prepared.reference)
    for sentence, is_past in zip(prepared.sentences, past, strict=True):
        yield _finding(prepared, sentence, is_past=is_past)


def _finding(prepared: Prepared, sentence: Span, *, is_past: bool) -> Finding:
    text = prepared.text[sentence.start : sentence.end]
    tokens = words(text)
    here = Here(
        text=text,
        tokens=tokens,
        mentions=[
            _moved(who, -sentence.start)
            for who in prepared.mentions
            if who.code != "UNK" and who.span and who.span in sentence  # 'troops' of nobody do nothing
        ],
        places=[p.span.moved(-sentence.start) for p in prepared.places if p.span in sentence],
    )
    dates = [_day_moved(day, -sentence.start) for day in prepared.dates if day.span in sentence]
    events: list[FoundEvent] = []
    told = []
    seen = set()
    for match in acts(tokens):
        parties = here.parties(match)
        if parties is None:
            continue
        trigger = Span(start=tokens[match.first].start, end=tokens[match.last - 1].end)
        firm = modality(text, trigger, dates=dates, reference=prepared.reference, tokens=tokens)
        if is_past and firm is Modality.ASSERTED:
            firm = Modality.HISTORICAL
        actor, recipient = parties
        codes = here.code(actor), here.code(recipient)
        unknown = all(
            span is None or (code or "").startswith("UNK") for span, code in zip(parties, codes, strict=True)
        )
        if unknown and match.value.kind not in _ANYBODY:
            continue
        told.append((match.value.kind, firm, match.value.codes, *codes))
        if (match.value.kind, *codes) in seen:
            continue
        seen.add((match.value.kind, *codes))
        events.append(
            FoundEvent(
                kind=match.value.kind,
                mode=match.value.mode,
                trigger=trigger,
                modality=firm,
                confidence=_CONFIDENCE[codes[0] not in {None, "UNK"}, recipient is not None],
                actor=actor,
                recipient=recipient,
                reciprocal=match.value.frame == "r" and recipient is not None,
            )
        )
    events.extend(_again(here, events, prepared, dates))
    chances = {} if is_past and not events else candidates(tokens, told)
    return Finding(
        events=tuple(_event_moved(event, sentence.start) for event in events[:_MOST]),
        attributions=by_rules(prepared.text, sentence, prepared.quotes),
        indicators=tuple((code, p) for code, p in sorted(chances.items()) if p >= THRESHOLD),
    )


_AGAIN = re.compile(r"\bas (?:he|she|it|they|[A-Z]\w+) (?P<did>did|has done|had done)\b")


def _again(
    here: Here, events: Sequence[FoundEvent], prepared: Prepared, dates: Sequence[DateMention]
) -> Iterator[FoundEvent]:
    """Yield the earlier act in '... annex more, as he did with Crimea in 2014'."""
    found = _AGAIN.search(here.text)
    earlier = [event for event in events if found and event.trigger.end <= found.start()]
    if not found or not earlier:
        return
    trigger = Span(start=found.start("did"), end=found.end("did"))
    firm = modality(here.text, trigger, dates=dates, reference=prepared.reference)
    whom = here.ground(trigger, len(here.text))
    yield replace(earlier[-1], trigger=trigger, modality=firm, recipient=whom or earlier[-1].recipient)


#: share of right kinds on 3,080 labelled headlines (2008-2012), by whether doer and done-to are known
_CONFIDENCE = {(True, True): 0.66, (False, True): 0.6, (True, False): 0.52, (False, False): 0.4}


def _moved(actor: Actor, by: int) -> Actor:
    return replace(actor, span=actor.span.moved(by)) if actor.span else actor


def _day_moved(day: DateMention, by: int) -> DateMention:
    return replace(day, span=day.span.moved(by))


def _event_moved(event: FoundEvent, by: int) -> FoundEvent:
    return replace(
        event,
        trigger=event.trigger.moved(by),
        actor=event.actor.moved(by) if event.actor else None,
        recipient=event.recipient.moved(by) if event.recipient else None,
    )
