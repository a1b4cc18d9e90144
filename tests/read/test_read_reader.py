"""The seam: batches stream, failures stay with their document, a finder can be exchanged."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest

from vedette.read.reader import Finding, FoundEvent, Prepared, Reader
from vedette.read.rules import RuleReader
from vedette.read.stream import BATCH, read_with
from vedette.types import Actor, ClaimType, Document, Kind, Modality, Span

NOW = datetime(2021, 11, 11, tzinfo=UTC)


class OneActor:
    """An actor table that knows Novia, and chokes on 'poison'."""

    own = ""

    def find(self, text: str, on: date | None) -> list[Actor]:
        if "poison" in text:
            raise RuntimeError("bad table")
        at = text.find("Novia")
        return [] if at < 0 else [Actor(text="Novia", code="NOV", span=Span(start=at, end=at + 5))]

    def resolve(self, phrase: str, on: date | None) -> Actor:
        return Actor(text=phrase, code="UNK")


class EverySentenceMarches:
    """A finder as a trained reader will bring one: it finds an act in the first word of each sentence."""

    def find(self, prepared: Sequence[Prepared]) -> list[tuple[Finding, ...]]:
        if any("jam" in document.text for document in prepared):
            raise ValueError("jammed")
        return [
            tuple(
                Finding(
                    events=(
                        FoundEvent(
                            kind=Kind.MOBILIZE,
                            trigger=Span(start=sentence.start, end=sentence.start + 1),
                            modality=Modality.ASSERTED,
                            confidence=0.9,
                            actor=sentence,
                        ),
                    ),
                    indicators=(("F1", 0.8),),
                )
                for sentence in document.sentences
            )
            for document in prepared
        ]


def document(number: int, text: str, language: str = "en") -> Document:
    return Document(
        id=f"d{number}",
        capture="c",
        label="",
        title="",
        text=text,
        known_at=NOW,
        known_basis="published",
        language=language,
    )


def test_a_finder_is_all_a_new_reader_needs() -> None:
    (reading,) = read_with(EverySentenceMarches(), [document(1, "Novia moves.")], OneActor())
    (claim,) = reading.claims
    assert claim.type is ClaimType.EVENT
    assert claim.event
    assert claim.event.actor.code == "NOV"
    assert claim.indicators == ("F1",)
    assert claim.confidence == pytest.approx(0.9)


def test_a_failing_document_gives_its_error_and_no_other() -> None:
    texts = ["Novia moves.", "poison", "jam", "Novia stays."]
    readings = list(read_with(EverySentenceMarches(), map(document, range(4), texts), OneActor()))
    assert [reading.document for reading in readings] == ["d0", "d1", "d2", "d3"]
    assert [reading.error for reading in readings] == [
        None,
        "RuntimeError: bad table",
        "ValueError: jammed",
        None,
    ]


def test_documents_stream() -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield document(taken, "Novia moves.")

    readings = read_with(EverySentenceMarches(), endless(), OneActor())
    next(readings)
    assert taken <= BATCH


def test_a_language_that_is_not_read_says_so() -> None:
    reader: Reader = RuleReader(OneActor())
    (reading,) = reader.read([document(1, "Войска на границе.", language="ru")])
    assert reading.error == "language 'ru' is not read"


@pytest.mark.parametrize(
    "text",
    [
        "word " * 5000,
        "🙂 Novia 🚀 warns 🙂",
        "\u202eNovia\u202c غادرت القوات الحدود. Novia warns.",
        "\ud800 broken",
        "'" * 500,
        "1,000 " * 1000,
        "\x00\x01",
        "Novia said " * 800,
    ],
)
def test_odd_input_is_read(text: str) -> None:
    (reading,) = RuleReader(OneActor()).read([document(1, text)])
    assert reading.error is None


def test_the_run_names_its_tables() -> None:
    first, second = RuleReader(OneActor()), RuleReader(OneActor())
    assert first.run == second.run
    assert len(first.run.model) == 32
