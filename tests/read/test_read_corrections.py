"""A correction does not assert what it corrects, and keeps what is right."""

from datetime import UTC, datetime

import pytest

from vedette.read.corrections import apart
from vedette.read.figures import EARLIER
from vedette.read.rules import RuleReader
from vedette.read.sentences import split
from vedette.types import Document, Modality, Reading


def pieces(text: str) -> tuple[list[str], list[str]]:
    """Return what stands and what is taken back."""
    sentences, wrong = apart(text, split(text))
    shown = {span: text[span.start : span.end] for span in sentences}
    return [shown[s] for s in sentences if s not in wrong], [shown[s] for s in sentences if s in wrong]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("An earlier version of this article said that Kastria had massed 500 tanks.", []),
        ("Correction: An earlier version of this story said Kastria attacked. It did not.", ["It did not."]),
        ("This article has been corrected.", []),
        ("This article was amended on 3 May to remove a reference to shelling.", []),
        (
            "This article has been corrected to say that Kastria moved 50 tanks.",
            ["Kastria moved 50 tanks."],
        ),
        (
            "An earlier version of this article said Kastria massed 500 tanks; it is 50 tanks.",
            ["it is 50 tanks."],
        ),
        (
            "A previous version of this report gave the toll as 400, when it was 40 dead.",
            ["it was 40 dead."],
        ),
        ("Correction: there are 50 tanks near the border, not 500.", ["there are 50 tanks near the border"]),
        (
            "Owing to an editing error, this article wrongly said that Kastria fired. It was a drill.",
            ["It was a drill."],
        ),
        ("The original headline said 900 soldiers instead of 90 soldiers.", ["90 soldiers."]),
        ("We wrongly reported that Kastria had called up reserves.", []),
        (
            "In a bulletin on Monday we said that Kastria had 500 tanks at Orlov. That was wrong. It has 50.",
            ["That was wrong.", "It has 50."],
        ),
        ("On Sunday this newspaper reported that Kastria's army had crossed; that was a mistake.", []),
        ("Retracted: Kastria masses tanks at border", []),
        ("Correction: Kastria tanks story", []),
    ],
)
def test_what_is_right_is_kept(text: str, right: list[str]) -> None:
    assert pieces(text)[0] == right


def test_an_article_withdrawn_is_taken_back_as_a_whole() -> None:
    text = "Kastria masses tanks\n\nThis article has been withdrawn. Kastria moved 40 tanks to the border."
    assert pieces(text)[0] == []


@pytest.mark.parametrize(
    "text",
    [
        "An earlier report by the mission said that 500 tanks had come.",
        "The ministry said the article had been withdrawn by the newspaper.",
        "The government corrected the number of dead to 40.",
        "The original agreement said that the tanks would leave.",
        "The first version of the missile was tested in May.",
        "The general was wrongly reported dead, his wife said.",
        "We reported on Monday that Kastria had moved 50 tanks.",
        "The ministry said the claim of 500 tanks was wrong.",
        "The original version was signed in May and said that the tanks would leave.",
        "The article of the law that was wrongly applied said nothing on tanks.",
        "Editor's note: Kastria and Orlov were at war until 1998.",
        "CORRECTED: Kastria moves 50 tanks",
        "This report said that tanks had massed.",
        "The correction of the border is not agreed.",
        "The statement was withdrawn and the troops were not.",
    ],
)
def test_what_is_no_correction_stands_whole(text: str) -> None:
    assert pieces(text) == ([text], [])


@pytest.mark.parametrize(
    "text",
    [
        "Kastria's minister said that 500 tanks had come. That was wrong, said the mayor.",
        "“We said that 500 tanks had come,” the general told reporters. That was wrong.",
        "We reported that Kastria had moved 50 tanks. That is a third of its army.",
    ],
)
def test_only_what_an_outlet_said_itself_is_taken_back_by_the_next_sentence(text: str) -> None:
    assert pieces(text)[1] == []


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader()


def read(reader: RuleReader, title: str, text: str) -> Reading:
    day = datetime(2021, 11, 11, tzinfo=UTC)
    document = Document(
        id="one", capture="", label="one", title=title, text=text, known_at=day, known_basis="published",
        published=day, language="en",
    )  # fmt: skip
    (reading,) = reader.read([document])
    assert reading.error is None
    return reading


def test_a_correction_lights_nothing(reader: RuleReader) -> None:
    told = "Russia has massed 500 tanks and troops near the border with Ukraine."
    assert any("F1" in claim.indicators for claim in read(reader, "", told).claims)
    back = read(reader, "", f"An earlier version of this article said that {told}")
    assert not any(claim.indicators or claim.event for claim in back.claims)


def test_the_corrected_value_is_asserted_and_the_wrong_one_is_denied(reader: RuleReader) -> None:
    text = (
        "An earlier version of this article said that Russia had massed 500 tanks near Ukraine; "
        "there are 50 tanks near Ukraine."
    )
    claims = [(claim, claim.figure) for claim in read(reader, "", text).claims if claim.figure]
    said = {figure.low: (claim.modality, EARLIER in figure.scope) for claim, figure in claims}
    assert said == {500: (Modality.DENIED, True), 50: (Modality.ASSERTED, False)}
    assert all(claim.speaker is None for claim, _ in claims)
