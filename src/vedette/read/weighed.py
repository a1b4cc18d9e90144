"""What a number counts and how, where rules and the reader's network both have a say.

Both are right on most numbers and wrong on different ones. The rules' answer multiplies the network's chance
of the same answer (a product of experts, Hinton 2002, one of which knows but yes and no).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vedette.read.reader import FoundNumber
from vedette.read.understood import Number
from vedette.types import FigureKind

# Set on 400 sentences that neither had learnt from (bench/figures, `tune`; F1): figures by rules alone 75.6,
# with 3, 8, 20 and 50 for the unit 81.3, 83.4, 83.1 and 82.1; with 2 to 16 where there is none 83.3 to 83.4;
# figures with their kind by rules alone 62.4, with 1, 2 and 4 74.8, 74.9 and 74.5. There 8 would be as good
# for what befell them, too (83.4; with 60 82.4), but on the 400 development headlines 8 loses two figures
# of a hundred that the rules have ('farmers commit suicide') and 60 none.
#: so many times likelier is the unit that rules find, and no figure where they find none
OF_RULES = 8.0
OF_NONE = 16.0
#: the same of what befell those counted, where words say it
OF_FATE = 60.0
#: so many times likelier is the kind that rules find
KIND_OF_RULES = 2.0


def weighed(numbers: Sequence[Number], read: Mapping[int, FoundNumber]) -> list[Number]:
    """Return the numbers with the units that are likeliest by rules and network; None: no figure.

    `read` is what a reader says of the number that begins at an offset. A number that rules take to share
    another's noun follows it.
    """
    found: dict[int, Number] = {}
    for number in numbers:
        one = number
        if one.like is not None and (leading := found.get(one.like)):
            one = replace(one, unit=leading.unit)
        found[number.said.first] = _weighed(one, read.get(number.said.first))
    return list(found.values())


def _weighed(number: Number, read: FoundNumber | None) -> Number:
    unit = number.unit or ""
    if read is None or not read.units or unit.startswith("percent"):
        return number
    own = unit if unit in read.units else "other"  # the rules have finer ones: villages, raids, brigades
    chances = dict(read.units)
    chances[own] *= (OF_FATE if number.told else OF_RULES) if own else OF_NONE
    best = max(chances, key=lambda one: chances[one])
    return number if best == own else replace(number, unit=best or None, told="")


def kind_weighed(kind: FigureKind, read: FoundNumber | None) -> FigureKind:
    """Return how a figure counts by rules and network."""
    if read is None or not read.kinds:
        return kind
    return max(read.kinds, key=lambda one: read.kinds[one] * (KIND_OF_RULES if one is kind else 1))
