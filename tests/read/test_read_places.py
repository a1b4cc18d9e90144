"""Which words name a place, and which place."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_own_regions_are_sound() -> None:
    table = list(rows("places", "regions.tsv"))
    assert len(table) >= 250
    ids = [row["geonames_id"] for row in table if row["geonames_id"]]
    assert len(ids) == len(set(ids))
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
