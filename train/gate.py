"""Trains the gate: `python -m train.gate --soft FILE --model FOLDER`; writes gate.npy and its threshold.

It learns from the labels, and from what the teacher finds in sentences without them. The threshold is the
lower of those at which MOST_LOST of the held-out sentences with an act or an indicator are lost, and
MOST_UNHEARD of those in which somebody speaks.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from train.blend import Blend, build
from train.samples import Sample
from train.soft import Told, key, read_soft
from train.sources import HELD_OUT, fold
from vedette.read.gate import BUCKETS, buckets
from vedette.read.sentences import split

#: Share of held-out sentences with something in them that may be lost; the aim is less than 2 % anywhere.
#: With 1.2 % here 2.7 % of the development headlines with an act were lost, and there is time to spare.
MOST_LOST = 0.005
#: The same of sentences in which somebody speaks. A gate that knew acts alone stopped one in eight of them:
#: on PolNeAR's development part F1 of contents (overlap) was 74.0 behind it and 81.9 without any.
MOST_UNHEARD = 0.01
_LIKELY = 0.3
_EPOCHS, _BATCH = 12, 256


def labelled(blend: Blend, told: dict[str, Told]) -> Iterator[tuple[str, bool]]:
    """Yield sentences and whether something is in them, by label or else by the teacher."""
    for sample in (*blend.headlines, *blend.labelled, *(one for frame in blend.frames for one in frame)):
        yield sample.text, bool(sample.arrows or sample.indicators)
    for sample in (*blend.entities, *blend.plain):
        if (said := told.get(key(sample))) is not None:
            yield sample.text, _finds(said)
    for sample in blend.attribution:
        if fold(sample.text, HELD_OUT) != 0:
            said = told.get(key(sample))
            for sentence, speaks in _sentences(sample):
                # what a teacher finds in a line may stand in any of its sentences
                if speaks or (said is not None and not _finds(said)):
                    yield sentence, speaks


def _sentences(sample: Sample) -> Iterator[tuple[str, bool]]:
    """Yield the sentences of a line and whether somebody speaks in them."""
    for span in split(sample.text):
        speaks = any(start < span.end and end > span.start for _, start, end in sample.speech or ())
        yield sample.text[span.start : span.end], speaks


def _finds(told: Told) -> bool:
    heads = (told.kinds, told.indicators)
    return any(
        bool((1 / (1 + np.exp(-head.astype(np.float32))) > _LIKELY).any())
        for head in heads
        if head is not None
    )


def _score(weights: Tensor, texts: list[str]) -> Tensor:
    flat = [buckets(text) for text in texts]
    sizes = torch.tensor([len(one) for one in flat])
    starts = torch.cumsum(sizes, 0) - sizes
    total = functional.embedding_bag(
        torch.tensor([bucket for one in flat for bucket in one]), weights[:BUCKETS, None], starts, mode="sum"
    ).squeeze(1)
    return total / sizes.sqrt() + weights[BUCKETS]


def fit(rows: list[tuple[str, bool]]) -> Tensor:
    """Return the weights, bias last."""
    torch.manual_seed(0)
    weights = torch.zeros(BUCKETS + 1, requires_grad=True)
    optimiser = torch.optim.Adam([weights], lr=0.02)
    rng = random.Random(0)
    for _ in range(_EPOCHS):
        rng.shuffle(rows)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            logits = _score(weights, [text for text, _ in batch])
            wanted = torch.tensor([float(some) for _, some in batch])
            loss = functional.binary_cross_entropy_with_logits(logits, wanted)
            loss = loss + 1e-5 * weights[:BUCKETS].square().sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return weights.detach()


def threshold(weights: Tensor, held: Sequence[Sample], lines: Sequence[Sample]) -> tuple[float, ...]:
    """Return the threshold, and the shares of sentences without anything that it stops.

    The shares are of the held-out sentences, and of the held-out `lines` of PolNeAR. No more may be lost of
    real headlines alone than of all held-out sentences: frames are more alike.
    """
    full = [sample for sample in held if sample.arrows or sample.indicators]
    empty = [sample.text for sample in held if not (sample.arrows or sample.indicators)]
    real = [sample for sample in full if not sample.is_own]
    sentences = [sentence for line in lines for sentence in _sentences(line)]
    spoken = [text for text, speaks in sentences if speaks]
    silent = [text for text, speaks in sentences if not speaks]
    cut = min(
        float(np.quantile(_score(weights, texts).numpy(), lost))
        for texts, lost in (
            ([sample.text for sample in full], MOST_LOST),
            ([sample.text for sample in real], MOST_LOST),
            (spoken, MOST_UNHEARD),
        )
    )
    stopped = [float((_score(weights, texts) < cut).float().mean()) for texts in (empty, silent)]
    return cut, *stopped


def main() -> None:
    """Parse the command line, train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soft", type=Path, help="what a teacher says, by train.soft")
    parser.add_argument("--model", type=Path, required=True, help="folder of the exported reader")
    options = parser.parse_args()
    blend = build()
    rows = list(labelled(blend, read_soft(options.soft) if options.soft else {}))
    weights = fit(rows)
    lines = [sample for sample in blend.attribution if fold(sample.text, HELD_OUT) == 0]
    cut, *stopped = threshold(weights, blend.held, lines)
    path = options.model / "gate.npy"
    np.save(path, weights.numpy().astype(np.float16))
    settings = json.loads((options.model / "reader.json").read_text("utf-8"))
    settings["digests"]["gate.npy"] = hashlib.sha256(path.read_bytes()).hexdigest()
    settings["gate_threshold"] = cut
    (options.model / "reader.json").write_text(json.dumps(settings, indent=1) + "\n")
    shares = " and ".join(f"{share:.0%}" for share in stopped)
    print(f"{len(rows)} sentences; threshold {cut:.3f}; of those with nothing, and of PolNeAR, {shares} stop")


if __name__ == "__main__":
    main()
