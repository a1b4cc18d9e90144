"""What is watched for: indicators, hypotheses, onset rules, warning problems."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vedette.types.claims import Modality


class IndicatorKind(StrEnum):
    """What an indicator's being seen or not seen means."""

    NECESSARY = "necessary"  #: its absence counts against
    AMBIGUOUS = "ambiguous"
    PRETEXT = "pretext"  #: comes days before
    COUNTER = "counter"  #: counts against


class Role(StrEnum):
    """Who may fill a slot of an indicator, relative to the problem."""

    INSTIGATOR = "instigator"
    TARGET = "target"
    PROXY = "proxy"
    THIRD = "third"
    ANY = "any"
    NONE = "none"  #: nobody: the slot must be empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """P(E|H) relative to `routine`, on the ratio scale 1/10, 1/5, 1/2, 1, 2, 5, 10."""

    hypothesis: str
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An observable that bears on a problem."""

    code: str
    name: str
    group: str
    kind: IndicatorKind
    actor: tuple[Role, ...]  #: any of these
    recipient: tuple[Role, ...]  #: any of these
    place: str  #: 'theatre' or 'any'
    modalities: tuple[Modality, ...]
    lead_days: int  #: typical lead before onset
    expiry_days: int
    observed_by: tuple[str, ...]  #: 'statements', 'imagery', 'press', 'notices', ...
    likelihoods: tuple[Likelihood, ...]
    detection_rate: float | None = None  #: chance it is reported if it happens; None: never 'absent'
    sources: tuple[str, ...] = ()  #: where the kind, lead and likelihoods come from
    phrases: tuple[str, ...] = ()  #: words of which one makes a sentence a candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """An explanation of the evidence."""

    id: str
    name: str
    prior: float
    onset: bool = False  #: its mass counts into p_onset


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A watched place."""

    name: str
    latitude: float
    longitude: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsetRule:
    """What counts as it having begun."""

    text: str  #: the rule in words
    actors: tuple[str, ...]  #: codes, any of
    recipients: tuple[str, ...]
    indicators: tuple[str, ...]  #: candidate codes, any of
    since: date | None = None  #: earlier events never count
    families: int = 2  #: independent families needed, unless both parties say it


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningProblem:
    """A contingency watched."""

    id: str  #: 'rus-ukr'
    name: str
    instigator: str  #: actor code
    target: str
    kind: str  #: 'interstate' or 'intrastate'
    horizon_days: int
    theatre: tuple[str, ...]  #: country codes
    places: tuple[str, ...]  #: names of places in the theatre that lie elsewhere (staging areas)
    proxies: tuple[str, ...]  #: codes of the instigator's proxies
    thirds: tuple[str, ...]  #: codes of third parties; empty: anybody else
    onset: OnsetRule
    already: str  #: the violence that is baseline, in words
    already_indicators: tuple[str, ...]  #: codes never used for onset and not weighed
    sites: tuple[Site, ...]
    gate: tuple[str, ...]  #: codes of `gate: 3` indicators
    indicators: tuple[Indicator, ...]
    hypotheses: tuple[Hypothesis, ...]
    reference_class: str  #: of the prior, in words, with source
    owner: str = ""
    review: date | None = None
