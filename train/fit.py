"""Trains the reader: `python -m train.fit --out FOLDER`. Checkpoints after every epoch.

Deterministic for a given seed, data and number of threads. Needs torch (train/requirements.txt).
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from train.blend import Blend, Epoch, build
from train.features import IGNORE, Row, rows
from train.heads import CHANNELS
from train.model import Network, load_encoder
from train.samples import Sample

#: Weights of the losses. Pointers and triggers carry the triple; speech and mentions are plentiful.
LOSS_WEIGHTS = {
    "mentions": 0.5,
    "triggers": 2.0,
    "speech": 0.7,
    "modality": 1.0,
    "reciprocal": 0.2,
    "arcs": 1.0,
    "indicators": 12.0,
    "kinds": 6.0,
    "pair": 1.0,
}


#: Share of rows that are read without hints, so that what the tables lack is learnt from the words.
BLIND = 0.15
#: The weights that are kept are a running mean over about so many steps (Polyak and Juditsky 1992).
MEAN_STEPS = 200


def batches(data: Sequence[Row], size: int, rng: random.Random) -> Iterator[list[Row]]:
    """Yield batches of rows of like length in random order; `size` counts tokens, padding included."""
    order = sorted(range(len(data)), key=lambda i: len(data[i].ids) + rng.random() * 6)
    groups: list[list[Row]] = []
    current: list[Row] = []
    for i in order:
        if current and (len(current) + 1) * max(len(data[i].ids), len(current[-1].ids)) > size:
            groups.append(current)
            current = []
        current.append(data[i])
    groups.append(current)
    rng.shuffle(groups)
    yield from (group for group in groups if group)


def losses(network: Network, batch: list[Row]) -> dict[str, Tensor]:
    """Return the mean loss of every head that the batch has labels for."""
    width = max(len(row.ids) for row in batch)

    def pad(field: str, fill: int) -> Tensor:
        return torch.tensor([getattr(row, field) + [fill] * (width - len(row.ids)) for row in batch])

    mask = torch.tensor([[1.0] * len(row.ids) + [0.0] * (width - len(row.ids)) for row in batch])
    pair_at = torch.tensor([row.pair_at for row in batch])
    nothing = [0] * len(CHANNELS)
    extras = torch.tensor([row.extras + [nothing] * (width - len(row.ids)) for row in batch])
    codes = torch.tensor([row.codes for row in batch])
    blind = torch.rand(len(batch)) < BLIND
    extras[:, :, 1:] *= (~blind).long()[:, None, None]
    codes *= (~blind).float()[:, None]
    out = network(pad("ids", 0), mask, extras, codes, pair_at)
    mentions, triggers, speech, modality, reciprocal, arcs, indicators, kinds, pair = out
    found: dict[str, Tensor] = {}
    for name, logits in (
        ("mentions", mentions),
        ("triggers", triggers),
        ("speech", speech),
        ("modality", modality),
    ):
        gold = pad(name, IGNORE)
        if bool((gold != IGNORE).any()):
            found[name] = functional.cross_entropy(
                logits.flatten(0, 1), gold.flatten(), ignore_index=IGNORE, label_smoothing=0.02
            )
    gold = pad("reciprocal", IGNORE)
    chosen = gold != IGNORE
    if bool(chosen.any()):
        found["reciprocal"] = functional.binary_cross_entropy_with_logits(
            reciprocal[chosen], gold[chosen].float()
        )
    at = [(number, arc) for number, row in enumerate(batch) for arc in row.arcs]
    if at:
        scores = torch.stack([arcs[number, :, arc[0]] for number, arc in at])  # (events, 4, tokens)
        ends = torch.tensor([arc[1:] for _, arc in at])
        found["arcs"] = 4 * functional.cross_entropy(scores.flatten(0, 1), ends.flatten())
    for name, logits in (("indicators", indicators), ("kinds", kinds)):
        has = [number for number, row in enumerate(batch) if getattr(row, name) is not None]
        if has:
            wanted = torch.tensor(np.stack([getattr(batch[number], name) for number in has]))
            found[name] = functional.binary_cross_entropy_with_logits(logits[has], wanted)
    gold = torch.tensor([row.pair for row in batch])
    if bool((gold != IGNORE).any()):
        found["pair"] = functional.cross_entropy(pair, gold, ignore_index=IGNORE, label_smoothing=0.05)
    return found


def fit(blend: Blend, weights: Path, out: Path, *, epochs: int, stop: int, seed: int, rate: float) -> None:
    """Train and write out/network.safetensors and out/log.jsonl. Resumes after the last whole epoch."""
    torch.manual_seed(seed)
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = Network()
    load_encoder(network, load_file(weights / "model.safetensors"))
    network.words.weight.requires_grad_(requires_grad=False)
    heads = [
        p
        for n, p in network.named_parameters()
        if not n.startswith(("layers", "words", "positions", "norm", "segment"))
    ]
    body = [
        p for n, p in network.named_parameters() if n.startswith(("layers", "positions", "norm", "segment"))
    ]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": rate * 5}], weight_decay=0.01
    )
    out.mkdir(parents=True, exist_ok=True)
    state = out / "state.pt"
    first, steps = 0, 0
    mean = {name: value.clone() for name, value in network.state_dict().items()}
    made: dict[Sample, Row | None] = {}
    if state.exists():
        saved = torch.load(state, weights_only=True)
        network.load_state_dict(saved["network"])
        mean = saved["mean"]
        optimiser.load_state_dict(saved["optimiser"])
        first, steps = int(saved["epoch"]) + 1, MEAN_STEPS
    peak = [group["lr"] for group in optimiser.param_groups]
    for epoch in range(first, min(epochs, stop)):
        rng = random.Random(f"{seed}:{epoch}")
        torch.manual_seed(seed * 1000 + epoch)
        chosen: Epoch = blend.epoch(rng)
        for sample in chosen:
            if sample not in made:
                made[sample] = rows(sample, tokenizer)
        data = [row for sample in chosen if (row := made[sample]) is not None]
        groups = list(batches(data, 700, rng))
        network.train()
        totals: dict[str, list[float]] = {}
        begun = time.process_time()
        for step, batch in enumerate(groups):
            done = (epoch + step / len(groups)) / epochs
            scale = min(1.0, done * epochs * 2, 1.05 * (1 - done) + 0.02)
            for group, lr in zip(optimiser.param_groups, peak, strict=True):
                group["lr"] = lr * scale
            found = losses(network, batch)
            loss = sum((LOSS_WEIGHTS[name] * value for name, value in found.items()), torch.zeros(()))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            steps += 1
            with torch.no_grad():
                share = max(1 / steps, 1 / MEAN_STEPS)
                for name, value in network.named_parameters():
                    if value.requires_grad:
                        mean[name].lerp_(value, share)
            for name, value in found.items():
                totals.setdefault(name, []).append(value.item())
            if step % 50 == 0:
                print(f"epoch {epoch} step {step}/{len(groups)}", flush=True)
        means = {name: round(float(np.mean(values)), 4) for name, values in totals.items()}
        line = {"epoch": epoch, "rows": len(data), "cpu_s": round(time.process_time() - begun), **means}
        print(json.dumps(line), flush=True)
        with (out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        for group, lr in zip(optimiser.param_groups, peak, strict=True):
            group["lr"] = lr
        torch.save(
            {
                "network": network.state_dict(),
                "mean": mean,
                "optimiser": optimiser.state_dict(),
                "epoch": epoch,
            },
            state,
        )
        save_file(mean, out / "network.safetensors")


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--weights", type=Path, required=True, help="folder with model.safetensors, tokenizer.json"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--stop", type=int, default=99, help="stop after so many epochs; run again to go on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    blend = build()
    print(blend.describe(), flush=True)
    fit(
        blend,
        options.weights,
        options.out,
        epochs=options.epochs,
        stop=options.stop,
        seed=options.seed,
        rate=options.rate,
    )


if __name__ == "__main__":
    main()
