"""The ledger of claimed figures: who says how many of what, and which claims can't all be true."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from vedette.types import FigureKind, LedgerEntry, Modality, Report, WarningProblem, speaks
from vedette.types.ledgers import LIVE
from vedette.watch.families import Origins, arrival
from vedette.watch.figures import TALLIES, Row, bounds, row_of
from vedette.watch.parties import UNKNOWN, Parties

#: time within which tallies of one place can be of one event; later ones are of another day's dead
EVENT = timedelta(days=3)


class _Replaced(NamedTuple):
    """What became of a figure that a text takes back, or says was true before."""

    by: str | None  #: claim id of the figure that stands in its stead
    taken_back_by: str | None  #: claim id of what takes it back; None if it was true in its time


def ledger(problem: WarningProblem, reports: Iterable[Report], *, as_of: datetime) -> tuple[LedgerEntry, ...]:
    """Return the figures that bear on a problem as of a time, oldest first.

    A figure of a party or a proxy belongs when its document names the theatre; one of nobody named when its
    own sentence ties it to the problem: a force by a place of the theatre, a party, an indicator or a scope
    flag, anything else by a place and an indicator. Sums of money and small numbers of people (under
    `figures.FEW`) are left out; they stay in the store.

    Stocks, deltas and projections, and figures of different scope (unit, of whom, what is included, on
    whose border) never supersede or contradict each other. A speaker's later figure of the same scope
    supersedes the earlier. A text that takes a value back ('100,000, not 150,000') corrects it for the
    outlet and the speaker it corrects, with or without a new one. Changes supersede nothing: those of
    different days are all true. Live figures of different named speakers contradict when their ranges
    can't both hold, provided it is said whose the force is, or where the dead are. Copies of a story, a
    speaker's repetition of a figure, and what a headline repeats of a figure of its text are left out.
    """
    parties = Parties(problem)
    origins = Origins(parties)
    rows: list[Row] = []
    families: dict[str, str] = {}
    for report in sorted((one for one in reports if one.known_at <= as_of), key=arrival):
        origins.note(report)
        row = row_of(parties, report)
        if row is not None:
            rows.append(row)
            families[row.id] = origins.family(report, "figure")
    rows.sort(key=lambda row: (row.report.known_at, row.report.outlet.name, row.report.claim.span.start))
    replaced = _replaced(rows)
    new = frozenset(one.by for one in replaced.values() if one.by)
    told = _first_told([row for row in rows if not row.is_earlier], new)
    return tuple(_link(told, families, replaced, as_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The figures that may be compared with each other."""

    entries: tuple[LedgerEntry, ...]  #: newest first
    live: tuple[LedgerEntry, ...]  #: those that speak for the present

    @property
    def span(self) -> tuple[float, float] | None:
        """The lowest and the highest live claim, None if none is live."""
        if not self.live:
            return None
        return min(one.figure.low for one in self.live), max(one.figure.high for one in self.live)


def scopes(entries: Iterable[LedgerEntry], as_of: datetime) -> tuple[Scope, ...]:
    """Return the entries of a ledger by scope: those with live claims first, then the most claimed."""
    grouped: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: one.known_at, reverse=True):
        grouped[entry.scope].append(entry)
    found = []
    for group in grouped.values():
        live = [one for one in group if speaks(one, as_of)]
        found.append(Scope(entries=tuple(group), live=tuple(live)))
    return tuple(sorted(found, key=lambda one: (not one.live, -len(one.entries))))


@dataclass(slots=True)
class _Told:
    """A figure when it was first told, and when its speaker last gave it again."""

    row: Row
    last: datetime


def _first_told(rows: Sequence[Row], new: frozenset[str]) -> list[_Told]:
    """Return the rows without copies and repetitions; those that stand in for others (`new`) stay."""
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_document[row.report.claim.document].append(row)
    found: list[_Told] = []
    copied: dict[tuple[object, ...], _Told] = {}
    latest: dict[tuple[str, str], _Told] = {}
    for row in rows:
        if row.id not in new and any(_echoes(row, other) for other in by_document[row.report.claim.document]):
            continue
        now = row.report.known_at
        amount = (*row.value, row.figure.qualifier)
        story = (row.report.story, row.who if row.named else "", row.scope, *amount)
        before = [copied.get(story)]
        if row.named:
            # what a speaker gave before its newest figure is no repetition: it changes its mind
            own = latest.get((row.who, row.scope))
            before.append(own if own and (*own.row.value, own.row.figure.qualifier) == amount else None)
        same = next((one for one in before if one and now - one.last < LIVE), None)
        if same is not None and row.id not in new:
            same.last = now
            continue
        told = _Told(row, now)
        found.append(told)
        copied[story] = told
        if row.named:
            latest[row.who, row.scope] = told
    return found


def _echoes(row: Row, other: Row) -> bool:
    """Whether another row of its document says the same better: by whom, of whom, or in the text."""
    if row.value != other.value:
        return False
    if row.is_headline == other.is_headline:
        return not row.named and other.named
    headline = row if row.is_headline else other
    is_one = row.who == other.who or headline.report.claim.speaker is None or not (row.named and other.named)
    return is_one and _worth(row) < _worth(other)


def _worth(row: Row) -> tuple[bool, bool, bool]:
    return row.named, row.figure.of is not None, not row.is_headline


def _replaced(rows: Sequence[Row]) -> dict[str, _Replaced]:
    """Return by claim id the figures that a later text takes back, or gives as what was true before.

    The value must be one that the text's outlet or its speaker gave in the time before that figures are live.
    Who repeats what is taken back after that speaker, before it is or soon after, is corrected too.
    """
    found: dict[str, _Replaced] = {}
    for row in rows:
        if not row.is_earlier:
            continue
        same = [
            other
            for other in rows
            if other.value == row.value
            and not other.is_earlier
            and other.report.claim.document != row.report.claim.document
            and abs(other.report.known_at - row.report.known_at) <= LIVE
        ]
        direct = [
            other
            for other in same
            if other.report.known_at <= row.report.known_at
            and (other.report.outlet == row.report.outlet or other.who == row.who)
        ]
        by = next((other.id for other in rows if _stands_in(other, row)), None)
        if row.report.claim.modality is Modality.DENIED:
            speakers = {other.code for other in direct if other.code != UNKNOWN}
            for other in same:
                if other in direct or other.code in speakers:
                    found.setdefault(other.id, _Replaced(by, by or row.id))
        elif by is not None:
            for other in direct:
                found.setdefault(other.id, _Replaced(by, None))
    return found


def _stands_in(new: Row, old: Row) -> bool:
    """Whether a figure replaces one that its text calls wrong or past: of that sentence or that scope."""
    said, before = new.report.claim, old.report.claim
    return (
        said.document == before.document
        and not new.is_earlier
        and new.figure.unit == old.figure.unit
        and (said.span == before.span or new.scope == old.scope)
    )


def _link(
    told: Sequence[_Told], families: dict[str, str], replaced: dict[str, _Replaced], as_of: datetime
) -> Iterator[LedgerEntry]:
    by_scope: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        by_scope[one.row.scope].append(one)
    later = {old: one.by for old, one in replaced.items() if one.by}
    against: dict[str, tuple[str, ...]] = {}
    for group in by_scope.values():
        if group[0].row.figure.kind is FigureKind.DELTA:
            continue
        for old, new in _superseded([one.row for one in group if one.row.id not in replaced]):
            later.setdefault(old.id, new.id)
        live = [
            one.row
            for one in group
            if one.row.id not in later and one.row.id not in replaced and as_of - one.last < LIVE
        ]
        for row in live:
            rivals = tuple(other.id for other in live if _clash(row, other))
            if rivals:
                against[row.id] = rivals
    for one in told:
        row, claim = one.row, one.row.report.claim
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
            corrected_by=replaced[claim.id].taken_back_by if claim.id in replaced else None,
            repeated_at=one.last if one.last > row.report.known_at else None,
        )


def _superseded(group: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield (old, new) of one scope: what a named speaker said before, and a tally of the same event."""
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in group:  # by time
        if not row.counts:
            continue
        gone = [old for old in standing[row.who] if _revises(row, old)]
        yield from ((old, row) for old in gone)
        standing[row.who] = [*(old for old in standing[row.who] if old not in gone), row]


def _revises(new: Row, old: Row) -> bool:
    """Whether a speaker's figure revises its earlier one.

    The same figure told again confirms, or an end of it ('up to 190,000' after '169,000-190,000'); and two
    figures of one dispatch are two figures.
    """
    if {new.figure.low, new.figure.high} <= {old.figure.low, old.figure.high}:
        return False
    if new.report.claim.document == old.report.claim.document:
        return False
    return new.figure.unit not in TALLIES or _one_event(old, new)


def _one_event(a: Row, b: Row) -> bool:
    apart = abs(a.report.known_at - b.report.known_at)
    return a.place is not None and apart <= EVENT


def _clash(a: Row, b: Row) -> bool:
    if a.figure.kind is not FigureKind.STOCK or a.who == b.who:
        return False  # deltas of different days and projections can all be true
    if not (a.counts and b.counts):
        return False
    if a.figure.unit in TALLIES:
        if not _one_event(a, b):
            return False
    elif a.figure.of is None:
        return False  # nobody says whose they are: they may be two forces
    low_a, high_a = bounds(a.figure)
    low_b, high_b = bounds(b.figure)
    return max(low_a, low_b) > min(high_a, high_b)
