"""Sentences: what ends one and what does not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read.sentences import LIMIT, cut, split
from vedette.types import Span


def parts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops left. Tanks stayed.", ["Troops left.", "Tanks stayed."]),
        ("Mr. Novak met Gen. A. B. Marsh at 3.5 km.", ["Mr. Novak met Gen. A. B. Marsh at 3.5 km."]),
        ("The U.S. Army moved. It stopped.", ["The U.S. Army moved.", "It stopped."]),
        ("They left the U.S. The fleet stayed.", ["They left the U.S.", "The fleet stayed."]),
        ("'We go.' They went.", ["'We go.'", "They went."]),
        ('"Go!" she said. He went.', ['"Go!" she said.', "He went."]),
        ("They met on Jan. 5 in Riga.", ["They met on Jan. 5 in Riga."]),
        ("It ended at 5 p.m. The guns fell silent.", ["It ended at 5 p.m.", "The guns fell silent."]),
        ("Army on the move\n\nIt began at dawn.", ["Army on the move", "It began at dawn."]),
        ("Points:\n- one\n- two", ["Points:", "- one", "- two"]),
        ("", []),
        (" \n\n \t", []),
    ],
)
def test_ends(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_hard_wrapped_lines_are_one_sentence() -> None:
    line = "The convoy of some forty lorries left the garrison before dawn and"
    text = f"{line}\n{line.replace('convoy', 'column')}\nthen stopped at the river."
    assert len(split(text)) == 1


def test_a_paragraph_always_ends_a_sentence() -> None:
    assert parts("no stop here\n\nnor here") == ["no stop here", "nor here"]


def test_what_is_too_long_is_cut_at_a_clause() -> None:
    text = "the guns were heard again and again, " * 400
    spans = split(text)
    assert max(span.end - span.start for span in spans) <= LIMIT
    assert text[spans[0].end - 1] == ","


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short enough", ["short enough"]),
        ("guns near Kursk; tanks near Yelnya", ["guns near Kursk;", "tanks near Yelnya"]),
        ("guns near Kursk\ntanks near Yelnya", ["guns near Kursk", "tanks near Yelnya"]),
        ("a, guns-and-tanks-and-men near Kursk", ["a, guns-and-tanks-an", "d-men near Kursk"]),
    ],
)
def test_a_cut_is_at_a_clause_else_at_a_space_else_anywhere(text: str, expected: list[str]) -> None:
    spans = cut(text, Span(start=0, end=len(text)), 20)
    assert [text[span.start : span.end] for span in spans] == expected


@given(st.text(alphabet=st.sampled_from("Ab ,\n;"), max_size=80), st.integers(2, 30))
def test_a_cut_loses_only_white_space(text: str, limit: int) -> None:
    spans = list(cut(text, Span(start=0, end=len(text)), limit))
    assert all(0 < span.end - span.start <= limit for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert "".join("".join(text[s.start : s.end] for s in spans).split()) == "".join(text.split())


@given(st.text(alphabet=st.sampled_from("Ab .!?\n'\"“”,-1é\u200f🙂。"), max_size=300))
def test_sentences_are_in_order_and_lose_only_white_space(text: str) -> None:
    spans = split(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())
