"""Runs the reader model: sentences in, what its heads say out. Loaded once, batched, offline.

The model is a folder: `reader.onnx` (int8), `tokenizer.json`, `gate.npy` and `reader.json` (digests,
thresholds, temperatures). A file whose digest is not the one written down is refused.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.errors import ReadError
from vedette.read.gate import passes
from vedette.read.heads import (
    CHANNELS,
    INDICATORS,
    KINDS,
    MENTION_TAGS,
    MODALITIES,
    PAIR_KINDS,
    SPEECH_TAGS,
    TRIGGER_TAGS,
    Tokens,
    tokens,
)
from vedette.read.hints import Hints

Floats = NDArray[np.float32]
Offsets = tuple[int, int]

#: Longer sentences are cut: the longest news sentence of the training sets has 124 tokens.
MAX_TOKENS = 160
#: Tokens of a batch, padding included. On 2,500 headlines one core read 200 a second with 400 tokens, 170
#: with 800 and 135 with 1,600, in 280, 330 and 360 MB.
BATCH_TOKENS = 400
#: Confidence from which a sentence may tell of a second act of one kind. On held-out headlines telling each
#: kind once raised F1 by 3 to 7 points; long agency sentences do have two.
SURE = 0.8
#: A party's name has at most so many word pieces.
MAX_PARTY = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """A trigger with its parties, as offsets into the sentence."""

    kind: str
    confidence: float  #: calibrated, that an event of this kind is here
    modality: str
    trigger: Offsets
    actor: Offsets | None
    recipient: Offsets | None
    reciprocal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the heads say of one sentence."""

    events: tuple[FoundEvent, ...] = ()
    indicators: tuple[tuple[str, float], ...] = ()  #: all codes above their threshold, with probability
    kinds: tuple[float, ...] = ()  #: probability of each kind in the sentence, in the order of KINDS
    mentions: tuple[tuple[str, int, int], ...] = ()
    speech: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was fitted after training, on held-out training data. Read from reader.json."""

    digests: dict[str, str]
    trigger_threshold: float = 0.5  #: of a sentence's surest act
    #: of its other acts. On 257 held-out headlines this raises F1 of kinds by 1 to 2 points over one
    #: threshold for all, with as many headlines left empty.
    further_threshold: float = 0.5
    kind_share: float = 0.5  #: weight of the sentence's kind head against the trigger's own
    temperature: float = 1.0  #: of the event confidence
    asserted_threshold: float = 0.5  #: chance from which an act is taken to have happened
    indicator_thresholds: dict[str, float]
    gate_threshold: float = -np.inf  #: sentences that score less are not read; see vedette.read.gate
    version: str = ""


class Network:
    """The model in a folder. Raises ReadError if it is missing or damaged."""

    def __init__(self, folder: Traversable | Path, *, threads: int = 1) -> None:
        try:
            fitted = folder.joinpath("reader.json").read_bytes()
            self.settings = Settings(**json.loads(fitted))
            files = {name: folder.joinpath(name).read_bytes() for name in self.settings.digests}
        except (OSError, TypeError, ValueError) as error:
            raise ReadError(f"the reader model can't be loaded: {error}", hint="reinstall vedette") from error
        for name, wanted in self.settings.digests.items():
            if hashlib.sha256(files[name]).hexdigest() != wanted:
                raise ReadError(
                    f"the reader model is damaged: {name} has another digest", hint="reinstall vedette"
                )
        #: of the files and of the thresholds fitted to them
        self.digest = hashlib.sha256(fitted).hexdigest()
        self._files = files
        self._threads = threads

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._files["tokenizer.json"].decode())
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # kept memory would be what the largest batch ever took
        return onnxruntime.InferenceSession(
            self._files["reader.onnx"], options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _gate(self) -> Floats | None:
        data = self._files.get("gate.npy")
        return np.load(io.BytesIO(data)).astype(np.float32) if data else None

    def passes(self, sentence: str) -> bool:
        """Whether a sentence may hold something and is worth scoring."""
        gate = self._gate
        return bool(sentence.strip()) and (
            gate is None or passes(sentence, gate, self.settings.gate_threshold)
        )

    def score(self, sentences: Sequence[tuple[str, Hints]]) -> list[Scores]:
        """Return what the heads say of each sentence, in order."""
        found: list[Scores] = [Scores()] * len(sentences)
        encodings = self._tokenizer.encode_batch([text for text, _ in sentences])
        given = [
            tokens(text, encoding, hints)[0]
            for (text, hints), encoding in zip(sentences, encodings, strict=True)
        ]
        for batch in _batches([len(one.ids) for one in given]):
            outputs = self._run(
                [given[i] for i in batch], [sentences[i][1].codes for i in batch], [(0, 0)] * len(batch)
            )
            for row, i in enumerate(batch):
                arrays = [output[row] for output in outputs]
                found[i] = self._decode(arrays, given[i].offsets)
        return found

    def relate(self, text: str, hints: Hints, actor: Offsets, recipient: Offsets | None) -> dict[str, float]:
        """Return the probability of each kind (and YIELD, none) for a pair of parties in a text."""
        given, pair_at = tokens(text, self._tokenizer.encode(text), hints, (actor, recipient))
        pair = self._run([given], [hints.codes], [pair_at])[-1][0]
        return dict(zip(PAIR_KINDS, _softmax(pair).tolist(), strict=True))

    def _run(
        self, given: list[Tokens], codes: list[tuple[float, ...]], pair_at: list[Offsets]
    ) -> list[Floats]:
        width = max(len(one.ids) for one in given)
        ids = np.zeros((len(given), width), np.int64)
        extras = np.zeros((len(given), width, len(CHANNELS)), np.int64)
        mask = np.zeros(ids.shape, np.float32)
        for row, one in enumerate(given):
            count = len(one.ids)
            ids[row, :count] = one.ids
            extras[row, :count] = one.extras
            mask[row, :count] = 1
        outputs: list[Floats] = self._session.run(
            None,
            {
                "ids": ids,
                "mask": mask,
                "extras": extras,
                "codes": np.array(codes, np.float32),
                "pair_at": np.array(pair_at, np.int64),
            },
        )
        return outputs

    def _decode(self, arrays: list[Floats], offsets: list[Offsets]) -> Scores:
        count = len(offsets)
        mentions, triggers, speech, modality, reciprocal, arcs, indicators, kinds, _ = arrays
        in_sentence = _sigmoid(kinds)
        events = []
        for token, kind, confidence in self._triggers(_softmax(triggers[:count]), in_sentence):
            last = _last_piece(triggers[:count], token)
            parties = [_party(arcs[2 * role : 2 * role + 2, token, :count], offsets) for role in range(2)]
            events.append(
                FoundEvent(
                    kind=KINDS[kind],
                    confidence=confidence,
                    modality=self._firm(_softmax(modality[token])),
                    trigger=(offsets[token][0], offsets[last][1]),
                    actor=parties[0],
                    recipient=parties[1],
                    reciprocal=bool(reciprocal[token] > 0),
                )
            )
        odds = _sigmoid(indicators)
        thresholds = self.settings.indicator_thresholds
        return Scores(
            events=tuple(_told_once(events)),
            indicators=tuple(
                (code, float(p))
                for code, p in zip(INDICATORS, odds, strict=True)
                if p >= thresholds.get(code, 0.5)
            ),
            kinds=tuple(in_sentence.tolist()),
            mentions=_spans(mentions[:count], MENTION_TAGS, offsets),
            speech=_spans(speech[:count], SPEECH_TAGS, offsets),
        )

    def _firm(self, chances: Floats) -> str:
        asserted = MODALITIES.index("asserted")
        if chances[asserted] >= self.settings.asserted_threshold:
            return "asserted"
        others = np.where(np.arange(len(chances)) == asserted, 0, chances)
        return MODALITIES[int(others.argmax())]

    def _triggers(self, tags: Floats, in_sentence: Floats) -> Iterator[tuple[int, int, float]]:
        """Yield (token, kind, confidence) of each trigger, in order of the text."""
        share = self.settings.kind_share
        own = tags[1:-1, 1 : 1 + len(KINDS)]
        mixed = np.power(own + 1e-6, 1 - share) * np.power(in_sentence[None, :] + 1e-6, share)
        if not mixed.size or mixed.max() < self.settings.trigger_threshold:
            return
        for token, chances in enumerate(mixed, start=1):
            kind = int(chances.argmax())
            p = float(chances[kind])
            if p >= self.settings.further_threshold:
                logit = np.log(p / (1 - min(p, 1 - 1e-6))) / self.settings.temperature
                yield token, kind, float(1 / (1 + np.exp(-logit)))


def _told_once(events: Sequence[FoundEvent]) -> Iterator[FoundEvent]:
    """Yield in order the surest event of each kind; another of that kind only if sure and between others.

    'Shot dead in an attack' is one act with two words for it.
    """
    kept: list[FoundEvent] = []
    for event in sorted(events, key=lambda event: -event.confidence):
        same = [(other.actor, other.recipient) for other in kept if other.kind == event.kind]
        if not same or (event.confidence >= SURE and (event.actor, event.recipient) not in same):
            kept.append(event)
    yield from sorted(kept, key=lambda event: event.trigger)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield indices in batches of like length."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batch and (len(batch) + 1) * lengths[i] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _last_piece(triggers: Floats, token: int) -> int:
    inside = len(TRIGGER_TAGS) - 1
    while token + 1 < len(triggers) - 1 and int(triggers[token + 1].argmax()) == inside:
        token += 1
    return token


def _party(arcs: Floats, offsets: list[Offsets]) -> Offsets | None:
    """Return the best stretch by start and end pointers; token 0 of both stands for nobody."""
    starts, ends = arcs
    best, span = float(starts[0] + ends[0]), None
    for start in np.argsort(starts)[::-1][:4]:
        if start == 0:
            continue
        stop = min(int(start) + MAX_PARTY, len(offsets) - 1)
        end = int(start) + int(ends[start:stop].argmax()) if stop > start else int(start)
        if starts[start] + ends[end] > best:
            best, span = float(starts[start] + ends[end]), (offsets[start][0], offsets[end][1])
    return span


def _spans(
    logits: Floats, names: tuple[str, ...], offsets: list[Offsets]
) -> tuple[tuple[str, int, int], ...]:
    found: list[tuple[str, int, int]] = []
    previous = ""
    for tag, (start, end) in zip(logits.argmax(-1), offsets, strict=True):
        name = names[int(tag)]
        label = name[2:]
        if not label or end <= start:
            previous = ""
        elif found and previous == label and name[0] == "I":
            found[-1] = (label, found[-1][1], end)
        else:
            found.append((label, start, end))
            previous = label
    return tuple(found)


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    result: Floats = e / e.sum(-1, keepdims=True)
    return result


def _sigmoid(x: Floats) -> Floats:
    result: Floats = (1 / (1 + np.exp(-x))).astype(np.float32)
    return result
