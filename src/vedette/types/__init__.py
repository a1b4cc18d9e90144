"""Every record that crosses a stage. Imports nothing else of ours.

All records are frozen, slotted and keyword-only. All datetimes are aware and in UTC.
Text offsets are Unicode code points, half-open. Ids are content hashes (`content_id`),
so doing a thing twice changes nothing. Two clocks: `known_at` is when the world could
know a thing; `recorded_at` (kept by the store, not here) is when this store learnt it.
"""

from vedette.types.assessments import (
    Assessment,
    Coverage,
    Ground,
    Level,
    Mover,
    Posterior,
    Probability,
    Weight,
)
from vedette.types.bulletins import Bulletin, Dissent, Evidence, Statement
from vedette.types.claims import (
    Access,
    Actor,
    Basis,
    Claim,
    ClaimType,
    DateMention,
    Event,
    Figure,
    FigureKind,
    Kind,
    Modality,
    PlaceMention,
    Qualifier,
    Reading,
    Run,
    Span,
    When,
)
from vedette.types.days import day_of
from vedette.types.documents import Arrival, Document, StoryMember
from vedette.types.ids import content_id
from vedette.types.indications import Indication, IndicatorState, Report, State
from vedette.types.ledgers import LedgerEntry, Standing, speaks, standing
from vedette.types.problems import (
    Hypothesis,
    Indicator,
    IndicatorKind,
    Likelihood,
    OnsetRule,
    Role,
    Site,
    WarningProblem,
)
from vedette.types.sources import Capture, Check, Failure, Outlet, OutletKind, Source, SourceKind

__all__ = [
    "Access",
    "Actor",
    "Arrival",
    "Assessment",
    "Basis",
    "Bulletin",
    "Capture",
    "Check",
    "Claim",
    "ClaimType",
    "Coverage",
    "DateMention",
    "Dissent",
    "Document",
    "Event",
    "Evidence",
    "Failure",
    "Figure",
    "FigureKind",
    "Ground",
    "Hypothesis",
    "Indication",
    "Indicator",
    "IndicatorKind",
    "IndicatorState",
    "Kind",
    "LedgerEntry",
    "Level",
    "Likelihood",
    "Modality",
    "Mover",
    "OnsetRule",
    "Outlet",
    "OutletKind",
    "PlaceMention",
    "Posterior",
    "Probability",
    "Qualifier",
    "Reading",
    "Report",
    "Role",
    "Run",
    "Site",
    "Source",
    "SourceKind",
    "Span",
    "Standing",
    "State",
    "Statement",
    "StoryMember",
    "WarningProblem",
    "Weight",
    "When",
    "content_id",
    "day_of",
    "speaks",
    "standing",
]
