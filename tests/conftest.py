"""What the tests of several stages share: small report sequences."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from vedette.types import (
    Actor,
    Basis,
    Claim,
    ClaimType,
    Event,
    Kind,
    Modality,
    Outlet,
    OutletKind,
    PlaceMention,
    Report,
    Span,
    WarningProblem,
    content_id,
)
from vedette.watch.problems import load_problem

START = datetime(2021, 11, 1, 12, tzinfo=UTC)
WORDS = "Words of our own about a public fact."
PLACES = {
    "Yelnya": PlaceMention(
        text="Yelnya",
        span=Span(start=0, end=5),
        name="Yel’nya",
        latitude=54.57,
        longitude=33.17,
        country="RUS",
    ),
    "Kyiv": PlaceMention(
        text="Kyiv", span=Span(start=0, end=4), name="Kyiv", latitude=50.45, longitude=30.52, country="UKR"
    ),
}


def make_report(
    code: str,
    when: datetime | float = 0,
    *,
    actor: str = "RUS",
    recipient: str | None = "UKR",
    modality: Modality = Modality.ASSERTED,
    speaker: str | None = None,
    outlet: str = "Harbour Wire",
    story: str | None = None,
    access: Basis = Basis.PRESS,
    basis: str | None = None,
    place: str = "Yelnya",
    confidence: float = 0.9,
    reciprocal: bool = False,
) -> Report:
    """Return one report; `when` is a time or days after START."""
    known = when if isinstance(when, datetime) else START + timedelta(days=when)
    event = Event(
        kind=Kind.MOBILIZE,
        trigger="did",
        actor=Actor(text=actor, code=actor),
        recipient=Actor(text=recipient, code=recipient) if recipient else None,
        reciprocal=reciprocal,
        place=0,
    )
    document = content_id(outlet, story, known, code, speaker)
    claim = Claim(
        id=content_id(document, code, actor, recipient, modality, speaker),
        document=document,
        type=ClaimType.EVENT,
        modality=modality,
        span=Span(start=0, end=len(WORDS)),
        text=WORDS,
        content=WORDS,
        confidence=confidence,
        speaker=Actor(text=speaker, code=speaker) if speaker else None,
        access=Basis.OFFICIAL if speaker and access is Basis.PRESS else access,
        basis=basis or ("satellite pictures" if access is Basis.IMAGERY else None),
        indicators=(code,),
        event=event,
    )
    return Report(
        claim=claim,
        outlet=Outlet(name=outlet, kind=OutletKind.WIRE),
        story=story or document,
        known_at=known,
        places=(PLACES[place],),
    )


@pytest.fixture(scope="session")
def report() -> Callable[..., Report]:
    """Return the function that makes reports."""
    return make_report


@pytest.fixture(scope="session")
def problem() -> WarningProblem:
    """Return the shipped problem of Russia and Ukraine."""
    return load_problem("rus-ukr")
