"""The tables of actors: states, people in office, groups, organisations, institutions, generic agents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from vedette.config import data_file
from vedette.errors import ConfigError
from vedette.read.names import Names, fold, rows

#: kinds of entries
STATE, ADJECTIVE, PEOPLE, SEAT = "state", "adjective", "people", "seat"
PERSON, GROUP, ORGANISATION, INSTITUTION, AGENT = "person", "group", "organisation", "institution", "agent"

#: a person is looked for this long before taking office: candidates and deputies are news too
BEFORE = timedelta(days=3 * 365)
#: a bare surname of the compiled table is forgotten so long after: 'Price' led Belize until 1993
AFTER = timedelta(days=5 * 365)
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the tables under one of its names."""

    kind: str
    code: str  #: of an agent: the group part, '' for the plain state
    sector: str | None = None
    alone: bool = True  #: an agent that is an actor even without a state
    start: date = FIRST  #: first day in the role
    end: date = LAST  #: last day in the role
    verified: date = LAST  #: the day up to which an open role is known to hold
    full: bool = True  #: False: one surname of many
    curated: bool = True  #: False: of the compiled table
    shy: bool = False  #: a word too ('Target'): no name unless the text is known to name a party

    def distance(self, on: date) -> int:
        """Return the days between a day and the role as far as it is known; 0 in it."""
        return max((self.start - on).days, (on - min(self.end, self.verified)).days, 0)

    def plain(self, on: date | None) -> bool:
        """Tell whether the name means this in any text, not only where a party is known to be named."""
        if self.full or self.curated or on is None or self.end == LAST:
            return not self.shy
        return on <= self.end + AFTER

    def sure(self, on: date | None) -> bool:
        """Tell whether the role was held on that day, and verified to be."""
        return on is None or (self.start <= on <= self.end and (self.end < LAST or on <= self.verified))


@dataclass(frozen=True, slots=True)
class Roster:
    """All names, and the given names by which unknown people are told from known ones."""

    names: Names[Entry] = field(default_factory=Names)
    given: set[str] = field(default_factory=set)


def build(extra: Path | None = None) -> Roster:
    """Return the shipped tables and the user's.

    Raises ReadError when a shipped table is damaged, ConfigError naming file and entry of `extra`.
    """
    roster = Roster()
    roster.given.update(data_file("actors", "given.txt").read_text("utf-8").lower().split())
    for name, entry in _entries(roster.given):
        roster.names.add(name, entry)
    _defer_people(roster)
    if extra is not None:
        for name, entry in _extra(extra):
            roster.names.add(name, entry)
    return roster


def _entries(given: set[str]) -> Iterator[tuple[str, Entry]]:
    for row in rows("actors", "countries.tsv"):
        code = row["code"]
        columns = (("names", STATE), ("adjectives", ADJECTIVE), ("people", PEOPLE), ("seats", SEAT))
        for column, kind in columns:
            entry = Entry(kind=kind, code=code, sector="CAP" if kind == SEAT else None)
            for name in _split(row[column]):
                yield name, entry
                yield from ((other, entry) for other in _careless(kind, name))
    for file, kind in (("groups", GROUP), ("organisations", ORGANISATION), ("institutions", INSTITUTION)):
        for row in rows("actors", f"{file}.tsv"):
            code = row["code"]
            # a people is a state's adjective with a group of its own
            what = ADJECTIVE if kind == GROUP and code.endswith(":CVL") else kind
            entry = Entry(kind=what, code=code, sector="CVL" if what != kind else row.get("sector"))
            yield from _each(row["names"], entry)
    for row in rows("actors", "agents.tsv"):
        entry = Entry(kind=AGENT, code=row["group"], sector=row["sector"], alone=row["alone"] == "yes")
        for name in _split(row["names"]):
            yield name, entry
            yield plural(name), entry
    for row in rows("actors", "officials.tsv"):
        yield from _person(row, given, curated=True)


def _defer_people(roster: Roster) -> None:
    """Add the compiled people, whose table is the longest by far, to be parsed when they are met."""
    lines: dict[str, list[str]] = {}
    head: list[str] = []
    for line in data_file("actors", "persons.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if not head:
            head = line.split("\t")
            continue
        for name in line[line.rindex("\t") + 1 :].split(";"):
            first = fold(name.partition(" ")[0].partition("-")[0])
            lines.setdefault(first, []).append(line)
    roster.names.defer(
        lines,
        lambda line: _person(dict(zip(head, line.split("\t"), strict=True)), roster.given, curated=False),
    )


def _person(row: Mapping[str, str], given: set[str], *, curated: bool) -> Iterator[tuple[str, Entry]]:
    start, end, verified = (
        date.fromisoformat(day) if day else LAST for day in (row["from"], row["to"], row["verified"])
    )
    whole = Entry(
        kind=PERSON,
        code=row["code"],
        sector=row["sector"],
        start=start,
        end=end,
        verified=verified,
        curated=curated,
    )
    for name, entry in _each(row["names"], whole):
        if " " in name or "-" in name:
            yield name, entry
        elif curated or (row["role"] and fold(name) not in given):
            yield name, replace(entry, full=False)
        if curated and not entry.shy:
            yield from ((other, replace(entry, full=False)) for other in _careless(PERSON, name))


def _careless(kind: str, name: str) -> Iterator[str]:
    """Yield what a name becomes in careless text: 'russian troops', 'Irans parliament', 'Obamas speech'."""
    if kind == ADJECTIVE and len(name) > 5 and name != "Polish" and name.isalpha():
        yield name.lower()
    elif kind in {STATE, PERSON} and len(name) > 3 and not name.endswith(("s", ".")):
        yield name + "s"


@lru_cache(maxsize=1)
def states() -> frozenset[str]:
    """Return the codes of the states and of what is written like one (PSE, TWN, XKX)."""
    return frozenset(row["code"] for row in rows("actors", "countries.tsv"))


def is_state(code: str) -> bool:
    """Tell whether a code is a state's, not an organisation's of as many letters (ICC, WHO)."""
    return code in states()


@lru_cache(maxsize=1)
def peoples() -> frozenset[str]:
    """Return the names of states' people that are not adjectives too ('Iraqis', not 'Chinese')."""
    table = list(rows("actors", "countries.tsv"))
    adjectives = {name for row in table for name in _split(row["adjectives"])}
    return frozenset(name for row in table for name in _split(row["people"]) if name not in adjectives)


def plural(name: str) -> str:
    """Return the regular plural of a noun."""
    if name.endswith(("s", "sh", "ch", "x")):
        return name + "es"
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name[:-3] + "men" if name.endswith("man") else name + "s"


def _each(cell: str, entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Yield the names of a cell with their entry; one after '?' is shy."""
    for name in _split(cell):
        yield (name[1:], replace(entry, shy=True)) if name.startswith("?") else (name, entry)


def _split(cell: str) -> list[str]:
    return [name for name in cell.split(";") if name]


def _extra(path: Path) -> Iterator[tuple[str, Entry]]:
    """Yield the entries of a user's YAML file: a list of {code, names, sector, from, to, verified}."""
    try:
        items = yaml.safe_load(path.read_text("utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: {error}") from error
    if not isinstance(items, list):
        raise ConfigError(f"{path}: not a list of actors", hint="see data/actors/README.md")
    for number, item in enumerate(items, 1):
        try:
            yield from _item(item)
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigError(f"{path}: entry {number}: {error}", hint="see data/actors/README.md") from error


def _item(item: Mapping[str, object]) -> Iterator[tuple[str, Entry]]:
    names, code = item["names"], item["code"]
    if not isinstance(names, list) or not isinstance(code, str):
        raise TypeError("needs 'code' (text) and 'names' (a list)")
    unknown = set(item) - {"code", "names", "sector", "from", "to", "verified"}
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    days = {key: _day(item.get(key)) for key in ("from", "to", "verified")}
    sector = item.get("sector")
    for name in names:
        yield (
            str(name),
            Entry(
                kind=PERSON if days["from"] else GROUP,
                code=code,
                sector=str(sector) if sector else None,
                start=days["from"] or FIRST,
                end=days["to"] or LAST,
                verified=days["verified"] or LAST,
            ),
        )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
