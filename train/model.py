"""The reader's network: one encoder, all heads in one pass.

The encoder of what ships is MiniLM-L6 (Wang et al. 2020; sentence-transformers/all-MiniLM-L6-v2,
Apache-2.0); its teacher's is MPNet (Song et al. 2020; sentence-transformers/all-mpnet-base-v2,
Apache-2.0). Events are found as triggers with pointers to their parties (biaffine, Dozat and Manning
2017); sentence labels by one attention query a label (Mullenbach et al. 2018).
"""

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from vedette.read.heads import (
    CHANNELS,
    COUNTS,
    INDICATORS,
    KINDS,
    MENTION_TAGS,
    MODALITIES,
    PAIR_KINDS,
    SPEECH_TAGS,
    TRIGGER_TAGS,
    UNITS,
)

ARC = 96  #: width of a pointer's projections


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The measures of an encoder."""

    hidden: int
    layers: int
    heads: int
    vocabulary: int
    positions: int
    first_position: int = 0  #: position of the first token
    epsilon: float = 1e-12  #: of the layer norms
    buckets: int = 0  #: of relative distance, added to attention; 0: none
    own: int = 0  #: layers that speech and figures have for themselves, beside as many at the top


MINILM = Shape(hidden=384, layers=6, heads=12, vocabulary=30522, positions=512)
#: MiniLM with two layers more, which train.deepen adds
DEEPENED = replace(MINILM, layers=8)
MPNET = Shape(
    hidden=768,
    layers=12,
    heads=12,
    vocabulary=30522,  # in BERT's order: see load_encoder
    positions=514,
    first_position=2,
    epsilon=1e-5,
    buckets=32,
)
#: order of the network's outputs, which is the order in the exported model
OUTPUTS = (
    "mentions",
    "triggers",
    "speech",
    "units",
    "counts",
    "givers",
    "owners",
    "modality",
    "reciprocal",
    "arcs",
    "indicators",
    "kinds",
    "pair",
)


class Layer(nn.Module):
    """A BERT layer (post-norm), written out so that it exports to few operators."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        size = shape.hidden
        self.heads = shape.heads
        self.query = nn.Linear(size, size)
        self.key = nn.Linear(size, size)
        self.value = nn.Linear(size, size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=shape.epsilon)
        self.inner = nn.Linear(size, 4 * size)
        self.outer = nn.Linear(4 * size, size)
        self.norm2 = nn.LayerNorm(size, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return (batch, tokens, hidden); `bias` is added to the attention scores."""
        batch, count, size = x.shape
        width = size // self.heads

        def split(y: Tensor) -> Tensor:
            return y.view(batch, count, self.heads, width).transpose(1, 2)

        scores = split(self.query(x)) @ split(self.key(x)).transpose(-1, -2) / math.sqrt(width)
        weights = self.dropout(torch.softmax(scores + bias, dim=-1))
        mixed = (weights @ split(self.value(x))).transpose(1, 2).reshape(batch, count, size)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        inner = torch.nn.functional.gelu(self.inner(x))
        return self.norm2(x + self.dropout(self.outer(inner)))


class LabelAttention(nn.Module):
    """One score a label for the sentence, each label looking at its own tokens."""

    def __init__(self, size: int, labels: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.randn(labels, size) * 0.05)
        self.weight = nn.Parameter(torch.randn(labels, size) * 0.05)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, labels) logits."""
        scores = x @ self.query.T / math.sqrt(x.shape[-1]) + (1 - mask).unsqueeze(-1) * -1e4
        weights = torch.softmax(scores, dim=1)
        return (weights * (x @ self.weight.T)).sum(1) + self.bias


class Network(nn.Module):
    """Encoder and heads. Outputs are logits, in the order of OUTPUTS."""

    def __init__(self, shape: Shape = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        self.measures = shape
        size = shape.hidden
        self.words = nn.Embedding(shape.vocabulary, size)
        self.positions = nn.Embedding(shape.positions, size)
        self.segment = nn.Parameter(torch.zeros(size))
        self.extras = nn.ModuleList(nn.Embedding(values, size) for values in CHANNELS)
        self.norm = nn.LayerNorm(size, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        if shape.buckets:
            self.distance = nn.Embedding(shape.buckets, shape.heads)
        self.mix = nn.Parameter(torch.zeros(2, shape.layers + 1))
        if shape.own:
            self.speech_layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.own))
            self.speech_mix = nn.Parameter(torch.zeros(shape.layers + 1))
        self.mentions = nn.Linear(size, len(MENTION_TAGS))
        self.triggers = nn.Linear(size, len(TRIGGER_TAGS))
        self.speech = nn.Linear(size, len(SPEECH_TAGS))
        self.speech_from = nn.Linear(size, 2 * ARC)
        self.speech_to = nn.Linear(size, 2 * ARC)
        self.speech_units = nn.Linear(size, len(UNITS))
        self.speech_counts = nn.Linear(size, len(COUNTS))
        self.speech_own_from = nn.Linear(size, 2 * ARC)
        self.speech_own_to = nn.Linear(size, 2 * ARC)
        self.modality = nn.Linear(size, len(MODALITIES))
        self.reciprocal = nn.Linear(size, 1)
        self.arc_from = nn.Linear(size, 4 * ARC)
        self.arc_to = nn.Linear(size, 4 * ARC)
        self.indicators = LabelAttention(size, len(INDICATORS))
        self.kinds = LabelAttention(size, len(KINDS))
        self.pair_inner = nn.Linear(4 * size, size)
        self.pair_outer = nn.Linear(size, len(PAIR_KINDS))
        self.from_codes = nn.Linear(len(INDICATORS), len(INDICATORS), bias=False)
        for extra in self.extras:
            nn.init.zeros_(extra.weight)
        nn.init.zeros_(self.from_codes.weight)

    def encode(self, ids: Tensor, mask: Tensor, extras: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what token heads, sentence heads and speech see, all (batch, tokens, hidden).

        Each is a learnt mean over the layers (Peters et al. 2018), embeddings included: the last layer of an
        encoder trained for whole sentences has little left of the single word.
        """
        seen, bias = self.climb(ids, mask, extras, self.measures.layers)
        token, whole = (blended(weights, seen) for weights in self.mix)
        return token, whole, self.hear(seen, bias) if self.measures.own else token

    def climb(self, ids: Tensor, mask: Tensor, extras: Tensor, layers: int) -> tuple[list[Tensor], Tensor]:
        """Return the embeddings and what so many layers make of them, and what is added to attention."""
        places = torch.arange(ids.shape[1], device=ids.device) + self.measures.first_position
        x = self.words(ids) + self.positions(places) + self.segment
        for channel, embedding in enumerate(self.extras):
            x = x + embedding(extras[:, :, channel])
        x = self.dropout(self.norm(x))
        bias = ((1 - mask) * -1e4)[:, None, None, :]
        if self.measures.buckets:
            bias = bias + self.distance(_buckets(ids.shape[1], self.measures.buckets)).permute(2, 0, 1)
        return self.rise([x], bias, layers), bias

    def rise(self, seen: list[Tensor], bias: Tensor, layers: int) -> list[Tensor]:
        """Return what was seen, and what the layers above it make of that up to so many in all."""
        for layer in self.layers[len(seen) - 1 : layers]:
            seen = [*seen, layer(seen[-1], bias)]
        return seen

    def hear(self, seen: list[Tensor], bias: Tensor) -> Tensor:
        """Return what speech sees, through its own layers on the lower ones of all."""
        heard = seen[: self.measures.layers - self.measures.own + 1]
        for layer in self.speech_layers:
            heard.append(layer(heard[-1], bias))
        return blended(self.speech_mix, heard)

    def attribute(self, heard: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the logits of speech, and of each number's unit, kind, giver and owner."""
        heard = self.dropout(heard)
        return (
            self.speech(heard),
            self.speech_units(heard),
            self.speech_counts(heard),
            _pointers(self.speech_from(heard), self.speech_to(heard), mask),
            _pointers(self.speech_own_from(heard), self.speech_own_to(heard), mask),
        )

    def forward(
        self, ids: Tensor, mask: Tensor, extras: Tensor, codes: Tensor, pair_at: Tensor
    ) -> tuple[Tensor, ...]:
        """Return the logits.

        `ids` and the float `mask` are (batch, tokens), `extras` (batch, tokens, channels), `codes` (batch,
        indicators), `pair_at` (batch, 2).
        """
        token, whole, heard = self.encode(ids, mask, extras)
        y, z = self.dropout(token), self.dropout(whole)
        arcs = _pointers(self.arc_from(y), self.arc_to(y), mask)
        marks = torch.gather(z, 1, pair_at.unsqueeze(-1).expand(-1, -1, z.shape[-1]))
        mean = (z * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        pair = torch.cat([z[:, 0], mean, marks[:, 0], marks[:, 1]], dim=-1)
        return (
            self.mentions(y),
            self.triggers(y),
            *self.attribute(heard, mask),
            self.modality(y),
            self.reciprocal(y).squeeze(-1),
            arcs,
            self.indicators(z, mask) + self.from_codes(codes),
            self.kinds(z, mask),
            self.pair_outer(torch.tanh(self.pair_inner(pair))),
        )


def _pointers(begin: Tensor, end: Tensor, mask: Tensor) -> Tensor:
    """Return (batch, roles, tokens, tokens) scores of what each token points at, in each role."""

    def split(y: Tensor) -> Tensor:
        return y.view(*y.shape[:2], -1, ARC).transpose(1, 2)

    scores = split(begin) @ split(end).transpose(-1, -2) / math.sqrt(ARC)
    return scores + ((1 - mask) * -1e4)[:, None, None, :]


def blended(weights: Tensor, seen: list[Tensor]) -> Tensor:
    """Return the mean of the layers by the softmax of their weights."""
    shares = torch.softmax(weights, dim=-1)
    return sum((share * one for share, one in zip(shares, seen, strict=True)), torch.zeros(()))


def _buckets(count: int, buckets: int, far: int = 128) -> Tensor:
    """Return (tokens, tokens) buckets of relative distance, as in T5 and MPNet (Raffel et al. 2020)."""
    places = torch.arange(count)
    distance = places[:, None] - places[None, :]  # query minus key
    half = buckets // 2
    near = half // 2
    size = distance.abs()
    large = near + (torch.log(size.clamp(min=1) / near) / math.log(far / near) * (half - near)).long()
    return torch.where(size < near, size, large.clamp(max=half - 1)) + (distance < 0) * half


def read_network(state: dict[str, Tensor], *, grows: bool = False) -> Network:
    """Return the network whose weights these are; its shape is read off them.

    One that `grows` may lack the heads for numbers, which training then makes. Raises ValueError if these are
    not the weights of a network.
    """
    base = MPNET if "distance.weight" in state else MINILM

    def count(stack: str) -> int:
        return len({name.split(".")[1] for name in state if name.startswith(f"{stack}.")})

    network = Network(replace(base, layers=count("layers"), own=count("speech_layers")))
    missing, unexpected = network.load_state_dict(state, strict=False)
    new = "speech_from", "speech_to", "speech_units", "speech_counts", "speech_own"
    if unexpected or any(not (grows and name.startswith(new)) for name in missing):
        raise ValueError(f"not the weights of a network: {missing} {unexpected}")
    return network


#: our names of a layer's parts, and those in the files of both encoders
_LAYER = {
    "query": ("attention.self.query", "attention.attn.q"),
    "key": ("attention.self.key", "attention.attn.k"),
    "value": ("attention.self.value", "attention.attn.v"),
    "out": ("attention.output.dense", "attention.attn.o"),
    "norm1": ("attention.output.LayerNorm", "attention.LayerNorm"),
    "inner": ("intermediate.dense",) * 2,
    "outer": ("output.dense",) * 2,
    "norm2": ("output.LayerNorm",) * 2,
}


def load_encoder(network: Network, weights: dict[str, Tensor]) -> None:
    """Put pretrained weights (Hugging Face names) into the encoder. Raises ValueError if they don't fit."""
    which = 1 if network.measures.buckets else 0
    words = weights["embeddings.word_embeddings.weight"]
    if network.measures.buckets:
        # MPNet's vocabulary is BERT's moved by 4, but for the marks of begin, end and padding
        order = torch.arange(network.measures.vocabulary) + 4
        order[101], order[102], order[0] = 0, 2, 1
        words = words[order]
    state = {
        "words.weight": words,
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    if network.measures.buckets:
        state["distance.weight"] = weights["encoder.relative_attention_bias.weight"]
        state["segment"] = torch.zeros(network.measures.hidden)
    else:
        state["segment"] = weights["embeddings.token_type_embeddings.weight"][0]
    for number in range(network.measures.layers):
        for ours, theirs in _LAYER.items():
            for part in ("weight", "bias"):
                state[f"layers.{number}.{ours}.{part}"] = weights[
                    f"encoder.layer.{number}.{theirs[which]}.{part}"
                ]
    missing, unexpected = network.load_state_dict(state, strict=False)
    new = (*OUTPUTS, "arc", "extras", "from_codes", "mix")
    if unexpected or any(not name.startswith(new) for name in missing):
        raise ValueError(f"the encoder's weights do not fit: {missing} {unexpected}")
