"""Claims of one origin: families against exact copies and MinHash stories, on groups labelled for it.

bench/families_gold.md says what the groups are and when two claims have one origin. Documents are read by the
shipped reader, stories found by the shipped MinHash; the claim judged is that of a document's first sentence,
under the matter of the group, so that the choice of indicators, measured elsewhere, does not count. `as read`
it does: a document in which the reader misses the matter is alone. Figures are B-cubed F1 in percent without
singletons (Bagga and Baldwin 1998): recall over the documents with fellows in the labels, precision over
those with fellows in the answer, overlaps taken within a group.
"""

import html
import json
import os
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench.data import root
from vedette.clean.copies import Stories
from vedette.config import OutletTable, Settings, load_outlets
from vedette.read.loading import load_reader
from vedette.read.reader import Reader
from vedette.types import Claim, ClaimType, Document, Modality, Reading, Report, Span, content_id
from vedette.watch.families import families
from vedette.watch.problems import load_problem

GROUPS = Path(__file__).parent / "families_gold.jsonl"
_STORY = re.compile(r"<REUTERS[^>]*NEWID=\"(\d+)\"[^>]*>(.*?)</REUTERS>", re.DOTALL)
_PART = {name: re.compile(rf"<{name}>(.*?)</{name}>", re.DOTALL) for name in ("DATE", "TITLE", "BODY")}
_DAY = re.compile(r"\d{1,2}-[A-Z]{3}-\d{4} \d\d:\d\d(?=:)")
_END = re.compile(r"[.!?][\"”’]?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled document."""

    group: str
    document: Document
    matter: str  #: indicator code
    family: str  #: label, within group and matter


def items(split: str) -> list[Item]:
    """Return the documents of 'develop' or 'held'; without VEDETTE_BENCH_DATA only the written ones."""
    rows = [json.loads(line) for line in GROUPS.read_text("utf-8").splitlines()]
    return [
        Item(row["id"], document, found.get("matter", row["matter"]), found["family"])
        for row in rows
        if row["split"] == split
        for found in row["documents"]
        if (document := _document(row["id"], found)) is not None
    ]


def _document(group: str, found: dict[str, Any]) -> Document | None:
    if "newid" in found:
        newswire = _newswire()
        if not newswire:
            return None
        published, text = newswire[found["newid"]]
        outlet = "Reuters"
    else:
        published, text = datetime.fromisoformat(found["published"]), found["text"]
        outlet = found["outlet"]
    return Document(
        id=content_id("bench", group, outlet, text, published),
        capture="",
        label=group,
        title="",
        text=text,
        known_at=published,
        known_basis="published",
        published=published,
        outlet=outlet,
        language="en",
        credit=found.get("credit"),
    )


@cache
def _newswire() -> dict[int, tuple[datetime, str]]:
    """Return time and text of the Reuters-21578 stories by NEWID, the title where there is no text."""
    if not os.environ.get("VEDETTE_BENCH_DATA"):
        return {}
    found = {}
    for path in sorted((root() / "text" / "reuters21578").rglob("*.sgm")):
        for number, story in _STORY.findall(path.read_text("latin-1")):
            matched = {name: pattern.search(story) for name, pattern in _PART.items()}
            part = {name: html.unescape(m[1]).strip() if m else "" for name, m in matched.items()}
            if day := _DAY.search(part["DATE"]):  # some are garbled
                published = datetime.strptime(day[0], "%d-%b-%Y %H:%M").replace(tzinfo=UTC)
                found[int(number)] = (published, " ".join((part["BODY"] or part["TITLE"]).split()))
    return found


def _first(document: Document, reading: Reading) -> Claim:
    """Return the claim of the first sentence, one with a speaker if there is, else the outlet's own."""
    text = document.content
    end = min((match.end() for match in _END.finditer(text) if match.end() > 20), default=len(text))
    inside = [claim for claim in reading.claims if claim.span.start < end]
    inside.sort(key=lambda claim: (claim.speaker is None, claim.span))
    return inside[0] if inside else _untold(document, text[:end])


def _untold(document: Document, text: str) -> Claim:
    return Claim(
        id=content_id(document.id, "untold"),
        document=document.id,
        type=ClaimType.STATEMENT,
        modality=Modality.ASSERTED,
        span=Span(start=0, end=len(text)),
        text=text,
        content=text,
        confidence=0.0,
    )


def _groups(told: Sequence[Item]) -> Iterator[list[Item]]:
    by_group = defaultdict(list)
    for item in told:
        by_group[item.group].append(item)
    for group in by_group.values():
        yield sorted(group, key=lambda item: item.document.known_at)


def _report(item: Item, claim: Claim, reading: Reading, story: str, outlets: OutletTable) -> Report:
    document = item.document
    return Report(
        claim=claim,
        outlet=outlets.find(name=document.outlet),
        story=story,
        known_at=document.known_at,
        published=document.published,
        places=reading.places,
        credit=document.credit,
    )


def answers(told: Sequence[Item], reader: Reader) -> dict[str, dict[str, Hashable]]:
    """Return by method the family of each document, by document id."""
    problem, outlets = load_problem("rus-ukr"), load_outlets()
    documents = [item.document for item in told]
    readings = dict(zip((d.id for d in documents), reader.read(documents), strict=True))
    found: dict[str, dict[str, Hashable]] = {"exact": {}, "MinHash": {}, "families": {}, "as read": {}}
    for group in _groups(told):
        stories = Stories()
        story = {item.document.id: stories.add(item.document).story for item in group}
        given, read = [], []
        for item in group:
            document, reading = item.document, readings[item.document.id]
            assert reading.error is None, reading.error
            found["exact"][document.id] = tuple(re.findall(r"\w+", document.content.casefold()))
            found["MinHash"][document.id] = story[document.id]
            found["as read"][document.id] = document.id
            claim = replace(_first(document, reading), indicators=(item.matter,))
            given.append(_report(item, claim, reading, story[document.id], outlets))
            read += [
                _report(item, claim, reading, story[document.id], outlets)
                for claim in reading.claims
                if item.matter in claim.indicators
            ]
        for name, reports in (("families", given), ("as read", read)):
            matter = {item.document.id: item.matter for item in group}
            family = families(problem, reports)
            for report in reports:
                of = report.claim.document
                found[name][of] = family[report.claim.id, matter[of]]
    return found


def b_cubed(told: Sequence[Item], family: dict[str, Hashable]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 in percent, without singletons."""
    precision, recall = [], []
    for group in _groups(told):
        for item in group:
            own = {o.document.id for o in group if (o.matter, o.family) == (item.matter, item.family)}
            said = {o.document.id for o in group if family[o.document.id] == family[item.document.id]}
            if len(own) > 1:
                recall.append(len(own & said) / len(own))
            if len(said) > 1:
                precision.append(len(own & said) / len(said))
    p, r = _mean(precision), _mean(recall)
    return 100 * p, 100 * r, 200 * p * r / (p + r) if p + r else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def measure(*, split: str = "held", reader: Reader | None = None) -> dict[str, float]:
    """Return B-cubed F1 of families, of families as read, and of exact copies and MinHash stories alone."""
    told = items(split)
    found = answers(told, reader or load_reader(Settings()))
    scores = {name: b_cubed(told, family) for name, family in found.items()}
    return {
        "B-cubed F1": scores["families"][2],
        "B-cubed precision": scores["families"][0],
        "B-cubed recall": scores["families"][1],
        "B-cubed F1 as read": scores["as read"][2],
        "B-cubed F1, MinHash stories": scores["MinHash"][2],
        "B-cubed F1, exact copies": scores["exact"][2],
        "documents": float(len(told)),
    }
