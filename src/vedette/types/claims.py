"""What is read: claims with their events, figures, places and dates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a document's `content`: code points, half-open."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both have a code point in common."""
        return self.start < other.end and other.start < self.end

    def __contains__(self, other: "Span") -> bool:
        """Whether another lies inside."""
        return self.start <= other.start and other.end <= self.end

    def moved(self, by: int) -> "Span":
        """Return the span so many code points further on."""
        return Span(start=self.start + by, end=self.end + by)


class Kind(StrEnum):
    """The 16 PLOVER root kinds (github.com/openeventdata/PLOVER)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(StrEnum):
    """How firmly a content is put forward."""

    ASSERTED = "asserted"
    DENIED = "denied"
    POSSIBLE = "possible"
    PLANNED = "planned"
    DEMANDED = "demanded"
    CONDITIONAL = "conditional"
    HISTORICAL = "historical"


class Access(StrEnum):
    """How a speaker can know."""

    INSTIGATOR = "instigator official"
    TARGET = "target official"
    THIRD = "third-party official"
    IMAGERY = "imagery"
    DOCUMENT = "document"
    WITNESS = "witness"
    PRESS = "unattributed press"


class Basis(StrEnum):
    """What kind of access a claim shows by itself; who is party is known only per problem."""

    OFFICIAL = "official"
    IMAGERY = "imagery"
    DOCUMENT = "document"
    WITNESS = "witness"
    PRESS = "press"


class ClaimType(StrEnum):
    """What a claim's content is."""

    EVENT = "event"
    FIGURE = "figure"
    STATEMENT = "statement"


class FigureKind(StrEnum):
    """What a number counts."""

    STOCK = "stock"  #: how many there are
    DELTA = "delta"  #: how many came or went
    PROJECTION = "projection"  #: how many there may be


class Qualifier(StrEnum):
    """How exact a number is said to be."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    UP_TO = "up to"
    LESS_THAN = "less than"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A named party: whom the text names, with the code it resolves to."""

    text: str  #: as in the text; '' where it is only implied
    code: str  #: ISO 3166 alpha-3 or an organisation's, then ':GROUP'; 'UNK' if unknown
    span: Span | None = None  #: None where the text does not name it
    sector: str | None = None  #: 'GOV', 'MIL', 'CVL', ... where known
    verified: bool = True  #: False: a role past its last-verified date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place in the text, resolved where possible."""

    text: str
    span: Span
    name: str | None = None  #: gazetteer name, None if unresolved
    latitude: float | None = None  #: degrees north, WGS 84
    longitude: float | None = None  #: degrees east, WGS 84
    geonames_id: int | None = None
    country: str | None = None  #: ISO 3166 alpha-3
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A TIMEX3 expression with its value."""

    text: str
    span: Span
    type: str  #: DATE, TIME, DURATION or SET
    value: str  #: TIMEX3 value: '2021-11-10', '2021-W45', 'P3D', 'PRESENT_REF', ...
    start: date | None = None  #: first day meant; None if open
    end: date | None = None  #: last day meant, inclusive; None if open


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a content happened: an interval of days, either end open."""

    value: str
    start: date | None = None
    end: date | None = None  #: inclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who does what to whom."""

    kind: Kind
    trigger: str  #: the words that express the act
    actor: Actor
    recipient: Actor | None = None
    mode: str | None = None  #: PLOVER mode, lower case, where it is known
    reciprocal: bool = False
    place: int | None = None  #: index into the reading's places
    when: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many of what. Different scopes are never added or compared silently."""

    low: float
    high: float
    unit: str  #: 'troops', 'killed', 'tanks', ...
    qualifier: Qualifier = Qualifier.EXACT
    kind: FigureKind = FigureKind.STOCK
    of: str | None = None  #: actor code of whom
    scope: tuple[str, ...] = ()  #: what the number includes or excludes, as said
    place: int | None = None  #: index into the reading's places


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who says that what, through whom, how firmly. With no speaker found, the outlet speaks."""

    id: str  #: content_id(document, type, span, content, ...)
    document: str  #: Document.id
    type: ClaimType
    modality: Modality
    span: Span  #: of the sentence (or part) that holds it
    text: str  #: the words at the span
    content: str  #: what is claimed, without the attribution
    confidence: float  #: calibrated, in [0, 1]
    speaker: Actor | None = None  #: None: the outlet
    relay: tuple[Actor, ...] = ()  #: through whom, nearest to the outlet first
    basis: str | None = None  #: on what the speaker rests, as said: 'satellite images'
    access: Basis = Basis.PRESS
    indicators: tuple[str, ...] = ()  #: candidate indicator codes of the general library
    event: Event | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one run of a reader found in one document."""

    document: str
    claims: tuple[Claim, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    error: str | None = None  #: why it could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One configuration of a stage; derived rows are keyed by (content id, run id)."""

    id: str  #: content_id(stage, version, model, settings)
    stage: str
    version: str
    model: str  #: digest of model and tables, '' if none
    settings: str  #: canonical JSON
