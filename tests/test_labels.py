"""Our labels on news sentences: whole, of the scheme's own names, and without the sentences' words."""

import json
import re
from pathlib import Path

import pytest

from vedette.read.heads import KINDS, MODALITIES
from vedette.read.indicators import CODES

LABELS = sorted((Path(__file__).parents[1] / "train" / "labels").glob("*.jsonl"))
CODE = re.compile(r"[A-Z]{2,9}(?::[A-Z]+)?")


@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.stem)
def test_labels_are_whole_and_hold_no_text(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(rows) > 100
    assert len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row) == {"key", "events", "codes"}
        assert re.fullmatch(r"[0-9a-f]{20}", row["key"])
        assert set(row["codes"]) <= set(CODES)
        for kind, modality, trigger, actor, by, recipient, to in row["events"]:
            assert kind in KINDS
            assert modality in MODALITIES
            assert all(0 <= start < end for start, end in filter(None, (trigger, actor, recipient)))
            assert CODE.fullmatch(by)
            assert CODE.fullmatch(to) if recipient else re.fullmatch(f"(?:{CODE.pattern})?", to)
