"""What an assessment rests on: weights, what would move it, whom it hangs on, and who would dissent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from vedette.judge import levels
from vedette.judge.hypotheses import Cells, Evidence, attested, decibans, onset_mass
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

Live = Mapping[str, Sequence[Indication]]


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
    now = onset_mass(table, evidence)
    found = []
    for row, code in enumerate(table.codes):
        if code in seen:
            continue
        weight, absent = evidence.weight.copy(), evidence.absent.copy()
        weight[row], absent[row] = TYPICAL, False
        p = onset_mass(table, Evidence(weight=weight, absent=absent))
        found.append(Mover(code=code, p=p, level=levels.by_chance(p)))
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
) -> tuple[str, ...]:
    """Return the outlets without which the evidence would enter another level."""
    rows = {code: row for row, code in enumerate(table.codes)}
    expiry = {one.code: one.expiry_days for one in table.indicators}
    claims = {one.claim for ones in live.values() for one in ones if one.claim in reports}
    outlet = {claim: reports[claim].outlet.name for claim in claims}
    level = levels.entered(onset_mass(table, evidence), levels.lit(table.problem, states, as_of))
    found = []
    # only an outlet that carries the best claim of some family can change a weight
    carriers = {one.claim for ones in live.values() for one in _best(ones)} & claims
    for name in sorted({outlet[claim] for claim in carriers}):
        weight, changed = evidence.weight.copy(), {}
        for code, ones in live.items():
            kept = [one for one in ones if outlet.get(one.claim) != name]
            if len(kept) == len(ones) or code not in rows or not weight[rows[code]]:
                continue
            weight[rows[code]] = attested(kept, expiry[code], as_of)
            changed[code] = kept
        if not changed:
            continue
        left = [_reduced(one, changed[one.code]) if one.code in changed else one for one in states]
        p = onset_mass(table, Evidence(weight=weight, absent=evidence.absent))
        if levels.entered(p, levels.lit(table.problem, left, as_of)) != level:
            found.append(name)
    return tuple(found)


def dissent(problem: WarningProblem, after: Sequence[Posterior]) -> str:
    """Return the strongest explanation other than the judgement's own side, as a sentence."""
    onset = {one.id for one in problem.hypotheses if one.onset}
    names = {one.id: one.name for one in problem.hypotheses}
    likely = sum(one.p for one in after if one.hypothesis in onset) >= 0.5
    other = next(one for one in after if (one.hypothesis in onset) != likely)
    return f"dissent: {names[other.hypothesis]} has {percent(other.p)} %"


def _best(found: Iterable[Indication]) -> list[Indication]:
    best: dict[tuple[bool, str], Indication] = {}
    for one in found:
        key = (one.strength > 0, one.family)
        if key not in best or abs(one.strength) > abs(best[key].strength):
            best[key] = one
    return list(best.values())


def _reduced(state: IndicatorState, kept: Sequence[Indication]) -> IndicatorState:
    seen = [one for one in kept if one.strength > 0]
    if not seen:
        return IndicatorState(code=state.code, state=State.UNKNOWN)
    return replace(
        state,
        latest=max(one.known_at for one in seen),
        families=len({one.family for one in seen}),
        access=tuple(dict.fromkeys(one.access for one in seen)),
    )
