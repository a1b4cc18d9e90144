"""The grammar of actors: which neighbouring names make one actor, and what code a noun phrase has."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from vedette.read.names import Token, rows
from vedette.read.roster import (
    ADJECTIVE,
    AGENT,
    GROUP,
    INSTITUTION,
    ORGANISATION,
    PEOPLE,
    PERSON,
    SEAT,
    STATE,
    Entry,
)

UNKNOWN = "UNK"

_JOINED = re.compile(r"[\w\s'’\-.]*")


class Atom(NamedTuple):
    """A table entry at words [start, end) of a text."""

    start: int
    end: int
    entry: Entry
    spare: Entry | None = (
        None  #: what it is where nothing beside makes it another's: 'Congress' is the American
    )


@lru_cache(maxsize=1)
def word_lists() -> dict[str, frozenset[str]]:
    """Return the word lists by name."""
    return {row["list"]: frozenset(row["words"].split()) for row in rows("actors", "words.tsv")}


def _sector(entry: Entry, on: date | None) -> tuple[str | None, bool]:
    if entry.kind != PERSON:
        return entry.sector, True
    held = on is None or entry.start <= on <= entry.end
    return (entry.sector if held else "ELI"), entry.sure(on)


def _join(state: Entry, agent: Entry) -> tuple[str, str | None]:
    """Return code and sector of an agent of a state, group or organisation."""
    base = state.code.split(":")[0]
    if state.kind in {GROUP, ORGANISATION, INSTITUTION}:
        return state.code, state.sector or agent.sector
    return (f"{base}:{agent.code}" if agent.code else base), agent.sector


def joins(text: str, words: Sequence[Token], left: Atom, right: Atom) -> bool:
    """Tell whether two neighbouring atoms name one actor."""
    gap = [word.key for word in words[left.end : right.start]]
    between = text[words[left.end - 1].end : words[right.start].start]
    if len(gap) > 4 or "\n" in between or not _JOINED.fullmatch(between):
        return False
    kinds = left.entry.kind, right.entry.kind
    if kinds == (AGENT, AGENT):
        return not gap and between == " "
    if kinds[0] == AGENT:
        return _leads(gap, kinds[1])
    if kinds[1] == AGENT:
        return _owns(gap, kinds[0])
    # "Russia's ruling Duma": the institution is the state's own
    own = kinds[0] in {ADJECTIVE, STATE, SEAT} and kinds[1] in {INSTITUTION, GROUP}
    return (
        own
        and right.entry.code.startswith(left.entry.code)
        and all(key == "'s" or key in word_lists()["between"] for key in gap)
    )


def _leads(gap: Sequence[str], kind: str) -> bool:
    """Tell whether an agent leads on to a name: 'President Putin', 'the parliament of Iran'."""
    if kind in {PERSON, GROUP}:
        return not gap
    if kind == PEOPLE or not gap:
        return False
    return gap[0] in word_lists()["prepositions"] and gap[1:] in ([], ["the"])


def _owns(gap: Sequence[str], kind: str) -> bool:
    """Tell whether a name is an agent's: 'Russian troops', "Israel's new defence minister"."""
    possessive = gap[:1] == ["'s"]
    if kind in {PERSON, PEOPLE} and not possessive:
        return False
    inner = gap[1:] if possessive else gap
    return len(inner) <= 3 and all(key in word_lists()["between"] for key in inner)


def code_of(words: Sequence[Token], atoms: Sequence[Atom], on: date | None) -> tuple[str, str | None, bool]:
    """Return code, sector and verified of a noun phrase with these atoms."""
    cut = next((n for n, word in enumerate(words) if n and word.key in word_lists()["ends"]), len(words))
    head = [atom for atom in atoms if atom.start < cut] or list(atoms)
    tail = [atom for atom in atoms if atom.start >= cut]
    agents = [atom for atom in head if atom.entry.kind == AGENT]
    named = [atom for atom in head if atom.entry.kind != AGENT]
    named = [atom for atom in named if not _foreign(words, atom)] if agents else named
    if not named and agents:
        named = [atom for atom in tail if atom.entry.kind != AGENT][:1]
    if not named:
        spare = next((atom.spare for atom in agents if atom.spare), None)
        if spare is not None:
            return spare.code, spare.sector, True
        agent = _main(agents)
        if agent is None:
            return UNKNOWN, None, True
        return UNKNOWN + (f":{agent.code}" if agent.code else ""), agent.sector, True
    return _named(words, named, agents, on)


def _named(
    words: Sequence[Token], named: Sequence[Atom], agents: Sequence[Atom], on: date | None
) -> tuple[str, str | None, bool]:
    particular = [a for a in named if a.entry.kind in {PERSON, GROUP, INSTITUTION, ORGANISATION}]
    chosen = particular[-1] if particular else named[0]
    sector, verified = _sector(chosen.entry, on)
    agent = _main([a for a in agents if a.start >= chosen.end]) or (
        None if chosen.entry.kind in {PERSON, GROUP, INSTITUTION} else _main(agents)
    )
    if agent is not None:
        own = "'s" in {word.key for word in words[chosen.end :][:1]}
        # 'Medvedev aide' is the state's as he is; 'Medvedev supporters' are not
        if chosen.entry.kind == PERSON and not (own or agent.code in {"CVL", "OPP", "REBELS", "MILITIA"}):
            return chosen.entry.code, sector, verified
        code, sector = _join(chosen.entry, agent)
        return code, sector, verified
    return chosen.entry.code, sector, verified


def _foreign(words: Sequence[Token], atom: Atom) -> bool:
    """Tell whether a state is only said to stand behind or against somebody ('pro-Moscow', 'Iran-backed')."""
    before = words[atom.start - 1].key if atom.start else ""
    after = words[atom.end].key if atom.end < len(words) else ""
    stands = before == "anti" or (
        before == "pro" and atom.entry.kind != PERSON
    )  # 'pro-Gaddafi forces' are his
    return stands or after in word_lists()["foreign"]


def _main(agents: Iterable[Atom]) -> Entry | None:
    """Return the agent that heads the phrase: the last, as in 'opposition leader', 'police officers'."""
    entries = [atom.entry for atom in agents]
    if not entries:
        return None
    # 'opposition leader', 'rebel army': the particular word decides over a plain one
    return next((entry for entry in reversed(entries) if entry.code), entries[-1])
