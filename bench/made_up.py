"""A made-up world for measures of speed: forty rivalries, reports of a fixed seed. No word on quality."""

import json
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vedette.desk import Desk, scratch_desk
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
    PlaceMention,
    Reading,
    Run,
    Span,
    WarningProblem,
    content_id,
)
from vedette.watch.problems import load_problem

FIRST = datetime(2009, 1, 1, tzinfo=UTC)
STATES = [
    "ARG",
    "ARM",
    "AZE",
    "BOL",
    "CHL",
    "CHN",
    "COL",
    "ECU",
    "EGY",
    "ERI",
    "ETH",
    "GEO",
    "GRC",
    "IND",
    "IRN",
    "IRQ",
    "ISR",
    "JPN",
    "JOR",
    "KHM",
    "KOR",
    "KWT",
    "LBN",
    "LBY",
    "MAR",
    "PAK",
    "PER",
    "PRK",
    "RUS",
    "SAU",
    "SDN",
    "SOM",
    "SYR",
    "TCD",
    "THA",
    "TUR",
    "TZA",
    "UGA",
    "VEN",
    "VNM",
]
PROBLEMS = 40
CLAIMS_A_DOCUMENT = 5
#: Every second document has one claim with an indicator, so 10 % of the claims do; of those read from
#: articles (Reuters-21578) it is 2.5 %, of those from headlines (2008-2010) 19 %.
INDICATED = 2
CODES = [
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "U1",
    "C1",
    "D1",
    "D2",
    "D3",
    "D4",
    "D5",
    "S1",
    "S2",
    "P1",
    "P3",
    "H1",
    "H3",
    "X1",
    "X2",
    "X3",
    "O1",
]


def problems() -> list[WarningProblem]:
    """Return forty problems: each state of the list against the next."""
    base = load_problem("rus-ukr")
    return [
        replace(
            base,
            id=f"{one.lower()}-{other.lower()}",
            name=f"{one} against {other}",
            instigator=one,
            target=other,
            theatre=(other,),
            places=(),
            sites=(),
            proxies=(),
            onset=replace(base.onset, actors=(one,), recipients=(other,), since=None),
        )
        for one, other in zip(STATES, STATES[1:] + STATES[:1], strict=True)
    ][:PROBLEMS]


class Told:
    """A reader that finds in a made-up document what was written into it, at no cost."""

    run = Run(id=content_id("bench", "told"), stage="read", version="1", model="", settings="{}")

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order."""
        for document in documents:
            actor, recipient, code = document.title.split()[:3]
            speaks = not document.label.isdigit() or int(document.label) % INDICATED == 0
            place = PlaceMention(text=recipient, span=Span(start=4, end=7), name=recipient, country=recipient)
            yield Reading(
                document=document.id,
                places=(place,),
                claims=tuple(
                    _claim(document, n, actor, recipient, code if speaks and n == 0 else "")
                    for n in range(CLAIMS_A_DOCUMENT)
                ),
            )


def _claim(document: Document, number: int, actor: str, recipient: str, code: str) -> Claim:
    return Claim(
        id=content_id(document.id, number),
        document=document.id,
        type=ClaimType.EVENT if code else ClaimType.STATEMENT,
        modality=Modality.ASSERTED,
        span=Span(start=0, end=len(document.content)),
        text=document.content,
        content=document.content,
        confidence=0.8,
        speaker=Actor(text=recipient, code=recipient) if number % 2 else None,
        access=Basis.OFFICIAL if number % 2 else Basis.PRESS,
        indicators=(code,) if code else (),
        event=Event(
            kind=Kind.MOBILIZE,
            trigger="moves",
            actor=Actor(text=actor, code=actor),
            recipient=Actor(text=recipient, code=recipient),
            place=0,
        )
        if code
        else None,
    )


def captures(documents: int, a_day: int) -> Iterator[Capture]:
    """Yield made-up documents, so many a day from FIRST on."""
    draw = random.Random(1853)
    for number in range(documents):
        at = FIRST + timedelta(days=number // a_day, seconds=draw.randrange(86400))
        here = draw.randrange(len(STATES))
        actor, recipient = STATES[here], STATES[(here + 1) % len(STATES)]
        words = " ".join(f"{draw.randrange(16**6):06x}" for _ in range(8))
        record = {
            "id": str(number),
            "title": f"{actor} {recipient} {draw.choice(CODES)} {words}",
            "published": at.isoformat(),
            "outlet": f"Outlet {draw.randrange(40)}",
        }
        payload = json.dumps(record).encode()
        yield Capture(
            id=content_id("made up", number),
            source=None,
            url=f"file:made-up#{number}",
            fetched_at=datetime.now(UTC),
            media_type="application/json",
            payload=payload,
            sha256="",
        )


@contextmanager
def desk(documents: int, a_day: int) -> Iterator[Desk]:
    """Yield a desk that holds and has read so many made-up documents."""
    with scratch_desk() as made:
        made.__dict__["reader"] = Told()  # in the place of the one that would be loaded
        made.take(captures(documents, a_day))
        made.read()
        yield made
