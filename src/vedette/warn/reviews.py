"""What people decided about bulletins and their sources, as it is told in the next one."""

from collections.abc import Iterable
from datetime import datetime

from vedette.types import Bulletin
from vedette.warn.phrases import day, outlet_name


def corrections(
    issued: Iterable[Bulletin], document: str, *, at: datetime, reason: str, author: str
) -> list[str]:
    """Return a sentence for each of the bulletins `issued` that rests on a document retracted since."""
    told = []
    for bulletin in issued:
        quoted = [one.outlet for one in bulletin.evidence if one.document == document]
        listed = [one.outlet for one in bulletin.ledger if one.document == document]
        if quoted or listed:
            rested = "rested on" if quoted else "listed a figure of"
            told.append(
                f"the bulletin of {day(bulletin.issued_at)} ({bulletin.id}) {rested} document {document} of "
                f"{outlet_name([*quoted, *listed][0])}, retracted on {day(at)} by {author}: {reason}"
            )
    return told
