"""Compile dated persons for the actor tables from PETRARCH's dictionaries and REIGN.

Run as `python train/tables/actors.py` with VEDETTE_BENCH_DATA set. Writes
src/vedette/data/actors/persons.tsv and given.txt; the other actor tables are written by hand.
"""

import csv
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(os.environ["VEDETTE_BENCH_DATA"]) / "actors"
TARGET = Path(__file__).resolve().parents[2] / "src/vedette/data/actors"

# PETRARCH's own codes that differ from ISO 3166
ISO = {"ROM": "ROU", "TMP": "TLS", "KSV": "XKX", "ZAR": "COD", "UNK": "", "IGO": "", "EUR": ""}
SECTORS = {
    "GOV": "GOV", "MIL": "MIL", "ELI": "ELI", "OPP": "OPP", "SPY": "INT", "LEG": "LEG", "JUD": "JUD",
}  # fmt: skip
PETRARCH_UNTIL = "2014-01-30"  # the day its country file was made
REIGN_UNTIL = "2021-08-31"  # last month REIGN was kept up
OLDEST = "1986"  # ministers who left before are of no use; leaders are kept back to 1945, for archives

# Correlates of War abbreviations that differ from ISO 3166 (those REIGN uses)
COW = {
    "BHM": "BHS", "HAI": "HTI", "BAR": "BRB", "GRN": "GRD", "SLU": "LCA", "SVG": "VCT", "AAB": "ATG",
    "SKN": "KNA", "GUA": "GTM", "HON": "HND", "SAL": "SLV", "COS": "CRI", "TRI": "TTO", "PAR": "PRY",
    "URU": "URY", "UKG": "GBR", "IRE": "IRL", "NTH": "NLD", "FRN": "FRA", "MNC": "MCO", "LIE": "LIE",
    "SWZ": "CHE", "SPN": "ESP", "POR": "PRT", "GMY": "DEU", "GFR": "DEU", "GDR": "DDR", "CZE": "CZE",
    "CZR": "CZE", "SLO": "SVK", "SNM": "SMR", "MAC": "MKD", "CRO": "HRV", "YUG": "SRB", "BOS": "BIH",
    "KOS": "XKX", "SLV": "SVN", "BUL": "BGR", "MLD": "MDA", "ROM": "ROU", "LAT": "LVA", "LIT": "LTU",
    "GRG": "GEO", "SWD": "SWE", "DEN": "DNK", "ICE": "ISL", "CAP": "CPV", "EQG": "GNQ", "GAM": "GMB",
    "BFO": "BFA", "SIE": "SLE", "TOG": "TGO", "CAO": "CMR", "NIG": "NGA", "NIR": "NER", "CDI": "CIV",
    "GUI": "GIN", "CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI",
    "ANG": "AGO", "MZM": "MOZ", "ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF", "LES": "LSO",
    "BOT": "BWA", "SWA": "SWZ", "MAG": "MDG", "MAS": "MUS", "MOR": "MAR", "ALG": "DZA", "LIB": "LBY",
    "SUD": "SDN", "LEB": "LBN", "YAR": "YEM", "YPR": "YEM", "KUW": "KWT", "BAH": "BHR", "OMA": "OMN",
    "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MON": "MNG", "ROK": "KOR", "BHU": "BTN", "BNG": "BGD",
    "MYA": "MMR", "SRI": "LKA", "NEP": "NPL", "THI": "THA", "CAM": "KHM", "DRV": "VNM", "RVN": "VNM",
    "MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL", "INS": "IDN", "ETM": "TLS", "AUL": "AUS",
    "NEW": "NZL", "SOL": "SLB", "VAN": "VUT", "AUS": "AUT", "DMA": "DMA", "BLR": "BLR", "MAA": "MRT",
    "NAU": "NRU", "MSI": "MHL", "FIJ": "FJI", "MAD": "MDV", "PAL": "PLW", "SEY": "SYC", "UAE": "ARE",
    "MNG": "MNE",
}  # fmt: skip

TITLES = {
    "PRESIDENT",
    "PRIME",
    "KING",
    "QUEEN",
    "PRINCE",
    "MINISTER",
    "PREMIER",
    "SENATOR",
    "GENERAL",
    "MR",
    "MRS",
    "DR",
    "THE",
    "SHEIKH",
}

Row = tuple[str, str, str, str, str, str, str]  # code, sector, role, from, to, verified, names


def entries(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (names, codes with dates) of every entry of a PETRARCH actor file."""
    names: list[str] = []
    codes: list[str] = []
    for raw in path.read_text("utf-8", "replace").splitlines():
        line = raw.split("#")[0]
        if not line.strip():
            continue
        found = re.findall(r"\[([^\]]*)\]", line)
        head = line.split("[")[0].strip()
        if head and not line.startswith("\t"):
            if not head.startswith("+"):
                if names:
                    yield names, codes
                names, codes = [], []
            names.append(head.lstrip("+").strip("_ "))
        codes += found
    if names:
        yield names, codes


def day(digits: str) -> str:
    """Return an ISO date of PETRARCH's YYMMDD or YYYYMMDD, '' if it is none."""
    if len(digits) == 6:
        digits = ("20" if digits < "300000" else "19") + digits
    text = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return text if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", text) else ""


def petrarch() -> Iterator[Row]:
    """Yield one row per person and state with the first and last day of its roles there."""
    for names, codes in entries(SOURCE / "petrarch2/Phoenix.Countries.actors.txt"):
        spans: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code in codes:
            head, _, when = code.strip().partition(" ")
            state, sector = ISO.get(head[:3], head[:3]), SECTORS.get(head[3:6])
            days = [day(digits) for digits in re.findall(r"\d{8}|\d{6}", when)]
            if not (state and sector and days and all(days)):
                continue
            if when.strip().startswith(">"):
                days.append("")
            elif when.strip().startswith("<"):
                days.insert(0, "1900-01-01")
            spans[state, sector] += [days[0], days[-1]]
        people = [name for raw in names if (name := pretty(raw))]
        if not (people and spans):
            continue
        states = {state for state, _ in spans}
        for state in sorted(states):
            best = min((s for st, s in spans if st == state), key=list(SECTORS.values()).index)
            days = spans[state, best]
            start, end = min(d for d in days if d), "" if "" in days else max(days)
            if not end or end[:4] >= OLDEST:
                yield state, best, "", start, end, "" if end else max(PETRARCH_UNTIL, start), ";".join(people)


def pretty(raw: str) -> str:
    """Return a person's name in mixed case, '' if it is not a full name."""
    words = [word for word in raw.replace(" ", "_").split("_") if word]
    if words and words[0] in TITLES:
        return ""  # the title is read from the text, the day decides who bears it
    if len(words) < 2 or not all(re.fullmatch(r"[A-Z.'\-]+", word) for word in words):
        return ""
    if len(words[0].strip(".")) == 1 and len(words) == 2:
        return ""  # 'R. Jones' is many people
    return " ".join(re.sub(r"[A-Z]+", lambda m: m[0].capitalize(), word) for word in words)


def reign() -> Iterator[Row]:
    """Yield one row per spell of a leader."""
    with (SOURCE / "reign/leaderlist_3_21.csv").open(encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            name = re.sub(r"\(.*?\)|\d.*", "", row["leader"]).strip(" .,")
            if not row["syear"].strip() or "," in name or " and " in name or len(name) < 4:
                continue
            start = f"{int(row['syear']):04}-{int(row['smonth'] or 1):02}-{int(row['sdate'] or 1):02}"
            end = f"{int(row['eyear']):04}-{int(row['emonth']):02}-28" if row["eyear"].strip() else ""
            state = COW.get(row["stateabb"], row["stateabb"])
            yield state, "GOV", "leader", start, end, "" if end else max(REIGN_UNTIL, start), name


def main() -> None:
    """Write the tables."""
    rows = sorted({*petrarch(), *reign()})
    given = Counter(row[6].split(";")[0].split()[0] for row in rows if not row[2])
    text = (
        "# Compiled by train/tables/actors.py from the PETRARCH2 actor dictionaries (MIT, 2014 Open Event\n"
        "# Data Alliance) and REIGN (MIT, One Earth Future). verified: the source's last day.\n"
        "code\tsector\trole\tfrom\tto\tverified\tnames\n"
    )
    text += "".join("\t".join(row) + "\n" for row in rows)
    (TARGET / "persons.tsv").write_text(text, "utf-8")
    # a first name borne by two officials is a first name; one is often a misread title
    names = sorted(n for n, count in given.items() if count > 1 and re.fullmatch(r"[A-Z][a-z]{2,}", n))
    (TARGET / "given.txt").write_text("\n".join(names) + "\n", "utf-8")
    print(len(rows), "persons", len(names), "given names")


if __name__ == "__main__":
    main()
