"""Which part of a long text is read about a pair."""

import pytest

from vedette.read.hints import Hints
from vedette.read.pairs import Offsets, around, hints_within

#: ten words of five letters, each of two pieces of three and two
TEXT = " ".join(letter * 5 for letter in "abcdefghij")
PIECES: list[Offsets] = [
    offsets for start in range(0, len(TEXT), 6) for offsets in ((start, start + 3), (start + 3, start + 5))
]


def part(first: str, last: str, most: int) -> str:
    parties = [(TEXT.index(letter), TEXT.index(letter) + 5) for letter in (first, last)]
    start, end = around(TEXT, PIECES, parties, most)
    return TEXT[start:end]


@pytest.mark.parametrize(
    ("first", "last", "most", "expected"),
    [
        ("e", "f", 4, "eeeee fffff"),
        ("f", "e", 4, "eeeee fffff"),
        ("e", "f", 8, "ddddd eeeee fffff ggggg"),
        ("e", "f", 6, "eeeee fffff ggggg"),  # begins with a whole word
        ("a", "b", 8, "aaaaa bbbbb ccccc ddddd"),
        ("i", "j", 8, "ggggg hhhhh iiiii jjjjj"),
        ("a", "j", 20, TEXT),
        ("a", "j", 99, TEXT),
    ],
)
def test_a_pair_has_as_much_before_it_as_behind(first: str, last: str, most: int, expected: str) -> None:
    assert part(first, last, most) == expected


def test_a_pair_too_far_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 19 word pieces apart"):
        part("a", "j", 19)


def test_hints_move_with_the_part_and_those_beyond_it_go() -> None:
    hints = Hints(spans=((0, 1, 2, 5), (1, 2, 8, 12), (2, 3, 10, 20), (0, 4, 19, 25)))
    assert hints_within(hints, 8, 20).spans == ((1, 2, 0, 4), (2, 3, 2, 12))
