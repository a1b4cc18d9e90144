"""A claim as it is quoted in a product: the sentence, who says it, and the capture it is in."""

from collections.abc import Iterable

from vedette.types import Assessment, Evidence, LedgerEntry, Report
from vedette.warn.phrases import speaker


def evidence(report: Report, *, capture: str, sha256: str) -> Evidence:
    """Return the claim of a report as evidence; `capture` and its `sha256` (hex) are the desk's."""
    claim = report.claim
    return Evidence(
        claim=claim.id,
        document=claim.document,
        span=claim.span,
        quote=claim.text,
        speaker=speaker(claim.speaker, claim.relay, report.outlet.name),
        modality=claim.modality,
        outlet=report.outlet.name,
        known_at=report.known_at,
        capture=capture,
        sha256=sha256,
        url=report.url,
        fictional=report.outlet.fictional,
    )


def wanted(assessments: Iterable[Assessment], ledger: Iterable[LedgerEntry], *, most: int = 5) -> list[str]:
    """Return the claim ids a replay page can link to: `most` per indicator and day, and the ledger's.

    Each id once, in the order of first use.
    """
    ids: dict[str, None] = {}
    for assessment in assessments:
        for state in assessment.states:
            ids.update(dict.fromkeys((*state.evidence[:most], *state.against[:most])))
    ids.update(dict.fromkeys(entry.claim for entry in ledger))
    return list(ids)
