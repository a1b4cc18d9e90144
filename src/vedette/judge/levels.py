"""The six levels: what enters them, what leaves them, and why.

Up at once; down one step per 14 days, by expiry, only while sources are live; never down on
statements alone. A level that would not be entered anew is left below its edge, or where p_onset is back at
what the problem has with no evidence. 180 days after onset it is judged afresh, as on a first day. The
figures are starting values: they move only on development years.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.judge.hypotheses import Cells
from vedette.judge.words import apart
from vedette.types import (
    Access,
    Event,
    Ground,
    Indication,
    IndicatorKind,
    IndicatorState,
    Level,
    Modality,
    OnsetRule,
    Probability,
    Report,
    State,
    WarningProblem,
    day_of,
)

ENTER = {Level.WATCH: 0.02, Level.CONCERN: 0.10, Level.WARNING: 0.30, Level.IMMINENT: 0.60}
LEAVE = {Level.WATCH: 0.01, Level.CONCERN: 0.05, Level.WARNING: 0.15, Level.IMMINENT: 0.30}
DWELL = timedelta(days=14)  #: a level is held at least so long before it steps down
#: a level that would not be entered anew is left at this multiple of the chance with no evidence: where that
#: chance alone is above the edge, the level would else never be left. A tenth is 0.4 decibans, about what
#: evidence still weighs in its last day; own judgement
OF_NONE = 1.1
PRETEXT_AGE = timedelta(days=14)
ONSET_WINDOW = timedelta(days=3)  #: reports of the onset that far apart speak of one act
CENSORED = timedelta(days=180)  #: from onset on nothing is scored, and the level stays
CLOSING = frozenset({"pretext", "closure"})
#: a claim of the act itself the reader is not sure of does not make a war
SURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lit:
    """What the gates look at."""

    groups: Mapping[str, tuple[str, ...]]  #: codes observed by group, without counters
    access: frozenset[Access]
    gates: tuple[str, ...]  #: `gate: 3` codes observed
    closing: tuple[str, ...]  #: pretexts and closures with evidence of the last 14 days
    asked: tuple[str, ...]  #: code and name of every `gate: 3` indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The level that stands, since when, and on what it was entered."""

    level: Level
    since: datetime
    entry: tuple[Ground, ...] = ()
    chance: Probability | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The evidence that meets a problem's onset rule."""

    claims: tuple[Indication, ...]
    by: str  #: who reports it, with the verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The level of one day."""

    level: Level
    since: datetime
    status: str
    reasons: tuple[str, ...]
    cause: str = ""  #: why the level was entered, if it was entered at this step
    entry: tuple[Ground, ...] = ()  #: what it was entered on, if that was before


def lit(table: Cells, states: Iterable[IndicatorState], as_of: datetime) -> Lit:
    """Return what the observed indicators light up."""
    indicators = table.by_code
    seen = [
        one
        for one in states
        if one.state is State.OBSERVED
        and one.code in indicators
        and indicators[one.code].kind is not IndicatorKind.COUNTER
    ]
    groups: dict[str, tuple[str, ...]] = {}
    for one in seen:
        group = indicators[one.code].group
        groups[group] = (*groups.get(group, ()), one.code)
    return Lit(
        groups=groups,
        access=frozenset(access for one in seen for access in one.access),
        gates=tuple(one.code for one in seen if one.code in table.problem.gate),
        closing=tuple(
            one.code
            for one in seen
            if (indicators[one.code].group in CLOSING or indicators[one.code].kind is IndicatorKind.PRETEXT)
            and one.latest is not None
            and as_of - one.latest <= PRETEXT_AGE
        ),
        asked=table.gates,
    )


def by_chance(p: float) -> Level:
    """Return the level that p_onset alone would allow."""
    return max((level for level, edge in ENTER.items() if p >= edge), default=Level.ROUTINE)


def missing(level: Level, found: Lit) -> tuple[str, ...]:
    """Return what a level's gates still ask for, in plain words; empty if they are open."""
    lacks = []
    if level >= Level.CONCERN and len(found.groups) < 2:
        lacks.append("indicators of a second group")
    if level >= Level.WARNING and len(found.access) < 2:
        lacks.append("a second kind of access")
    if level >= Level.WARNING and not found.gates:
        lacks.append(f"one of {', '.join(found.asked)}" if found.asked else "a gate, and has none")
    if level >= Level.IMMINENT and not found.closing:
        lacks.append("a pretext or closure of the last 14 days")
    return tuple(lacks)


def entered(p: float, found: Lit) -> Level:
    """Return the highest level whose chance is reached and whose gates are open."""
    return max(
        (level for level, edge in ENTER.items() if p >= edge and not missing(level, found)),
        default=Level.ROUTINE,
    )


def begun(
    problem: WarningProblem,
    live: Iterable[Indication],
    reports: Mapping[str, Report],
    as_of: datetime,
) -> Begun | None:
    """Return the evidence that meets the problem's onset rule, None if it is not met.

    It is met when claims of the last three days, by as many families as the rule asks or by
    instigator and target alike, put forward as done an act of the rule's actors on its recipients.
    """
    found = tuple(
        one
        for one in live
        if one.strength > 0
        and one.indicator in problem.onset.indicators
        and as_of - one.known_at <= ONSET_WINDOW
        and (report := reports.get(one.claim)) is not None
        and _is_act(problem.onset, report)
    )
    families = independent(found, reports)
    if families >= problem.onset.families:
        return Begun(claims=found, by=f"{families} independent families report")
    if {Access.INSTIGATOR, Access.TARGET} <= {one.access for one in found}:
        return Begun(claims=found, by="both parties, instigator and target, report")
    return None


def independent(found: Iterable[Indication], reports: Mapping[str, Report]) -> int:
    """Return how many families stand behind evidence of one act.

    Sources without an office (witnesses, outlets) count no more than the outlets that carry them, so that one
    outlet with three witnesses makes no war.
    """
    # a family is named per indicator; one origin that reports a clash and a seizure is still one
    origins = {one.claim: one.family.partition(" ")[2] for one in found}
    sources = {claim: origin for claim, origin in origins.items() if origin.startswith("source ")}
    outlets = {reports[claim].outlet.name for claim in sources}
    return len(set(origins.values()) - set(sources.values())) + min(len(set(sources.values())), len(outlets))


def _is_act(rule: OnsetRule, report: Report) -> bool:
    claim = report.claim
    if claim.event is None or claim.modality is not Modality.ASSERTED or claim.confidence < SURE:
        return False
    if rule.since is not None and report.known_at.date() < rule.since:
        return False
    return _between(rule, claim.event)


def _between(rule: OnsetRule, event: Event) -> bool:
    if event.recipient is None:
        return False
    actor, recipient = event.actor.code, event.recipient.code
    forth = actor in rule.actors and recipient.partition(":")[0] in rule.recipients
    # separatists carry the target's country code, and are not the target
    forth = forth and (recipient in rule.recipients or recipient.endswith((":CVL", ":MIL", ":GOV")))
    back = event.reciprocal and recipient in rule.actors and actor in rule.recipients
    return forth or back


def step(
    *,
    p: float,
    p_down: float,
    p_none: float,
    found: Lit,
    onset: Begun | None,
    quiet: str,
    as_of: datetime,
    before: Standing | None,
) -> Step:
    """Return the level of this day, after `before`, the level that stood the day before.

    `p_down` is p_onset without what only words speak for lower: the chance that a step down needs.
    `p_none` is what the problem has with no evidence. `quiet` says why silence proves nothing; empty while
    sources are live.
    """
    over = False
    if before is not None and before.level is Level.UNDER_WAY:
        over = as_of - before.since >= CENSORED
        if onset or not over:
            return _held(before, _going_on(before, over=over), status="censored")
    elif onset:
        cause = f"the onset rule is met, {onset.by} the act itself within three days"
        return Step(level=Level.UNDER_WAY, since=as_of, status="censored", reasons=(cause,), cause=cause)
    up = entered(p, found)
    if before is None or ((up > before.level or over) and not quiet):
        afresh = "180 days from onset are over, so it is judged afresh: " if over else ""
        cause = afresh + _reached(up, p)
        marked = (f"{quiet}: level {int(up)} is marked stale",) if quiet else ()
        reasons = (*marked, f"level {int(up)}: {cause}", *_beside(up, p, found))
        return Step(level=up, since=as_of, status="stale" if quiet else "live", reasons=reasons, cause=cause)
    level = before.level
    if quiet:
        reason = f"{quiet}: level {int(level)} is held and marked stale"
        return _held(before, reason, *_why_in(up, p, found), status="stale")
    if up == level:
        return _held(before, *_why_in(level, p, found))
    edge = max(LEAVE[level], OF_NONE * p_none)
    bare = edge > LEAVE[level]
    if p_down >= edge:
        return _held(before, _not_yet(level, p, p_down, edge, bare=bare))
    below = _below(p, p_down, edge, bare=bare)
    if as_of - before.since < DWELL:
        until = day_of(before.since + DWELL)
        slow = "but a level goes down only one step per 14 days"
        return _held(before, f"held at level {int(level)} until {until}: {below}, {slow}")
    lower = max(up, Level(level - 1))
    why = (
        "nothing observed holds the level up"
        if bare
        else "by evidence that expired or was seen to be over, not by words alone"
    )
    reason = f"down from level {int(level)} to {int(lower)}: {below}, {why}"
    cause = f"down from level {int(level)}, as {below}, {why}"
    return Step(level=lower, since=as_of, status="live", reasons=(reason,), cause=cause)


def _held(before: Standing, *reasons: str, status: str = "live") -> Step:
    return Step(level=before.level, since=before.since, status=status, reasons=reasons, entry=before.entry)


def _going_on(before: Standing, *, over: bool) -> str:
    end = "180 days are over, and the onset rule is still met"
    if not over:
        end = "nothing is judged for 180 days from onset"
    return f"under way since {day_of(before.since)}: {end}"


def _below(p: float, p_down: float, edge: float, *, bare: bool) -> str:
    """Return which probability is below which edge, in words."""
    shown, at = apart(p_down, edge)
    which = "probability" if p == p_down else "probability without what only words lower,"
    comma = "" if p == p_down else ","
    return f"{which} {shown}{comma} is below {at}{_bare(bare)}"


def _bare(bare: bool) -> str:
    return ", a tenth above what the problem has with no evidence" if bare else ""


def _not_yet(level: Level, p: float, p_down: float, edge: float, *, bare: bool) -> str:
    if p < edge <= p_down:
        return (
            f"held at level {int(level)}: only words speak for lower (probability {apart(p, edge)[0]}, "
            f"{apart(p_down, edge)[0]} without them), and a level never goes down on statements alone"
        )
    shown, at = apart(p, edge)
    return f"held at level {int(level)}: probability {shown} has not fallen below {at}{_bare(bare)}"


def _reached(level: Level, p: float) -> str:
    """Return what chance a level is entered at, in words."""
    if level is Level.ROUTINE:
        shown, at = apart(p, ENTER[Level.WATCH])
        return f"probability {shown} is below {at}"
    shown, at = apart(p, ENTER[level])
    return f"probability {shown} is at or above {at}"


def _why_in(level: Level, p: float, found: Lit) -> tuple[str, ...]:
    return (f"level {int(level)}: {_reached(level, p)}", *_beside(level, p, found))


def _beside(level: Level, p: float, found: Lit) -> tuple[str, ...]:
    """Return what else bears on a level: what is lit, and why it is not the next."""
    reasons = [groups_lit(found)] if found.groups else []
    if by_chance(p) > level:
        reasons.append(
            f"level {int(level) + 1} is not entered, though the probability allows it: it needs "
            + " and ".join(missing(Level(level + 1), found) or ("live sources",))
        )
    return tuple(reasons)


def groups_lit(found: Lit) -> str:
    """Return the groups with the codes observed, in words."""
    groups = "; ".join(f"{group} ({', '.join(codes)})" for group, codes in sorted(found.groups.items()))
    return f"groups lit: {groups}"
