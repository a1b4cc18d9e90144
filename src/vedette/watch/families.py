"""Claim families: reports that go back to one origin count once.

The origin of a claim on an indicator is, in this order:

1. one provider's imagery, as long as one release is passed on; of a provider nobody names, one
   origin per indicator, also for films and photographs in outlets with a name;
2. the government or organisation that says it, or on whose intelligence it rests: all that rests
   on one government's word is one family, also what its state outlets say, and acts that are
   done by saying so (threats, demands, recognition);
3. a person, group or outlet with a name that says it, through whatever outlet but social accounts:
   the witness, the observers, the agency that is cited;
4. the outlet that first told the story, so that copies in other outlets, and all other stories of
   that outlet, are one family with it;
5. nobody named, neither outlet nor speaker: one `unknown press` family per indicator.

Families are per indicator and last as long as its expiry: an origin heard again after that is a
new family, one heard before renews the old. Unlike a union over shared stories, the first teller
does not chain: that B once copied A does not make B's own stories A's.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from vedette.config import load_outlets
from vedette.types import Actor, Basis, Claim, Kind, Modality, Outlet, OutletKind, Report, WarningProblem
from vedette.watch.parties import UNKNOWN, Parties
from vedette.watch.voices import Names, named, plain_name

_INTELLIGENCE = re.compile(r"\bintelligence\b", re.IGNORECASE)
#: intelligence as what is told, not as what is told about
_RESTS_ON = re.compile(
    r"\b(?:citing|quoting|according to|based on|thanks to)\s+(?:[\w’'-]+\s+){0,3}?(?P<cited>[\w.]+)(?:['’]s)?"
    r"(?:\s+military)?\s+intelligence\b"
    r"|\b(?P<shows>[\w.]+)(?:['’]s)?(?:\s+military)?\s+intelligence(?:\s+\w+){0,2}?\s+(?:has\s+|have\s+|had\s+)?"
    r"(?:show(?:s|ed|n)?|found|finds|sa(?:y|ys|id|w)|sees|believes?d?|suggest(?:s|ed)?|indicate[sd]?|"
    r"conclude[sd]?|estimate[sd]?|reckons?|points?)\b",
    re.IGNORECASE,
)
#: whose intelligence, where the basis says so and the speaker is another; 'WEST' is nobody's in
#: particular, but one origin
_WHOSE = {
    "american": "USA", "us": "USA", "u.s.": "USA", "washington": "USA", "british": "GBR", "uk": "GBR",
    "u.k.": "GBR", "ukrainian": "UKR", "ukraine": "UKR", "russian": "RUS", "german": "DEU", "french": "FRA",
    "israeli": "ISR", "polish": "POL", "estonian": "EST", "turkish": "TUR", "indian": "IND",
    "pakistani": "PAK", "chinese": "CHN", "western": "WEST", "nato": "NATO",
}  # fmt: skip
_PROVIDERS = re.compile(
    r"\b(maxar|planet labs|(?<!daily )planet|airbus|capella|blacksky|iceye|umbra|sentinel|landsat)\b",
    re.IGNORECASE,
)
#: firms that sell pictures of the ground and nothing else
_PICTURES_ONLY = frozenset({"maxar", "planet", "capella", "blacksky", "iceye"})
_UNNAMED = "imagery unnamed"
_PICTURE = re.compile(r"\b(?:image|picture|photo)s?\b|\bimagery\b|\bphotographs?\b", re.IGNORECASE)
#: pictures that reach the press within so many days of the first are taken for one release; own judgement
_RELEASE = timedelta(days=3)
#: kinds of acts that are done by saying so
_WORDS = frozenset(
    {Kind.ACCUSE, Kind.AGREE, Kind.REJECT, Kind.REQUEST, Kind.SANCTION, Kind.SUPPORT, Kind.THREATEN}
)
#: who speaks is the one who acts: 'Moscow expelled ..., its ministry said'
_BACK = re.compile(r"^(?:he|she|it|they|(?:his|her|its|their)\b.*)$", re.IGNORECASE)
_APPOSED = re.compile(r"^,\s+((?:[^\W\d_a-z][\w.'’-]*\s+){1,3}[^\W\d_a-z][\w.'’-]*),")
_STATE_ORGANS = frozenset({"GOV", "INT", "LEG", "MIL"})  # sectors that speak for their state


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
    claim, outlet = report.claim, report.outlet
    government = government_behind(claim.basis)
    if government is None and claim.modality is not Modality.DENIED:
        government = _intelligence(claim.text)
    if government is not None:
        return government
    speaker = _speaker(report)
    if speaker is not None and (speaker.code == UNKNOWN or speaker.sector == "MED"):
        if actor := _meant(report, speaker):
            speaker = actor
        elif state := _at_home(report, speaker):
            return state
    return parties.official(speaker, outlet, vouched=claim.access is Basis.OFFICIAL)


def _meant(report: Report, speaker: Actor) -> Actor | None:
    """Return the actor a pronoun stands for: 'Moscow expelled ..., its ministry said'."""
    event = report.claim.event
    if event is None or event.actor.code == UNKNOWN or not _BACK.match(speaker.text):
        return None
    return replace(event.actor, text=speaker.text)


def _at_home(report: Report, speaker: Actor) -> str | None:
    """Return the state of a state outlet that speaks, or that quotes 'the ministry' of nowhere else."""
    state = _state_media().get(named(speaker.text) or "")
    if state is None and speaker.sector in _STATE_ORGANS:
        if report.outlet.kind is OutletKind.STATE_MEDIA:
            return report.outlet.country
        passed = (_state_media().get(named(relay.text) or "") for relay in report.claim.relay)
        state = next(filter(None, passed), None)
    return state


@cache
def _state_media() -> dict[str, str]:
    """Return the countries of state outlets by name, from the shipped table."""
    return {
        plain_name(outlet.name): outlet.country
        for outlet in load_outlets().by_name.values()
        if outlet.kind is OutletKind.STATE_MEDIA and outlet.country
    }


def _intelligence(text: str) -> str | None:
    for found in _RESTS_ON.finditer(text) if _INTELLIGENCE.search(text) else ():
        if whose := _WHOSE.get((found["cited"] or found["shows"]).lower()):
            return whose
    return None


def _speaker(report: Report) -> Actor | None:
    """Return who speaks, None for the outlet, also where it names itself: 'KCNA said'."""
    speaker = report.claim.speaker
    if speaker is None or (report.outlet.name and plain_name(speaker.text) == plain_name(report.outlet.name)):
        return None
    return speaker


def provider(report: Report) -> str | None:
    """Return the named provider of the imagery a claim rests on, lower case."""
    claim = report.claim
    speakers = tuple(actor.text for actor in (claim.speaker, *claim.relay) if actor)
    found = _PROVIDERS.search(" ".join((claim.basis or "", *speakers, claim.text, report.outlet.name)))
    if found is None:
        return None
    maker = found[1].lower().removesuffix(" labs")
    says = maker in _PICTURES_ONLY and any(
        plain_name(who).removesuffix(" labs") == maker for who in (*speakers, report.outlet.name)
    )
    return maker if says or claim.access is Basis.IMAGERY or _PICTURE.search(claim.text) else None


#: pictures from above show a place, whoever passes them on
_ABOVE = re.compile(r"\b(?:satellites?|aerial|overhead|drones?|space|air)\b", re.IGNORECASE)


def is_imagery(report: Report) -> bool:
    """Return whether a claim rests on pictures from above, or on those of a provider with a name."""
    claim = report.claim
    if claim.access is not Basis.IMAGERY:
        return False
    return bool(_ABOVE.search(claim.basis or "")) or provider(report) is not None


class Origins:
    """Who first told each story, and who goes by which names. Reports must come in the order of `arrival`."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._teller: dict[str, Outlet] = {}
        self._names = Names()
        self._officials: dict[str, str] = {}  # person -> code, as heard before
        self._expiry = {one.code: timedelta(days=one.expiry_days) for one in parties.problem.indicators}
        self._heard: dict[tuple[str, str], tuple[str, datetime, datetime]] = {}  # family, begun, last

    def note(self, report: Report) -> None:
        """Remember the outlet as the story's first teller, if nobody told it before, and the names."""
        self._teller.setdefault(report.story, _credited(report.credit) if report.credit else report.outlet)
        if report.outlet.name:
            self._names.learn(plain_name(report.outlet.name))
        speaker = report.claim.speaker
        if speaker is not None and (name := named(speaker.text)):
            self._names.learn(name)
            code = self._parties.official(speaker, report.outlet, vouched=False)
            if code is not None and " " in name:
                self._officials.setdefault(name, code)

    def family(self, report: Report, code: str) -> str:
        """Return the id of the claim's family on an indicator, readable: 'F1 official USA'.

        A family begun when an earlier one of its origin had expired has the day in it:
        'F1@2022-03-20 official USA'.
        """
        origin, now = self.origin(report), report.known_at
        name, begun, last = self._heard.get((code, origin), (f"{code} {origin}", now, now))
        # pictures are new with each release, a speaker only after a silence
        released = origin.startswith("imagery ") and origin != _UNNAMED
        lasts, since = (_RELEASE, begun) if released else (self._expiry.get(code), last)
        if lasts is not None and now - since >= lasts:
            name, begun = f"{code}@{now:%Y-%m-%d} {origin}", now
        self._heard[code, origin] = name, begun, now
        return name

    def origin(self, report: Report) -> str:
        """Return where a claim comes from: 'official USA', 'imagery maxar', 'source reuters'."""
        if report.claim.speaker is None:
            report = replace(report, outlet=self._teller.get(report.story, report.outlet))
        if maker := provider(report):
            return f"imagery {maker}"
        government = authority(self._parties, report) or self._official(report) or self._declarer(report)
        if government is not None:
            return f"official {government}"
        # a film that nobody took and nobody passes on is but talk
        if is_imagery(report) or (report.claim.access is Basis.IMAGERY and report.outlet.name):
            return _UNNAMED
        source = self._source(report)
        return f"source {source}" if source else "unknown press"

    def _official(self, report: Report) -> str | None:
        """Return whose official a speaker is who was named in full before: 'Mendel said'."""
        speaker = _speaker(report)
        if speaker is None or speaker.code != UNKNOWN or (name := named(speaker.text)) is None:
            return None
        return self._officials.get(self._names.person(name))

    def _declarer(self, report: Report) -> str | None:
        """Return who does by words what is told: 'Putin recognised ...' is his own, whoever reports it."""
        event = report.claim.event
        if report.claim.speaker is not None or event is None or event.kind not in _WORDS:
            return None
        return self._parties.official(event.actor, report.outlet, vouched=False)

    def _source(self, report: Report) -> str | None:
        """Return the name of who says it without an office, else of the first to pass it on."""
        claim, speaker = report.claim, _speaker(report)
        # whom an account without an editor quotes may be of its own making
        vouched = report.outlet.kind is not OutletKind.SOCIAL
        if vouched and speaker is not None and (name := named(speaker.text) or _apposed(claim, speaker)):
            return self._names.person(name)
        # of a speaker without a name the farthest relay is the origin: the agency, not its client
        for relay in reversed(claim.relay):
            if relay.text:
                return self._names.one(plain_name(relay.text))
        teller = self._teller.get(report.story, report.outlet).name
        return self._names.one(plain_name(teller)) if teller else None


def _apposed(claim: Claim, speaker: Actor) -> str | None:
    """Return the name after a description: 'a teacher, Olena Kovalenko, told'."""
    if speaker.span is None:
        return None
    found = _APPOSED.match(claim.text[speaker.span.end - claim.span.start :])
    return named(found[1]) if found else None


def _credited(name: str) -> Outlet:
    """Return the outlet a document credits."""
    state = _state_media().get(plain_name(name))
    return Outlet(name=name, kind=OutletKind.STATE_MEDIA if state else OutletKind.UNKNOWN, country=state)


def arrival(report: Report) -> tuple[object, ...]:
    """Return the sort key by which reports are taken in: never that in which they came."""
    return report.known_at, report.outlet.name, report.claim.id


def families(problem: WarningProblem, reports: Iterable[Report]) -> dict[tuple[str, str], str]:
    """Return the family id of every (claim id, candidate code) of `reports`."""
    ordered = sorted(reports, key=arrival)
    origins = Origins(Parties(problem))
    found = {}
    for report in ordered:
        origins.note(report)
        for code in report.claim.indicators:
            found[report.claim.id, code] = origins.family(report, code)
    return found
