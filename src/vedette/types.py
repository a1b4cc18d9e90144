"""Every record that crosses a stage. Imports nothing of ours.

All records are frozen, slotted and keyword-only. All datetimes are aware and in UTC.
Text offsets are Unicode code points, half-open. Ids are content hashes (`content_id`),
so doing a thing twice changes nothing. Two clocks: `known_at` is when the world could
know a thing; `recorded_at` (kept by the store, not here) is when this store learnt it.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum


def content_id(*parts: object) -> str:
    """Return 32 hex digits that depend on the parts and their order, and on nothing else.

    Aware datetimes count by their instant, None as an absent part. Raises ValueError for a
    naive datetime: its instant depends on the machine.

    >>> content_id("a", "b") == content_id("a", "b") != content_id("ab")
    True
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = _bytes_of(part)
        digest.update(b"%d:" % (-1 if part is None else len(raw)))
        digest.update(raw)
    return digest.hexdigest()[:32]


def _bytes_of(part: object) -> bytes:
    if isinstance(part, datetime):
        if part.tzinfo is None:
            raise ValueError("a naive datetime has no content id")
        return part.astimezone(UTC).isoformat().encode()
    if isinstance(part, bytes):
        return part
    # surrogates come out of broken input; they too must have an id
    return b"" if part is None else str(part).encode("utf-8", "surrogatepass")


# --- collect ------------------------------------------------------------------------------


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    PAGE = "page"
    FILE = "file"


class OutletKind(StrEnum):
    """What an outlet is; decides who speaks when no speaker is named."""

    WIRE = "wire"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    STATE_MEDIA = "state media"
    MINISTRY = "ministry"
    ORGANISATION = "organisation"
    AGGREGATOR = "aggregator"
    SOCIAL = "social"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher as the outlet table knows it."""

    name: str
    kind: OutletKind = OutletKind.UNKNOWN
    country: str | None = None  #: ISO 3166 alpha-3
    domain: str | None = None  #: 'example.org', without 'www.'
    fictional: bool = False  #: an outlet invented for an exercise; marked wherever it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed, page or file that is collected."""

    id: str  #: content_id(kind, url)
    kind: SourceKind
    url: str  #: for files the path as given
    name: str = ""
    every: int = 900  #: seconds between two checks when all is well


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at a source: its health, and when to look next."""

    source: str
    at: datetime
    outcome: str  #: 'new', 'unchanged' or 'failed'
    next_at: datetime
    failures: int = 0  #: failed looks in a row, this one included
    captures: int = 0  #: how many captures it brought
    etag: str | None = None
    last_modified: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Raw bytes as fetched. What everything else rests on."""

    id: str  #: content_id(url, sha256): the same bytes from the same place are one capture
    source: str | None  #: Source.id, None for files and stdin given by hand
    url: str  #: where the bytes are from; 'file:NAME#N' for the N-th record (from 1) of a file
    fetched_at: datetime
    media_type: str  #: without parameters, lower case: 'text/html', 'application/json', ...
    payload: bytes
    sha256: str  #: hex, of the payload
    headers: tuple[tuple[str, str], ...] = ()  #: as received, names in lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A record that could not be used: named, counted, shown, skipped."""

    stage: str  #: 'collect', 'clean', 'read', ...
    record: str  #: names the record: 'reports.jsonl line 17', a URL, a document id
    reason: str
    at: datetime


# --- clean --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The article in a capture."""

    id: str  #: content_id(label, outlet, url, title, text, published)
    capture: str  #: Capture.id
    label: str  #: the id the input gave it (JSONL 'id', feed guid, file name), '' if none
    title: str  #: '' if none
    text: str  #: '' if none; never both empty
    known_at: datetime
    known_basis: str  #: 'published', 'modified', 'day end', 'fetched', 'date missing', 'date in the future'
    published: datetime | None = None
    modified: datetime | None = None
    outlet: str = ""  #: the outlet's name; '' if unknown
    url: str | None = None
    language: str = "und"  #: ISO 639-1, 'und' if undetermined
    credit: str | None = None  #: whom it copies, as printed ('Daily Mail')
    truncated: bool = False  #: the text breaks off

    @property
    def content(self) -> str:
        """The text that spans index: the non-empty ones of title and text, blank line between."""
        return "\n\n".join(part for part in (self.title, self.text) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """That a document tells a story: a copy or rewrite of the story's first document."""

    document: str
    story: str  #: the id of the story's first document
    method: str  #: 'first', 'exact' or 'near'
    similarity: float  #: Jaccard of shingles, 1.0 for 'first' and 'exact'


# --- read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a document's `content`: code points, half-open."""

    start: int
    end: int


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


# --- watch --------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A claim with what is needed to weigh it: its document's outlet, story and clock."""

    claim: Claim
    outlet: Outlet
    story: str
    known_at: datetime
    url: str | None = None
    title: str = ""
    published: datetime | None = None
    places: tuple[PlaceMention, ...] = ()  #: of the reading; the claim's indices point here


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """Evidence bound to one indicator of one problem."""

    problem: str
    indicator: str
    claim: str
    document: str
    family: str
    access: Access
    known_at: datetime
    strength: float  #: in (0, 1]


class State(StrEnum):
    """What is known of an indicator."""

    OBSERVED = "observed"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorState:
    """An indicator of a problem as of one time."""

    code: str
    state: State
    since: datetime | None = None  #: first evidence of the current state
    latest: datetime | None = None  #: newest evidence
    expires: datetime | None = None
    families: int = 0
    access: tuple[Access, ...] = ()
    evidence: tuple[str, ...] = ()  #: claim ids, strongest first
    against: tuple[str, ...] = ()  #: claim ids that contradict it


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One claimed figure in a problem's ledger."""

    claim: str
    document: str
    known_at: datetime
    speaker: str  #: as named, or the outlet
    speaker_code: str
    relay: tuple[str, ...]
    outlet: str
    family: str
    figure: Figure
    place: str | None
    scope: str  #: normalised key: only entries with the same key are compared
    superseded_by: str | None = None  #: claim id of a later figure by the same speaker and scope
    contradicts: tuple[str, ...] = ()  #: claim ids of live figures of this scope that can't both be true


# --- judge --------------------------------------------------------------------------------


class Level(IntEnum):
    """The six warning levels."""

    ROUTINE = 0
    WATCH = 1
    CONCERN = 2
    WARNING = 3
    IMMINENT = 4
    UNDER_WAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one indicator's state does to the odds."""

    code: str
    state: State
    decibans: float  #: for onset against routine, after grouping and tempering
    diagnosticity: float  #: max / min likelihood ratio over hypotheses
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """A hypothesis after the evidence."""

    hypothesis: str
    prior: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Probability:
    """p_onset within `days`: the median and the 90 % band."""

    days: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the desk had to go by: silence is shown, never hidden."""

    reports: int  #: claims bound to the problem in its window
    documents: int  #: documents read in the last 7 days, all subjects
    unread: int  #: documents of the last 7 days in a language that is not read
    last_document: datetime | None  #: newest known_at of any document
    last_report: datetime | None  #: newest evidence on this problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """An unseen indicator and what seeing it would do."""

    code: str
    p: float  #: p_onset if it were observed
    level: Level  #: the level that p alone would allow


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Level, p_onset and posteriors of one problem as of one time, with reasons."""

    problem: str
    as_of: datetime
    status: str  #: 'live', 'stale' or 'censored'
    level: Level
    since: datetime  #: when this level was entered
    previous: Level | None  #: the level before this step, None at the first
    onset: Probability
    posteriors: tuple[Posterior, ...]
    states: tuple[IndicatorState, ...]
    weights: tuple[Weight, ...]  #: heaviest first
    reasons: tuple[str, ...]  #: why this level and no other
    movers: tuple[Mover, ...]  #: what would move us most, most first
    fragile: tuple[str, ...]  #: outlets without which the level would differ
    coverage: Coverage
    expires: datetime  #: lapses unless renewed


# --- warn ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quoted sentence with the way back to it."""

    claim: str
    document: str
    span: Span
    quote: str
    speaker: str  #: who says it, with relays
    modality: Modality
    outlet: str
    known_at: datetime
    capture: str
    sha256: str
    url: str | None = None
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of a bulletin. Every one leads to evidence, or names the rule it follows."""

    section: str  #: 'judgement', 'confidence', 'changed', 'evidence', 'figures', 'gaps', ...
    text: str
    evidence: tuple[str, ...] = ()  #: claim ids
    rule: str | None = None  #: for computed statements: the rule of the method behind them


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """The issued product."""

    id: str
    problem: WarningProblem
    assessment: Assessment
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    ledger: tuple[LedgerEntry, ...]
    status: str  #: 'draft', 'exercise' or 'actual'
    issued_at: datetime
    cutoff: datetime  #: newest known_at that was used
    corrections: tuple[str, ...] = ()
