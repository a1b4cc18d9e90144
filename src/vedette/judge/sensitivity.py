"""What an assessment rests on: weights, what would move it, whom it hangs on, and who would dissent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from vedette.judge import levels
from vedette.judge.hypotheses import Cells, Evidence, Live, Weighed, attested, decibans, onset_mass
from vedette.judge.words import percent
from vedette.types import (
    Indication,
    IndicatorState,
    Mover,
    Posterior,
    Report,
    State,
    WarningProblem,
    Weight,
)

MOVERS = 6  #: unseen indicators named
TYPICAL = 0.8  #: weight an unseen indicator is tried with: one official family


def weights(table: Cells, states: Sequence[IndicatorState], evidence: Evidence) -> tuple[Weight, ...]:
    """Return what each indicator does to the odds of onset against routine, heaviest first."""
    rows, _ = decibans(table, evidence)
    priors = table.priors[table.onset] / table.priors[table.onset].sum()
    found = []
    for state in states:
        if state.code not in table.codes:
            continue
        row = table.codes.index(state.code)
        if not (evidence.weight[row] or evidence.absent[row]):
            continue
        onset = 10 * np.log10((priors * 10 ** (rows[row][table.onset] / 10)).sum())
        ratios = 10 ** (table.ratios[row] / 10)
        found.append(
            Weight(
                code=state.code,
                state=state.state,
                decibans=float(onset),
                diagnosticity=float(ratios.max() / ratios.min()),
                evidence=state.evidence,
            )
        )
    return tuple(sorted(found, key=lambda one: (-abs(one.decibans), one.code)))


def movers(table: Cells, states: Sequence[IndicatorState], evidence: Evidence) -> tuple[Mover, ...]:
    """Return the unseen indicators whose being seen would move p_onset most, in log-odds."""
    seen = {one.code for one in states if one.state is State.OBSERVED}
    now = float(onset_mass(table, evidence))
    unseen = [row for row, code in enumerate(table.codes) if code not in seen]
    if not unseen:
        return ()
    weight = np.tile(evidence.weight, (len(unseen), 1))
    absent = np.tile(evidence.absent, (len(unseen), 1))
    tried = np.arange(len(unseen))
    weight[tried, unseen], absent[tried, unseen] = TYPICAL, False
    chances = onset_mass(table, Evidence(weight=weight, absent=absent))
    found = [
        Mover(code=table.codes[row], p=float(p), level=levels.by_chance(float(p)))
        for row, p in zip(unseen, chances, strict=True)
    ]
    found.sort(key=lambda one: (-abs(_logit(one.p) - _logit(now)), one.code))
    return tuple(found[:MOVERS])


def _logit(p: float) -> float:
    return float(np.log(p) - np.log1p(-p))


def fragile(
    table: Cells,
    states: Sequence[IndicatorState],
    live: Live,
    reports: Mapping[str, Report],
    evidence: Evidence,
    as_of: datetime,
) -> dict[str, int]:
    """Return the outlets without which the evidence would enter another level, and how many steps away."""
    by_code = {one.code: one for one in states}
    level = levels.entered(float(onset_mass(table, evidence)), levels.lit(table, states, as_of))
    carried: dict[str, list[int]] = defaultdict(list)  # rows that hang on an outlet
    for row, one in enumerate(table.indicators):
        if evidence.weight[row]:
            for name in carriers(live.get(one.code, ()), reports):
                carried[name].append(row)
    if not carried:
        return {}
    names = sorted(carried)
    weight = np.tile(evidence.weight, (len(names), 1))
    lefts = []
    for n, name in enumerate(names):
        left = dict(by_code)
        for row in carried[name]:
            one = table.indicators[row]
            kept = [each for each in live[one.code] if _outlet(each[1], reports) != name]
            weight[n, row] = attested(kept)
            left[one.code] = _reduced(by_code[one.code], kept)
        lefts.append(levels.lit(table, left.values(), as_of))
    absent = np.tile(evidence.absent, (len(names), 1))
    chances = onset_mass(table, Evidence(weight=weight, absent=absent))
    moved = {
        name: abs(levels.entered(float(p), left) - level)
        for name, p, left in zip(names, chances, lefts, strict=True)
    }
    return {name: steps for name, steps in moved.items() if steps}


def dissent(problem: WarningProblem, after: Sequence[Posterior]) -> str:
    """Return the strongest explanation other than the judgement's own side, as a sentence."""
    onset = {one.id for one in problem.hypotheses if one.onset}
    names = {one.id: one.name for one in problem.hypotheses}
    likely = sum(one.p for one in after if one.hypothesis in onset) >= 0.5
    other = next(one for one in after if (one.hypothesis in onset) != likely)
    return f"dissent: {names[other.hypothesis]} has {percent(other.p)} %"


def _outlet(one: Indication, reports: Mapping[str, Report]) -> str | None:
    report = reports.get(one.claim)
    return report.outlet.name if report else None


def carriers(found: Iterable[Weighed], reports: Mapping[str, Report]) -> set[str]:
    """Return the outlets whose silence could change how well an indicator is attested.

    A family counts by its best claim, an access by its best family. So an outlet matters that alone carries
    every best family of an access; or that alone carries the best claim of a family which would then speak
    with another access.
    """
    told: dict[tuple[bool, str], list[tuple[float, str, str | None]]] = defaultdict(list)
    for signed, one in found:
        told[signed > 0, one.family].append((abs(signed), one.access, _outlet(one, reports)))
    heard: set[str | None] = set()
    tops: dict[tuple[bool, str], tuple[float, set[str | None]]] = {}
    for (sign, _), claims in told.items():
        strength, access = max((value, access) for value, access, _ in claims)
        names = {name for value, kind, name in claims if (value, kind) == (strength, access)}
        # None stands for a best that no single outlet can take away
        alone = names.pop() if len(names) == 1 else None
        if any(kind != access for _, kind, _ in claims):
            heard.add(alone)
        best, by = tops.get((sign, access), (-1.0, set()))
        if strength > best:
            tops[sign, access] = (strength, {alone})
        elif strength == best:
            by.add(alone)
    heard |= {next(iter(by)) for _, by in tops.values() if len(by) == 1}
    return {name for name in heard if name is not None}


def _reduced(state: IndicatorState, kept: Iterable[Weighed]) -> IndicatorState:
    seen = [one for signed, one in kept if signed > 0]
    if not seen:
        return IndicatorState(code=state.code, state=State.UNKNOWN)
    return replace(
        state,
        latest=max(one.known_at for one in seen),
        families=len({one.family for one in seen}),
        access=tuple(dict.fromkeys(one.access for one in seen)),
    )
