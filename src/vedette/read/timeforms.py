"""Forms of time expressions: the table of forms, and what of a text matches them.

Every form is written out into its variants, and these into one tree of words and classes that a text
is walked down, so that reading takes time linear in the text whatever it holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from vedette.errors import ConfigError
from vedette.read.timewords import Token
from vedette.read.tokens import table


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the table."""

    row: int
    rule: str
    argument: str
    items: tuple[str, ...]
    example: str
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """A form found in a text: its token indices, half-open, its parts by name and its words."""

    form: Form
    first: int
    last: int
    parts: Mapping[str, str]
    words: tuple[str, ...]

    def number(self, name: str) -> int | None:
        """Return a part as a whole number, None where it is missing, vague or broken."""
        said = self.parts.get(name, "")
        return int(said) if said.lstrip("-").isdigit() else None


@dataclass(frozen=True, slots=True)
class _Ending:
    """A variant of a form: the part and class each token gives, and what must stand around it, by sign."""

    form: Form
    parts: tuple[tuple[str, str] | None, ...]
    around: Mapping[str, frozenset[str]]


#: signs of items that stand around a form: right before, right after, not right after
_AROUND = frozenset("@+!")


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    endings: list[_Ending] = field(default_factory=list)


@cache
def forms() -> tuple[Form, ...]:
    """Return the shipped table of forms."""
    found = []
    for row, (rule, form, example, value) in enumerate(table("timeforms.tsv", 4)):
        name, _, argument = rule.partition(" ")
        found.append(Form(row, name, argument, tuple(form.split()), example, value))
    return tuple(found)


@cache
def _tree() -> _Node:
    root = _Node()
    for form in forms():
        _plant(form, root)
    return root


def _plant(form: Form, root: _Node) -> None:
    """Add all variants of a form to the tree: each optional item there or not, each alternative."""
    choices: list[list[tuple[str, str] | None]] = []
    around = {}
    for item in form.items:
        if item[0] in _AROUND:
            around[item[0]] = frozenset(item[1:].split("|"))
            continue
        part, _, said = item.rpartition("=")
        alternatives = said.removesuffix("?").split("|")
        missing = [None] if said.endswith("?") else []
        choices.append([*((name, part or name) for name in alternatives), *missing])
    for variant in product(*choices):
        taken = [item for item in variant if item]
        if not taken:
            raise ConfigError(f"lexicon/timeforms.tsv: '{' '.join(form.items)}' may be empty")
        node = root
        for name, _ in taken:
            node = node.next.setdefault(name, _Node())
        parts = tuple((part, name) if name.isupper() else None for name, part in taken)
        node.endings.append(_Ending(form, parts, around))


def matches(text: Sequence[Token], at: int) -> list[Found]:
    """Return the forms that match from token `at` on, the longest first, of equals the table's first."""
    found: list[Found] = []
    nodes = [_tree()]
    for position in range(at, len(text)):
        token = text[position]
        names = (token.lower, *token.values)
        nodes = [node.next[name] for node in nodes for name in names if name in node.next]
        if not nodes:
            break
        found.extend(
            _found(ending, text, at, position + 1)
            for node in nodes
            for ending in node.endings
            if not ending.around or _fits(ending.around, text, at, position + 1)
        )
    found.sort(key=lambda one: (-one.last, one.form.row))
    return found


def _fits(around: Mapping[str, frozenset[str]], text: Sequence[Token], first: int, last: int) -> bool:
    """Whether what must come before ('@'), must follow ('+') and must not ('!') is so."""
    before, after = _names(text, first - 1), _names(text, last)
    return (
        not ("@" in around and before.isdisjoint(around["@"]))
        and not ("+" in around and (after or {"."}).isdisjoint(around["+"]))
        and not ("!" in around and not after.isdisjoint(around["!"]))
    )


def _names(text: Sequence[Token], at: int) -> set[str]:
    return {text[at].lower, *text[at].values} if 0 <= at < len(text) else set()


def _found(ending: _Ending, text: Sequence[Token], first: int, last: int) -> Found:
    parts: dict[str, str] = {}
    for token, given in zip(text[first:last], ending.parts, strict=True):
        if given:
            parts.setdefault(given[0], token.values[given[1]])
    return Found(
        form=ending.form,
        first=first,
        last=last,
        parts=parts,
        words=tuple(token.lower for token in text[first:last]),
    )
