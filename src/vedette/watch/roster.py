"""The standing problems, and the tables a new problem is drafted from: borders, rivals, violence, priors.

All of it ships under `data/roster`, made by `train/tables/roster.py` and `train/tables/priors.py` from
the sources named there. The rule of the roster stands in docs/outcomes.md.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from pydantic import Field

from vedette.config import data_file
from vedette.errors import ConfigError
from vedette.watch.forms import ActorCode, Form, Text
from vedette.watch.yamlfile import YamlFile

Kind = Literal["interstate", "intrastate"]
RIVALRIES_END = 2020  #: last year of TSS: a rivalry without an end was in force then
WARS_END = 2003  #: last year of COW inter-state wars 4.0, and so of the priors of war
MEMORY = 10  #: years for which a war marks a dyad, as in the priors


class Seed(Form):
    """What a problem is drafted from: the parties, and which class of the past they belong to."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: Kind
    instigator: ActorCode
    target: ActorCode
    reference: str = Field(pattern=r"^(interstate|intrastate)/[a-z-]+$", description="Class of priors.")
    share: float = Field(
        default=1.0, gt=0, le=1, description="Of the class's onsets that are this problem's."
    )
    why: Text = Field(description="What put it on the roster.")
    rule: str = ""
    proxies: tuple[ActorCode, ...] = ()
    actors: tuple[ActorCode, ...] = Field(default=(), description="Of the onset, beside the instigator.")
    recipients: tuple[ActorCode, ...] = Field(default=(), description="Of the onset, beside the target.")
    violent: bool = Field(default=False, description="25 or more died in the theatre in the year before.")
    places: tuple[Text, ...] = ()


class RosterForm(Form):
    """A file of standing problems as of a day."""

    as_of: date
    problems: tuple[Seed, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The chance of one event in a reference class, per unit and 90 days."""

    reference: str  #: 'interstate/rivals-war'
    until: int  #: last year of its data
    event: str
    onsets: int
    years: int  #: of exposure: directed dyad-years or country-years
    times: float  #: events of this sort to one onset
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """A state, its neighbours and the violence on its soil."""

    code: str
    neighbours: tuple[str, ...]  #: by land
    violent: frozenset[int]  #: years with 25 or more state-based deaths
    war: frozenset[int]  #: years with 1,000 or more


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Two states, in alphabetical order, that are rivals or were at war."""

    first: str
    second: str
    start: int | None  #: of the rivalry
    end: int | None
    wars: tuple[int, ...]  #: years of war with each other since 1946


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A file of standing problems."""

    file: YamlFile
    as_of: date
    seeds: dict[str, Seed]  #: by id, in the order of the file

    def error(self, id_: str, message: str) -> ConfigError:
        """Return the error 'file:line: message' about one of its problems."""
        return self.file.error(("problems", list(self.seeds).index(id_)), message)


def read_roster(file: YamlFile) -> Roster:
    """Return the roster of a file. Raises ConfigError 'file:line: message'."""
    form = file.parse(RosterForm)
    found: dict[str, Seed] = {}
    for n, seed in enumerate(form.problems):
        if seed.id in found:
            raise file.error(("problems", n, "id"), f"problem '{seed.id}' is given twice")
        known = {rate.reference for rate in rates()}
        if seed.reference not in known:
            raise file.error(
                ("problems", n, "reference"),
                f"'{seed.reference}' is no reference class: {', '.join(sorted(known))}",
            )
        found[seed.id] = seed
    return Roster(file=file, as_of=form.as_of, seeds=found)


@cache
def standing() -> Roster:
    """Return the shipped roster."""
    return read_roster(
        YamlFile("roster.yaml", data_file("roster", "roster.yaml").read_text("utf-8"), shipped=True)
    )


def roster() -> dict[str, Seed]:
    """Return the shipped standing problems by id, in the order of the roster."""
    return standing().seeds


def standing_ids() -> tuple[str, ...]:
    """Return the ids of the standing problems, in the order of the roster."""
    return tuple(roster())


@cache
def rates() -> tuple[Rate, ...]:
    """Return the table of priors."""
    return tuple(
        Rate(
            reference=f"{row['kind']}/{row['class']}",
            until=int(row["until"]),
            event=row["event"],
            onsets=int(row["onsets"]),
            years=int(row["years"]),
            times=float(row["times"]),
            chance=float(row["chance"]),
        )
        for row in _rows("priors.tsv")
    )


def prior(reference: str, *, before: int) -> dict[str, Rate]:
    """Return the rates of a class by event, from the newest data that end before a year.

    Raises ConfigError if the class is unknown or nothing was known so early.
    """
    found = [one for one in rates() if one.reference == reference and one.until < before]
    if not found:
        raise ConfigError(f"no prior of class '{reference}' from data before {before}")
    until = max(one.until for one in found)
    return {one.event: one for one in found if one.until == until}


@cache
def neighbourhoods() -> dict[str, Neighbourhood]:
    """Return the states by code."""
    return {
        row["code"]: Neighbourhood(
            code=row["code"],
            neighbours=tuple(row["neighbours"].split()),
            violent=_years(row["violent"]),
            war=_years(row["war"]),
        )
        for row in _rows("states.tsv")
    }


@cache
def rivalries() -> dict[tuple[str, str], Rivalry]:
    """Return rivals and former enemies by their codes in alphabetical order."""
    return {
        (row["first"], row["second"]): Rivalry(
            first=row["first"],
            second=row["second"],
            start=int(row["start"]) if row["start"] else None,
            end=int(row["end"]) if row["end"] else None,
            wars=tuple(sorted(_years(row["wars"]))),
        )
        for row in _rows("rivals.tsv")
    }


def interstate_class(a: str, b: str, year: int, *, border: bool | None = None) -> str:
    """Return the reference class of a dyad as known at the end of a year.

    `border` says whether they share a land border; if it is not said, the table of today does.
    """
    if border is None:
        border = a in neighbourhoods() and b in neighbourhoods()[a].neighbours
    found = rivalries().get((a, b) if a < b else (b, a))
    if found is None or found.start is None or not found.start <= year <= _open(found.end, year):
        return "interstate/neighbours" if border else "interstate/others"
    if not border:
        return "interstate/rivals-apart"
    recent = any(year - MEMORY < war <= year for war in found.wars)
    return "interstate/rivals-war" if recent else "interstate/rivals-border"


def intrastate_class(code: str, year: int) -> str:
    """Return the reference class of a country as known at the end of a year.

    After the last year of the table that last year speaks.
    """
    place = neighbourhoods().get(code)
    if place is None:
        return "intrastate/quiet"
    year = min(year, last_violent_year())
    if year in place.war:
        return "intrastate/war"
    if year in place.violent:
        return "intrastate/violent"
    recent = any(year - n in place.violent for n in range(1, 5))
    return "intrastate/recent" if recent else "intrastate/quiet"


@lru_cache(maxsize=1)
def last_violent_year() -> int:
    """Return the last year of the table of violence."""
    return max(year for one in neighbourhoods().values() for year in one.violent)


def _open(end: int | None, year: int) -> int:
    # the table of rivalries ends in 2020: one that is dated to end then had not ended
    return year if end is None else end


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = data_file("roster", name).read_text("utf-8").splitlines()
    yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")


def _years(text: str) -> frozenset[int]:
    """Return the years of '1989-1991 2004'."""
    found: set[int] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
