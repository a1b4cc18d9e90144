"""Places made coarse before they leave the system: never finer than 5 km."""

import math
from dataclasses import replace

from vedette.types import Site, WarningProblem

GRID = 0.05  #: degrees; of latitude that is 5.55 km
_LEAST_COSINE = 0.05  # nearer the poles than 87 degrees the step stays at one degree


def coarse(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the point rounded to a grid of at least 5 km both ways, in degrees.

    A degree of longitude shrinks with the cosine of the latitude, so its step is the smallest
    whole multiple of `GRID` that still spans 0.05 degrees of latitude. Rounding twice changes
    nothing.

    >>> coarse(52.6432, 31.7719)
    (52.65, 31.8)
    """
    north = _round(latitude, GRID)
    cosine = max(abs(math.cos(math.radians(north))), _LEAST_COSINE)
    return north, _round(longitude, GRID * math.ceil(round(1 / cosine, 9)))


def is_coarse(latitude: float, longitude: float) -> bool:
    """Return whether the point already lies on the grid of `coarse`."""
    north, east = coarse(latitude, longitude)
    return math.isclose(north, latitude, abs_tol=1e-9) and math.isclose(east, longitude, abs_tol=1e-9)


def coarse_problem(problem: WarningProblem) -> WarningProblem:
    """Return the problem with its sites on the grid."""
    return replace(problem, sites=tuple(_coarse_site(site) for site in problem.sites))


def _coarse_site(site: Site) -> Site:
    latitude, longitude = coarse(site.latitude, site.longitude)
    return replace(site, latitude=latitude, longitude=longitude)


def _round(value: float, step: float) -> float:
    return round(round(value / step) * step, 6) + 0.0  # + 0.0: no minus zero
