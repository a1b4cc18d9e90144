"""The forms in which news says who says what."""

import pytest

from vedette.read.attribution import by_rules
from vedette.read.speech import quotations
from vedette.types import Span


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (source, content, further pieces) of each attribution of a sentence."""
    found = by_rules(text, Span(start=0, end=len(text)), quotations(text))

    def cut(span: Span) -> str:
        return text[span.start : span.end].rstrip(".")

    return [(cut(one.source), cut(one.content), tuple(map(cut, one.more))) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kyiv said troops were moving, while Moscow said it was a drill.",
            [("Kyiv", "troops were moving"), ("Moscow", "it was a drill")],
        ),
        (
            "The ministry said 40 died; the rebels said 200 died.",
            [("The ministry", "40 died"), ("the rebels", "200 died")],
        ),
        (
            "Sorrel says it has sent 100 jets, Novia television reported.",
            [("Sorrel", "it has sent 100 jets"), ("Novia television", "Sorrel says it has sent 100 jets")],
        ),
        (
            "Marsh told investors that it was over, adding that 300 had left.",
            [("Marsh", "that it was over"), ("Marsh", "that 300 had left")],
        ),
        (
            "Marsh said he was sorry but admitted that it was late.",
            [("Marsh", "he was sorry"), ("Marsh", "that it was late")],
        ),
        (
            "Tanks attack, says a Novian source, who adds that 30,000 wait.",
            [("a Novian source", "Tanks attack"), ("a Novian source", "that 30,000 wait")],
        ),
        ("Tanks have left; jets stay, Marsh said.", [("Marsh", "Tanks have left; jets stay")]),
        (
            "The agency quoted a minister as saying the bridge fell.",
            [("a minister", "the bridge fell")],
        ),
        (
            "Marsh said on Monday in an interview with the Courier that war was near.",
            [("Marsh", "that war was near")],
        ),
        (
            "Marsh, who led the army, said the war was near.",
            [("Marsh, who led the army", "the war was near")],
        ),
        (
            "“It is over for us all,” said Jan Marsh, a colonel from Novia.",
            [("Jan Marsh, a colonel from Novia", "“It is over for us all,”")],
        ),
        ("And yet, Marsh says, the war goes on.", [("Marsh", "the war goes on")]),
        ("Sudanese doctors: at least 30 killed", [("Sudanese doctors", "at least 30 killed")]),
        ("Raid kills 100 soldiers: president Marsh", [("president Marsh", "Raid kills 100 soldiers")]),
        ("1,300 held at protests - OVD-Info", [("OVD-Info", "1,300 held at protests")]),
        (
            "The Novian miners' union said at least 40 men were missing.",
            [("The Novian miners' union", "at least 40 men were missing")],
        ),
        (
            "Guards shoot 12, wound 30 in Sorrel, says chief nurse",
            [("chief nurse", "Guards shoot 12, wound 30 in Sorrel")],
        ),
        ("A monitor counted 300 shells.", [("A monitor", "300 shells")]),
        ("The junta boasts of 200 arrests.", [("The junta", "200 arrests")]),
        ("Novia, by its own account, lost 12 tanks.", [("Novia", "lost 12 tanks")]),
        ("Novia rejected Sorrel's claim that 40 had died.", [("Sorrel", "that 40 had died")]),
        (
            "Novian captains, according to a Sorrel daily, believe that 90 jets wait.",
            [("Novian captains", "that 90 jets wait")],
        ),
        (
            "40 boats were sunk, a Novian captain was quoted as saying in Sorrel.",
            [("a Novian captain", "40 boats were sunk")],
        ),
        ("Tanks land near Sorrel - Novia fears more", []),
    ],
)
def test_every_speaker_of_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(source, content) for source, content, _ in told(text)] == expected


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("The town fell, Marsh said, and another 40 were missing.", ("and another 40 were missing",)),
        (
            "Novia holds 300 men, a captain said in Sorrel, and has taken 26 lorries.",
            ("and has taken 26 lorries",),
        ),
        ("The town fell, Marsh said, and Sorrel called up 5,000 men.", ()),
    ],
)
def test_another_doer_ends_the_content(text: str, more: tuple[str, ...]) -> None:
    assert told(text)[0][2] == more


def test_what_follows_the_source_goes_on_with_the_content() -> None:
    assert told("A record 56 jets came, Taipei said, including 34 fighters.") == [
        ("Taipei", "A record 56 jets came", ("including 34 fighters",))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The talks are expected to last a week.",
        "The United States and Canada moved ships.",
        "A think tank in Riga closed.",
        "The theme of public remarks and speeches was war.",
        "The ministry did not report any loss.",
        "They moved an estimated 400 men.",
    ],
)
def test_verbs_that_say_nothing(text: str) -> None:
    assert told(text) == []
