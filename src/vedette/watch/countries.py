"""Which states a sentence names, by their names, adjectives, peoples and seats of government."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from vedette.config import data_file

_WORD = re.compile(r"(?<!\w)[^\W\d_]")


@lru_cache(maxsize=65536)
def states_named(text: str) -> frozenset[str]:
    """Return the ISO 3166 alpha-3 codes of the states that a text names.

    >>> sorted(states_named("North Korean guns fire as Seoul and the U.S. hold a drill"))
    ['KOR', 'PRK', 'USA']
    """
    found = set()
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end:
            continue  # 'Korea' in 'North Korea'
        for name, code in _names().get(text[word.start() : word.start() + 2], ()):
            after = word.start() + len(name)
            if text.startswith(name, word.start()) and not text[after : after + 1].isalnum():
                found.add(code)
                end = after
                break
    return frozenset(found)


@cache
def is_state(name: str) -> bool:
    """Return whether a name is that of a whole state, in any of its forms, and no town."""
    return name in _states()


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Return the code, the names and the other words for each state of the shipped table."""
    rows = []
    for line in data_file("actors", "countries.tsv").read_text("utf-8").splitlines():
        code, *cells = line.split("\t")
        if line.startswith("#") or code == "code":
            continue
        names, *others = (tuple(filter(None, cell.split(";"))) for cell in cells[2:])
        rows.append((code, names, tuple(word for cell in others for word in cell)))
    return tuple(rows)


@cache
def _states() -> frozenset[str]:
    return frozenset(name for _, names, _ in _rows() for name in names)


@cache
def _names() -> dict[str, list[tuple[str, str]]]:
    """Return all words for states with their codes by their first two letters, the longest first."""
    listed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, names, others in _rows():
        for name in (*names, *others):
            if len(name) > 1:
                listed[name[:2]].append((name, code))
    return {letters: sorted(words, key=lambda one: -len(one[0])) for letters, words in listed.items()}
