"""What a number counts and how, between rules and the reader's network."""

import pytest

from vedette.read.figures import find
from vedette.read.reader import FoundNumber, Pointed
from vedette.read.weighed import KIND_OF_RULES, OF_NONE, OF_RULES
from vedette.types import FigureKind, Span

TEXT = "Some 300 soldiers stood at the bridge."


def number(units: dict[str, float], kinds: dict[FigureKind, float] | None = None) -> dict[int, FoundNumber]:
    """Return what a reader says of TEXT's number."""
    at = Span(start=TEXT.index("300"), end=TEXT.index("300") + 3)
    return {at.start: FoundNumber(at=at, giver=Pointed(), units=units, kinds=kinds or {})}


def share(of_rules: float) -> tuple[float, float]:
    """Return chances of two answers between which a weight of the rules is just the balance."""
    return 1 / (1 + of_rules), of_rules / (1 + of_rules)


@pytest.mark.parametrize(("more", "unit"), [(0.9, "troops"), (1.1, "people")])
def test_the_network_outweighs_the_unit_of_the_rules_where_it_is_surer(more: float, unit: str) -> None:
    ours, theirs = share(OF_RULES)
    (found,) = find(TEXT, read=number({"troops": ours, "people": theirs * more}))
    assert found.figure.unit == unit


@pytest.mark.parametrize(("more", "count"), [(0.9, 1), (1.1, 0)])
def test_a_number_of_the_rules_may_be_no_figure(more: float, count: int) -> None:
    ours, theirs = share(OF_RULES)
    assert len(find(TEXT, read=number({"troops": ours, "": theirs * more}))) == count


def test_a_number_that_rules_make_nothing_of_may_be_a_figure() -> None:
    text = "The night brought 300."
    at = Span(start=text.index("300"), end=text.index("300") + 3)
    assert not find(text)
    ours, theirs = share(OF_NONE)
    for more, units in ((0.9, []), (1.1, ["killed"])):
        said = FoundNumber(at=at, giver=Pointed(), units={"": ours, "killed": theirs * more})
        assert [one.figure.unit for one in find(text, read={at.start: said})] == units


@pytest.mark.parametrize(("more", "kind"), [(0.9, FigureKind.STOCK), (1.1, FigureKind.DELTA)])
def test_how_it_counts_is_weighed_likewise(more: float, kind: FigureKind) -> None:
    ours, theirs = share(KIND_OF_RULES)
    kinds = {FigureKind.STOCK: ours, FigureKind.DELTA: theirs * more, FigureKind.PROJECTION: 0.0}
    (found,) = find(TEXT, read=number({"troops": 1.0}, kinds))
    assert found.figure.kind is kind


def test_finer_units_of_the_rules_are_one_to_the_network() -> None:
    text = "Some 300 villages burned."
    at = Span(start=text.index("300"), end=text.index("300") + 3)
    (alone,) = find(text)
    assert alone.figure.unit == "sites"
    said = FoundNumber(at=at, giver=Pointed(), units={"other": 0.9, "": 0.1, "people": 0.0})
    (found,) = find(text, read={at.start: said})
    assert found.figure.unit == "sites"
