"""What becomes of a document as a whole: what is left out of it, and what it says twice."""

from datetime import UTC, datetime

import pytest

from vedette.read.actors import load_actors
from vedette.read.rules import RuleReader
from vedette.read.stream import MOST
from vedette.types import Document, Kind, Reading


def read(text: str) -> Reading:
    day = datetime(2021, 12, 3, tzinfo=UTC)
    document = Document(
        id="d",
        capture="",
        label="",
        title="",
        text=text,
        known_at=day,
        known_basis="published",
        language="en",
    )
    (reading,) = RuleReader(load_actors()).read([document])
    return reading


def acts(reading: Reading) -> list[tuple[Kind, str, str | None]]:
    return [
        (c.event.kind, c.event.actor.code, c.event.recipient.code if c.event.recipient else None)
        for c in reading.claims
        if c.event
    ]


ATTACK = "Russian troops attacked Ukraine on Friday. "


def test_a_document_too_long_is_read_as_far_as_told() -> None:
    filler = "Rain fell on the plain. "
    reading = read(ATTACK + filler * (MOST // len(filler)) + "Iran attacked Israel on Friday.")
    assert reading.error == "longer than 200,000 code points; what follows them is left out"
    assert acts(reading) == [(Kind.ASSAULT, "RUS", "UKR")]


def test_a_document_as_long_as_may_be_has_no_error() -> None:
    reading = read(ATTACK.ljust(MOST, "-"))
    assert reading.error is None
    assert acts(reading)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # one act told twice is one claim, by whatever words
        ("Protests shook Belarus on Monday as thousands marched in protest", 1),
        ("Russia attacked Ukraine and Moscow attacked Ukraine", 1),
        ("Russia attacked Ukraine near Kherson and Russia attacked Ukraine near Kherson", 1),
        # other parties, places and days are other acts
        ("Russia attacked Ukraine and Iran attacked Israel", 2),
        ("Russia attacked Ukraine near Kherson on Monday and attacked Ukraine near Kharkiv on Friday", 2),
    ],
)
def test_equal_claims_of_a_sentence_are_one(text: str, count: int) -> None:
    found = acts(read(f"{text}."))
    assert len(found) == count, found


def test_equal_claims_of_two_sentences_are_two() -> None:
    assert len(acts(read(ATTACK * 2))) == 2
