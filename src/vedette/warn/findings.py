"""The reported half of a bulletin: key evidence, claimed figures, gaps and silences."""

from collections.abc import Iterator
from itertools import groupby

from vedette.types import LedgerEntry, State, Statement
from vedette.warn.material import Material
from vedette.warn.phrases import (
    MODALITY_VERBS,
    amount,
    capital,
    count,
    day,
    figure,
    listed,
    moment,
    number,
    outlet_name,
    scope,
    speaker,
)

_KEY = 8  # claims quoted as key evidence: a page; the table leads to the rest
_PER_INDICATOR = 2
_FIGURES = 8
_QUIET_HOURS = 48  # no document on any subject for two days is a silence, not a lull


def statements(material: Material) -> Iterator[Statement]:
    """Yield the statements that report what others say, and what nobody does."""
    yield from _key_evidence(material)
    yield from _figures(material)
    yield from _gaps(material)


def _key_evidence(material: Material) -> Iterator[Statement]:
    taken: set[str] = set()
    for weight in material.assessment.weights:
        fresh = [claim for claim in weight.evidence if claim not in taken]
        for claim in material.distinct(fresh, _PER_INDICATOR):
            if len(taken) == _KEY:
                return
            taken.add(claim)
            yield Statement(
                section="evidence", text=_attributed(material, weight.code, claim), evidence=(claim,)
            )
    if not taken:
        yield Statement(
            section="evidence", text="No claim lights any indicator of this problem.", rule="states"
        )


def _attributed(material: Material, code: str, claim: str) -> str:
    report = material.reports[claim]
    indication = material.indications.get(claim)
    access = indication.access.value if indication else report.claim.access.value
    who = speaker(report.claim.speaker, report.claim.relay, report.outlet.name)
    verb = MODALITY_VERBS[report.claim.modality]
    outlet = outlet_name(report.outlet.name)
    basis = f", resting on {report.claim.basis}" if report.claim.basis else ""
    return f"{material.name(code)}: {who} {verb} it ({access}{basis}); {outlet}, {day(report.known_at)}."


def _figures(material: Material) -> Iterator[Statement]:
    live = [entry for entry in material.live if entry.claim in material.reports]
    owned = [entry for entry in live if entry.figure.of]
    for _, group in groupby(sorted(owned, key=_comparable), key=_comparable):
        entries = sorted(group, key=lambda entry: entry.known_at)
        if len({entry.speaker for entry in entries}) > 1:
            yield _range(entries)
    newest = sorted(live, key=lambda entry: entry.known_at, reverse=True)
    for entry in newest[:_FIGURES]:
        through = "".join(f", through {name}" for name in reversed(entry.relay))
        yield Statement(
            section="figures",
            text=f"{capital(entry.speaker)}{through}: {figure(entry.figure)} ({scope(entry)}); "
            f"{outlet_name(entry.outlet)}, {day(entry.known_at)}.",
            evidence=(entry.claim,),
        )
    if len(newest) > _FIGURES:
        yield Statement(
            section="figures",
            text=f"{count(len(newest) - _FIGURES, 'more live figure')} stand in the ledger.",
            rule="ledger",
        )


def _comparable(entry: LedgerEntry) -> tuple[str, ...]:
    value = entry.figure
    return (entry.scope, value.unit, value.kind.value, value.of or "")


def _range(entries: list[LedgerEntry]) -> Statement:
    low = min(entry.figure.low for entry in entries)
    high = max(entry.figure.high for entry in entries)
    first = entries[0]
    clash = any(entry.contradicts for entry in entries)
    span = number(low) if low == high else f"{number(low)} to {number(high)}"
    said = dict.fromkeys(f"{entry.speaker} {amount(entry.figure)}" for entry in entries)
    return Statement(
        section="figures",
        text=f"Claims of one scope ({scope(first)}): {span} {first.figure.unit}"
        f"{', which cannot all be true' if clash else ''}: {'; '.join(said)}.",
        evidence=tuple(entry.claim for entry in entries),
        rule="ledger",
    )


def _gaps(material: Material) -> Iterator[Statement]:
    now, coverage = material.assessment, material.assessment.coverage
    for text in _silences(material):
        yield Statement(section="gaps", text=text, rule="coverage")
    if coverage.waiting:
        were = (
            "document of the last 7 days was"
            if coverage.waiting == 1
            else "documents of the last 7 days were"
        )
        yield Statement(
            section="gaps",
            text=f"{coverage.waiting:,} {were} not read by this reader: run `vedette read`.",
            rule="coverage",
        )
    if coverage.silent:
        names = listed([outlet_name(name) for name in coverage.silent])
        yield Statement(
            section="gaps",
            text=f"Fallen silent, after carrying most of the newest evidence: {names}.",
            rule="coverage",
        )
    if coverage.unread:
        languages = f" ({listed(material.unread)})" if material.unread else ""
        yield Statement(
            section="gaps",
            text=f"{count(coverage.unread, 'document')} of the last 7 days came in a language that is not "
            f"read{languages}; {coverage.documents:,} were read.",
            rule="coverage",
        )
    if material.dead:
        yield Statement(
            section="gaps",
            text=f"{count(len(material.dead), 'source')} could not be reached: {listed(material.dead)}.",
            rule="coverage",
        )
    absent = [material.name(item.code) for item in now.states if item.state is State.ABSENT]
    if absent:
        yield Statement(
            section="gaps",
            text=f"Not seen, though documents came without a break since {day(coverage.live_since)} and "
            f"would have told of it: {listed(absent)}.",
            rule="states",
        )
    unknown = [material.name(item.code) for item in now.states if item.state is State.UNKNOWN]
    if unknown:
        yield Statement(
            section="gaps",
            text=f"Nothing is known of {count(len(unknown), 'indicator')}: {listed(unknown)}.",
            rule="states",
        )


def _silences(material: Material) -> Iterator[str]:
    now, coverage = material.assessment, material.assessment.coverage
    if coverage.last_document is None:
        yield "Nothing at all was read: silence here means nothing."
        return
    hours = (now.as_of - coverage.last_document).total_seconds() / 3600
    unheard = bool(coverage.waiting or coverage.silent)
    if hours > _QUIET_HOURS or (now.status == "stale" and not unheard):
        since = moment(coverage.last_document)
        yield f"No document on any subject since {since}; the level is held, not confirmed."
    elif not coverage.documents:
        yield "No document of the last 7 days was read."
    else:
        were = "document was" if coverage.documents == 1 else "documents were"
        newest = day(coverage.last_document)
        yield f"{coverage.documents:,} {were} read in the last 7 days, the newest on {newest}."
    if coverage.last_report is None:
        yield "No report bears on this problem."
    else:
        yield f"The newest report on this problem is of {day(coverage.last_report)}."
