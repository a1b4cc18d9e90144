"""From documents to readings: prepare, find, assemble, in batches, one failure at a time."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from vedette.config import OutletTable, load_outlets
from vedette.errors import InputError, VedetteError
from vedette.read.assemble import assemble
from vedette.read.corrections import apart, denied
from vedette.read.dates import normalise
from vedette.read.places import locate
from vedette.read.reader import ActorTable, Finder, Finding, Prepared
from vedette.read.sentences import split
from vedette.read.speech import quotations
from vedette.types import Actor, Claim, Document, PlaceMention, Reading, Span

#: documents that are prepared together, so that a model sees full batches
BATCH = 32
#: languages that are read; a document that is undetermined (a short title) is tried
LANGUAGES = frozenset({"en", "und"})
#: text read of one document, in code points; longer ones are lists, logs and books
MOST = 200_000

_START = Span(start=0, end=0)
#: a last word that is no surname: others may be called that too
_NO_SURNAME = re.compile(
    r"(?:president|minister|secretary|leader|general|council|party|army|navy|force|ministry|government|union|"
    r"court|parliament|department|police|house|front|state|guard|nation|bank|agency|service|group|republic)s?$",
    re.IGNORECASE,
)


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
                yield _standing(ready[number], found[number], actors)
            except Exception as error:  # noqa: BLE001
                yield Reading(document=document.id, error=_reason(error))


def _standing(prepared: Prepared, findings: Sequence[Finding], actors: ActorTable) -> Reading:
    """Return the reading of a document without what it takes back or says again in the same sentence."""
    wrong = prepared.taken_back
    kept = [
        Finding() if sentence in wrong else finding
        for sentence, finding in zip(prepared.sentences, findings, strict=True)
    ]
    reading = assemble(prepared, kept, actors)
    told = (denied(claim) if claim.span in wrong else claim for claim in reading.claims)
    standing = (claim for claim in told if claim is not None)
    too_long = f"longer than {MOST:,} code points; what follows them is left out"
    return replace(
        reading,
        claims=_once(standing, reading.places),
        error=too_long if len(prepared.document.content) > len(prepared.text) else None,
    )


def _once(claims: Iterable[Claim], places: Sequence[PlaceMention]) -> tuple[Claim, ...]:
    """Return the claims; of those of a sentence that say the same in different words of it, the surest."""
    surest: dict[Hashable, Claim] = {}
    for claim in claims:
        told = _told(claim, places)
        if told not in surest or claim.confidence > surest[told].confidence:
            surest[told] = claim
    return tuple(surest.values())


def _told(claim: Claim, places: Sequence[PlaceMention]) -> Hashable:
    """Return all that a claim says of an act, and not by which words; of anything else, the claim."""
    event = claim.event
    if event is None:
        return claim
    place = None if event.place is None else replace(places[event.place], span=_START)
    parties = tuple(map(_party, (event.actor, event.recipient, claim.speaker, *claim.relay)))
    act = (event.kind, event.mode, event.reciprocal, event.when, place)
    return claim.span, claim.modality, claim.basis, claim.indicators, act, parties


def _party(actor: Actor | None) -> str | None:
    """Return who somebody is; of whom no table has, only the words tell."""
    if actor is None:
        return None
    return f"{actor.code} {actor.text.casefold()}" if actor.code.startswith("UNK") else actor.code


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
    named = actors.find(text, reference)
    sentences, taken_back = apart(text, split(text))
    mentions = tuple(sorted([*named, *_surnames(text, named)], key=lambda a: a.span or _START))
    return Prepared(
        document=document,
        text=text,
        reference=reference,
        sentences=sentences,
        taken_back=taken_back,
        quotes=tuple(quotations(text)),
        mentions=mentions,
        places=tuple(locate(text, on=reference)),
        dates=tuple(normalise(text, reference if _is_dated(document) else None)),
        home=_outlets().find(document.outlet, document.url).country,
    )


def _is_dated(document: Document) -> bool:
    """Whether it is known when a document appeared: of an undated page only when it was read is."""
    return (
        document.known_basis not in {"date missing", "date in the future"} or document.published is not None
    )


@cache
def _outlets() -> OutletTable:
    """Return the shipped outlets: what is read must not depend on a desk's own table."""
    return load_outlets()


def _surnames(text: str, named: Sequence[Actor]) -> list[Actor]:
    """Return the later mentions of people by their last name alone, which no table can know."""
    taken = [actor.span for actor in named if actor.span]
    found: list[Actor] = []
    seen: set[str] = set()
    for actor in named:
        last = actor.text.split()[-1] if len(actor.text.split()) > 1 else ""
        if not (len(last) > 3 and last.isalpha() and last.istitle() and actor.span) or last in seen:
            continue
        if actor.sector is None or _NO_SURNAME.search(last):
            continue
        seen.add(last)
        for again in re.finditer(rf"\b{last}\b", text[actor.span.end :]):
            span = Span(start=actor.span.end + again.start(), end=actor.span.end + again.end())
            if not any(span.overlaps(other) for other in taken):
                found.append(replace(actor, text=last, span=span))
    return found
