"""A large teacher for numbers: `python -m train.tell --network FOLDER --weights FOLDER --out FOLDER`.

Goes on from the teacher of acts (`train.fit --teacher`), whose own heads are lost by it: from every sentence
with labelled figures it learns what a number counts and how, who gives it and whose those counted are. Then
it says so of these sentences, of the same with other names and in other words, and of sentences of the sets
that nobody has labelled, and writes that to out/told.pkl, for `train.hear`. Torch is needed.
"""

import argparse
import json
import pickle
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from train import figured
from train.decontaminate import Guard, measured_texts
from train.features import Row, open_tokenizer, rows
from train.fit import Fit, batches
from train.losses import LOSS_WEIGHTS, ToldNumber, attributed, feed, told_of
from train.model import Network, blended, read_network
from train.restated import renamed, reworded
from train.samples import Sample
from train.variants import names, neighbours

#: lower layers that stay as they are, so that two cores suffice
KEPT = 3
#: share of the words replaced in each rewording of a sentence
REWORDED = (0.15, 0.3)
#: sentences with other names, in other words, and unlabelled, that are told of
RENAMED, RESTATED, UNLABELLED = 7000, 7000, 5000
#: tokens run at once when it tells
AT_ONCE = 2200
Taught = list[tuple[Row, tuple[ToldNumber, ...]]]


def labelled(guard: Guard) -> list[Sample]:
    """Return the sentences with labelled numbers, none of them measured."""
    found = (*figured.written(), *figured.headlines())
    return [one for one in found if one.numbers and guard.allows(one.text)]


def others(
    samples: Sequence[Sample], weights: Path, tokenizer: Tokenizer, guard: Guard, rng: random.Random
) -> Iterator[Sample]:
    """Yield the sentences with other names and in other words, and unlabelled ones."""
    known = names(samples)
    words = neighbours(weights, tokenizer)
    again = [other for one in samples if (other := renamed(one, known, rng))]
    yield from rng.sample(again, min(RENAMED, len(again)))
    again = [
        other
        for one in samples
        for share in REWORDED
        if (other := reworded(renamed(one, known, rng) or one, words, share, rng))
    ]
    yield from rng.sample(again, min(RESTATED, len(again)))
    free = [one for one in figured.unlabelled() if guard.allows(one.text)]
    yield from rng.sample(free, min(UNLABELLED, len(free)))


def heard(network: Network, batch: Sequence[Row], *, kept: int) -> tuple[Tensor, ...]:
    """Return the outputs for a batch; the lower `kept` layers don't learn."""
    ids, mask, extras, _, _ = feed(batch)
    with torch.no_grad():
        seen, bias = network.climb(ids, mask, extras, kept)
    seen = network.rise(seen, bias, network.measures.layers)
    return network.attribute(blended(network.mix[0], seen), mask)


def learn(fit: Fit, data: Sequence[Row], count: int, seed: int, out: Path) -> None:
    """Train up to `count` epochs in all, and write out/network.safetensors after each."""
    while fit.epoch < count:
        torch.manual_seed(seed * 1000 + fit.epoch)
        groups = list(batches(data, random.Random(f"{seed}:{fit.epoch}")))
        fit.network.eval()
        fit.network.layers[KEPT:].train()
        fit.network.dropout.train()
        totals: dict[str, list[float]] = {}
        for number, group in enumerate(groups):
            batch = [data[i] for i in group]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = heard(fit.network, batch, kept=KEPT)
            found = attributed([output.float() for output in outputs], batch)
            loss = torch.zeros(())
            for name, value in found.items():
                loss = loss + LOSS_WEIGHTS[name] * value
                totals.setdefault(name, []).append(value.item())
            done = (fit.epoch + number / len(groups)) / count
            fit.step(loss, min(1.0, done * count * 2 + 0.01, 1.05 * (1 - done) + 0.02))
            if number % 100 == 0:
                print(f"{time.strftime('%X')} epoch {fit.epoch} step {number}/{len(groups)}", flush=True)
        means = {name: round(sum(values) / len(values), 4) for name, values in totals.items()}
        print(json.dumps({"epoch": fit.epoch, "rows": len(data)} | means), flush=True)
        fit.epoch += 1
        fit.save(out)


def tell(network: Network, data: Iterable[Row]) -> Taught:
    """Return what the network says of the numbers of each row."""
    network.eval()
    found: Taught = []
    waiting = sorted(data, key=lambda row: len(row.ids))
    while waiting:
        width = len(waiting[0].ids)
        batch = [row for row in waiting[: max(1, AT_ONCE // width)] if len(row.ids) <= width + 4]
        waiting = waiting[len(batch) :]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = heard(network, batch, kept=network.measures.layers)
        outputs = tuple(output.float() for output in outputs)
        for at, row in enumerate(batch):
            said = (told_of(outputs, at, number.token, len(row.ids)) for number in row.numbers)
            found.append((row, tuple(said)))
    return found


def main() -> None:
    """Parse the command line, train and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of the teacher of acts")
    parser.add_argument("--weights", type=Path, required=True, help="folder of MiniLM's model.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    network = read_network(load_file(options.network / "network.safetensors"), grows=True)
    for name, parameter in network.named_parameters():
        upper = name.startswith("layers.") and int(name.split(".")[1]) >= KEPT
        parameter.requires_grad_(upper or name == "mix" or name.startswith("speech_"))
    fit = Fit(network, options.rate)
    if (options.out / "state.pt").exists():
        fit.load(options.out / "state.pt")
    tokenizer = open_tokenizer(options.weights / "tokenizer.json")
    guard = Guard(measured_texts())
    samples = labelled(guard)
    rng = random.Random(options.seed)

    def numbered(listed: Iterable[Sample]) -> list[Row]:
        made = (rows(one, tokenizer, max_tokens=160) for one in listed)
        return [row for row in made if row is not None and row.numbers]

    data = numbered(samples)
    learn(fit, data, options.epochs, options.seed, options.out)
    teacher = read_network(fit.mean)
    more = numbered(others(samples, options.weights / "model.safetensors", tokenizer, guard, rng))
    told = tell(teacher, data), tell(teacher, more)
    with (options.out / "told.pkl.new").open("wb") as file:
        pickle.dump(told, file)
    (options.out / "told.pkl.new").replace(options.out / "told.pkl")


if __name__ == "__main__":
    main()
