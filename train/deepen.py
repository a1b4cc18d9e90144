"""Adds layers to a trained network: `python -m train.deepen --network FOLDER --out FILE`.

A new layer begins as nearly the identity, so that what was learnt stays: its two sublayers add nothing yet
(as in ReZero, Bachlechner et al. 2021), and its norms keep about the mean and spread of what they are given.
Attention and inner weights are those of the layer below it.
"""

import argparse
import math
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from train.model import DEEPENED, Network, read_network

#: layers of the deepened network by the one each comes from; the second of a pair is new
ORDER = (0, 1, 2, 3, 3, 4, 5, 5)


def deepen(network: Network) -> Network:
    """Return a network with the layers of ORDER that says nearly the same."""
    old = network.state_dict()
    deeper = Network(DEEPENED)
    new = deeper.state_dict()
    new |= {name: value.clone() for name, value in old.items() if not name.startswith(("layers.", "mix"))}
    mix = [old["mix"][:, 0]]
    before = None
    for at, source in enumerate(ORDER):
        prefix = f"layers.{source}."
        layer = {name.removeprefix(prefix): value for name, value in old.items() if name.startswith(prefix)}
        if source == before:
            layer |= _silent(layer)
            mix[-1] = mix[-1] - math.log(2)  # it shares the weight of the layer it repeats
            mix.append(mix[-1].clone())
        else:
            mix.append(old["mix"][:, source + 1])
        new |= {f"layers.{at}.{name}": value.clone() for name, value in layer.items()}
        before = source
    new["mix"] = torch.stack(mix, dim=1)
    deeper.load_state_dict(new)
    return deeper


def _silent(below: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the parts that make a layer add nothing to what the layer below gives."""
    # the last norm of the layer below gives every token about this mean and spread over its features
    scale, shift = below["norm2.weight"], below["norm2.bias"]
    spread = math.sqrt(float(scale.square().mean() + shift.var(unbiased=False)))
    parts = {name: torch.zeros_like(below[name]) for name in below if name.startswith(("out.", "outer."))}
    for norm in ("norm1", "norm2"):
        parts[f"{norm}.weight"] = torch.full_like(scale, spread)
        parts[f"{norm}.bias"] = torch.full_like(shift, float(shift.mean()))
    return parts


def main() -> None:
    """Parse the command line and deepen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of network.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    deeper = deepen(read_network(load_file(options.network / "network.safetensors")))
    save_file({name: value.contiguous() for name, value in deeper.state_dict().items()}, options.out)


if __name__ == "__main__":
    main()
