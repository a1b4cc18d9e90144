"""The reader by rules: who does what to whom, and what a page gives in claims."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read.actors import Actors, load_actors
from vedette.read.rules import RuleReader
from vedette.types import Basis, Claim, ClaimType, Document, Kind, Modality, Qualifier, Reading, Span

PUBLISHED = datetime(2021, 11, 11, 9, tzinfo=UTC)

PAGE = """NATO cautions Moscow over a 'grave error' on Ukraine

NATO has cautioned and warned Russia against a 'grave error' after satellite pictures showed Russia was \
massing troops along the frontier.

Prime Minister Boris Johnson said he was worried amid fears Putin could march into the country and annex \
more land, as he did with Crimea in 2014.

Johnson, speaking in London alongside Ukrainian President Volodymyr Zelensky, said help would come.

Ukraine says there are now about 92,000 Russian troops near its border with armour seen near Yelnya and Kursk.

'We do not know the plan. We do know the past,' Johnson told reporters.

'We fear that Russia may try again what it did in 2014, when it massed forces and crossed into Ukrainian soil.

'Our support for Ukraine's independence is firm.'

Ukraine has been at war with Russian-backed separatists since 2014, when Russia seized the Crimea peninsula.

Mass protests led to the ousting of President Viktor Yanukovych, who was close to Russia.

Crimea, with its port of Sevastopol, is occupied by Russian troops. Moscow says it is Russian land after a \
vote."""


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


@pytest.fixture(scope="module")
def reader(actors: Actors) -> RuleReader:
    return RuleReader(actors)


def document(text: str, *, title: str = "", language: str = "en") -> Document:
    return Document(
        id=f"doc-{hash((title, text)) & 0xFFFF}",
        capture="capture",
        label="",
        title=title,
        text=text,
        known_at=PUBLISHED,
        known_basis="published",
        published=PUBLISHED,
        language=language,
    )


def read(reader: RuleReader, text: str) -> Reading:
    (reading,) = reader.read([document(text)])
    assert reading.error is None
    return reading


@pytest.fixture(scope="module")
def page(reader: RuleReader) -> Reading:
    title, text = PAGE.split("\n\n", 1)
    (reading,) = reader.read([document(text, title=title)])
    assert reading.error is None
    return reading


def events(reading: Reading, kind: Kind, modality: Modality | None = None) -> list[Claim]:
    return [
        claim
        for claim in reading.claims
        if claim.event and claim.event.kind is kind and modality in {None, claim.modality}
    ]


def pairs(claims: list[Claim]) -> Iterator[tuple[str, str | None]]:
    for claim in claims:
        assert claim.event is not None
        yield claim.event.actor.code, claim.event.recipient.code if claim.event.recipient else None


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Russia warns Ukraine.", Kind.THREATEN, "RUS", "UKR"),
        ("Ukraine was attacked by Russia on Monday.", Kind.ASSAULT, "RUS", "UKR"),
        ("The attack on Ukraine by Russia was over.", Kind.ASSAULT, "RUS", "UKR"),
        ("France and Germany meet.", Kind.CONSULT, "FRA", "DEU"),
        ("Israel expels three Turkish diplomats.", Kind.SANCTION, "ISR", "TUR"),
    ],
)
def test_parties(reader: RuleReader, text: str, kind: Kind, actor: str, recipient: str) -> None:
    assert (actor, recipient) in pairs(events(read(reader, text), kind))


def test_the_warning(page: Reading) -> None:
    claims = [c for c in events(page, Kind.THREATEN) if c.speaker]
    assert ("NATO", "RUS") in pairs(claims)
    assert all(c.speaker and c.speaker.code == "NATO" and "D4" in c.indicators for c in claims)
    assert all(c.modality is Modality.ASSERTED and c.access is Basis.OFFICIAL for c in claims)


def test_the_pictures_are_the_basis_of_the_massing(page: Reading) -> None:
    (claim,) = [c for c in events(page, Kind.MOBILIZE, Modality.ASSERTED) if c.basis]
    assert (claim.basis, claim.access, claim.speaker) == ("satellite pictures", Basis.IMAGERY, None)
    assert "F1" in claim.indicators
    assert claim.event
    assert claim.event.actor.code == "RUS"


def test_what_could_happen_is_possible(page: Reading) -> None:
    (claim,) = events(page, Kind.ASSAULT, Modality.POSSIBLE)
    assert list(pairs([claim])) == [("RUS", "UKR")]
    assert claim.speaker
    assert claim.speaker.code == "GBR"


def test_who_stands_beside_him(page: Reading) -> None:
    (claim,) = events(page, Kind.CONSULT)
    assert list(pairs([claim])) == [("GBR", "UKR")]
    assert claim.event
    assert claim.event.reciprocal


def test_the_figure(page: Reading) -> None:
    (claim,) = [c for c in page.claims if c.figure]
    assert claim.figure
    assert (claim.figure.low, claim.figure.unit, claim.figure.of) == (92_000, "troops", "RUS")
    assert claim.figure.qualifier is Qualifier.ABOUT
    assert claim.figure.scope == ("near the border",)
    assert claim.speaker
    assert claim.speaker.code == "UKR"


def test_the_places(page: Reading) -> None:
    countries = {place.text: place.country for place in page.places}
    assert countries["Yelnya"] == countries["Kursk"] == "RUS"
    assert "Sevastopol" in countries


def test_the_quotations_are_his(page: Reading) -> None:
    said = [c for c in page.claims if c.speaker and c.speaker.code == "GBR"]
    text = " ".join(c.content for c in said)
    for words in ("We do not know the plan", "We do know the past", "We fear that", "Our support"):
        assert words in text


def test_the_past_is_history_and_indicates_nothing(page: Reading) -> None:
    past = [c for c in page.claims if c.modality is Modality.HISTORICAL]
    assert {"seized", "ousting of", "crossed into"} <= {c.event.trigger for c in past if c.event}
    assert all(not claim.indicators for claim in past)
    assert not any("S2" in c.indicators for c in page.claims if c.modality is Modality.ASSERTED)


def test_the_claim_on_the_land_is_moscows(page: Reading) -> None:
    (claim,) = [c for c in page.claims if c.type is ClaimType.STATEMENT and "Russian land" in c.content]
    assert claim.speaker
    assert claim.speaker.code == "RUS"


def test_spans_point_at_the_words(page: Reading) -> None:
    title, text = PAGE.split("\n\n", 1)
    content = document(text, title=title).content
    for claim in page.claims:
        assert content[claim.span.start : claim.span.end] == claim.text
        for actor in (
            claim.speaker,
            claim.event and claim.event.actor,
            claim.event and claim.event.recipient,
        ):
            if actor and actor.span:
                assert content[actor.span.start : actor.span.end] == actor.text


def test_reading_twice_gives_the_same(reader: RuleReader, page: Reading) -> None:
    title, text = PAGE.split("\n\n", 1)
    assert list(reader.read([document(text, title=title)])) == [page]


def test_relate_sums_to_one_and_follows_the_words(reader: RuleReader) -> None:
    text = "Russia warns Ukraine"
    found = reader.relate(text, Span(start=0, end=6), Span(start=13, end=20))
    assert sum(found.values()) == pytest.approx(1)
    assert max(found, key=lambda kind: found[kind]) is Kind.THREATEN


@settings(max_examples=50, deadline=None)
@given(text=st.text(min_size=1, max_size=300))
def test_any_text_is_read_without_an_error(actors: Actors, text: str) -> None:
    (reading,) = RuleReader(actors).read([document(text)])
    assert reading.error is None


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Armenians attack Turkish post near border", Kind.ASSAULT, "ARM", "TUR"),
        ("Turkey arrests Armenians at the border", Kind.COERCE, "TUR", "ARM:CVL"),
        ("France praises Armenians", Kind.SUPPORT, "FRA", "ARM"),
        ("Armenians protest in Yerevan", Kind.PROTEST, "ARM:CVL", "ARM"),
    ],
)
def test_a_people_acts_for_its_state_but_protests_and_suffers_itself(
    reader: RuleReader, text: str, kind: Kind, actor: str, recipient: str
) -> None:
    (claim,) = events(read(reader, text), kind)
    assert claim.event
    assert claim.event.recipient
    assert (claim.event.actor.code, claim.event.recipient.code) == (actor, recipient)
