"""How firm the ground under a judgement is: high, moderate or low, with reasons.

The factors are those of ICD 203 (quality and number of sources, corroboration, gaps). The cuts
are starting values, not fitted: a band wider than half the scale says little, and two families or
two kinds of access are the least that can corroborate. A level that one outlet moves by two steps
is no judgement of many: confidence is low, and the level stays what the evidence gives.
"""

from collections.abc import Sequence

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
    if assessment.brittle:
        found.append(f"without {_outlets(assessment.brittle)} the level would differ by two steps or more")
    if _width(assessment) > _WIDE:
        found.append("the band is wide")
    return found


def _weak(assessment: Assessment) -> list[str]:
    found = []
    fragile = [one for one in assessment.fragile if one not in assessment.brittle]
    if fragile:
        found.append(f"the level would differ without {_outlets(fragile)}")
    contradicted = [state.code for state in assessment.states if state.against]
    if contradicted:
        found.append(f"there are contradicting claims on {listed(contradicted)}")
    coverage = assessment.coverage
    seen = coverage.documents + coverage.unread
    if coverage.unread > _UNREAD * seen:
        found.append(f"{coverage.unread:,} of {seen:,} documents of the last 7 days could not be read")
    return found


def _outlets(names: Sequence[str]) -> str:
    # each is left out alone
    return f"{'one of ' * (len(names) > 1)}{listed([outlet_name(one) for one in names], most=3)}"


def _width(assessment: Assessment) -> float:
    return assessment.onset.high - assessment.onset.low
