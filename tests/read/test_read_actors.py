"""Who is named: matching, codes, days, the user's own table."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.config import data_file
from vedette.errors import ConfigError
from vedette.read.actors import Actors, load_actors
from vedette.read.names import fold, rows, tokens

AUTUMN = date(2021, 11, 11)


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


def codes(actors: Actors, text: str, on: date | None = AUTUMN) -> list[tuple[str, str]]:
    return [(actor.text, actor.code) for actor in actors.find(text, on)]


def test_find_names_the_parties_with_their_spans(actors: Actors) -> None:
    text = "Secretary of State Antony Blinken told Ukrainian counterpart Dmytro Kuleba: Russian troops move."
    found = actors.find(text, AUTUMN)
    assert [(a.code, a.sector) for a in found] == [("USA", "GOV"), ("UKR", "GOV"), ("RUS", "MIL")]
    assert [a.text for a in found][2] == "Russian troops"
    assert all(a.span is not None and text[a.span.start : a.span.end] == a.text for a in found)


def test_spans_count_code_points(actors: Actors) -> None:
    text = "😀 שלום 🚀 Ukraine"
    (actor,) = actors.find(text, AUTUMN)
    assert actor.span is not None
    assert text[actor.span.start : actor.span.end] == "Ukraine"


@pytest.mark.parametrize(
    ("phrase", "code", "sector"),
    [
        ("the Russian Foreign Ministry", "RUS", "GOV"),
        ("Iran's parliament", "IRN", "LEG"),
        ("Israel's new defence minister", "ISR", "GOV"),
        ("Israeli settlers", "ISR:SETTLERS", None),
        ("Syrian rebels", "SYR:REBELS", None),
        ("police in Athens", "GRC:COP", "COP"),
        ("Bangkok protesters", "THA:CVL", "CVL"),
        ("the Ukrainian opposition", "UKR:OPP", "OPP"),
        ("pro-Moscow separatists", "UNK:SEPARATISTS", "REB"),
        ("Iran-backed militia", "UNK:MILITIA", "REB"),
        ("the Donetsk People's Republic", "UKR:SEPARATISTS", None),
        ("Assad's forces", "SYR", "MIL"),
        ("Kremlin spokesman Dmitry Peskov", "RUS", "GOV"),
        ("Hamas fighters", "PSE:HAMAS", "REB"),
        ("U.S. officials", "USA", "GOV"),
        ("UN inspectors", "UN", None),
        ("the Pentagon", "USA", "MIL"),
        ("IDF", "ISR", "MIL"),
        ("Kosovo", "XKX", None),
        ("Taiwanese navy", "TWN", "MIL"),
        ("Boko Haram", "NGA:BOKOHARAM", None),
        ("Yemens police", "YEM:COP", "COP"),
        ("the Ministry of Defence", "UNK", "GOV"),
        ("Russia's Ministry of Defence", "RUS", "GOV"),
        ("the Ministry of Defence of Belarus", "BLR", "GOV"),
        ("the Indian MoD", "IND", "GOV"),
        ("Ukraine's National Guard", "UKR", "MIL"),
        ("South Korea's Joint Chiefs of Staff", "KOR", "MIL"),
        ("the German Foreign Office", "DEU", "GOV"),
        ("the Foreign Office", "GBR", "GOV"),
        ("iranian protesters", "IRN:CVL", "CVL"),
        ("somebody else", "UNK", None),
        ("", "UNK", None),
    ],
)
def test_resolve(actors: Actors, phrase: str, code: str, sector: str | None) -> None:
    actor = actors.resolve(phrase, AUTUMN)
    assert (actor.text, actor.code, actor.span) == (phrase, code, None)
    if sector is not None:
        assert actor.sector == sector


@pytest.mark.parametrize(
    ("name", "on", "code", "sector", "verified"),
    [
        ("Medvedev", date(2009, 6, 1), "RUS", "GOV", True),
        ("Putin", date(2021, 11, 11), "RUS", "GOV", True),
        ("Obama", date(2012, 6, 1), "USA", "GOV", True),
        ("Obama", date(2018, 6, 1), "USA", "ELI", False),
        ("Yanukovych", AUTUMN, "UKR", "ELI", False),
        ("Assad", date(2024, 1, 1), "SYR", "GOV", True),
        ("Assad", date(2025, 1, 1), "SYR", "ELI", False),
        ("Kallas", date(2022, 6, 1), "EST", "GOV", True),
        ("Kallas", date(2025, 1, 1), "EU", "GOV", True),
        ("Rutte", date(2020, 1, 1), "NLD", "GOV", True),
        ("Rutte", date(2025, 1, 1), "NATO", "GOV", True),
        ("Zelensky", date(2031, 1, 1), "UKR", "GOV", False),
    ],
)
def test_roles_are_of_the_day(
    actors: Actors, name: str, on: date, code: str, sector: str, verified: bool
) -> None:
    (actor,) = actors.find(f"{name} said so.", on)
    assert (actor.code, actor.sector, actor.verified) == (code, sector, verified)


LAST_DAYS = [
    ("Obama", "USA", date(2017, 1, 20)),
    ("Trump", "USA", date(2021, 1, 20)),
    ("Biden", "USA", date(2025, 1, 20)),
    ("Poroshenko", "UKR", date(2019, 5, 20)),
    ("Yanukovych", "UKR", date(2014, 2, 22)),
    ("Yushchenko", "UKR", date(2010, 2, 25)),
    ("Saakashvili", "GEO", date(2013, 11, 17)),
    ("Sarkozy", "FRA", date(2012, 5, 15)),
    ("Hollande", "FRA", date(2017, 5, 14)),
    ("Merkel", "DEU", date(2021, 12, 8)),
    ("Cameron", "GBR", date(2016, 7, 13)),
    ("Gordon Brown", "GBR", date(2010, 5, 11)),
    ("Boris Johnson", "GBR", date(2022, 9, 6)),
    ("Netanyahu", "ISR", date(2021, 6, 13)),
    ("Rouhani", "IRN", date(2021, 8, 3)),
    ("Ahmadinejad", "IRN", date(2013, 8, 3)),
    ("Morsi", "EGY", date(2013, 7, 3)),
    ("Ashraf Ghani", "AFG", date(2021, 8, 15)),
    ("Berlusconi", "ITA", date(2011, 11, 16)),
    ("Kibaki", "KEN", date(2013, 4, 9)),
]


@pytest.mark.parametrize(("name", "code", "last"), LAST_DAYS)
def test_an_office_ends_with_its_last_day(actors: Actors, name: str, code: str, last: date) -> None:
    days = [last + timedelta(days=n) for n in range(3)]
    held = [actor for day in days for actor in actors.find(f"{name} said so.", day)]
    assert [(actor.code, actor.sector, actor.verified) for actor in held] == [
        (code, "GOV", True),
        (code, "ELI", False),
        (code, "ELI", False),
    ]


@pytest.mark.parametrize(
    ("name", "on", "code", "sector"),
    [
        ("Rudd", date(2013, 8, 1), "AUS", "GOV"),  # a second term
        ("Susan Rice", date(2013, 9, 1), "USA", "GOV"),  # the next office is in the compiled table
        ("Johnson", date(2018, 1, 1), "GBR", "GOV"),
        ("Johnson", date(2021, 9, 1), "GBR", "GOV"),
    ],
)
def test_a_later_office_is_held(actors: Actors, name: str, on: date, code: str, sector: str) -> None:
    (actor,) = actors.find(f"{name} said so.", on)
    assert (actor.code, actor.sector, actor.verified) == (code, sector, True)


def test_nobody_is_known_long_before_taking_office(actors: Actors) -> None:
    assert codes(actors, "Zelensky said so.", date(2014, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It told us nothing.", []),
        ("The US told nothing.", [("US", "USA")]),
        ("They roasted a turkey.", []),
        ("He visited Turkey.", [("Turkey", "TUR")]),
        ("Yesterday Michael Jordan scored forty points.", []),
        ("Yesterday Jordan closed the border.", [("Jordan", "JOR")]),
        ("A sheriff in Atlanta, Georgia, said nothing.", [("Georgia", "USA")]),
        ("The talks with Georgia in Tbilisi failed.", [("Georgia", "GEO")]),
        ("It was calm in Moscow.", []),
        ("Kiev rejected the offer.", [("Kiev", "UKR")]),
    ],
)
def test_case_and_company_tell_states_from_words(
    actors: Actors, text: str, expected: list[tuple[str, str]]
) -> None:
    named = [pair for pair in codes(actors, text) if not pair[1].startswith("UNK")]
    assert named == expected


def test_capitals_are_flagged_for_the_caller(actors: Actors) -> None:
    (actor,) = actors.find("Moscow rejected the offer.", AUTUMN)
    assert (actor.code, actor.sector) == ("RUS", "CAP")


@pytest.mark.parametrize("text", ["", " \n", "١٢٣ مرحبا", "A" * 100_000, "🚀" * 50_000, "\ud800 x"])
def test_odd_text_has_no_actors(actors: Actors, text: str) -> None:
    assert actors.find(text, AUTUMN) == []
    assert actors.resolve(text, AUTUMN).code == "UNK"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_spans_always_hold_the_text(text: str) -> None:
    for actor in SHARED.find(text, AUTUMN):
        assert actor.span is not None
        assert text[actor.span.start : actor.span.end] == actor.text


SHARED = load_actors()


def test_own_actors_win(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "- code: UKR:SEPARATISTS\n  names: [Vostok Battalion]\n  sector: REB\n"
        "- code: RUS\n  names: [Ivan Ivanov]\n  sector: GOV\n  from: 2024-05-14\n  verified: 2024-06-01\n",
        "utf-8",
    )
    own = load_actors(file)
    assert codes(own, "The Vostok Battalion fired.") == [("Vostok Battalion", "UKR:SEPARATISTS")]
    (actor,) = own.find("Ivan Ivanov spoke.", date(2024, 7, 1))
    assert (actor.code, actor.verified) == ("RUS", False)


@pytest.mark.parametrize(
    "content",
    [
        "a: 1",
        "- code: RUS",
        "- names: [x]",
        "- {code: RUS, names: [x], colour: red}",
        "- 7",
        "{",
        "- {code: RUS, names: [x], from: soon}",
    ],
)
def test_a_wrong_own_table_names_the_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigError, match=r"own\.yaml"):
        load_actors(file)


def test_a_missing_own_table_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="none"):
        load_actors(tmp_path / "none.yaml")


def test_tables_are_sound() -> None:
    terms = [row for file in ("officials", "persons") for row in rows("actors", f"{file}.tsv")]
    assert len({row["code"][:3] for row in terms}) >= 60
    for row in terms:
        days = [date.fromisoformat(row[key]) for key in ("from", "to", "verified") if row[key]]
        assert row["to"] or row["verified"], row
        assert days == sorted(days), row
    assert len(list(rows("actors", "groups.tsv"))) >= 150
    for file in ("countries", "groups", "organisations", "institutions", "officials"):
        for row in rows("actors", f"{file}.tsv"):
            state, _, group = row["code"].partition(":")
            assert state.replace("+", "").isalnum(), row
            assert state.isupper(), row
            assert not group or group.isupper(), row
    assert data_file("actors", "LICENSES.txt").read_text("utf-8").count("Permission is hereby granted") == 2


def test_folding() -> None:
    assert fold("Yel’nya") == fold("Yelnya") == "yelnya"
    assert fold("Łódź") == "lodz"
    assert [token.key for token in tokens("Iran’s U.S. al-Qaeda N'Djamena")] == [
        "iran",
        "'s",
        "us",
        "al",
        "qaeda",
        "ndjamena",
    ]
