"""Which sentences may hold something: a linear model over hashed words and pairs of words.

A page of markets or sport has hardly a sentence worth an encoder's time. The gate is trained with the
reader (train/gate.py) to let pass nearly every sentence with an act or an indicator; hashing as in
Weinberger et al. (2009).
"""

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: Weights: words and pairs of words that share one are few enough not to matter at this size.
BUCKETS = 1 << 16
_WORD = re.compile(r"[^\W\d_]+|\d")


def buckets(sentence: str) -> list[int]:
    """Return the buckets of a sentence's words and pairs of neighbours; digits count as one word."""
    words = [word if word.isalpha() else "0" for word in _WORD.findall(sentence.lower())]
    pairs = zip(["^", *words], [*words, "$"], strict=True)
    named = [*words, *(f"{first} {second}" for first, second in pairs)]
    return [crc32(name.encode()) % BUCKETS for name in named]


def passes(sentence: str, weights: NDArray[np.float32], threshold: float) -> bool:
    """Whether a sentence may hold something. `weights` has BUCKETS entries and, last, the bias."""
    found = buckets(sentence)
    score = float(weights[found].sum()) / len(found) ** 0.5 + float(weights[BUCKETS])
    return bool(score >= threshold)
