"""The one shape all training data is brought into. Offsets are code points of `text`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A marked stretch of text."""

    type: str  #: actor, organisation, person, place or materiel
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An event: its trigger, and the mentions it joins (None: not named)."""

    kind: str
    modality: str
    start: int
    end: int
    actor: Mention | None
    recipient: Mention | None
    reciprocal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A gold kind for a given actor and recipient (no trigger known)."""

    kind: str | None  #: None: for a teacher to say
    actor: tuple[int, int]
    recipient: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, and what is said of it. What is None was not annotated, or has no stretch of its own."""

    start: int
    end: int
    unit: str | None  #: one of `heads.UNITS`; empty: it is no figure
    kind: str | None = None
    givers: tuple[tuple[int, int], ...] | None = None  #: any of these names who gives it; empty: the outlet
    owners: tuple[tuple[int, int], ...] | None = None  #: any of these names whose they are; empty: not said


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sentence. A layer that is None was not annotated and gives no loss."""

    name: str  #: unit of the split
    text: str
    day: date = date(2021, 6, 1)  #: on which names are looked up
    mentions: tuple[Mention, ...] | None = None
    arrows: tuple[Arrow, ...] | None = None
    speech: tuple[tuple[str, int, int], ...] | None = None
    indicators: tuple[str, ...] | None = None
    pair: Pair | None = None
    factual: tuple[tuple[int, int, bool], ...] = ()  #: words, and whether they are said to have happened
    numbers: tuple[Number, ...] | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is a frame of the corpus, or made of one."""
        return self.name.partition(":")[0].endswith(".txt")
