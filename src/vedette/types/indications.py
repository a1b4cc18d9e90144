"""What the watch has: reports, indications, states of indicators."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vedette.types.claims import Access, Claim, PlaceMention
from vedette.types.sources import Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A claim with what is needed to weigh it: its document's outlet, story and clock."""

    claim: Claim
    outlet: Outlet
    story: str
    known_at: datetime
    url: str | None = None
    title: str = ""
    published: datetime | None = None
    places: tuple[PlaceMention, ...] = ()  #: of the reading; the claim's indices point here
    credit: str | None = None  #: whom the document copies, as printed
    withdrawn: datetime | None = None  #: when its document was replaced or retracted; None while it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """Evidence bound to one indicator of one problem."""

    problem: str
    indicator: str
    claim: str
    document: str
    family: str
    access: Access
    known_at: datetime
    strength: float  #: in [-1, 1]; negative: the claim denies it


class State(StrEnum):
    """What is known of an indicator."""

    OBSERVED = "observed"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorState:
    """An indicator of a problem as of one time."""

    code: str
    state: State
    since: datetime | None = None  #: first evidence of the current state
    latest: datetime | None = None  #: newest evidence
    expires: datetime | None = None
    families: int = 0
    access: tuple[Access, ...] = ()
    evidence: tuple[str, ...] = ()  #: claim ids, strongest first
    against: tuple[str, ...] = ()  #: claim ids that contradict it
