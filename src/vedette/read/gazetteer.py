"""Places by name: towns and divisions of GeoNames, countries, and the hand-written regions.

The compiled tables are two sorted texts, kept as bytes; a look-up is a bisection over the line starts
and splits only the lines it needs. (Measured: 0.25 s and 40 MB, against 3.9 s and 380 MB for the source
package's JSON.)
"""

import gzip
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from vedette.config import data_file
from vedette.errors import ReadError
from vedette.read.disputes import Dispute, areas, dispute
from vedette.read.names import keys, rows

COUNTRY, CONTINENT, STATE, REGION, WATER, BASE, TOWN = "N", "C", "S", "R", "W", "B", "T"
CITY, DIVISION, COUNTY = "P", "A", "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer."""

    name: str
    latitude: float  #: degrees north, WGS 84
    longitude: float  #: degrees east, WGS 84
    country: str | None  #: ISO 3166 alpha-3; None for seas, continents and what lies in several
    kind: str  #: one of the letters above
    admin1: str = ""  #: GeoNames code of the first-order division
    population: int = 0
    geonames_id: int | None = None
    disputed: Dispute | None = None  #: of its own; `Gazetteer.dispute` knows of its area's too

    @property
    def area(self) -> bool:
        """Whether it is a state, province or country: what other places lie in."""
        return self.kind in {COUNTRY, STATE, DIVISION}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The tables in memory. Built by `gazetteer`."""

    cities: bytes
    city_at: npt.NDArray[np.int64]
    index: bytes
    name_at: npt.NDArray[np.int64]
    own: dict[str, list[Place]]
    demonyms: dict[str, Place]
    disputes: dict[str, Dispute]

    def find(self, name: str, most: int = 100) -> list[Place]:
        """Return the places of that name, the hand-written first, then the most populous; `most` at most."""
        parts = keys(name)
        if not parts:
            return []
        key = " ".join(parts)
        own = {place.geonames_id or place: place for place in self.own.get(key, ())}
        towns = []
        for town in (self._city(number) for number in self._numbers(key)[:most]):
            same = own.get(town.geonames_id or town)
            if same is None:
                towns.append(town)
            else:
                own[town.geonames_id or town] = replace(same, population=town.population, admin1=town.admin1)
        return [*own.values(), *towns]

    def dispute(self, place: Place, on: date | None) -> Dispute | None:
        """Return the dispute a place is in on a day (None: now), its own or its area's; None if in none."""
        codes = (str(place.geonames_id), f"{place.country}.{place.admin1}", place.country or "")
        known = (place.disputed, *(self.disputes.get(code) for code in codes))
        return next((one for one in known if one is not None and one.on(on)), None)

    def has(self, key: str) -> bool:
        """Tell whether a name, folded and joined with blanks, is known."""
        return key in self.own or bool(self._numbers(key))

    def _numbers(self, key: str) -> list[int]:
        wanted = key.encode("utf-8", "replace")
        low, high = 0, len(self.name_at) - 1
        while low < high:
            middle = (low + high) // 2
            start = self.name_at[middle]
            if self.index[start : self.index.index(b"\t", start)] < wanted:
                low = middle + 1
            else:
                high = middle
        start = int(self.name_at[low])
        line = self.index[start : self.index.find(b"\n", start)]
        name, _, numbers = line.partition(b"\t")
        return [int(number) for number in numbers.split(b",")] if name == wanted else []

    def _city(self, number: int) -> Place:
        start = int(self.city_at[number])
        line = self.cities[start : self.cities.find(b"\n", start)].decode()
        ident, name, latitude, longitude, country, admin1, population, kind = line.split("\t")
        return Place(
            name=name,
            latitude=float(latitude),
            longitude=float(longitude),
            country=country,
            kind=kind,
            admin1=admin1,
            population=int(population),
            geonames_id=int(ident) or None,
        )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read at the first call. Raises ReadError when a table is missing or damaged."""
    try:
        packed = [data_file("places", f"{name}.tsv.gz").read_bytes() for name in ("cities", "names")]
        cities, index = (gzip.decompress(content) for content in packed)
    except (OSError, EOFError) as error:
        raise ReadError(f"places: {error}", hint="reinstall vedette") from error
    own, demonyms = _own()
    return Gazetteer(cities, _starts(cities), index, _starts(index), own, demonyms, areas())


def _starts(table: bytes) -> npt.NDArray[np.int64]:
    ends = np.flatnonzero(np.frombuffer(table, np.uint8) == ord("\n"))
    return np.concatenate(([0], ends[:-1] + 1))


def _own() -> tuple[dict[str, list[Place]], dict[str, Place]]:
    """Return the hand-written places by folded name, and the countries by demonym."""
    own: dict[str, list[Place]] = {}
    demonyms: dict[str, Place] = {}
    ids = {row["code"]: row for row in rows("places", "countries.tsv")}
    for row in rows("actors", "countries.tsv"):
        names = row["names"].split(";")
        source = ids.get(row["code"], {})
        place = Place(
            name=names[0],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            country=row["code"],
            kind=COUNTRY,
            population=int(source.get("population", 0)),
            geonames_id=int(source["geonames_id"]) if source else None,
        )
        for name in names:
            own.setdefault(" ".join(keys(name)), []).append(place)
        for name in (*row["adjectives"].split(";"), *row["people"].split(";")):
            if name:
                demonyms.setdefault(" ".join(keys(name)), place)
    for row in rows("places", "regions.tsv"):
        place = Place(
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            country=row["country"] or None,
            kind=row["kind"],
            admin1=row["admin1"],
            geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
            disputed=dispute(row),
        )
        for name in (row["name"], *row["aliases"].split(";")):
            if name:
                listed = own.setdefault(" ".join(keys(name)), [])
                listed[:] = [other for other in listed if not _replaces(place, other)]
                listed.append(place)
    return own, demonyms


def _replaces(place: Place, other: Place) -> bool:
    """Tell whether a region says more than a country of that name.

    'Western Sahara' is both, and disputed as a region; 'Scotland' is no name of the United Kingdom, only of
    a party that acts.
    """
    same = place.geonames_id is not None and other.geonames_id == place.geonames_id
    part = other.kind == COUNTRY and other.country == place.country and other.name != place.name
    return same or part
