"""The ledger of claimed figures: who says how many of what, and which claims can't all be true."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
#: days within which tallies of one place can be of one event; later ones are of another day's dead
EVENT_DAYS = 3
#: fewer people than this are a delegation; who is counted by the thousand can be a force, or in flight
FEW = 1000
#: the reader's flag of a value that the text itself replaces ('up from 100,000', 'not 150,000')
EARLIER = "earlier value"
_UNITS = {
    "soldiers": "troops", "servicemen": "troops", "service personnel": "troops", "personnel": "troops",
    "forces": "troops", "dead": "killed", "deaths": "killed", "wounded": "injured",
}  # fmt: skip
#: counts of what was done: each is of its own event
_TALLIES = frozenset({"killed", "injured", "detained", "casualties", "protesters", "people"})


@dataclass(frozen=True, slots=True)
class _Row:
    report: Report
    figure: Figure
    scope: str
    speaker: str
    code: str  #: of the government or body that speaks, UNKNOWN if none does
    place: str | None

    @property
    def named(self) -> bool:
        """Whether somebody is named who says it; an outlet that names nobody counts nothing itself."""
        return self.report.claim.speaker is not None or self.code != UNKNOWN

    @property
    def who(self) -> str:
        return self.code if self.code != UNKNOWN else self.speaker.casefold()

    @property
    def value(self) -> tuple[str, float, float]:
        return self.figure.unit, self.figure.low, self.figure.high

    @property
    def id(self) -> str:
        return self.report.claim.id


def ledger(problem: WarningProblem, reports: Iterable[Report], *, as_of: datetime) -> tuple[LedgerEntry, ...]:
    """Return the figures that bear on a problem as of a time, oldest first.

    A figure belongs when it is of a party or a proxy and its sentence or document names the theatre.
    Sums of money and small numbers of people (under `FEW`) are left out; they stay in the store.
    Stocks, deltas and projections, and figures of different scope (unit, of whom, what is included, on
    whose border) never supersede or contradict each other. A speaker's later figure of the same scope
    supersedes the earlier, and so does a text that corrects a value ('100,000, not 150,000') for the
    outlet and the speaker it corrects. Changes supersede nothing: those of different days are all
    true. Live figures of different speakers contradict when their ranges can't both hold, provided
    it is said whose the force is, or where the dead are. Copies of a story, a speaker's repetition of
    a figure, and what a headline repeats of a figure that its text gives to somebody are left out.
    """
    parties = Parties(problem)
    origins = Origins(parties)
    rows: list[_Row] = []
    families: dict[str, str] = {}
    for report in sorted((one for one in reports if one.known_at <= as_of), key=arrival):
        origins.note(report)
        row = _row(parties, report)
        if row is not None:
            rows.append(row)
            families[row.id] = origins.family(report, "figure")
    fixed = _corrections(rows)
    kept = [row for row in _first_told(rows, frozenset(fixed.values())) if EARLIER not in row.figure.scope]
    return tuple(_link(kept, families, fixed, as_of))


def _first_told(rows: Sequence[_Row], correcting: frozenset[str]) -> Iterator[_Row]:
    """Yield the rows without copies and repetitions; those that correct others stay."""
    attributed = {(row.report.claim.document, row.value) for row in rows if row.named}
    told: dict[tuple[str, ...], datetime] = {}
    for row in rows:
        if (
            row.id not in correcting
            and not row.named
            and (row.report.claim.document, row.value) in attributed
        ):
            continue
        figure = f"{row.figure.low} {row.figure.high} {row.figure.qualifier}"
        keys: list[tuple[str, ...]] = [(row.report.story, row.who if row.named else "", row.scope, figure)]
        if row.named:
            keys.append((row.who, row.scope, figure))
        seen = [told[key] for key in keys if key in told]
        for key in keys:
            told[key] = row.report.known_at
        if row.id in correcting or not any(
            row.report.known_at - last < timedelta(days=LIVE_DAYS) for last in seen
        ):
            yield row


def _corrections(rows: Sequence[_Row]) -> dict[str, str]:
    """Return claim ids of the figures that a later text replaces, each with the claim that does.

    The value replaced must be one its outlet or its speaker gave in the `LIVE_DAYS` before; who repeats it
    after that speaker, before the correction or within `LIVE_DAYS` of it, is corrected too.
    """
    found: dict[str, str] = {}
    for row in rows:
        if EARLIER not in row.figure.scope:
            continue
        claim = row.report.claim
        new = next(
            (
                other
                for other in rows
                if other.report.claim.document == claim.document
                and other.report.claim.span == claim.span
                and other.figure.unit == row.figure.unit
                and EARLIER not in other.figure.scope
            ),
            None,
        )
        if new is None:
            continue
        same = [
            other
            for other in rows
            if other.value == row.value
            and EARLIER not in other.figure.scope
            and other.report.claim.document != claim.document
            and abs(other.report.known_at - row.report.known_at) <= timedelta(days=LIVE_DAYS)
        ]
        direct = [
            other
            for other in same
            if other.report.known_at <= row.report.known_at
            and (other.report.outlet == row.report.outlet or other.who == row.who)
        ]
        speakers = {other.code for other in direct if other.code != UNKNOWN}
        for other in same:
            if other in direct or other.code in speakers:
                found[other.id] = new.id
    return found


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
    """Return the key under which figures may be compared: kind, unit, of whom, scope words, place.

    Where the words say where ('near the border', 'in Crimea'), the place adds nothing.
    """
    unit = _UNITS.get(figure.unit.casefold(), figure.unit.casefold())
    words = sorted({" ".join(word.casefold().split()) for word in figure.scope})
    where = "" if any(word.startswith(("near ", "in ")) for word in words) else place or ""
    return " | ".join((figure.kind.value, unit, figure.of or UNKNOWN, "; ".join(words), where))


def _row(parties: Parties, report: Report) -> _Row | None:
    claim = report.claim
    figure = claim.figure
    if figure is None:
        return None
    # 'not 150,000' is denied, and that is what makes it a correction
    if claim.modality in (Modality.HISTORICAL, Modality.DENIED) and EARLIER not in figure.scope:
        return None
    if figure.of is not None and not _concerns(parties, figure.of):
        return None
    if figure.unit == "usd" or (figure.unit == "people" and figure.high < FEW):
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


def _link(
    rows: Sequence[_Row], families: dict[str, str], corrected: dict[str, str], as_of: datetime
) -> Iterable[LedgerEntry]:
    by_scope: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_scope[row.scope].append(row)
    later = dict(corrected)
    against: dict[str, tuple[str, ...]] = {}
    for group in by_scope.values():
        if group[0].figure.kind is FigureKind.DELTA:
            continue
        for old, new in _superseded(group):
            later.setdefault(old.id, new.id)
        live = [
            row
            for row in group
            if row.id not in later and as_of - row.report.known_at < timedelta(days=LIVE_DAYS)
        ]
        for row in live:
            rivals = tuple(other.id for other in live if _clash(row, other))
            if rivals:
                against[row.id] = rivals
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


def _superseded(group: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Yield (old, new) of one scope: what a named speaker said before, and a tally of the same event."""
    newest: dict[str, _Row] = {}
    for row in group:  # by time
        if not row.named:
            continue
        before = newest.get(row.who)
        newest[row.who] = row
        # the same figure told again confirms, it does not supersede
        if before is None or before.value == row.value:
            continue
        if row.figure.unit not in _TALLIES or _one_event(before, row):
            yield before, row


def _one_event(a: _Row, b: _Row) -> bool:
    apart = abs(a.report.known_at - b.report.known_at)
    return a.place is not None and apart <= timedelta(days=EVENT_DAYS)


def _clash(a: _Row, b: _Row) -> bool:
    if a.figure.kind is not FigureKind.STOCK or a.who == b.who:
        return False  # deltas of different days and projections can all be true
    if a.figure.unit in _TALLIES:
        if not _one_event(a, b):
            return False
    elif a.figure.of is None:
        return False  # nobody says whose they are: they may be two forces
    low_a, high_a = bounds(a.figure)
    low_b, high_b = bounds(b.figure)
    return max(low_a, low_b) > min(high_a, high_b)
