"""What a level was entered on: its reason, and the claims that opened its gates."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from vedette.judge.hypotheses import SAID, Cells, Live, Weighed
from vedette.judge.levels import PRETEXT_AGE, Begun, Lit, Standing, Step, groups_lit
from vedette.types import Ground, Indication, IndicatorKind, Level

MOST = 6  #: claims kept for one reason; the states of the indicators have the rest


def grounds(
    table: Cells, step: Step, before: Standing | None, found: Lit, live: Live, onset: Begun | None
) -> tuple[Ground, ...]:
    """Return what the level of `step`, entered at it, rests on: the cause first, then the gates it opened.

    Claims are one a group, a gate, a kind of access or an origin, the strongest of each.
    """
    if step.level is Level.UNDER_WAY and onset is not None:
        return (Ground(text=step.cause, claims=_origins(onset)),)
    text = step.cause if before else f"{step.cause}; the days looked at begin here"
    fell = before is not None and step.level < before.level
    cause = Ground(text=text, claims=_seen_over(table, live) if fell else ())
    return (cause, *_gates(table, step, found, live))


def _gates(table: Cells, step: Step, found: Lit, live: Live) -> Iterator[Ground]:
    if found.groups and step.level > Level.ROUTINE:
        lit = [one for codes in found.groups.values() for one in _speaking(live, codes)]
        claims = _best(lit, lambda one: table.by_code[one.indicator].group)
        yield Ground(text=groups_lit(found), claims=claims)
    if step.level < Level.WARNING:
        return
    observed = [code for codes in found.groups.values() for code in codes]
    if found.gates:
        claims = _best(_speaking(live, found.gates), lambda one: (one.indicator, one.access))
        yield Ground(text=f"gates open: {_names(table, found.gates)}", claims=claims)
    if found.access:
        claims = _best(_speaking(live, observed), lambda one: one.access)
        yield Ground(text=f"kinds of access: {', '.join(sorted(found.access))}", claims=claims)
    if found.closing and step.level >= Level.IMMINENT:
        recent = _speaking(live, found.closing, since=step.since - PRETEXT_AGE)
        claims = _best(recent, lambda one: one.indicator)
        names = _names(table, found.closing)
        yield Ground(text=f"pretext or closure of the 14 days before: {names}", claims=claims)


def _seen_over(table: Cells, live: Live) -> tuple[str, ...]:
    """Return the claims of what was seen to be over, which words alone are not."""
    counters = [code for code, one in table.by_code.items() if one.kind is IndicatorKind.COUNTER]
    seen = [one for one in _speaking(live, counters) if one[1].access not in SAID]
    return _best(seen, lambda one: one.indicator)


def _origins(onset: Begun) -> tuple[str, ...]:
    """Return a claim of each access, then of each further family: both parties are always among them."""
    told = [(one.strength, one) for one in onset.claims]
    by_access = _best(told, lambda one: one.access)
    # a family is named per indicator; its origin is what follows
    by_origin = _best(told, lambda one: one.family.partition(" ")[2])
    return tuple(dict.fromkeys((*by_access, *by_origin)))[:MOST]


def _speaking(live: Live, codes: Iterable[str], since: datetime | None = None) -> list[Weighed]:
    """Return what speaks for these indicators, known since then."""
    return [
        (signed, one)
        for code in codes
        for signed, one in live.get(code, ())
        if signed > 0 and (since is None or one.known_at >= since)
    ]


def _best(found: Iterable[Weighed], key: Callable[[Indication], object]) -> tuple[str, ...]:
    """Return the strongest claim of each key, strongest first."""
    chosen: dict[object, str] = {}
    for _, one in sorted(found, key=lambda each: (-each[0], each[1].known_at, each[1].claim)):
        chosen.setdefault(key(one), one.claim)
    return tuple(dict.fromkeys(chosen.values()))[:MOST]


def _names(table: Cells, codes: Iterable[str]) -> str:
    return ", ".join(f"{code} {table.by_code[code].name}" for code in codes)
