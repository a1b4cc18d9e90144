"""A build-up on a border, told by invented outlets: 100 days of assessments with their evidence.

The sentences are our own; the numbers follow no real assessment.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vedette.types import (
    Access,
    Actor,
    Assessment,
    Basis,
    Bulletin,
    Claim,
    ClaimType,
    Coverage,
    Document,
    Evidence,
    Figure,
    FigureKind,
    Hypothesis,
    Indication,
    Indicator,
    IndicatorKind,
    IndicatorState,
    LedgerEntry,
    Level,
    Likelihood,
    Modality,
    Mover,
    OnsetRule,
    Outlet,
    OutletKind,
    Posterior,
    Probability,
    Qualifier,
    Report,
    Role,
    Site,
    Span,
    State,
    WarningProblem,
    Weight,
    content_id,
)
from vedette.warn.bulletin import compose
from vedette.warn.evidence import evidence

FIRST = datetime(2021, 11, 1, tzinfo=UTC)
DAYS = 114

INDICATORS = (
    ("S1", "Ultimatum or red line", "strategic", IndicatorKind.AMBIGUOUS, 60),
    ("S2", "Territorial claim or recognition", "strategic", IndicatorKind.AMBIGUOUS, 30),
    ("F1", "Forces massed or moved", "force", IndicatorKind.NECESSARY, 30),
    ("F2", "Exercise", "force", IndicatorKind.AMBIGUOUS, 21),
    ("F3", "Readiness raised", "force", IndicatorKind.AMBIGUOUS, 21),
    ("U1", "Logistics, medical, bridging", "sustainment", IndicatorKind.NECESSARY, 30),
    ("C1", "Closures and cut communications", "closure", IndicatorKind.PRETEXT, 14),
    ("D1", "Evacuation of embassies or nationals", "diplomatic", IndicatorKind.AMBIGUOUS, 30),
    ("D3", "Talks refused or collapsed", "diplomatic", IndicatorKind.AMBIGUOUS, 30),
    ("D4", "Third-party warning", "diplomatic", IndicatorKind.AMBIGUOUS, 21),
    ("P1", "Claimed provocation or atrocity", "pretext", IndicatorKind.PRETEXT, 14),
    ("P2", "Force authorised", "pretext", IndicatorKind.PRETEXT, 14),
    ("X1", "Withdrawal claimed or seen", "counter", IndicatorKind.COUNTER, 14),
    ("X3", "Intention denied", "counter", IndicatorKind.COUNTER, 14),
)

UKR = Actor(text="Ukraine's defence ministry", code="UKR")
USA = Actor(text="a senior American official", code="USA")
RUS = Actor(text="the Kremlin's spokesman", code="RUS")
NATO = Actor(text="NATO's secretary general", code="NATO")
AGENCY = Actor(text="Meridian Agency", code="UNK")

# day, indicator, outlet, speaker, relay, modality, access, sentence
REPORTS = (
    (4, "F1", "The Harbour Courier", USA, (), Modality.ASSERTED, Access.THIRD,
     "A senior American official said unusual moves of Russian armour were seen north of the border."),
    (11, "F1", "The Harbour Courier", UKR, (AGENCY,), Modality.ASSERTED, Access.TARGET,
     "Ukraine's defence ministry said about 90,000 Russian troops stood near the border and in held areas."),
    (12, "F1", "Meridian Agency", None, (), Modality.ASSERTED, Access.IMAGERY,
     "Satellite pictures taken this week show rows of tanks in a camp that was empty in the summer."),
    (13, "X3", "Meridian Agency", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "The Kremlin's spokesman said Russia threatened nobody and moved its troops as it saw fit."),
    (16, "D4", "The Quay Post", NATO, (), Modality.ASSERTED, Access.THIRD,
     "NATO's secretary general warned that any further aggression would have a high price."),
    (33, "F1", "The Quay Post", USA, (), Modality.PLANNED, Access.THIRD,
     "A senior American official said up to 175,000 troops could be in place early next year."),
    (46, "S1", "Meridian Agency", RUS, (), Modality.DEMANDED, Access.INSTIGATOR,
     "Moscow published two draft treaties and called its demands absolutely imperative."),
    (54, "X1", "Meridian Agency", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "More than 10,000 troops were returning to barracks after drills, the Kremlin's spokesman said."),
    (55, "X1", "The Harbour Courier", UKR, (), Modality.DENIED, Access.TARGET,
     "Kyiv saw no sign of a withdrawal, the ministry said."),
    (72, "D3", "The Quay Post", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "The talks had reached a dead end, said the Kremlin's spokesman, and there was no point in meeting."),
    (78, "F1", "The Harbour Courier", UKR, (), Modality.ASSERTED, Access.TARGET,
     "The ministry put the Russian force at 127,000, of them 106,000 on the ground."),
    (80, "U1", "The Quay Post", USA, (AGENCY,), Modality.ASSERTED, Access.THIRD,
     "Blood supplies and field hospitals had been moved up, the American official said."),
    (84, "D1", "Meridian Agency", USA, (), Modality.ASSERTED, Access.THIRD,
     "Washington ordered families of its diplomats to leave Kyiv."),
    (92, "F2", "Meridian Agency", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "Ten days of joint drills began in Belarus, the Kremlin's spokesman confirmed."),
    (100, "C1", "The Quay Post", None, (), Modality.ASSERTED, Access.DOCUMENT,
     "A notice to mariners closes large parts of the Sea of Azov from Tuesday."),
    (106, "X1", "Meridian Agency", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "Some units had finished their drills and were loading for home, the ministry in Moscow said."),
    (107, "X1", "The Harbour Courier", USA, (), Modality.DENIED, Access.THIRD,
     "The claim of a withdrawal was false, the American official said: 7,000 more had arrived."),
    (109, "P1", "Meridian Agency", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "What happened in the Donbas was genocide, the president said after the talks."),
    (112, "S2", "Meridian Agency", RUS, (), Modality.ASSERTED, Access.INSTIGATOR,
     "The president recognised the two separatist regions and ordered troops to keep the peace there."),
)  # fmt: skip

# day, speaker, code, low, high, qualifier, kind, scope words, scope key, place
FIGURES = (
    (11, "Ukraine's defence ministry", "UKR", 90e3, 90e3, Qualifier.ABOUT, FigureKind.STOCK,
     ("incl. occupied areas",), "near+occupied", "near the border"),
    (33, "a senior American official", "USA", 175e3, 175e3, Qualifier.UP_TO, FigureKind.PROJECTION,
     (), "early 2022", "near the border"),
    (37, "Ukraine's defence ministry", "UKR", 94e3, 94e3, Qualifier.MORE_THAN, FigureKind.STOCK,
     ("incl. occupied areas",), "near+occupied", "near the border"),
    (60, "a senior American official", "USA", 95e3, 105e3, Qualifier.EXACT, FigureKind.STOCK,
     ("incl. occupied areas",), "near+occupied", "near the border"),
    (78, "Ukraine's defence ministry", "UKR", 127e3, 127e3, Qualifier.EXACT, FigureKind.STOCK,
     ("incl. air and sea",), "all branches", "near the border"),
    (107, "a senior American official", "USA", 7e3, 7e3, Qualifier.ABOUT, FigureKind.DELTA,
     (), "near", "near the border"),
    (108, "a senior American official", "USA", 150e3, 150e3, Qualifier.ABOUT, FigureKind.STOCK,
     ("incl. air and sea",), "all branches", "near the border"),
    (109, "Ukraine's defence ministry", "UKR", 148e3, 149e3, Qualifier.EXACT, FigureKind.STOCK,
     ("incl. air and sea",), "all branches", "near the border"),
)  # fmt: skip

SILENT = set(range(24, 29)) | {61}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Everything the stage takes, for one problem."""

    problem: WarningProblem
    assessments: list[Assessment]
    reports: list[Report]
    indications: list[Indication]
    ledger: list[LedgerEntry]
    documents: dict[str, Document]
    per_day: dict[date, int]

    def compose(
        self, status: str = "draft", n: int = -1, previous: int | None = -15, **changes: object
    ) -> Bulletin:
        """Return the bulletin of the n-th assessment; `changes` replace arguments of `compose`."""
        assessment = self.assessments[n]
        arguments: dict[str, object] = {
            "problem": self.problem,
            "assessment": assessment,
            "previous": None if previous is None else self.assessments[previous],
            "indications": self.indications,
            "reports": self.reports,
            "ledger": self.ledger,
            "evidence_of": evidence_of,
            "words": words,
            "status": status,
            "issued_at": assessment.as_of + timedelta(hours=1),
            "dead_sources": ("Quay Post feed",),
            "unread_languages": ("uk",),
        }
        return compose(**(arguments | changes))  # type: ignore[arg-type]


def evidence_of(report: Report) -> Evidence:
    sha256 = hashlib.sha256(report.claim.document.encode()).hexdigest()
    return evidence(report, capture=content_id("capture", report.claim.document), sha256=sha256)


def words(onset: Probability) -> str:
    table = ((5, "almost no chance"), (20, "very unlikely"), (45, "unlikely"), (55, "roughly even chance"),
             (80, "likely"), (95, "very likely"), (100, "almost certain"))  # fmt: skip
    points = min(99, max(1, int(100 * onset.p + 0.5)))
    word = next(word for below, word in table if points < below)
    return f"{word}, {points} % (90 % band {round(100 * onset.low)}-{round(100 * onset.high)})"


def at(day: int, hour: int = 9) -> datetime:
    return FIRST + timedelta(days=day, hours=hour)


def _problem() -> WarningProblem:
    return WarningProblem(
        id="rus-ukr",
        name="Russia attacks Ukraine in force",
        instigator="RUS",
        target="UKR",
        kind="interstate",
        horizon_days=90,
        theatre=("UKR",),
        places=("Yelnya",),
        proxies=("UKR:SEPARATISTS",),
        thirds=(),
        onset=OnsetRule(
            text="Russian forces attack in Ukraine beyond the line of contact of 2015, by land or air",
            actors=("RUS",),
            recipients=("UKR",),
            indicators=("H1",),
        ),
        already="Shelling along the line of contact in the Donbas since 2015",
        already_indicators=("H3",),
        sites=(Site(name="Camp near Yelnya", latitude=54.5671, longitude=33.1883),),
        gate=("F1", "U1"),
        indicators=tuple(
            Indicator(
                code=code, name=name, group=group, kind=kind, actor=(Role.INSTIGATOR,), recipient=(Role.ANY,),
                place="theatre", modalities=(Modality.ASSERTED,), lead_days=30, expiry_days=expiry,
                observed_by=("press",), likelihoods=(Likelihood(hypothesis="invasion", ratio=5),),
            )
            for code, name, group, kind, expiry in INDICATORS
        ),
        hypotheses=(
            Hypothesis(id="routine", name="Routine", prior=0.62),
            Hypothesis(id="exercise", name="Exercise or rotation", prior=0.2),
            Hypothesis(id="signal", name="Coercive signalling", prior=0.13),
            Hypothesis(id="limited", name="Limited incursion or recognition", prior=0.02, onset=True),
            Hypothesis(id="invasion", name="Large invasion", prior=0.02, onset=True),
            Hypothesis(id="other", name="Other", prior=0.01),
        ),
        reference_class="disputes between states in which one of them massed forces at the other's border, "
        "1990 to 2014",
        owner="the desk",
        review=date(2022, 3, 31),
    )  # fmt: skip


def _reports() -> tuple[list[Report], list[Indication], dict[str, Document]]:
    reports, indications, documents = [], [], {}
    lead_in = "The border was quiet on Sunday, residents told our reporter."
    for day, code, outlet, speaker, relay, modality, access, sentence in REPORTS:
        text = f"{lead_in} {sentence} Shops stayed open and the buses ran.\n\nThe weather will stay cold."
        title = sentence.split(",")[0][:60].rstrip()
        identity = content_id(outlet, title, day)
        start = len(title) + 2 + len(lead_in) + 1
        documents[identity] = Document(
            id=identity, capture=content_id("capture", identity), label=str(day), title=title, text=text,
            known_at=at(day), known_basis="published", outlet=outlet, language="en",
        )  # fmt: skip
        claim = Claim(
            id=content_id("claim", identity), document=identity, type=ClaimType.EVENT, modality=modality,
            span=Span(start=start, end=start + len(sentence)), text=sentence, content=sentence,
            confidence=0.8,
            speaker=speaker, relay=relay, access=Basis.OFFICIAL if speaker else Basis.IMAGERY,
            basis="satellite pictures" if access is Access.IMAGERY else None, indicators=(code,),
        )  # fmt: skip
        reports.append(
            Report(
                claim=claim, outlet=Outlet(name=outlet, kind=OutletKind.NEWSPAPER, fictional=True),
                story=identity, known_at=at(day), url=f"https://news.example/{day}", title=title,
            )
        )  # fmt: skip
        indications.append(
            Indication(
                problem="rus-ukr", indicator=code, claim=claim.id, document=identity,
                family=f"{speaker.code if speaker else 'imagery'} {code}", access=access, known_at=at(day),
                strength=0.7,
            )
        )  # fmt: skip
    return reports, indications, documents


def _ledger(reports: list[Report]) -> list[LedgerEntry]:
    entries = []
    for day, speaker, code, low, high, qualifier, kind, scope, key, place in FIGURES:
        report = min(reports, key=lambda report: abs((report.known_at - at(day)).total_seconds()))
        later = [row for row in FIGURES if row[0] > day and row[1] == speaker and row[8] == key]
        entries.append(
            LedgerEntry(
                claim=report.claim.id if report.known_at == at(day) else content_id("figure", day, speaker),
                document=report.claim.document, known_at=at(day), speaker=speaker, speaker_code=code,
                relay=(),
                outlet=report.outlet.name, family=f"{code} figures",
                figure=Figure(low=low, high=high, unit="troops", qualifier=qualifier, kind=kind, of="RUS",
                              scope=scope),
                place=place, scope=key,
                superseded_by=content_id("figure", later[0][0], speaker) if later else None,
            )
        )  # fmt: skip
    known = {entry.claim for entry in entries}
    return [
        entry if entry.superseded_by in known else replace(entry, superseded_by=None) for entry in entries
    ]


def _states(as_of: datetime, indications: list[Indication], reports: list[Report]) -> list[IndicatorState]:
    denied = {report.claim.id for report in reports if report.claim.modality is Modality.DENIED}
    states = []
    for code, _, _, _, expiry in INDICATORS:
        seen = [item for item in indications if item.indicator == code and item.known_at <= as_of]
        if not seen:
            states.append(IndicatorState(code=code, state=State.UNKNOWN))
            continue
        live = [item for item in seen if item.known_at + timedelta(days=expiry) > as_of]
        against = [item.claim for item in live if item.claim in denied]
        state = State.EXPIRED if not live else State.OBSERVED
        if live and against and live[-1].claim in denied:
            state = State.CONTRADICTED
        shown = live or seen
        states.append(
            IndicatorState(
                code=code, state=state, since=shown[0].known_at, latest=shown[-1].known_at,
                expires=shown[-1].known_at + timedelta(days=expiry), families=len({i.family for i in live}),
                access=tuple(dict.fromkeys(item.access for item in live)),
                evidence=tuple(item.claim for item in reversed(shown) if item.claim not in denied),
                against=tuple(against),
            )
        )  # fmt: skip
    return states


def _assessments(
    problem: WarningProblem, indications: list[Indication], reports: list[Report]
) -> list[Assessment]:
    counters = {"X1", "X3"}
    found: list[Assessment] = []
    level, since = Level.ROUTINE, FIRST
    for day in range(DAYS):
        as_of = FIRST + timedelta(days=day + 1)
        states = _states(as_of, indications, reports)
        weights = [
            Weight(
                code=item.code, state=item.state, diagnosticity=6.0, evidence=item.evidence,
                decibans=(-2.0 if item.code in counters else 4.6) / (1 + 0.08 * n),
            )
            for n, item in enumerate(states)
            if item.state is State.OBSERVED
        ]  # fmt: skip
        total = sum(weight.decibans for weight in weights)
        odds = 0.04 / 0.96 * 10 ** (total / 10)
        p = odds / (1 + odds)
        target = sum(p >= edge for edge in (0.02, 0.1, 0.3, 0.6))
        previous = level
        if target > level or (target < level and as_of - since >= timedelta(days=14)):
            level = Level(target if target > level else level - 1)
            since = as_of
        last = max((day_ for day_ in range(day + 1) if day_ not in SILENT), default=0)
        lit = [item.code for item in states if item.state is State.OBSERVED]
        rest = 1 - p
        found.append(
            Assessment(
                problem=problem.id, as_of=as_of, status="live" if day - last < 3 else "stale", level=level,
                since=since, previous=previous if found else None,
                onset=Probability(days=90, p=p, low=p * 0.55, high=p + (1 - p) * 0.3),
                posteriors=(
                    Posterior(hypothesis="routine", prior=0.62, p=rest * 0.3),
                    Posterior(hypothesis="exercise", prior=0.2, p=rest * 0.2),
                    Posterior(hypothesis="signal", prior=0.13, p=rest * 0.48),
                    Posterior(hypothesis="limited", prior=0.02, p=p * 0.4),
                    Posterior(hypothesis="invasion", prior=0.02, p=p * 0.6),
                    Posterior(hypothesis="other", prior=0.01, p=rest * 0.02),
                ),
                states=tuple(states),
                weights=tuple(sorted(weights, key=lambda weight: -abs(weight.decibans))),
                reasons=(
                    f"The probability of onset of {p:.0%} enters level {int(level)}",
                    f"Lit: {', '.join(lit)}" if lit else "No indicator is lit",
                ),
                movers=(
                    Mover(code="P2", p=min(0.95, p + 0.2), level=Level.IMMINENT),
                    Mover(code="F3", p=min(0.9, p + 0.08), level=Level.WARNING),
                ),
                fragile=("Meridian Agency",) if day > 60 else (),
                coverage=Coverage(
                    reports=sum(item.known_at <= as_of for item in reports), documents=210, unread=38,
                    last_document=at(last), last_report=max((i.known_at for i in indications
                                                             if i.known_at <= as_of), default=None),
                ),
                expires=as_of + timedelta(days=7),
            )
        )  # fmt: skip
    return found


@pytest.fixture(scope="session")
def sample() -> Sample:
    problem = _problem()
    reports, indications, documents = _reports()
    return Sample(
        problem=problem,
        assessments=_assessments(problem, indications, reports),
        reports=reports,
        indications=indications,
        ledger=_ledger(reports),
        documents=documents,
        per_day={
            (FIRST + timedelta(days=day)).date(): 0 if day in SILENT else 18 + (day * 7919) % 23 + day // 6
            for day in range(DAYS)
        },
    )


@pytest.fixture(scope="session")
def bulletin(sample: Sample) -> Bulletin:
    return sample.compose()


@pytest.fixture(scope="session")
def quote_source() -> Callable[[Report], Evidence]:
    return evidence_of
