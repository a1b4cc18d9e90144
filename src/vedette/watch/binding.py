"""Candidate indicator codes of claims, bound to the roles, places and times of a problem.

The rule of place, for indicators that ask for the theatre (first answer wins):

1. the act's own place, or any place in the claim's sentence, lies in the theatre: yes;
2. the act's own place is known and lies elsewhere: no, unless the act is a statement (a warning about
   Ukraine is spoken in Washington);
3. the act is done to the target or to a proxy: yes;
4. the act is done to some other known party, and is not a statement: no;
5. otherwise the document must name a place in the theatre. No report of nowhere counts.

What passes must be the problem's own matter and no other affair of its parties (`matters`).

Pictures are imagery only from above or from a provider with a name. Films and photographs of whom nobody
knows are what the official who shows them says, else a witness for whom the outlet vouches, else press.

A number of nobody, or a statement by others on what the instigator does, binds at half its strength
where its sentence names both the instigator's country and a place in the theatre outside of it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from vedette.types import (
    Access,
    Basis,
    Claim,
    ClaimType,
    FigureKind,
    Indication,
    Indicator,
    IndicatorKind,
    Modality,
    Outlet,
    OutletKind,
    PlaceMention,
    Report,
    Role,
    WarningProblem,
)
from vedette.watch.families import Origins, arrival, authority, is_imagery
from vedette.watch.matters import concerns
from vedette.watch.parties import UNKNOWN, Parties, state_of

#: How far a claim alone carries its indicator. Own judgement, in the order of the field's practice:
#: imagery can be shown, officials have access and an interest, an outlet that names nobody has neither.
STRENGTH = {
    Access.IMAGERY: 1.0,
    Access.DOCUMENT: 0.9,
    Access.TARGET: 0.8,
    Access.THIRD: 0.8,
    Access.WITNESS: 0.7,
    Access.PRESS: 0.6,
    Access.INSTIGATOR: 0.3,
}
#: officials on what their own side does, where saying so is not in their favour or is the act itself
OWN_ACT = 1.0
#: the instigator's peaceful words, and its denials: said before attacks (withdrawals announced on
#: 15 Feb 2022) and before build-ups that ended in nothing alike, so next to nothing
CHEAP = 0.05
#: statements of anybody else that the danger is over
CALMING = 0.3
#: what is left where the sentence has the number or the matter and both countries, but not who acts
IMPLIED = 0.5
PAST = timedelta(days=30)  # an act longer ago than this, and than its indicator's expiry, is history


def bind(problem: WarningProblem, reports: Iterable[Report]) -> list[Indication]:
    """Return the indications of `reports` for a problem, by time.

    `strength` is negative where the claim denies the indicator. Historical claims never count, nor do
    the problem's `already_indicators`.
    """
    binder = Binder(problem)
    return [one for report in sorted(reports, key=arrival) for one in binder.bind(report)]


class Binder:
    """Binds one report at a time; reports come in the order of `families.arrival`."""

    def __init__(self, problem: WarningProblem) -> None:
        self.problem = problem
        self._parties = Parties(problem)
        self._origins = Origins(self._parties)
        self._indicators = {
            one.code: one for one in problem.indicators if one.code not in problem.already_indicators
        }
        self._worded = {code: _worded(one.phrases) for code, one in self._indicators.items() if one.phrases}

    def bind(self, report: Report) -> Iterator[Indication]:
        """Yield the indications of one report."""
        self._origins.note(report)
        claim = report.claim
        if claim.modality is Modality.HISTORICAL:
            return
        if claim.figure is not None and claim.figure.kind is FigureKind.PROJECTION:
            return  # what may come is not what is there
        told = (code for code, words in self._worded.items() if words.search(claim.text))
        for code in dict.fromkeys((*claim.indicators, *told)):
            indicator = self._indicators.get(code)
            if indicator is None:
                continue
            denied = claim.modality is Modality.DENIED and Modality.DENIED not in indicator.modalities
            if not denied and claim.modality not in indicator.modalities:
                continue
            if _is_past(report, indicator) or not self._fits(report, indicator):
                continue
            access = self._access(report)
            strength = self._strength(report, indicator, access, denied=denied) * claim.confidence
            if strength > 0:
                yield Indication(
                    problem=self.problem.id,
                    indicator=code,
                    claim=claim.id,
                    document=claim.document,
                    family=self._origins.family(report, code),
                    access=access,
                    known_at=report.known_at,
                    strength=-strength if denied else strength,
                )

    def _fits(self, report: Report, indicator: Indicator) -> bool:
        """Return whether parties and place are those the indicator asks for."""
        claim, parties = report.claim, self._parties
        if claim.event is None:
            who = claim.figure.of if claim.figure else authority(parties, report)
            # a number or a statement names no recipient: the theatre must tie it to this problem
            if (
                parties.plays(who, indicator.actor, acts=True)
                and self._placed(report, indicator, None)
                and concerns(parties, report, indicator, who, None)
            ):
                return True
            return _implied(report, indicator) and self._names_both(report)
        event = claim.event
        pairs = [(event.actor.code, event.recipient.code if event.recipient else None)]
        if event.reciprocal and event.recipient:
            pairs.append((event.recipient.code, event.actor.code))
        for actor, recipient in pairs:
            # forces moved within the own state are moved against nobody yet
            to = None if recipient is not None and state_of(recipient) == state_of(actor) else recipient
            if self._parties.side(recipient) is Role.PROXY:
                to = recipient
            if (
                parties.plays(actor, indicator.actor, acts=True)
                and parties.plays(to, indicator.recipient, acts=False)
                and (indicator.place == "any" or self._placed(report, indicator, to))
                and concerns(parties, report, indicator, actor, recipient)
            ):
                return True
        return False

    def _names_both(self, report: Report) -> bool:
        """Return whether the sentence names the instigator's country and a place in the theatre."""
        span, instigator = report.claim.span, state_of(self.problem.instigator)
        near = [place for place in report.places if span.start <= place.span.start < span.end]
        return any(place.country == instigator for place in near) and any(
            self._parties.in_theatre(place) and place.country != instigator for place in near
        )

    def _placed(self, report: Report, indicator: Indicator, recipient: str | None) -> bool:
        claim, parties = report.claim, self._parties
        own = _own_place(report)
        if own is not None and parties.in_theatre(own):
            return True
        if any(
            claim.span.start <= place.span.start < claim.span.end and parties.in_theatre(place)
            for place in report.places
        ):
            return True
        if own is None and self._at_home(claim):
            return True
        spoken = indicator.observed_by[0] == "statements"
        if own is not None and own.latitude is not None and not spoken:
            return False
        side = parties.side(recipient)
        if side in (Role.TARGET, Role.PROXY):
            return True
        if side is Role.THIRD and not spoken:
            return False
        return any(parties.in_theatre(place) for place in report.places)

    def _at_home(self, claim: Claim) -> bool:
        """Return whether a party to a war within a state acts or is acted on: that is in the theatre."""
        if self.problem.kind != "intrastate" or claim.event is None:
            return False
        parties = (claim.event.actor, claim.event.recipient)
        sides = {self._parties.side(one.code) for one in parties if one is not None}
        return bool(sides & {Role.INSTIGATOR, Role.TARGET, Role.PROXY})

    def _access(self, report: Report) -> Access:
        own = _shown(report)
        if own is not None:
            return own
        code = authority(self._parties, report)
        if code is not None:
            return self._parties.access(code)
        is_filmed = report.claim.access is Basis.IMAGERY and _is_vouched(report.outlet)
        return Access.WITNESS if is_filmed else Access.PRESS

    def _strength(self, report: Report, indicator: Indicator, access: Access, *, denied: bool) -> float:
        if access is Access.INSTIGATOR and (denied or indicator.kind is IndicatorKind.COUNTER):
            return CHEAP
        said = access in (Access.INSTIGATOR, Access.TARGET, Access.THIRD, Access.PRESS)
        if said and indicator.kind is IndicatorKind.COUNTER:
            return CALMING
        code = authority(self._parties, report)
        if (
            _implied(report, indicator)
            and code is not None
            and self._parties.side(code) not in indicator.actor
        ):
            return STRENGTH[access] * IMPLIED
        if code is not None and not denied and said and _speaks_of_itself(report.claim, code):
            return OWN_ACT
        return STRENGTH[access]


def _shown(report: Report) -> Access | None:
    """Return the access that what a claim rests on gives by itself, None if only who tells it counts."""
    if is_imagery(report):
        return Access.IMAGERY
    own = {Basis.DOCUMENT: Access.DOCUMENT, Basis.WITNESS: Access.WITNESS}
    return own.get(report.claim.access)


def _is_vouched(outlet: Outlet) -> bool:
    """Return whether somebody with a name, and no account without an editor, passes pictures on."""
    return bool(outlet.name) and outlet.kind is not OutletKind.SOCIAL


def _worded(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return what finds one of these phrases as whole words, whatever the case and the spaces."""
    any_of = "|".join(r"\s+".join(map(re.escape, one.split())) for one in phrases)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)


def _implied(report: Report, indicator: Indicator) -> bool:
    """Return whether an act of the instigator may be meant though nobody is named as acting.

    So for numbers of nobody ('40,000 soldiers at the border'), and for statements by others than the
    instigator on what is done, not said.
    """
    claim = report.claim
    if claim.event is not None or Role.INSTIGATOR not in indicator.actor:
        return False
    if claim.figure is not None:
        return claim.figure.of in (None, UNKNOWN)
    return indicator.observed_by[0] != "statements"


def _own_place(report: Report) -> PlaceMention | None:
    claim = report.claim
    index = claim.event.place if claim.event else claim.figure.place if claim.figure else None
    return report.places[index] if index is not None and 0 <= index < len(report.places) else None


def _speaks_of_itself(claim: Claim, speaker: str) -> bool:
    if claim.event is not None:
        return state_of(claim.event.actor.code) == state_of(speaker)
    if claim.type is ClaimType.FIGURE:
        return claim.figure is not None and state_of(claim.figure.of or "") == state_of(speaker)
    return True


def _is_past(report: Report, indicator: Indicator) -> bool:
    when = report.claim.event.when if report.claim.event else None
    if when is None or when.end is None:
        return False
    age = report.known_at.date() - when.end
    return age > max(PAST, timedelta(days=indicator.expiry_days))
