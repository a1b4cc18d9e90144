import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.judge.words import BANDS, percent, phrase, word
from vedette.types import Probability


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (0.0, "almost no chance"),
        (0.044, "almost no chance"),
        (0.05, "very unlikely"),
        (0.20, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_lower_edges_belong_to_the_band(p: float, expected: str) -> None:
    assert word(p) == expected


@given(st.floats(0, 1))
def test_the_word_never_contradicts_the_number_beside_it(p: float) -> None:
    shown = percent(p)
    assert 1 <= shown <= 99
    edges = {name: edge for edge, name in BANDS}
    assert edges[word(p)] <= shown


def test_phrase() -> None:
    chance = Probability(days=90, p=0.62, low=0.41, high=0.78)
    assert phrase(chance) == "likely, 62 % (90 % band 41-78)"
