"""The reader's network: one small encoder, all heads in one pass.

Encoder: MiniLM-L6 (Wang et al. 2020; sentence-transformers/all-MiniLM-L6-v2, Apache-2.0). Events are
found as triggers with pointers to their parties (biaffine, Dozat and Manning 2017); sentence labels by
one attention query a label (Mullenbach et al. 2018).
"""

import math

import torch
from torch import Tensor, nn

from train.heads import (
    CHANNELS,
    INDICATORS,
    KINDS,
    MENTION_TAGS,
    MODALITIES,
    PAIR_KINDS,
    SPEECH_TAGS,
    TRIGGER_TAGS,
)

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ARC = 96  #: width of a pointer's projections
#: order of the network's outputs, which is the order in the exported model
OUTPUTS = (
    "mentions",
    "triggers",
    "speech",
    "modality",
    "reciprocal",
    "arcs",
    "indicators",
    "kinds",
    "pair",
)


class Layer(nn.Module):
    """A BERT layer (post-norm), written out so that it exports to few operators."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return (batch, tokens, HIDDEN); `bias` is added to the attention scores."""
        batch, count, _ = x.shape
        width = HIDDEN // HEADS

        def split(y: Tensor) -> Tensor:
            return y.view(batch, count, HEADS, width).transpose(1, 2)

        scores = split(self.query(x)) @ split(self.key(x)).transpose(-1, -2) / math.sqrt(width)
        weights = self.dropout(torch.softmax(scores + bias, dim=-1))
        mixed = (weights @ split(self.value(x))).transpose(1, 2).reshape(batch, count, HIDDEN)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        inner = torch.nn.functional.gelu(self.inner(x))
        return self.norm2(x + self.dropout(self.outer(inner)))


class LabelAttention(nn.Module):
    """One score a label for the sentence, each label looking at its own tokens."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.randn(labels, HIDDEN) * 0.05)
        self.weight = nn.Parameter(torch.randn(labels, HIDDEN) * 0.05)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, labels) logits."""
        scores = x @ self.query.T / math.sqrt(HIDDEN) + (1 - mask).unsqueeze(-1) * -1e4
        weights = torch.softmax(scores, dim=1)
        return (weights * (x @ self.weight.T)).sum(1) + self.bias


class Network(nn.Module):
    """Encoder and heads. Outputs are logits, in the order of OUTPUTS."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.extras = nn.ModuleList(nn.Embedding(size, HIDDEN) for size in CHANNELS)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.mentions = nn.Linear(HIDDEN, len(MENTION_TAGS))
        self.triggers = nn.Linear(HIDDEN, len(TRIGGER_TAGS))
        self.speech = nn.Linear(HIDDEN, len(SPEECH_TAGS))
        self.modality = nn.Linear(HIDDEN, len(MODALITIES))
        self.reciprocal = nn.Linear(HIDDEN, 1)
        self.arc_from = nn.Linear(HIDDEN, 4 * ARC)
        self.arc_to = nn.Linear(HIDDEN, 4 * ARC)
        self.indicators = LabelAttention(len(INDICATORS))
        self.kinds = LabelAttention(len(KINDS))
        self.pair_inner = nn.Linear(4 * HIDDEN, HIDDEN)
        self.pair_outer = nn.Linear(HIDDEN, len(PAIR_KINDS))
        self.from_codes = nn.Linear(len(INDICATORS), len(INDICATORS), bias=False)
        for extra in self.extras:
            nn.init.zeros_(extra.weight)
        nn.init.zeros_(self.from_codes.weight)

    def encode(self, ids: Tensor, mask: Tensor, extras: Tensor) -> Tensor:
        """Return (batch, tokens, HIDDEN)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places) + self.segment
        for channel, embedding in enumerate(self.extras):
            x = x + embedding(extras[:, :, channel])
        x = self.dropout(self.norm(x))
        bias = ((1 - mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(
        self, ids: Tensor, mask: Tensor, extras: Tensor, codes: Tensor, pair_at: Tensor
    ) -> tuple[Tensor, ...]:
        """Return the logits.

        `ids` and the float `mask` are (batch, tokens), `extras` (batch, tokens, channels), `codes` (batch,
        indicators), `pair_at` (batch, 2).
        """
        x = self.encode(ids, mask, extras)
        y = self.dropout(x)
        batch, count, _ = x.shape

        def project(layer: nn.Linear) -> Tensor:
            return layer(y).view(batch, count, 4, ARC).transpose(1, 2)

        arcs = project(self.arc_from) @ project(self.arc_to).transpose(-1, -2) / math.sqrt(ARC)
        arcs = arcs + ((1 - mask) * -1e4)[:, None, None, :]
        marks = torch.gather(y, 1, pair_at.unsqueeze(-1).expand(-1, -1, HIDDEN))
        mean = (y * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        pair = torch.cat([y[:, 0], mean, marks[:, 0], marks[:, 1]], dim=-1)
        return (
            self.mentions(y),
            self.triggers(y),
            self.speech(y),
            self.modality(y),
            self.reciprocal(y).squeeze(-1),
            arcs,
            self.indicators(y, mask) + self.from_codes(codes),
            self.kinds(y, mask),
            self.pair_outer(torch.tanh(self.pair_inner(pair))),
        )


def load_encoder(network: Network, weights: dict[str, Tensor]) -> None:
    """Put pretrained MiniLM weights (Hugging Face names) into the network's encoder."""
    prefix = "encoder.layer"
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm2": "output.LayerNorm",
    }
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "segment": weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{number}.{ours}.{part}"] = weights[f"{prefix}.{number}.{theirs}.{part}"]
    missing, unexpected = network.load_state_dict(state, strict=False)
    new = (*OUTPUTS, "arc", "extras", "from_codes")
    if unexpected or any(not name.startswith(new) for name in missing):
        raise ValueError(f"the encoder's weights do not fit: {missing} {unexpected}")
