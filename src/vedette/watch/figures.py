"""The claimed figures that bear on a problem, and what makes two of them comparable."""

from dataclasses import dataclass, replace

from vedette.types import (
    Basis,
    Figure,
    FigureKind,
    Modality,
    Qualifier,
    Report,
    WarningProblem,
)
from vedette.watch.countries import states_named
from vedette.watch.parties import UNKNOWN, Parties, state_of

#: how far from the number 'about' reaches. 90,000 'about' and 94,000 of the same weeks were one estimate
ABOUT = 0.1
#: fewer people than this are a delegation; who is counted by the thousand can be a force, or in flight
FEW = 1000
#: the reader's flag of a value that the text itself replaces ('up from 100,000', 'not 150,000')
EARLIER = "earlier value"
#: counts of what was done: each is of its own event
TALLIES = frozenset({"killed", "injured", "detained", "casualties", "protesters", "people"})
_UNITS = {
    "soldiers": "troops", "servicemen": "troops", "service personnel": "troops", "personnel": "troops",
    "forces": "troops", "dead": "killed", "deaths": "killed", "wounded": "injured",
}  # fmt: skip
_FORCES = frozenset(
    {
        "troops", "btg", "formations", "tanks", "aircraft", "ships", "missiles", "weapons", "vehicles",
        "percent of troops",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A claimed figure of a problem with what it is compared by."""

    report: Report
    figure: Figure
    scope: str
    speaker: str
    code: str  #: of the government or body that speaks, UNKNOWN if none does
    place: str | None

    @property
    def named(self) -> bool:
        """Whether somebody is named who says it."""
        return self.report.claim.speaker is not None or self.code != UNKNOWN

    @property
    def counts(self) -> bool:
        """Whether who says it may have counted; outlets, cited ones too, pass on what others count."""
        return self.named and not self.code.endswith(":MED")

    @property
    def who(self) -> str:
        """Who says it: the code of a body, else the name."""
        return self.code if self.code != UNKNOWN else self.speaker.casefold()

    @property
    def value(self) -> tuple[str, float, float]:
        """Unit, low and high."""
        return self.figure.unit, self.figure.low, self.figure.high

    @property
    def is_earlier(self) -> bool:
        """Whether the text gives the value as one that no longer holds, or never did."""
        return EARLIER in self.figure.scope

    @property
    def is_headline(self) -> bool:
        """Whether it stands in the title."""
        return self.report.claim.span.start < len(self.report.title)

    @property
    def id(self) -> str:
        """The id of the claim."""
        return self.report.claim.id


def bounds(figure: Figure) -> tuple[float, float]:
    """Return the range of truth a figure allows: 'more than' has no top, 'up to' no bottom.

    >>> bounds(Figure(low=100, high=100, unit="troops", qualifier=Qualifier.MORE_THAN))
    (100, inf)
    """
    match figure.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return figure.low, float("inf")
        case Qualifier.UP_TO | Qualifier.LESS_THAN:
            return 0.0, figure.high
        case Qualifier.ABOUT:
            return figure.low * (1 - ABOUT), figure.high * (1 + ABOUT)
        case _:
            return figure.low, figure.high


def scope_key(figure: Figure, place: str | None) -> str:
    """Return the key under which figures may be compared: kind, unit, of whom, scope words, place.

    Where the words say where ('near the border', 'in Crimea'), the place adds nothing.
    """
    unit = _UNITS.get(figure.unit.casefold(), figure.unit.casefold())
    words = sorted({" ".join(word.casefold().split()) for word in figure.scope} - {EARLIER})
    return " | ".join((figure.kind.value, unit, figure.of or UNKNOWN, "; ".join(words), where(figure, place)))


def where(figure: Figure, place: str | None) -> str:
    """Return the place of a figure, empty where its scope words say where: 'near the border', 'in Crimea'."""
    return "" if any(word.casefold().startswith(("near ", "in ")) for word in figure.scope) else place or ""


def row_of(parties: Parties, report: Report) -> Row | None:
    """Return the row of a report, None if it holds no figure that bears on the problem."""
    claim = report.claim
    figure = claim.figure
    if figure is None or not _belongs(parties, report, figure):
        return None
    # what is denied corrects only what the text itself gives as a value that doesn't hold
    if claim.modality in (Modality.HISTORICAL, Modality.DENIED) and EARLIER not in figure.scope:
        return None
    # what is planned or possible is a projection, whatever the reader called it
    if claim.modality in (Modality.POSSIBLE, Modality.PLANNED) and figure.kind is not FigureKind.PROJECTION:
        figure = replace(figure, kind=FigureKind.PROJECTION)
    place = _place_name(report, figure)
    speaker = claim.speaker.text or claim.speaker.code if claim.speaker else report.outlet.name
    code = claim.speaker.code if claim.speaker else UNKNOWN
    official = parties.official(claim.speaker, report.outlet, vouched=claim.access is Basis.OFFICIAL)
    return Row(report, figure, scope_key(figure, place), speaker, official or code, place)


def _belongs(parties: Parties, report: Report, figure: Figure) -> bool:
    """Whether a figure is of a party, or is tied to the problem by its own sentence."""
    if figure.unit == "usd" or (figure.unit == "people" and figure.high < FEW):
        return False
    if not any(parties.in_theatre(place) for place in report.places):
        return False
    if figure.of is not None:
        return state_of(figure.of) in _states(parties.problem)
    if figure.place is not None and not parties.in_theatre(report.places[figure.place]):
        return False
    claim = report.claim
    is_here = any(
        parties.in_theatre(place)
        for place in report.places
        if claim.span.start <= place.span.start < claim.span.end
    )
    if figure.unit in _FORCES:
        # a flag says that it is part of a force that is spoken of: 'ground forces alone', 'near the border'
        return bool(
            is_here or figure.scope or claim.indicators or states_named(claim.text) & _states(parties.problem)
        )
    return bool(is_here and claim.indicators)


def _states(problem: WarningProblem) -> frozenset[str]:
    return frozenset(map(state_of, (problem.instigator, problem.target, *problem.proxies)))


def _place_name(report: Report, figure: Figure) -> str | None:
    if figure.place is None or not 0 <= figure.place < len(report.places):
        return None
    place = report.places[figure.place]
    return place.name or place.text
