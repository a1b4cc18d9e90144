"""The reader on its own held-out training frames: a diagnostic of each head, not a measure of quality.

A tenth of the frames of train/corpus is never trained on, held out by their words (`train.blend`). Measured
are those of the files `g_*` and `h_*`, unusual titles and long sentences: before the older frames were read a
second time they were held out by their marks, so that the model has seen some of those.
Speech is not among the heads: the layers of its own that ship have seen the speech of these frames as well,
and follow PolNeAR ('X accuses Y of ...' is speech there, and not marked in a frame); bench/speech.py measures
it. Parties and modality count with the kind of their act, not with the word that bears it, which the labels
on news sentences (train/labels) take otherwise than the frames do; that word is shown and has no floor. F1 in
percent.
"""

import random
from collections import Counter
from collections.abc import Iterable

from train.blend import expand, read_corpus
from train.features import look_up
from train.frames import parse
from train.samples import Sample
from train.sources import HELD_OUT, fold

from bench.scores import f1
from vedette.config import data_file
from vedette.read.network import Network, Scores


def measure() -> dict[str, float]:
    """Return F1 of kinds, triggers, parties, modality, indicators and mentions."""
    frames, slots = read_corpus()
    worded = [
        (frame, parse(frame, frame.markup).text) for frame in frames if frame.name.startswith(("g_", "h_"))
    ]
    samples = [
        expand(frame, slots, random.Random(words)) for frame, words in worded if fold(words, HELD_OUT) == 0
    ]
    scores = Network(data_file("reader")).score([(sample.text, look_up(sample)) for sample in samples])
    counts: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for sample, said in zip(samples, scores, strict=True):
        for name, items in _gold(sample).items():
            wanted, _ = counts.setdefault(name, (Counter(), Counter()))
            wanted.update(f"{sample.name} {item}" for item in items)
        for name, items in _told(said).items():
            _, given = counts.setdefault(name, (Counter(), Counter()))
            given.update(f"{sample.name} {item}" for item in items)
    return {f"{name} F1, frames": f1(*pair) for name, pair in counts.items()} | {
        "frames": float(len(samples))
    }


def _gold(sample: Sample) -> dict[str, Iterable[str]]:
    arrows = sample.arrows or ()
    return {
        "kind": [arrow.kind for arrow in arrows],
        "trigger": [f"{arrow.kind} {arrow.start}" for arrow in arrows],
        "kind and actor": [f"{arrow.kind} {arrow.actor.start}" for arrow in arrows if arrow.actor],
        "kind and recipient": [
            f"{arrow.kind} {arrow.recipient.start}" for arrow in arrows if arrow.recipient
        ],
        "kind and modality": [f"{arrow.kind} {arrow.modality}" for arrow in arrows],
        "indicators": sample.indicators or (),
        "mentions": [f"{m.type} {m.start} {m.end}" for m in sample.mentions or ()],
    }


def _told(said: Scores) -> dict[str, Iterable[str]]:
    events = said.events
    return {
        "kind": [event.kind for event in events],
        "trigger": [f"{event.kind} {event.trigger[0]}" for event in events],
        "kind and actor": [f"{event.kind} {event.actor[0]}" for event in events if event.actor],
        "kind and recipient": [f"{event.kind} {event.recipient[0]}" for event in events if event.recipient],
        "kind and modality": [f"{event.kind} {event.modality}" for event in events],
        "indicators": [code for code, _ in said.indicators],
        "mentions": [f"{label} {start} {end}" for label, start, end in said.mentions],
    }
