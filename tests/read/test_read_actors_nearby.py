"""Which state a party without one belongs to."""

from datetime import date

import pytest

from vedette.read.actors import Actors, load_actors
from vedette.read.nearby import who
from vedette.types import Span

DAY = date(2011, 6, 1)


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


def at(text: str, said: str) -> Span:
    start = text.index(said)
    return Span(start=start, end=start + len(said))


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("Egypt: police fire on a crowd", "police", "EGY:COP"),
        ("Police in Athens clear the square", "Police", "GRC:COP"),
        ("Protesters in Yemen ask the president to go", "Protesters", "YEM:CVL"),
        ("Protesters in Yemen ask the president to go", "president", "YEM"),
        ("Bahrain's king sends troops to clear the square", "troops", "BHR"),
        ("BBC News - Norway: the government resigns", "government", "NOR"),
        ("Pirates seize a Greek tanker", "Pirates", "UNK:PIRATES"),
        ("A rights group accuses Sudan of shelling villages", "rights group", "UNK:NGO"),
        ("Kenya shuts its border and its army moves north", "its army", "KEN"),
        ("The government resigns", "government", "UNK"),
    ],
)
def test_the_state_is_the_one_named_near(actors: Actors, text: str, said: str, code: str) -> None:
    span = at(text, said)
    actor = who(actors, text, span, DAY)
    assert (actor.code, actor.text, actor.span) == (code, said, span)


def test_nothing_near_is_the_outlets_own(actors: Actors) -> None:
    text = "The president will speak tonight."
    assert who(actors, text, at(text, "The president"), DAY, home="FRA").code == "FRA"
    assert who(actors, text, at(text, "The president"), DAY).code == "UNK"


def test_a_name_that_is_known_needs_nobody_near(actors: Actors) -> None:
    text = "Syria says Hezbollah fighters left."
    assert who(actors, text, at(text, "Hezbollah fighters"), DAY).code == "LBN:HEZBOLLAH"
