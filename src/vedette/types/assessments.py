"""What is judged: levels, probabilities, assessments."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from vedette.types.indications import IndicatorState, State


class Level(IntEnum):
    """The six warning levels."""

    ROUTINE = 0
    WATCH = 1
    CONCERN = 2
    WARNING = 3
    IMMINENT = 4
    UNDER_WAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one indicator's state does to the odds."""

    code: str
    state: State
    decibans: float  #: for onset against routine, after grouping and tempering
    diagnosticity: float  #: max / min likelihood ratio over hypotheses
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """A hypothesis after the evidence."""

    hypothesis: str
    prior: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Probability:
    """p_onset within `days`: the median and the 90 % band."""

    days: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the desk had to go by: silence is shown, never hidden."""

    reports: int  #: claims bound to the problem in its window
    documents: int  #: documents of the last 7 days this reader has read, all subjects
    unread: int  #: documents of the last 7 days in a language that is not read
    last_document: datetime | None  #: newest known_at of any document
    last_report: datetime | None  #: newest evidence on this problem
    waiting: int = 0  #: documents of the last 7 days in a language that is read, and not read by this reader
    silent: tuple[str, ...] = ()  #: outlets fallen silent that carried half of the evidence or more
    #: when the unbroken run of documents read in full began; None: unknown, or there is no such run
    live_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """An unseen indicator and what seeing it would do."""

    code: str
    p: float  #: p_onset if it were observed
    level: Level  #: the level that p alone would allow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason a level was entered for, and the claims behind it."""

    text: str
    claims: tuple[str, ...] = ()  #: none: it follows from the probability and the rules alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Level, p_onset and posteriors of one problem as of one time, with reasons."""

    problem: str
    as_of: datetime
    status: str  #: 'live', 'stale' or 'censored'
    level: Level
    since: datetime  #: when this level was entered
    previous: Level | None  #: the level before this step, None at the first
    onset: Probability
    posteriors: tuple[Posterior, ...]
    states: tuple[IndicatorState, ...]
    weights: tuple[Weight, ...]  #: heaviest first
    reasons: tuple[str, ...]  #: why this level and no other
    movers: tuple[Mover, ...]  #: what would move us most, most first
    fragile: tuple[str, ...]  #: outlets without which the level would differ
    coverage: Coverage
    expires: datetime  #: lapses unless renewed
    entry: tuple[Ground, ...] = ()  #: what the level was entered on, at `since`
    brittle: tuple[str, ...] = ()  #: of the fragile, those without which it would differ by two or more
