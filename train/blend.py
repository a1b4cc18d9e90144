"""Mixes the training sets into epochs, and holds out what measures."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from train import sources
from train.decontaminate import Guard, measured_texts
from train.frames import Frame, FrameError, fill, parse, read_frames
from train.samples import Pair, Sample

CORPUS = Path(__file__).parent / "corpus"
#: One frame in ten, and one training headline in ten, is held out to set thresholds and to watch learning.
HELD_OUT = 10
#: Sentences of the auxiliary sets drawn for an epoch: they are long, and teach heads of their own.
ATTRIBUTION, ENTITIES = 450, 250

Epoch = Sequence[Sample]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """All training data; `epoch` draws from it."""

    headlines: tuple[Sample, ...]
    plv: tuple[Sample, ...]
    frames: tuple[Frame, ...]
    slots: dict[str, list[str]]
    attribution: tuple[Sample, ...]
    entities: tuple[Sample, ...]
    held: tuple[Sample, ...]  #: never trained on

    def describe(self) -> str:
        """Return the sizes in one line."""
        return (
            f"headlines {len(self.headlines)}, PLV {len(self.plv)}, frames {len(self.frames)}, "
            f"attribution {len(self.attribution)}, entities {len(self.entities)}, held {len(self.held)}"
        )

    def epoch(self, rng: random.Random) -> Epoch:
        """Return the samples of an epoch in random order.

        A quarter of the sentences with events come a second time with one pair of parties marked, for
        `relate`.
        """
        chosen: list[Sample] = [*self.headlines, *self.plv]
        chosen += [expand(frame, self.slots, rng) for frame in self.frames]
        arrowed = [sample for sample in chosen if sample.arrows]
        chosen += [pair for sample in rng.sample(arrowed, len(arrowed) // 4) for pair in pairs(sample, rng)]
        chosen += rng.sample(self.attribution, min(len(self.attribution), ATTRIBUTION))
        chosen += rng.sample(self.entities, min(len(self.entities), ENTITIES))
        rng.shuffle(chosen)
        return chosen


def expand(frame: Frame, slots: dict[str, list[str]], rng: random.Random) -> Sample:
    """Return the frame with its slots filled; a third come as headlines do, without a final stop."""
    markup = fill(frame.markup, slots, rng)
    if markup.endswith(".") and rng.random() < 1 / 3:
        markup = markup[:-1]
    return parse(frame, markup)


def pairs(sample: Sample, rng: random.Random) -> Iterator[Sample]:
    """Yield a sample for `relate` of one of the sentence's events that names both parties."""
    full = [arrow for arrow in sample.arrows or () if arrow.actor and arrow.recipient]
    if not full:
        return
    arrow = rng.choice(full)
    assert arrow.actor is not None
    assert arrow.recipient is not None
    yield replace(
        Sample(name=sample.name, text=sample.text),
        pair=Pair(
            kind=arrow.kind,
            actor=(arrow.actor.start, arrow.actor.end),
            recipient=(arrow.recipient.start, arrow.recipient.end),
        ),
    )


def read_corpus(folder: Path = CORPUS) -> tuple[list[Frame], dict[str, list[str]]]:
    """Return all frames and the slot lists. Raises FrameError for a line that can't be read."""
    slots: dict[str, list[str]] = yaml.safe_load((folder / "slots.yaml").read_text("utf-8"))
    frames: list[Frame] = []
    for path in sorted(folder.glob("*.txt")):
        for frame in read_frames(path):
            if isinstance(frame, FrameError):
                raise frame
            frames.append(frame)
    return frames, slots


def build() -> Blend:
    """Return the blend with what is measured on kept out, by name and by fuzzy text match."""
    guard = Guard(measured_texts())
    root = sources.data_root()
    all_headlines = [sample for sample in sources.headlines() if guard.allows(sample.text)]
    frames, slots = read_corpus()
    held = [s for s in all_headlines if sources.fold(s.name, HELD_OUT) == 0]
    held_frames = [frame for frame in frames if sources.fold(frame.markup, HELD_OUT) == 0]
    rng = random.Random("held")
    held += [expand(frame, slots, rng) for frame in held_frames]
    entities = [
        *sources.entities(root / "ner" / "re3d" / "train.txt", "\t"),
        *sources.entities(root / "ner" / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt", " "),
    ]
    return Blend(
        headlines=tuple(s for s in all_headlines if sources.fold(s.name, HELD_OUT) != 0),
        plv=tuple(s for s, out in sources.plv() if not out and guard.allows(s.text)),
        frames=tuple(frame for frame in frames if sources.fold(frame.markup, HELD_OUT) != 0),
        slots=slots,
        attribution=tuple(s for s in sources.polnear() if 30 < len(s.text) < 500),
        entities=tuple(s for s in entities if 20 < len(s.text) < 400),
        held=tuple(held),
    )
