"""Write the priors that problems start from: rates of onset in stated reference classes.

`python -m train.tables.priors` writes src/vedette/data/roster/priors.tsv. It needs VEDETTE_BENCH_DATA.

Between states. The unit is the directed dyad-year. Classes are disjoint: strategic rivals (TSS) with a
land border (COW contiguity 1) that were at war with each other in the last ten years; other rivals with
a land border; rivals without one; neighbours by land that are no rivals; all others. An onset of war is
a year in which COW records a new interstate war with the first as initiator. The dispute files name no
parties, so what is short of war is reached through ratios over all disputes of the same years (GML
2.2.1): uses of force with 26 or more killed or territory occupied, and displays and threats of force,
per war. That assumes that such disputes crowd as wars do. COW's table of wars ends in 2003.

Within a state. The unit is the country-month. An onset is a month whose state-based deaths (UCDP GED
as compiled by ViEWS) reach 25 and twice the highest of the twelve months before; the six months after it
are not at risk. Classes go by the deaths of the 12 months before: war (1,000 or more), violent (25 or
more), recent (fewer, but 25 or more in one of the four years before that), quiet.

Rates are shrunk by the Jeffreys prior of a Poisson rate (gamma 1/2, 0), and turned into chances by
1 - exp(-rate * 90 / 365.25).
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from train.tables.history import History, Spell, folder, month

TARGET = Path(__file__).resolve().parents[2] / "src/vedette/data/roster/priors.tsv"
FIRST_YEAR, LAST_YEAR = 1946, 2003  # of wars and disputes: COW's war table ends in 2003
MEMORY = 10  # years for which a war marks a dyad
FIRST_MONTH = month(1994, 1)  # deaths begin in 1989 and classes look back five years
THRESHOLD, RISE, AT_REST = 25, 2, 6  # of docs/outcomes.md, N1
WAR = 1000  # UCDP's threshold of war, deaths in a year
#: last years of intrastate data: what a roster of 2007 could know, and all there is
UNTIL = (2007, 2019)
YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Events in a class, and the chance of one per unit and 90 days."""

    kind: str
    name: str
    until: int  #: last year of the data
    event: str
    onsets: int  #: of war, or within a state
    years: float  #: of exposure
    times: float = 1.0  #: as many events of this sort as there are to one onset

    @property
    def chance(self) -> float:
        """The chance of an event in 90 days."""
        return 1 - math.exp(-self.times * (self.onsets + 0.5) / self.years * 90 / YEAR)


def dyad_class(history: History) -> Iterator[tuple[str, tuple[str, str, int]]]:
    """Yield the class of every directed dyad-year."""
    rivals, borders = _years(history.rivalries), _years(b for b in history.borders if b.kind == 1)
    states = _members(history)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for a, b in itertools.permutations(sorted(states[year]), 2):
            dyad = (a, b) if a < b else (b, a)
            rival, border = (dyad, year) in rivals, (dyad, year) in borders
            fought = any((dyad, year - n) in history.fought for n in range(1, MEMORY + 1))
            if rival and border:
                name = "rivals-war" if fought else "rivals-border"
            elif rival:
                name = "rivals-apart"
            else:
                name = "neighbours" if border else "others"
            yield name, (a, b, year)


def interstate(history: History) -> list[Rate]:
    """Return the rate of war onset in each class of directed dyads, and the rates reached from it."""
    exposure: Counter[str] = Counter()
    wars: Counter[str] = Counter()
    for name, key in dyad_class(history):
        exposure[name] += 1
        wars[name] += key in history.attacks
    ratio = ratios(history)
    return [
        Rate(
            kind="interstate",
            name=name,
            until=LAST_YEAR,
            event=event,
            onsets=wars[name],
            years=exposure[name],
            times=times,
        )
        for name in ("rivals-war", "rivals-border", "rivals-apart", "neighbours", "others")
        for event, times in ratio.items()
    ]


def ratios(history: History) -> dict[str, float]:
    """Return how many disputes of a kind there were to one that became war."""
    rows = [
        row
        for row in history.rows("disputes/gml_mid_disps.csv")
        if FIRST_YEAR <= float(row["styear"]) <= LAST_YEAR
    ]
    war = sum(row["hostlev"] == "5.0" for row in rows)
    force = sum(
        # fatality 2: 26 to 100 killed; highest action 14: occupation of territory
        row["hostlev"] == "4.0" and (float(row["fatality"]) >= 2 or row["hiact"] == "14.0")
        for row in rows
    )
    shown = sum(row["hostlev"] in ("2.0", "3.0") for row in rows)
    return {"war": 1.0, "incursion": force / war, "signalling": shown / war}


def onset_months(deaths: dict[int, float], first: int, last: int) -> list[int]:
    """Return the months of onset by rule N1, `AT_REST` months apart from what belongs to them."""
    found: list[int] = []
    for now in range(first, last + 1):
        highest = max(deaths.get(now - n, 0.0) for n in range(1, 13))
        if deaths.get(now, 0.0) >= max(THRESHOLD, RISE * highest) and (
            not found or now - found[-1] > AT_REST
        ):
            found.append(now)
    return found


def country_class(deaths: dict[int, float], now: int) -> str:
    """Return the class of a country at the beginning of a month."""
    years = [sum(deaths.get(now - 12 * back - n, 0.0) for n in range(1, 13)) for back in range(5)]
    if years[0] >= WAR:
        return "war"
    if years[0] >= THRESHOLD:
        return "violent"
    return "recent" if max(years[1:]) >= THRESHOLD else "quiet"


def intrastate(history: History, until: int) -> list[Rate]:
    """Return the rate of onset within countries, from data up to the end of a year."""
    last = month(until, 12)
    exposure: Counter[str] = Counter()
    onsets_of: Counter[str] = Counter()
    for deaths in history.deaths.values():
        onsets = onset_months(deaths, FIRST_MONTH, last)
        for now in range(FIRST_MONTH, last + 1):
            if now not in deaths or any(0 < now - one <= AT_REST for one in onsets):
                continue
            name = country_class(deaths, now)
            exposure[name] += 1
            onsets_of[name] += now in onsets
    return [
        Rate(
            kind="intrastate",
            name=name,
            until=until,
            event="onset",
            onsets=onsets_of[name],
            years=exposure[name] / 12,
        )
        for name in ("war", "violent", "recent", "quiet")
    ]


def _years(spells: Iterable[Spell]) -> set[tuple[tuple[str, str], int]]:
    return {(one.dyad, year) for one in spells for year in range(one.first, one.last + 1)}


def _members(history: History) -> dict[int, set[str]]:
    return {
        year: {one.dyad[0] for one in history.members if one.first <= year <= one.last}
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }


def main() -> None:
    """Write the table."""
    history = History(folder())
    rates = interstate(history) + [rate for until in UNTIL for rate in intrastate(history, until)]
    lines = [
        "# Chance of an event per unit and 90 days, by reference class. Written by",
        "# `python -m train.tables.priors`, whose docstring has classes, method and sources.",
        "kind\tclass\tuntil\tevent\tonsets\tyears\ttimes\tchance",
    ]
    lines += [
        f"{one.kind}\t{one.name}\t{one.until}\t{one.event}\t{one.onsets}\t{one.years:.0f}\t{one.times:.2f}\t"
        f"{one.chance:.2g}"
        for one in rates
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
