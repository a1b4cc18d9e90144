"""Probability words of ICD 203, with the number beside them."""

from vedette.types import Probability

#: lower edge (included) in percent, and the word: Intelligence Community Directive 203, 2015
BANDS = (
    (95, "almost certain"),
    (80, "very likely"),
    (55, "likely"),
    (45, "roughly even chance"),
    (20, "unlikely"),
    (5, "very unlikely"),
    (1, "almost no chance"),
)


def percent(p: float) -> int:
    """Return a probability in whole percent, clamped to 1-99: nothing is impossible or certain."""
    return min(99, max(1, int(p * 100 + 0.5)))


def word(p: float) -> str:
    """Return the word for a probability; bands are half-open, and the printed percent decides.

    >>> word(0.55), word(0.544), word(0.0)
    ('likely', 'roughly even chance', 'almost no chance')
    """
    shown = percent(p)
    return next(name for edge, name in BANDS if shown >= edge)


def phrase(chance: Probability) -> str:
    """Return word, median and band: 'likely, 62 % (90 % band 41-78)'."""
    low, high = percent(chance.low), percent(chance.high)
    return f"{word(chance.p)}, {percent(chance.p)} % (90 % band {low}-{high})"
