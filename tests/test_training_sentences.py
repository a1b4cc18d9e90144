"""Our own sentences to learn from: pairs in PLV's convention, and labelled figures."""

import json
import random
from pathlib import Path

import pytest
from train.figured import GOLD, WRITTEN, written
from train.related import PairError, related
from train.restated import renamed, reworded
from train.samples import Number, Sample

from vedette.read.heads import PAIR_KINDS
from vedette.types import FigureKind


def test_every_pair_names_two_parties_and_a_root() -> None:
    samples = list(related())
    assert len(samples) > 2500
    assert len({sample.text for sample in samples}) == len(samples)
    for sample in samples:
        assert sample.pair is not None
        assert sample.pair.recipient is not None
        assert sample.pair.kind in PAIR_KINDS
        first, second = sorted((sample.pair.actor, sample.pair.recipient))
        assert 0 <= first[0] < first[1] <= second[0] < second[1] <= len(sample.text)


@pytest.mark.parametrize(
    "line",
    [
        "AID no mark",
        "AID\t[S One] mark",
        "AID\t[S One] and [S two] help [T three]",
        "AID\t[S A] helps [T B] [C d]",
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "aid.tsv").write_text(f"AID\t[S Mali] feeds [T Niger]\n{line}\n", "utf-8")
    with pytest.raises(PairError, match=r"aid\.tsv:2"):
        list(related(tmp_path))


def test_labelled_figures_stand_in_their_sentences() -> None:
    lines = [
        line for path in sorted(WRITTEN.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    rows = [json.loads(line) for line in lines]
    assert len(rows) > 6000
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for figure in row["figures"]:
            assert figure["kind"] in set(FigureKind)
            assert figure["low"] <= figure["high"]
            assert figure["as"] in row["text"]
            assert figure["by"] in row["text"]
            assert bool(figure["by"]) == bool(figure["speaker"]), row["id"]
            if "own" in figure:
                assert figure["own"] in row["text"]
                assert bool(figure["own"]) == bool(figure["of"]), row["id"]


def test_no_measured_figure_is_learnt_from() -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    measured = {row["text"] for row in gold if row["split"] != "develop"}
    learnt = list(written())
    assert len(learnt) > 2700
    assert not measured & {sample.text for sample in learnt}
    numbers = [number for sample in learnt for number in sample.numbers or ()]
    assert sum(bool(number.givers) for number in numbers) > 2000
    assert sum(not number.givers for number in numbers) > 1000  # the outlet's own


TEXT = "Kyiv, which fears more, says Russian forces lost 40 tanks near Izium."


def stretch(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def labelled() -> Sample:
    first, last = stretch(TEXT, "40")
    number = Number(
        start=first,
        end=last,
        unit="tanks",
        kind="stock",
        givers=(stretch(TEXT, "Kyiv"),),
        owners=(stretch(TEXT, "Russian forces"),),
    )
    return Sample(name="one", text=TEXT, numbers=(number,))


def said(sample: Sample) -> list[str]:
    """Return the words of number, giver and owner."""
    (number,) = sample.numbers or ()
    at = ((number.start, number.end), *(number.givers or ()), *(number.owners or ()))
    return [sample.text[start:end] for start, end in at]


def test_labels_move_with_other_names() -> None:
    known = {value: ["Addis Ababa"] for value in range(10)}
    other = renamed(labelled(), known, random.Random(0))
    assert other is not None
    assert other.text == "Addis Ababa, which fears more, says Addis Ababa lost 40 tanks near Addis Ababa."
    assert said(other) == ["40", "Addis Ababa", "Addis Ababa"]


def test_labels_move_with_other_words_and_what_is_counted_is_open() -> None:
    words = {"fears": ["apprehends"], "says": ["holds"], "forces": ["units"], "tanks": ["guns"]}
    other = reworded(labelled(), words, 1.0, random.Random(0))
    assert other is not None
    assert other.text == "Kyiv, which apprehends more, holds Russian units lost 40 guns near Izium."
    assert said(other) == ["40", "Kyiv", "Russian units"]
    (number,) = other.numbers or ()
    assert number.unit is None
    assert number.kind is None


def test_a_sentence_without_names_or_known_words_has_no_other() -> None:
    bare = Sample(name="two", text="At dawn 40 more came.", numbers=(Number(start=8, end=10, unit="people"),))
    assert renamed(bare, {}, random.Random(0)) is None
    assert reworded(bare, {}, 1.0, random.Random(0)) is None
