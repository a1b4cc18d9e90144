"""Mixes the training sets into epochs, and holds out what measures."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from pathlib import Path

import yaml

from train import sources
from train.decontaminate import Guard, measured_texts
from train.features import look_up
from train.frames import Frame, FrameError, fill, parse, read_frames
from train.labelled import labelled
from train.related import related
from train.samples import Pair, Sample
from train.sources import HELD_OUT
from train.variants import Words, frame_variants, names, variants
from vedette.read.hints import PARTY

CORPUS = Path(__file__).parent / "corpus"
#: Each frame is filled so many times; an epoch takes one of them.
EXPANSIONS = 2
#: Sentences of the auxiliary sets drawn for an epoch: they are long, and teach heads of their own.
ATTRIBUTION, ENTITIES, PAIRS = 1500, 150, 1300
#: The same where a teacher has spoken of them, which makes them teach every head; and its own. All frames
#: come, for rare codes stand nowhere else; of PolNeAR also lines that the teacher was not asked about.
TAUGHT_ATTRIBUTION, MORE_ATTRIBUTION = 1200, 800
TAUGHT_PLAIN, TAUGHT_PAIRS, TAUGHT_VARIANTS, PAIRS_IF_TAUGHT = 1600, 250, 9000, 700
#: Our own sentences in PLV's convention that an epoch draws, evenly by root.
RELATED = 1800
#: Sentences of the auxiliary sets that a teacher is asked about.
ASKED = {
    "attribution": 5100,
    "entities": 500,
    "plain": 7500,
    "pairs of plain": 2400,
    "pairs of attribution": 1300,
}

Epoch = Sequence[Sample]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """All training data; `epoch` draws from it."""

    headlines: tuple[Sample, ...]
    labelled: tuple[Sample, ...]  #: news sentences with labels of our own
    plv: tuple[Sample, ...]
    related: tuple[Sample, ...]  #: our own in its convention
    frames: tuple[tuple[Sample, ...], ...]  #: each with its expansions
    pairs: tuple[Sample, ...]  #: for `relate`: sentences of all of these, with one pair of parties marked
    attribution: tuple[Sample, ...]
    entities: tuple[Sample, ...]
    plain: tuple[Sample, ...]  #: news sentences without labels, for what a teacher says of them
    plain_pairs: tuple[Sample, ...]  #: such sentences with two parties marked
    variants: tuple[Sample, ...]  #: of the headlines, for the same
    held: tuple[Sample, ...]  #: never trained on

    def describe(self) -> str:
        """Return the sizes in one line."""
        sizes = {
            name: len(getattr(self, name))
            for name in (
                "headlines",
                "labelled",
                "plv",
                "related",
                "frames",
                "pairs",
                "attribution",
                "entities",
                "plain",
                "plain_pairs",
                "variants",
                "held",
            )
        }
        return ", ".join(f"{name} {size}" for name, size in sizes.items())

    def epoch(self, rng: random.Random, *, taught: bool) -> Epoch:
        """Return the samples of an epoch in random order; more of the auxiliary ones if there's a teacher."""
        frames = [rng.choice(frame) for frame in self.frames]
        drawn: tuple[tuple[Sequence[Sample], int], ...] = (
            (self.attribution, ATTRIBUTION),
            (self.entities, ENTITIES),
        )
        if taught:
            drawn = (
                (self.attribution[: ASKED["attribution"]], TAUGHT_ATTRIBUTION),
                (self.attribution, MORE_ATTRIBUTION),
                (self.entities, ENTITIES),
                (self.plain, TAUGHT_PLAIN),
                (self.plain_pairs, TAUGHT_PAIRS),
                (self.variants, TAUGHT_VARIANTS),
            )
        pairs = _even(self.pairs, PAIRS_IF_TAUGHT if taught else PAIRS, rng)
        pairs += _even(self.related, RELATED, rng)
        chosen: list[Sample] = [*self.headlines, *self.labelled, *self.plv, *frames, *pairs]
        for samples, count in drawn:
            chosen += rng.sample(samples, min(len(samples), count))
        rng.shuffle(chosen)
        return chosen

    def everything(self) -> Iterator[Sample]:
        """Yield what a teacher is asked about; of a frame one filling, the other has its labels alone."""
        yield from (*self.headlines, *self.plv, *self.pairs)
        yield from (frame[0] for frame in self.frames)
        yield from self.attribution[: ASKED["attribution"]]
        yield from self.entities[: ASKED["entities"]]
        yield from (*self.plain, *self.plain_pairs, *self.variants)


def _even(samples: Sequence[Sample], count: int, rng: random.Random) -> list[Sample]:
    """Return pairs drawn so that each kind comes equally often, as long as it has any left."""
    by_kind: dict[str | None, list[Sample]] = {}
    for sample in rng.sample(samples, len(samples)):
        by_kind.setdefault(sample.pair.kind if sample.pair else None, []).append(sample)
    rounds = chain.from_iterable(zip_longest(*by_kind.values()))
    return list(islice((sample for sample in rounds if sample is not None), count))


def expand(frame: Frame, slots: dict[str, list[str]], rng: random.Random) -> Sample:
    """Return the frame with its slots filled; a third come as headlines do, without a final stop."""
    markup = fill(frame.markup, slots, rng)
    if markup.endswith(".") and rng.random() < 1 / 3:
        markup = markup[:-1]
    return parse(frame, markup)


def pairs(sample: Sample) -> Iterator[Sample]:
    """Yield a sample for `relate` for each of the sentence's events that names both parties."""
    for arrow in sample.arrows or ():
        if arrow.actor and arrow.recipient:
            actor, recipient = arrow.actor, arrow.recipient
            yield Sample(
                name=sample.name,
                text=sample.text,
                day=sample.day,
                pair=Pair(
                    kind=arrow.kind,
                    actor=(actor.start, actor.end),
                    recipient=(recipient.start, recipient.end),
                ),
            )


def two_parties(sample: Sample) -> Iterator[Sample]:
    """Yield the sentence with the first two different parties it names marked as a pair of unknown kind."""
    spans = sorted((start, end) for channel, _, start, end in look_up(sample).spans if channel == PARTY)
    first = spans[0] if spans else (0, 0)
    named = sample.text[slice(*first)]
    other = next((span for span in spans if sample.text[slice(*span)] != named and span[0] >= first[1]), None)
    if other is not None:
        yield replace(sample, mentions=None, speech=None, pair=Pair(kind=None, actor=first, recipient=other))


def _in_order(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return the samples in an order that chance has made once for all, by their text."""
    return tuple(sorted(samples, key=lambda sample: sources.fold(sample.text, 2**32)))


def read_corpus(folder: Path = CORPUS) -> tuple[list[Frame], dict[str, list[str]]]:
    """Return all frames and the slot lists. Raises FrameError for a line that can't be read."""
    slots: dict[str, list[str]] = yaml.safe_load((folder / "slots.yaml").read_text("utf-8"))
    return read_folder(folder), slots


def read_folder(folder: Path) -> list[Frame]:
    """Return the frames of the files in a folder. Raises FrameError for a line that can't be read."""
    frames: list[Frame] = []
    for path in sorted(folder.glob("*.txt")):
        for frame in read_frames(path):
            if isinstance(frame, FrameError):
                raise frame
            frames.append(frame)
    return frames


def build(*, words: Words | None = None) -> Blend:
    """Return the blend with what is measured on kept out, by name and by fuzzy text match.

    With `words`, the neighbours of each (see train.variants), it holds what only a teacher can label as well.
    """
    guard = Guard(measured_texts())
    root = sources.data_root()
    all_headlines = [sample for sample in sources.headlines() if guard.allows(sample.text)]
    frames, slots = read_corpus()
    held = [s for s in all_headlines if sources.fold(s.name, HELD_OUT) == 0]
    # by the words alone, so that a corrected mark moves no frame from one side to the other
    worded = [(frame, parse(frame, frame.markup).text) for frame in frames]
    held += [
        expand(frame, slots, random.Random(words))
        for frame, words in worded
        if sources.fold(words, HELD_OUT) == 0
    ]
    headlines = tuple(s for s in all_headlines if sources.fold(s.name, HELD_OUT) != 0)
    expanded = (
        tuple(expand(frame, slots, random.Random(f"{words}{n}")) for n in range(EXPANSIONS))
        for frame, words in worded
        if sources.fold(words, HELD_OUT) != 0
    )
    filled = tuple(frame for frame in expanded if all(guard.allows(sample.text) for sample in frame))
    entities = (
        *sources.entities(root / "ner" / "re3d" / "train.txt", "\t"),
        *sources.entities(root / "ner" / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt", " "),
    )
    read = [s for s in labelled() if guard.allows(s.text)]
    held += [s for s in read if sources.fold(s.text, HELD_OUT) == 0]
    words_read = {s.text for s in read}
    read = [s for s in read if sources.fold(s.text, HELD_OUT) != 0]
    plain = [s for s in (*sources.rams(), *sources.paraphrases()) if guard.allows(s.text)]
    plain = [s for s in plain if s.text not in words_read]
    plain = list(_in_order(s for s in plain if 40 < len(s.text) < 300)[: ASKED["plain"]])
    attribution = _in_order(s for s in sources.polnear() if 30 < len(s.text) < 500)
    paired: tuple[Sample, ...] = ()
    varied: list[Sample] = []
    if words is not None:
        paired = (*plain[: ASKED["pairs of plain"]], *attribution[: ASKED["pairs of attribution"]])
        known = names(headlines)
        for sample in headlines:
            varied += variants(sample, headlines, known, words, random.Random(sample.text))
        for frame in filled:
            varied += frame_variants(frame, words, random.Random(frame[0].text))
    return Blend(
        headlines=headlines,
        labelled=tuple(read),
        plv=tuple(s for s, out in sources.plv() if not out and guard.allows(s.text)),
        related=tuple(s for s in related() if guard.allows(s.text)),
        frames=filled,
        pairs=tuple(pair for s in (*headlines, *read, *(frame[0] for frame in filled)) for pair in pairs(s)),
        attribution=attribution,
        entities=_in_order(s for s in entities if 20 < len(s.text) < 400),
        plain=tuple(plain),
        plain_pairs=tuple(pair for s in paired for pair in two_parties(s)),
        variants=tuple(variant for variant in varied if guard.allows(variant.text)),
        held=tuple(held),
    )
