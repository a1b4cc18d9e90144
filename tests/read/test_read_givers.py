"""Who gives a figure and whose those counted are where the reader points at somebody, and how surely."""

from datetime import UTC, datetime

import pytest

from vedette.read.actors import Actors, load_actors
from vedette.read.assemble import SURE_OF_OWNER, assemble
from vedette.read.reader import Finding, FoundNumber, Pointed
from vedette.read.sourcing import SURE_OF_GIVER, SURE_OF_OUTLET
from vedette.read.stream import prepare
from vedette.types import Actor, Basis, Claim, Document, Span


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


TEXT = "After the shelling 40 soldiers lay dead, and Ukraine had not yet spoken."


def given(actors: Actors, giver: str | None, sure: float, text: str = TEXT) -> Claim:
    """Return the claim of the text's figure where the reader names `giver` so surely."""
    start = text.index(giver) if giver else 0
    to = Span(start=start, end=start + len(giver)) if giver else None
    return counted(actors, Pointed(to, sure), None, 0.0, text)


def counted(actors: Actors, giver: Pointed, owner: str | None, sure: float, text: str) -> Claim:
    """Return the claim of the text's figure where the reader points at giver and owner."""
    document = Document(
        id="d", capture="", label="", title="", text=text, known_at=datetime(2021, 12, 3, tzinfo=UTC),
        known_basis="published", language="en",
    )  # fmt: skip
    prepared = prepare(document, actors)

    def at(words: str) -> Span:
        start = prepared.text.index(words)
        return Span(start=start, end=start + len(words))

    number = FoundNumber(at=at("40"), giver=giver, owner=Pointed(at(owner) if owner else None, sure))
    (claim,) = [
        claim for claim in assemble(prepared, [Finding(numbers=(number,))], actors).claims if claim.figure
    ]
    return claim


def test_who_is_pointed_at_surely_gives_the_figure(actors: Actors) -> None:
    claim = given(actors, "Ukraine", SURE_OF_GIVER)
    assert claim.speaker is not None
    assert claim.speaker.code == "UKR"
    assert claim.access is Basis.OFFICIAL


def test_who_is_pointed_at_unsurely_does_not(actors: Actors) -> None:
    assert given(actors, "Ukraine", SURE_OF_GIVER - 0.01).speaker is None


def test_a_figure_may_surely_be_the_outlets_own(actors: Actors) -> None:
    text = "Ukraine counts 40 soldiers dead."
    assert given(actors, "Ukraine", 0.0, text).speaker is not None
    assert given(actors, None, SURE_OF_OUTLET - 0.01, text).speaker is not None
    claim = given(actors, None, SURE_OF_OUTLET, text)
    assert claim.speaker is None
    assert claim.access is Basis.PRESS


def test_of_somebody_unknown_the_shorter_words_tell_who(actors: Actors) -> None:
    text = "Zenmoor's latest pictures show 40 tanks at the bridge."
    assert (given(actors, "Zenmoor", 0.0, text).speaker or Actor(text="", code="")).text != "Zenmoor"
    claim = given(actors, "Zenmoor", SURE_OF_GIVER, text)
    assert claim.speaker is not None
    assert claim.speaker.text == "Zenmoor"


def owned(actors: Actors, owner: str | None, sure: float) -> str | None:
    """Return whose the text's figure is where the reader points at `owner` so surely."""
    return counted(actors, Pointed(), owner, sure, TEXT).figure.of  # type: ignore[union-attr]


def test_whose_they_are_is_as_the_reader_points_where_it_is_sure(actors: Actors) -> None:
    assert owned(actors, "Ukraine", SURE_OF_OWNER) == "UKR"
    assert owned(actors, "Ukraine", SURE_OF_OWNER - 0.01) is None


def test_an_owner_of_the_rules_may_be_none(actors: Actors) -> None:
    text = "Some 40 Russian tanks stood at the bridge."
    for sure, owner in ((SURE_OF_OWNER, None), (0.0, "RUS")):
        claim = counted(actors, Pointed(), None, sure, text)
        assert claim.figure is not None
        assert claim.figure.of == owner


def test_pictures_are_of_no_state_by_the_place_they_show(actors: Actors) -> None:
    text = "Satellite pictures have revealed 40 tanks near Yelnya in Russia."
    claim = given(actors, "Satellite pictures", SURE_OF_GIVER, text)
    assert claim.speaker is not None
    assert claim.speaker.code == "UNK"
    text = "Ukrainian pictures have revealed 40 tanks near Yelnya in Russia."
    claim = given(actors, "Ukrainian pictures", SURE_OF_GIVER, text)
    assert claim.speaker is not None
    assert claim.speaker.code == "UKR"


def test_a_pronoun_that_leads_to_nobody_gives_nothing(actors: Actors) -> None:
    text = "It has announced that 40 soldiers are on their way back."
    assert given(actors, "It", SURE_OF_GIVER, text).speaker is None
