"""How firm the ground under a judgement is: high, moderate or low, with reasons.

The factors are those of ICD 203 (quality and number of sources, corroboration, gaps). The cuts
are starting values, not fitted: a band wider than half the scale says little, and two families or
two kinds of access are the least that can corroborate.
"""

from vedette.types import Assessment, State
from vedette.warn.phrases import count, listed, outlet_name

_WIDE = 0.5
_NARROW = 0.3
_UNREAD = 0.2  # a fifth of the documents unread is a gap a reader must know of


def confidence(assessment: Assessment, *, families: int) -> tuple[str, tuple[str, ...]]:
    """Return the grade ('high', 'moderate' or 'low') and the reasons, most grave first.

    `families` is the number of independent families behind the observed indicators.
    """
    seen = [state for state in assessment.states if state.state is State.OBSERVED]
    access = sorted({kind.value for state in seen for kind in state.access})
    grave, weak = [*_grave(assessment, families)], [*_weak(assessment)]
    if families and not grave:
        sources = f"{count(families, 'independent family', 'independent families')} of claims"
        weak.append(f"there are {sources} with {count(len(access), 'kind')} of access ({listed(access)})")
    if grave:
        return "low", (*grave, *weak)
    strong = families >= 5 and len(access) >= 3 and _width(assessment) <= _NARROW
    return ("high" if strong and len(weak) == 1 else "moderate"), tuple(weak)


def _grave(assessment: Assessment, families: int) -> list[str]:
    found = []
    if assessment.status == "stale":
        found.append("sources are silent or unread, and the level is only held")
    if not families:
        found.append("no indicator is observed, so the judgement rests on the base rate")
    elif families == 1:
        found.append("everything rests on one family of claims")
    if families and len({kind for state in assessment.states for kind in state.access}) < 2:
        found.append("all evidence has the same kind of access")
    if _width(assessment) > _WIDE:
        found.append("the band is wide")
    return found


def _weak(assessment: Assessment) -> list[str]:
    found = []
    if assessment.fragile:
        outlets = [outlet_name(one) for one in assessment.fragile]
        found.append(f"the level would differ without {listed(outlets, most=3)}")
    contradicted = [state.code for state in assessment.states if state.against]
    if contradicted:
        found.append(f"there are contradicting claims on {listed(contradicted)}")
    coverage = assessment.coverage
    seen = coverage.documents + coverage.unread
    if coverage.unread > _UNREAD * seen:
        found.append(f"{coverage.unread:,} of {seen:,} documents of the last 7 days could not be read")
    return found


def _width(assessment: Assessment) -> float:
    return assessment.onset.high - assessment.onset.low
