"""The six levels: what enters them, what leaves them, and why.

Up at once; down one step per 14 days, by expiry, only while sources are live; never down on
statements alone. The figures are starting values: they move only on development years.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.judge.hypotheses import Cells
from vedette.judge.words import percent
from vedette.types import (
    Access,
    Event,
    Indication,
    IndicatorKind,
    IndicatorState,
    Level,
    Modality,
    OnsetRule,
    Report,
    State,
    WarningProblem,
)

ENTER = {Level.WATCH: 0.02, Level.CONCERN: 0.10, Level.WARNING: 0.30, Level.IMMINENT: 0.60}
LEAVE = {Level.WATCH: 0.01, Level.CONCERN: 0.05, Level.WARNING: 0.15, Level.IMMINENT: 0.30}
DWELL = timedelta(days=14)  #: a level is held at least so long before it steps down
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The level of one day."""

    level: Level
    since: datetime
    status: str
    reasons: tuple[str, ...]


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
        lacks.append("an indicator marked `gate: 3`")
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
) -> tuple[Indication, ...]:
    """Return the evidence that meets the problem's onset rule, empty if it is not met.

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
    both = {Access.INSTIGATOR, Access.TARGET} <= {one.access for one in found}
    return found if independent(found, reports) >= problem.onset.families or both else ()


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
    found: Lit,
    onset: tuple[Indication, ...],
    quiet: str,
    as_of: datetime,
    before: tuple[Level, datetime] | None,
) -> Step:
    """Return the level of this day, after `before`, the last one's level and when it was entered.

    `p_down` is p_onset without what only words speak for lower: the chance that a step down needs.
    `quiet` says why silence proves nothing; empty while sources are live.
    """
    level, since = before or (Level.ROUTINE, as_of)
    if onset or (level is Level.UNDER_WAY and as_of - since < CENSORED):
        return _under_way(onset, level, since, as_of)
    up = entered(p, found)
    if before is None or (up > level and not quiet):
        held = (f"{quiet}: level {int(up)} is marked stale",) if quiet else ()
        reasons = (*held, *_why_in(up, p, found))
        return Step(level=up, since=as_of, status="stale" if quiet else "live", reasons=reasons)
    if quiet:
        reason = f"{quiet}: level {int(level)} is held and marked stale"
        return Step(level=level, since=since, status="stale", reasons=(reason, *_why_in(up, p, found)))
    edge = LEAVE.get(level, 1.0)
    if up == level or p_down >= edge:
        reasons = _why_in(level, p, found) if up == level else (_held(level, p, p_down, edge),)
        return Step(level=level, since=since, status="live", reasons=reasons)
    if as_of - since < DWELL:
        reason = (
            f"held at level {int(level)} until {since + DWELL:%Y-%m-%d}: probability {percent(p)} % is below "
            f"{percent(edge)} %, but a level goes down only one step per 14 days"
        )
        return Step(level=level, since=since, status="live", reasons=(reason,))
    lower = max(up, Level(level - 1))
    reason = (
        f"down from level {int(level)} to {int(lower)}: probability {percent(p_down)} % is below "
        f"{percent(edge)} %, by evidence that expired or was seen to be over, not by words alone"
    )
    return Step(level=lower, since=as_of, status="live", reasons=(reason,))


def _under_way(onset: tuple[Indication, ...], level: Level, since: datetime, as_of: datetime) -> Step:
    if level is Level.UNDER_WAY:
        reason = f"under way since {since:%Y-%m-%d}: nothing is judged for 180 days from onset"
        return Step(level=level, since=since, status="censored", reasons=(reason,))
    families = len({one.family.partition(" ")[2] for one in onset})
    reason = f"the onset rule is met: {families} independent families report the act itself within three days"
    return Step(level=Level.UNDER_WAY, since=as_of, status="censored", reasons=(reason,))


def _held(level: Level, p: float, p_down: float, edge: float) -> str:
    if p < edge <= p_down:
        return (
            f"held at level {int(level)}: only words speak for lower (probability {percent(p)} %, "
            f"{percent(p_down)} % without them), and a level never goes down on statements alone"
        )
    return f"held at level {int(level)}: probability {percent(p)} % has not fallen below {percent(edge)} %"


def _why_in(level: Level, p: float, found: Lit) -> tuple[str, ...]:
    reasons = []
    if level:
        reasons.append(
            f"level {int(level)}: probability {percent(p)} % is at or above "
            f"{percent(ENTER.get(level, 1.0))} %"
        )
    else:
        reasons.append(f"level 0: probability {percent(p)} % is below {percent(ENTER[Level.WATCH])} %")
    if found.groups:
        reasons.append(
            "lit: "
            + "; ".join(f"{group} ({', '.join(codes)})" for group, codes in sorted(found.groups.items()))
        )
    allowed = by_chance(p)
    if allowed > level:
        reasons.append(
            f"level {int(level) + 1} is not entered, though the probability allows it: it needs "
            + " and ".join(missing(Level(level + 1), found) or ("live sources",))
        )
    return tuple(reasons)
