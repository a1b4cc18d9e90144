"""Stories: which documents are copies or rewrites of one text.

Exact copies are found by a digest of the words, near ones by MinHash with locality-sensitive
hashing over word 3-shingles (Broder 1997), and every candidate is checked against the true sets.
The numbers below were chosen on 21,578 newswire stories of 1987 and 41,593 headlines.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash, RMinHashLSH

from vedette.types import Document, StoryMember

# 64 bands of 2: of 901 copies of the newswire set 99 % become candidates (32 bands of 4: 90 %),
# and of those of which one is far longer 95 % (44 %), at 5.5 candidates a document
_PERMUTATIONS, _BANDS = 128, 64
_TOLD = 0.9  # so alike, a copy need not be found itself
_SHINGLE = 3  # words; 2 gives ten times the candidates and no further copy
# of the newswire pairs with equal figures nearly all from here on are one text; below follow
# different texts about one matter
_JACCARD = 0.5
# a second take holds most of the first, or a digest is held by the long version
_CONTAINMENT, _CONTAINED_WORDS = 0.7, 40
# one text says the same numbers: daily bulletins from one template (rates, counts of shellings)
# reach a Jaccard of 0.9 and differ in these alone. And it names the same: 'Germany tells its
# citizens to leave', 'Italy tells its citizens to leave'; in a short text all names
_FIGURES, _NAMES = 0.75, 0.75
# in a table (figures are a fifth of the words and more) the figures are the text
_TABLE, _TABLE_FIGURES = 0.2, 0.95
_SHORT = 25  # words
_TINY, _TINY_JACCARD = 8, 0.8

_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|\w+"
)  # scripts without spaces: a character is a word
_FIGURE = re.compile(r"\d(?:[\d.,/]*\d)?")
_COUNTS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds
    thousand thousands million billion
    """.split()  # noqa: SIM905 - words read best as words
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a document to compare later ones with."""

    story: str
    began: datetime  # known_at of the story's first document: a story can't drift out of its window
    digest: bytes
    words: int
    shingles: NDArray[np.uint64]  # hashes, sorted and unique, as in the next two
    figures: NDArray[np.uint64]
    names: NDArray[np.uint64]  # words with a capital


class Stories:
    """Gives each document the story it tells; remembers the last `capacity` documents.

    The result depends on the order of documents and on nothing else. Documents known more than
    `window` before or after a story's first are not of that story: headlines come again. About 8 kB of
    memory a document.
    """

    def __init__(
        self,
        known: Iterable[tuple[Document, str]] = (),
        *,
        window: timedelta = timedelta(days=14),
        capacity: int = 50_000,
    ) -> None:
        self._window = window
        self._capacity = capacity
        self._kept: dict[int, _Kept] = {}
        self._order: deque[int] = deque()
        self._next = 0
        self._exact: dict[bytes, int] = {}
        self._near = RMinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        self._found: set[int] = set()  # keys in `_near`
        began: dict[str, datetime] = {}
        for document, story in known:
            start = began.setdefault(story, document.known_at)
            entry, sketch = _sketch(document, story, start)
            self._remember(entry, sketch)

    def add(self, document: Document) -> StoryMember:
        """Return the story of the document, which is a new one if nothing known is its copy."""
        entry, sketch = _sketch(document, document.id, document.known_at)
        found, method, similarity = self._find(entry, sketch)
        if found is not None:
            entry = _Kept(
                story=found.story,
                began=found.began,
                digest=entry.digest,
                words=entry.words,
                shingles=entry.shingles,
                figures=entry.figures,
                names=entry.names,
            )
        self._remember(entry, sketch, told=method == "near" and similarity >= _TOLD)
        return StoryMember(document=document.id, story=entry.story, method=method, similarity=similarity)

    def _find(self, entry: _Kept, sketch: RMinHash) -> tuple[_Kept | None, str, float]:
        if not entry.words:
            return None, "first", 1.0
        same = self._kept.get(self._exact.get(entry.digest, -1))
        if same is not None and self._near_in_time(entry, same):
            return same, "exact", 1.0
        best: tuple[float, int] | None = None
        for key in self._near.query(sketch):
            other = self._kept[key]
            if self._near_in_time(entry, other) and (score := _copy(entry, other)) is not None:
                best = max(best or (0.0, 0), (score, -key))
        if best is None:
            return None, "first", 1.0
        return self._kept[-best[1]], "near", round(best[0], 4)

    def _near_in_time(self, entry: _Kept, other: _Kept) -> bool:
        return abs(entry.began - other.began) <= self._window

    def _remember(self, entry: _Kept, sketch: RMinHash, *, told: bool = False) -> None:
        if not entry.words:
            return
        key = self._next
        self._next += 1
        before = self._kept.get(self._exact.get(entry.digest, -1))
        self._exact[entry.digest] = key
        # a further copy, exact or nearly so, finds nothing that the earlier one doesn't, and a source that
        # floods with copies would have each compared with all
        if not told and (before is None or before.story != entry.story):
            self._near.insert(key, sketch)
            self._found.add(key)
        self._kept[key] = entry
        self._order.append(key)
        if len(self._order) > self._capacity:
            oldest = self._order.popleft()
            if oldest in self._found:
                self._found.remove(oldest)
                self._near.remove(oldest)
            gone = self._kept.pop(oldest)
            if self._exact.get(gone.digest) == oldest:
                del self._exact[gone.digest]


def _sketch(document: Document, story: str, began: datetime) -> tuple[_Kept, RMinHash]:
    content = unicodedata.normalize("NFKC", document.content)
    words = _WORD.findall(content.casefold())
    # words of letters and digits only, so a blank can't be part of one
    shingles = [" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))]
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=1)
    sketch.update(shingles)
    # in a title every word may have its capital
    named = document.text if len(document.text.split()) >= _SHORT else content
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(content)}
    entry = _Kept(
        story=story,
        began=began,
        digest=blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest(),
        words=len(words),
        shingles=_hashed(shingles),
        figures=_hashed(figures.union(_COUNTS.intersection(words))),
        names=_hashed({word.casefold() for word in _WORD.findall(named) if word[0].isupper()}),
    )
    return entry, sketch


def _hashed(tokens: Iterable[str]) -> NDArray[np.uint64]:
    return np.unique(np.array(RMinHash.hash_token_sets([list(tokens)])[0], dtype=np.uint64))


def _copy(one: _Kept, other: _Kept) -> float | None:
    """Return the Jaccard similarity if the two are one text, else None."""
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    least = min(len(one.shingles), len(other.shingles))
    jaccard = shared / (len(one.shingles) + len(other.shingles) - shared)
    words = min(one.words, other.words)
    alike = jaccard >= (_TINY_JACCARD if words < _TINY else _JACCARD)
    contained = shared >= _CONTAINMENT * least and words >= _CONTAINED_WORDS
    if not (alike or contained):
        return None
    table = min(len(one.figures), len(other.figures)) >= _TABLE * words
    if _agreement(one.figures, other.figures) < (_TABLE_FIGURES if table else _FIGURES):
        return None
    names = _agreement(one.names, other.names)
    return jaccard if names >= (1.0 if words < _SHORT else _NAMES) else None


def _agreement(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Return the share of the smaller set that is in the larger, 1 if it is empty."""
    least = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / least if least else 1.0
