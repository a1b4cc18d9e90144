"""Which of many reports can bear on a problem at all, so that a board of many problems looks at few each.

Every indicator asks for a party of the problem or for a place in its theatre. Reports are looked up by the
states their acts name and by the places of their documents; of a story that is kept its first report is kept
too, for who told it first decides on its family. `bind` on what is left gives what it gives on all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from vedette.types import Indicator, PlaceMention, Report, Role, WarningProblem
from vedette.watch.families import arrival
from vedette.watch.parties import REACH, Parties, plain, state_of

#: degrees of latitude that REACH can span: a degree is 110.6 km or more
_BAND = REACH / 110.5
_TIED = frozenset({Role.INSTIGATOR, Role.TARGET, Role.PROXY})


class Bearing:
    """Reports by what they name. They come, and are given back, in the order of known_at."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._acts: dict[str, set[int]] = defaultdict(set)  #: positions by state of actor or recipient
        self._first: dict[str, int] = {}  #: position of the first report of a story
        spots: dict[tuple[object, ...], tuple[PlaceMention, set[int]]] = {}
        for n, report in enumerate(reports):
            event = report.claim.event
            for actor in (event.actor, event.recipient) if event else ():
                if actor is not None:
                    self._acts[state_of(actor.code)].add(n)
            first = self._first.setdefault(report.story, n)
            if arrival(report) < arrival(reports[first]):
                self._first[report.story] = n
            for place in report.places:
                key = (place.text, place.name, place.latitude, place.longitude, place.country)
                spots.setdefault(key, (place, set()))[1].add(n)
        self._spots = list(spots.values())
        self._latitudes = np.array(
            [np.nan if place.latitude is None else place.latitude for place, _ in self._spots]
        )
        self._by_country: dict[str | None, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for n, (place, _) in enumerate(self._spots):
            self._by_country[place.country].append(n)
            for name in (place.name, place.text):
                if name:
                    self._by_name[plain(name)].append(n)

    def on(self, problem: WarningProblem) -> list[Report]:
        """Return the reports that can bear on a problem, with the first of each of their stories."""
        if not all(map(_is_tied, problem.indicators)):
            return list(self._reports)
        kept: set[int] = set()
        for code in {state_of(one) for one in (problem.instigator, problem.target, *problem.proxies)}:
            kept |= self._acts.get(code, set())
        parties = Parties(problem)
        for n in self._near(problem):
            place, positions = self._spots[n]
            if parties.in_theatre(place):
                kept |= positions
        kept |= {self._first[self._reports[n].story] for n in kept}
        return [self._reports[n] for n in sorted(kept)]

    def _near(self, problem: WarningProblem) -> Iterable[int]:
        """Return the places that may lie in the theatre, of which few do not."""
        found: set[int] = set()
        for country in problem.theatre:
            found.update(self._by_country.get(country, ()))
        for name in (*problem.places, *(site.name for site in problem.sites)):
            found.update(self._by_name.get(plain(name), ()))
        for site in problem.sites:
            found.update(np.flatnonzero(np.abs(self._latitudes - site.latitude) <= _BAND).tolist())
        return found


def _is_tied(one: Indicator) -> bool:
    """Return whether an indicator asks for a party or the theatre; a problem's own need not."""
    return one.place == "theatre" or set(one.actor) <= _TIED or set(one.recipient) <= _TIED
