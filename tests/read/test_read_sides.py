"""Who the sides of an act are where nobody is named, or a people, or one name for both."""

from datetime import UTC, datetime

import pytest

from vedette.read.actors import Actors, load_actors
from vedette.read.assemble import assemble
from vedette.read.reader import Finding, FoundEvent
from vedette.read.stream import prepare
from vedette.types import Document, Kind, Modality, Span

NOW = datetime(2019, 5, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


def at(text: str, words: str) -> Span | None:
    start = text.index(words)
    return Span(start=start, end=start + len(words)) if words else None


def sides(actors: Actors, kind: Kind, marked: str) -> tuple[str, str]:
    """Return the codes of actor and recipient of 'actor | act | recipient | text'."""
    actor, act, recipient, text = (part.strip() for part in marked.split("|"))
    document = Document(
        id="d",
        capture="",
        label="",
        title=text,
        text="",
        known_at=NOW,
        known_basis="published",
        language="en",
    )
    prepared = prepare(document, actors)
    trigger = at(prepared.text, act)
    assert trigger
    event = FoundEvent(
        kind=kind,
        trigger=trigger,
        modality=Modality.ASSERTED,
        confidence=0.9,
        actor=at(prepared.text, actor),
        recipient=at(prepared.text, recipient),
    )
    findings = [
        Finding(events=(event,) if sentence.start <= trigger.start < sentence.end else ())
        for sentence in prepared.sentences
    ]
    (found,) = (claim.event for claim in assemble(prepared, findings, actors).claims if claim.event)
    return found.actor.code, found.recipient.code if found.recipient else ""


@pytest.mark.parametrize(
    ("kind", "marked", "expected"),
    [
        (Kind.ACCUSE, "| sentenced | Two Turkish soldiers | Two Turkish soldiers sentenced", ("TUR", "TUR")),
        (Kind.ACCUSE, "| blamed | Turkey | Turkey is blamed for the delay", ("UNK", "TUR")),
        (
            Kind.ACCUSE,
            "| trial | Serbian general | War crimes trial of Serbian general opens",
            ("UNK", "SRB"),
        ),
        (Kind.COERCE, "| arrested | Norwegians | Norwegians arrested in Egypt", ("EGY", "NOR:CVL")),
        (Kind.COERCE, "| arrested | Norwegians | Norwegians arrested on Monday", ("NOR", "NOR:CVL")),
        (Kind.COERCE, "| hacked | Norway's parliament | Norway's parliament hacked", ("UNK", "NOR")),
    ],
)
def test_who_tries_or_holds_where_nobody_is_named(
    actors: Actors, kind: Kind, marked: str, expected: tuple[str, str]
) -> None:
    assert sides(actors, kind, marked) == expected


@pytest.mark.parametrize(
    ("kind", "marked", "expected"),
    [
        (
            Kind.CONCEDE,
            "Libya | frees | Russians | Libya frees three Russians",
            "RUS:CVL",
        ),
        (Kind.REQUEST, "president | urges | Germans | The president urges Germans to stay calm", "DEU:CVL"),
        (Kind.COERCE, "Police | held | Jorun Quell | Police in Norway held Jorun Quell", "NOR:CVL"),
    ],
)
def test_a_people_and_who_is_one_of_it(actors: Actors, kind: Kind, marked: str, expected: str) -> None:
    assert sides(actors, kind, marked)[1] == expected


@pytest.mark.parametrize(
    ("kind", "marked", "expected"),
    [
        (
            Kind.COERCE,
            "Iraq | curfew | Basra | Iraq puts a curfew on Basra",
            ("IRQ", "IRQ"),
        ),
        (Kind.MOBILIZE, "Russia | moves | Rostov | Russia moves tanks in Rostov", ("RUS", "")),
        (Kind.REJECT, "court | refused | Chile | The court refused a plea from Chile", ("UNK", "CHL")),
        (Kind.SUPPORT, "Chile | congratulate | Chile | I congratulate Chile on the vote", ("UNK", "CHL")),
        (Kind.REQUEST, "Chile | demand | Chile | It was Chile's demand", ("CHL", "")),
    ],
)
def test_the_own_land(actors: Actors, kind: Kind, marked: str, expected: tuple[str, str]) -> None:
    assert sides(actors, kind, marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "| protests | | Russia acted after mass protests led to the ousting of President Viktor Yanukovych",
        "| protests | | Russia looks on as protests topple nobody in Ukraine",
    ],
)
def test_whom_protests_bring_down_tells_who_protests(actors: Actors, marked: str) -> None:
    brought_down = "ousting" in marked
    assert sides(actors, Kind.PROTEST, marked) == (("UKR:CVL", "UKR") if brought_down else ("UNK", ""))
