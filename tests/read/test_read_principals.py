"""Who speaks behind a clause on them, and what goes on to be said."""

import pytest

from vedette.read.principals import principal
from vedette.read.sentences import split
from vedette.read.speech import find
from vedette.read.widened import widened
from vedette.types import Span


def behind(text: str, source: str, cue: str) -> str:
    """Return the words for who speaks, of a source and a cue given by their words."""
    at, verb = text.index(source), text.index(cue)
    found = principal(
        text,
        Span(start=0, end=len(text)),
        Span(start=at, end=at + len(source)),
        Span(start=verb, end=verb + len(cue)),
    )
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "source", "cue", "who"),
    [
        ("The league, which keeps lists, says 40 died.", "which keeps lists", "says", "The league"),
        ("All were hit by the Lions, whose spokesman spoke of 40.", "whose spokesman", "spoke", "the Lions"),
        ("Officers in Bonn, whom a senator met, said 40 left.", "a senator", "said", "Officers in Bonn"),
        ("Priests, according to a paper, believe 40 left.", "a paper", "according to", "Priests"),
        ("Chad, according to a paper, has lost 40 men.", "a paper", "according to", "a paper"),
        ("A farmer who watched the road says 40 passed.", "the road", "says", "A farmer"),
        ("40 passed, the site Lome Today reported.", "the site Lome", "reported", "the site Lome Today"),
        ("40 passed, the mayor said.", "the mayor", "said", "the mayor"),
    ],
)  # fmt: skip
def test_who_speaks_behind_a_clause(text: str, source: str, cue: str, who: str) -> None:
    assert behind(text, source, cue) == who


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Forty men left, the mayor said, so that 20 remain.", True),
        ("The mayor said 40 men had left, 20 of them on foot and some by boat.", True),
        ("Forty men left, the mayor said, and police took 20 away.", False),
    ],
)
def test_what_goes_on_to_be_said(text: str, more: bool) -> None:
    found = widened(text, find(text, split(text), []))
    pieces = [text[piece.start : piece.end] for speech in found for piece in (speech.content, *speech.more)]
    assert any("20" in piece for piece in pieces) is more
