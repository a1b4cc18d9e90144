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


def test_scope_belongs_to_its_own_figure() -> None:
    text = "140,000 troops with air and naval forces, Kyiv said; 119,000 of them are ground troops"
    whole, part = figures(text)
    assert whole.scope == ("air and naval included",)
    assert part.scope == ("ground only",)
    row = figures("90,000 troops, 1,200 tanks and 300 aircraft near the border")
    assert [one.scope for one in row] == [("near the border",)] * 3


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("31,000 soldiers, not counting reserves or gendarmes", {"reserves", "internal security forces"}),
        ("90,000 troops, without the separatists or the navy", {"separatists", "air and naval"}),
        ("60,000 soldiers, the permanent garrisons excluded", {"permanent garrisons"}),
        ("70,000 troops; Belarusian units are not counted", set()),
        ("Apart from the militia's 9,000 men, the force has 70,000 troops", {"militia"}),
        ("Those 40,000 troops exclude ones in Crimea", {"those in Crimea"}),
    ],
)
def test_what_a_number_leaves_out(text: str, scope: set[str]) -> None:
    assert set(figures(text)[-1].scope) == {f"{one} excluded" for one in scope}


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        (
            "90,000 troops near the country, including those in Crimea",
            ["near the border", "those in Crimea included"],
        ),
        ("30,000 troops in Belarus, excluding those in Crimea", ["those in Crimea excluded", "in Belarus"]),
        ("50 BTGs within 60 km of the frontier", ["near the border"]),
        ("120,000 soldiers with air and naval forces", ["air and naval included"]),
        ("120,000 soldiers with tanks in Crimea", ["in Crimea"]),
        (
            "200,000 men, fleet and air force included, but not the rebels",
            ["air and naval included", "separatists excluded"],
        ),
        ("9,000 separatists are counted apart", []),
        ("56 planes of the air force, among them bombers", []),
        ("21,000 air and naval personnel", ["air and naval only"]),
        ("35,000 of the troops are permanently based in Crimea", ["permanent garrisons only", "in Crimea"]),
    ],
)
def test_what_it_counts_in_is_not_where_it_is(text: str, scope: list[str]) -> None:
    assert list(figures(text)[0].scope) == scope


def test_the_whole_includes_and_the_part_beside_it_does_not() -> None:
    text = "With air and naval forces, some 21,000, the total is 127,000"
    part, whole = (one.figure for one in find(text, preceding="Oran has 106,000 ground troops."))
    assert (part.low, whole.low) == (21_000, 127_000)
    assert "air and naval included" not in part.scope
    assert whole.scope == ("air and naval included",)
    (first,) = figures("40,000 soldiers near the border and as many in Crimea")
    assert first.scope == ("near the border",)


def test_a_part_that_is_counted_in_is_where_it_is_said_to_be() -> None:
    whole, *parts = figures("90,000 troops, including 21,000 in Crimea and 9,000 in Belarus")
    assert whole.scope == ("those in Crimea included", "those in Belarus included")
    assert [part.scope for part in parts] == [("in Crimea",), ("in Belarus",)]


def test_the_next_sentence_says_what_the_number_covers() -> None:
    text = "Oran has 80,000 troops near the border, 50,000 more than in May, and 900 tanks."
    following = "Its figure includes troops along the frontier and the gendarmerie, but not those in Crimea."
    whole, *parts = find(text, following=following)
    assert whole.figure.scope == (
        "near the border",
        "internal security forces included",
        "those in Crimea excluded",
    )
    assert not any("included" in flag or "excluded" in flag for one in parts for flag in one.figure.scope)
    assert find(text, following="The navy includes troops in Crimea.") == find(text)


@pytest.mark.parametrize(
    ("text", "owner", "code"),
    [
        ("Russia has in recent weeks massed 90,000 troops", "Russia", "RUS"),
        ("90,000 troops of Russia", "Russia", "RUS"),
        ("Kyiv said 90,000 troops were there", "Kyiv", None),
        ("a fighter downs a Chinese balloon with 2 missiles", "Chinese", None),
        ("Israel kills 4 soldiers", "Israel", None),
        ("Kenya lost 4 soldiers at the ford", "Kenya", "RUS"),
        ("Of the 60 brigades that Iran keeps, some rest", "Iran", "RUS"),
        ("60 missiles that Iran shot down", "Iran", None),
        ("Iran said 14 of its soldiers were hurt", "Iran", "RUS"),
        ("Seoul puts the Chinese invaders at about 70,000 men", "Chinese", "RUS"),
    ],
)
def test_whose_they_are(text: str, owner: str, code: str | None) -> None:
    start = text.index(owner)
    actor = Actor(text=owner, code="RUS", span=Span(start=start, end=start + len(owner)))
    (found,) = find(text, actors=[actor])
    assert found.figure.of == code


def test_where_a_force_stands_is_not_whose_it_is() -> None:
    text = "Oran, in a war against Melia, keeps 2,500 marines in Corvia against 900 rebels"
    actors = [
        Actor(text=name, code=code, span=Span(start=text.index(name), end=text.index(name) + len(name)))
        for name, code in (("Oran", "ORN"), ("Melia", "MLA"), ("marines in Corvia", "CRV"))
    ]
    assert [one.figure.of for one in find(text, actors=actors)] == ["ORN", None]


def test_a_number_that_leans_on_another_has_its_owner() -> None:
    text = "Melian rebels have 900 tanks and 60 howitzers; 300 of them stand on the coast"
    melian = Actor(text="Melian", code="MLA", span=Span(start=0, end=6))
    assert [one.figure.of for one in find(text, actors=[melian])] == ["MLA", "MLA", "MLA"]
    before = "The army of Melia has 90,000 soldiers."
    (part,) = find("Some 35,000 of them are in the south.", preceding=before, whose="MLA")
    assert (part.figure.unit, part.figure.of) == ("troops", "MLA")
    (other,) = find("Some 35,000 reservists are in the south.", preceding=before, whose="MLA")
    assert other.figure.of is None


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
    ("text", "giver"),
    [
        ("Kyiv counts 85,000 troops within 40 km of the border", "Kyiv"),
        ("the Red Cross put the toll at 50 dead", "the Red Cross"),
        ("Chinese troops, put by Delhi at 20,000, attacked", "Delhi"),
        ("UN says no; 514 dead by the monitor's count", "the monitor"),
        ("200 soldiers faced 50, an Indian official said; some were hurt", "an Indian official"),
        ("Israel's columns, put by UNIFIL at 25,000 men, moved", "UNIFIL"),
        ("Indian channels, citing army sources, reported 43 dead", "army sources"),
        ("China fired 11 missiles; Japan counted nine", None),
        ("An estimated 100,000 troops face Kuwait", None),
        ("Iran kills 40 soldiers", None),
        ("The union's figure was 40 dead", "The union"),
        ("The league shows images of 40 tanks", "The league"),
        ("By midnight the league had the names of 40 detained", "the league"),
        ("UNICEF fears 40 soldiers will die", "UNICEF"),
        ("A nurse who asked not to be named saw 40 bodies", "A nurse"),
        ("Up to 40 tanks, at which the league puts it, came", "the league"),
        ("Forty soldiers marched and, by the union's count, 38 were arrested", None),
        ("Lome lies there, whose clinic counts 40 dead", "clinic"),
    ],
)
def test_who_gives_it_by_counting(text: str, giver: str | None) -> None:
    first = find(text)[0]
    assert (text[first.giver.start : first.giver.end] if first.giver else None) == giver


@pytest.mark.parametrize(
    ("text", "giver"),
    [
        ("Oran fired 181 missiles, by Melia's count", "Melia"),
        ("Melia's border guard, which has counted 2,340 refugees, shut the gate", "Melia's border guard"),
        ("Oran, by its own tally, lost 40 soldiers", "Oran"),
        ("Oran, according to the Red Cross, has registered 19,284 prisoners", "the Red Cross"),
        ("In the words of a monk in the camp, 700 villagers were led off", "a monk in the camp"),
        ("Of 84 missiles, Melia's air force said, 43 missiles were shot down", "Melia's air force"),
        ("a toll of dead that the mission puts at 160", "the mission"),
        ("Toll put at 101 dead by police", "police"),
        ("Oran has 550 soldiers in the south", None),
    ],
)
def test_whose_count_it_is_said_to_be(text: str, giver: str | None) -> None:
    *_, last = find(text)
    assert (text[last.giver.start : last.giver.end] if last.giver else None) == giver


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


def test_each_half_has_its_own_counter() -> None:
    for text in ("Moscow counts 900 jets, Kyiv 400 jets", "Moscow counts nine jets, Kyiv speaks of four"):
        given = [text[one.giver.start : one.giver.end] for one in find(text) if one.giver]
        assert given == ["Moscow", "Kyiv"]


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


def test_of_whom_and_scope() -> None:
    text = "around 90,000 Russian troops near its border, including air and naval units"
    russian = Actor(text="Russian", code="RUS", span=Span(start=14, end=21))
    (found,) = find(text, actors=[russian])
    assert found.figure.of == "RUS"
    assert set(found.figure.scope) == {"near the border", "air and naval included"}
    assert text[found.span.start : found.span.end] == "around 90,000 Russian troops"


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
