"""F1 and its kin."""

from collections import Counter
from collections.abc import Sequence


def f1(gold: Counter[str], told: Counter[str]) -> float:
    """Return micro F1 in percent of two multisets."""
    both = sum((gold & told).values())
    total = sum(gold.values()) + sum(told.values())
    return 200 * both / total if total else 0.0


def binary_f1(pairs: Sequence[tuple[bool, bool]], *, of: bool) -> float:
    """Return F1 in percent of one of two classes, over (gold, told)."""
    both = sum(gold is of and told is of for gold, told in pairs)
    total = sum(gold is of for gold, _ in pairs) + sum(told is of for _, told in pairs)
    return 200 * both / total if total else 0.0


def macro_f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Return the mean of both classes' F1, in percent."""
    return (binary_f1(pairs, of=True) + binary_f1(pairs, of=False)) / 2


def class_f1(gold: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    """Return F1 in percent of every class that occurs in gold."""
    found = {}
    for name in sorted(set(gold)):
        both = sum(g == t == name for g, t in zip(gold, told, strict=True))
        total = sum(g == name for g in gold) + sum(t == name for t in told)
        found[name] = 200 * both / total
    return found
