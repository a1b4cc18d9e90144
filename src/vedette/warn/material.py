"""What the sections of a bulletin are written from, looked up once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from vedette.types import (
    Assessment,
    Indication,
    Indicator,
    IndicatorState,
    LedgerEntry,
    Probability,
    Report,
    State,
    WarningProblem,
    speaks,
)
from vedette.warn.phrases import outlet_name

FOR, AGAINST = 5, 3  #: claims shown per indicator; the rest is counted, and stays in the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything known as of the assessment, by id."""

    problem: WarningProblem
    assessment: Assessment
    previous: Assessment | None
    indicators: Mapping[str, Indicator]
    indications: Mapping[str, Indication]  #: by claim; the strongest where there are several
    reports: Mapping[str, Report]  #: by claim
    ledger: tuple[LedgerEntry, ...]  #: oldest first
    words: Callable[[Probability], str]
    dead: tuple[str, ...]  #: names of sources that fail
    unread: tuple[str, ...]  #: languages stored but not read

    @classmethod
    def of(
        cls,
        *,
        problem: WarningProblem,
        assessment: Assessment,
        previous: Assessment | None,
        indications: Iterable[Indication],
        reports: Iterable[Report],
        ledger: Sequence[LedgerEntry],
        words: Callable[[Probability], str],
        silences: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    ) -> Self:
        """Return the material, without anything known only after `assessment.as_of`."""
        as_of = assessment.as_of
        bound = [item for item in indications if item.known_at <= as_of and item.problem == problem.id]
        live = [_spoken(entry) for entry in ledger if entry.known_at <= as_of]
        return cls(
            problem=problem,
            assessment=assessment,
            previous=previous,
            indicators={indicator.code: indicator for indicator in problem.indicators},
            indications={item.claim: item for item in sorted(bound, key=lambda item: item.strength)},
            reports={report.claim.id: report for report in reports if report.known_at <= as_of},
            ledger=tuple(sorted(live, key=lambda entry: (entry.known_at, entry.claim))),
            words=words,
            dead=silences[0],
            unread=silences[1],
        )

    @property
    def live(self) -> list[LedgerEntry]:
        """The figures that speak for the present, contradicted or not."""
        return [entry for entry in self.ledger if speaks(entry, self.assessment.as_of)]

    @property
    def observed(self) -> list[IndicatorState]:
        """The indicators that are lit."""
        return [state for state in self.assessment.states if state.state is State.OBSERVED]

    @property
    def families(self) -> int:
        """How many independent families stand behind the lit indicators.

        A family may light several indicators: it is counted once where the indications are known.
        """
        ids = {
            self.indications[claim].family
            for state in self.observed
            for claim in state.evidence
            if claim in self.indications
        }
        return len(ids) or sum(state.families for state in self.observed)

    def name(self, code: str) -> str:
        """Return code and name of an indicator: 'F1 Forces massed or moved'."""
        indicator = self.indicators.get(code)
        return f"{code} {indicator.name}" if indicator else code

    def known(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return those of the claims that have a report, each once."""
        return tuple(dict.fromkeys(claim for claim in claims if claim in self.reports))

    def shown(self, state: IndicatorState) -> tuple[str, ...]:
        """Return the claims quoted for an indicator: the strongest for, then against."""
        return self.known((*self.known(state.evidence)[:FOR], *self.known(state.against)[:AGAINST]))

    def distinct(self, claims: Iterable[str], most: int) -> tuple[str, ...]:
        """Return up to `most` claims of different families, strongest first."""
        chosen: dict[str, str] = {}
        for claim in self.known(claims):
            indication = self.indications.get(claim)
            chosen.setdefault(indication.family if indication else claim, claim)
        return tuple(chosen.values())[:most]


def _spoken(entry: LedgerEntry) -> LedgerEntry:
    """Return the entry with a speaker: with nobody named the outlet speaks, be it unknown."""
    return entry if entry.speaker else replace(entry, speaker=outlet_name(entry.outlet))
