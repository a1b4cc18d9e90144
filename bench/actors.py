"""Who is meant: labelled spans of real headlines resolved to codes on their day.

3,080 headlines of 2008-2012 give each party's code and the words that name it. Three quarters of them were
read while the tables were written, and the ranking of `read.nearby` was fitted to them; the quarter measured
here was not looked at. Some codes cannot be known from a headline ('the drone' Iran took, 'Army to be sued').
"""

import hashlib
import json
import time
from collections.abc import Iterator
from datetime import date

from bench.data import root
from vedette.read.actors import Actors, load_actors
from vedette.read.nearby import who
from vedette.read.places import locate
from vedette.types import Actor, Span

#: the organisations the labels know; others were labelled UNK
LABELLED = frozenset({"UN", "NATO", "EU", "AU", "ARAB", "OPEC", "IAEA", "ICC", "OSCE", "IMF", "WHO"})
#: text whose speed is measured: thirty words with four names
SENTENCE = (
    "Russia has moved tanks and heavy artillery towards the border with Ukraine, the defence ministry in "
    "Kyiv said on Thursday, while NATO and President Biden urged Moscow to pull its forces back."
)


def is_held(ident: str) -> bool:
    """Tell whether a headline is held out: a quarter, by the hash of its id."""
    return hashlib.sha256(ident.encode()).digest()[0] % 4 == 1


def spans(*, held: bool) -> Iterator[tuple[dict[str, str], Span, str]]:
    """Yield (headline, span, code) of the named parties of the held-out headlines, or of the others."""
    with (root() / "headline_gold" / "train.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            if is_held(row["id"]) != held:
                continue
            for event in row["events"]:
                for side in ("actor", "recipient"):
                    said = event[f"{side}_text"]
                    start = row["text"].find(said) if said else -1
                    if start >= 0:
                        yield row, Span(start=start, end=start + len(said)), event[side]


def measure() -> dict[str, float]:
    """Return shares of spans with the exact code and with its state right, and sentences read a second."""
    actors = load_actors()
    exact = state = total = 0
    for row, span, gold in spans(held=True):
        on = date.fromisoformat(row["published"])
        code = _labelled(who(actors, row["text"], span, on))
        total += 1
        exact += code == gold
        state += code.partition(":")[0] == gold.partition(":")[0]
    return {
        "exact code": exact / total,
        "state": state / total,
        "sentences a second": _speed(actors),
    }


def _labelled(actor: Actor) -> str:
    """Return the code as the labels would have it."""
    base, colon, group = actor.code.partition(":")
    organisation = len(base) != 3 or base in {"GCC", "OIC", "WTO", "IOC", "OAS", "IEA", "IMO", "IWC", "NAM"}
    known = not organisation or base in LABELLED or base in {"ISIS", "ALQAEDA"}
    return actor.code if known else f"UNK{colon}{group}"


def _speed(actors: Actors) -> float:
    """Return how many sentences of thirty words are read in a second of processor time."""
    day = date(2021, 11, 11)
    places = locate(SENTENCE)
    rounds = 200
    start = time.process_time()
    for _ in range(rounds):
        mentions = actors.find(SENTENCE, day)
        for actor in mentions:
            assert actor.span is not None
            who(actors, SENTENCE, actor.span, day, mentions=mentions, places=places)
    return rounds / (time.process_time() - start)
