"""Who is who to a problem, and what lies in its theatre."""

import math
from collections.abc import Iterable

from vedette.types import Access, Actor, Outlet, OutletKind, PlaceMention, Role, WarningProblem

UNKNOWN = "UNK"
#: groups that do not act or speak for the state whose code they carry
CIVIL = frozenset({"BUS", "CVL", "MED", "NGO", "OPP"})
#: km from a site that is still the theatre: the staging areas of 2021 lay up to 260 km from Ukraine's border
#: (Yelnya); Moscow, named in every second report, is 312 km from the nearest site and must stay out
REACH = 300.0
EARTH = 6371.0  # km, mean radius


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in km of two (latitude, longitude) in degrees.

    >>> round(distance((54.57, 33.17), (55.75, 37.62)))
    312
    """
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (a, b))
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(h)))


def plain(name: str) -> str:
    """Return a place name fit to compare: no case, no apostrophes (Yel'nya, Yelnya)."""
    return "".join(letter for letter in name.casefold() if letter not in "'’ʼ`ʹ")


def state_of(code: str) -> str:
    """Return the code before ':GROUP'."""
    return code.partition(":")[0]


def within(code: str | None, codes: Iterable[str]) -> bool:
    """Return whether `code` is one of `codes` or a group of one."""
    return code is not None and any(code == one or code.startswith(one + ":") for one in codes)


class Parties:
    """The parties and the theatre of one problem, with what was looked up before kept."""

    def __init__(self, problem: WarningProblem) -> None:
        self.problem = problem
        self._names = {plain(name) for name in (*problem.places, *(site.name for site in problem.sites))}
        self._sites = tuple((site.latitude, site.longitude) for site in problem.sites)
        self._known: dict[tuple[str, str | None, float | None, float | None, str | None], bool] = {}

    def side(self, code: str | None) -> Role:
        """Return whose side a code is on. `none` for nobody and for the unknown."""
        if not code or code == UNKNOWN:
            return Role.NONE
        if within(code, self.problem.proxies):
            return Role.PROXY
        if within(code, (self.problem.instigator,)):
            return Role.INSTIGATOR
        if within(code, (self.problem.target,)):
            return Role.TARGET
        return Role.THIRD

    def plays(self, code: str | None, roles: Iterable[Role], *, acts: bool) -> bool:
        """Return whether `code` may fill a slot for `roles`.

        Citizens, press, parties and firms do not act for their state, but what is done to them is done
        to it. A third party must be one of the problem's, if it names any.
        """
        wanted = frozenset(roles)
        if Role.ANY in wanted:
            return True
        side = self.side(code)
        if side is Role.NONE or code is None:
            return Role.NONE in wanted
        if acts and code.partition(":")[2] in CIVIL:
            return False
        if side is Role.THIRD and self.problem.thirds and not within(code, self.problem.thirds):
            return False
        return side in wanted

    def official(self, speaker: Actor | None, outlet: Outlet, *, vouched: bool) -> str | None:
        """Return the code of the government or organisation that speaks, None if none does.

        With no speaker a ministry's or state outlet speaks for its country.
        `vouched` says that the reader took the speaker for an official.
        """
        if speaker is not None:
            if speaker.code == UNKNOWN or (speaker.code.partition(":")[2] in CIVIL and not vouched):
                return None
            return speaker.code
        return outlet.country if outlet.kind in (OutletKind.MINISTRY, OutletKind.STATE_MEDIA) else None

    def access(self, code: str) -> Access:
        """Return the access of an official of `code`; proxies know what their patron knows."""
        return {
            Role.INSTIGATOR: Access.INSTIGATOR,
            Role.PROXY: Access.INSTIGATOR,
            Role.TARGET: Access.TARGET,
        }.get(self.side(code), Access.THIRD)

    def in_theatre(self, place: PlaceMention) -> bool:
        """Return whether a place is in a theatre country, named by the problem, or near a site."""
        key = (place.text, place.name, place.latitude, place.longitude, place.country)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._in_theatre(place)
        return known

    def _in_theatre(self, place: PlaceMention) -> bool:
        if place.country in self.problem.theatre:
            return True
        if any(name and plain(name) in self._names for name in (place.name, place.text)):
            return True
        if place.latitude is None or place.longitude is None:
            return False
        here = (place.latitude, place.longitude)
        return any(distance(here, site) <= REACH for site in self._sites)
