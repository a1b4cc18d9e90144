"""Which sources have fallen silent: the rhythm of each outlet, and who carried a problem's evidence.

That anything at all arrives says nothing of those who told of a problem: a feed of sports results must not
make their silence look like peace.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from vedette.types import Arrival, Report

#: An outlet's usual gap is the median of its last so many gaps between days on which it spoke.
GAPS = 10
#: An outlet is silent after so many usual gaps. One that speaks at random is silent that long once in sixteen
#: gaps: a gap is longer than n medians with a chance of 1 in 2**n (exponential gaps).
PATIENCE = 4
#: Days with documents from which on an outlet has a rhythm; rarer ones are taken together as one source.
RHYTHM = 3
#: The evidence of so long up to the newest says who carries a problem: two dwells of a level, so that whoever
#: takes a subject over is the one asked within a month.
CARRIED = timedelta(days=28)


class Rhythms:
    """When each outlet spoke. Answers as of any time by what was known then."""

    def __init__(self, arrivals: Iterable[Arrival]) -> None:
        """Take in the arrivals, in the order of known_at."""
        self._times: dict[str | None, list[datetime]] = defaultdict(list)
        self._days: dict[str | None, list[datetime]] = defaultdict(list)  #: the first document of each day
        #: PATIENCE usual gaps by outlet and number of days on which it had spoken
        self._patience: dict[tuple[str | None, int], timedelta] = {}
        for one in arrivals:
            self._add(one.outlet, one.known_at)
            if len(self._days[one.outlet]) < RHYTHM:
                self._add(None, one.known_at)

    def _add(self, outlet: str | None, when: datetime) -> None:
        self._times[outlet].append(when)
        days = self._days[outlet]
        if not days or days[-1].date() < when.date():
            days.append(when)

    def silent(self, outlet: str, as_of: datetime, least: timedelta) -> bool:
        """Return whether an outlet is silent longer than `least` and than four times its usual gap."""
        who = outlet if bisect_right(self._days.get(outlet, ()), as_of) >= RHYTHM else None
        times = self._times.get(who, ())
        spoken = bisect_right(times, as_of)
        if not spoken:
            return False  # nothing is known of it: it has not fallen silent
        key = (who, bisect_right(self._days[who], as_of))
        if key not in self._patience:
            self._patience[key] = PATIENCE * self._usual(*key)
        return as_of - times[spoken - 1] > max(least, self._patience[key])

    def _usual(self, who: str | None, until: int) -> timedelta:
        """Return the usual gap by the first `until` days on which an outlet spoke."""
        last = [day.date() for day in self._days[who][max(0, until - GAPS - 1) : until]]
        gaps = [(later - earlier).days for earlier, later in pairwise(last)]
        return timedelta(days=median(gaps) if gaps else 0)


def carriers(reports: Iterable[Report]) -> dict[str, frozenset[str]]:
    """Return the outlets that told each story behind the newest evidence; `reports` come newest first."""
    told: dict[str, set[str]] = defaultdict(set)
    newest: datetime | None = None
    for report in reports:
        newest = newest or report.known_at
        if newest - report.known_at > CARRIED:
            break
        told[report.story].add(report.outlet.name)
    return {story: frozenset(outlets) for story, outlets in told.items()}


def fallen_silent(
    told: dict[str, frozenset[str]], rhythms: Rhythms, as_of: datetime, least: timedelta
) -> tuple[str, ...]:
    """Return the silent outlets by name, if nobody speaks any more who told half of the stories or more."""
    outlets = {outlet for tellers in told.values() for outlet in tellers}
    silent = {outlet for outlet in outlets if rhythms.silent(outlet, as_of, least)}
    lost = sum(tellers <= silent for tellers in told.values())
    return tuple(sorted(silent)) if lost and 2 * lost >= len(told) else ()
