"""A bulletin as Markdown (CommonMark and tables), readable as plain text too."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from urllib.parse import quote

from vedette.types import Bulletin, Document, Evidence, IndicatorState, LedgerEntry, Statement
from vedette.warn.bulletin import SECTIONS
from vedette.warn.methods import RULES
from vedette.warn.phrases import (
    EXERCISE,
    MODALITY_VERBS,
    STATE_SIGNS,
    arrow,
    day,
    figure,
    level_name,
    moment,
    outlet_name,
    percent,
    pips,
    printable,
    scope,
    stands,
    web_url,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!@$^=])")
_LINKISH = re.compile(r"(?i)(://|www\.|\b(?:javascript|data|vbscript):)")


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is, on one line, and makes no link of it."""
    text = _SPECIAL.sub(r"\\\1", " ".join(printable(text).split()))
    return _LINKISH.sub(lambda match: re.sub(r"([:.])", r"\\\1", match[0]), text)


def render(bulletin: Bulletin, *, documents: Mapping[str, Document] | None = None) -> str:
    """Return the bulletin as Markdown; `documents` (by id) give the titles of what is quoted."""
    numbers = {item.claim: number for number, item in enumerate(bulletin.evidence, 1)}
    parts = [
        *_header(bulletin),
        *_sections(bulletin, numbers),
        *_hypotheses(bulletin),
        *_indicators(bulletin, numbers),
        *_ledger(bulletin, numbers),
        *_references(bulletin, documents or {}),
        *_rules(bulletin),
    ]
    return "\n\n".join(parts) + "\n"


def _header(bulletin: Bulletin) -> Iterator[str]:
    now = bulletin.assessment
    if bulletin.status == "exercise":
        yield f"> **{EXERCISE}**"
    yield f"# {escape(bulletin.problem.name)}"
    yield (
        f"**{pips(now.level)} Level {level_name(now.level)}** {arrow(now.previous, now.level)} "
        f"since {day(now.since)}"
    )
    yield _table(
        ("", ""),
        [
            ("Status", escape(f"{bulletin.status}, {now.status}")),
            ("As of", moment(now.as_of)),
            ("Information cut-off", moment(bulletin.cutoff)),
            ("Issued", moment(bulletin.issued_at)),
            ("Lapses", moment(now.expires)),
            *([("Signed", escape(bulletin.signed))] if bulletin.signed else []),
            ("Bulletin", escape(bulletin.id)),
        ],
    )
    for correction in bulletin.corrections:
        yield f"Correction: {escape(correction)}"


def _sections(bulletin: Bulletin, numbers: Mapping[str, int]) -> Iterator[str]:
    for name, title in SECTIONS:
        found = [item for item in bulletin.statements if item.section == name]
        if found:
            yield f"## {title}"
            quotes = {item.claim: item.quote for item in bulletin.evidence} if name == "evidence" else {}
            yield "\n".join(f"- {_statement(item, numbers, quotes)}" for item in found)


def _statement(item: Statement, numbers: Mapping[str, int], quotes: Mapping[str, str]) -> str:
    said = "".join(f"\n  > “{escape(quotes[claim])}”" for claim in item.evidence if claim in quotes)
    return f"{escape(item.text)}{_marks(item.evidence, numbers)}{said}"


def _marks(claims: tuple[str, ...], numbers: Mapping[str, int]) -> str:
    return "".join(f" [{numbers[claim]}](#e{numbers[claim]})" for claim in claims if claim in numbers)


def _hypotheses(bulletin: Bulletin) -> Iterator[str]:
    names = {item.id: item.name for item in bulletin.problem.hypotheses}
    if bulletin.assessment.posteriors:
        yield "## All hypotheses"
        yield _table(
            ("Hypothesis", "Before", "Now"),
            [
                (escape(names.get(item.hypothesis, item.hypothesis)), percent(item.prior), percent(item.p))
                for item in bulletin.assessment.posteriors
            ],
        )


def _indicators(bulletin: Bulletin, numbers: Mapping[str, int]) -> Iterator[str]:
    if not bulletin.assessment.states:
        return
    known = {indicator.code: indicator for indicator in bulletin.problem.indicators}

    def group(state: IndicatorState) -> str:
        return known[state.code].group if state.code in known else "other"

    def row(state: IndicatorState) -> tuple[str, ...]:
        name = f"{state.code} {known[state.code].name}" if state.code in known else state.code
        return (
            escape(name),
            f"{STATE_SIGNS[state.state]} {state.state.value}",
            day(state.since),
            day(state.expires),
            str(state.families or "-"),
            ", ".join(kind.value for kind in state.access) or "-",
            _marks(tuple(dict.fromkeys((*state.evidence, *state.against))), numbers).strip() or "-",
        )

    order = {name: n for n, name in enumerate(dict.fromkeys(item.group for item in known.values()))}
    states = sorted(bulletin.assessment.states, key=lambda state: order.get(group(state), len(order)))
    yield "## Indicators"
    for name, members in groupby(states, key=group):
        yield f"### {escape(name.capitalize())}"
        yield _table(
            ("Indicator", "State", "Since", "Expires", "Families", "Access", "Evidence"),
            [row(state) for state in members],
        )


def _ledger(bulletin: Bulletin, numbers: Mapping[str, int]) -> Iterator[str]:
    def row(entry: LedgerEntry) -> tuple[str, ...]:
        return (
            day(entry.known_at),
            escape(", through ".join([entry.speaker, *reversed(entry.relay)])),
            escape(figure(entry.figure)),
            escape(scope(entry)),
            escape(outlet_name(entry.outlet)),
            stands(entry, bulletin.assessment.as_of, numbers),
            _marks((entry.claim,), numbers).strip() or "-",
        )

    if bulletin.ledger:
        yield "## Figure ledger"
        yield _table(
            ("Day", "Speaker", "Figure", "Scope", "Outlet", "Now", "Evidence"),
            [row(entry) for entry in bulletin.ledger],
        )


def _references(bulletin: Bulletin, documents: Mapping[str, Document]) -> Iterator[str]:
    if bulletin.evidence:
        yield "## Evidence and references"
    for number, item in enumerate(bulletin.evidence, 1):
        yield "\n".join(_reference(number, item, documents.get(item.document)))


def _reference(number: int, item: Evidence, document: Document | None) -> Iterator[str]:
    fictional = " (fictional)" if item.fictional else ""
    yield f'<a id="e{number}"></a>**{number}** {escape(item.speaker)} {MODALITY_VERBS[item.modality]}:'
    yield f"> “{escape(item.quote)}”"
    yield ""
    title = f"“{escape(document.title)}”, " if document and document.title else ""
    yield f"{title}{escape(outlet_name(item.outlet))}{fictional}, {day(item.known_at)}.  "
    if url := web_url(item.url):
        # brackets and the like would end the link early
        yield f"<{quote(url, safe=':/?#@!$&+,;=%~.-_')}>  "
    yield f"Capture `{_code(item.capture)}`, SHA-256 `{_code(item.sha256)}`"


def _rules(bulletin: Bulletin) -> Iterator[str]:
    used = [name for name in RULES if any(item.rule == name for item in bulletin.statements)]
    if used:
        yield "## How this is worked out"
        yield "\n".join(f"- **{name.capitalize()}.** {escape(RULES[name])}" for name in used)
    if bulletin.status == "exercise":
        yield f"**{EXERCISE}**"


def _code(text: str) -> str:
    return " ".join(printable(text).replace("`", "'").split()) or "-"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
