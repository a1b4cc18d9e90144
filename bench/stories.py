"""Copies and updates in 21,578 newswire stories of 1987 (Reuters-21578): stories, pairs, speed."""

import html
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.data import root
from vedette.clean.copies import Stories
from vedette.clean.documents import clean
from vedette.config import load_outlets
from vedette.types import Capture, Document, content_id

_STORY = re.compile(r"<REUTERS.*?</REUTERS>", re.DOTALL)
_PART = {name: re.compile(rf"<{name}>(.*?)</{name}>", re.DOTALL) for name in ("DATE", "TITLE", "BODY")}
#: Bands of Jaccard similarity by their lower bound.
BANDS = {0.9: "0.9 or more", 0.7: "0.7 to 0.9", 0.5: "0.5 to 0.7", 0.0: "below 0.5"}


def captures() -> Iterator[Capture]:
    """Yield the stories of the SGML files as JSON records, as a desk would get them."""
    now = datetime.now(UTC)
    for path in sorted((root() / "text" / "reuters21578").rglob("*.sgm")):
        for number, story in enumerate(_STORY.findall(path.read_text("latin-1")), 1):
            found = {name: pattern.search(story) for name, pattern in _PART.items()}
            part = {name: html.unescape(match[1]).strip() if match else "" for name, match in found.items()}
            record = {"title": part["TITLE"], "text": part["BODY"], "published": part["DATE"]}
            payload = json.dumps(record).encode()
            yield Capture(
                id=content_id(path.name, number),
                source=None,
                url=f"file:{path.name}#{number}",
                fetched_at=now,
                media_type="application/json",
                payload=payload,
                sha256="",
            )


def _band(similarity: float) -> str:
    return next(name for least, name in BANDS.items() if similarity >= least)


def measure() -> dict[str, float]:
    """Return documents, joined ones (also by similarity), pairs within stories, documents a second."""
    results = clean(captures(), outlets=load_outlets())
    documents = [item for item in results if isinstance(item, Document)]
    documents.sort(key=lambda document: (document.known_at, document.id))
    stories = Stories()
    begun = time.monotonic()
    members = [stories.add(document) for document in documents]
    seconds = time.monotonic() - begun
    sizes = Counter(member.story for member in members)
    joined = [member for member in members if member.method != "first"]
    bands = Counter("exact" if m.method == "exact" else _band(m.similarity) for m in joined)
    return {
        "documents": float(len(documents)),
        "joined": float(len(joined)),
        **{f"joined, {name}": float(bands[name]) for name in ("exact", *BANDS.values())},
        "pairs": float(sum(size * (size - 1) // 2 for size in sizes.values())),
        "documents per second": len(documents) / seconds,
    }
