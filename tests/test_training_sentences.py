"""Our own sentences to learn from: pairs in PLV's convention, and labelled figures."""

import json
from pathlib import Path

import pytest
from train.figured import GOLD, WRITTEN, written
from train.related import PairError, related

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
    assert len(rows) > 1800
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for figure in row["figures"]:
            assert figure["kind"] in set(FigureKind)
            assert figure["low"] <= figure["high"]
            assert figure["as"] in row["text"]
            assert figure["by"] in row["text"]
            assert bool(figure["by"]) == bool(figure["speaker"]), row["id"]


def test_no_measured_figure_is_learnt_from() -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    measured = {row["text"] for row in gold if row["split"] != "develop"}
    learnt = list(written())
    assert len(learnt) > 2700
    assert not measured & {sample.text for sample in learnt}
    numbers = [number for sample in learnt for number in sample.numbers or ()]
    assert sum(bool(number.givers) for number in numbers) > 2000
    assert sum(not number.givers for number in numbers) > 1000  # the outlet's own
