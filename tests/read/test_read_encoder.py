"""The reader that ships: its model, and what it does with text that is no news."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vedette.config import data_file
from vedette.read.actors import load_actors
from vedette.read.encoder import ModelReader
from vedette.read.network import Scores
from vedette.types import Document, Kind, Modality, Reading, Span


@pytest.fixture(scope="module")
def reader() -> ModelReader:
    return ModelReader(load_actors())


def document(text: str, name: str = "d", title: str = "") -> Document:
    day = datetime(2021, 12, 3, tzinfo=UTC)
    return Document(
        id=name, capture="", label=name, title=title, text=text, known_at=day, known_basis="published",
        published=day, language="en",
    )  # fmt: skip


def read(reader: ModelReader, *texts: str) -> list[Reading]:
    return list(reader.read(document(text, str(n)) for n, text in enumerate(texts)))


def kinds(reading: Reading) -> list[tuple[Kind, str, str | None]]:
    return [
        (c.event.kind, c.event.actor.code, c.event.recipient.code if c.event.recipient else None)
        for c in reading.claims
        if c.event
    ]


def test_who_does_what_to_whom(reader: ModelReader) -> None:
    warns, quiet = read(
        reader,
        "The United States warned Russia on Friday against an attack on Ukraine.",
        "The film festival opened in Cannes with a comedy about a baker.",
    )
    assert (Kind.THREATEN, "USA", "RUS") in kinds(warns)
    assert kinds(quiet) == []


def test_an_act_goes_to_its_own_subject(reader: ModelReader) -> None:
    text = "The US has warned Russia after satellite images revealed President Putin is massing troops."
    (reading,) = read(reader, text)
    assert (Kind.MOBILIZE, "RUS", None) in kinds(reading)


def test_what_may_happen_has_not(reader: ModelReader) -> None:
    (reading,) = read(reader, "Russia may attack Ukraine within weeks, officials fear.")
    events = [claim for claim in reading.claims if claim.event and claim.event.kind is Kind.ASSAULT]
    assert events
    assert all(claim.modality is not Modality.ASSERTED for claim in events)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Ukraine has been ensnared in a deadly war with separatists since 2014.", Modality.HISTORICAL),
        ("Ukraine has been ensnared in a deadly war with separatists since Monday.", Modality.ASSERTED),
    ],
)
def test_what_is_dated_long_before_is_history(reader: ModelReader, text: str, modality: Modality) -> None:
    (reading,) = read(reader, text)
    events = [claim for claim in reading.claims if claim.event]
    assert events
    assert {claim.modality for claim in events} == {modality}


def test_a_sentence_reads_alike_alone_and_among_others(reader: ModelReader) -> None:
    texts = [
        "Iran test-fired two missiles on Monday.",
        "Police arrested dozens of protesters in the capital of Belarus, witnesses said, after marches.",
        "NATO.",
    ]
    together = read(reader, *texts)
    for number, text in enumerate(texts):
        (alone,) = reader.read([document(text, str(number))])
        assert alone == together[number]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "🚀🔥" * 50,
        "Россия предупредила Украину. 俄罗斯警告乌克兰。",
        "روسيا تحذر أوكرانيا",
        "tanks, " * 5000,
        "x" * 100_000,
        "\x00\x01\x02 Russia \ufffe",
    ],
)
def test_what_is_no_news_is_read_without_error(reader: ModelReader, text: str) -> None:
    (reading,) = read(reader, text)
    assert reading.error is None


def test_the_end_of_an_endless_sentence_is_read(reader: ModelReader) -> None:
    (reading,) = read(
        reader, "Among them were apples, " * 200 + "and Russian troops attacked Ukraine on Friday"
    )
    assert any(kind is Kind.ASSAULT for kind, *_ in kinds(reading))


@pytest.mark.parametrize("many", [3, 5, 9])
def test_the_end_of_a_sentence_of_many_word_pieces_is_read(reader: ModelReader, many: int) -> None:
    names = "Tskhvrnjli, Dzrgvkhadze, Mchkhtrvili, Pkhwbrxtsky, Ngqthlwyo, Xzhbrekvq, " * many
    (reading,) = read(reader, f"Among the missing are {names}and Russian troops attacked Ukraine on Friday.")
    assert (Kind.ASSAULT, "RUS") in {(kind, actor) for kind, actor, _ in kinds(reading)}


def test_a_long_stretch_is_cut_between_clauses(reader: ModelReader) -> None:
    # without a mark, the space before the 600th code point parts the attack from who attacks
    before = "the harvest was good and the weather was mild and the market was calm and quiet " * 7
    text = f"In the south {before}there; the Russian army attacked Ukraine on Friday."
    assert text[:600].endswith("the Russian army att")
    (reading,) = read(reader, text)
    assert (Kind.ASSAULT, "RUS", "UKR") in kinds(reading)


def test_many_documents_stream(reader: ModelReader) -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield document("Rain is expected.", str(taken))

    first = next(iter(reader.read(endless())))
    assert first.error is None
    assert taken < 100


def test_relate_sums_to_one_and_knows_a_threat(reader: ModelReader) -> None:
    text = "North Korea threatened South Korea with a sea of fire."
    chances = reader.relate(text, Span(start=0, end=11), Span(start=23, end=34))
    assert sum(chances.values()) == pytest.approx(1)
    assert max(chances, key=lambda kind: chances[kind]) is Kind.THREATEN


def test_other_thresholds_are_another_run(tmp_path: Path, reader: ModelReader) -> None:
    for file in data_file("reader").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert ModelReader(load_actors(), folder=tmp_path).run == reader.run
    fitted = json.loads((tmp_path / "reader.json").read_text("utf-8"))
    (tmp_path / "reader.json").write_text(json.dumps(fitted | {"trigger_threshold": 0.99}))
    assert ModelReader(load_actors(), folder=tmp_path).run.id != reader.run.id


@pytest.mark.parametrize(("outlet", "state"), [("Le Monde", "FRA"), ("Yonhap", "KOR"), ("", "UNK")])
def test_a_bare_title_is_that_of_the_outlets_state(reader: ModelReader, outlet: str, state: str) -> None:
    page = replace(document("The president condemned the vote on Friday."), outlet=outlet)
    (reading,) = reader.read([page])
    assert {actor for _, actor, _ in kinds(reading)} == {state}


@pytest.mark.parametrize(
    ("text", "giver"),
    [
        ("Kyiv has asked for 300 rocket launchers.", None),
        ("Kyiv says it has 300 rocket launchers.", "UKR"),
        ("Kyiv says that the 40,000 Russian troops must leave Crimea.", "UKR"),
    ],
)
def test_who_asks_for_things_does_not_tell_of_them(reader: ModelReader, text: str, giver: str | None) -> None:
    (reading,) = reader.read([document(text)])
    (figure,) = [claim for claim in reading.claims if claim.figure]
    assert (figure.speaker.code if figure.speaker else None) == giver


def test_what_a_document_gives_does_not_hang_on_what_is_read_with_it(reader: ModelReader) -> None:
    texts = [
        "Russia attacked Ukraine on Monday.",
        "Kyiv said 40,000 Russian troops were near its border, and that talks had failed, Reuters reported.",
        "Ministers met in Geneva.",
        "Moscow denies that it plans to invade, but has moved tanks to Yelnya.",
    ]
    documents = [replace(document(text), id=str(number)) for number, text in enumerate(texts)]
    alone = [next(iter(reader.read([one]))) for one in documents]
    assert list(reader.read(documents)) == alone
    assert list(reader.read(documents[::-1])) == alone[::-1]


def test_an_own_table_of_actors_is_another_run(tmp_path: Path) -> None:
    own = tmp_path / "actors.yaml"
    own.write_text("- {names: [Sorrelia], code: SRR}\n", "utf-8")
    plain, added = ModelReader(load_actors()).run, ModelReader(load_actors(own)).run
    assert plain.id != added.id
    own.write_text("- {names: [Sorrelia], code: SRX}\n", "utf-8")
    assert ModelReader(load_actors(own)).run.id != added.id


def test_a_code_of_deeds_needs_an_act_or_words(monkeypatch: pytest.MonkeyPatch, reader: ModelReader) -> None:
    text = "Ministers met by video."
    told = Scores(indicators=(("O3", 0.3), ("X2", 0.9), ("D4", 0.3)))
    monkeypatch.setattr(reader._network, "score", lambda sentences: [told] * len(sentences))
    (reading,) = reader.read([document(text)])
    assert {code for claim in reading.claims for code in claim.indicators} == {"X2", "D4"}


def test_an_act_is_done_to_its_own_object(reader: ModelReader) -> None:
    (reading,) = read(
        reader, "Ukraine has been at war with separatists in its east since Russia seized Crimea."
    )
    (seized,) = [claim.event for claim in reading.claims if claim.event and claim.event.trigger == "seized"]
    assert seized.actor.code == "RUS"
    assert seized.recipient is not None
    assert seized.recipient.code == "UKR"
