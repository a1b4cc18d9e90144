"""Actors: who is named in a text, with the code they resolve to on a day.

A name is matched longest first in the tables of `roster`; a state beside a generic agent makes one
mention ("Russian troops" -> RUS, sector MIL). Codes are ISO 3166 alpha-3 or an organisation's, then
':GROUP' where the actor is not the government. Sector 'CAP' marks a capital named for its government
('Moscow'): a candidate only, the caller decides. Leaders resolve by the day; outside their term they
still lead to their state, with sector 'ELI' and `verified` False.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from vedette.read import roster
from vedette.read.names import Token, tokens
from vedette.read.roster import (
    ADJECTIVE,
    AGENT,
    BEFORE,
    GROUP,
    INSTITUTION,
    LAST,
    ORGANISATION,
    PEOPLE,
    PERSON,
    SEAT,
    STATE,
    Entry,
    Roster,
)
from vedette.types import Actor, Span

UNKNOWN = "UNK"

#: words that may stand between a state and its agent ("Israel's new defence minister")
_BETWEEN = frozenset(
    """acting allied anti armed army banned border caretaker central chief civil civilian coalition
    communist conservative controversial current democratic deputy disgraced domestic elected elite embattled
    ethnic exiled female fighter financial first foreign former ex federal ground hardline hardliner heavy
    high human islamic islamist jailed joint junior largest latest leading left leftist liberal local main
    male medium military ministry moderate muslim national naval navy new northern nuclear old opposition
    paramilitary party peace police political popular populist powerful presidential pro prominent
    public radical rebel regular religious republican retired riot right ruling ruler secular security senior
    separatist shia shiite socialist southern special state suspected then top trade traditional transitional
    undercover unarmed unidentified veteran western eastern wounded young youth air aircraft anti war oil gas
    government media combat occupation intelligence and royal defence defense finance health justice interior
    culture heritage immigration communications economy education energy environment labour agriculture
    prime vice home atomic cyber marine land tank artillery infantry armoured armored missile special
    based born led backed linked aligned""".split()
)
#: what a compound says of a state: 'Iran-backed militia' is not Iran's
_FOREIGN = frozenset("backed linked allied aligned sponsored funded supported trained supplied".split())
_PREPOSITIONS = frozenset("in of from".split())
_WHERE = frozenset("in near at outside around across over inside throughout".split())
_ENDS = frozenset(
    """in of from near at for by with who over against to on that after before during amid says said is are
    was were has have and""".split()
)
_UNMARKED = frozenset("man men woman women people citizen citizens child children".split())
_GEORGIA_USA = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Ga\.|Alabama|Tennessee|Florida|Carolina|Sheriff|County|Marietta"
    r"|Republicans?|Democrats?|U\.S\. state|runoff|gubernatorial)\b"
)
_GEORGIA = re.compile(
    r"\b(?:Tbilisi|Russian?s?|Moscow|Saakashvili|Ossetian?|Abkhaz\w*|Caucasus|Gori|Poti|Batumi|Putin"
    r"|Medvedev|Armenia|Azerbaijan)\b"
)
#: states whose names are borne by people and places as well
_SHARED = frozenset({"chad", "jordan", "georgia", "israel", "cuba", "guinea", "paris", "sofia", "holland"})
#: these after a shared name tell the state ("Jordan King", "Chad President")
_TITLES = re.compile(
    r"(?:king|queen|president|prime|minister|pm|army|court|police|government|says?|mps?)$", re.IGNORECASE
)


class Atom(NamedTuple):
    """A table entry at words [start, end) of a text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Actors:
    """The actor tables with their matching. Built by `load_actors`."""

    roster: Roster

    def find(self, text: str, on: date | None = None) -> list[Actor]:
        """Return the actors a text names, in order, with spans in code points.

        `on` is the day of the text; without it every role counts as held. Capitals after a word of
        place ('in Moscow') are left out: there they are places.
        """
        words = tokens(text)
        atoms = self._atoms(text, words, on)
        found = []
        index = 0
        while index < len(atoms):
            actor, used = _mention(text, words, atoms, index, on)
            if actor is not None:
                found.append(actor)
            index += used
        return found

    def resolve(self, phrase: str, on: date | None = None) -> Actor:
        """Return the actor a noun phrase names; code 'UNK' if nobody known.

        The span is None: the phrase has no text around it. A city leads to its state
        ("police in Athens" -> GRC:COP).
        """
        words = tokens(phrase)
        atoms = self._atoms(phrase, words, on)
        code, sector, verified = _phrase(words, atoms, on)
        if code == UNKNOWN or code.startswith(UNKNOWN + ":"):
            taken = {n for atom in atoms for n in range(atom.start, atom.end)}
            state = _state_of_city(phrase, words, taken)
            if state:
                code = state + code.removeprefix(UNKNOWN)
        return Actor(text=phrase, code=code, sector=sector, verified=verified)

    def _atoms(self, text: str, words: Sequence[Token], on: date | None) -> list[Atom]:
        found = []
        index = 0
        calm = _calm(words)
        while index < len(words):
            size, entries = self.roster.names.at(words, index)
            entry = self._choose(text, words, index, size, entries, on=on, calm=calm) if size else None
            if entry is None:
                index += 1
                continue
            found.append(Atom(index, index + size, entry))
            index += size
        return found

    def _choose(
        self,
        text: str,
        words: Sequence[Token],
        index: int,
        size: int,
        entries: list[Entry],
        *,
        on: date | None,
        calm: bool,
    ) -> Entry | None:
        entry = _as_of(entries, on)
        if entry is None:
            return None
        alone = size == 1 and words[index].text[:1].isupper()
        if entry.kind == PERSON and not entry.full and not self._surname(text, words, index, calm):
            return None
        if alone and entry.kind == STATE and words[index].key in _SHARED:
            if words[index].key == "georgia" and _GEORGIA_USA.search(text) and not _GEORGIA.search(text):
                return replace(entry, code="USA")
            if not self._surname(text, words, index, calm):
                return None
        return entry

    def _surname(self, text: str, words: Sequence[Token], index: int, calm: bool) -> bool:
        """Tell whether a single name stands alone, not as part of another person's name."""
        if index and _adjacent(text, words, index - 1):
            before = words[index - 1]
            if before.text[:1].isupper() and before.key in self.roster.given:
                return False
        if calm and index + 1 < len(words) and _adjacent(text, words, index):
            after = words[index + 1]
            known, _ = self.roster.names.at(words, index + 1)
            if after.text[:1].isupper() and not known and not _TITLES.match(after.text):
                return False
        return True


def load_actors(extra: Path | None = None) -> Actors:
    """Return the shipped actor tables, with those of the YAML file `extra` added.

    Raises ConfigError that names the file and the entry.
    """
    return Actors(roster.build(extra))


def _calm(words: Sequence[Token]) -> bool:
    """Tell whether capitals mean names: not in headlines where every word has one."""
    long = [word for word in words if len(word.text) > 3 and word.text.isalpha()]
    return sum(word.text[:1].isupper() for word in long) <= len(long) / 2


def _adjacent(text: str, words: Sequence[Token], index: int) -> bool:
    return text[words[index].end : words[index + 1].start] in {" ", "-", "\u00a0"}


def _as_of(entries: list[Entry], on: date | None) -> Entry | None:
    """Return the entry meant on a day; None where people of different codes are as likely."""
    others = [entry for entry in entries if entry.kind != PERSON]
    if others:
        return others[-1]  # later tables and the user's are more particular
    day = on or date.max
    near = [entry for entry in entries if on is None or entry.start <= on + BEFORE]
    if not near:
        return None
    # in office first, then who left last or comes next; of several roles, the latest begun
    near.sort(key=lambda e: (e.distance(day) if on else 0, -(min(e.end, LAST).toordinal()), -e.start.toordinal()))
    best = near[0]
    rivals = {e.code for e in near if (e.distance(day) if on else 0) == 0} if best.sure(on) else set()
    return None if len({code[:3] for code in rivals}) > 1 and not best.full else best


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


def _mention(
    text: str, words: Sequence[Token], atoms: Sequence[Atom], index: int, on: date | None
) -> tuple[Actor | None, int]:
    """Return the actor that begins at an atom, and how many atoms it takes."""
    used = 1
    while index + used < len(atoms) and _joins(text, words, atoms[index + used - 1], atoms[index + used]):
        used += 1
    part = atoms[index : index + used]
    first, last = part[0], part[-1]
    if used == 1 and first.entry.kind == SEAT and first.start and words[first.start - 1].key in _WHERE:
        return None, 1
    if all(atom.entry.kind == AGENT for atom in part) and not any(atom.entry.alone for atom in part):
        return None, used
    begin, end = words[first.start].start, words[last.end - 1].end
    shifted = [Atom(a.start - first.start, a.end - first.start, a.entry) for a in part]
    code, sector, verified = _phrase(words[first.start : last.end], shifted, on)
    if first.start and words[first.start - 1].key in {"pro", "anti"}:
        code = UNKNOWN + (":" + code.split(":")[1] if ":" in code else "")
        if code == UNKNOWN:
            return None, used
    return (
        Actor(
            text=text[begin:end], code=code, span=Span(start=begin, end=end), sector=sector, verified=verified
        ),
        used,
    )


def _joins(text: str, words: Sequence[Token], left: Atom, right: Atom) -> bool:
    """Tell whether two neighbouring atoms name one actor."""
    gap = words[left.end : right.start]
    between = text[words[left.end - 1].end : words[right.start].start]
    if not re.fullmatch(r"[\w\s'’\-.]*", between) or "\n" in between:
        return False
    states = {STATE, ADJECTIVE, PEOPLE, SEAT, ORGANISATION, INSTITUTION, GROUP, PERSON}
    if left.entry.kind in states and right.entry.kind == AGENT:
        possessive = bool(gap) and gap[0].key == "'s"
        inner = gap[1:] if possessive else gap
        if left.entry.kind in {PERSON, PEOPLE} and not possessive:
            return False
        return len(inner) <= 3 and all(word.key in _BETWEEN for word in inner)
    if left.entry.kind == AGENT and right.entry.kind == AGENT:
        return not gap and between == " "
    if left.entry.kind == AGENT and right.entry.kind in {PERSON, GROUP}:
        return not gap
    if left.entry.kind == AGENT and right.entry.kind in {STATE, ADJECTIVE, SEAT, INSTITUTION, ORGANISATION}:
        place = [word.key for word in gap]
        return place[:1] != [] and place[0] in _PREPOSITIONS and place[1:] in ([], ["the"])
    if left.entry.kind in {ADJECTIVE, STATE, SEAT} and right.entry.kind in {INSTITUTION, GROUP}:
        return right.entry.code.startswith(left.entry.code) and all(
            word.key == "'s" or word.key in _BETWEEN for word in gap
        )
    return False


def _phrase(
    words: Sequence[Token], atoms: Sequence[Atom], on: date | None
) -> tuple[str, str | None, bool]:
    """Return code, sector and verified of a noun phrase with these atoms."""
    cut = next((n for n, word in enumerate(words) if n and word.key in _ENDS), len(words))
    head = [atom for atom in atoms if atom.start < cut] or list(atoms)
    tail = [atom for atom in atoms if atom.start >= cut]
    agents = [atom for atom in head if atom.entry.kind == AGENT]
    named = [atom for atom in head if atom.entry.kind != AGENT]
    named = [atom for atom in named if not _foreign(words, atom)] if agents else named
    if not named and agents:
        named = [atom for atom in tail if atom.entry.kind != AGENT][:1]
    if not named:
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
        if chosen.entry.kind == PERSON and "'s" not in {w.key for w in words[chosen.end :][:1]}:
            return chosen.entry.code, sector, verified
        code, sector = _join(chosen.entry, agent)
        return code, sector, verified
    return chosen.entry.code, sector, verified


def _foreign(words: Sequence[Token], atom: Atom) -> bool:
    """Tell whether a state is only said to stand behind or against somebody ('pro-Moscow', 'Iran-backed')."""
    before = words[atom.start - 1].key if atom.start else ""
    after = words[atom.end].key if atom.end < len(words) else ""
    return before in {"pro", "anti"} or after in _FOREIGN


def _main(agents: Iterable[Atom]) -> Entry | None:
    """Return the agent that heads the phrase: the last, as in 'opposition leader', 'police officers'."""
    entries = [atom.entry for atom in agents]
    if not entries:
        return None
    # 'opposition leader', 'rebel army': the particular word decides over a plain one
    return next((entry for entry in reversed(entries) if entry.code), entries[-1])


def _state_of_city(text: str, words: Sequence[Token], taken: set[int]) -> str | None:
    """Return the state of a city the phrase names, outside the words already used."""
    from vedette.read.gazetteer import biggest

    for start, word in enumerate(words):
        if start in taken or not word.text[:1].isupper():
            continue
        for size in (3, 2, 1):
            part = words[start : start + size]
            if len(part) == size and not taken & set(range(start, start + size)):
                state = biggest(text[part[0].start : part[-1].end], 50_000)
                if state:
                    return state
    return None
