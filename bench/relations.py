"""What one party does to another, both given: a fixed stratified fifth of PLV_train never trained on.

PLV: Hu et al. (ACL 2024). Macro-F1 in percent over roots (CONCEDE and RETREAT are one), quad and binary
classes, with the ends of 90 % bootstrap intervals over rows, and F1 of every root. Compare with care:
published figures are on its test part, which is not used here.
"""

import numpy as np
from train.sources import plv

from bench.scores import class_f1
from vedette.config import Settings
from vedette.read.loading import load_reader
from vedette.types import Span

#: PLV's grouping of the roots: verbal and material, cooperation and conflict.
QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "material cooperation"),
    **dict.fromkeys(("ACCUSE", "REQUEST", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"), "material conflict"),
}
_DRAWS = 1000


def measure() -> dict[str, float]:
    """Return macro-F1 of root, quad and binary, their intervals, and F1 of each root."""
    reader = load_reader(Settings())
    gold: list[str] = []
    told: list[str] = []
    for sample, held in plv():
        if not held or sample.pair is None or sample.pair.kind is None or sample.pair.recipient is None:
            continue
        chances = reader.relate(sample.text, _span(sample.pair.actor), _span(sample.pair.recipient))
        merged: dict[str, float] = {}
        for kind, p in chances.items():
            root = "YIELD" if kind in {"CONCEDE", "RETREAT"} else str(kind)
            merged[root] = merged.get(root, 0.0) + p
        gold.append(sample.pair.kind)
        told.append(max(merged, key=lambda root: merged[root]))
    views = {
        "root": (gold, told),
        "quad": ([QUAD[root] for root in gold], [QUAD[root] for root in told]),
        "binary": ([QUAD[root].split()[1] for root in gold], [QUAD[root].split()[1] for root in told]),
    }
    figures = {f"{name} macro-F1": _mean(class_f1(*view)) for name, view in views.items()}
    for name, (wanted, given) in views.items():
        low, high = _interval(wanted, given)
        figures |= {f"{name} 90 % low": low, f"{name} 90 % high": high}
    figures |= {f"{root} F1": value for root, value in class_f1(gold, told).items()}
    return figures | {"rows": float(len(gold))}


def _interval(gold: list[str], told: list[str]) -> tuple[float, float]:
    """Return the 90 % bootstrap interval of macro-F1 over rows."""
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(_DRAWS):
        chosen = rng.integers(0, len(gold), len(gold))
        draws.append(_mean(class_f1([gold[i] for i in chosen], [told[i] for i in chosen])))
    low, high = np.quantile(draws, (0.05, 0.95))
    return float(low), float(high)


def _span(offsets: tuple[int, int]) -> Span:
    return Span(start=offsets[0], end=offsets[1])


def _mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)
