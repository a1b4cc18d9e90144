"""Writes a network between two: `python -m train.mean --network FOLDER --more FOLDER --share X --out FOLDER`.

The weights are the weighted mean of both. That is a network only if one was trained on from the other, and
may keep what the first knew of texts that the second saw less of (WiSE-FT, Wortsman et al. 2022). A head that
only the second has is taken whole.
"""

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Parse the command line and write the mean. Raises ValueError if the second lacks part of the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of the network gone on from")
    parser.add_argument("--more", type=Path, required=True, help="folder of the one that went on")
    parser.add_argument("--share", type=float, required=True, help="weight of the latter, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    first, second = (load_file(folder / "network.safetensors") for folder in (options.network, options.more))
    options.out.mkdir(parents=True, exist_ok=True)
    if missing := first.keys() - second.keys():
        raise ValueError(f"{options.more} lacks {sorted(missing)}")
    mean = {
        name: (first[name].lerp(value, options.share) if name in first else value).contiguous()
        for name, value in second.items()
    }
    save_file(mean, options.out / "network.safetensors")


if __name__ == "__main__":
    main()
