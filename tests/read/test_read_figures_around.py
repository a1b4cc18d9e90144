"""What surrounds a figure: its scope, whose those counted are, who counts them."""

from datetime import date

import pytest

from vedette.read.dates import normalise
from vedette.read.figures import find
from vedette.types import Actor, Figure, Span

TODAY = date(2021, 11, 11)


def figures(text: str) -> list[Figure]:
    return [m.figure for m in find(text, dates=normalise(text, TODAY), reference_year=TODAY.year)]


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


def test_each_half_has_its_own_counter() -> None:
    for text in ("Moscow counts 900 jets, Kyiv 400 jets", "Moscow counts nine jets, Kyiv speaks of four"):
        given = [text[one.giver.start : one.giver.end] for one in find(text) if one.giver]
        assert given == ["Moscow", "Kyiv"]


def test_of_whom_and_scope() -> None:
    text = "around 90,000 Russian troops near its border, including air and naval units"
    russian = Actor(text="Russian", code="RUS", span=Span(start=14, end=21))
    (found,) = find(text, actors=[russian])
    assert found.figure.of == "RUS"
    assert set(found.figure.scope) == {"near the border", "air and naval included"}
    assert text[found.span.start : found.span.end] == "around 90,000 Russian troops"
