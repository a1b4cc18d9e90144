"""Days between withdrawals: what was believed on each, and from which day on the past looks otherwise.

A document that is replaced or retracted was believed until then. Its day of withdrawal sees a past
without it, the days before keep the past they had.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from vedette.types import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days, by their positions, on which nothing is withdrawn after the first."""

    first: int
    end: int  #: exclusive
    anew: int  #: where to begin, so that the past is without what the first day saw withdrawn
    believed: tuple[Report, ...]  #: withdrawn only later


def stretches(days: Sequence[datetime], withdrawn: Sequence[Report]) -> Iterator[Stretch]:
    """Yield the stretches of `days` (ascending); `withdrawn` are all reports that don't stand any more."""
    gone = {bisect_left(days, report.withdrawn) for report in withdrawn if report.withdrawn}
    firsts = sorted({0, *(n for n in gone if n < len(days))})
    for first, end in pairwise([*firsts, len(days)]):
        lost = [one for one in withdrawn if one.withdrawn and bisect_left(days, one.withdrawn) == first]
        yield Stretch(
            first=first,
            end=end,
            anew=min((bisect_left(days, one.known_at) for one in lost), default=first) if first else 0,
            believed=tuple(one for one in withdrawn if one.withdrawn and one.withdrawn > days[first])
            if end
            else (),
        )
