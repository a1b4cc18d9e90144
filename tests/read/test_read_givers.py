"""Who gives a figure where the reader points at somebody, and how sure it must be."""

from datetime import UTC, datetime

import pytest

from vedette.read.actors import Actors, load_actors
from vedette.read.assemble import SURE_OF_GIVER, assemble
from vedette.read.reader import Finding, FoundNumber
from vedette.read.stream import prepare
from vedette.types import Basis, Claim, Document, Span


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


TEXT = "After the shelling 40 soldiers lay dead, and Ukraine had not yet spoken."


def given(actors: Actors, giver: str | None, sure: float, text: str = TEXT) -> Claim:
    """Return the claim of the text's figure where the reader names `giver` so surely."""
    document = Document(
        id="d", capture="", label="", title="", text=text, known_at=datetime(2021, 12, 3, tzinfo=UTC),
        known_basis="published", language="en",
    )  # fmt: skip
    prepared = prepare(document, actors)

    def at(words: str) -> Span:
        start = prepared.text.index(words)
        return Span(start=start, end=start + len(words))

    number = FoundNumber(at=at("40"), giver=at(giver) if giver else None, sure=sure)
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
    claim = given(actors, None, SURE_OF_GIVER, text)
    assert claim.speaker is None
    assert claim.access is Basis.PRESS
