"""Which words name a place, and which place."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read.disputes import Dispute
from vedette.read.gazetteer import gazetteer
from vedette.read.names import rows
from vedette.read.places import locate
from vedette.types import PlaceMention, Span


def named(text: str, **kwargs: str) -> list[tuple[str, str | None, str | None]]:
    return [(m.text, m.name, m.country) for m in locate(text, **kwargs)]  # type: ignore[arg-type]


def one(text: str, name: str, country: str | None = None) -> PlaceMention:
    start = text.index(name)
    (mention,) = locate(text, [Span(start=start, end=start + len(name))], country=country)
    return mention


def test_towns_near_a_border() -> None:
    found = locate("Tanks were seen in camps near Yelnya, Bryansk and Kursk.")
    assert [(m.name, m.country) for m in found] == [("Yelnya", "RUS"), ("Bryansk", "RUS"), ("Kursk", "RUS")]
    yelnya = found[0]
    assert yelnya.latitude == pytest.approx(54.57, abs=0.1)
    assert yelnya.longitude == pytest.approx(33.18, abs=0.1)
    assert [m.geonames_id for m in found[1:]] == [571476, 538560]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Kiev", "Kyiv"),
        ("Kharkov", "Kharkiv"),
        ("Lugansk", "Luhansk"),
        ("Bombay", "Mumbai"),
        ("Elnya", "Yelnya"),
    ],
)
def test_other_spellings(said: str, name: str) -> None:
    assert one(f"Snow fell in {said}.", said).name == name


@pytest.mark.parametrize(
    "name", ["Crimea", "Sevastopol", "Abkhazia", "South Ossetia", "Golan Heights", "Kerch Strait"]
)
def test_disputed_places_are_marked(name: str) -> None:
    (mention,) = locate(f"Ships were seen near {name} on Monday.")
    assert mention.disputed
    assert mention.text == name


def test_undisputed_places_are_not() -> None:
    assert not one("Rain in Vienna.", "Vienna").disputed


@pytest.mark.parametrize(
    ("name", "before", "since"),
    [
        ("Simferopol", "2010-01-01", "2014-03-18"),
        ("Alchevsk", "2013-12-31", "2016-06-01"),
        ("Mariupol", "2020-01-01", "2022-06-01"),
        ("Kherson", "2021-12-01", "2023-05-05"),  # claimed by one after it left
        ("Lyman", "2021-12-01", "2023-05-05"),
        ("Tiraspol", "1989-01-01", "1995-01-01"),
        ("Pristina", "1995-01-01", "2008-02-18"),
        ("Hebron", "1966-12-31", "2021-05-10"),
        ("Jerusalem", "1966-12-31", "2021-05-10"),
        ("Majdal Shams", "1966-12-31", "2024-07-27"),
        ("Famagusta", "1973-01-01", "2020-10-06"),
        ("Hargeisa", "1990-01-01", "2024-01-01"),
        ("Dakhla", "1970-01-01", "2020-11-13"),
        ("Lethem", "1961-01-01", "2023-12-03"),
    ],
)
def test_towns_of_a_disputed_area_are_marked_as_of_the_day(name: str, before: str, since: str) -> None:
    text = f"Troops were seen on Monday near {name} and by the road."
    marked = [locate(text, on=date.fromisoformat(day))[0].disputed for day in (before, since)]
    assert marked == [False, True]
    assert locate(text)[0].disputed  # as of now


def test_a_dispute_ends_on_its_last_day() -> None:
    text = "Shells fell near Stepanakert."
    days = [date(1991, 9, 1), date(1991, 9, 2), date(2023, 9, 20), date(2023, 9, 21)]
    assert [locate(text, on=day)[0].disputed for day in days] == [False, True, True, False]
    assert not locate(text)[0].disputed
    month = Dispute(status="held by AAA, of BBB", start="2014-04", end="2016")
    days = [date(2014, 3, 31), date(2014, 4, 1), date(2016, 12, 31), date(2017, 1, 1)]
    assert [month.on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    "name",
    ["Kharkiv", "Dnipro", "Batumi", "Yerevan", "Limassol", "Belgrade", "Tel Aviv", "Mogadishu", "Lahore"],
)
def test_the_neighbours_of_a_disputed_area_are_not_marked(name: str) -> None:
    (mention,) = locate(f"The last of the trains went to {name} this morning.")
    assert not mention.disputed


def test_the_country_of_a_disputed_place_is_of_no_weight() -> None:
    """Countries are those of the table, whoever holds the place on the day."""
    for day in (date(2010, 1, 1), date(2020, 1, 1)):
        (mention,) = locate("Rain fell in Simferopol.", on=day)
        assert mention.country == "UKR"


def test_disputes_are_dated_and_sourced() -> None:
    cities = [line.split("\t") for line in gazetteer().cities.decode().splitlines()]
    areas = {row[4] for row in cities} | {f"{row[4]}.{row[5]}" for row in cities} | {row[0] for row in cities}
    table = list(rows("places", "disputed.tsv"))
    assert len({row["area"] for row in table}) == len(table)
    assert {row["area"] for row in table} <= areas
    own = [row for row in rows("places", "regions.tsv") if any((row["from"], row["to"], row["source"]))]
    assert len(own) > 100
    for row in (*table, *own):
        assert row["disputed"], row
        assert row["source"], row
        for day in (row["from"], row["to"]):
            assert not day or re.fullmatch(r"\d{4}(-\d\d){0,2}", day), row
            date.fromisoformat((day or "2000") + "-01-01"[len(day or "2000") - 4 :])
        assert not row["to"] or row["from"] <= row["to"], row
    assert not any(row["disputed"] and not row["source"] for row in rows("places", "regions.tsv"))


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Tanks crossed the Don on Monday.", "Don River", "RUS"),
        ("They forded the Oskil and dug in.", "Oskil River", None),
        ("A bridge over the Jordan, built of steel, fell.", "Jordan River", None),
        ("The king spoke of the Jordan talks.", "Jordan", "JOR"),
        ("Officials of Jordan and the aid group met.", "Jordan", "JOR"),
        ("Two jets left the Saki air base.", "Saky air base", "UKR"),
        ("A drill at the Gozhsky training ground ended.", "Gozhsky training ground", "BLR"),
        ("Ships passed the Kerch strait at dawn.", "Kerch Strait", None),
        ("Inspectors reached the Zaporizhzhia plant.", "Zaporizhzhia nuclear power plant", "UKR"),
        ("A fire broke out in Victoria.", "Victoria (Australia)", "AUS"),
        ("The mayor of Victoria, British Columbia, resigned.", "Victoria", "CAN"),
        ("Soldiers entered Famagusta.", "Famagusta", "CYP"),
    ],
)
def test_rivers_bases_and_ranges(text: str, name: str, country: str | None) -> None:
    found = locate(text)
    assert (found[0].name, found[0].country) == (name, country)


def test_a_river_told_by_its_article_is_nobody_else() -> None:
    assert named("Don Smith sang. The Don said nothing to Don.") == []
    assert [m[1] for m in named("The Don and the Volga froze over last night.")] == ["Don River", "Volga"]


def test_a_list_of_places_vouches_for_its_small_towns() -> None:
    text = "The guns fell silent in Lviv, Chasiv Yar, Siversk and Toretsk, he said."
    assert [m[1] for m in named(text)] == ["Lviv", "Chasiv Yar", "Siversk", "Toretsk"]
    # without 'and' it is an apposition or another clause
    assert [m[1] for m in named("On the road to Boston, Wagner said he was tired of it.")] == ["Boston"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Snow fell in Paris.", "Paris", "FRA"),
        ("A barn burned in Paris, Texas, on Sunday.", "Paris", "USA"),
        ("Voters in Atlanta and Savannah decide, said the governor of Georgia.", "Georgia", "USA"),
        ("Talks in Tbilisi: Georgia and Armenia agreed.", "Georgia", "GEO"),
        ("Costa Rica opened an embassy; in San José people cheered.", "San José", "CRI"),
        ("The police of California found it in San José.", "San José", "USA"),
        ("The mayor of London, Ontario, met his colleague of Toronto.", "London", "CAN"),
    ],
)
def test_context_decides(text: str, name: str, country: str) -> None:
    assert one(text, name).country == country


def test_outlet_and_theatre_are_weak_hints() -> None:
    text = "A fire broke out in Barcelona."
    assert one(text, "Barcelona").country == "ESP"
    assert one(text, "Barcelona", country="VEN").country == "VEN"
    (mention,) = locate("Rain fell in Paris.", country="USA", theatre=("UKR",))
    assert mention.country == "FRA"


def test_people_months_and_demonyms_are_no_places() -> None:
    assert named("Paris Hilton met President Lincoln in May.") == []
    assert named("Russian troops and American diplomats arrived on Monday.") == []
    assert named("Sydney Smith wrote to Victoria Jackson.") == []
    assert [m[1] for m in named("In August he flew from Kyiv to Warsaw.")] == ["Kyiv", "Warsaw"]


def test_given_spans_are_resolved_in_their_order() -> None:
    text = "Zzyzzxville lies far from Kyiv and from American soil."
    spans = [Span(start=26, end=30), Span(start=0, end=11), Span(start=40, end=48), Span(start=0, end=0)]
    kyiv, nowhere, america, empty = locate(text, spans)
    assert (kyiv.name, america.country) == ("Kyiv", "USA")
    assert (nowhere.name, nowhere.latitude, nowhere.country) == (None, None, None)
    assert empty.name is None
    assert [m.span for m in (kyiv, nowhere, america, empty)] == spans


def test_forty_places_of_one_name() -> None:
    assert len(gazetteer().find("San José")) >= 40
    text = "San José. " * 40
    assert len({(m.latitude, m.longitude) for m in locate(text)}) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "مرحبا بالعالم", "שלום", "🚀🚀", "\ud800", "A" * 100_000])
def test_odd_text(text: str) -> None:
    assert locate(text) == []


def test_mixed_directions_keep_the_spans() -> None:
    text = "مرحبا 🚀 from Kyiv שלום"
    (mention,) = locate(text)
    assert text[mention.span.start : mention.span.end] == mention.text == "Kyiv"


def test_long_text_takes_linear_work() -> None:
    found = locate("Explosions in Donetsk and Paris. " * 3_000)
    assert len(found) == 6_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.sampled_from(["In Ky. and St. Paul, Minn.", "W.Va. L.A. D.C. U.S."]))
def test_spans_always_hold_the_text(text: str) -> None:
    for mention in locate(text):
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.name is not None
        assert mention.latitude is not None
        assert -90 <= mention.latitude <= 90


def test_every_name_of_our_own_table_is_found_and_is_its_own_place() -> None:
    missed = []
    for row in rows("places", "regions.tsv"):
        if row["kind"] in "SC":  # short forms of states need more than a sentence
            continue
        for name in (row["name"], *row["aliases"].split(";")):
            if not name[:1].isupper() or re.search(r"[(']s?\b|\.", name):
                continue
            text = f"Officials said on Monday that soldiers were seen near {name} after the talks had ended."
            if [(m.text, m.name) for m in locate(text)] != [(name, row["name"])]:
                missed.append(name)
    assert missed == []


def test_own_regions_are_sound() -> None:
    table = list(rows("places", "regions.tsv"))
    assert len(table) >= 250
    ids = [row["geonames_id"] for row in table if row["geonames_id"]]
    assert len(ids) == len(set(ids))
    cities = [line.split("\t") for line in gazetteer().cities.decode().splitlines()]
    spots = {row[0]: (float(row[2]), float(row[3])) for row in cities if row[7] == "P"}
    for row in table:
        if row["kind"] == "T" and row["geonames_id"] in spots:  # the id is that of this town and no other
            latitude, longitude = spots[row["geonames_id"]]
            assert abs(latitude - float(row["latitude"])) < 0.15, row
            assert abs(longitude - float(row["longitude"])) < 0.2, row
    codes = {row["code"] for row in rows("places", "countries.tsv")} | {"XKX"}
    for row in table:
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row
        assert not row["country"] or row["country"] in codes, row
        # nothing is placed finer than about a kilometre, bases no finer than five
        decimals = 1 if row["kind"] == "B" else 2
        for key in ("latitude", "longitude"):
            assert len(row[key].partition(".")[2]) <= decimals, row


@pytest.mark.data
def test_local_news_is_placed() -> None:
    folder = os.environ.get("VEDETTE_BENCH_DATA")
    if not folder:
        pytest.skip("VEDETTE_BENCH_DATA is not set")
    from lxml import etree

    right = total = 0
    for article in list(etree.parse(Path(folder) / "geoparsing/lgl.xml").getroot())[::6]:
        text = article.findtext("text") or ""
        gold = [t for t in article.iter("toponym") if t.findtext("gaztag/lat")]
        spans = [Span(start=int(t.findtext("start")), end=int(t.findtext("end"))) for t in gold]
        for mention, toponym in zip(locate(text, spans), gold, strict=True):
            total += 1
            if mention.latitude is not None and mention.longitude is not None:
                # 161 km are 1.45 degrees of latitude: a box is enough for a floor
                north = abs(mention.latitude - float(toponym.findtext("gaztag/lat")))
                east = abs(mention.longitude - float(toponym.findtext("gaztag/lon")))
                right += north < 1.45 and east < 2.0
    assert total > 500
    assert right / total >= 0.76
