"""The ledger of claimed figures: who says how many of what, and which claims can't all be true."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from vedette.types import (
    Basis,
    Claim,
    Figure,
    FigureKind,
    LedgerEntry,
    Modality,
    Qualifier,
    Report,
    WarningProblem,
)
from vedette.watch.families import Origins, arrival
from vedette.watch.parties import UNKNOWN, Parties, state_of

#: how far from the number 'about' reaches. 90,000 'about' and 94,000 of the same weeks were one estimate
ABOUT = 0.1
#: days for which a figure speaks for the present: the rhythm at which the build-up of 2021 was re-counted
LIVE_DAYS = 21
_UNITS = {
    "soldiers": "troops", "servicemen": "troops", "service personnel": "troops", "personnel": "troops",
    "forces": "troops", "dead": "killed", "deaths": "killed", "wounded": "injured",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    report: Report
    figure: Figure
    scope: str
    speaker: str
    code: str
    place: str | None


def ledger(problem: WarningProblem, reports: Iterable[Report], *, as_of: datetime) -> tuple[LedgerEntry, ...]:
    """Return the figures that bear on a problem as of a time, oldest first.

    A figure belongs when it is of a party or a proxy and its sentence or document names the theatre.
    Stocks, deltas and projections, and figures of different scope (unit, of whom, what is included, on
    whose border) never supersede or contradict each other. A speaker's later figure of the same scope
    supersedes the earlier. Live figures of different speakers contradict when their ranges can't
    both hold. Of copies of a story only the first is kept.
    """
    parties = Parties(problem)
    origins = Origins(parties)
    rows: list[_Row] = []
    families: dict[str, str] = {}
    told: set[tuple[str, str, str, float, float]] = set()
    for report in sorted((one for one in reports if one.known_at <= as_of), key=arrival):
        origins.note(report)
        row = _row(parties, report)
        if row is None:
            continue
        key = (report.story, row.speaker, row.scope, row.figure.low, row.figure.high)
        if key in told:
            continue
        told.add(key)
        rows.append(row)
        families[report.claim.id] = origins.family(report, "figure")
    return tuple(_link(rows, families, as_of))


def bounds(figure: Figure) -> tuple[float, float]:
    """Return the range of truth a figure allows: 'more than' has no top, 'up to' no bottom.

    >>> bounds(Figure(low=100, high=100, unit="troops", qualifier=Qualifier.MORE_THAN))
    (100, inf)
    """
    match figure.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return figure.low, float("inf")
        case Qualifier.UP_TO | Qualifier.LESS_THAN:
            return 0.0, figure.high
        case Qualifier.ABOUT:
            return figure.low * (1 - ABOUT), figure.high * (1 + ABOUT)
        case _:
            return figure.low, figure.high


def scope_key(figure: Figure, place: str | None) -> str:
    """Return the key under which figures may be compared: kind, unit, of whom, scope words, place."""
    unit = _UNITS.get(figure.unit.casefold(), figure.unit.casefold())
    words = sorted({" ".join(word.casefold().split()) for word in figure.scope})
    return " | ".join((figure.kind.value, unit, figure.of or UNKNOWN, "; ".join(words), place or ""))


def _row(parties: Parties, report: Report) -> _Row | None:
    claim = report.claim
    figure = claim.figure
    if figure is None or claim.modality in (Modality.HISTORICAL, Modality.DENIED):
        return None
    if figure.of is not None and not _concerns(parties, figure.of):
        return None
    if not any(parties.in_theatre(place) for place in report.places):
        return None
    # what is planned or possible is a projection, whatever the reader called it
    if claim.modality in (Modality.POSSIBLE, Modality.PLANNED) and figure.kind is not FigureKind.PROJECTION:
        figure = replace(figure, kind=FigureKind.PROJECTION)
    place = _place_name(claim, report)
    speaker = claim.speaker.text or claim.speaker.code if claim.speaker else report.outlet.name
    code = claim.speaker.code if claim.speaker else UNKNOWN
    official = parties.official(claim.speaker, report.outlet, vouched=claim.access is Basis.OFFICIAL)
    return _Row(report, figure, scope_key(figure, place), speaker, official or code, place)


def _concerns(parties: Parties, code: str) -> bool:
    problem = parties.problem
    return state_of(code) in {state_of(one) for one in (problem.instigator, problem.target, *problem.proxies)}


def _place_name(claim: Claim, report: Report) -> str | None:
    index = claim.figure.place if claim.figure else None
    if index is None or not 0 <= index < len(report.places):
        return None
    place = report.places[index]
    return place.name or place.text


def _link(rows: Sequence[_Row], families: dict[str, str], as_of: datetime) -> Iterable[LedgerEntry]:
    by_scope: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_scope[row.scope].append(row)
    later: dict[str, str] = {}
    against: dict[str, tuple[str, ...]] = {}
    for group in by_scope.values():
        newest: dict[str, _Row] = {}
        for row in group:  # by time
            who = row.code if row.code != UNKNOWN else row.speaker.casefold()
            before = newest.get(who)
            # the same figure told again confirms, it does not supersede
            if before and (before.figure.low, before.figure.high) != (row.figure.low, row.figure.high):
                later[before.report.claim.id] = row.report.claim.id
            newest[who] = row
        live = [row for row in newest.values() if (as_of - row.report.known_at).days < LIVE_DAYS]
        for row in live:
            rivals = tuple(
                other.report.claim.id
                for other in live
                if other is not row and _clash(row.figure, other.figure)
            )
            if rivals:
                against[row.report.claim.id] = rivals
    for row in rows:
        claim = row.report.claim
        yield LedgerEntry(
            claim=claim.id,
            document=claim.document,
            known_at=row.report.known_at,
            speaker=row.speaker,
            speaker_code=row.code,
            relay=tuple(actor.text for actor in claim.relay),
            outlet=row.report.outlet.name,
            family=families[claim.id],
            figure=row.figure,
            place=row.place,
            scope=row.scope,
            superseded_by=later.get(claim.id),
            contradicts=against.get(claim.id, ()),
        )


def _clash(a: Figure, b: Figure) -> bool:
    if a.kind is not FigureKind.STOCK or b.kind is not FigureKind.STOCK:
        return False  # deltas of different days and projections can all be true
    low_a, high_a = bounds(a)
    low_b, high_b = bounds(b)
    return max(low_a, low_b) > min(high_a, high_b)
