"""Samples to arrays: token ids, token shapes, hints, and the labels of every head."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from train.samples import Sample
from vedette.read.actors import load_actors
from vedette.read.heads import (
    COUNTS,
    INDICATORS,
    KINDS,
    MENTION_TAGS,
    MODALITIES,
    PAIR_KINDS,
    SPEECH_TAGS,
    TRIGGER_TAGS,
    UNITS,
    tokens,
)
from vedette.read.hints import Hints, hints
from vedette.read.reader import ActorTable
from vedette.read.stream import prepare
from vedette.types import Document, Span

IGNORE = -100


@dataclass(slots=True, kw_only=True)
class Row:
    """One sentence ready for batching. Arrays are one entry a token; IGNORE gives no loss."""

    ids: list[int]
    extras: list[list[int]]
    codes: tuple[float, ...]  #: the hints' codes
    mentions: list[int]
    triggers: list[int]
    speech: list[int]
    modality: list[int]
    reciprocal: list[int]
    #: per event: trigger token, then actor first and last, recipient first and last token; 0: none
    arcs: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    indicators: NDArray[np.float32] | None = None
    kinds: NDArray[np.float32] | None = None  #: which kinds occur in the sentence
    numbers: list["Counted"] = field(default_factory=list)
    pair: int = IGNORE
    pair_at: tuple[int, int] = (0, 0)


Stretches = list[tuple[int, int]]  #: first and last tokens


@dataclass(slots=True, kw_only=True)
class Counted:
    """A number by its first token, with labels; None or IGNORE gives no loss."""

    token: int
    unit: int
    kind: int
    givers: Stretches | None
    owners: Stretches | None


def open_tokenizer(path: Path) -> Tokenizer:
    """Return MiniLM's tokenizer, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def rows(sample: Sample, tokenizer: Tokenizer, *, max_tokens: int = 128) -> Row | None:
    """Return the arrays of a sample, None if its labels fall outside the first tokens."""
    encoding: Encoding = tokenizer.encode(sample.text)
    told = look_up(sample)
    pair = (sample.pair.actor, sample.pair.recipient) if sample.pair else None
    given, pair_at = tokens(sample.text, encoding, told, pair)
    if max(pair_at) >= max_tokens:
        return None
    count = min(max_tokens, len(given.ids))
    row = Row(
        ids=given.ids[:count],
        extras=given.extras[:count],
        codes=told.codes,
        mentions=[IGNORE] * count,
        triggers=[IGNORE] * count,
        speech=[IGNORE] * count,
        modality=[IGNORE] * count,
        reciprocal=[IGNORE] * count,
        pair_at=pair_at,
    )
    if sample.pair is not None and sample.pair.kind is not None:
        row.pair = PAIR_KINDS.index(sample.pair.kind)
    if sample.mentions is not None:
        spans = [(mention.type, mention.start, mention.end) for mention in sample.mentions]
        row.mentions = _tags(encoding, count, spans, MENTION_TAGS)
    if sample.speech is not None:
        row.speech = _tags(encoding, count, sample.speech, SPEECH_TAGS)
    if sample.indicators is not None:
        row.indicators = np.zeros(len(INDICATORS), np.float32)
        for code in sample.indicators:
            if code in INDICATORS:
                row.indicators[INDICATORS.index(code)] = 1
    if sample.arrows is not None:
        _arrows(row, sample, encoding, count)
    for number in sample.numbers or ():
        token = _tokens(encoding, number.start, number.end)[0]
        if 0 < token < count:
            row.numbers.append(
                Counted(
                    token=token,
                    unit=IGNORE if number.unit is None else UNITS.index(number.unit),
                    kind=COUNTS.index(number.kind) if number.kind else IGNORE,
                    givers=_stretches(encoding, count, number.givers),
                    owners=_stretches(encoding, count, number.owners),
                )
            )
    return row


def _arrows(row: Row, sample: Sample, encoding: Encoding, count: int) -> None:
    row.triggers = [0] * count
    row.kinds = np.zeros(len(KINDS), np.float32)
    inside = TRIGGER_TAGS.index("I")
    for arrow in sample.arrows or ():
        row.kinds[KINDS.index(arrow.kind)] = 1
        first, last = _tokens(encoding, arrow.start, arrow.end)
        if not 0 < first < count:
            continue
        for token in range(first + 1, min(last + 1, count)):
            row.triggers[token] = inside
        row.triggers[first] = TRIGGER_TAGS.index(arrow.kind)
        row.modality[first] = MODALITIES.index(arrow.modality)
        row.reciprocal[first] = int(arrow.reciprocal)
        ends: list[int] = []
        for mention in (arrow.actor, arrow.recipient):
            start, end = _tokens(encoding, mention.start, mention.end) if mention else (0, 0)
            ends += [start, end] if start > 0 and end < count else [0, 0]
        row.arcs.append((first, ends[0], ends[1], ends[2], ends[3]))


def _stretches(encoding: Encoding, count: int, spans: tuple[tuple[int, int], ...] | None) -> Stretches | None:
    """Return the stretches by their tokens; None if there are some, but none within the first `count`."""
    if spans is None:
        return None
    inside = [at for at in (_tokens(encoding, *one) for one in spans) if at[0] > 0 and at[1] < count]
    return inside if inside or not spans else None


def _tags(
    encoding: Encoding,
    count: int,
    spans: list[tuple[str, int, int]] | tuple[tuple[str, int, int], ...],
    names: tuple[str, ...],
) -> list[int]:
    tags = [0] * count
    for label, start, end in sorted(spans, key=lambda span: span[1] - span[2]):
        first, last = _tokens(encoding, start, end)
        if not 0 < first < count:
            continue
        for token in range(first, min(last + 1, count)):
            tags[token] = names.index(f"I-{label}")
        tags[first] = names.index(f"B-{label}")
    return tags


def _tokens(encoding: Encoding, start: int, end: int) -> tuple[int, int]:
    """Return first and last token of a stretch of text; (0, 0) if it has none."""
    hit = [
        number
        for number, (left, right) in enumerate(encoding.offsets)
        if right > left and left < end and right > start
    ]
    return (hit[0], hit[-1]) if hit else (0, 0)


@cache
def _actors() -> ActorTable:
    return load_actors()


def look_up(sample: Sample) -> Hints:
    """Return the hints of a sample's text, as the reader would have them on its day."""
    day = datetime.combine(sample.day, time(), UTC)
    document = Document(
        id=sample.name,
        capture="",
        label="",
        title=sample.text,
        text="",
        known_at=day,
        known_basis="day end",
        published=day,
        language="en",
    )
    prepared = prepare(document, _actors())
    return hints(prepared, Span(start=0, end=len(prepared.text)))
