"""Reading real headlines end to end: the 400 development headlines, labelled one by one.

Development measurement only; nothing is trained on them. Micro-averaged F1. Demanded and conditional claims
are left out, as the labels have neither. Two annotators agree at about kind .86, triple .72, indicators .82.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bench.data import root
from bench.scores import binary_f1, f1, macro_f1
from vedette.config import Settings
from vedette.read.loading import load_reader
from vedette.read.reader import Reader
from vedette.types import Claim, Document, Modality, content_id

LEFT_OUT = {Modality.DEMANDED, Modality.CONDITIONAL}
#: the labels' name for a unit that vedette calls by another, or by a finer one
UNITS = {
    "btg": "battalion tactical groups",
    **dict.fromkeys(("formations", "vehicles", "casualties", "sites", "attacks", "goods"), "other"),
}


def documents(rows: Iterable[dict[str, str]]) -> list[Document]:
    """Return labelled rows as headlines of their day."""
    found = []
    for row in rows:
        day = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
        found.append(
            Document(
                id=content_id("bench", row["id"]),
                capture="",
                label=row["id"],
                title=row["text"],
                text="",
                known_at=day,
                known_basis="day end",
                published=day,
                language="en",
            )
        )
    return found


def measure(path: Path | None = None, *, reader: Reader | None = None) -> dict[str, float]:
    """Return F1 of what is read, and the share of headlines without an event that are left so."""
    path = path or root() / "headline_gold" / "dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    readings = list((reader or load_reader(Settings())).read(documents(rows)))
    kind = [Counter[str](), Counter[str]()]
    triple, codes, figures = ([Counter[str](), Counter[str]()] for _ in range(3))
    firm: list[tuple[bool, bool]] = []
    quiet = invented = 0
    for row, reading in zip(rows, readings, strict=True):
        assert reading.error is None, reading.error
        claims = [claim for claim in reading.claims if claim.modality not in LEFT_OUT]
        told = _events(claims)
        name = row["id"]
        _note(kind, name, (e["kind"] for e in row["events"]), (t[0] for t in told))
        gold = (f"{e['kind']} {e['actor']} {e['recipient']}" for e in row["events"])
        _note(triple, name, gold, (" ".join(t[:3]) for t in told))
        _note(codes, name, row["indicators"], {code for claim in claims for code in claim.indicators})
        gold = (f"{f['low']:.0f} {f['high']:.0f} {f['unit']}" for f in row["figures"])
        _note(figures, name, gold, _figures(claims))
        firm += _firmness(row["events"], told)
        if not row["events"]:
            quiet += 1
            invented += bool(told)
    return {
        "kind F1": f1(*kind),
        "kind-actor-recipient F1": f1(*triple),
        "indicator F1": f1(*codes),
        "figure F1": f1(*figures),
        "modality macro-F1": macro_f1(firm),
        "not-asserted F1": binary_f1(firm, of=False),
        "no-event kept empty": 1 - invented / quiet,
    }


def _events(claims: list[Claim]) -> list[tuple[str, str, str, bool]]:
    found = {}
    for claim in claims:
        if event := claim.event:
            to = event.recipient.code if event.recipient else ""
            found[str(event.kind), event.actor.code, to, event.trigger] = claim.modality is Modality.ASSERTED
    return [(kind, actor, to, asserted) for (kind, actor, to, _), asserted in found.items()]


def _figures(claims: list[Claim]) -> set[str]:
    return {
        f"{one.low:.0f} {one.high:.0f} {UNITS.get(one.unit, one.unit)}"
        for one in (claim.figure for claim in claims)
        if one
    }


def _note(pair: list[Counter[str]], name: str, gold: Iterable[str], told: Iterable[str]) -> None:
    pair[0].update(f"{name} {item}" for item in gold)
    pair[1].update(f"{name} {item}" for item in told)


def _firmness(gold: list[dict[str, str]], told: list[tuple[str, str, str, bool]]) -> list[tuple[bool, bool]]:
    """Return (gold asserted, told asserted) for events matched by kind, each used once."""
    free = list(told)
    pairs = []
    for event in gold:
        match = next((one for one in free if one[0] == event["kind"]), None)
        if match is not None:
            free.remove(match)
            pairs.append((event["modality"] == "asserted", match[3]))
    return pairs
