"""The figure ledger: who claims how many of what, and how each claim stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vedette.types.claims import Figure

#: For so long a figure speaks for the present: the rhythm at which the build-up of 2021 was counted anew.
LIVE = timedelta(days=21)


class Standing(StrEnum):
    """How a claimed figure stands at a time."""

    LIVE = "live"
    CONTRADICTED = "contradicted"  #: live, and can't be true together with another live figure of its scope
    LAPSED = "lapsed"  #: too old to speak for the present
    SUPERSEDED = "superseded"  #: its speaker has given a later one of its scope
    CORRECTED = "corrected"  #: taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One claimed figure in a problem's ledger."""

    claim: str
    document: str
    known_at: datetime
    speaker: str  #: as named, or the outlet
    speaker_code: str
    relay: tuple[str, ...]
    outlet: str
    family: str
    figure: Figure
    place: str | None
    scope: str  #: normalised key: only entries with the same key are compared
    superseded_by: str | None = None  #: claim id of the figure that stands in its stead
    contradicts: tuple[str, ...] = ()  #: claim ids of live figures of this scope that can't both be true
    corrected_by: str | None = None  #: claim id of what takes it back
    repeated_at: datetime | None = None  #: when its speaker last gave it again


def standing(entry: LedgerEntry, as_of: datetime) -> Standing:
    """Return how an entry of the ledger as of a time stands then."""
    if entry.corrected_by:
        return Standing.CORRECTED
    if entry.superseded_by:
        return Standing.SUPERSEDED
    if as_of - (entry.repeated_at or entry.known_at) >= LIVE:
        return Standing.LAPSED
    return Standing.CONTRADICTED if entry.contradicts else Standing.LIVE


def speaks(entry: LedgerEntry, as_of: datetime) -> bool:
    """Return whether an entry speaks for the present: live, contradicted or not."""
    return standing(entry, as_of) in (Standing.LIVE, Standing.CONTRADICTED)
