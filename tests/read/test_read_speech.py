"""Who says what."""

import pytest

from vedette.read.sentences import split
from vedette.read.speech import Speech, find, quotations
from vedette.types import Actor, Modality, Span


def speeches(text: str) -> list[Speech]:
    return find(text, split(text), [])


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The minister said that the troops had left.", "The minister", "that the troops had left."),
        ("Novia says its army is ready.", "Novia", "its army is ready."),
        ("Troops have left, said the minister.", "the minister", "Troops have left"),
        ("Troops have left, the minister said.", "the minister", "Troops have left"),
        ("Troops massing on border, says Novia", "Novia", "Troops massing on border"),
        ("According to the ministry, the troops left.", "the ministry", "the troops left."),
        ("The troops left, according to the ministry.", "the ministry", "The troops left"),
        ("'We are ready for talks,' Marsh told a news conference.", "Marsh", "'We are ready for talks,'"),
        ("“We are ready,” said Marsh on Monday.", "Marsh", "“We are ready,”"),
        ("Novia: Sorrel massing troops", "Novia", "Sorrel massing troops"),
        ("Novia warns Sorrel against an attack after talks fail", "Novia", "Sorrel against an attack"),
        (
            "Marsh, speaking in Riga alongside Jan Novak, said it would be a 'grave error'.",
            "Marsh",
            "it would be a 'grave error'.",
        ),
    ],
)
def test_source_and_content(text: str, source: str, content: str) -> None:
    (found,) = speeches(text)
    assert found.source is not None
    assert text[found.source.start : found.source.end] == source
    assert text[found.content.start : found.content.end] == content


@pytest.mark.parametrize(
    ("text", "source", "relay"),
    [
        ("Interpress, citing a ministry source, said the fleet sailed.", "a ministry source", ["Interpress"]),
        ("The general told the Courier that it was over.", "The general", ["the Courier"]),
        ("Troops moved, according to army data seen by Interpress.", "army data", ["Interpress"]),
    ],
)
def test_relay(text: str, source: str, relay: list[str]) -> None:
    (found,) = speeches(text)
    assert found.speaker.text == source
    assert [actor.text for actor in found.relay] == relay


@pytest.mark.parametrize(
    "text",
    ["They made a 'serious mistake' there.", "A report on arms was due.", "The column stopped at the river."],
)
def test_no_speech(text: str) -> None:
    assert speeches(text) == []


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "'We know the plan. It is old,' Marsh said.\n\n'Our concern is war.\n\n'We are ready for it.'"
    assert [speech.speaker.text for speech in speeches(text)] == ["Marsh"] * 4
    assert all(speech.direct for speech in speeches(text))


def test_a_pronoun_goes_back_to_the_last_speaker() -> None:
    text = "Marsh said the talks failed. He added that war was near."
    marsh = Actor(text="Marsh", code="NOV", span=Span(start=0, end=5))
    found = find(text, split(text), [marsh])
    assert [speech.speaker.code for speech in found] == ["NOV", "NOV"]


def test_a_denial_marks_its_content() -> None:
    (found,) = speeches("Novia denies moving any troops.")
    assert found.effect is Modality.DENIED


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("It's Novia's plan", []),
        ("a 'grave error' by 'fools'", ["grave error", "fools"]),
        ("'We don't know the ministers' plan.'", ["We don't know the ministers' plan."]),
        ('“One.” «Two.» "Three."', ["One.", "Two.", "Three."]),
        ("'It goes on.\n\n'And on.'", ["It goes on.", "And on."]),
        ("a lone 'mark", []),
    ],
)
def test_quotations(text: str, inside: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in quotations(text)] == inside
