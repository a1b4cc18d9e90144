"""Territory that one state holds and another claims, as of a day.

Neutral by rule: a dispute says who holds and who claims, with its source, and never who is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vedette.read.names import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Who holds and who claims a place, and from when to when."""

    status: str  #: 'held by RUS, of UKR'
    start: str = ""  #: first day, month or year, ISO 8601; '' is older than the news
    end: str = ""  #: last day, month or year; '' still lasts
    source: str = ""

    def on(self, day: date | None) -> bool:
        """Tell whether it was so on a day; without one, whether it still is."""
        if day is None:
            return not self.end
        text = day.isoformat()  # a month sorts before its days, and holds those that begin with it
        return self.start <= text and (not self.end or text[: len(self.end)] <= self.end)


def dispute(row: Mapping[str, str]) -> Dispute | None:
    """Return the dispute of a table's row, None if it tells of none."""
    if not row["disputed"]:
        return None
    return Dispute(status=row["disputed"], start=row["from"], end=row["to"], source=row["source"])


def areas() -> dict[str, Dispute]:
    """Return the disputes of whole areas: by ISO alpha-3, 'UKR.11' (division) or GeoNames id of a town."""
    return {row["area"]: found for row in rows("places", "disputed.tsv") if (found := dispute(row))}
