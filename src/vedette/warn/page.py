"""The replay page: one problem over time, every number with the way to its sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vedette.errors import VedetteError
from vedette.types import (
    Assessment,
    Bulletin,
    Document,
    Evidence,
    LedgerEntry,
    Level,
    State,
    WarningProblem,
)
from vedette.warn.charts import documents_chart, level_changes, level_chart, midnight, onset_chart
from vedette.warn.html import page, quoted, view
from vedette.warn.lanes import lanes_chart
from vedette.warn.ledgerplot import ledger_chart
from vedette.warn.phrases import arrow, count, day, level_name

_LIT = 6  # lit indicators named at a level change


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of level with what stood behind it."""

    number: int
    assessment: Assessment
    arrow: str  #: '' for the first
    before: Level | None
    lit: tuple[tuple[str, tuple[str, ...]], ...]  #: indicators, heaviest first, with claims


def render_replay(
    *,
    problem: WarningProblem,
    assessments: Sequence[Assessment],
    ledger: Sequence[LedgerEntry],
    bulletin: Bulletin,
    documents_per_day: Mapping[date, int],
    documents: Mapping[str, Document] | None = None,
    evidence: Iterable[Evidence] = (),
    onset: date | None = None,
) -> str:
    """Return the page for a replay, `assessments` being in order of time.

    `documents` (by id) give quotes their context; `evidence` is what earlier days rested on (see
    `warn.evidence.wanted`) beyond what the bulletin quotes; `onset` is the day it began, if it did.
    An exercise is marked on the page and in each chart.

    Raises VedetteError without any assessment.
    """
    if not assessments:
        raise VedetteError("a replay page needs at least one assessment")
    quotes = quoted(bulletin, [*bulletin.evidence, *evidence], documents or {})
    exercise = bulletin.status == "exercise" or any(each.item.fictional for each in quotes)
    numbers = {each.item.claim: each.number for each in quotes}
    anchors = {claim: f"e{number}" for claim, number in numbers.items()}
    charts = [
        level_chart(assessments, exercise=exercise, onset=onset),
        onset_chart(assessments, exercise=exercise, onset=onset),
        lanes_chart(problem, assessments, anchors, exercise=exercise, onset=onset),
        ledger_chart(ledger, assessments, anchors, exercise=exercise, onset=onset),
        documents_chart(documents_per_day, assessments, exercise=exercise, onset=onset),
    ]
    return page(
        "replay.html",
        title=f"{problem.name}: replay",
        problem=problem,
        assessments=assessments,
        summary=_summary(assessments, onset),
        charts=[chart for chart in charts if chart],
        changes=_changes(problem, assessments),
        view=view(bulletin, numbers),
        quotes=quotes,
        exercise=exercise,
    )


def _summary(assessments: Sequence[Assessment], onset: date | None) -> list[tuple[str, str]]:
    """Return the few facts a colleague asks for first."""
    top = max(assessments, key=lambda item: (item.level, item.onset.p))
    first = next(item for item in assessments if item.level == top.level)
    facts = [("Highest level", f"{level_name(top.level)}, first on {day(first.as_of)}")]
    warned = next((item for item in assessments if item.level >= Level.WARNING), None)
    if warned and onset:
        current = _run_start(assessments, onset)
        if current:
            lead = (midnight(onset) - current.as_of).days
            facts.append(("Lead at level 3 or above", f"{count(lead, 'day')} before onset on {day(onset)}"))
    elif onset:
        facts.append(("Lead at level 3 or above", f"none before onset on {day(onset)}"))
    facts.append(("Level changes", str(len(level_changes(assessments)) - 1)))
    facts.append(
        ("Days replayed", f"{len(assessments)}, {day(assessments[0].as_of)} to {day(assessments[-1].as_of)}")
    )
    return facts


def _run_start(assessments: Sequence[Assessment], onset: date) -> Assessment | None:
    """The start of the run at level 3 or above that still stood at onset."""
    start = None
    for item in assessments:
        if item.as_of > midnight(onset):
            break
        start = (start or item) if item.level >= Level.WARNING else None
    return start


def _changes(problem: WarningProblem, assessments: Sequence[Assessment]) -> list[Change]:
    names = {indicator.code: f"{indicator.code} {indicator.name}" for indicator in problem.indicators}
    found = []
    for number, (before, item) in enumerate(level_changes(assessments), 1):
        lit = [weight for weight in item.weights if weight.state is State.OBSERVED][:_LIT]
        found.append(
            Change(
                number=number,
                assessment=item,
                arrow="" if before is None else arrow(before, item.level),
                before=before,
                lit=tuple((names.get(weight.code, weight.code), weight.evidence[:3]) for weight in lit),
            )
        )
    return found
