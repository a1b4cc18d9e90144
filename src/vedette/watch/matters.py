"""Whether an act or a warning is a problem's own matter, and not another affair of the same states.

Many problems share a party, and what a state says and does abroad would light them all:

- a clash within the target is between its state and an armed group, or between its groups;
- a third party's warning between two states is about them if its sentence names both;
- what belongs to a war within a state is done between its parties. What its government says or does to nobody
  in particular, and what others say to it, belongs to that war only if the sentence names no other state and,
  where the indicator asks for the theatre, a place inside the country.
"""

from vedette.types import Actor, Indicator, PlaceMention, Report, Role
from vedette.watch.countries import is_state, states_named
from vedette.watch.draft import UNARMED
from vedette.watch.parties import CIVIL, UNKNOWN, Parties, state_of

#: groups that are organs of their state, or no group at all
_ORGANS = frozenset({"COP", "ELI", "GOV", "INT", "JUD", "LEG", "MIL"})
_INSIDE = frozenset({Role.TARGET, Role.PROXY})
_OWN = frozenset({Role.INSTIGATOR, Role.TARGET, Role.PROXY})


def concerns(
    parties: Parties, report: Report, indicator: Indicator, actor: str | None, recipient: str | None
) -> bool:
    """Return whether an act of `actor` on `recipient`, or what `actor` says, is the problem's matter."""
    if parties.problem.kind == "intrastate":
        return _within(parties, report, indicator, actor, recipient)
    if set(indicator.actor) <= _INSIDE and Role.TARGET in indicator.recipient:
        return _is_inner_clash(parties, report, actor, recipient)
    if set(indicator.actor) == {Role.THIRD} and indicator.place == "theatre" and _is_spoken(indicator):
        return _names_two(parties, report)
    return True


def _is_spoken(indicator: Indicator) -> bool:
    return indicator.observed_by[0] == "statements"


def is_armed(code: str | None) -> bool:
    """Return whether a code is that of a group that may bear arms: no organ of a state, no citizens."""
    group = (code or "").partition(":")[2]
    return bool(group) and group not in CIVIL | _ORGANS | UNARMED


def _is_inner_clash(parties: Parties, report: Report, actor: str | None, recipient: str | None) -> bool:
    home, abroad = state_of(parties.problem.target), state_of(parties.problem.instigator)
    both = [code for code in (actor, recipient) if code and code != UNKNOWN]
    is_between = len(both) < 2 and abroad in _named(report)  # 'militants fire at Israel'
    return not is_between and all(state_of(code) == home for code in both) and any(map(is_armed, both))


def _names_two(parties: Parties, report: Report) -> bool:
    """Return whether the sentence names the instigator and the target, or a place in the theatre for it."""
    own, other = state_of(parties.problem.instigator), state_of(parties.problem.target)
    near = _near(report)
    named = _named(report) | {place.country for place in near}
    sides = {parties.side(actor.code) for actor in _actors(report)}
    is_own = own in named or bool(sides & {Role.INSTIGATOR, Role.PROXY})
    is_other = other in named or Role.TARGET in sides
    return is_own and (is_other or any(parties.in_theatre(place) for place in near))


def _within(
    parties: Parties, report: Report, indicator: Indicator, actor: str | None, recipient: str | None
) -> bool:
    doer, to = parties.side(actor), parties.side(recipient)
    if Role.ANY in indicator.actor or (doer in _OWN and to in _OWN):
        return True
    if doer not in _OWN and not _is_spoken(indicator):
        return True  # evacuations and the like: the theatre alone ties them
    home = state_of(parties.problem.target)
    near = _near(report)
    if doer in _OWN and state_of(actor or "") != home:
        # a group that fights in more than one country
        return any(parties.in_theatre(place) for place in near)
    if doer not in _OWN and to in (Role.INSTIGATOR, Role.PROXY):
        return True
    if is_armed(actor) and doer in _OWN and not _is_spoken(indicator):
        return True
    speaker = report.claim.speaker
    tellers = {state_of(code) for code in (actor, speaker.code if speaker else None) if code}
    foreign = _named(report) | {place.country for place in near if place.country}
    if foreign - {home} - tellers:
        return False
    is_group = doer in _OWN and is_armed(actor)
    return indicator.place == "any" or is_group or any(_is_inside(parties, report, place) for place in near)


def _is_inside(parties: Parties, report: Report, place: PlaceMention) -> bool:
    """Return whether a place lies in the country and is not its name, nor that of somebody who acts."""
    is_party = any(one.span is not None and one.span.overlaps(place.span) for one in _actors(report))
    return parties.in_theatre(place) and not is_party and not is_state(place.text)


def _actors(report: Report) -> list[Actor]:
    claim = report.claim
    event = claim.event
    found = (claim.speaker, event.actor if event else None, event.recipient if event else None)
    return [actor for actor in found if actor is not None]


def _named(report: Report) -> frozenset[str]:
    return states_named(report.claim.text)


def _near(report: Report) -> list[PlaceMention]:
    """Return the places in the claim's sentence."""
    span = report.claim.span
    return [place for place in report.places if span.start <= place.span.start < span.end]
