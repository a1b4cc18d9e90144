"""The board: one row per problem, the most pressing first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vedette.types import Assessment, Level, State, WarningProblem
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
    p: str  #: '62 % (41-78 %)', '' if not judged
    lit: tuple[Group, ...]  #: in the order of the problem's indicators
    last_evidence: datetime | None
    gap: timedelta | None  #: from the newest document of any subject to as_of; None: none ever
    review: date | None
    expires: datetime | None


def rows(problems: Iterable[WarningProblem], assessments: Iterable[Assessment]) -> list[BoardRow]:
    """Return a row per problem: highest level first, then probability; the unjudged come last.

    Of several assessments of one problem the newest counts.
    """
    newest: dict[str, Assessment] = {}
    for assessment in sorted(assessments, key=lambda item: item.as_of):
        newest[assessment.problem] = assessment
    found = [(problem, newest.get(problem.id)) for problem in problems]
    found.sort(key=lambda pair: (*_rank(pair[1]), pair[0].name))
    return [_row(problem, assessment) for problem, assessment in found]


def _rank(assessment: Assessment | None) -> tuple[int, float]:
    return (-assessment.level, -assessment.onset.p) if assessment else (1, 0.0)


def _row(problem: WarningProblem, assessment: Assessment | None) -> BoardRow:
    onset = assessment.onset if assessment else None
    last = assessment.coverage.last_document if assessment else None
    return BoardRow(
        problem=problem.id,
        name=problem.name,
        status=assessment.status if assessment else "not judged",
        level=assessment.level if assessment else None,
        arrow=arrow(assessment.previous, assessment.level) if assessment else "",
        since=assessment.since if assessment else None,
        p=f"{percent(onset.p)} ({band(onset.low, onset.high)})" if onset else "",
        lit=_groups(problem, assessment),
        last_evidence=assessment.coverage.last_report if assessment else None,
        gap=assessment.as_of - last if assessment and last else None,
        review=problem.review,
        expires=assessment.expires if assessment else None,
    )


def _groups(problem: WarningProblem, assessment: Assessment | None) -> tuple[Group, ...]:
    states = assessment.states if assessment else ()
    lit = {state.code for state in states if state.state is State.OBSERVED}
    codes: dict[str, list[str]] = {}
    for indicator in problem.indicators:
        codes.setdefault(indicator.group, []).append(indicator.code)
    return tuple(
        Group(name=name, lit=len(lit.intersection(members)), of=len(members))
        for name, members in codes.items()
    )
