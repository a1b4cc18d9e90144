"""The board: one row per problem, the most pressing first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vedette.types import Assessment, IndicatorKind, Level, State, WarningProblem
from vedette.warn.phrases import arrow, band, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many of a group's indicators are lit."""

    name: str
    lit: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One problem at a glance."""

    problem: str
    name: str
    status: str  #: the assessment's status, 'not judged' without one
    level: Level | None
    arrow: str  #: '↑', '↓' or '→' against the step before, '' if not judged
    since: datetime | None
    older: bool  #: the level stood already when the time looked at began, and `since` is only that
    p: str  #: '62 % (41-78 %)', '' if not judged
    lit: tuple[Group, ...]  #: in the order of the problem's indicators, counter-indicators left out
    calming: Group  #: the counter-indicators
    last_evidence: datetime | None
    gap: timedelta | None  #: from the newest document of any subject to as_of; None: none ever
    review: date | None
    expires: datetime | None
    at_base_rate: bool  #: no evidence either way, and a level that its prior alone can give


def rows(
    problems: Iterable[WarningProblem],
    assessments: Iterable[Assessment],
    *,
    first: datetime | None = None,
) -> list[BoardRow]:
    """Return a row per problem: highest level first, then probability; the unjudged come last.

    Of several assessments of one problem the newest counts. `first` is the first time that was judged:
    what stood then may have stood before.
    """
    newest: dict[str, Assessment] = {}
    for assessment in sorted(assessments, key=lambda item: item.as_of):
        newest[assessment.problem] = assessment
    found = [(problem, newest.get(problem.id)) for problem in problems]
    found.sort(key=lambda pair: (*_rank(pair[1]), pair[0].name))
    return [_row(problem, assessment, first) for problem, assessment in found]


def _rank(assessment: Assessment | None) -> tuple[int, float]:
    return (-assessment.level, -assessment.onset.p) if assessment else (1, 0.0)


def _row(problem: WarningProblem, assessment: Assessment | None, first: datetime | None) -> BoardRow:
    onset = assessment.onset if assessment else None
    counters = [one.code for one in problem.indicators if one.kind is IndicatorKind.COUNTER]
    lit = {one.code for one in assessment.states if one.state is State.OBSERVED} if assessment else set()
    last = assessment.coverage.last_document if assessment else None
    return BoardRow(
        problem=problem.id,
        name=problem.name,
        status=assessment.status if assessment else "not judged",
        level=assessment.level if assessment else None,
        arrow=arrow(assessment.previous, assessment.level) if assessment else "",
        since=assessment.since if assessment else None,
        older=assessment is not None and first is not None and assessment.since <= first,
        p=f"{percent(onset.p)} ({band(onset.low, onset.high)})" if onset else "",
        lit=_groups(problem, lit),
        calming=Group(name="calming", lit=len(lit.intersection(counters)), of=len(counters)),
        last_evidence=assessment.coverage.last_report if assessment else None,
        gap=assessment.as_of - last if assessment and last else None,
        review=problem.review,
        expires=assessment.expires if assessment else None,
        at_base_rate=assessment is not None and _at_base_rate(assessment),
    )


def _at_base_rate(assessment: Assessment) -> bool:
    told = any(one.state in (State.OBSERVED, State.CONTRADICTED) for one in assessment.states)
    # Concern and above are entered by evidence alone, and held by rule when it has lapsed
    return not told and assessment.level < Level.CONCERN


def _groups(problem: WarningProblem, lit: set[str]) -> tuple[Group, ...]:
    codes: dict[str, list[str]] = {}
    for indicator in problem.indicators:
        if indicator.kind is not IndicatorKind.COUNTER:
            codes.setdefault(indicator.group, []).append(indicator.code)
    return tuple(
        Group(name=name, lit=len(lit.intersection(members)), of=len(members))
        for name, members in codes.items()
    )
