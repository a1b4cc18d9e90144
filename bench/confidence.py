"""What may be believed of the reader's own certainty, on headlines where none of it was fitted.

The 400 development headlines. `calibration` is one less the expected error over ten bins (Guo et al. 2017):
of acts given with confidence .8, eight in ten should be of a kind that the headline tells. The gate stands
before the encoder: what it stops is not read.
"""

import json

from bench.data import root
from bench.headlines import documents
from vedette.config import Settings, data_file
from vedette.read.loading import load_reader
from vedette.read.network import Network

BINS = 10


def measure() -> dict[str, float]:
    """Return the calibration of acts, and the shares of headlines that the gate lets through and stops."""
    path = root() / "headline_gold" / "dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    readings = load_reader(Settings()).read(documents(rows))
    told = [
        (claim.confidence, claim.event.kind in {event["kind"] for event in row["events"]})
        for row, reading in zip(rows, readings, strict=True)
        for claim in reading.claims
        if claim.event
    ]
    network = Network(data_file("reader"))
    full = [network.passes(row["text"]) for row in rows if row["events"]]
    empty = [network.passes(row["text"]) for row in rows if not row["events"]]
    return {
        "calibration": 1 - error(told),
        "acts": float(len(told)),
        "let through, with an act": sum(full) / len(full),
        "stopped, without one": 1 - sum(empty) / len(empty),
    }


def error(told: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error of chances and whether they came true."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in told:
        bins.setdefault(min(int(chance * BINS), BINS - 1), []).append((chance, right))
    gaps = (abs(sum(p for p, _ in inside) - sum(right for _, right in inside)) for inside in bins.values())
    return sum(gaps) / len(told)
