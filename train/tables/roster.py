"""Write the standing problems and the tables that problems are drafted from.

`python -m train.tables.roster` writes src/vedette/data/roster/{states,rivals}.tsv and roster.yaml, by the
rules R1 to R3 of docs/outcomes.md. It needs VEDETTE_BENCH_DATA.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from train.tables.history import LAND, STRAIT, Dyad, History, folder, pair

from vedette.watch.draft import countries
from vedette.watch.places import border_towns, disputed
from vedette.watch.roster import Seed, interstate_class, intrastate_class

TARGET = Path(__file__).resolve().parents[2] / "src/vedette/data/roster"
YEAR = 2007  # the roster is what could be known at its end
LOOK_BACK = range(2003, 2008)
DEADLY, WAR = 25, 1000  # UCDP: armed conflict, war; deaths in a year
LAST_DEATHS = 2019  # last full year of the series
#: states with nuclear weapons at the end of 2007
NUCLEAR = frozenset({"CHN", "FRA", "GBR", "IND", "ISR", "PAK", "PRK", "RUS", "USA"})
#: states of today; those that are no more are in no table
FIRST_TABLE_YEAR = 1989

#: R2: a territory with government and forces of its own since a war, at the end of 2007: the state it
#: belonged to, the outside power that keeps it, its own code, and how the reader calls its forces
UNFINISHED = (
    ("Abkhazia and South Ossetia", "GEO", "RUS", "", "GEO:SEPARATISTS"),
    ("Transnistria", "MDA", "RUS", "", "MDA:TRANSNISTRIA"),
    ("Nagorno-Karabakh", "AZE", "ARM", "", "AZE:KARABAKH"),
    ("Northern Cyprus", "CYP", "TUR", "", "CYP:TRNC"),
    ("Kosovo", "SRB", "", "XKX", ""),
    ("Southern Sudan", "SDN", "", "SSD", ""),
    ("Gaza and the West Bank", "ISR", "", "PSE", ""),
    ("Western Sahara", "MAR", "", "ESH", ""),
)
#: R2: who fought on whose soil, uninvited, in 2006 or 2007, and against whom
UNINVITED = (
    ("ISR", "LBN", "Hezbollah, 12 July to 14 August 2006"),
    ("TUR", "IRQ", "the PKK, air strikes from 16 December 2007"),
)
#: rivals in all but the table of rivalries, which leaves territories out and is slow to end and begin
ANALOGY = "interstate/rivals-border"
#: forces that act for a party of R2 though its army they are not
FORCES = {
    "PSE": ("PSE:HAMAS", "PSE:ISLAMICJIHAD", "PSE:PRC", "PSE:ALAQSA", "PSE:MILITANTS", "PSE:GUNMEN"),
    "LBN": ("LBN:HEZBOLLAH",),
    "ESH": ("ESH:POLISARIO",),
    "XKX": ("XKX:KLA",),
    "SSD": ("SSD:SPLM", "SDN:SPLA"),
}
#: wars of R3 that a dyad of R2 has already
TERRITORIAL_ONLY = frozenset({"ISR"})


def interstate(history: History) -> Iterator[Seed]:
    """Yield the seeds of rules R1 and R2, both directions of each dyad."""
    done: set[Dyad] = set()
    keepers = {pair(state, power): (power, forces) for _, state, power, _, forces in UNFINISHED if power}
    for one in sorted(history.rivalries, key=lambda one: one.dyad):
        if one.dyad in done or not one.first <= YEAR <= one.last:
            continue
        border = history.bordering(one.dyad, YEAR)
        reach = border or history.bordering(one.dyad, YEAR, STRAIT)
        nuclear = NUCLEAR & set(one.dyad)
        war = history.last_war(one.dyad, YEAR)
        dead = {
            code: killed
            for code in one.dyad
            if (killed := max(history.killed(code, year) for year in LOOK_BACK)) >= DEADLY
        }
        if not (reach or nuclear) or not (war or dead):
            continue
        done.add(one.dyad)
        why = [f"strategic rivals since {one.first}"]
        if reach:
            why.append("a land border" if border else "at most 24 miles of water between them")
        why += [f"nuclear weapons: {', '.join(sorted(nuclear))}"] if nuclear and not reach else []
        why += [f"at war with each other, last in {war}"] if war else []
        why += [
            f"up to {killed:,} killed in a year of 2003-2007 in {name(code)}" for code, killed in dead.items()
        ]
        power, forces = keepers.get(one.dyad, ("", ""))
        reference = interstate_class(*one.dyad, YEAR, border=border)
        yield from _both(history, one.dyad, "R1", "; ".join(why), reference, power=power, forces=forces)
    for territory, state, power, code, forces in UNFINISHED:
        if power and pair(state, power) not in done:
            done.add(pair(state, power))
            why_ = f"{territory}, kept by {name(power)} out of the hands of {name(state)} since a war"
            yield from _both(
                history,
                pair(state, power),
                "R2",
                why_,
                "interstate/rivals-border",
                power=power,
                forces=forces,
            )
        if code:
            why_ = f"{territory}: government and forces of its own since a war with {name(state)}"
            # its dead are counted among the state's own, so the state's class speaks, half for each side
            yield from _both(history, pair(state, code), "R2", why_, intrastate_class(state, YEAR), share=0.5)
    for state, soil, whom in UNINVITED:
        if pair(state, soil) not in done:
            why_ = f"{name(state)} fought on the soil of {name(soil)} against {whom}"
            yield from _both(history, pair(state, soil), "R2", why_, ANALOGY)


def _both(
    history: History,
    dyad: Dyad,
    rule: str,
    why: str,
    reference: str,
    *,
    share: float = 1.0,
    power: str = "",
    forces: str = "",
) -> Iterator[Seed]:
    for instigator, target in (dyad, dyad[::-1]):
        border = border_towns(instigator, target, without=countries()[instigator].seats)
        yield Seed(
            id=f"{instigator}-{target}".lower(),
            kind="interstate",
            instigator=instigator,
            target=target,
            reference=reference,
            share=share,
            rule=rule,
            why=why,
            proxies=(forces,) if instigator == power and forces else (),
            actors=FORCES.get(instigator, ()),
            recipients=FORCES.get(target, ()),
            violent=history.killed(target, YEAR) >= DEADLY,
            places=tuple(dict.fromkeys((*border, *disputed(instigator, target)))),
        )


def intrastate(history: History) -> Iterator[Seed]:
    """Yield the seeds of rule R3."""
    for code in sorted(history.deaths):
        dead = {year: history.killed(code, year) for year in LOOK_BACK}
        worst = max(dead, key=lambda year: dead[year])
        if dead[worst] < DEADLY or code in TERRITORIAL_ONLY or not code.isalpha():
            continue
        yield Seed(
            id=f"{code.lower()}-internal",
            kind="intrastate",
            instigator=f"{code}:REBELS",
            target=code,
            reference=intrastate_class(code, YEAR),
            rule="R3",
            why=f"{dead[worst]:,} killed in state-based fighting in {worst}"
            + (f", {dead[YEAR]:,} in {YEAR}" if worst != YEAR else ""),
            violent=dead[YEAR] >= DEADLY,
        )


def name(code: str) -> str:
    """Return what a country is called."""
    return countries()[code].name


def states(history: History) -> Iterator[str]:
    """Yield the table of states: neighbours, and years of violence."""
    yield "# Neighbours by land (COW direct contiguity 3.2, latest), and years with 25 or more, and with"
    yield "# 1,000 or more, state-based deaths (UCDP GED as compiled by ViEWS, CC BY 4.0), 1989-2019."
    yield "# Written by `python -m train.tables.roster`."
    yield "code\tneighbours\tviolent\twar"
    latest = max(one.last for one in history.borders)
    near: dict[str, set[str]] = {}
    for one in history.borders:
        if one.kind == LAND and one.last == latest:
            for own, other in (one.dyad, one.dyad[::-1]):
                near.setdefault(own, set()).add(other)
    for code in sorted({*near, *history.deaths}):
        killed = {year: history.killed(code, year) for year in range(FIRST_TABLE_YEAR, LAST_DEATHS + 1)}
        violent = spans(year for year, dead in killed.items() if dead >= DEADLY)
        war = spans(year for year, dead in killed.items() if dead >= WAR)
        if code in near or (violent and code.isalpha()):
            yield f"{code}\t{' '.join(sorted(near.get(code, ())))}\t{violent}\t{war}"


def rivals(history: History) -> Iterator[str]:
    """Yield the table of rivals and former enemies."""
    yield "# Strategic rivalries in force after 1988 (TSS: Thompson, Sakuwa and Suhas 2022; no end: in force"
    yield "# in 2020), and years of interstate war with each other, 1946-2003 (COW inter-state wars 4.0)."
    yield "# Written by `python -m train.tables.roster`."
    yield "first\tsecond\tstart\tend\twars"
    latest = max(one.last for one in history.rivalries)
    living = {one.dyad: one for one in history.rivalries if one.last >= FIRST_TABLE_YEAR}
    fought = {dyad for dyad, year in history.fought if year >= 1946}
    for dyad in sorted({*living, *fought}):
        wars = spans(year for which, year in history.fought if which == dyad and year >= 1946)
        one = living.get(dyad)
        end = "" if one is None or one.last == latest else one.last
        yield f"{dyad[0]}\t{dyad[1]}\t{one.first if one else ''}\t{end}\t{wars}"


def spans(years: Iterable[int]) -> str:
    """Return years as '1989-1991 2004'."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def line(seed: Seed) -> str:
    """Return a problem as one line of YAML."""
    given = seed.model_dump(exclude_defaults=True)
    cells = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items())
    return f"  - {{{cells}}}"


def write(name: str, lines: Iterable[str]) -> None:
    """Write a file of the roster's folder."""
    (TARGET / name).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Write the tables, then the roster, which is drawn from them."""
    history = History(folder())
    write("states.tsv", states(history))
    write("rivals.tsv", rivals(history))
    head = [
        f"# Standing problems as of {YEAR}-12-31, by the rules of docs/outcomes.md. Sources: COW contiguity",
        "# 3.2 and inter-state wars 4.0, TSS rivalries (2022), UCDP GED as compiled by ViEWS (CC BY 4.0),",
        "# GeoNames (CC BY 4.0). Written by `python -m train.tables.roster`.",
        f"as_of: {YEAR}-12-31",
        "problems:",
    ]
    write("roster.yaml", [*head, *(line(seed) for seed in (*interstate(history), *intrastate(history)))])


if __name__ == "__main__":
    main()
