"""Trains the reader: `python -m train.fit --weights FOLDER --out FOLDER`. Checkpoints after every epoch.

With `--teacher` the network is the large one, which is never shipped; with `--soft FILE` the small one
also learns what the teacher says of each sentence (distillation, Hinton et al. 2015). Deterministic for a
given seed, data and number of threads. Needs torch (train/requirements.txt).
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from train.blend import build
from train.features import Row, open_tokenizer, rows
from train.losses import LOSS_WEIGHTS, feed, hard, soft
from train.model import MINILM, MPNET, OUTPUTS, Network, load_encoder, read_network
from train.samples import Sample
from train.soft import Told, key, read_soft
from train.variants import neighbours

#: The weights that are kept are a running mean over about so many steps (Polyak and Juditsky 1992).
MEAN_STEPS = 200
#: Tokens of a batch, padding included.
BATCH = 350
#: Weight of what the teacher says against the labels: with 1 the held-out kinds stood at 70.1, two epochs
#: with 2 brought them to 71.3 (train/README.md).
TAUGHT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    epochs: int
    stop: int
    seed: int
    rate: float
    heads: tuple[str, ...] = OUTPUTS  #: that learn
    taught: tuple[str, ...] = OUTPUTS  #: those of them that learn from the teacher too


class Fit:
    """A network in training, with its running mean and where it stands."""

    def __init__(self, network: Network, rate: float) -> None:
        self.network = network
        self.epoch, self.steps = 0, 0
        self.mean = {name: value.clone() for name, value in network.state_dict().items()}
        network.words.weight.requires_grad_(requires_grad=False)
        encoder = ("layers", "speech_layers", "positions", "norm", "segment", "distance")
        named = [item for item in network.named_parameters() if item[1].requires_grad]
        body = [parameter for name, parameter in named if name.startswith(encoder)]
        heads = [parameter for name, parameter in named if not name.startswith(encoder)]
        self.rates = (rate, rate * 5)
        self.optimiser = torch.optim.AdamW([{"params": body}, {"params": heads}], lr=rate, weight_decay=0.01)

    def step(self, loss: Tensor, scale: float) -> None:
        """Learn from one batch."""
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * scale
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.steps += 1
        with torch.no_grad():
            share = max(1 / self.steps, 1 / MEAN_STEPS)
            for name, value in self.network.named_parameters():
                if value.requires_grad:
                    self.mean[name].lerp_(value, share)

    def load(self, path: Path) -> None:
        """Go on where a checkpoint was written."""
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.mean = saved["mean"]
        self.optimiser.load_state_dict(saved["optimiser"])
        self.epoch, self.steps = int(saved["epoch"]), int(saved["steps"])

    def save(self, folder: Path) -> None:
        """Write the checkpoint and the mean weights."""
        state = {"network": self.network.state_dict(), "mean": self.mean}
        state |= {"optimiser": self.optimiser.state_dict(), "epoch": self.epoch, "steps": self.steps}
        torch.save(state, folder / "state.pt.new")
        (folder / "state.pt.new").replace(folder / "state.pt")
        save_file(self.mean, folder / "network.safetensors")


def keep(network: Network, layers: int) -> None:
    """Let so many lower layers, the table of words and all that speech has for itself stay as they are."""
    kept = ("positions", "segment", "norm.", "extras", "speech", *(f"layers.{n}." for n in range(layers)))
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(requires_grad=not name.startswith(kept))


def batches(data: Sequence[Row], rng: random.Random, most: int = BATCH) -> Iterator[list[int]]:
    """Yield the indices of rows of like length, in batches in random order, of `most` tokens each."""
    order = sorted(range(len(data)), key=lambda i: len(data[i].ids) + rng.random() * 6)
    groups: list[list[int]] = [[]]
    for i in order:
        current = groups[-1]
        if current and (len(current) + 1) * max(len(data[i].ids), len(data[current[-1]].ids)) > most:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    yield from (group for group in groups if group)


def train(fit: Fit, epochs: Iterator[Sequence[tuple[Row, Told | None]]], plan: Plan, out: Path) -> None:
    """Train, and write out/network.safetensors and out/log.jsonl after each epoch."""
    for data in epochs:
        torch.manual_seed(plan.seed * 1000 + fit.epoch)
        groups = list(batches([row for row, _ in data], random.Random(f"{plan.seed}:{fit.epoch}")))
        fit.network.train()
        totals: dict[str, list[float]] = {}
        begun = time.process_time()
        for number, group in enumerate(groups):
            batch = [data[i] for i in group]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = fit.network(*feed([row for row, _ in batch], blind=True))
            outputs = tuple(output.float() for output in outputs)
            found = hard(outputs, [row for row, _ in batch])
            found = {name: value for name, value in found.items() if name in plan.heads}
            taught = soft(
                outputs, [told for _, told in batch], [head for head in plan.taught if head in plan.heads]
            )
            loss = torch.zeros(())
            for name, value in found.items():
                loss = loss + LOSS_WEIGHTS[name] * value
                totals.setdefault(name, []).append(value.item())
            for name, value in taught.items():
                loss = loss + TAUGHT * LOSS_WEIGHTS[name] * value
                totals.setdefault("soft " + name, []).append(value.item())
            done = (fit.epoch + number / len(groups)) / plan.epochs
            fit.step(loss, min(1.0, done * plan.epochs * 2 + 0.01, 1.05 * (1 - done) + 0.02))
            if number % 50 == 0:
                print(f"{time.strftime('%X')} epoch {fit.epoch} step {number}/{len(groups)}", flush=True)
        means = {name: round(float(np.mean(values)), 4) for name, values in totals.items()}
        line = {"epoch": fit.epoch, "rows": len(data), "cpu_s": round(time.process_time() - begun), **means}
        print(json.dumps(line), flush=True)
        with (out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        fit.epoch += 1
        fit.save(out)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder with model.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True, help="MiniLM's tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teacher", action="store_true", help="train the large network")
    parser.add_argument("--begin", type=Path, help="begin with this network.safetensors")
    parser.add_argument("--keep", type=int, default=0, help="so many lower layers, and speech, do not learn")
    parser.add_argument("--soft", type=Path, help="what a teacher says, by train.soft")
    parser.add_argument("--taught", nargs="+", default=OUTPUTS, help="heads that learn from the teacher")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--stop", type=int, default=99, help="stop after so many epochs; run again to go on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)  # moments of weights that rarely learn shrink to what slows a CPU tenfold
    plan = Plan(
        epochs=options.epochs,
        stop=options.stop,
        seed=options.seed,
        rate=options.rate,
        heads=tuple(head for head in OUTPUTS if not options.keep or head != "speech"),
        taught=tuple(options.taught),
    )
    torch.manual_seed(plan.seed)
    if options.begin:
        network = read_network(load_file(options.begin))
    else:
        network = Network(MPNET if options.teacher else MINILM)
        load_encoder(network, load_file(options.weights / "model.safetensors"))
    if options.keep:
        keep(network, options.keep)
    fit = Fit(network, plan.rate)
    options.out.mkdir(parents=True, exist_ok=True)
    if (options.out / "state.pt").exists():
        fit.load(options.out / "state.pt")
    tokenizer = open_tokenizer(options.tokenizer)
    near = neighbours(options.weights / "model.safetensors", tokenizer) if options.soft else None
    blend = build(words=near)
    print(blend.describe(), flush=True)
    told = read_soft(options.soft) if options.soft else {}
    made: dict[Sample, Row | None] = {}

    def epochs() -> Iterator[Sequence[tuple[Row, Told | None]]]:
        for epoch in range(fit.epoch, min(plan.epochs, plan.stop)):
            chosen = blend.epoch(random.Random(f"{plan.seed}:{epoch}"), taught=bool(told))
            for sample in chosen:
                if sample not in made:
                    made[sample] = rows(sample, tokenizer)
            yield [(row, told.get(key(s))) for s in chosen if (row := made[s]) is not None]

    train(fit, epochs(), plan, options.out)


if __name__ == "__main__":
    main()
