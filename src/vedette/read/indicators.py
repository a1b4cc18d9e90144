"""Candidate indicators of a sentence; `watch` decides later whether they bind to a problem."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from vedette.read.tokens import Phrases, Word, table, word_set
from vedette.types import Kind, Modality

#: the 31 codes of the general library
CODES = (
    *("S1", "S2", "S3"),
    *("F1", "F2", "F3", "F4", "F5", "F6", "F7", "U1", "C1"),
    *("D1", "D2", "D3", "D4", "D5"),
    *("P1", "P2", "P3", "P4", "H1", "H2", "H3"),
    *("X1", "X2", "X3", "X4", "O1", "O2", "O3"),
)
#: what a claim may carry: a candidate below even odds is noise to the watch
THRESHOLD = 0.5
_WORD = 0.6  #: an act whose row of the table names the code


#: the kinds of act a code speaks of; a code not listed goes with any
_KINDS: dict[str, frozenset[Kind]] = {
    code: frozenset(Kind(kind) for kind in kinds.split())
    for codes, kinds in (
        ("S1", "THREATEN REQUEST"),
        ("S2", "COERCE SUPPORT ASSAULT"),
        ("F1 F3 F4 U1", "MOBILIZE"),
        ("F2", "MOBILIZE COOPERATE"),
        ("F5", "COOPERATE AID AGREE"),
        ("F6", "COERCE ASSAULT MOBILIZE"),
        ("F7", "MOBILIZE THREATEN"),
        ("C1", "COERCE SANCTION"),
        ("D1 D2", "SANCTION COERCE REJECT"),
        ("D3", "REJECT SANCTION"),
        ("D4", "THREATEN"),
        ("D5", "SANCTION THREATEN"),
        ("P1", "ACCUSE ASSAULT"),
        ("P3", "COERCE ASSAULT"),
        ("P4", "COERCE ASSAULT"),
        ("H1 H2 H3", "ASSAULT"),
        ("X1", "RETREAT AGREE"),
        ("X2", "AGREE CONSULT RETREAT"),
        ("X4", "CONCEDE AGREE"),
        ("O1", "COERCE"),
        ("O2", "PROTEST"),
        ("O3", "COERCE CONCEDE REQUEST"),
    )
    for code in codes.split()
}


def fits(code: str, kind: Kind) -> bool:
    """Whether an act of this kind can be what an indicator observes."""
    return code not in _KINDS or kind in _KINDS[code]


#: forces shown to a crowd, or lent to a common exercise: they are moved for show
_SHOWN = frozenset(("F1", "F3", "U1"))
_PARADE = re.compile(
    r"\b(?:parad(?:e|es|ed|ing)|march[- ]past|fly-?past|past the (?:reviewing )?(?:stands?|tribune)|"
    r"(?:Victory|Republic|Bastille|Independence|National) Day|Red Square|"
    r"(?:countries|nations|states) (?:take|took|taking|are taking) part)\b",
    re.IGNORECASE,
)


def for_show(code: str, text: str) -> bool:
    """Whether a code speaks of forces that a sentence tells of as shown at a parade or exercise."""
    return code in _SHOWN and bool(_PARADE.search(text))


@cache
def _table() -> Phrases[tuple[str, float]]:
    return Phrases.of((phrase, (code, float(chance))) for phrase, code, chance in table("indicators.tsv", 3))


def candidates(
    tokens: Sequence[Word], acts: Iterable[tuple[Kind, Modality, tuple[str, ...], str | None, str | None]]
) -> dict[str, float]:
    """Return the codes a sentence is a candidate for, with chances.

    `acts` are its acts: kind, modality, codes of the table, and the codes of the two parties.
    Acts of the past give none; the words of the sentence count only if some act is not past, or
    if there is none.
    """
    listed = list(acts)
    if listed and all(modality is Modality.HISTORICAL for _, modality, *_ in listed):
        return {}
    found: dict[str, float] = {}

    def add(code: str, chance: float) -> None:
        found[code] = max(found.get(code, 0.0), chance)

    for match in _table().find(tokens):
        add(*match.value)
    for kind, modality, codes, actor, recipient in listed:
        if modality is Modality.HISTORICAL:
            continue
        for code in codes:
            add(code, _WORD)
        for code, chance in _by_parties(kind, modality, actor, recipient):
            add(code, chance)
    return found


_UNARMED = word_set("CVL COP MED NGO BUS OPP JUD LEG ELI")


def _by_parties(
    kind: Kind, modality: Modality, actor: str | None, recipient: str | None
) -> Iterable[tuple[str, float]]:
    """Yield what follows from who acts on whom: states against each other or within one."""
    first, second = (code.split(":")[0] if code else None for code in (actor, recipient))
    between = first and second and first != second and "UNK" not in {first, second}
    group = any(
        ":" in (code or "") and (code or "").split(":")[1] not in _UNARMED for code in (actor, recipient)
    )
    if kind is Kind.THREATEN and between:
        yield "D4", 0.7
    if kind is Kind.ASSAULT and modality in {Modality.ASSERTED, Modality.PLANNED, Modality.POSSIBLE}:
        if between and not group:
            yield "H1", 0.6
        elif group:
            yield "H2", 0.6
    if kind is Kind.PROTEST:
        yield "O2", 0.7
    if modality is Modality.DENIED and kind in {Kind.ASSAULT, Kind.MOBILIZE}:
        yield "X3", 0.5
