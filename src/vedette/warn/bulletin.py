"""Compose a bulletin: assessment and evidence in, statements out, each with what it rests on."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from vedette.errors import VedetteError
from vedette.types import (
    Assessment,
    Bulletin,
    Dissent,
    Evidence,
    Indication,
    LedgerEntry,
    Probability,
    Report,
    WarningProblem,
    content_id,
)
from vedette.warn import findings, judgement, reviews
from vedette.warn.coarse import coarse_problem
from vedette.warn.material import Material

#: sections in the order they are read
SECTIONS = (
    ("judgement", "Judgement"),
    ("confidence", "Confidence"),
    ("changed", "What changed"),
    ("alternatives", "Hypotheses and alternatives"),
    ("evidence", "Key evidence"),
    ("figures", "Claimed figures"),
    ("assumptions", "Assumptions"),
    ("gaps", "Gaps and silences"),
    ("outlook", "What would change the level"),
    ("review", "Expiry and review"),
)
STATUSES = ("draft", "exercise", "actual")


def compose(  # noqa: PLR0913 - all a bulletin rests on, each by name
    *,
    problem: WarningProblem,
    assessment: Assessment,
    previous: Assessment | None,
    indications: Iterable[Indication],
    reports: Iterable[Report],
    ledger: Sequence[LedgerEntry],
    evidence_of: Callable[[Report], Evidence],
    words: Callable[[Probability], str],
    status: str,
    issued_at: datetime,
    dead_sources: Sequence[str] = (),
    unread_languages: Sequence[str] = (),
    corrections: Sequence[str] = (),
    signed: str = "",
    dissents: Sequence[Dissent] = (),
) -> Bulletin:
    """Return the bulletin of one problem as of `assessment.as_of`.

    `previous` is the assessment of the last bulletin, None for the first. `evidence_of` gives a
    report its capture (see `warn.evidence`), `words` puts a probability into words and numbers, `corrections`
    say which earlier bulletins were wrong (see `warn.reviews`).
    Whatever became known after `as_of` is left out. As soon as one quoted outlet is fictional the
    status is 'exercise', whatever was asked for. Sites are rounded to 5 km.

    Raises VedetteError for an unknown status, for an actual bulletin that nobody signs, and for a statement
    with neither evidence nor rule.
    """
    if status not in STATUSES:
        raise VedetteError(f"status {status!r} is none of {', '.join(STATUSES)}")
    if status == "actual" and not signed:
        raise VedetteError(
            "an actual bulletin needs the name of who answers for it",
            hint="give --by NAME, or set `analyst` in vedette.toml",
        )
    material = Material.of(
        problem=problem,
        assessment=assessment,
        previous=previous,
        indications=indications,
        reports=reports,
        ledger=ledger,
        words=words,
        silences=(tuple(dead_sources), tuple(unread_languages)),
    )
    order = [name for name, _ in SECTIONS]
    statements = sorted(
        [
            *judgement.statements(material),
            *findings.statements(material),
            *reviews.statements(signed, dissents),
        ],
        key=lambda statement: order.index(statement.section),
    )
    cited = dict.fromkeys(claim for statement in statements for claim in statement.evidence)
    cited |= dict.fromkeys(claim for state in assessment.states for claim in material.shown(state))
    cited |= dict.fromkeys(entry.claim for entry in material.ledger if entry.claim in material.reports)
    evidence = tuple(evidence_of(material.reports[claim]) for claim in cited)
    return check(
        Bulletin(
            id=content_id("bulletin", problem.id, assessment.as_of, issued_at, status, *statements),
            problem=coarse_problem(problem),
            assessment=assessment,
            statements=tuple(statements),
            evidence=evidence,
            ledger=material.ledger,
            status="exercise" if any(item.fictional for item in evidence) else status,
            issued_at=issued_at,
            corrections=tuple(corrections),
            signed=signed,
            dissents=tuple(dissents),
            cutoff=max((report.known_at for report in material.reports.values()), default=assessment.as_of),
        )
    )


def check(bulletin: Bulletin) -> Bulletin:
    """Return the bulletin as it is, once every statement has evidence in it or names a rule.

    Raises VedetteError naming the statement that has neither, or quotes what the bulletin lacks.
    """
    known = {item.claim for item in bulletin.evidence}
    for statement in bulletin.statements:
        if not statement.evidence and not statement.rule:
            raise VedetteError(f"a statement has neither evidence nor rule: {statement.text!r}")
        if missing := set(statement.evidence) - known:
            raise VedetteError(f"a statement cites claims not in the bulletin: {sorted(missing)}")
    return bulletin
