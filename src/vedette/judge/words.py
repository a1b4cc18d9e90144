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


def apart(p: float, edge: float) -> tuple[str, str]:
    """Return two probabilities as percentages, with as few decimals (at most 3) as tell them apart.

    Whole percents are clamped to 1-99 as ever.

    >>> apart(0.12, 0.15), apart(0.046, 0.05), apart(0.00996, 0.01)
    (('12 %', '15 %'), ('4.6 %', '5 %'), ('0.996 %', '1 %'))
    """
    shown = [(f"{percent(p)} %", f"{percent(edge)} %")]
    shown += [(f"{p * 100:.{n}f} %", f"{edge * 100:.{n}f} %") for n in (1, 2, 3)]
    first, second = next((one for one in shown if p == edge or one[0] != one[1]), shown[0])
    return _trimmed(first), _trimmed(second)


def _trimmed(text: str) -> str:
    number, _, unit = text.partition(" ")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number} {unit}"


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
