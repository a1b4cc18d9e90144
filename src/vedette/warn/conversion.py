"""Battalion tactical groups in troops: a stated assumption beside a claim, never in its place."""

from dataclasses import dataclass

from vedette.types import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What a count of units would be in troops, by which factor, after whom."""

    low: float
    high: float
    least: int  #: troops of the smallest group
    most: int  #: of the largest
    source: str


#: Troops of one group, least and most, and where this stands
BTG = (700, 900, "Grau and Bartles, The Russian Way of War, 2016")


def in_troops(figure: Figure, *, factor: tuple[int, int, str] = BTG) -> Converted | None:
    """Return a count of battalion tactical groups in troops; None for any other unit.

    Groups differ and support troops come on top, so that the result is an order of magnitude. It is
    shown with factor and source beside the claim; nobody claimed it, and no ledger compares it.

    >>> found = in_troops(Figure(low=28, high=28, unit="btg"))
    >>> (found.low, found.high, found.source)
    (19600, 25200, 'Grau and Bartles, The Russian Way of War, 2016')
    """
    if figure.unit != "btg":
        return None
    least, most, source = factor
    return Converted(low=figure.low * least, high=figure.high * most, least=least, most=most, source=source)
