"""The machine-checkable part of ICD 203's tradecraft standards, held against a bulletin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vedette.types import Bulletin, Evidence
from vedette.warn.coarse import is_coarse
from vedette.warn.methods import RULES
from vedette.warn.phrases import percent

#: ICD 203: word, lower edge (included), upper edge (excluded), in per cent
WORDS = (
    ("almost no chance", 1, 5),
    ("very unlikely", 5, 20),
    ("unlikely", 20, 45),
    ("roughly even chance", 45, 55),
    ("likely", 55, 80),
    ("very likely", 80, 95),
    ("almost certain", 95, 100),
)

_BY_LENGTH = sorted((word for word, _, _ in WORDS), key=len, reverse=True)
_LIKELIHOOD = re.compile(rf"\b({'|'.join(_BY_LENGTH)}|probab\w+|chances?|\d+ ?%)(?!\w)", re.IGNORECASE)
_WORDED = re.compile(rf"\b({'|'.join(_BY_LENGTH)}),? \(?(\d+) ?%", re.IGNORECASE)
_BAND = re.compile(r"\d+ ?% band|\d+\s*[-–]\s*\d+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\w)")
# three decimals of a degree are a hundred metres, two a kilometre
_FINE = re.compile(r"(?<![\d.,])-?\d{1,3}\.\d{2,}°?\s*[NSEW]?\s*[,;/ ]\s*-?\d{1,3}\.\d{2,}(?![\d,])")
_MINUTES = re.compile(r"\d{1,3}°\s*\d{1,2}['′]")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One departure from a rule."""

    rule: str  #: 'words', 'apart', 'evidence', 'sources', 'uncertainty', 'gaps', ...
    where: str  #: 'statement 3', 'claim ...', 'bulletin'
    message: str


def lint(bulletin: Bulletin) -> list[Finding]:
    """Return every departure from the rules; an empty list is a clean bulletin."""
    return [
        *_statements(bulletin),
        *_sections(bulletin),
        *_judgement(bulletin),
        *_sources(bulletin),
        *_clocks(bulletin),
        *_exercise(bulletin),
        *_signature(bulletin),
        *_places(bulletin),
    ]


def _statements(bulletin: Bulletin) -> Iterator[Finding]:
    known = {item.claim for item in bulletin.evidence}
    for number, statement in enumerate(bulletin.statements, 1):
        where = f"statement {number}"
        if not statement.evidence and not statement.rule:
            yield Finding(rule="evidence", where=where, message="has neither evidence nor a rule")
        if statement.rule and statement.rule not in RULES:
            yield Finding(rule="evidence", where=where, message=f"names an unknown rule {statement.rule!r}")
        for claim in statement.evidence:
            if claim not in known:
                yield Finding(rule="evidence", where=where, message=f"cites {claim}, which is not quoted")
        for word, points in _WORDED.findall(statement.text):
            if word.lower() != _word_for(int(points)):
                yield Finding(rule="words", where=where, message=f"calls {points} % {word!r}")
        for sentence in _SENTENCE.split(statement.text):
            if "confiden" in sentence.lower() and _LIKELIHOOD.search(sentence):
                yield Finding(
                    rule="apart", where=where, message="puts likelihood and confidence into one sentence"
                )


def _word_for(points: int) -> str:
    """The word of a printed percentage: the reader sees that, not the digits behind it."""
    return next((word for word, low, high in WORDS if low <= points < high), "")


def _sections(bulletin: Bulletin) -> Iterator[Finding]:
    present = {statement.section for statement in bulletin.statements}
    for section, need in (
        ("judgement", "no judgement is made"),
        ("confidence", "confidence is not stated"),
        ("changed", "neither change nor consistency with the last bulletin is stated"),
        ("alternatives", "no alternative is weighed"),
        ("assumptions", "assumptions are not stated"),
        ("gaps", "gaps are not stated"),
        ("review", "neither expiry nor review is stated"),
    ):
        if section not in present:
            yield Finding(rule=section, where="bulletin", message=need)


def _judgement(bulletin: Bulletin) -> Iterator[Finding]:
    text = " ".join(item.text for item in bulletin.statements if item.section == "judgement")
    onset = bulletin.assessment.onset
    if not _WORDED.search(text):
        yield Finding(rule="uncertainty", where="judgement", message="no probability as a word and a number")
    elif percent(onset.p) not in text:
        yield Finding(
            rule="words", where="judgement", message=f"the number is not the assessment's {percent(onset.p)}"
        )
    if not _BAND.search(text):
        yield Finding(rule="uncertainty", where="judgement", message="no band around the probability")
    if str(onset.days) not in text:
        yield Finding(rule="uncertainty", where="judgement", message="no horizon")
    if not onset.low <= onset.p <= onset.high:
        yield Finding(rule="uncertainty", where="judgement", message="the band does not hold the median")


def _sources(bulletin: Bulletin) -> Iterator[Finding]:
    for item in bulletin.evidence:
        for lacking, value in (("speaker", item.speaker), ("outlet", item.outlet), ("quote", item.quote)):
            if not value.strip():
                yield _at(item, "sources", f"has no {lacking}")
        if not item.capture or not _SHA256.fullmatch(item.sha256):
            yield _at(item, "sources", "does not lead to a capture with its SHA-256")
        if item.span.end - item.span.start != len(item.quote):
            yield _at(item, "sources", "the quote is not as long as its span")


def _clocks(bulletin: Bulletin) -> Iterator[Finding]:
    as_of = bulletin.assessment.as_of
    for item in bulletin.evidence:
        if item.known_at > as_of:
            yield _at(item, "clock", "is newer than the as-of time")
    for entry in bulletin.ledger:
        if entry.known_at > as_of:
            yield Finding(rule="clock", where=f"figure {entry.claim}", message="is newer than the as-of time")
    if bulletin.cutoff > as_of:
        yield Finding(rule="clock", where="bulletin", message="the cut-off is after the as-of time")
    if bulletin.issued_at < as_of:
        yield Finding(rule="clock", where="bulletin", message="is issued before its as-of time")


def _exercise(bulletin: Bulletin) -> Iterator[Finding]:
    if bulletin.status != "exercise":
        for item in bulletin.evidence:
            if item.fictional:
                yield _at(item, "exercise", "is of a fictional outlet, but the status is not 'exercise'")


def _signature(bulletin: Bulletin) -> Iterator[Finding]:
    if bulletin.status == "actual" and not bulletin.signed.strip():
        yield Finding(
            rule="signature", where="bulletin", message="is actual, and nobody answers for it by name"
        )


def _places(bulletin: Bulletin) -> Iterator[Finding]:
    for site in bulletin.problem.sites:
        if not is_coarse(site.latitude, site.longitude):
            yield Finding(rule="resolution", where=f"site {site.name}", message="is placed finer than 5 km")
    texts = [(f"statement {n}", item.text) for n, item in enumerate(bulletin.statements, 1)]
    texts += [(f"claim {item.claim}", item.quote) for item in bulletin.evidence]
    for where, text in texts:
        if _FINE.search(text) or _MINUTES.search(text):
            yield Finding(rule="resolution", where=where, message="holds coordinates finer than 5 km")


def _at(item: Evidence, rule: str, message: str) -> Finding:
    return Finding(rule=rule, where=f"claim {item.claim}", message=message)
