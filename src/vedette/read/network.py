"""Runs the reader model: sentences in, what its heads say out. Loaded once, batched, offline."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from vedette.read.folder import Floats, Settings, load, using
from vedette.read.gate import passes
from vedette.read.heads import (
    CHANNELS,
    COUNTS,
    INDICATORS,
    KINDS,
    MENTION_TAGS,
    MODALITIES,
    PAIR_KINDS,
    SPEECH_TAGS,
    TRIGGER_TAGS,
    UNITS,
    Tokens,
    tokens,
)
from vedette.read.hints import Hints
from vedette.read.numbers import written
from vedette.read.pairs import Offsets, around, check_pair, hints_within
from vedette.read.sequences import likeliest

__all__ = ["FoundEvent", "FoundNumber", "Network", "Pointed", "Scores", "Settings"]

#: Longer sentences are cut: the longest news sentence of the training sets has 124 tokens.
MAX_TOKENS = 160
#: Confidence from which a sentence may tell of a second act of one kind. On held-out headlines telling each
#: kind once raised F1 by 3 to 7 points; long agency sentences do have two.
SURE = 0.8
#: A party's name has at most so many word pieces.
MAX_PARTY = 14
#: Numbers of a sentence of which anything is told; more are a table.
MOST_NUMBERS = 40
#: What the heads give for one sentence of one token.
_SHAPES = [
    (1, len(MENTION_TAGS)),
    (1, len(TRIGGER_TAGS)),
    (1, len(SPEECH_TAGS)),
    (1, len(UNITS)),
    (1, len(COUNTS)),
    (2, 1, 1),  # start and end of who gives a number, from each token to each
    (2, 1, 1),  # and of whose those counted are
    (1, len(MODALITIES)),
    (1,),  # reciprocal
    (4, 1, 1),  # start and end of actor and recipient, from each token to each
    (len(INDICATORS),),
    (len(KINDS),),
    (len(PAIR_KINDS),),
]


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


@dataclass(frozen=True, slots=True)
class Pointed:
    """A stretch of text that a number points at, or nobody."""

    to: Offsets | None
    sure: float  #: chance of that


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """What is said of a number, as offsets into the sentence."""

    at: Offsets
    units: tuple[float, ...]  #: chance of each of `heads.UNITS`
    kinds: tuple[float, ...]  #: chance of each of `heads.COUNTS`
    giver: Pointed  #: nobody: the outlet
    owner: Pointed  #: whose those counted are; nobody: it is not said


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the heads say of one sentence."""

    events: tuple[FoundEvent, ...] = ()
    indicators: tuple[tuple[str, float], ...] = ()  #: all codes above their threshold, with probability
    kinds: tuple[float, ...] = ()  #: probability of each kind in the sentence, in the order of KINDS
    mentions: tuple[tuple[str, int, int], ...] = ()
    speech: tuple[tuple[str, int, int], ...] = ()
    numbers: tuple[FoundNumber, ...] = ()


class Network:
    """The model in a folder (`vedette.read.folder`). Raises ReadError if it is missing or damaged."""

    def __init__(self, folder: Traversable | Path, *, threads: int = 1) -> None:
        model = load(folder, threads=threads, most_tokens=MAX_TOKENS)
        self.settings, self.digest = model.settings, model.digest
        self._tokenizer, self._session, self._gate = model.tokenizer, model.session, model.gate
        self._try_out()

    def _try_out(self) -> None:
        """Raise ReadError unless the network takes the highest number of each input and has our heads."""
        last = self._tokenizer.get_vocab_size() - 1
        highest = Tokens(ids=[last], offsets=[(0, 0)], extras=[[size - 1 for size in CHANNELS]])
        with using("reader.onnx"):
            outputs = self._run(highest, Hints().codes, (0, 0))
            shapes = [output.shape for output in outputs]
            if shapes != _SHAPES:
                raise ValueError(f"its heads have the shapes {shapes}")

    def passes(self, sentence: str) -> bool:
        """Whether a sentence may hold something and is worth scoring."""
        gate = self._gate
        return bool(sentence.strip()) and (
            gate is None or passes(sentence, gate, self.settings.gate_threshold)
        )

    def fits(self, sentence: str) -> bool:
        """Whether the network takes in a sentence to its end."""
        # a piece has one code point of ASCII at least, and the first and the last token have none
        if sentence.isascii() and len(sentence) <= MAX_TOKENS - 2:
            return True
        return not self._tokenizer.encode(sentence).overflowing

    def score(self, sentences: Sequence[tuple[str, Hints]]) -> list[Scores]:
        """Return what the heads say of each sentence, in order.

        Sentences are run one by one, so that what one gives never hangs on others, not in its last digit. It
        costs nothing: 400 headlines took 2.5 s alone and 3.0 s in padded batches of 400 tokens.
        """
        encodings = self._tokenizer.encode_batch([text for text, _ in sentences])
        found = []
        for (text, hints), encoding in zip(sentences, encodings, strict=True):
            given = tokens(text, encoding, hints)[0]
            found.append(self._decode(text, self._run(given, hints.codes, (0, 0)), given.offsets))
        return found

    def relate(self, text: str, hints: Hints, actor: Offsets, recipient: Offsets | None) -> dict[str, float]:
        """Return the probability of each kind (and YIELD, none) for a pair of parties in a text.

        Of a long text what stands around the pair is read. Raises ValueError for parties that are no words
        of the text, overlap or stand further apart than `MAX_TOKENS`.
        """
        check_pair(text, actor, recipient)
        encoding = self._tokenizer.encode(text)
        start, end = 0, len(text)
        if encoding.overflowing:
            parts = (encoding, *encoding.overflowing)
            pieces = [offsets for part in parts for offsets in part.offsets if offsets[0] < offsets[1]]
            parties = [party for party in (actor, recipient) if party]
            start, end = around(text, pieces, parties, MAX_TOKENS - 2)  # besides the first and the last token
            encoding = self._tokenizer.encode(text[start:end])
        given, pair_at = tokens(
            text[start:end],
            encoding,
            hints_within(hints, start, end),
            (_from(start, actor), _from(start, recipient) if recipient else None),
        )
        pair = self._run(given, hints.codes, pair_at)[-1]
        return dict(zip(PAIR_KINDS, _softmax(pair).tolist(), strict=True))

    def _run(self, given: Tokens, codes: tuple[float, ...], pair_at: Offsets) -> list[Floats]:
        """Return the outputs for one sentence."""
        outputs: list[Floats] = self._session.run(
            None,
            {
                "ids": np.array([given.ids], np.int64),
                "mask": np.ones((1, len(given.ids)), np.float32),
                "extras": np.array([given.extras], np.int64),
                "codes": np.array([codes], np.float32),
                "pair_at": np.array([pair_at], np.int64),
            },
        )
        return [output[0] for output in outputs]

    def _decode(self, text: str, arrays: list[Floats], offsets: list[Offsets]) -> Scores:
        mentions, triggers, speech, units, counts, givers, owners, *rest = arrays
        modality, reciprocal, arcs, indicators, kinds, _ = rest
        in_sentence = _sigmoid(kinds)
        events = []
        for token, kind, confidence in self._triggers(_softmax(triggers), in_sentence):
            last = _last_piece(triggers, token)
            parties = [_party(arcs[2 * role : 2 * role + 2, token], offsets) for role in range(2)]
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
            mentions=_spans(mentions.argmax(-1), MENTION_TAGS, offsets),
            speech=_spans(likeliest(speech), SPEECH_TAGS, offsets),
            numbers=tuple(_numbers(text, (units, counts, givers, owners), offsets)),
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


def _numbers(text: str, heads: Sequence[Floats], offsets: list[Offsets]) -> Iterator[FoundNumber]:
    """Yield what is said of each number of the text that the network has seen."""
    units, counts, givers, owners = heads
    starts = {start: token for token, (start, end) in enumerate(offsets) if end > start}
    for at in written(text)[:MOST_NUMBERS]:
        token = starts.get(at[0])
        if token is None:
            continue
        yield FoundNumber(
            at=at,
            units=tuple(_softmax(units[token]).tolist()),
            kinds=tuple(_softmax(counts[token]).tolist()),
            giver=_pointed(givers[:, token], offsets),
            owner=_pointed(owners[:, token], offsets),
        )


def _pointed(scores: Floats, offsets: list[Offsets]) -> Pointed:
    begins, ends = _softmax(scores)
    first, last = _stretch(begins, ends, offsets)
    to = (offsets[first][0], offsets[last][1]) if first else None
    return Pointed(to, float(begins[first] * ends[last]))


def _from(start: int, offsets: Offsets) -> Offsets:
    return offsets[0] - start, offsets[1] - start


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


def _last_piece(triggers: Floats, token: int) -> int:
    inside = len(TRIGGER_TAGS) - 1
    while token + 1 < len(triggers) - 1 and int(triggers[token + 1].argmax()) == inside:
        token += 1
    return token


def _party(arcs: Floats, offsets: list[Offsets]) -> Offsets | None:
    """Return the best stretch by start and end pointers; token 0 of both stands for nobody."""
    starts, ends = arcs
    first, last = _stretch(np.exp(starts - starts.max()), np.exp(ends - ends.max()), offsets)
    return (offsets[first][0], offsets[last][1]) if first else None


def _stretch(starts: Floats, ends: Floats, offsets: list[Offsets]) -> tuple[int, int]:
    """Return first and last token of the likeliest stretch, (0, 0) if that is nobody."""
    best, span = float(starts[0] * ends[0]), (0, 0)
    for start in np.argsort(starts)[::-1][:4]:
        if start == 0:
            continue
        stop = min(int(start) + MAX_PARTY, len(offsets) - 1)
        end = int(start) + int(ends[start:stop].argmax()) if stop > start else int(start)
        if starts[start] * ends[end] > best:
            best, span = float(starts[start] * ends[end]), (int(start), end)
    return span


def _spans(
    tags: Iterable[int], names: tuple[str, ...], offsets: list[Offsets]
) -> tuple[tuple[str, int, int], ...]:
    found: list[tuple[str, int, int]] = []
    previous = ""
    for tag, (start, end) in zip(tags, offsets, strict=True):
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
