"""Leaves out of an encoder what news in Latin letters, cut where the reader cuts it, never uses."""

import json
from dataclasses import replace

import torch

from train.model import Network
from vedette.read.heads import MARKS
from vedette.read.network import MAX_TOKENS

#: Latin letters with all their accents; then general punctuation, superscripts and currencies
_LETTERS = ((0, 0x250), (0x2010, 0x20D0))


def trimmed(network: Network, tokenizer: str) -> tuple[Network, str]:
    """Return the network and its tokenizer (JSON) without pieces of other scripts, unused words and places.

    What is left keeps its order, and the marks of a pair their numbers; what is gone reads as unknown.
    """
    data = json.loads(tokenizer)
    vocabulary: dict[str, int] = data["model"]["vocab"]
    in_order = sorted(vocabulary.items(), key=lambda one: one[1])
    kept = [piece for piece, number in in_order if _is_kept(piece, number)]
    numbers = {piece: number for number, piece in enumerate(kept)}
    data["model"]["vocab"] = numbers
    for token in data["added_tokens"]:
        token["id"] = numbers[token["content"]]
    for name, token in data["post_processor"]["special_tokens"].items():
        token["ids"] = [numbers[name]]
    longest = MAX_TOKENS + len(MARKS)
    smaller = Network(replace(network.measures, vocabulary=len(kept), positions=longest))
    state = network.state_dict()
    state["positions.weight"] = state["positions.weight"][:longest]
    state["words.weight"] = state["words.weight"][torch.tensor([vocabulary[piece] for piece in kept])]
    smaller.load_state_dict(state)
    return smaller, json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _is_kept(piece: str, number: int) -> bool:
    if piece.startswith("[unused"):
        return number <= max(MARKS)
    letters = piece.removeprefix("##") or piece
    return all(any(first <= ord(letter) < last for first, last in _LETTERS) for letter in letters)
