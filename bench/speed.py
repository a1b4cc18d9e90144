"""Sentences a second, read whole: sentences, dates, places, actors, acts, speech, figures.

Headlines of 2008-2012 and Reuters stories of 1987, on all cores, processes started beforehand. Machines
differ and are shared: floors are what no laptop should miss, and the ratio to the rules in the same run
tells more.
"""

import json
import time
from collections.abc import Sequence
from itertools import islice

from bench.data import root
from bench.headlines import documents
from bench.stories import captures
from vedette.clean.documents import clean
from vedette.config import Settings, load_outlets
from vedette.read.loading import load_reader
from vedette.read.sentences import split
from vedette.types import Document

HEADLINES, STORIES = 4000, 700


def measure() -> dict[str, float]:
    """Return sentences a second on both, and the share of the rule reader's speed."""
    path = root() / "text" / "world_headlines_2008_2012" / "headlines.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()[:HEADLINES]]
    headlines = documents({"id": str(n), "text": r["title"], **r} for n, r in enumerate(rows))
    cleaned = clean(islice(captures(), STORIES), outlets=load_outlets())
    stories = [document for document in cleaned if isinstance(document, Document)]
    figures: dict[str, float] = {}
    for name, texts in (("headlines", headlines), ("articles", stories)):
        model, rules = (_rate(texts, kind) for kind in ("model", "rules"))
        figures |= {f"{name} sentences/s": model, f"{name} share of the rules' speed": model / rules}
    return figures


def _rate(texts: Sequence[Document], kind: str) -> float:
    reader = load_reader(Settings(reader=kind))  # type: ignore[arg-type]
    for _ in reader.read(texts[:320]):
        pass
    begun = time.monotonic()
    for reading in reader.read(texts):
        assert reading.error is None or "language" in reading.error, reading.error
    seconds = time.monotonic() - begun
    return sum(len(split(text.content)) for text in texts) / seconds
