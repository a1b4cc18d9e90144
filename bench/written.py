"""Threats and mobilisations told from what only looks like them: sentences written for the purpose.

bench/written.jsonl was written apart from rules, training frames and their writers, is kept out of training,
and its errors are not read while a reader is built. A kind is found if the sentence has such an act, whatever
its modality. F1 in percent over sentences.
"""

import json
from pathlib import Path

from bench.headlines import documents
from bench.scores import binary_f1
from vedette.config import Settings
from vedette.read.loading import load_reader
from vedette.read.reader import Reader

SENTENCES = Path(__file__).parent / "written.jsonl"


def measure(*, reader: Reader | None = None) -> dict[str, float]:
    """Return F1 of MOBILIZE and of THREATEN, and how many near misses stay clear of both."""
    rows = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    day = {"published": "2021-06-01"}
    readings = (reader or load_reader(Settings())).read(documents({**row, **day} for row in rows))
    found: list[set[str]] = []
    for reading in readings:
        assert reading.error is None, reading.error
        found.append({str(claim.event.kind) for claim in reading.claims if claim.event})
    kinds = ("MOBILIZE", "THREATEN")
    clear = [not told & set(kinds) for row, told in zip(rows, found, strict=True) if not row["kinds"]]
    return {
        **{
            f"{kind} F1": binary_f1(
                [(kind in row["kinds"], kind in told) for row, told in zip(rows, found, strict=True)], of=True
            )
            for kind in kinds
        },
        "near misses left alone": sum(clear) / len(clear),
        "sentences": float(len(rows)),
    }
