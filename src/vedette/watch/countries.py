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
    """Return whether a name is that of a whole state, in any of its forms."""
    return any(name == known for known, _ in _names().get(name[:2], ()))


@cache
def _names() -> dict[str, list[tuple[str, str]]]:
    """Return the names and codes of the shipped table by their first two letters, the longest first."""
    listed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in data_file("actors", "countries.tsv").read_text("utf-8").splitlines():
        code, *row = line.split("\t")
        if line.startswith("#") or code == "code":
            continue
        names = (name for cell in row[2:] for name in cell.split(";"))
        for name in filter(lambda name: len(name) > 1, names):
            listed[name[:2]].append((name, code))
    return {letters: sorted(names, key=lambda one: -len(one[0])) for letters, names in listed.items()}
