"""Who speaks, from the words of a source to a code, in headlines and sentences as they are read."""

from datetime import UTC, datetime

import pytest

from vedette.read.rules import RuleReader
from vedette.types import Actor, Document


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader()


def speakers(reader: RuleReader, title: str) -> list[Actor | None]:
    """Return who gives each figure of a headline."""
    day = datetime(2021, 11, 11, tzinfo=UTC)
    document = Document(
        id="one", capture="", label="one", title=title, text="", known_at=day, known_basis="published",
        published=day, language="en",
    )  # fmt: skip
    (reading,) = reader.read([document])
    assert reading.error is None
    return [claim.speaker for claim in reading.claims if claim.figure]


@pytest.mark.parametrize(
    ("outlet", "before", "code"),
    [
        ("Ukrinform", "Ukraine was calm.", "UKR"),
        ("Ukrinform", "Nobody slept.", "UKR"),
        ("Ukrinform", "Russia was calm.", "RUS"),  # the other state is named apart from what is said
    ],
)
def test_an_office_in_a_paper_from_home_is_not_whom_it_speaks_of(
    reader: RuleReader, outlet: str, before: str, code: str
) -> None:
    day = datetime(2021, 11, 11, tzinfo=UTC)
    text = f"{before} The president's office said Russian troops had left 90 tanks behind."
    document = Document(
        id="one", capture="", label="one", title="", text=text, known_at=day, known_basis="published",
        published=day, language="en", outlet=outlet,
    )  # fmt: skip
    (reading,) = reader.read([document])
    (given,) = [claim.speaker for claim in reading.claims if claim.figure]
    assert given is not None
    assert given.code.partition(":")[0] == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Peru: 17 die in one day of protest", None),
        ("Kharkiv: rocket kills at least 50 at the station", None),
        ("Cairo: 40 killed in clashes", None),
        ("Bloody Friday: 88 dead in the capital", None),
        ("Libya protests: 84 killed in a day", None),
        ("Kyiv: Russia has massed 90,000 troops", "UKR"),
        ("Ukraine: 90,000 Russian troops near border", "UKR"),
        ("Moscow: raid kills 62 Syrian soldiers", "RUS"),
        ("Uzbek prosecutor: 169 died", "UZB"),
        ("Militants kill 100 soldiers: president Deby", "TCD"),
        ("Algeria's rescue ends: 32 militants dead, interior ministry says", "DZA"),
        ("Moscow said units were going home, but Stoltenberg said 130,000 soldiers remained", "NATO"),
        ("Satellite pictures show 300 tanks in Rostov", None),
        ("Police kill 40 in Caracas, opposition says", "VEN:OPP"),
        ("North Korea keeps 250 launchers there, the South's defence ministry said", "KOR"),
        ("China sent 40 aircraft towards Taiwan, the island's defence ministry said", "TWN"),
        ("Japan pledges $2bn to Jordan", None),
        ("Bamako raid: 40 dead", None),
        ("Escalation in Gaza: 40 rockets fired", None),
        ("Painters and singers: 19,000 people sign an appeal", None),
        ("Iran and Israel: 40 jets each", None),
        ("Carter in Syria: 40 soldiers killed", None),
        ("Egyptian police brutality: 40 hurt", None),
        ("It's official: Latvia buys 40 guns", None),
        ("Ukrainian General Zabrodskyi: 40 tanks came", "UKR"),
        ("Iran FM: 40 ships sent", "IRN"),
        ("Former President of Latvia: 40 tanks came", "LVA"),
        ("Chavez to troops: move 40 tanks", "VEN"),
        ("Officials in Gaza: 40 rockets found", "PSE"),
        ("Children in Gaza: we saw 40 tanks", "PSE:CVL"),
    ],
)
def test_who_gives_a_figure(reader: RuleReader, title: str, code: str | None) -> None:
    (speaker,) = speakers(reader, title)
    assert (speaker.code if speaker else None) == code


def test_the_far_end_of_a_chain_speaks(reader: RuleReader) -> None:
    (speaker,) = speakers(
        reader, "Interfax, citing a source in the ministry, reported that 3,500 troops left"
    )
    assert speaker
    assert speaker.text == "a source in the ministry"


def test_a_pronoun_and_its_office_lead_back_to_the_last_speaker(reader: RuleReader) -> None:
    told = speakers(
        reader,
        "Ukraine's president said 40 tanks came; he counted 12 guns, and his ministry listed 30 lorries.",
    )
    assert [speaker.code if speaker else None for speaker in told] == ["UKR"] * 3


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Pictures taken by a space firm, Orbitview, show 28 jets near Latakia", "Orbitview"),
        ("Rights body ORVIT counts 1,400 arrests", "ORVIT"),
        ("Navalny: 1,145 held after verdict - monitor", "monitor"),
    ],
)
def test_who_is_named_speaks(reader: RuleReader, title: str, words: str) -> None:
    (speaker,) = speakers(reader, title)
    assert speaker
    assert speaker.text == words


def test_who_cites_pictures_speaks(reader: RuleReader) -> None:
    (given,) = speakers(reader, "German officials, citing satellite images, said Russia had moved 40 tanks.")
    assert given is not None
    assert (given.code, given.text) == ("DEU", "German officials")


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        (
            "NATO counts 400 Serbian tanks in Kosovo, its spokesman in Geneva said, and 30 of the guns",
            ["NATO"],
        ),
        ("Austria took in 900 refugees, and Germany, its interior ministry said, 40 tanks", ["DEU"]),
        ("Kenya will send Haiti 600 policemen, its president told reporters", ["KEN"]),
        ("Ukraine's army said 40 tanks came, and the president told the nation Russia had sent 12", ["UKR"]),
        ("40 tanks have left, the secretary-general announced", ["UN"]),
        ("EU: 300 Ukrainians may be uprooted", ["EU"]),
        ("Donors promise 40 tanks - EU", ["EU"]),
    ],
)
def test_whose_office_it_is_the_subject_says(reader: RuleReader, title: str, codes: list[str]) -> None:
    told = speakers(reader, title)
    assert told
    assert told[-1]
    assert [told[-1].code.partition(":")[0]] == codes


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("40 held at the march - Zeta-Info", "Zeta-Info"),
        ("A spokesman for Ghana's Red Cross said that 40 soldiers died", "Ghana's Red Cross"),
        ("A Red Cross volunteer said that 40 soldiers died", "Red Cross"),
        ("Western diplomats in Khartoum say 40 tanks came", "Western diplomats"),
        ("Forty tanks have left, the Orvit agency reported, citing a dock worker", "a dock worker"),
    ],
)
def test_who_stands_for_another_or_is_passed_on(reader: RuleReader, title: str, words: str) -> None:
    told = speakers(reader, title)
    assert told
    assert told[0]
    assert told[0].text == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Rebels killed 48 in the market - Caritas", "Caritas"),
        ("Two mosques bombed: 42 dead (Orvit health office)", "Orvit health office"),
        ("Orvit hospital has 16 dead", "Orvit hospital"),
        ("Mutiny over; 21 dead, says Marsh, and the town is calm", "Marsh"),
        ("The guard lost 30 men, an aide confided.", "an aide"),
        ("Police say 40 people marched; the organisers, 300 people", "organisers"),
        (
            "Families of the garrison, 1,140 people by the harbour master's manifest, have left.",
            "harbour master",
        ),
        (
            "The army can field 3,400 soldiers. That is what the Orvit institute reckons.",
            "the Orvit institute",
        ),
    ],
)
def test_who_counts_in_other_words(reader: RuleReader, title: str, words: str) -> None:
    told = speakers(reader, title)
    assert told
    assert told[-1]
    assert told[-1].text.removeprefix("the ") == words.removeprefix("the ")


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Accra hospital has 16 dead, 119 hurt", ["GHA", "GHA"]),
        ("Lebanon's health minister, Firass Orvit, spoke of 36 people killed", ["LBN"]),
        ("Soldiers took the port and, Kyiv says, 40 tanks; 3 guns burned", ["UKR", None]),
        ("60 warships sailed and, Kyiv says, 40 tanks were lost", [None, "UKR"]),
        ("Forty rockets struck Uvira, army spokesman Sylvain Orvit said", ["COD"]),
    ],
)
def test_who_gives_each_of_several(reader: RuleReader, title: str, codes: list[str | None]) -> None:
    told = [speaker.code.partition(":")[0] if speaker else None for speaker in speakers(reader, title)]
    assert told == codes
