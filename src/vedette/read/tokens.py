"""Words of a text, and tables of phrases that are looked up in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from vedette.config import data_file
from vedette.errors import ConfigError

T = TypeVar("T")

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"  # 90,000
    r"|\w+n['’]t\b"  # can't
    r"|\w+(?:[-‑–]\w+)*"  # cease-fire
    r"|['’](?:s|ll|re|ve|d|m)\b"
    r"|[^\w\s]"
)
_APOSTROPHES = str.maketrans("’‑–", "'--")
#: words between the two halves of a gapped phrase ('expels two Russian diplomats')
_GAP = 4
_GAP_SIGN = "..."


def word_set(words_in_a_row: str) -> frozenset[str]:
    """Return the words of a line as a set: short lists of words read best as a line."""
    return frozenset(words_in_a_row.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a text with its code points."""

    text: str
    lower: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words and marks of a text in order; white space is left out."""
    return [
        Word(found[0], found[0].lower().translate(_APOSTROPHES), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@cache
def verb_forms(base: str) -> frozenset[str]:
    """Return a regular verb's forms: base, third person, past, participle.

    >>> sorted(verb_forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    if base.endswith("e"):
        return frozenset({base, base + "s", base + "d", base[:-1] + "ing"})
    if base.endswith("y") and base[-2] not in "aeiou":
        return frozenset({base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"})
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    return frozenset({base, third, base + "ed", base + "ing"})


def _alternatives(item: str) -> frozenset[str]:
    """Return the words one item of a phrase stands for: 'warn*', 'troop+', 'shot|shoots'."""
    forms: set[str] = set()
    for part in item.split("|"):
        if part.endswith("*"):
            forms |= verb_forms(part[:-1])
        elif part.endswith("+"):
            forms |= {part[:-1], part[:-1] + "s"}
        else:
            forms.add(part)
    return frozenset(forms)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Where a phrase was found: word indices, half-open, and what the table says of it."""

    first: int
    last: int
    value: T


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """A table from phrases to values, found in linear time.

    A phrase is a row of words. 'warn*' stands for all forms of a regular verb, 'troop+' for
    singular and plural, 'a|b' for either, and '...' for up to four words in between.
    """

    _by_first: dict[str, list[tuple[tuple[frozenset[str] | None, ...], T]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, T]]) -> "Phrases[T]":
        """Return the table of these phrases; of two that start alike the longer is tried first."""
        table: Phrases[T] = cls()
        for phrase, value in rows:
            items = tuple(None if item == _GAP_SIGN else _alternatives(item) for item in phrase.split())
            head = items[0]
            assert head is not None, phrase
            for form in sorted(head):
                table._by_first.setdefault(form, []).append((items, value))
        for found in table._by_first.values():
            found.sort(key=lambda row: -len(row[0]))
        return table

    def find(self, text: Sequence[Word]) -> Iterator[Match[T]]:
        """Yield the matches from left to right, the longest at each word; they may overlap."""
        for first, word in enumerate(text):
            best: Match[T] | None = None
            for items, value in self._by_first.get(word.lower, ()):
                last = _match(items, text, first)
                if last is not None and (best is None or last > best.last):
                    best = Match(first, last, value)
            if best is not None:
                yield best


def _match(items: Sequence[frozenset[str] | None], text: Sequence[Word], first: int) -> int | None:
    """Return the word index after the phrase that starts at `first`, None if it does not match."""
    at = first
    for position, item in enumerate(items):
        if item is None:
            rest = items[position + 1 :]
            for skip in range(_GAP + 1):
                last = _match(rest, text, at + skip)
                if last is not None:
                    return last
            return None
        if at >= len(text) or text[at].lower not in item:
            return None
        at += 1
    return at


@cache
def table(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a shipped lexicon table: tab-separated, '#' starts a comment line.

    Short rows are filled with ''. Raises ConfigError naming file and line where a row is too long.
    """
    rows = []
    for number, line in enumerate(data_file("lexicon", name).read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > columns:
            raise ConfigError(f"lexicon/{name}:{number}: more than {columns} columns")
        rows.append((*cells, *[""] * (columns - len(cells))))
    return tuple(rows)
