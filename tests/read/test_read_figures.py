"""Figures: how many of what, how exact, of whom."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read.amounts import amounts
from vedette.read.dates import normalise
from vedette.read.figures import EARLIER, find
from vedette.read.numbers import amount, written
from vedette.types import Actor, Figure, FigureKind, Qualifier, Span

TODAY = date(2021, 11, 11)


def figures(text: str) -> list[Figure]:
    return [m.figure for m in find(text, dates=normalise(text, TODAY), reference_year=TODAY.year)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("around 90,000 troops", 90_000, 90_000, "troops", Qualifier.ABOUT),
        ("some ninety thousand soldiers", 90_000, 90_000, "troops", Qualifier.ABOUT),
        ("between 90,000 and 100,000 troops", 90_000, 100_000, "troops", Qualifier.EXACT),
        ("between 90 and 100 thousand soldiers", 90_000, 100_000, "troops", Qualifier.EXACT),
        ("100,000-150,000 troops", 100_000, 150_000, "troops", Qualifier.EXACT),
        ("more than 1.5 million refugees", 1_500_000, 1_500_000, "refugees", Qualifier.MORE_THAN),
        ("at least two dozen tanks", 24, 24, "tanks", Qualifier.AT_LEAST),
        ("fewer than 40 aircraft", 40, 40, "aircraft", Qualifier.LESS_THAN),
        ("up to 175,000 troops", 175_000, 175_000, "troops", Qualifier.UP_TO),
        ("dozens were wounded", 24, 99, "injured", Qualifier.ABOUT),
        ("hundreds of people", 200, 999, "people", Qualifier.ABOUT),
        ("tens of thousands of protesters", 20_000, 99_999, "protesters", Qualifier.ABOUT),
        ("a raid kills 30 civilians", 30, 30, "killed", Qualifier.EXACT),
        ("six aid workers killed in a raid", 6, 6, "killed", Qualifier.EXACT),
        ("the death toll rose to 1,200", 1200, 1200, "killed", Qualifier.EXACT),
        ("police arrest 12", 12, 12, "detained", Qualifier.EXACT),
        ("Thousands march in the capital", 2000, 9999, "protesters", Qualifier.ABOUT),
        ("about 100 battalion tactical groups", 100, 100, "btg", Qualifier.ABOUT),
        ("a $5 billion loan", 5e9, 5e9, "usd", Qualifier.EXACT),
        ("half a million people", 500_000, 500_000, "people", Qualifier.EXACT),
        ("one and a half million people", 1_500_000, 1_500_000, "people", Qualifier.EXACT),
        ("no more than 2,000 men", 2000, 2000, "troops", Qualifier.UP_TO),
        ("30 soldiers or more", 30, 30, "troops", Qualifier.AT_LEAST),
        ("50,000+ protesters", 50_000, 50_000, "protesters", Qualifier.MORE_THAN),
        ("a 15,000-strong army", 15_000, 15_000, "troops", Qualifier.EXACT),
        ("an army of 3,000 Afghan volunteers", 3000, 3000, "people", Qualifier.EXACT),
        ("100,000-90,000 troops", 90_000, 100_000, "troops", Qualifier.EXACT),
        ("seventy or eighty tanks", 70, 80, "tanks", Qualifier.EXACT),
        ("scores of people were killed", 40, 99, "killed", Qualifier.ABOUT),
        ("440 men, women and children were massacred", 440, 440, "killed", Qualifier.EXACT),
        ("43 people, mostly children, died when a bus was hit", 43, 43, "killed", Qualifier.EXACT),
        ("the killing of 24 soldiers", 24, 24, "killed", Qualifier.EXACT),
        ("NATO estimates Russian dead at 7,000 to 15,000", 7000, 15_000, "killed", Qualifier.EXACT),
        ("At least 8,000 Syrians fled into Turkey", 8000, 8000, "refugees", Qualifier.AT_LEAST),
        ("the number of Russian troops rose to about 120,000", 120_000, 120_000, "troops", Qualifier.ABOUT),
        ("eight motorboats of the coast guard", 8, 8, "ships", Qualifier.EXACT),
        ("169-190,000 troops", 169_000, 190_000, "troops", Qualifier.EXACT),
        ("between 90 and 100,000 men", 90_000, 100_000, "troops", Qualifier.EXACT),
        ("two to three thousand rebels", 2000, 3000, "troops", Qualifier.EXACT),
        ("raised by 4,000 to 6,000 troops", 4000, 6000, "troops", Qualifier.EXACT),
        ("more than 60 but fewer than 80 tanks", 60, 80, "tanks", Qualifier.EXACT),
        (">60,000 troops", 60_000, 60_000, "troops", Qualifier.MORE_THAN),
        ("≤300 tanks", 300, 300, "tanks", Qualifier.UP_TO),
        ("~60,000 troops", 60_000, 60_000, "troops", Qualifier.ABOUT),
        ("ca. 60,000 troops", 60_000, 60_000, "troops", Qualifier.ABOUT),
        ("a score of frigates", 20, 20, "ships", Qualifier.EXACT),
        ("half of its fleet, 60 (45 per cent) of its ships, sailed", 60, 60, "ships", Qualifier.EXACT),
        ("three brigades", 3, 3, "formations", Qualifier.EXACT),
        ("80 per cent of the Russian forces", 80, 80, "percent of troops", Qualifier.EXACT),
    ],
)
def test_figure(text: str, low: float, high: float, unit: str, qualifier: Qualifier) -> None:
    (found,) = figures(text)
    assert (found.low, found.high, found.unit, found.qualifier) == (low, high, unit, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "a 60-year-old man",
        "In 2014 troops crossed the river",
        "they won 3-2",
        "call 555 1234",
        "Su-27 jets",
        "30 km from the border",
        "one of the men",
        "on 5 May soldiers left",
        "Goudreault, 35, died",
        "one in four men",
        "two thirds of soldiers",
        "0.04 deaths a year",
        "Resolution 1973 on soldiers",
        "a fare of $12 a head",
        "33 whale deaths",
        "06.00 Russian forces attack",
        "two car bombs",
        "40 percent of children",
        "a dozen states told their nationals to leave",
        "half of the ground forces",
        "a third of the troops",
        "a handful of soldiers",
        "1,500.5 troops",
        "5 million euros",
        "more than four thousand exercises will be held",
        "surgeons treated a man of 57, the hospital said",
        "reservists between 18 and 60 are called up",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("there are 90,000 troops near the border", FigureKind.STOCK),
        ("it sent another 500 soldiers", FigureKind.DELTA),
        ("it withdrew 10,000 troops", FigureKind.DELTA),
        ("2,000 more troops arrived", FigureKind.DELTA),
        ("the force could reach 175,000 troops", FigureKind.PROJECTION),
        ("175,000 troops by early 2022", FigureKind.PROJECTION),
        ("Oran announced the return of 4,000 soldiers", FigureKind.DELTA),
        ("4,000 soldiers are marching back to barracks", FigureKind.DELTA),
        ("4,000 men were on their way home", FigureKind.DELTA),
        ("4,000 soldiers in the south are going back to barracks", FigureKind.DELTA),
        ("4,000 marines have come back from the coast", FigureKind.DELTA),
        ("the army was cut by 9,000 men", FigureKind.DELTA),
        ("4,000 soldiers are in the camp on the coast", FigureKind.STOCK),
    ],
)
def test_kind(text: str, kind: FigureKind) -> None:
    (found,) = figures(text)
    assert found.kind is kind


@pytest.mark.parametrize(
    "written",
    [
        "90,000",
        "90.000",
        "90 000",
        "90\u00a0000",
        "90\u2009000",
        "90\u202f000",
        "90'000",
        "90’000",
        "90k",
        "0.09 million",
        "90،000",
        "90٬000",
        "90·000",
        "90˙000",
        "９０，０００",
    ],
)
def test_every_separator_of_thousands(written: str) -> None:
    (found,) = figures(f"about {written} troops near the border")
    assert (found.low, found.high, found.unit) == (90_000, 90_000, "troops")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,23,456", 123_456),
        ("1.234 million", 1_234_000),
        ("1,5 million", 1_500_000),
        ("½ million", 500_000),
        ("2¼ million", 2_250_000),
        ("1 million, 200 thousand", 1_200_000),
    ],
)
def test_separators_of_other_lands(written: str, value: float) -> None:
    assert amount(written) == (value, value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("26 civilians were killed and 46 wounded", [(26, "killed"), (46, "injured")]),
        ("3 soldiers and 2 civilians were killed", [(3, "killed"), (2, "killed")]),
        ("a raid killed three soldiers and two civilians", [(3, "killed"), (2, "killed")]),
        ("a bomb kills the governor, 3 others", [(3, "killed")]),
        ("11 injured, including 4 police officers", [(11, "injured"), (4, "injured")]),
        ("40,000 soldiers at the border and 40,000 in Crimea", [(40_000, "troops")] * 2),
        ("China fired 11 missiles; Japan counted nine", [(11, "missiles"), (9, "missiles")]),
        ("About 250,000 U.S. and 45,000 British troops", [(250_000, "troops"), (45_000, "troops")]),
        ("148,000 troops, of which 126,000 are ground forces", [(148_000, "troops"), (126_000, "troops")]),
        ("one of four founders arrested", []),
    ],
)
def test_numbers_that_share_a_noun_or_a_fate(text: str, told: list[tuple[float, str]]) -> None:
    assert [(one.low, one.unit) for one in figures(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "now more than 100,000 troops, not more than 150,000",
        "169,000 troops, up from about 150,000 in January",
        "the force was cut from 150,000 to 100,000 troops",
        "a headline that puts 150,000 men at the border is mistaken",
        "the number of troops rose from 150,000 to 170,000",
        "Oran has raised the number of troops on the coast from 150,000 to about 170,000",
        "the number of troops fell to 120,000 from about 150,000",
        "the garrison rose to 170,000 men from 150,000 a year ago",
    ],
)
def test_a_value_that_is_replaced_is_flagged(text: str) -> None:
    assert {one.low: EARLIER in one.scope for one in figures(text)}[150_000]
    assert sum(EARLIER in one.scope for one in figures(text)) == 1


def test_by_how_much_and_to_what() -> None:
    by, to = figures("Oran cut its garrison by 20,000 to 70,000 men")
    assert (by.low, by.high, by.kind) == (20_000, 20_000, FigureKind.DELTA)
    assert (to.low, to.high, to.kind) == (70_000, 70_000, FigureKind.STOCK)


def test_some_who_went_are_some_of_the_force_before() -> None:
    (some,) = find("Only a few thousand are said to have gone.", preceding="Oran withdraws 10,000 troops.")
    assert (some.figure.unit, some.figure.kind) == ("troops", FigureKind.DELTA)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "Rebels said they had taken 12 villages, three bridges and 40 lorries",
            ["sites", "sites", "vehicles"],
        ),
        ("The navy logged 90 violations and 15 air raids", ["attacks", "attacks"]),
        ("Berlin will send 6,000 helmets and 80 tents", ["goods", "goods"]),
        ("The battle left 900 men killed or wounded", ["casualties"]),
        ("Its losses since May were put at 4,000, including 900 dead", ["casualties", "killed"]),
        ("The army sent 12 guns and 140 men to the pass", ["weapons", "troops"]),
        ("Police questioned 140 men and boys", ["people"]),
        ("Some 6,000 villagers have crossed into Chad", ["refugees"]),
        ("Some 600 soldiers crossed into Chad", ["troops"]),
        ("Customs men stopped 700 migrants", ["refugees"]),
        ("The militia holds 14 policemen", ["detained"]),
        ("The army holds 40,000 soldiers in reserve", ["troops"]),
        ("The brigade lost 30 of its number", ["killed"]),
        ("Seven wounded sailors were landed", ["injured"]),
        ("The number of conscripts hurt was put at 31", ["injured"]),
        ("The president gave the number of drones as 900", ["aircraft"]),
        ("80 families, 30 hostages and 12 missing fishermen", ["other", "people", "people"]),
        ("One guard, two miners dead in raid", ["killed", "killed"]),
        ("Tokyo fired on two cutters; Seoul says three were hit", ["ships", "ships"]),
        ("Two frigates sunk, three damaged off the cape", ["ships", "ships"]),
        ("The general has 300 drones, of which 20 fly", ["aircraft", "aircraft"]),
        ("Of the 70 jets in the west, 12 are ready", ["aircraft", "aircraft"]),
        ("Six Danish and Dutch patrol boats sailed", ["ships"]),
        ("2,000 soldiers dug in and 700 others waited", ["troops", "troops"]),
        ("3,000 soldiers and 900 Kurds hold the dam", ["troops", "troops"]),
        ("Nine Challenger 2 tanks and 12 Harpoons", ["tanks", "missiles"]),
        ("Three officials in Rome, none of them named, said it was over", []),
        ("The pass takes 200 lorries a day", []),
        ("There are two gunners per tank", []),
        ("Three rounds of talks were held", []),
        ("The post fired 12 rounds and 30 rounds of artillery", ["weapons", "weapons"]),
        ("Troops of two districts go home", []),
        ("The rebels took two districts", ["sites"]),
        ("60 web sites of ministries were attacked", []),
        ("53 battalion groups and 28 Russian battle groups", ["btg", "btg"]),
        ("70 military advisers and 30 instructors landed", ["troops", "troops"]),
        ("Nine Ilyushins, four Dakotas and two Seahawks", ["aircraft"] * 3),
        ("Some 40 jawans and 12 gendarmes and police", ["troops", "troops"]),
        ("16 shotguns, 90 Marder infantry fighting vehicles and 30 personnel carriers", ["weapons"] * 3),
        ("Nine landing craft and three sloops", ["ships", "ships"]),
        ("13 checkpoints, six ammunition dumps and 40 craters", ["sites"] * 3),
        ("60 air raids; 12 cyber-attacks", ["attacks", "attacks"]),
        ("They laid out 28 attackers' corpses and 31 coffins", ["killed", "killed"]),
        ("The hospital has 31 gunshot cases", ["injured"]),
        ("A list of the dead has 64 names", ["killed"]),
        ("On Sunday the league noted 90 arrests; its list has 213 names", ["detained", "detained"]),
        ("Twenty-nine hostages did not live to see it", ["killed"]),
        ("The army has neutralised 16 rebels and buried nine policemen", ["killed", "killed"]),
        ("392 villagers were shot by commandos", ["killed"]),
        ("28 have bullet wounds, 90 are in the city's hospitals", ["injured", "injured"]),
        ("600 soldiers laid down their arms", ["detained"]),
        ("155 Irishmen surrendered; 40 ministers are under lock and key", ["detained", "detained"]),
        ("70,000 have walked into Chad; 900 sleep in schools", ["refugees", "refugees"]),
        ("The frigate had 120 aboard, and 86 were rescued", ["people", "people"]),
        ("Gunmen hold 30 teachers", ["people"]),
        ("Three thousand volunteers fought in his ranks", ["troops"]),
        ("With 400 tanks and 11,000 Cubans he is free to choose", ["tanks", "troops"]),
        ("A crowd of 6,000 sat down on the square", ["protesters"]),
    ],
)
def test_what_is_counted(text: str, units: list[str]) -> None:
    assert [one.unit for one in figures(text)] == units


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kyiv lists 22 ships sunk, Moscow four", [(22, "ships"), (4, "ships")]),
        ("Residents spoke of 300 arrested and the ministry of 43", [(300, "detained"), (43, "detained")]),
        ("The navy lifted 600 of its 1,400 nationals", [(600, "people"), (1400, "people")]),
        ("at least 20,000 and a dozen ships", [(12, "ships")]),
        ("Scuds over the capital: six fired, four hit", [(6, "missiles"), (4, "missiles")]),
        ("between ten and thirteen bombers", [(10, "aircraft")]),
        ('"About 40,000" soldiers at the border', [(40_000, "troops")]),
        ("a loan of $33bn, of which four billion is new", [(33e9, "usd"), (4e9, "usd")]),
        ("it owes $370m (233m) since the default", [(370e6, "usd")]),
    ],
)
def test_numbers_that_lean_on_others(text: str, told: list[tuple[float, str]]) -> None:
    assert [(one.figure.low, one.figure.unit) for one in find(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hospitals treat 400 for gas", [(400, "injured")]),
        ("Oran evacuated 24,000 by sea", [(24_000, "people")]),
        ("The mine: 31 alive, says rescuer", [(31, "people")]),
        ("Soviet tanks, three hundred by one count, rolled in", [(300, "tanks")]),
        ("Refugees in Oran now 132,000", [(132_000, "refugees")]),
        ("The rebels number 15,000", [(15_000, "troops")]),
        ("Cubans in Oran: 2,800", [(2800, "troops")]),
        ("Students hold the hall; the Monday march drew 20,000", [(20_000, "protesters")]),
        ("The navy buried ten of its own", [(10, "killed")]),
        ("Nine killed, 40 hurt, Oran says; Tunis says 12", [(9, "killed"), (40, "injured"), (12, "killed")]),
        ("72 bodies were found: 58 men, 14 women", [(72, "killed"), (58, "killed"), (14, "killed")]),
        ("Oran says 600 died; Tunis gives 460 civilians", [(600, "killed"), (460, "killed")]),
        ("Two soldiers were among the 140 dead", [(2, "killed"), (140, "killed")]),
        ("The army claims 65 jihadists", [(65, "killed")]),
        ("Poland sends 14 Leopards, Norway eight", [(14, "tanks"), (8, "tanks")]),
        ("170 shells came over, eighty of which struck the town", [(170, "weapons"), (80, "weapons")]),
        ("A 2,000-strong column left", [(2000, "troops")]),
        ("53 Chinese left the pass", [(53, "people")]),
        ("Oran pays $5 million a month", []),
        ("The guns were home by four, he said", []),
        ("The rebels lost the chief, 41, in May", []),
    ],
)
def test_what_is_done_to_them_or_said_of_them(text: str, told: list[tuple[float, str]]) -> None:
    assert [(one.low, one.unit) for one in figures(text)] == told


def test_a_bare_number_counts_what_the_sentence_before_spoke_of() -> None:
    (one,) = find("A diplomat counted nineteen.", preceding="Frigates lie off the port.")
    assert (one.figure.low, one.figure.unit) == (19, "ships")
    assert find("A diplomat counted nineteen.") == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Up to 80,000 Iranians lined up at the frontier", "troops"),
        ("Some 80,000 Iranians are dug in there", "troops"),
        ("Up to 80,000 Iranians lined up to vote", "people"),
        ("Some 80,000 Iranians at the border", "people"),
    ],
)
def test_a_people_in_array_are_troops(text: str, unit: str) -> None:
    start = text.index("Iranians")
    actor = Actor(text="Iranians", code="IRN", span=Span(start=start, end=start + 8))
    (found,) = find(text, actors=[actor])
    assert found.figure.unit == unit


def test_right_to_left_text_and_its_marks() -> None:
    (found,) = figures("\u200f90,000\u200f troops \u202bقرب الحدود\u202c")
    assert (found.low, found.unit) == (90_000, "troops")
    (found,) = figures("٩٠٬٠٠٠ troops")
    assert found.low == 90_000


@pytest.mark.parametrize(
    "part", ["12 ", "two hundred and ", "90,000 troops and ", "3 a-b-c-d-e-f ", '"3 ', "1.1", "  "]
)
def test_a_long_line_takes_no_longer_than_its_length(part: str) -> None:
    begun = time.process_time()
    figures(part * (100_000 // len(part)))
    assert time.process_time() - begun < 20


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_with_separators_mean_the_number(number: int) -> None:
    assert amount(f"{number:,}") == (number, number)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for found in find(text):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.figure.low <= found.figure.high


def test_a_reader_is_asked_of_every_number_where_its_figure_begins() -> None:
    text = "It sent $5 billion, US$ 30m and 3,000 to 4,000 men of the 200,000 it has."
    asked = {start for start, _ in written(text)}
    assert {said.first for said in amounts(text, [])} <= asked
    assert [text[start:end] for start, end in written(text)][:2] == ["$5 billion", "US$ 30m"]
