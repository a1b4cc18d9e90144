"""A bulletin as one self-contained HTML page: no script, no request to anywhere, prints well."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from vedette.types import (
    Bulletin,
    Document,
    Evidence,
    Indicator,
    IndicatorState,
    LedgerEntry,
    Level,
    State,
    Statement,
    Weight,
    speaks,
)
from vedette.warn import phrases
from vedette.warn.bulletin import SECTIONS
from vedette.warn.methods import RULES

_AROUND = 200  # characters of context on either side: the neighbouring sentence or so


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Evidence with its number on the page and the words around it."""

    number: int
    item: Evidence
    before: str
    after: str
    title: str
    url: str | None  #: only if it is a plain web address
    bears: tuple[str, ...]  #: indicators it lights, 'F1 Forces massed', or contradicts


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """An indicator of the table: what it is, its state and its weight."""

    indicator: Indicator | None
    state: IndicatorState
    weight: Weight | None
    claims: tuple[str, ...]  #: quoted on the page
    more: int  #: claims in the store, not quoted here


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinView:
    """All that the templates show of a bulletin."""

    bulletin: Bulletin
    sections: tuple[tuple[str, str, tuple[Statement, ...]], ...]
    indicators: tuple[tuple[str, tuple[IndicatorRow, ...]], ...]
    live: tuple[LedgerEntry, ...]
    past: tuple[LedgerEntry, ...]
    rules: tuple[tuple[str, str], ...]
    names: Mapping[str, str]  #: of hypotheses
    numbers: Mapping[str, int]  #: of evidence, by claim
    quotes: Mapping[str, str]  #: by claim


def render(bulletin: Bulletin, *, documents: Mapping[str, Document] | None = None) -> str:
    """Return the page; `documents` (by id) give quotes their title and the words around them."""
    quotes = quoted(bulletin, bulletin.evidence, documents or {})
    shown = view(bulletin, {each.item.claim: each.number for each in quotes})
    return page("bulletin.html", title=bulletin.problem.name, view=shown, quotes=quotes)


def view(bulletin: Bulletin, numbers: Mapping[str, int]) -> BulletinView:
    """Return what the templates show of a bulletin; `numbers` are those of the evidence."""
    live = tuple(entry for entry in bulletin.ledger if speaks(entry, bulletin.assessment.as_of))
    used = {statement.rule for statement in bulletin.statements}
    return BulletinView(
        bulletin=bulletin,
        sections=tuple(
            (name, title, tuple(item for item in bulletin.statements if item.section == name))
            for name, title in SECTIONS
        ),
        indicators=_indicators(bulletin, numbers),
        live=live[::-1],
        past=tuple(entry for entry in bulletin.ledger if entry not in live)[::-1],
        rules=tuple((name, text) for name, text in RULES.items() if name in used),
        names={item.id: item.name for item in bulletin.problem.hypotheses},
        numbers=numbers,
        quotes={item.claim: item.quote for item in bulletin.evidence},
    )


def quoted(
    bulletin: Bulletin, evidence: Iterable[Evidence], documents: Mapping[str, Document]
) -> tuple[Quoted, ...]:
    """Return the evidence numbered from 1, each claim once, with its context where it is known."""
    names = {
        indicator.code: f"{indicator.code} {indicator.name}" for indicator in bulletin.problem.indicators
    }
    bears: dict[str, list[str]] = {}
    for state in bulletin.assessment.states:
        for claim in dict.fromkeys((*state.evidence, *state.against)):
            against = " (against)" if claim in state.against else ""
            bears.setdefault(claim, []).append(names.get(state.code, state.code) + against)
    found = []
    for number, item in enumerate({item.claim: item for item in evidence}.values(), 1):
        document = documents.get(item.document)
        before, after = context(item, document)
        found.append(
            Quoted(
                number=number,
                item=item,
                before=before,
                after=after,
                title=document.title if document else "",
                url=phrases.web_url(item.url),
                bears=tuple(bears.get(item.claim, ())),
            )
        )
    return tuple(found)


def context(item: Evidence, document: Document | None) -> tuple[str, str]:
    """Return the words before and after a quote in its paragraph, '' where the text is not at hand.

    Nothing is returned either where the text at the span is not the quote: then it proves nothing.
    """
    if document is None or document.content[item.span.start : item.span.end] != item.quote:
        return "", ""
    before = document.content[max(0, item.span.start - _AROUND) : item.span.start]
    after = document.content[item.span.end : item.span.end + _AROUND]
    cut_before, cut_after = len(before) == _AROUND, len(after) == _AROUND
    before, mark, last = before.rpartition("\n\n")
    before, cut_before = last, cut_before and not mark
    after, mark, _ = after.partition("\n\n")
    cut_after = cut_after and not mark
    if cut_before:
        before = "… " + before.partition(" ")[2]
    if cut_after:
        after = after.rpartition(" ")[0] + " …"
    return before, after


def page(template: str, **values: object) -> str:
    """Return a template of this package rendered as a whole page."""
    css, digest = _style()
    return _environment().get_template(template).render(css=css, style_hash=digest, **values)


def _indicators(
    bulletin: Bulletin, numbers: Mapping[str, int]
) -> tuple[tuple[str, tuple[IndicatorRow, ...]], ...]:
    known = {indicator.code: indicator for indicator in bulletin.problem.indicators}
    weights = {weight.code: weight for weight in bulletin.assessment.weights}
    groups: dict[str, list[IndicatorRow]] = {item.group: [] for item in bulletin.problem.indicators}
    for state in bulletin.assessment.states:
        indicator = known.get(state.code)
        claims = tuple(dict.fromkeys((*state.evidence, *state.against)))
        quotes = tuple(claim for claim in claims if claim in numbers)
        groups.setdefault(indicator.group if indicator else "other", []).append(
            IndicatorRow(
                indicator=indicator,
                state=state,
                weight=weights.get(state.code),
                claims=quotes,
                more=len(claims) - len(quotes),
            )
        )
    return tuple((name, tuple(rows)) for name, rows in groups.items() if rows)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("vedette.warn"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "day": phrases.day,
        "moment": phrases.moment,
        "percent": phrases.percent,
        "level_name": phrases.level_name,
        "figure": phrases.figure,
        "scope": phrases.scope,
        "verb": phrases.MODALITY_VERBS.__getitem__,
        "sign": phrases.STATE_SIGNS.__getitem__,
        "verbatim": verbatim,
        "capital": phrases.capital,
        "count": phrases.count,
        "points": lambda p: round(100 * min(1.0, max(0.0, p)), 1),
    }
    environment.globals |= {
        "arrow": phrases.arrow,
        "band": phrases.band,
        "stands": phrases.stands,
        "EXERCISE": phrases.EXERCISE,
        "State": State,
        "Level": Level,
    }
    return environment


def verbatim(text: str) -> Markup:
    """Return the text escaped so that a browser reads back every character of it."""
    # a parser turns a bare carriage return into a line feed
    return escape(phrases.printable(text)).replace("\r", Markup("&#13;"))


def _finalize(value: object) -> object:
    # quotes come as Markup and stay as they are; our own words keep '62 %' on one line
    return phrases.printable(value).replace(" %", "\u00a0%") if type(value) is str else value


@cache
def _style() -> tuple[Markup, str]:
    loader = PackageLoader("vedette.warn")
    source = loader.get_source(Environment(autoescape=True), "style.css")[0].strip()
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return Markup(source), digest  # noqa: S704 - our own file
