"""The chain behind a bulletin: statement, indicator, claim, sentence, document, capture."""

from collections.abc import Iterator
from dataclasses import dataclass

from vedette.types import Bulletin, Evidence, Statement
from vedette.warn.methods import RULES
from vedette.warn.phrases import MODALITY_VERBS, day, printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One chain from a statement to the bytes it rests on, or to the rule it follows."""

    number: int  #: of the statement in the bulletin, from 1
    section: str
    statement: str
    rule: str | None  #: name of the rule
    rule_text: str  #: '' if the statement names no rule
    indicators: tuple[str, ...]  #: codes of the indicators the claim lights or contradicts
    evidence: Evidence | None  #: None: the statement rests on the rule alone


def explain(bulletin: Bulletin) -> list[Link]:
    """Return the chains of all statements, in the bulletin's order."""
    return [
        link
        for number, statement in enumerate(bulletin.statements, 1)
        for link in _links(bulletin, number, statement)
    ]


def lines(bulletin: Bulletin) -> list[str]:
    """Return the chains as indented lines of text for a terminal; a rule and a document are told once."""
    out: list[str] = []
    told: set[str] = set()
    shown = 0
    for link in explain(bulletin):
        if link.number != shown:
            shown = link.number
            out.append(f"{link.number}. [{link.section}] {_line(link.statement)}")
            if link.rule:
                text = "as above" if link.rule in told else _line(link.rule_text)
                out.append(f"   rule {link.rule}: {text}")
                told.add(link.rule)
        if link.evidence:
            again = link.evidence.claim in told
            out.extend("   " + line for line in _chain(link, link.evidence, again=again))
            told.add(link.evidence.claim)
    return out


def _links(bulletin: Bulletin, number: int, statement: Statement) -> Iterator[Link]:
    known = {item.claim: item for item in bulletin.evidence}
    for claim in statement.evidence or (None,):
        yield Link(
            number=number,
            section=statement.section,
            statement=statement.text,
            rule=statement.rule,
            rule_text=RULES.get(statement.rule or "", ""),
            indicators=tuple(
                state.code
                for state in bulletin.assessment.states
                if claim in state.evidence or claim in state.against
            ),
            evidence=known.get(claim) if claim else None,
        )


def _chain(link: Link, item: Evidence, *, again: bool) -> Iterator[str]:
    if link.indicators:
        yield f"indicator {', '.join(link.indicators)}"
    yield f"  claim {item.claim}: {_line(item.speaker)} {MODALITY_VERBS[item.modality]}"
    yield f"    “{_line(item.quote)}”"
    if again:
        yield "    document and capture as above"
        return
    span = f"[{item.span.start}:{item.span.end}]"
    yield f"    document {item.document} {span}, {_line(item.outlet)}, {day(item.known_at)}"
    if item.url:
        yield f"    from {_line(item.url)}"
    yield f"    capture {item.capture}, sha256 {item.sha256}"


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
