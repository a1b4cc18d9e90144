"""Measures an exported reader end to end on the held-out training headlines, beside the shipped reader.

python -m train.evaluate --model FOLDER
"""

import argparse
import json
import tempfile
from pathlib import Path

from bench.headlines import measure

from train.sources import HELD_OUT, data_root, fold
from vedette.config import Settings
from vedette.read.actors import load_actors
from vedette.read.encoder import ModelReader
from vedette.read.loading import load_reader


def main() -> None:
    """Print both readers' figures on the same headlines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    folder = parser.parse_args().model
    lines = (data_root() / "headline_gold" / "train.jsonl").read_text("utf-8").splitlines()
    held = [line for line in lines if fold(json.loads(line)["id"], HELD_OUT) == 0]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "held.jsonl"
        path.write_text("\n".join(held), "utf-8")
        readers = {"shipped": load_reader(Settings()), "model": ModelReader(load_actors(), folder=folder)}
        for name, reader in readers.items():
            figures = {key: round(value, 1) for key, value in measure(path, reader=reader).items()}
            print(f"{name} on {len(held)} held-out headlines: {figures}")


if __name__ == "__main__":
    main()
