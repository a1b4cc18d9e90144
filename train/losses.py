"""What the network's outputs cost, against labels and against what a teacher says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from train.features import IGNORE, Row, Stretches
from train.model import OUTPUTS
from train.soft import Halves, Told
from vedette.read.heads import CHANNELS

#: Weights of the losses. One token in twenty begins a trigger and one code in fifty applies, so a mean over
#: tokens and codes says little: with even weights the pointers drown them, and triggers are not learnt in an
#: epoch.
LOSS_WEIGHTS = {
    "mentions": 1.0,
    "triggers": 15.0,
    "speech": 3.0,
    "units": 1.5,
    "counts": 0.75,
    "givers": 1.0,
    "owners": 1.0,
    "modality": 0.5,
    "reciprocal": 0.3,
    "arcs": 0.3,
    "indicators": 25.0,
    "kinds": 12.0,
    "pair": 1.0,
}
#: Share of rows that are read without hints, so that what the tables lack is learnt from the words.
BLIND = 0.15
#: heads that say one thing of every token, with label smoothing for the labels' own errors
_TOKEN_HEADS = ("mentions", "triggers", "speech", "modality")


def feed(batch: Sequence[Row], *, blind: bool = False) -> tuple[Tensor, ...]:
    """Return the network's inputs for a batch; with `blind`, some rows lose their hints at random."""
    width = max(len(row.ids) for row in batch)
    ids = torch.tensor([row.ids + [0] * (width - len(row.ids)) for row in batch])
    mask = torch.tensor([[1.0] * len(row.ids) + [0.0] * (width - len(row.ids)) for row in batch])
    nothing = [0] * len(CHANNELS)
    extras = torch.tensor([row.extras + [nothing] * (width - len(row.ids)) for row in batch])
    codes = torch.tensor([row.codes for row in batch])
    if blind:
        blank = torch.rand(len(batch)) < BLIND
        extras[:, :, 1:] *= (~blank).long()[:, None, None]
        codes *= (~blank).float()[:, None]
    return ids, mask, extras, codes, torch.tensor([row.pair_at for row in batch])


def hard(outputs: Sequence[Tensor], batch: Sequence[Row]) -> dict[str, Tensor]:
    """Return the mean loss of every head that the batch has labels for."""
    out = dict(zip(OUTPUTS, outputs, strict=True))
    width = out["triggers"].shape[1]
    found: dict[str, Tensor] = {}

    def pad(field: str) -> Tensor:
        return torch.tensor([getattr(row, field) + [IGNORE] * (width - len(row.ids)) for row in batch])

    for name in _TOKEN_HEADS:
        gold = pad(name)
        if bool((gold != IGNORE).any()):
            found[name] = functional.cross_entropy(
                out[name].flatten(0, 1), gold.flatten(), ignore_index=IGNORE, label_smoothing=0.02
            )
    gold = pad("reciprocal")
    chosen = gold != IGNORE
    if bool(chosen.any()):
        found["reciprocal"] = functional.binary_cross_entropy_with_logits(
            out["reciprocal"][chosen], gold[chosen].float()
        )
    at = [(number, arc) for number, row in enumerate(batch) for arc in row.arcs]
    if at:
        scores = torch.stack([out["arcs"][number, :, arc[0]] for number, arc in at])  # (events, 4, tokens)
        ends = torch.tensor([arc[1:] for _, arc in at])
        found["arcs"] = 4 * functional.cross_entropy(scores.flatten(0, 1), ends.flatten())
    for name in ("indicators", "kinds"):
        has = [number for number, row in enumerate(batch) if getattr(row, name) is not None]
        if has:
            wanted = torch.tensor(np.stack([getattr(batch[number], name) for number in has]))
            found[name] = functional.binary_cross_entropy_with_logits(out[name][has], wanted)
    gold = torch.tensor([row.pair for row in batch])
    if bool((gold != IGNORE).any()):
        found["pair"] = functional.cross_entropy(out["pair"], gold, ignore_index=IGNORE, label_smoothing=0.05)
    return found


def attributed(outputs: Sequence[Tensor], batch: Sequence[Row]) -> dict[str, Tensor]:
    """Return the mean losses of speech and of what is said of numbers (outputs of `Network.attribute`)."""
    speech, units, counts, givers, owners = outputs
    width = speech.shape[1]
    found: dict[str, Tensor] = {}
    gold = torch.tensor([row.speech + [IGNORE] * (width - len(row.ids)) for row in batch])
    if bool((gold != IGNORE).any()):
        found["speech"] = functional.cross_entropy(speech.flatten(0, 1), gold.flatten(), ignore_index=IGNORE)
    numbers = [(at, one) for at, row in enumerate(batch) for one in row.numbers]
    for name, logits, labels in (
        ("units", units, [one.unit for _, one in numbers]),
        ("counts", counts, [one.kind for _, one in numbers]),
    ):
        gold = torch.tensor(labels)
        if bool((gold != IGNORE).any()):
            said = torch.stack([logits[at, one.token] for at, one in numbers])
            found[name] = functional.cross_entropy(said, gold, ignore_index=IGNORE, label_smoothing=0.02)
    for name, scores, spans in (
        ("givers", givers, [one.givers for _, one in numbers]),
        ("owners", owners, [one.owners for _, one in numbers]),
    ):
        pointed = [
            _pointing(scores[at, :, one.token], to)
            for (at, one), to in zip(numbers, spans, strict=True)
            if to is not None
        ]
        if pointed:
            found[name] = torch.stack(pointed).mean()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNumber:
    """What a teacher says of one number of a sentence; logits, and log chances of tokens, half precision."""

    token: int
    units: Halves
    counts: Halves
    givers: Halves  #: (start and end, tokens)
    owners: Halves


def told_of(outputs: Sequence[Tensor], at: int, token: int, tokens: int) -> ToldNumber:
    """Return what outputs of `Network.attribute` say of a number of row `at`, which has so many tokens."""
    _, units, counts, givers, owners = outputs

    def halves(logits: Tensor) -> Halves:
        found: Halves = logits.half().numpy()
        return found

    ends = [torch.log_softmax(scores[at, :, token, :tokens], -1) for scores in (givers, owners)]
    return ToldNumber(
        token=token,
        units=halves(units[at, token]),
        counts=halves(counts[at, token]),
        givers=halves(ends[0]),
        owners=halves(ends[1]),
    )


def numbers_taught(outputs: Sequence[Tensor], told: Sequence[Sequence[ToldNumber]]) -> dict[str, Tensor]:
    """Return the mean cross-entropies with what a teacher says of each row's numbers."""
    _, units, counts, givers, owners = outputs
    totals: dict[str, list[Tensor]] = {}
    for at, numbers in enumerate(told):
        for one in numbers:
            for name, logits, said in (
                ("units", units[at, one.token], one.units),
                ("counts", counts[at, one.token], one.counts),
                ("givers", givers[at, :, one.token, : one.givers.shape[-1]], one.givers),
                ("owners", owners[at, :, one.token, : one.owners.shape[-1]], one.owners),
            ):
                target = torch.softmax(torch.from_numpy(said).float(), -1)
                lost = -(target * torch.log_softmax(logits, -1)).sum(-1).mean()
                totals.setdefault(name, []).append(lost)
    return {name: torch.stack(values).mean() for name, values in totals.items()}


def _pointing(scores: Tensor, to: Stretches) -> Tensor:
    """Return the loss of pointing (start and end, tokens) at any of the stretches; none: the first token."""
    log = torch.log_softmax(scores, -1)
    ends = [-torch.logsumexp(log[role, [one[role] for one in to] or [0]], 0) for role in range(2)]
    return torch.stack(ends).mean()


def soft(
    outputs: Sequence[Tensor], told: Sequence[Told | None], heads: Sequence[str] = OUTPUTS
) -> dict[str, Tensor]:
    """Return the mean cross-entropy of these heads with what the teacher says, over the rows it spoke of."""
    out = dict(zip(OUTPUTS, outputs, strict=True))
    totals: dict[str, list[Tensor]] = {}
    for number, one in enumerate(told):
        if one is None:
            continue
        for name, logits in (("triggers", one.triggers), ("mentions", one.mentions), ("speech", one.speech)):
            target = torch.softmax(torch.from_numpy(logits).float(), -1)
            log = torch.log_softmax(out[name][number, : len(target)], -1)
            totals.setdefault(name, []).append(-(target * log).sum(-1).mean())
        whole = {"kinds": one.kinds} | ({} if one.indicators is None else {"indicators": one.indicators})
        for name, logits in whole.items():
            target = torch.sigmoid(torch.from_numpy(logits).float())
            totals.setdefault(name, []).append(
                functional.binary_cross_entropy_with_logits(out[name][number], target)
            )
        if one.pair is not None:
            target = torch.softmax(torch.from_numpy(one.pair).float(), -1)
            log = torch.log_softmax(out["pair"][number], -1)
            totals.setdefault("pair", []).append(-(target * log).sum())
        for token, arcs, firm in one.acts:
            target = torch.softmax(torch.from_numpy(arcs).float(), -1)
            log = torch.log_softmax(out["arcs"][number, :, token, : target.shape[-1]], -1)
            totals.setdefault("arcs", []).append(-(target * log).sum())
            target = torch.softmax(torch.from_numpy(firm).float(), -1)
            log = torch.log_softmax(out["modality"][number, token], -1)
            totals.setdefault("modality", []).append(-(target * log).sum())
    return {name: torch.stack(values).mean() for name, values in totals.items() if name in heads}
