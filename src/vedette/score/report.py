"""The score as one page: the table, the curves, every trace, and what each onset could have been seen by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from vedette.score.curves import RATES, Interval
from vedette.score.metrics import DAY, Bools, Case, lead
from vedette.score.plots import amoc_chart, calibration_chart, trace_chart, weeks_before
from vedette.score.replay import Outcome, Step
from vedette.score.scoring import Score, SystemScore
from vedette.types import Evidence
from vedette.warn.html import page
from vedette.warn.phrases import count, day
from vedette.warn.svg import Chart

LOOK_BACK = timedelta(days=90)  #: what the stream held before an onset is looked for so far back
QUOTED = 12  #: sentences shown for one onset, strongest indicators' newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An indicator that was observed before an onset."""

    code: str
    first: int  #: days before the onset on which it was first observed in the time looked at
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the stream held before an onset, and what came of it."""

    outcome: Outcome
    name: str
    watched: bool  #: False: off the roster, or the replay does not reach it
    mentions: tuple[int, ...]  #: documents that name both parties, by week, the last before the onset
    signs: tuple[Sign, ...]
    highest: int  #: level in the time looked at
    lead: float | None  #: None: missed
    verdict: str
    quotes: tuple[Evidence, ...]


def before(
    outcome: Outcome,
    steps: Sequence[Step],
    case: Case | None,
    *,
    name: str,
    quotes: Mapping[str, Evidence],
) -> Before:
    """Return what the stream held in the 90 days before an onset."""
    held = [one for one in steps if outcome.at - LOOK_BACK < one.as_of <= outcome.at]
    first: dict[str, int] = {}
    claims: dict[str, dict[str, None]] = {}
    for one in held:
        for code, evidence in one.lit:
            first.setdefault(code, (outcome.at - one.as_of).days)
            claims.setdefault(code, {}).update(dict.fromkeys(evidence))
    mentions = weeks_before(held, outcome.at)
    scored = case is not None and outcome.at.timestamp() / DAY in case.onsets
    days = None
    if case is not None and scored:
        days = lead(case, _alarm(steps), outcome.at.timestamp() / DAY)
    signs = tuple(
        Sign(code=code, first=first[code], claims=tuple(claims[code]))
        for code in sorted(first, key=lambda code: (-first[code], code))
    )
    wanted = [claim for sign in signs for claim in sign.claims if claim in quotes]
    return Before(
        outcome=outcome,
        name=name,
        watched=bool(held),
        mentions=mentions,
        signs=signs,
        highest=max((one.level for one in held), default=0),
        lead=days,
        verdict=_verdict(held, scored=scored, days=days, mentions=sum(mentions)),
        quotes=tuple(quotes[claim] for claim in dict.fromkeys(wanted))[:QUOTED],
    )


def _verdict(held: Sequence[Step], *, scored: bool, days: float | None, mentions: int) -> str:
    """Return in a sentence what came of it, or why nothing could."""
    if not held:
        return "Missed: nobody watched this problem at the time."
    if not scored:
        return "Not scored: it began within 180 days of another onset of this problem."
    if days is not None:
        return f"Warned: level 3 or above stood for {count(int(days), 'day')} before it."
    seen = any(one.lit for one in held)
    if not mentions and not seen:
        return "Missed, and the stream could not have shown it: no document named both parties in 90 days."
    if not seen:
        return "Missed: both parties were named together, but no indicator was observed."
    return "Missed: what was observed did not add up to level 3 at the time it began."


def render(
    score: Score,
    replay: Mapping[str, Sequence[Step]],
    *,
    names: Mapping[str, str],
    quotes: Mapping[str, Evidence],
    source: str,
) -> str:
    """Return the page. `names` are those of problems by id, `quotes` evidence by claim, as far as known."""
    cases = {one.problem: one for one in score.cases}
    onsets = [
        before(
            one,
            replay.get(one.problem, ()),
            cases.get(one.problem),
            name=names.get(one.problem, one.problem),
            quotes=quotes,
        )
        for one in score.outcomes
        if one.onset
    ]
    rivals = [one for one in score.systems if one.versus is not None]
    return page(
        "score.html",
        title="Score of a replay",
        score=score,
        source=source,
        first=min(steps[0].as_of for steps in replay.values()),
        last=max(steps[-1].as_of for steps in replay.values()),
        facts=_facts(score),
        systems=[_row(one) for one in score.systems],
        rivals=[_versus(one) for one in rivals],
        rates=RATES,
        swept=[_swept(one) for one in score.systems if one.at_rates],
        charts=[amoc_chart(score.systems), calibration_chart(score.ours)],
        traces=_traces(score, replay, names),
        onsets=onsets,
        nulls=_nulls(score, replay, names),
    )


def _facts(score: Score) -> list[tuple[str, str]]:
    ours = score.ours
    return [
        ("Problems", f"{ours.problems}, {ours.problem_years:.1f} problem-years scored"),
        ("Onsets", f"{ours.onsets}, of them {ours.off_roster} on problems nobody watched"),
        ("Warned of", f"{ours.warned} of {ours.onsets}, mean lead {_interval(ours.mean_lead, 'days')}"),
        ("False alarms", f"{ours.false_alarms}, a problem-year {_interval(ours.false_alarms_per_year, '')}"),
    ]


def _interval(value: Interval | None, unit: str, digits: int = 2) -> str:
    """Return '12.3 (4.0 to 20.1) days', '-' for none."""
    if value is None:
        return "-"
    shown = f"{value.value:.{digits}f} ({value.low:.{digits}f} to {value.high:.{digits}f})"
    return f"{shown} {unit}".strip()


def _row(one: SystemScore) -> tuple[str, ...]:
    return (
        one.system,
        f"{one.threshold:.3g}",
        _interval(one.false_alarms_per_year, ""),
        _interval(one.mean_lead, "", 1),
        f"{one.warned}/{one.onsets}",
        f"{one.share_in_alarm:.1%}",
        f"{one.changes_per_year:.2f}",
        _interval(one.brier, "", 4),
        _interval(one.log_score, "", 4),
    )


def _versus(one: SystemScore) -> tuple[str, ...]:
    found = one.versus
    assert found is not None  # only rivals come here
    met = found.rival_point
    return (
        one.system,
        "-" if met is None else f"{met.false_alarms_per_year:.2f}",
        "-" if met is None else f"{met.mean_lead:.1f} days, {met.warned:.0%}",
        *(
            "-" if each is None else f"{_interval(each, '', digits)}, {_shown(each, one.onsets)}"
            for each, digits in ((found.lead, 1), (found.warned, 2), (found.brier, 4), (found.log, 4))
        ),
    )


def _swept(one: SystemScore) -> tuple[str, ...]:
    return (
        one.system,
        *(
            f"{each.mean_lead:.1f} days, {each.warned:.0%}"
            + ("" if each.lead_more is None else f"; {_more(each.lead_more, one.onsets)}")
            for each in one.at_rates
        ),
    )


def _more(value: Interval, onsets: int) -> str:
    return f"{value.value:+.1f} ({value.low:+.1f} to {value.high:+.1f}), {_shown(value, onsets)}"


def _shown(value: Interval, onsets: int) -> str:
    if not value.shown:
        return f"not shown, n = {onsets}"
    return "better" if value.low > 0 else "worse"


def _traces(
    score: Score, replay: Mapping[str, Sequence[Step]], names: Mapping[str, str]
) -> list[tuple[Chart, bool]]:
    """Return the traces, those first that had an outcome or an alarm; the others are folded away."""
    found = []
    for problem, steps in replay.items():
        outcomes = [one for one in score.outcomes if one.problem == problem]
        top = max(one.level for one in steps)
        busy = bool(outcomes) or top >= 3
        chart = trace_chart(problem, names.get(problem, problem), steps, outcomes)
        found.append((not any(one.onset for one in outcomes), not busy, -top, problem, chart, busy))
    found.sort(key=lambda each: each[:4])
    return [(chart, busy) for *_, chart, busy in found]


def _nulls(
    score: Score, replay: Mapping[str, Sequence[Step]], names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return the build-ups that ended in nothing, with the highest level within 90 days before and after."""
    found = []
    for one in score.outcomes:
        if not one.onset:
            near = [
                each.level for each in replay.get(one.problem, ()) if abs(each.as_of - one.at) <= LOOK_BACK
            ]
            level = str(max(near)) if near else "not watched"
            found.append((day(one.day), names.get(one.problem, one.problem), level))
    return found


def _alarm(steps: Sequence[Step]) -> Bools:
    return np.array([one.level >= 3 for one in steps])
