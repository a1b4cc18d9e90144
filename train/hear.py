"""Gives speech and figures layers of their own: `python -m train.hear --network FOLDER ... --out FOLDER`.

The lower layers, the upper ones and all other heads stay as they are, to the bit: beside the upper layers
stand copies of them that learn nothing but who says what, from every sentence of PolNeAR's training part and
the frames with speech, and who gives a figure. Of a network that has such layers these
learn on. Checkpoints after every epoch; torch is needed.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file

from train import figured
from train.blend import CORPUS, HELD_OUT, expand, read_corpus, read_folder
from train.decontaminate import Guard, measured_texts
from train.features import Row, open_tokenizer, rows
from train.fit import Fit, batches
from train.frames import parse
from train.losses import LOSS_WEIGHTS, attributed, feed
from train.model import Network, read_network
from train.samples import Sample
from train.sources import fold, polnear_sentences

#: one article of PolNeAR in so many is kept out, for choosing how tags and rules are joined
KEPT_OUT = 12
#: layers of its own: with four the reader would be over 30 MB
OWN = 3
#: how often an epoch shows each sentence that is marked for speech alone, among 28,000 of US politics
TIMES = 4
#: how often it shows each with figures
TIMES_FIGURED = 2


def fork(network: Network, own: int = OWN) -> Network:
    """Return a network that says the same, with copies of its upper layers for speech."""
    state = network.state_dict()
    forked = Network(replace(network.measures, own=own))
    first = network.measures.layers - own
    for name in [name for name in state if name.startswith("layers.")]:
        _, number, rest = name.split(".", 2)
        if int(number) >= first:
            state[f"speech_layers.{int(number) - first}.{rest}"] = state[name].clone()
    state["speech_mix"] = state["mix"][0].clone()
    forked.load_state_dict(state)
    return forked


def samples() -> tuple[list[Sample], list[Sample]]:
    """Return the sentences of PolNeAR's training part, and of each frame with speech a filling."""
    guard = Guard(measured_texts())
    frames, slots = read_corpus()
    own = [
        expand(frame, slots, random.Random(frame.markup))
        for frame in frames
        if fold(parse(frame, frame.markup).text, HELD_OUT) != 0
    ]
    alone = [expand(frame, slots, random.Random(frame.markup)) for frame in read_folder(CORPUS / "speech")]
    own += [replace(one, speech=one.speech or ()) for one in alone] * TIMES  # what is not marked is none
    attributed = [s for s in polnear_sentences() if fold(s.name.partition(":")[0], KEPT_OUT) != 0]
    return (
        [s for s in attributed if len(s.text) < 600 and guard.allows(s.text)],
        [s for s in own if s.speech is not None and guard.allows(s.text)],
    )


def figures() -> list[Sample]:
    """Return the sentences with labelled figures."""
    guard = Guard(measured_texts())
    return [s for s in figured.written() if s.numbers and guard.allows(s.text)]


def train(fit: Fit, groups_of: Sequence[Sequence[Row]], most: int, count: int, seed: int, out: Path) -> None:
    """Train the own layers for `count` epochs in all, and write out/network.safetensors after each.

    `groups_of` are the sentences of PolNeAR, of which `most` come an epoch, and the others, which all come.
    """
    network = fit.network
    lower = network.measures.layers - network.measures.own
    while fit.epoch < count:
        torch.manual_seed(seed * 1000 + fit.epoch)
        rng = random.Random(f"{seed}:{fit.epoch}")
        first, *others = groups_of
        data = [*rng.sample(first, min(most, len(first))), *(row for group in others for row in group)]
        groups = list(batches(data, rng))
        network.eval()
        network.speech_layers.train()
        network.dropout.train()
        totals: dict[str, list[float]] = {}
        begun = time.process_time()
        for number, group in enumerate(groups):
            batch = [data[i] for i in group]
            ids, mask, extras, _, _ = feed(batch, blind=True)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                with torch.no_grad():
                    seen, bias = network.climb(ids, mask, extras, lower)
                outputs = network.attribute(network.hear(seen, bias), mask)
            found = attributed([output.float() for output in outputs], batch)
            loss = torch.zeros(())
            for name, value in found.items():
                loss = loss + LOSS_WEIGHTS[name] / LOSS_WEIGHTS["speech"] * value
                totals.setdefault(name, []).append(value.item())
            done = (fit.epoch + number / len(groups)) / count
            fit.step(loss, min(1.0, done * count * 4 + 0.01, 1.05 * (1 - done) + 0.02))
            if number % 200 == 0:
                print(f"{time.strftime('%X')} epoch {fit.epoch} step {number}/{len(groups)}", flush=True)
        means = {name: round(sum(values) / len(values), 4) for name, values in totals.items()}
        line = {"epoch": fit.epoch, "rows": len(data), **means}
        print(json.dumps(line | {"cpu_s": round(time.process_time() - begun)}), flush=True)
        fit.epoch += 1
        fit.save(out)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of network.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True, help="MiniLM's tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--most", type=int, default=100_000, help="sentences of PolNeAR an epoch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    network = read_network(load_file(options.network / "network.safetensors"))
    network = network if network.measures.own else fork(network)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name.startswith("speech"))
    fit = Fit(network, options.rate)
    options.out.mkdir(parents=True, exist_ok=True)
    if (options.out / "state.pt").exists():
        fit.load(options.out / "state.pt")
    tokenizer = open_tokenizer(options.tokenizer)
    learnt = [[row for s in group if (row := rows(s, tokenizer))] for group in (*samples(), figures())]
    print("{} sentences of PolNeAR, {} frames, {} with figures".format(*map(len, learnt)), flush=True)
    learnt[-1] *= TIMES_FIGURED
    train(fit, learnt, options.most, options.epochs, options.seed, options.out)


if __name__ == "__main__":
    main()
