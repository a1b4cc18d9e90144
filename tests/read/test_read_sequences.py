"""The likeliest sequence of tags."""

import numpy as np

from vedette.read.sequences import likeliest

O, B, I, B2, I2 = range(5)  # noqa: E741


def logits(*rows: dict[int, float]) -> np.ndarray:
    found = np.full((len(rows), 5), -4.0, np.float32)
    for number, row in enumerate(rows):
        for tag, value in row.items():
            found[number, tag] = value
    return found


def test_nothing_marked_is_nothing_found() -> None:
    assert likeliest(logits({O: 1}, {O: 1, B: 0.9}, {O: 2})) == [O, O, O]


def test_an_inside_goes_on_from_its_own_kind_only() -> None:
    assert likeliest(logits({B: 4}, {I2: 4, I: 3.5}, {I: 4})) == [B, I, I]


def test_a_word_that_differs_a_little_from_its_neighbours_is_no_stretch_of_its_own() -> None:
    rows = logits({B: 4}, {I: 4}, {I: 2, B2: 2.5}, {I: 4})
    assert list(rows.argmax(-1)) == [B, I, B2, I]
    assert likeliest(rows) == [B, I, I, I]
    assert likeliest(rows, begins=0) == [B, I, I, I]  # nothing goes on from what is not there


def test_what_begins_must_be_worth_its_cost() -> None:
    rows = logits({O: 1, B: 1.5}, {O: 3})
    assert likeliest(rows, begins=1) == [O, O]
    assert likeliest(rows, begins=0) == [B, O]
