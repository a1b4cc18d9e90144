"""Brings each training set into `Sample`s. Sets lie below VEDETTE_BENCH_DATA and are never copied.

What may be trained on which set is said in the model card. The development headlines, and every
text of a set that is measured, are kept out by `train.decontaminate`.
"""

import csv
import hashlib
import html
import json
import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from glob import escape
from pathlib import Path

from train.samples import Arrow, Mention, Pair, Sample
from vedette.read.sentences import split

_MARKED = re.compile(r"</?[st]>")
_NER = {
    "Organisation": "organisation",
    "Person": "person",
    "Location": "place",
    "Weapon": "materiel",
    "MilitaryPlatform": "materiel",
    "ORG": "organisation",
    "PER": "person",
    "LOC": "place",
}


#: One in ten of the frames, the training headlines and the labelled sentences is held out, to set thresholds
#: and to watch learning.
HELD_OUT = 10
#: one article of PolNeAR in so many is kept out, for choosing how tags and rules are joined
KEPT_OUT = 12


def data_root() -> Path:
    """Return the folder of the real data sets. Raises SystemExit if it is not set."""
    root = os.environ.get("VEDETTE_BENCH_DATA")
    if not root:
        raise SystemExit("set VEDETTE_BENCH_DATA to the folder of the data sets")
    return Path(root)


def fold(name: str, parts: int) -> int:
    """Return the part (0 to parts - 1) a name falls into, the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % parts


def headlines(path: Path | None = None) -> Iterator[Sample]:
    """Yield the labelled headlines of headline_gold/train.jsonl."""
    path = path or data_root() / "headline_gold" / "train.jsonl"
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        arrows = []
        for event in row["events"]:
            trigger = _find(text, event["trigger"])
            if trigger is None:
                continue
            actor, recipient = (
                _mention(text, event[role], trigger[0]) for role in ("actor_text", "recipient_text")
            )
            arrows.append(
                Arrow(
                    kind=event["kind"],
                    modality=event["modality"],
                    start=trigger[0],
                    end=trigger[1],
                    actor=actor,
                    recipient=recipient,
                )
            )
        yield Sample(
            name=row["id"],
            text=text,
            day=date.fromisoformat(row["published"]),
            arrows=tuple(arrows),
            indicators=tuple(row["indicators"]),
        )


def plv(path: Path | None = None) -> Iterator[tuple[Sample, bool]]:
    """Yield PLV sentences with their pair, and whether they are of the held-out fifth.

    The fifth is stratified by root: within each root, rows in the order of their hash, every
    fifth is held out. Rows of the same sentence fall together because the sentence is hashed.
    """
    path = path or data_root() / "plover" / "PLV_train.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    by_root: dict[str, list[str]] = {}
    for row in rows:
        by_root.setdefault(row["gold_root"], []).append(row["sentence"])
    held = {
        sentence
        for sentences in by_root.values()
        for sentence in sorted(set(sentences), key=lambda s: hashlib.sha256(s.encode()).hexdigest())[::5]
    }
    for row in rows:
        sample = _plv_sample(row)
        if sample is not None:
            yield sample, row["sentence"] in held


def _plv_sample(row: dict[str, str]) -> Sample | None:
    text, position = "", 0
    marks: dict[str, int] = {}
    for match in _MARKED.finditer(row["marked_sentence"]):
        text += row["marked_sentence"][position : match.start()]
        position = match.end()
        marks[match.group()] = len(text)
    text += row["marked_sentence"][position:]
    if not {"<s>", "</s>"} <= marks.keys():
        return None
    return Sample(
        name="plv" + row["sentence_id"],
        text=text,
        pair=Pair(
            kind=row["gold_root"],
            actor=(marks["<s>"], marks["</s>"]),
            recipient=(marks["<t>"], marks["</t>"]) if {"<t>", "</t>"} <= marks.keys() else None,
        ),
    )


def polnear_articles(part: str) -> Iterator[tuple[str, list[tuple[str, int, int]]]]:
    """Yield PolNeAR's articles with the pieces of their attributions: source, cue or content, start, end."""
    for _, text, spans in _polnear(part):
        yield text, spans


def polnear(part: str = "train") -> Iterator[Sample]:
    """Yield the lines of PolNeAR's articles with their attribution layer."""
    for name, text, spans in _polnear(part):
        for match in re.finditer(r"[^\n]+", text):
            start, end = match.span()
            inside = tuple(
                (label, max(s, start) - start, min(e, end) - start)
                for label, s, e in spans
                if s < end and e > start
            )
            yield Sample(name=f"{name}:{start}", text=match.group(), speech=inside)


def polnear_sentences(part: str = "train") -> Iterator[Sample]:
    """Yield the sentences of PolNeAR's articles, as the reader parts them, with their attribution layer."""
    for name, text, spans in _polnear(part):
        for sentence in split(text):
            inside = tuple(
                (label, max(s, sentence.start) - sentence.start, min(e, sentence.end) - sentence.start)
                for label, s, e in spans
                if s < sentence.end and e > sentence.start
            )
            yield Sample(
                name=f"{name}:{sentence.start}", text=text[sentence.start : sentence.end], speech=inside
            )


def _polnear(part: str) -> Iterator[tuple[str, str, list[tuple[str, int, int]]]]:
    root = data_root() / "attribution" / "polnear" / part
    for path in sorted((root / "text").glob("*.txt")):
        annotated = sorted((root / "attributions").glob(f"{escape(path.stem)}_*.ann"))
        if not annotated:
            continue
        spans: list[tuple[str, int, int]] = []
        for line in annotated[0].read_text("utf-8").splitlines():
            fields = line.split("\t")
            if len(fields) < 3 or not fields[0].startswith("T"):
                continue
            label, _, offsets = fields[1].partition(" ")
            if label not in {"Source", "Cue", "Content"}:
                continue
            for piece in offsets.split(";"):
                start, end = map(int, piece.split())
                spans.append((label.lower(), start, end))
        yield path.stem, path.read_text("utf-8"), spans


def entities(path: Path, separator: str) -> Iterator[Sample]:
    """Yield sentences of a CoNLL file (token, tag) with their mentions."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text("utf-8"))):
        text, mentions = "", []
        current: list[int] | None = None
        kind = ""
        for line in block.splitlines():
            token, _, tag = line.rstrip().rpartition(separator)
            if not token:
                continue
            joint = "" if not text or token in ",.;:!?')" else " "
            start = len(text) + len(joint)
            text += joint + token
            label = _NER.get(tag.partition("-")[2], "")
            if label and current and tag.startswith("I-") and label == kind:
                current[1] = len(text)
            elif label:
                current, kind = [start, len(text)], label
                mentions.append((kind, current))
            else:
                current = None
        if text:
            yield Sample(
                name=f"{path.parent.name}:{path.name}:{number}",
                text=text,
                mentions=tuple(Mention(type=k, start=s, end=e) for k, (s, e) in mentions),
            )


def rams() -> Iterator[Sample]:
    """Yield the sentences of RAMS's documents, without labels: their scheme is another."""
    path = data_root() / "event_arguments" / "rams" / "dev.jsonlines"
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        for number, words in enumerate(row["sentences"]):
            yield Sample(name=f"{row['doc_key']}:{number}", text=_joined(words))


def paraphrases() -> Iterator[Sample]:
    """Yield the news sentences of the paraphrase set, without labels."""
    path = data_root() / "paraphrase" / "msr_paraphrase_train.txt"
    for line in path.read_text("utf-8-sig").splitlines():
        fields = line.split("\t")
        for number, text in zip(fields[1:3], fields[3:5], strict=True):
            if number.isdigit():
                yield Sample(name=f"paraphrase:{number}", text=text)


def timebank() -> Iterator[Sample]:
    """Yield the sentences of TimeBank and AQUAINT, newswire of the 1990s, without their marks."""
    for path in sorted(data_root().glob("time/TBAQ-cleaned/*/*.tml")):
        body = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text("utf-8", errors="replace"), re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", "", body[1] if body else ""))
        for number, sentence in enumerate(split(text)):
            words = text[sentence.start : sentence.end].split()
            yield Sample(name=f"{path.stem}:{number}", text=" ".join(words))


def web() -> Iterator[Sample]:
    """Yield the sentences of the English Web Treebank, without labels."""
    for path in sorted((data_root() / "ner" / "uner_ewt").rglob("*")):
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        for number, line in enumerate(lines):
            if line.startswith("# text ="):
                text = " ".join(line.partition("=")[2].split())
                yield Sample(name=f"{path.stem}:{number}", text=text)


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    return re.sub(r" (?=[.,;:!?%)\]\u2019])|(?<=[(\[$])\s| (?='s\b)| (?=n't\b)", "", text)


def _find(text: str, words: str, near: int = 0) -> tuple[int, int] | None:
    """Return where the words stand: as whole words if they do, nearest to an offset."""
    if not words:
        return None
    whole = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    spans = [match.span() for match in whole] or [m.span() for m in re.finditer(re.escape(words), text)]
    return min(spans, key=lambda span: abs(span[0] - near), default=None)


def _mention(text: str, words: str, near: int) -> Mention | None:
    found = _find(text, words, near)
    return Mention(type="actor", start=found[0], end=found[1]) if found else None
