"""Claim families: reports that go back to one origin count once.

The origin of a claim on an indicator is, in this order:

1. the government or organisation that says it, or on whose intelligence it rests: all that rests
   on one government's word is one family;
2. imagery of one provider and day; of an unnamed provider, one family per indicator;
3. the outlet that first told the story, so that copies in other outlets, and all other stories of
   that outlet, are one family with it;
4. nobody named, neither outlet nor speaker: one `unknown press` family per indicator.

Families are per indicator, and only live claims are counted together, so the window of a family is
the indicator's expiry. Unlike a union over shared stories, the first teller does not chain: that B
once copied A does not make B's own stories A's.
"""

import re
from collections.abc import Iterable

from vedette.types import Basis, Report, WarningProblem
from vedette.watch.parties import Parties

_INTELLIGENCE = re.compile(r"\bintelligence\b", re.IGNORECASE)
#: whose intelligence, where the basis says so and the speaker is another; 'WEST' is nobody's in
#: particular, but one origin
_WHOSE = {
    "american": "USA", "us": "USA", "u.s.": "USA", "washington": "USA", "british": "GBR", "uk": "GBR",
    "u.k.": "GBR", "ukrainian": "UKR", "ukraine": "UKR", "russian": "RUS", "german": "DEU", "french": "FRA",
    "israeli": "ISR", "polish": "POL", "estonian": "EST", "turkish": "TUR", "indian": "IND",
    "pakistani": "PAK", "chinese": "CHN", "western": "WEST", "nato": "NATO",
}  # fmt: skip
_PROVIDERS = re.compile(
    r"\b(maxar|planet labs|planet|airbus|capella|blacksky|iceye|umbra|sentinel|landsat)\b", re.IGNORECASE
)


def government_behind(basis: str | None) -> str | None:
    """Return whose intelligence a basis names, if it does.

    >>> government_behind("US intelligence documents")
    'USA'
    """
    if not basis or not _INTELLIGENCE.search(basis):
        return None
    words = (word.strip(".,;:").lower() for word in basis.replace("U.S.", "us").replace("U.K.", "uk").split())
    return next((_WHOSE[word] for word in words if word in _WHOSE), None)


def authority(parties: Parties, report: Report) -> str | None:
    """Return the government or organisation a claim rests on: by its intelligence or by its word."""
    claim = report.claim
    return government_behind(claim.basis) or parties.official(
        claim.speaker, report.outlet, vouched=claim.access is Basis.OFFICIAL
    )


def provider(report: Report) -> str | None:
    """Return the named provider of the imagery a claim rests on, lower case."""
    claim = report.claim
    speakers = tuple(actor.text for actor in (claim.speaker, *claim.relay) if actor)
    found = _PROVIDERS.search(" ".join((claim.basis or "", *speakers, claim.text)))
    return found[1].lower().removesuffix(" labs") if found else None


class Origins:
    """Who first told each story. Reports must come in the order of `arrival`."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._teller: dict[str, str] = {}

    def note(self, report: Report) -> None:
        """Remember the outlet as the story's first teller, if nobody told it before."""
        self._teller.setdefault(report.story, report.outlet.name)

    def family(self, report: Report, code: str) -> str:
        """Return the id of the claim's family on an indicator, readable: 'F1 official USA'."""
        claim = report.claim
        origin = authority(self._parties, report)
        if claim.access is Basis.IMAGERY:
            maker = provider(report)
            if maker is not None:
                return f"{code} imagery {maker} {report.known_at:%Y-%m-%d}"
            return f"{code} official {origin}" if origin else f"{code} imagery unnamed"
        if origin is not None:
            return f"{code} official {origin}"
        # with no speaker of standing the farthest relay with a name is the origin: the agency, not its client
        for relay in reversed(claim.relay):
            if relay.text:
                return f"{code} press {relay.text.casefold()}"
        teller = self._teller.get(report.story, report.outlet.name)
        return f"{code} press {teller.casefold()}" if teller else f"{code} unknown press"


def arrival(report: Report) -> tuple[object, ...]:
    """Return the sort key by which reports are taken in: never that in which they came."""
    return report.known_at, report.outlet.name, report.claim.id


def families(problem: WarningProblem, reports: Iterable[Report]) -> dict[tuple[str, str], str]:
    """Return the family id of every (claim id, candidate code) of `reports`."""
    ordered = sorted(reports, key=arrival)
    origins = Origins(Parties(problem))
    for report in ordered:
        origins.note(report)
    return {
        (report.claim.id, code): origins.family(report, code)
        for report in ordered
        for code in report.claim.indicators
    }
