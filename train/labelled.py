"""Our own labels on news sentences of sets that may be trained on: `labels/*.jsonl`, which hold no text.

A line names its sentence by the digest of the words. Its events are [kind, modality, trigger, actor, code of
the actor, recipient, code of the recipient]; trigger and parties are offsets, null where nobody is named.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from train import sources
from train.samples import Arrow, Mention, Sample

LABELS = Path(__file__).parent / "labels"
Offsets = list[int]


def digest(text: str) -> str:
    """Return what names a sentence in the labels."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _sets() -> dict[str, Callable[[], Iterator[Sample]]]:
    root = sources.data_root()
    return {
        "plv": lambda: (sample for sample, held in sources.plv() if not held),
        "rams": sources.rams,
        "msr": sources.paraphrases,
        "re3d": lambda: sources.entities(root / "ner" / "re3d" / "train.txt", "\t"),
        "polnear": sources.polnear_sentences,
        "tbaq": sources.timebank,
        "ewt": sources.web,
    }


def labelled() -> Iterator[Sample]:
    """Yield the labelled sentences, each once, in the order of the sets."""
    for name, texts in _sets().items():
        path = LABELS / f"{name}.jsonl"
        rows = {row["key"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}
        for sample in texts():
            row = rows.pop(digest(sample.text), None)
            if row is not None:
                yield Sample(
                    name=f"labelled:{name}:{row['key']}",
                    text=sample.text,
                    arrows=tuple(_arrow(*event) for event in row["events"]),
                    indicators=tuple(row["codes"]),
                )


def _arrow(
    kind: str, modality: str, trigger: Offsets, actor: Offsets | None, _by: str, to: Offsets | None, _to: str
) -> Arrow:
    return Arrow(
        kind=kind,
        modality=modality,
        start=trigger[0],
        end=trigger[1],
        actor=_party(actor),
        recipient=_party(to),
    )


def _party(offsets: Offsets | None) -> Mention | None:
    return Mention(type="actor", start=offsets[0], end=offsets[1]) if offsets else None
