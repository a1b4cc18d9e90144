"""The computed half of a bulletin: judgement, confidence, change, alternatives, outlook, review."""

from collections.abc import Iterator
from datetime import timedelta

from vedette.types import Assessment, Ground, Level, Posterior, State, Statement
from vedette.warn import phrases
from vedette.warn.confidence import confidence
from vedette.warn.material import Material
from vedette.warn.phrases import count, day, level_name, moment, outlet_name, percent

_TOP = 3  # claims behind the judgement itself; the rest stands under key evidence
_ENTERED = 6  # claims behind the level: each of its gates, and two kinds of access
_EXPIRIES = 3
_MOVERS = 4


def statements(material: Material) -> Iterator[Statement]:
    """Yield the statements that follow from the assessment."""
    yield from _judgement(material)
    yield from _confidence(material)
    yield from _changed(material)
    yield from _alternatives(material)
    yield from _assumptions(material)
    yield from _outlook(material)
    yield from _review(material)


def _judgement(material: Material) -> Iterator[Statement]:
    problem, now = material.problem, material.assessment
    ends = now.as_of + timedelta(days=now.onset.days)
    top = material.distinct(
        (claim for weight in now.weights if weight.decibans > 0 for claim in weight.evidence[:2]), _TOP
    )
    horizon = f"within {count(now.onset.days, 'day')}, by {day(ends)}"
    chance = f"Onset {horizon}: {material.words(now.onset)}."
    if now.level is Level.UNDER_WAY:
        # what has begun has no chance of beginning; the number is kept for the record alone
        chance = (
            "Onset has begun by this problem's rule. Without that rule the evidence would give onset "
            f"{horizon}: {material.words(now.onset)}."
        )
    yield Statement(section="judgement", text=chance, evidence=top, rule="probability")
    yield from _level(material)
    yield Statement(
        section="judgement", text=f"Onset means: {_sentence(problem.onset.text, capital=False)}", rule="onset"
    )


def _level(material: Material) -> Iterator[Statement]:
    """Yield the level, what it was entered on and what holds it today, with the claims that entered it."""
    now = material.assessment
    held = ", held while sources are silent or unread" if now.status == "stale" else ""
    cause, *gates = now.entry or (Ground(text=""),)
    entered = [claim for ground in reversed(now.entry) for claim in ground.claims]  # the last gate first
    yield Statement(
        section="judgement",
        text=f"Level {level_name(now.level)} since {day(now.since)}{held}{cause.text and ': '}{cause.text}.",
        evidence=material.known(entered)[:_ENTERED],
        rule="levels",
    )
    for gate in gates:
        claims = material.known(gate.claims)
        yield Statement(
            section="judgement", text=f"At its entry, {gate.text}.", evidence=claims, rule="levels"
        )
    # the first reason of the day a level is entered is its cause
    today = now.reasons[1:] if cause.text and now.since == now.as_of else now.reasons
    said = {ground.text for ground in now.entry}
    for reason in today:
        if reason not in said:
            yield Statement(section="judgement", text=_sentence(reason), rule="levels")


def _confidence(material: Material) -> Iterator[Statement]:
    grade, reasons = confidence(material.assessment, families=material.families)
    yield Statement(
        section="confidence",
        text=f"Confidence in this judgement is {grade}: {'; '.join(reasons)}."
        if reasons
        else f"Confidence in this judgement is {grade}.",
        rule="confidence",
    )
    for outlet in material.assessment.fragile[:_TOP]:
        yield Statement(
            section="confidence",
            text=f"Without {outlet_name(outlet)} the level would be another.",
            rule="fragility",
        )


def _changed(material: Material) -> Iterator[Statement]:
    now, before = material.assessment, material.previous
    if before is None:
        yield Statement(section="changed", text="This is the first bulletin on this problem.", rule="change")
        return
    yield Statement(section="changed", text=_level_change(before, now), rule="change")
    yield Statement(section="changed", text=_probability_change(before, now), rule="change")
    earlier = {state.code: state.state for state in before.states}
    for state in now.states:
        old = earlier.get(state.code, State.UNKNOWN)
        if old is state.state or {old, state.state} == {State.UNKNOWN, State.ABSENT}:
            continue
        # the records date an expired state by its first evidence; what changed is that it lapsed
        lapsed = state.state is State.EXPIRED
        when = state.expires if lapsed else state.since
        since = f" {'on' if lapsed else 'since'} {day(when)}" if when else ""
        claims = state.against if state.state is State.CONTRADICTED else state.evidence
        yield Statement(
            section="changed",
            text=f"{material.name(state.code)}: {state.state.value}{since}, {old.value} before.",
            evidence=material.distinct(claims, 2),
            rule="states",
        )


def _level_change(before: Assessment, now: Assessment) -> str:
    last = f"since the last bulletin ({moment(before.as_of)})"
    if before.level == now.level:
        return f"The level is unchanged at {level_name(now.level)} {last}."
    verb = "rose" if now.level > before.level else "fell"
    return f"The level {verb} from {level_name(before.level)} to {level_name(now.level)} {last}."


def _probability_change(before: Assessment, now: Assessment) -> str:
    old, new = percent(before.onset.p), percent(now.onset.p)
    if old == new:
        return f"The probability of onset is unchanged at {new}."
    return f"The probability of onset went from {old} to {new}."


def _alternatives(material: Material) -> Iterator[Statement]:
    names = {hypothesis.id: hypothesis for hypothesis in material.problem.hypotheses}

    def name(posterior: Posterior) -> str:
        known = names.get(posterior.hypothesis)
        return known.name if known else posterior.hypothesis

    ranked = sorted(material.assessment.posteriors, key=lambda posterior: -posterior.p)
    for posterior in ranked[:1]:
        yield Statement(
            section="alternatives",
            text=f"Most probable, prior and evidence together: {name(posterior)}, {percent(posterior.p)} "
            f"(before the evidence {percent(posterior.prior)}).",
            rule="hypotheses",
        )
    onset = {hypothesis.id for hypothesis in material.problem.hypotheses if hypothesis.onset}
    leads = bool(ranked) and ranked[0].hypothesis in onset
    others = [item for item in ranked[1:] if (item.hypothesis in onset) is not leads]
    for posterior in others[:1]:
        yield Statement(
            section="alternatives",
            text=f"The leading alternative is: {name(posterior)}, {percent(posterior.p)} "
            f"(before the evidence {percent(posterior.prior)}).",
            rule="hypotheses",
        )
    opposed = [weight for weight in material.assessment.weights if (weight.decibans < 0) is leads]
    for weight in [item for item in opposed if item.decibans][:2]:
        claims = weight.evidence
        yield Statement(
            section="alternatives",
            text=f"For the alternative speaks {material.name(weight.code)} "
            f"({weight.state.value}, {weight.decibans:+.1f} decibans).",
            evidence=material.distinct(claims, 2),
            rule="hypotheses",
        )


def _assumptions(material: Material) -> Iterator[Statement]:
    problem = material.problem
    prior = sum(hypothesis.prior for hypothesis in problem.hypotheses if hypothesis.onset)
    yield Statement(
        section="assumptions",
        text=f"Before any evidence the probability of onset is {percent(prior)}. "
        f"Its reference class: {_sentence(problem.reference_class, capital=False)}",
        rule="hypotheses",
    )
    if problem.already:
        yield Statement(
            section="assumptions",
            text=f"Taken as the baseline, not as onset: {_sentence(problem.already, capital=False)}",
            rule="onset",
        )


def _outlook(material: Material) -> Iterator[Statement]:
    for mover in material.assessment.movers[:_MOVERS]:
        yield Statement(
            section="outlook",
            text=f"{material.name(mover.code)}, if observed, would bring the probability to "
            f"{percent(mover.p)}, enough for level {level_name(mover.level)} by itself.",
            rule="movers",
        )
    expiring = sorted(
        (state for state in material.observed if state.expires), key=lambda state: (state.expires, state.code)
    )
    raising = {weight.code for weight in material.assessment.weights if weight.decibans > 0}
    for state in expiring[:_EXPIRIES]:
        effect = "lower" if state.code in raising else "raise"
        yield Statement(
            section="outlook",
            text=f"{material.name(state.code)} lapses on {day(state.expires)} unless seen again, "
            f"which would {effect} the probability.",
            evidence=material.distinct(state.evidence, 1),
            rule="expiry",
        )
    if material.assessment.level > Level.ROUTINE:
        yield Statement(
            section="outlook",
            text="Statements of good intent alone would not lower the level.",
            rule="levels",
        )


def _review(material: Material) -> Iterator[Statement]:
    yield Statement(
        section="review",
        text=f"This bulletin lapses on {moment(material.assessment.expires)} unless renewed.",
        rule="expiry",
    )
    if material.problem.review:
        owner = f" by {material.problem.owner}" if material.problem.owner else ""
        yield Statement(
            section="review",
            text=f"The problem's definition is due for review on {day(material.problem.review)}{owner}.",
            rule="expiry",
        )


def _sentence(text: str, *, capital: bool = True) -> str:
    text = " ".join(text.split()).rstrip(".")
    return (phrases.capital(text) if capital else text) + "."
