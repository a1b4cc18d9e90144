"""Coded events in a desk, so that they are watched, judged and scored like what was read in texts.

A line is one capture, one document and one story, known at 24:00 UTC of its day. Its act, if it is one, is
one claim. What is done by saying so (threats, demands, accusations) is claimed by whoever does it; all else
by the series, which is one outlet: however many lines tell of a clash, they are one family.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from vedette.collect.captures import capture
from vedette.desk import Desk, chunks
from vedette.outlook import Outlook
from vedette.read.indicators import THRESHOLD, candidates
from vedette.score.codes import CodedAct, Scheme, act_of, party_of, tables_digest
from vedette.score.series import Row, Series
from vedette.types import (
    Actor,
    Basis,
    Capture,
    Claim,
    ClaimType,
    Document,
    Event,
    Kind,
    Modality,
    Reading,
    Run,
    Span,
    StoryMember,
    When,
    content_id,
)
from vedette.watch.parties import UNKNOWN

VERSION = "1"
#: that a line tells of an act that happened; own judgement. About three in four acts of the ICEWS series are
#: said to be right (coder BBN ACCENT), and nobody claims more for the older coders of KEDS
CONFIDENCE = 0.75
#: PLOVER's verbal kinds but meetings, which nobody says
_SAID = frozenset({Kind.AGREE, Kind.SUPPORT, Kind.REQUEST, Kind.ACCUSE, Kind.REJECT, Kind.THREATEN})
_BATCH = 2_000  #: events in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An event as a desk keeps it."""

    capture: Capture  #: the line
    document: Document  #: what it says in words
    reading: Reading


def the_run() -> Run:
    """Return what marks the readings of coded events."""
    model, settings = tables_digest(), json.dumps({"reader": "events"})
    return Run(
        id=content_id("read", VERSION, model, settings),
        stage="read",
        version=VERSION,
        model=model,
        settings=settings,
    )


def take_series(desk: Desk, series: Series) -> None:
    """Keep the events of a series in the desk. Doing it again changes nothing."""
    run = the_run()
    desk.store.append_batch(failures=series.failures)
    for batch in chunks(loaded(series, desk.clock()), _BATCH):
        desk.store.append_batch(
            captures=[one.capture for one in batch],
            documents=[one.document for one in batch],
            members=[
                StoryMember(document=id_, story=id_, method="first", similarity=1.0)
                for id_ in (one.document.id for one in batch)
            ],
            readings=[one.reading for one in batch],
            run=run,
        )


def outlook_on(desk: Desk, moment: datetime) -> Outlook:
    """Return what the desk can say of coded events as the world could know them at a moment."""
    view = desk.store.replay(moment, the_run().id)
    return Outlook(view, moment, outlets=desk.outlets, settings=desk.settings, replayed=True)


def loaded(series: Series, now: datetime) -> Iterator[Loaded]:
    """Yield what a desk keeps of each event: the line, what it says in words, and the claim in it."""
    party = party_of(series.scheme)
    outlet = Path(series.name).stem
    for row in series.rows:
        act = act_of(series.scheme, row.code)
        if act is None:
            continue  # `read_series` named it
        actor, recipient = party(row.source, row.day), party(row.target, row.day)
        code = "" if series.scheme is Scheme.NAMES else f"{row.code} "
        line = capture(
            url=f"file:{series.name}#{row.number}",
            payload=row.raw.encode("utf-8", "replace"),
            media_type="text/tab-separated-values",
            fetched_at=now,
        )
        document = _document(row, f"{actor.text} | {code}{act.name} | {recipient.text}", outlet, line)
        yield Loaded(capture=line, document=document, reading=_reading(row, document, act, actor, recipient))


def _document(row: Row, title: str, outlet: str, line: Capture) -> Document:
    published = datetime.combine(row.day, time(), UTC)
    return Document(
        id=content_id("event", outlet, row.day, row.source, row.target, row.code),
        capture=line.id,
        label=str(row.number),
        title=title,
        text="",
        known_at=min(published + timedelta(days=1), line.fetched_at),
        known_basis="day end",
        published=published,
        outlet=outlet,
    )


def _reading(row: Row, document: Document, act: CodedAct, actor: Actor, recipient: Actor) -> Reading:
    if act.kind is None:
        return Reading(document=document.id)
    span = Span(start=0, end=len(document.content))
    modality = Modality.ASSERTED
    codes = candidates((), [(act.kind, modality, act.indicators, actor.code, recipient.code)])
    said = act.kind in _SAID and actor.code != UNKNOWN
    claim = Claim(
        id=content_id(document.id, ClaimType.EVENT, span.start, span.end, act.kind),
        document=document.id,
        type=ClaimType.EVENT,
        modality=modality,
        span=span,
        text=document.content,
        content=document.content,
        confidence=CONFIDENCE,
        speaker=actor if said else None,
        access=Basis.OFFICIAL
        if said and ":" not in actor.code
        else Basis.PRESS,  # no office: citizens, rebels
        indicators=tuple(sorted(one for one, chance in codes.items() if chance >= THRESHOLD)),
        event=Event(
            kind=act.kind,
            mode=act.mode,
            trigger=act.name,
            actor=actor,
            recipient=recipient,
            when=When(value=row.day.isoformat(), start=row.day, end=row.day),
        ),
    )
    return Reading(document=document.id, claims=(claim,))
