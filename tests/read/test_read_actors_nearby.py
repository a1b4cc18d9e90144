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
        ("Saudi-backed court in Bahrain jails protesters", "protesters", "BHR:CVL"),
        ("Mali: gunmen seize a bus", "gunmen", "MLI:GUNMEN"),
        ("North Korea says South pushes towards war", "South", "KOR"),
        ("Russia warned the West over Syria", "the West", "UNK"),
        ("Two Canadians were held in Cairo", "Two Canadians", "CAN:CVL"),
        ("Saudis told the envoy to go", "Saudis", "SAU"),
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


@pytest.mark.parametrize(
    ("text", "said", "home", "code"),
    [
        # nobody meets, visits or accuses himself
        ("The president received Lukashenko on Friday.", "The president", "FRA", "FRA"),
        ("The chancellor flew to Ankara.", "The chancellor", "DEU", "DEU"),
        ("The army accused Eritrean forces of looting.", "The army", "ETH", "ETH"),
        ("The president called Obama. The president is hopeful.", "The president is", "MEX", "MEX"),
        ("The president received Lukashenko on Friday.", "The president", None, "UNK"),
        # home is one of the states that it may be
        ("The navy said Iran had seized a tanker.", "The navy", "ARE", "ARE"),
        ("Somalia's parliament fled. The government is in Nairobi.", "The government", "GBR", "SOM"),
        ("Strikes paralysed Greece. Police closed the port.", "Police", "GBR", "GRC:COP"),
        # who is not known is of no one home
        ("A police officer was seen there.", "A police officer", "FRA", "UNK:COP"),
        ("Officials were silent.", "Officials", "FRA", "UNK"),
        ("The kingdom's interior ministry was silent.", "The kingdom's interior ministry", "FRA", "UNK"),
        # the city that is named with an office, but not with whoever travels
        ("The foreign ministry in Ankara was silent on Syria.", "The foreign ministry", "GBR", "TUR"),
        ("The embassy in Damascus burned.", "The embassy", "GBR", "GBR"),
        ("Israeli troops shot at a bus, said the governor of Nablus.", "the governor", "GBR", "PSE"),
        # civilians are of the place and not of the troops
        ("Ethiopian troops killed four villagers in Baidoa.", "four villagers", None, "SOM:CVL"),
        ("Ethiopian troops killed four people in Baidoa, the mayor said.", "the mayor", "GBR", "SOM"),
        ("Ethiopian troops killed four villagers.", "four villagers", None, "ETH:CVL"),
        # who ousts a leader is of his state
        ("France was silent as protests led to the ousting of Blaise Compaore.", "protests", None, "BFA:CVL"),
        ("France, Mali and Niger were silent as the army deposed Compaore.", "the army", "GBR", "BFA"),
        # who stands behind a party is not its state
        ("Georgia fought pro-Moscow separatists, Russia said.", "pro-Moscow separatists", None,
         "GEO:SEPARATISTS"),
        ("Lebanon jailed Syrian-backed gunmen.", "Syrian-backed gunmen", None, "UNK:GUNMEN"),
        ("Kenya froze the funds, its foreign ministry said; Sudan and Chad did not.", "its foreign ministry",
         "GBR", "KEN"),
    ],
)  # fmt: skip
def test_whose_an_office_is(actors: Actors, text: str, said: str, home: str | None, code: str) -> None:
    span = at(text, said)
    span = Span(start=span.start, end=span.start + len(said.removesuffix(" is")))
    assert who(actors, text, span, DAY, home=home).code == code


def test_a_state_that_is_only_spoken_of_is_another(actors: Actors) -> None:
    text = "The ministry said Russia had moved 90 tanks."
    span, content = at(text, "The ministry"), at(text, "Russia had moved 90 tanks")
    assert who(actors, text, span, DAY, said=(content,)).code == "UNK"
    assert who(actors, text, span, DAY, said=(content,), home="GEO").code == "GEO"
    assert who(actors, text, span, DAY, said=(content,), home="RUS").code == "RUS"
    assert who(actors, "KYIV: " + text, at("KYIV: " + text, "The ministry"), DAY).code == "UKR"


def test_a_name_that_is_known_needs_nobody_near(actors: Actors) -> None:
    text = "Syria says Hezbollah fighters left."
    assert who(actors, text, at(text, "Hezbollah fighters"), DAY).code == "LBN:HEZBOLLAH"


def test_words_that_are_names_only_where_a_party_is_sure(actors: Actors) -> None:
    text = "Target says it was hit; the target was hit."
    assert actors.find(text, DAY) == []
    assert actors.resolve("Target", DAY).code == "USA:BUS"


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Stoltenberg", date(2011, 7, 1), "NOR"),
        ("Stoltenberg", date(2015, 7, 1), "NATO"),
        ("Lagarde", date(2010, 1, 1), "FRA"),
        ("Lagarde", date(2012, 1, 1), "IMF"),
        ("Abbott", date(2014, 1, 1), "AUS"),
        ("Labour Party", date(2009, 1, 1), "GBR"),
        ("Labour Party", date(2012, 1, 1), "GBR:OPP"),
        ("Nasheed", date(2010, 1, 1), "MDV"),
    ],
)
def test_people_and_parties_of_the_day(actors: Actors, name: str, day: date, code: str) -> None:
    assert actors.resolve(name, day).code == code


def test_a_bare_surname_long_out_of_office_is_a_word(actors: Actors) -> None:
    assert not [a for a in actors.find("Fuel Price protests in India", DAY) if a.code == "BLZ"]


def test_congress_is_the_american_unless_said_otherwise(actors: Actors) -> None:
    codes = [a.code for a in actors.find("Congress met.", DAY) + actors.find("Peru's Congress met.", DAY)]
    assert codes == ["USA", "PER"]


def test_a_headline_in_small_letters(actors: Actors) -> None:
    text = "israel bombs gaza after hamas rockets"
    assert [(a.text, a.code) for a in actors.find(text, DAY)] == [
        ("israel", "ISR"),
        ("gaza", "PSE"),
        ("hamas", "PSE:HAMAS"),
    ]
    assert who(actors, text, at(text, "hamas"), DAY).code == "PSE:HAMAS"
    assert actors.resolve("the target", DAY).code == "UNK"


def test_a_headline_in_capitals(actors: Actors) -> None:
    text = "ISRAEL ATTACKS GAZA, SAYS US"
    assert [a.code for a in actors.find(text, DAY)] == ["ISR", "PSE", "USA"]


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("A court in Ankara freed German journalist Lena Brandt on Monday.", "Lena Brandt", "DEU:MED"),
        ("The U.N. envoy for Somalia Karl Brandt met the president.", "Karl Brandt", "UN"),
        ("A Lebanese lawyer, Karim Dabbous, sued the Syrian state.", "Karim Dabbous", "LBN:CVL"),
        ("Polish police held Olga Ivars, a Belarusian activist, in Gdansk.", "Olga Ivars", "BLR:CVL"),
        ("U.S. deputy UN ambassador Peter Solano spoke in Istanbul.", "Peter Solano", "USA"),
    ],
)
def test_a_stranger_is_who_the_text_says_he_is(actors: Actors, text: str, said: str, code: str) -> None:
    assert who(actors, text, at(text, said), DAY).code == code


def test_who_says_something_of_a_stranger_is_not_the_stranger(actors: Actors) -> None:
    text = "Peter Solano, the White House said, will travel."
    assert who(actors, text, at(text, "Peter Solano"), DAY).sector is None


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("The House voted to cut aid to Pakistan.", "House", "USA"),
        ("House and Senate negotiators agreed on arms for Taiwan.", "House and Senate negotiators", "USA"),
        ("Polish ministers said the Senate would block it.", "the Senate", "POL"),
        ("China accused the Senate of meddling.", "the Senate", "USA"),
        ("Ukraine says Russia's Security Council met.", "Russia's Security Council", "RUS"),
        ("Coalition airstrikes hit the port of Hodeidah in Yemen.", "Coalition airstrikes", "UNK"),
        ("Senate in Abuja rejects the budget", "Senate", "NGA"),
        ("The Supreme Court let the ban stand.", "Supreme Court", "USA"),
        ("The Treasury in London froze the accounts.", "Treasury", "GBR"),
        ("The security council met over Mali.", "security council", "UN"),
        ("Russia's Security Council met.", "Russia's Security Council", "RUS"),
        ("Saudi-led coalition forces struck Sanaa.", "Saudi-led coalition forces", "SAU"),
        ("Republicans blocked the nominee.", "Republicans", "USA"),
        ("IS members fled to Raqqa.", "IS members", "ISIS"),
        ("New Mexico sued the mine.", "New Mexico", "USA"),
    ],
)
def test_an_institution_follows_the_state_beside_it(actors: Actors, text: str, said: str, code: str) -> None:
    assert who(actors, text, at(text, said), DAY).code == code


@pytest.mark.parametrize("name", ["Harrison Ford", "Harrison T. Ford", "Chatham House"])
def test_a_name_before_a_firm_makes_it_another_name(actors: Actors, name: str) -> None:
    assert actors.resolve(name, DAY).code == "UNK"


def test_washington_is_the_american_capital(actors: Actors) -> None:
    assert [a.code for a in actors.find("Washington answered as Moscow did.", DAY)] == ["USA", "RUS"]


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Sanders", date(2016, 6, 1), "USA"),
        ("Manafort", date(2016, 8, 1), "USA"),
        ("Nixon", date(1973, 8, 1), "USA"),
        ("Goh Chok Tong", date(2003, 8, 1), "SGP"),
        ("Advani", date(2003, 8, 1), "IND"),
        ("Prodi", date(2003, 12, 28), "EU"),
        ("Chamisa", date(2018, 8, 1), "ZWE:OPP"),
    ],
)
def test_people_of_the_years_before_and_after(actors: Actors, name: str, day: date, code: str) -> None:
    assert actors.resolve(name, day).code == code
