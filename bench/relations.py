"""What one party does to another, both given: a fixed stratified fifth of PLV_train never trained on.

PLV: Hu et al. (ACL 2024). Macro-F1 in percent over roots (CONCEDE and RETREAT are one), quad and binary
classes. Compare with care: published figures are on its test part, which is not used here.
"""

from train.sources import plv

from bench.scores import class_f1
from vedette.config import Settings
from vedette.desk import load_reader
from vedette.types import Span

#: PLV's grouping of the roots: verbal and material, cooperation and conflict.
QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "material cooperation"),
    **dict.fromkeys(("ACCUSE", "REQUEST", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"), "material conflict"),
}


def measure() -> dict[str, float]:
    """Return macro-F1 of root, quad and binary."""
    reader = load_reader(Settings())
    gold: list[str] = []
    told: list[str] = []
    for sample, held in plv():
        if not held or sample.pair is None or sample.pair.recipient is None:
            continue
        chances = reader.relate(sample.text, _span(sample.pair.actor), _span(sample.pair.recipient))
        merged: dict[str, float] = {}
        for kind, p in chances.items():
            root = "YIELD" if kind in {"CONCEDE", "RETREAT"} else str(kind)
            merged[root] = merged.get(root, 0.0) + p
        gold.append(sample.pair.kind)
        told.append(max(merged, key=lambda root: merged[root]))
    quads = [QUAD[root] for root in gold], [QUAD[root] for root in told]
    binary = [root.split()[1] for root in quads[0]], [root.split()[1] for root in quads[1]]
    return {
        "root macro-F1": _mean(class_f1(gold, told)),
        "quad macro-F1": _mean(class_f1(*quads)),
        "binary macro-F1": _mean(class_f1(*binary)),
        "rows": float(len(gold)),
    }


def _span(offsets: tuple[int, int]) -> Span:
    return Span(start=offsets[0], end=offsets[1])


def _mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)
