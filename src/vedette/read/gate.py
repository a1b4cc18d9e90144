"""A cheap look before the encoder: a linear model over hashed words and word pairs.

Most sentences of a world news feed hold nothing to code. The weights are trained to agree with the encoder
(`train/fit_gate.py`); the threshold loses under 2 % of the sentences in which it finds an event.
"""

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: Buckets of the hash. 2**16 half floats are 128 kB; twice as many gained nothing.
BUCKETS = 1 << 16

_WORD = re.compile(r"[a-z]+|\d|[^\sa-z\d]")


def features(text: str) -> NDArray[np.int64]:
    """Return the buckets of a sentence's words and neighbouring pairs, each once."""
    return np.unique(np.fromiter(_hashes(text), np.int64))


def _hashes(text: str) -> Iterator[int]:
    before = "<"
    for word in _WORD.findall(text.lower()):
        yield crc32(word.encode()) & (BUCKETS - 1)
        yield crc32(f"{before} {word}".encode()) & (BUCKETS - 1)
        before = word


def passes(sentences: Sequence[str], weights: NDArray[np.float32], threshold: float) -> NDArray[np.bool_]:
    """Return which sentences may hold something. `weights` has BUCKETS entries, the bias follows."""
    bias = weights[-1]
    scores = [weights[features(sentence)].sum() + bias if sentence else -np.inf for sentence in sentences]
    return np.array(scores) >= threshold
