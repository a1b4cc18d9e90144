"""What the teacher says of every sentence: `python -m train.soft --network FOLDER --out FILE`.

Teacher and pupil share their word pieces (see train.model), so that what is said of a token carries over.
"""

import argparse
import hashlib
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from train.samples import Sample

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from train.model import Network

Halves = NDArray[np.float16]
#: chance of a trigger from which its pointers and modality are kept
_ACT = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The teacher's logits for one sentence; half precision. First axis: tokens, but for the last four."""

    triggers: Halves
    mentions: Halves
    speech: Halves
    indicators: Halves | None  #: None: the labels know better
    kinds: Halves
    pair: Halves | None  #: None: no pair is marked
    acts: tuple[tuple[int, Halves, Halves], ...]  #: likely triggers: token, (4, tokens) pointers, modality


def key(sample: Sample) -> str:
    """Return what names a sample with its marked pair."""
    pair = sample.pair and (sample.pair.actor, sample.pair.recipient)
    return hashlib.sha256(f"{sample.text}|{pair}".encode()).hexdigest()[:24]


def read_soft(path: Path) -> dict[str, Told]:
    """Return what was said, by key. The file is of our own making: pickle is safe here."""
    with path.open("rb") as file:
        told: dict[str, Told] = pickle.load(file)
    return told


def say(network: "Network", tokenizer: "Tokenizer", samples: Iterable[Sample]) -> dict[str, Told]:
    """Return what a network says of each sample."""
    import torch

    from train.features import rows
    from train.losses import feed
    from train.model import OUTPUTS

    network.eval()
    unique = {key(sample): sample for sample in samples}
    ready = [(name, row) for name, sample in unique.items() if (row := rows(sample, tokenizer)) is not None]
    ready.sort(key=lambda item: len(item[1].ids))
    found: dict[str, Told] = {}
    for start in range(0, len(ready), 24):
        batch = ready[start : start + 24]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = network(*feed([row for _, row in batch]))
        out = {
            name: value.float().numpy().astype(np.float16)
            for name, value in zip(OUTPUTS, outputs, strict=True)
        }
        for number, (name, row) in enumerate(batch):
            count = len(row.ids)
            triggers = out["triggers"][number, :count]
            chances = np.exp(triggers.astype(np.float32) - triggers.max(-1, keepdims=True))
            chances /= chances.sum(-1, keepdims=True)
            likely = [int(t) for t in np.flatnonzero(1 - chances[:, 0] - chances[:, -1] > _ACT)]
            found[name] = Told(
                triggers=triggers,
                mentions=out["mentions"][number, :count],
                speech=out["speech"][number, :count],
                indicators=out["indicators"][number],
                kinds=out["kinds"][number],
                pair=out["pair"][number] if row.pair_at != (0, 0) else None,
                acts=tuple(
                    (token, out["arcs"][number, :, token, :count], out["modality"][number, token])
                    for token in likely
                ),
            )
        if start % 2400 == 0:
            print(f"{start}/{len(ready)}", flush=True)
    return found


def main() -> None:
    """Parse the command line and write the file."""
    import torch
    from safetensors.torch import load_file

    from train.blend import build
    from train.features import open_tokenizer
    from train.model import read_network
    from train.variants import neighbours

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of the trained teacher")
    parser.add_argument("--weights", type=Path, required=True, help="folder with MiniLM's model.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(2)
    network = read_network(load_file(options.network / "network.safetensors"))
    tokenizer = open_tokenizer(options.tokenizer)
    # as __main__ this module would write a Told that no other program can read
    from train import soft  # noqa: PLW0406

    words = neighbours(options.weights / "model.safetensors", tokenizer)
    samples = list(build(words=words).everything())
    told = soft.say(network, tokenizer, samples)
    for sample in samples:
        if sample.is_own and (name := key(sample)) in told:
            # Rare codes stand in frames alone, where the teacher finds half of them. A pupil that believed it
            # read 1 of 21 evacuated embassies of the example crisis and 4 of 33 combat alerts.
            told[name] = replace(told[name], indicators=None)
    with options.out.open("wb") as file:
        pickle.dump(told, file)
    print(f"{len(told)} sentences")


if __name__ == "__main__":
    main()
