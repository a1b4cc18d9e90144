"""The record of wars, rivalries, borders and deaths that rosters and priors are made from.

Read from the folder VEDETTE_BENCH_DATA: `disputes/` (COW, GML, TSS) and `outcomes/` (UCDP as compiled by
ViEWS). Nothing in it is shipped; what is derived is: rates, codes, and years.
"""

import csv
import os
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

#: COW abbreviations that are no ISO 3166 codes or those of somebody else, by what they are in ISO
ISO = {
    "BHM": "BHS", "HAI": "HTI", "TRI": "TTO", "BAR": "BRB", "DMA": "DMA", "GRN": "GRD", "SLU": "LCA",
    "SVG": "VCT", "AAB": "ATG", "SKN": "KNA", "GUA": "GTM", "HON": "HND", "SAL": "SLV", "COS": "CRI",
    "PAR": "PRY", "URU": "URY", "UKG": "GBR", "IRE": "IRL", "NTH": "NLD", "FRN": "FRA", "MNC": "MCO",
    "SWZ": "CHE", "SPN": "ESP", "POR": "PRT", "GMY": "DEU", "AUS": "AUT", "CZR": "CZE", "SLO": "SVK",
    "SNM": "SMR", "MAC": "MKD", "CRO": "HRV", "YUG": "SRB", "BOS": "BIH", "KOS": "XKX", "SLV": "SVN",
    "MNG": "MNE", "BUL": "BGR", "MLD": "MDA", "ROM": "ROU", "LAT": "LVA", "LIT": "LTU", "GRG": "GEO",
    "SWD": "SWE", "DEN": "DNK", "ICE": "ISL", "CAP": "CPV", "EQG": "GNQ", "GAM": "GMB", "MAA": "MRT",
    "NIR": "NER", "CDI": "CIV", "GUI": "GIN", "BFO": "BFA", "SIE": "SLE", "TOG": "TGO", "CAO": "CMR",
    "NIG": "NGA", "CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI",
    "ANG": "AGO", "MZM": "MOZ", "ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF", "LES": "LSO",
    "BOT": "BWA", "SWA": "SWZ", "MAG": "MDG", "MAS": "MUS", "SEY": "SYC", "MOR": "MAR", "ALG": "DZA",
    "LIB": "LBY", "SUD": "SDN", "LEB": "LBN", "KUW": "KWT", "BAH": "BHR", "UAE": "ARE", "OMA": "OMN",
    "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MON": "MNG", "TAW": "TWN", "ROK": "KOR", "BHU": "BTN",
    "BNG": "BGD", "MYA": "MMR", "SRI": "LKA", "MAD": "MDV", "NEP": "NPL", "THI": "THA", "CAM": "KHM",
    "DRV": "VNM", "MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL", "INS": "IDN", "ETM": "TLS",
    "AUL": "AUS", "NEW": "NZL", "VAN": "VUT", "SOL": "SLB", "KIR": "KIR", "FIJ": "FJI", "TON": "TON",
    "NAU": "NRU", "MSI": "MHL", "PAL": "PLW", "FSM": "FSM", "WSM": "WSM", "LIE": "LIE", "AND": "AND",
}  # fmt: skip
LAND, STRAIT = 1, 3  #: COW contiguity: a land border; at most 24 miles of water
CZECHOSLOVAKIA = 315  #: COW number of the state whose abbreviation is the Czech Republic's ISO code

Dyad = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Two states, in alphabetical order, and the years in which something held between them."""

    dyad: Dyad
    first: int
    last: int
    kind: int = 0  #: of contiguity


def pair(a: str, b: str) -> Dyad:
    """Return the two codes in alphabetical order."""
    return (a, b) if a < b else (b, a)


class History:
    """The tables, by ISO codes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file below the folder."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def codes(self) -> dict[int, str]:
        """ISO codes by COW number; states that are no more keep COW's abbreviation."""
        found = {}
        for row in self.rows("disputes/cow_states.csv"):
            number, short = int(float(row["ccode"])), row["stateabb"]
            found[number] = "CSK" if number == CZECHOSLOVAKIA else ISO.get(short, short)
        return found

    @cached_property
    def members(self) -> list[Spell]:
        """The years in which each state was one; both codes of the dyad are its own."""
        return [
            Spell(dyad=(code, code), first=int(float(row["styear"])), last=int(float(row["endyear"])))
            for row in self.rows("disputes/cow_states.csv")
            for code in (self.codes[int(float(row["ccode"]))],)
        ]

    def _dyad(self, row: dict[str, str]) -> Dyad | None:
        """Return the two of a row, None where a rivalry of old has a state COW does not know."""
        codes = [self.codes.get(int(float(row[key]))) for key in ("ccode1", "ccode2")]
        return pair(codes[0], codes[1]) if codes[0] and codes[1] else None

    @cached_property
    def borders(self) -> list[Spell]:
        """Spells of contiguity with their type, 1 (land) to 5 (400 miles of water)."""
        return [
            Spell(
                dyad=dyad,
                first=int(row["stdate"][:4]),
                last=int(row["enddate"][:4]),
                kind=int(float(row["conttype"])),
            )
            for row in self.rows("disputes/cow_contdir.csv")
            if (dyad := self._dyad(row))
        ]

    @cached_property
    def rivalries(self) -> list[Spell]:
        """Spells of strategic rivalry."""
        return [
            Spell(dyad=dyad, first=int(float(row["start"])), last=int(float(row["end"])))
            for row in self.rows("disputes/tss_rivalries.csv")
            if (dyad := self._dyad(row))
        ]

    @cached_property
    def fought(self) -> set[tuple[Dyad, int]]:
        """Dyads and years of interstate war."""
        return {
            (dyad, int(float(row["year"])))
            for row in self.rows("disputes/cow_war_inter.csv")
            if row["cowinterongoing"] == "1.0" and (dyad := self._dyad(row))
        }

    @cached_property
    def attacks(self) -> set[tuple[str, str, int]]:
        """Initiator, target and year of each interstate war that began."""
        return {
            (self.codes[int(float(row["ccode1"]))], self.codes[int(float(row["ccode2"]))], year)
            for row in self.rows("disputes/cow_war_inter.csv")
            if row["cowinteronset"] == "1.0" and row["initiator1"] == "1.0" and self._dyad(row)
            for year in (int(float(row["year"])),)
        }

    @cached_property
    def deaths(self) -> dict[str, dict[int, float]]:
        """State-based deaths by country and month, counted from January 1980 = 1.

        A state that is no more has its number in the series for a code.
        """
        found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for row in self.rows("outcomes/country_month_deaths_1989_2020-08.csv"):
            # states that are no more (Yugoslavia) have a number only
            code = row["isoab"] or ("XKX" if row["name"] == "Kosovo" else row["country_id"])
            found[code][int(row["month_id"])] += float(row["sb"] or 0)
        return found

    def killed(self, code: str, year: int) -> int:
        """Return state-based deaths of a country and year."""
        first = month(year, 1)
        return round(sum(self.deaths.get(code, {}).get(first + n, 0.0) for n in range(12)))

    def bordering(self, dyad: Dyad, year: int, kind: int = LAND) -> bool:
        """Return whether two states border each other in a year, at least as closely as `kind`."""
        return any(
            one.dyad == dyad and one.kind <= kind and one.first <= year <= one.last for one in self.borders
        )

    def last_war(self, dyad: Dyad, year: int) -> int | None:
        """Return the last year up to `year` in which the two were at war since 1946."""
        years = [when for which, when in self.fought if which == dyad and 1946 <= when <= year]
        return max(years, default=None)


def month(year: int, number: int) -> int:
    """Return the number of a month, January 1980 being 1."""
    return (year - 1980) * 12 + number


def folder() -> Path:
    """Return the folder of the data. Raises KeyError if VEDETTE_BENCH_DATA is unset."""
    return Path(os.environ["VEDETTE_BENCH_DATA"])
