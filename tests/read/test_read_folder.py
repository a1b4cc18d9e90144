"""The reader model's folder: what is damaged or fits not is refused when it is loaded."""

import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vedette.config import data_file
from vedette.errors import ReadError
from vedette.read.gate import BUCKETS
from vedette.read.hints import Hints
from vedette.read.network import MAX_TOKENS, Network

FILES = ("reader.onnx", "tokenizer.json", "gate.npy", "reader.json")
TEXT = "North Korea threatened South Korea with a sea of fire."
PAIR = (0, 11), (23, 34)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes(data_file("reader", name).read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(data_file("reader"))


def fitted(**changes: Any) -> str:
    """Return the shipped reader.json with other values."""
    settings = json.loads(data_file("reader", "reader.json").read_text("utf-8")) | changes
    return json.dumps(settings)


def replaced(folder: Path, name: str, data: bytes) -> None:
    """Put other bytes in the place of a file, and their digest in reader.json."""
    (folder / name).write_bytes(data)
    settings = json.loads((folder / "reader.json").read_text("utf-8"))
    settings["digests"][name] = hashlib.sha256(data).hexdigest()
    (folder / "reader.json").write_text(json.dumps(settings))


def array(*shape: int, value: float = 0.0) -> bytes:
    file = io.BytesIO()
    np.save(file, np.full(shape, value, np.float32))
    return file.getvalue()


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "gate.npy"])
def test_a_file_of_another_digest_is_refused(folder: Path, name: str) -> None:
    damaged = bytearray((folder / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (folder / name).write_bytes(damaged)
    with pytest.raises(ReadError, match=f"damaged: {name} has another digest"):
        Network(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ReadError, match=f"can't be loaded: .*{name}"):
        Network(folder)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(ReadError, match="can't be loaded"):
        Network(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        fitted(digests={}),
        fitted(digests=[]),
        fitted(digests={"reader.onnx": "0"}),
        fitted(digests={"reader.onnx": "0", "tokenizer.json": "0", "../secrets": "0"}),
        fitted(trigger_threshold="0.5"),
        fitted(trigger_threshold=None),
        fitted(further_threshold=1.5),
        fitted(kind_share=-0.1),
        fitted(asserted_threshold=float("nan")),
        fitted(temperature=0),
        fitted(temperature=float("inf")),
        fitted(gate_threshold=float("nan")),
        fitted(gate_threshold=float("inf")),
        fitted(indicator_thresholds={"H1": "high"}),
        fitted(indicator_thresholds=None),
        fitted(treshold=0.5),
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path: Path, text: str) -> None:
    for name in FILES[:-1]:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "reader.json").write_text(text)
    with pytest.raises(ReadError, match=r"can't be loaded: reader\.json: "):
        Network(tmp_path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("reader.onnx", b""),
        ("reader.onnx", b"no graph"),
        ("tokenizer.json", b"{}"),
        ("tokenizer.json", b"\xff"),
        ("gate.npy", b""),
        ("gate.npy", b"no weights"),
        ("gate.npy", array(BUCKETS)),
        ("gate.npy", array(BUCKETS + 1, 1)),
        ("gate.npy", array(BUCKETS + 1, value=float("nan"))),
    ],
)
def test_a_broken_file_is_refused_though_its_digest_is_right(folder: Path, name: str, data: bytes) -> None:
    replaced(folder, name, data)
    with pytest.raises(ReadError, match=f"damaged: {name} can't be used"):
        Network(folder)


def test_more_words_than_the_network_knows_are_refused(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    vocabulary["vedettes"] = len(vocabulary)
    replaced(folder, "tokenizer.json", json.dumps(tokenizer).encode())
    with pytest.raises(ReadError, match=r"reader\.onnx can't be used"):
        Network(folder)
    assert capfd.readouterr().err == ""


def test_without_a_gate_every_sentence_is_read(folder: Path, network: Network) -> None:
    dull = "The baker won a prize for a cake at the village fair."
    assert not network.passes(dull)
    settings = json.loads((folder / "reader.json").read_text("utf-8"))
    del settings["digests"]["gate.npy"]
    (folder / "reader.json").write_text(json.dumps(settings | {"gate_threshold": float("-inf")}))
    assert Network(folder).passes(dull)


def test_a_pair_in_a_long_text_is_judged_by_what_stands_around_it(network: Network) -> None:
    before = "Rain fell on the hills, and the markets were calm. " * 40
    text = before + TEXT + " The festival went on until Sunday." * 40
    actor, recipient = ((len(before) + start, len(before) + end) for start, end in PAIR)
    chances = network.relate(text, Hints(), actor, recipient)
    assert max(chances, key=lambda kind: chances[kind]) == "THREATEN"
    assert max(chances.values()) > 0.5
    far = (0, 4)
    with pytest.raises(ValueError, match=f"more than {MAX_TOKENS - 2} word pieces apart"):
        network.relate(text, Hints(), far, recipient)


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        (TEXT, (0, 0), (23, 34)),
        (TEXT, (11, 12), (23, 34)),  # a blank
        (TEXT, (5, 2), (23, 34)),
        (TEXT, (-3, 2), (23, 34)),
        (TEXT, (0, 11), (23, 400)),
        (TEXT, (0, 11), (0, 11)),
        (TEXT, (0, 11), (6, 22)),
        ("", (0, 0), (0, 0)),
    ],
)
def test_what_is_no_pair_is_refused(
    network: Network, text: str, actor: tuple[int, int], recipient: tuple[int, int]
) -> None:
    with pytest.raises(ValueError, match=r"no words of a text|overlap"):
        network.relate(text, Hints(), actor, recipient)


def test_a_party_may_act_on_nobody(network: Network) -> None:
    assert sum(network.relate(TEXT, Hints(), PAIR[0], None).values()) == pytest.approx(1)
