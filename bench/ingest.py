"""Collecting 41,593 real headlines: speed, searchability, and that a second run changes nothing."""

import time

from bench.data import root
from vedette.desk import scratch_desk

#: Words that surely occur in five years of world news.
SEARCHES = ("Georgia", "ceasefire", "missile test")


def measure() -> dict[str, float]:
    """Return records per second, the share of searches with hits, and 1 if a second run changed nothing."""
    path = root() / "text" / "world_headlines_2008_2012" / "headlines.jsonl"
    with scratch_desk() as desk:
        begun = time.monotonic()
        taken = desk.take_paths([path])
        seconds = time.monotonic() - begun
        again = desk.take_paths([path])
        outlook = desk.as_of()
        found = sum(bool(outlook.search(query, limit=3)) for query in SEARCHES)
    return {
        "records": float(taken.records),
        "records per second": taken.records / seconds,
        "kept": taken.documents / taken.records,
        "unchanged by a second run": float(again.documents == again.captures == 0),
        "searches with hits": found / len(SEARCHES),
    }
