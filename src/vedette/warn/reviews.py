"""What people decided about bulletins and their sources, as it is told in the next one."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from vedette.types import Bulletin, Dissent, Statement
from vedette.warn.phrases import day, level_name, outlet_name


def statements(signed: str, dissents: Sequence[Dissent]) -> Iterator[Statement]:
    """Yield who contradicts the judgement, and who answers for it."""
    for one in dissents:
        text = " ".join(one.text.split())
        yield Statement(
            section="alternatives",
            text=f"{one.author} dissents from level {level_name(one.level)}, {day(one.at)}: {text}",
            rule="dissent",
        )
    if signed:
        yield Statement(section="review", text=f"Signed: {signed}.", rule="signature")


def corrections(
    issued: Sequence[Bulletin], document: str, *, at: datetime, reason: str, author: str
) -> list[str]:
    """Return a sentence for each of the bulletins `issued` before `at` that a retraction makes wrong.

    It is told until a bulletin of the same status, or an actual one, has told it.
    """
    told = []
    for bulletin in issued:
        quoted = [one.outlet for one in bulletin.evidence if one.document == document]
        listed = [one.outlet for one in bulletin.ledger if one.document == document]
        if bulletin.issued_at > at or not (quoted or listed):
            continue
        rested = "rested on" if quoted else "listed a figure of"
        text = (
            f"the bulletin of {day(bulletin.issued_at)} ({bulletin.id}) {rested} document {document} of "
            f"{outlet_name([*quoted, *listed][0])}, retracted on {day(at)} by {author}: {reason}"
        )
        bearers = [one for one in issued if one.status in {bulletin.status, "actual"}]
        if not any(text in one.corrections for one in bearers):
            told.append(text)
    return told
