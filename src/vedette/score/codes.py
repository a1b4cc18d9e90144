"""Acts and parties of coded event series, in our kinds and codes.

Three schemes are known: CAMEO by number, CAMEO by name (as ICEWS prints it), and WEIS, the older one of three
digits. Their tables ship in `data/codes`, each with its source.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from hashlib import sha256

from vedette.config import data_file
from vedette.read.actors import load_actors
from vedette.types import Actor, Kind
from vedette.watch.draft import countries, organisations
from vedette.watch.parties import UNKNOWN

_ROOT = 2  # digits of a code's root
_PART = 3  # letters of each part of a party's code
#: men under arms whom our tables of agents leave to their state: 'Armed Band (Mali)', 'Combatant (Syria)'
_UNDER_ARMS = re.compile(r"(?:armed|combatant|attacker|extremist)\b", re.IGNORECASE)
_IN_STATE = re.compile(r"(.+) \(([^()]+)\)$")


class Scheme(StrEnum):
    """How a series codes acts; its parties are coded alike."""

    CAMEO = "CAMEO"
    WEIS = "WEIS"
    NAMES = "names of CAMEO acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedAct:
    """What a code stands for."""

    name: str
    kind: Kind | None  #: None: a comment, which is no act
    mode: str | None
    indicators: tuple[str, ...]  #: codes the act implies whoever does it


def scheme_of(codes: Iterable[str]) -> Scheme:
    """Return the scheme a series' codes are of, by what only one of them can hold.

    Names hold letters, WEIS alone has the roots 21 and 22, CAMEO alone four digits. The most frequent sign
    wins, so that a few broken codes decide nothing; where there is none, it is CAMEO.

    >>> str(scheme_of(["031", "223", "0841]"]))
    'WEIS'
    """
    signs = dict.fromkeys(Scheme, 0)
    for code in codes:
        if code.isdigit():
            if len(code) > len("010"):
                signs[Scheme.CAMEO] += 1
            elif code.startswith(("21", "22")):
                signs[Scheme.WEIS] += 1
        elif code[:1].isalpha():
            signs[Scheme.NAMES] += 1
    return max(signs, key=lambda one: signs[one])  # of equals the first: CAMEO


@lru_cache(maxsize=4096)
def act_of(scheme: Scheme, code: str) -> CodedAct | None:
    """Return what a code of a scheme stands for, None for one that no table has.

    A number without a row of its own is what it begins with.
    """
    if scheme is Scheme.NAMES:
        return _by_name().get(_plain(code))
    if not code.isdigit():
        return None
    table = _acts("weis.tsv" if scheme is Scheme.WEIS else "cameo.tsv")
    shorter = (code[:end] for end in range(len(code), _ROOT - 1, -1))
    return next((table[one] for one in (*shorter, f"{code}0") if one in table), None)


@cache
def _acts(name: str) -> dict[str, CodedAct]:
    return {
        code: CodedAct(
            name=names.partition(";")[0],
            kind=Kind(kind) if kind else None,
            mode=mode or None,
            indicators=tuple(indicators.split()),
        )
        for code, kind, mode, indicators, names in _rows(name)
    }


@cache
def _by_name() -> dict[str, CodedAct]:
    acts = _acts("cameo.tsv")
    return {_plain(name): acts[code] for code, *_, names in _rows("cameo.tsv") for name in names.split(";")}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def _rows(name: str) -> tuple[list[str], ...]:
    lines = data_file("codes", name).read_text("utf-8").splitlines()
    return tuple(line.split("\t") for line in lines if not line.startswith("#"))[1:]


def tables_digest() -> str:
    """Return the digest of the tables of codes; readings by other tables are another run."""
    digest = sha256()
    for table in sorted(data_file("codes").iterdir(), key=lambda file: file.name):
        digest.update(table.read_bytes())
    return digest.hexdigest()


def party_of(scheme: Scheme) -> Callable[[str, date], Actor]:
    """Return the function that gives the actor a series means on a day; code 'UNK' if nobody we know.

    `text` is how the actor is shown: the country's name, with the code where it is more than the state.
    """
    if scheme is Scheme.NAMES:
        return _named
    return lambda code, _day: _coded(scheme, code)


def is_known(scheme: Scheme, code: str) -> bool:
    """Return whether a party's code begins as a table has it; it may stand there for nobody in particular."""
    return _begins(scheme, code) is not None


def _begins(scheme: Scheme, code: str) -> tuple[str, int] | None:
    """Return our code for the longest beginning of a party's code, and its length; None if none is known."""
    own = _sets()["keds" if scheme is Scheme.WEIS else "cameo"]
    for end in range(len(code), 0, -1):
        start = code[:end]
        if start in own:
            return own[start], end
        if start in countries() or (end == len(code) and start in organisations()):
            return start, end
    return None


def _coded(scheme: Scheme, code: str) -> Actor:
    found = _begins(scheme, code)
    if found is None:
        return Actor(text=code, code=UNKNOWN)
    ours, end = found
    part = code[end : end + _PART]
    group = _sets()["group"].get(part, part)  # a part no table has stays as it is: TUR:IST
    if group and ours in countries():
        ours = f"{ours}:{group}"
    state = countries().get(ours.partition(":")[0])
    name = code if state is None else state.name if end == len(code) == _PART else f"{state.name} ({code})"
    return Actor(text=name, code=ours, sector=part or None)


@cache
def _sets() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for which, code, ours in _rows("parties.tsv"):
        found.setdefault(which, {})[code] = ours
    return found


@lru_cache(maxsize=65536)
def _named(name: str, day: date) -> Actor:
    """Return whom a name means: a person by the day, 'Armed Gang (Thailand)' by state and agent."""
    actor = _actors()(name, day)
    inside = _IN_STATE.match(name)
    if inside and ":" not in actor.code and actor.sector is None and _UNDER_ARMS.match(inside[1]):
        return Actor(text=name, code=f"{actor.code}:REBELS", sector="REB")
    return actor


@cache
def _actors() -> Callable[[str, date], Actor]:
    return load_actors().resolve
