"""Gives speech and figures layers of their own: `python -m train.hear --network FOLDER ... --out FOLDER`.

The lower layers, the upper ones and all other heads stay as they are, to the bit: beside the upper layers
stand copies of them that learn nothing but who says what, from every sentence of PolNeAR's training part and
the frames with speech, and what a number counts and how, who gives it and whose those counted are, from
labels and from what a teacher says (`train.tell`). Of a network that has such layers these
learn on. Checkpoints after every epoch; torch is needed.
"""

import argparse
import json
import pickle
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from train import figured
from train.blend import CORPUS, expand, read_corpus, read_folder
from train.decontaminate import Guard, measured_texts
from train.features import Row, open_tokenizer, rows
from train.fit import Fit, batches
from train.frames import parse
from train.losses import LOSS_WEIGHTS, ToldNumber, attributed, feed, numbers_taught
from train.model import Network, read_network
from train.samples import Sample
from train.soft import Halves
from train.sources import HELD_OUT, KEPT_OUT, fold, polnear_sentences

#: tokens of a batch that is learnt from, and of one that is only run
BATCH, AT_ONCE = 600, 2200
#: how often an epoch shows each sentence that is marked for speech alone, among 28,000 of US politics
TIMES = 4
#: how often it shows each with figures, where no teacher tells of more
TIMES_FIGURED = 2
#: weight of the labels of numbers beside the teacher's word, of that, and of what was said of speech before
LABELS, TAUGHT, KEPT = 0.5, 1.0, 6.0


def fork(network: Network) -> Network:
    """Return a network that says the same, with layers for speech and figures alone from the first one on.

    Those that it shares so far are copied, those that speech has already are kept.
    """
    measures = network.measures
    shared = measures.layers - measures.own
    state = {
        name: value for name, value in network.state_dict().items() if not name.startswith("speech_layers.")
    }
    for name, value in network.state_dict().items():
        stack, _, rest = name.partition(".")
        number, _, part = rest.partition(".")
        if stack == "speech_layers":
            state[f"speech_layers.{int(number) + shared}.{part}"] = value
        elif stack == "layers" and int(number) < shared:
            state[f"speech_layers.{rest}"] = value.clone()
    state.setdefault("speech_mix", state["mix"][0].clone())
    forked = Network(replace(measures, own=measures.layers))
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


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence, with what is said of it besides its labels."""

    row: Row
    before: Halves  #: what was said of speech so far: logits, (tokens, tags)
    told: tuple[ToldNumber, ...]  #: what a teacher says of its numbers; empty: it has not been asked


def lessons(network: Network, rows_told: Iterable[tuple[Row, tuple[ToldNumber, ...]]]) -> list[Lesson]:
    """Return rows and what is told of them with what the network says of their speech."""
    network.eval()
    waiting = list(rows_told)
    found: list[Lesson] = []
    for group in batches([row for row, _ in waiting], random.Random(0), AT_ONCE):
        batch = [waiting[i] for i in group]
        ids, mask, extras, _, _ = feed([row for row, _ in batch])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            said = network.speech(network.encode(ids, mask, extras)[2]).half().numpy()
        found += [Lesson(row, said[at, : len(row.ids)].copy(), told) for at, (row, told) in enumerate(batch)]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    epochs: int
    most: int  #: sentences of PolNeAR an epoch
    seed: int


def train(fit: Fit, polnear: Sequence[Lesson], others: Sequence[Lesson], plan: Plan, out: Path) -> None:
    """Train the own layers, and write out/network.safetensors after each epoch.

    What was said of speech before is learnt along with the labels, so that little of it is lost (learning
    without forgetting, Li and Hoiem 2016).
    """
    network = fit.network
    while fit.epoch < plan.epochs:
        torch.manual_seed(plan.seed * 1000 + fit.epoch)
        rng = random.Random(f"{plan.seed}:{fit.epoch}")
        data = [*rng.sample(polnear, min(plan.most, len(polnear))), *others]
        groups = list(batches([lesson.row for lesson in data], rng, BATCH))
        network.eval()
        network.speech_layers.train()
        network.dropout.train()
        totals: dict[str, list[float]] = {}
        begun = time.process_time()
        for number, group in enumerate(groups):
            batch = [data[i] for i in group]
            ids, mask, extras, _, _ = feed([lesson.row for lesson in batch], blind=True)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                with torch.no_grad():
                    seen, bias = network.climb(ids, mask, extras, 0)
                outputs = network.attribute(network.hear(seen, bias), mask)
            loss = torch.zeros(())
            for name, (weight, value) in _losses([output.float() for output in outputs], batch).items():
                loss = loss + weight * value
                totals.setdefault(name, []).append(value.item())
            done = (fit.epoch + number / len(groups)) / plan.epochs
            fit.step(loss, min(1.0, done * plan.epochs * 4 + 0.01, 1.05 * (1 - done) + 0.02))
            if number % 200 == 0:
                print(f"{time.strftime('%X')} epoch {fit.epoch} step {number}/{len(groups)}", flush=True)
        means = {name: round(sum(values) / len(values), 4) for name, values in totals.items()}
        line = {"epoch": fit.epoch, "rows": len(data), **means}
        print(json.dumps(line | {"cpu_s": round(time.process_time() - begun)}), flush=True)
        fit.epoch += 1
        fit.save(out)


def _losses(outputs: Sequence[Tensor], batch: Sequence[Lesson]) -> dict[str, tuple[float, Tensor]]:
    """Return weight and value of each loss of a batch: by labels, by the teacher, by what was said before."""
    labels = attributed(outputs, [lesson.row for lesson in batch])
    share = LABELS if any(lesson.told for lesson in batch) else 1.0
    found = {
        name: (LOSS_WEIGHTS[name] * (1.0 if name == "speech" else share), value)
        for name, value in labels.items()
    }
    for name, value in numbers_taught(outputs, [lesson.told for lesson in batch]).items():
        found[f"{name} taught"] = LOSS_WEIGHTS[name] * TAUGHT, value
    then = torch.log_softmax(torch.cat([torch.from_numpy(lesson.before).float() for lesson in batch]), -1)
    said = torch.cat([outputs[0][at, : len(lesson.row.ids)] for at, lesson in enumerate(batch)])
    found["speech kept"] = KEPT, (then.exp() * (then - torch.log_softmax(said, -1))).sum(-1).mean()
    return found


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of network.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True, help="MiniLM's tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--most", type=int, default=100_000, help="sentences of PolNeAR an epoch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--told", type=Path, help="what train.tell wrote; without it labels alone teach")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    before = read_network(load_file(options.network / "network.safetensors"), grows=True)
    network = fork(before)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name.startswith("speech"))
    fit = Fit(network, options.rate)
    options.out.mkdir(parents=True, exist_ok=True)
    if (options.out / "state.pt").exists():
        fit.load(options.out / "state.pt")
    tokenizer = open_tokenizer(options.tokenizer)

    def asked(listed: Iterable[Sample]) -> list[tuple[Row, tuple[ToldNumber, ...]]]:
        return [(row, ()) for one in listed if (row := rows(one, tokenizer)) is not None]

    polnear, frames = map(asked, samples())
    if options.told:
        with options.told.open("rb") as file:  # of our own making
            numbers = [one for group in pickle.load(file) for one in group]
    else:
        numbers = asked(figures()) * TIMES_FIGURED
    print(f"{len(polnear)} of PolNeAR, {len(frames)} frames, {len(numbers)} with numbers", flush=True)
    plan = Plan(epochs=options.epochs, most=options.most, seed=options.seed)
    train(fit, lessons(before, polnear), lessons(before, [*frames, *numbers]), plan, options.out)


if __name__ == "__main__":
    main()
