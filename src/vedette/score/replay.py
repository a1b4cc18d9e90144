"""Replays and outcomes as they are read back from their lines.

Only what scoring needs is asked for, so that any program that prints these few fields can be scored.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from vedette.types import Failure

L = TypeVar("L", bound=BaseModel)
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a replay, known at its end."""

    problem: str
    as_of: datetime  #: end of the step, UTC
    level: int
    p: float  #: p_onset
    status: str = "live"
    mentions: int = 0  #: documents of the step that name both parties
    stories: int = 0  #: of these, those that copy no other
    lit: tuple[tuple[str, tuple[str, ...]], ...] = ()  #: codes observed, with their claim ids
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a problem: an onset, or a build-up that ended in nothing."""

    problem: str
    day: date  #: the first day it may have been, for an onset known to the month
    precision: str  #: 'day' or 'month'
    onset: bool  #: False: a null, a build-up that ended in nothing
    source: str

    @property
    def at(self) -> datetime:
        """Return when that day begins, UTC: what is known later is no warning."""
        return datetime.combine(self.day, time(), UTC)


class _P(BaseModel):
    p: Annotated[float, Field(ge=0, le=1)]


class _Counts(BaseModel):
    mentions: Annotated[int, Field(ge=0)] = 0
    stories: Annotated[int, Field(ge=0)] = 0


class _State(BaseModel):
    state: str
    evidence: tuple[str, ...] = ()


class _StepLine(BaseModel):
    as_of: AwareDatetime
    problem: str
    level: Annotated[int, Field(ge=0, le=5)]
    p_onset: _P
    status: str = "live"
    counts: _Counts = _Counts()
    indicators: dict[str, _State] = {}
    top_reasons: tuple[str, ...] = ()


class _OutcomeLine(BaseModel):
    problem: str
    onset: str
    type: Literal["onset", "null"]
    precision: str = "day"
    source: str = ""


_STEP, _OUTCOME = TypeAdapter(_StepLine), TypeAdapter(_OutcomeLine)


def read_steps(lines: Iterable[str], name: str) -> tuple[dict[str, tuple[Step, ...]], list[Failure]]:
    """Return the steps by problem, in order of time, and the lines of `name` that could not be used.

    Of two steps of one problem at one time the first is kept.
    """
    found: dict[str, dict[datetime, Step]] = {}
    failures = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        line = _parsed(_STEP, text)
        if isinstance(line, str):
            failures.append(_failure(name, number, line))
            continue
        step = Step(
            problem=line.problem,
            as_of=line.as_of.astimezone(UTC),
            level=line.level,
            p=line.p_onset.p,
            status=line.status,
            mentions=line.counts.mentions,
            stories=line.counts.stories,
            lit=tuple(
                (code, state.evidence) for code, state in line.indicators.items() if state.state == "observed"
            ),
            reasons=line.top_reasons,
        )
        steps = found.setdefault(step.problem, {})
        if steps.setdefault(step.as_of, step) is not step:
            failures.append(_failure(name, number, f"{step.problem} at {step.as_of} is given twice"))
    ordered = {
        problem: tuple(steps[when] for when in sorted(steps)) for problem, steps in sorted(found.items())
    }
    return ordered, failures


def read_outcomes(lines: Iterable[str], name: str) -> tuple[list[Outcome], list[Failure]]:
    """Return the outcomes by day, and the lines of `name` that could not be used."""
    found, failures = [], []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        line = _parsed(_OUTCOME, text)
        day = None if isinstance(line, str) else _first_day(line.onset, line.precision)
        if isinstance(line, str) or day is None:
            reason = line if isinstance(line, str) else f"'{line.onset}' is no day or month"
            failures.append(_failure(name, number, reason))
            continue
        found.append(
            Outcome(
                problem=line.problem,
                day=day,
                precision=line.precision,
                onset=line.type == "onset",
                source=line.source,
            )
        )
    return sorted(found, key=lambda one: (one.day, one.problem)), failures


def _parsed(adapter: TypeAdapter[L], text: str) -> L | str:
    """Return the line, or what is wrong with it."""
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first: Sequence[object] = error.errors()[0]["loc"]
        where = ".".join(str(part) for part in first)
        return f"{where}: {error.errors()[0]['msg']}" if where else error.errors()[0]["msg"]


def _first_day(text: str, precision: str) -> date | None:
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), 1 if precision == "month" else int(found[3] or 1))
    except ValueError:
        return None


def _failure(name: str, number: int, reason: str) -> Failure:
    return Failure(stage="score", record=f"{name} line {number}", reason=reason, at=datetime.now(UTC))
