"""The reader on sentences of news articles: a tenth of those that train/labels holds, never trained on.

PLV, RAMS, the Microsoft paraphrase corpus, PolNeAR, re3d, TimeBank, AQUAINT and the English Web Treebank,
labelled under the headlines' guide by one reader each; many were chosen because a network was unsure of them.
Temperature and thresholds were fitted on these sentences too. The network alone, without the gate. F1 in
percent.
"""

from collections import Counter

from train.decontaminate import Guard, measured_texts
from train.features import look_up
from train.labelled import labelled
from train.sources import HELD_OUT, fold

from bench.scores import f1
from vedette.config import data_file
from vedette.read.network import Network


def measure() -> dict[str, float]:
    """Return F1 of kinds, and the share of sentences without an act that are left so."""
    guard = Guard(measured_texts())
    held = (sample for sample in labelled() if fold(sample.text, HELD_OUT) == 0)
    samples = [sample for sample in held if guard.allows(sample.text)]
    scores = Network(data_file("reader")).score([(sample.text, look_up(sample)) for sample in samples])
    gold, told = Counter[str](), Counter[str]()
    quiet = kept = 0
    for sample, said in zip(samples, scores, strict=True):
        gold.update(f"{sample.name} {arrow.kind}" for arrow in sample.arrows or ())
        told.update(f"{sample.name} {event.kind}" for event in said.events)
        if not sample.arrows:
            quiet += 1
            kept += not said.events
    return {
        "kind F1, articles": f1(gold, told),
        "no-event kept empty": kept / quiet,
        "sentences": float(len(samples)),
    }
