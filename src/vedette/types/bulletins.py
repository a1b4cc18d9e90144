"""What is issued: statements with their evidence."""

from dataclasses import dataclass
from datetime import datetime

from vedette.types.assessments import Assessment, Level
from vedette.types.claims import Modality, Span
from vedette.types.ledgers import LedgerEntry
from vedette.types.problems import WarningProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quoted sentence with the way back to it."""

    claim: str
    document: str
    span: Span
    quote: str
    speaker: str  #: who says it, with relays
    modality: Modality
    outlet: str
    known_at: datetime
    capture: str
    sha256: str
    url: str | None = None
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of a bulletin. Every one leads to evidence, or names the rule it follows."""

    section: str  #: 'judgement', 'confidence', 'changed', 'evidence', 'figures', 'gaps', ...
    text: str
    evidence: tuple[str, ...] = ()  #: claim ids
    rule: str | None = None  #: for computed statements: the rule of the method behind them


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """What a person holds against a judgement."""

    author: str
    at: datetime
    level: Level  #: the level dissented from
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """The issued product."""

    id: str
    problem: WarningProblem
    assessment: Assessment
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    ledger: tuple[LedgerEntry, ...]
    status: str  #: 'draft', 'exercise' or 'actual'
    issued_at: datetime
    cutoff: datetime  #: newest known_at that was used
    corrections: tuple[str, ...] = ()
    signed: str = ""  #: who answers for it; never empty where the status is 'actual'
    dissents: tuple[Dissent, ...] = ()  #: oldest first
