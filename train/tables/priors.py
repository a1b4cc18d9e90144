"""Print the priors of interstate problems: onset rates per directed dyad and 90 days.

Needs VEDETTE_BENCH_DATA, the folder that holds `disputes/`. Nothing here is shipped; the figures it
prints go into the problem files with class, n and source.

Method. A directed dyad-year is in the class when both states are strategic rivals that year (TSS:
Thompson, Sakuwa and Suhas 2022) and share a land border (COW direct contiguity, type 1). An onset of
war is a year in which COW records a new interstate war of the two with the first as an initiator. The
dispute files at hand name no parties, so what is not war is reached through ratios over all disputes
of the same years (GML 2.2.1): uses of force in which somebody was killed, and displays and threats of
force, per war.
That assumes such disputes crowd among rivals as wars do. Rates are shrunk by the Jeffreys prior of a
Poisson rate (gamma 1/2, 0), and turned into chances by 1 - exp(-rate * 90 / 365.25).
"""

import csv
import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 1946, 2003  # COW's war table as shipped here ends in 2003
MEMORY = 10  # years for which a war marks a dyad


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Onsets in a class, and the chance per directed dyad and 90 days."""

    name: str
    onsets: int
    years: int  #: directed dyad-years

    @property
    def chance(self) -> float:
        """The chance of an onset in 90 days."""
        return 1 - math.exp(-(self.onsets + 0.5) / self.years * 90 / 365.25)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pair(row: dict[str, str]) -> tuple[int, int]:
    return int(float(row["ccode1"])), int(float(row["ccode2"]))


def _years(first: float, last: float) -> range:
    return range(max(int(first), FIRST_YEAR), min(int(last), LAST_YEAR) + 1)


def _dyad_years(rows: Iterable[tuple[tuple[int, int], range]]) -> set[tuple[int, int, int]]:
    """Return (a, b, year) in both directions."""
    return {key for (a, b), years in rows for year in years for key in ((a, b, year), (b, a, year))}


def rates(folder: Path) -> list[Rate]:
    """Return the rate of war onset in the reference classes, widest class first."""
    rivals = _dyad_years(
        (_pair(row), _years(float(row["start"]), float(row["end"])))
        for row in _rows(folder, "tss_rivalries.csv")
    )
    contiguous = _dyad_years(
        (_pair(row), _years(float(row["stdate"][:4]), float(row["enddate"][:4])))
        for row in _rows(folder, "cow_contdir.csv")
        if float(row["conttype"]) == 1
    )
    wars = _rows(folder, "cow_war_inter.csv")
    onsets = {
        (*_pair(row), int(float(row["year"])))
        for row in wars
        if row["cowinteronset"] == "1.0" and row["initiator1"] == "1.0"
    }
    fought = {(*_pair(row), int(float(row["year"]))) for row in wars if row["cowinterongoing"] == "1.0"}
    base = rivals & contiguous
    recent = {
        (a, b, year) for a, b, year in base if any((a, b, year - n) in fought for n in range(1, MEMORY + 1))
    }
    classes = {
        "rivals": rivals,
        "rivals with a land border": base,
        f"the same, at war in the last {MEMORY} years": recent,
    }
    return [Rate(name=name, onsets=len(onsets & key), years=len(key)) for name, key in classes.items()]


def ratios(folder: Path) -> dict[str, tuple[int, float]]:
    """Return how many disputes of a kind there were, and how many to one that became war."""
    rows = [
        row for row in _rows(folder, "gml_mid_disps.csv") if FIRST_YEAR <= float(row["styear"]) <= LAST_YEAR
    ]
    counts = {
        "war": sum(row["hostlev"] == "5.0" for row in rows),
        "use of force, 26 deaths or more": sum(
            row["hostlev"] == "4.0" and float(row["fatality"]) >= 2 for row in rows
        ),
        "use of force, any death": sum(
            row["hostlev"] == "4.0" and float(row["fatality"]) >= 1 for row in rows
        ),
        "display or threat of force": sum(row["hostlev"] in ("2.0", "3.0") for row in rows),
    }
    return {name: (n, n / counts["war"]) for name, n in counts.items()}


def main() -> None:
    """Print the table."""
    folder = Path(os.environ["VEDETTE_BENCH_DATA"]) / "disputes"
    print(f"directed dyads, {FIRST_YEAR}-{LAST_YEAR}")
    table = ratios(folder)
    for rate in rates(folder):
        print(f"  {rate.name}: {rate.onsets} onsets in {rate.years} directed dyad-years,")
        print(f"    war {rate.chance:.3%} per 90 days")
        for name, (_, ratio) in table.items():
            if name != "war":
                print(f"    {name} {min(rate.chance * ratio, 1):.3%} (x {ratio:.2f})")
    for name, (n, _) in table.items():
        print(f"  disputes, {name}: n = {n}")


if __name__ == "__main__":
    main()
