"""Where a problem plays: towns by the border, disputed regions, the box around a country."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gzip import open as unzip
from io import BytesIO

from vedette.config import data_file
from vedette.watch.parties import distance

#: km from the other state's nearest town: a day's march and artillery; own judgement. Wider, the towns would
#: be in the news for everything else
BY_THE_BORDER = 50.0
SMALLEST = 20_000  #: inhabitants: smaller towns are hardly ever named
SHOWN = 6  #: largest towns by the border
TOWN = "P"  #: kind of a row that is a town and no division
CELL = 1.0  #: degrees: towns are compared with those of neighbouring cells only


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town of the gazetteer."""

    name: str
    latitude: float
    longitude: float
    population: int


@cache
def towns() -> dict[str, tuple[Town, ...]]:
    """Return the towns of each country, most populous first."""
    found: dict[str, list[Town]] = {}
    raw = data_file("places", "cities.tsv.gz").read_bytes()
    with unzip(BytesIO(raw), "rt", encoding="utf-8") as file:
        for line in file:
            _, name, latitude, longitude, country, _, population, kind = line.rstrip("\n").split("\t")
            if kind != TOWN:
                continue
            town = Town(
                name=name, latitude=float(latitude), longitude=float(longitude), population=int(population)
            )
            found.setdefault(country, []).append(town)
    return {country: tuple(listed) for country, listed in found.items()}


def border_towns(own: str, other: str, *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the largest towns of one state within `BY_THE_BORDER` of a town of the other.

    `without` names those that stand for a government ('Cairo'), since they are named for everything.
    """
    cells: dict[tuple[int, int], list[Town]] = {}
    for town in towns().get(other, ()):
        cells.setdefault(_cell(town), []).append(town)
    found: list[str] = []
    for town in towns().get(own, ()):
        if town.population < SMALLEST or len(found) == SHOWN:
            break
        if town.name not in without and any(
            distance((town.latitude, town.longitude), (far.latitude, far.longitude)) <= BY_THE_BORDER
            for far in _around(cells, town)
        ):
            found.append(town.name)
    return tuple(found)


def disputed(one: str, other: str) -> tuple[str, ...]:
    """Return the names of regions of either state that the table of places says both dispute to this day."""
    found = []
    for line in data_file("places", "regions.tsv").read_text("utf-8").splitlines():
        row = line.split("\t")
        settled = len(row) > 10 and bool(row[10])
        if line.startswith("#") or len(row) < 9 or settled or row[5] not in (one, other):
            continue
        if (other if row[5] == one else one) in row[8].replace(",", " ").split():
            found.append(row[0])
    return tuple(found)


def box(country: str) -> tuple[float, float, float, float] | None:
    """Return south, north, west, east of a country's towns, degrees; None if it has none.

    A country across the 180th meridian gets a box around the world.
    """
    listed = towns().get(country)
    if not listed:
        return None
    latitudes, longitudes = (
        [town.latitude for town in listed],
        [town.longitude for town in listed],
    )
    return min(latitudes), max(latitudes), min(longitudes), max(longitudes)


def _cell(town: Town) -> tuple[int, int]:
    return int(town.latitude // CELL), int(town.longitude // CELL)


def _around(cells: dict[tuple[int, int], list[Town]], town: Town) -> Iterator[Town]:
    # 50 km are at most half a degree of latitude, and one of longitude up to 63 degrees north
    row, column = _cell(town)
    for y in (row - 1, row, row + 1):
        for x in (column - 1, column, column + 1):
            yield from cells.get((y, x), ())
