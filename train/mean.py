"""Writes a network between two: `python -m train.mean --network FOLDER --more FOLDER --share X --out FOLDER`.

The weights are the weighted mean of both. That is a network only if one was trained on from the other, and
may keep what the first knew of texts that the second saw less of (WiSE-FT, Wortsman et al. 2022).
"""

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Parse the command line and write the mean. Raises KeyError if the two are of different shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of the network gone on from")
    parser.add_argument("--more", type=Path, required=True, help="folder of the one that went on")
    parser.add_argument("--share", type=float, required=True, help="weight of the latter, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    first, second = (load_file(folder / "network.safetensors") for folder in (options.network, options.more))
    options.out.mkdir(parents=True, exist_ok=True)
    mean = {name: value.lerp(second[name], options.share).contiguous() for name, value in first.items()}
    save_file(mean, options.out / "network.safetensors")


if __name__ == "__main__":
    main()
