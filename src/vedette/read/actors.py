"""Actors: who is named in a text, with the code they resolve to on a day.

A name is matched longest first in the tables of `roster`; a state beside a generic agent makes one
mention ("Russian troops" -> RUS, sector MIL). Codes are ISO 3166 alpha-3 or an organisation's, then
':GROUP' where the actor is not the government. Sector 'CAP' marks a capital named for its government
('Moscow'): a candidate only, the caller decides. Leaders resolve by the day; outside their term they
still lead to their state, with sector 'ELI' and `verified` False.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from vedette.read import roster
from vedette.read.names import Token, titled, tokens
from vedette.read.phrases import UNKNOWN, Atom, code_of, joins, word_lists
from vedette.read.places import locate
from vedette.read.roster import (
    AGENT,
    BEFORE,
    INSTITUTION,
    PERSON,
    SEAT,
    STATE,
    Entry,
    Roster,
    is_state,
)
from vedette.types import Actor, Span, content_id

_AROUND = 400  # code points on both sides that tell one Georgia from the other: two or three sentences
_GEORGIA_USA = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Ga\.|Alabama|Tennessee|Florida|Carolina|Sheriff|County|Marietta"
    r"|Republicans?|Democrats?|U\.S\. state|runoff|gubernatorial)\b"
)
_GEORGIA = re.compile(
    r"\b(?:Tbilisi|Russian?s?|Moscow|Saakashvili|Ossetian?|Abkhaz\w*|Caucasus|Gori|Poti|Batumi|Putin"
    r"|Medvedev|Armenia|Azerbaijan)\b"
)
#: these after a shared name tell the state ("Jordan King", "Chad President")
_TITLES = re.compile(
    r"(?:king|queen|president|prime|minister|pm|army|court|police|government|says?|mps?)$", re.IGNORECASE
)

#: these before a surname are no part of the name
_CALLED = re.compile(
    r"(?:mrs?|ms|miss|dr|sir|lord|lady|dame|baroness|gen|col|lt|capt|maj|sgt|rep|sen|gov|rev|prof|sheikh|"
    r"general|colonel|captain|major|senator|congressman|governor|mayor|chairman|judge|justice|secretary|"
    r"chancellor|premier|speaker|leader|dictator|taoiseach|emir|sultan|comrade|ex|former|late|old|new)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Actors:
    """The actor tables with their matching. Built by `load_actors`."""

    roster: Roster
    own: str = ""  #: digest of the user's own table

    def find(self, text: str, on: date | None = None) -> list[Actor]:
        """Return the actors a text names, in order, with spans in code points.

        `on` is the day of the text; without it every role counts as held. Capitals after a word of
        place ('in Moscow') are left out: there they are places.
        """
        shown = titled(text)
        words = tokens(shown)
        atoms = self._atoms(shown, words, on)
        found: list[Actor] = []
        index = 0
        while index < len(atoms):
            actor, used = _mention(text, words, atoms, index, on)
            if actor is not None:
                part = atoms[index : index + used]
                no_state = all(atom.entry.kind == AGENT for atom in part)
                is_shared = no_state and any(atom.spare for atom in part)
                found.append(_of_state_before(text, actor, found) if is_shared else actor)
            index += used
        return found

    def resolve(self, phrase: str, on: date | None = None) -> Actor:
        """Return the actor a noun phrase names; code 'UNK' if nobody known.

        The span is None: the phrase has no text around it. A city leads to its state
        ("police in Athens" -> GRC:COP).
        """
        words = tokens(phrase)
        atoms = self._atoms(phrase, words, on, shy=True)
        code, sector, verified = code_of(words, atoms, on)
        if code == UNKNOWN or code.startswith(UNKNOWN + ":"):
            # a city leads to its state, but not one said to stand behind or against ('pro-Moscow')
            taken = [(words[atom.start].start, words[atom.end - 1].end) for atom in atoms]
            state = next(
                (
                    place.country
                    for place in locate(phrase)
                    if place.country
                    and not any(a < place.span.end and place.span.start < b for a, b in taken)
                ),
                None,
            )
            if state:
                code = state + code.removeprefix(UNKNOWN)
        return Actor(text=phrase, code=code, sector=sector, verified=verified)

    def _atoms(self, text: str, words: Sequence[Token], on: date | None, *, shy: bool = False) -> list[Atom]:
        found = []
        index = 0
        calm = _calm(words)
        at = self.roster.names.at
        while index < len(words):
            size, entries = at(words, index)
            entries = [entry for entry in entries if entry.plain(on) or (shy and entry.shy)]
            entry = self._choose(text, words, index, size, entries, on=on, calm=calm) if entries else None
            if entry is None:
                index += 1
                continue
            spare = next((e for e in entries if e.kind == INSTITUTION), None) if entry.kind == AGENT else None
            found.append(Atom(index, index + size, entry, spare))
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
        is_weak = (entry.kind == PERSON and not entry.full and not entry.curated) or (
            entry.kind == INSTITUTION and entry.shy and size == 1
        )
        if is_weak and calm and self._stranger(text, words, index):
            return None
        if alone and entry.kind == INSTITUTION and self._after_given(text, words, index):
            return None
        if alone and entry.kind == STATE and words[index].key in word_lists()["shared"]:
            start = words[index].start
            around = text[max(0, start - _AROUND) : start + _AROUND]
            if words[index].key == "georgia" and _GEORGIA_USA.search(around) and not _GEORGIA.search(around):
                return replace(entry, code="USA")
            if not self._surname(text, words, index, calm):
                return None
        return entry

    def _after_given(self, text: str, words: Sequence[Token], index: int) -> bool:
        """Tell whether a given name stands before a word: 'Harrison Ford' is no carmaker.

        'Will BP pay?' asks of the firm: the acronym is no surname.
        """
        index -= 1
        if index > 0 and len(words[index].text) == 1:  # 'Gerald R. Ford'
            index -= 1
        if index < 0 or (words[index + 1].text.isupper() and len(words[index + 1].text) > 1):
            return False
        before = words[index]
        gap = text[before.end : words[index + 1].start]
        return before.text[:1].isupper() and before.key in self.roster.given and gap in {" ", "-"}

    def _stranger(self, text: str, words: Sequence[Token], index: int) -> bool:
        """Tell whether a name nobody knows stands before a word that is one with it.

        'Rakeem Jones' leads no state, 'Chatham House' is no house of Congress.
        """
        if not index or not _adjacent(text, words, index - 1):
            return False
        before = words[index - 1]
        known, _ = self.roster.names.at(words, index - 1)
        is_name = before.text[:1].isupper() and not known and len(before.text) > 2
        return is_name and not _TITLES.match(before.text) and not _CALLED.match(before.text)

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
    found = roster.build(extra)  # first: it says what is wrong with the file
    return Actors(found, content_id(extra.read_text("utf-8")) if extra else "")


def _calm(words: Sequence[Token]) -> bool:
    """Tell whether capitals mean names: not in headlines where every word has one."""
    if len(words) < 4:
        return True
    long = [word for word in words if len(word.text) > 3 and word.text.isalpha()]
    return sum(word.text[:1].isupper() for word in long) <= len(long) / 2


def _adjacent(text: str, words: Sequence[Token], index: int) -> bool:
    return text[words[index].end : words[index + 1].start] in {" ", "-", "\u00a0"}


def _as_of(entries: list[Entry], on: date | None) -> Entry | None:
    """Return the entry meant on a day; None where people of different codes are as likely."""
    others = [entry for entry in entries if entry.kind != PERSON]
    if any(not entry.shy for entry in others):
        return others[-1]  # later tables and the user's are more particular
    day = on or date.max
    near = [entry for entry in entries if entry.kind == PERSON and (on is None or entry.start <= on + BEFORE)]
    if on is not None:
        begun = [entry for entry in near if entry.curated and entry.start <= on]
        near = [entry for entry in near if entry.curated or not any(_is_same_term(entry, e) for e in begun)]
    if not near or (others and not any(entry.sure(on) for entry in near)):
        return others[-1] if others else None
    # in office first, then who left last or comes next; of several roles, the latest begun
    near.sort(key=lambda e: (e.distance(day) if on else 0, -e.end.toordinal(), -e.start.toordinal()))
    best = near[0]
    rivals = {e.code for e in near if (e.distance(day) if on else 0) == 0} if best.sure(on) else set()
    return None if len({code[:3] for code in rivals}) > 1 and not best.full else best


def _is_same_term(compiled: Entry, curated: Entry) -> bool:
    """Tell whether a compiled term is the curated one, or of its days: the compiled end by the month."""
    return compiled.code.partition(":")[0] == curated.code.partition(":")[0] and compiled.start < curated.end


def _of_state_before(text: str, actor: Actor, found: Sequence[Actor]) -> Actor:
    """Return an office that many states have as of the one named before it in its sentence.

    'Philippine senators said the Senate would agree' is of no American one, 'China accused the Senate' is.
    """
    last = next((one for one in reversed(found) if is_state(one.code) and one.sector != "MED"), None)
    if last is None or last.span is None or actor.span is None or not is_state(actor.code):
        return actor
    gap = text[last.span.end : actor.span.start]
    if re.search(r"[.!?;]\s|\n", gap) or not word_lists()["deals"].isdisjoint(gap.lower().split()):
        return actor
    return replace(actor, code=last.code)


def _mention(
    text: str, words: Sequence[Token], atoms: Sequence[Atom], index: int, on: date | None
) -> tuple[Actor | None, int]:
    """Return the actor that begins at an atom, and how many atoms it takes."""
    used = 1
    while index + used < len(atoms) and joins(text, words, atoms[index + used - 1], atoms[index + used]):
        used += 1
    part = atoms[index : index + used]
    first, last = part[0], part[-1]
    before = words[first.start - 1].key if first.start else ""
    if used == 1 and first.entry.kind == SEAT and before in word_lists()["where"]:
        return None, 1
    if all(atom.entry.kind == AGENT and not (atom.entry.alone or atom.spare) for atom in part):
        return None, used
    begin, end = words[first.start].start, words[last.end - 1].end
    shifted = [a._replace(start=a.start - first.start, end=a.end - first.start) for a in part]
    code, sector, verified = code_of(words[first.start : last.end], shifted, on)
    if before in {"pro", "anti"}:
        begin = words[first.start - 1].start
        code = UNKNOWN + (":" + code.split(":")[1] if ":" in code else "")
        if code == UNKNOWN:
            return None, used
    return (
        Actor(
            text=text[begin:end], code=code, span=Span(start=begin, end=end), sector=sector, verified=verified
        ),
        used,
    )
