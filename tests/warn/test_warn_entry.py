"""From a level to the sentences that entered it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vedette.judge.judge import trace
from vedette.judge.words import phrase
from vedette.store.records import assessment_of, assessment_row
from vedette.types import (
    Assessment,
    Basis,
    Bulletin,
    Coverage,
    Level,
    Report,
    Statement,
    WarningProblem,
)
from vedette.warn.bulletin import compose
from vedette.warn.evidence import evidence
from vedette.warn.explain import lines
from vedette.watch.states import Watcher

Make = Callable[..., Report]
START = datetime(2021, 11, 1, 12, tzinfo=UTC)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def fed(when: datetime) -> Coverage:
    return Coverage(reports=1, documents=9, unread=0, last_document=when, last_report=when)


@pytest.fixture(scope="session")
def reports(report: Make) -> list[Report]:
    """Return a build-up that enters level 3 on day 5, its pretext on day 9, and an attack on day 20."""
    return [
        report("F1", 5, access=Basis.IMAGERY, basis="Maxar images"),
        report("F1", 5, speaker="UKR"),
        report("U1", 5, speaker="USA"),
        report("S1", 5, speaker="RUS"),
        report("S2", 5, speaker="RUS"),
        report("D1", 5, speaker="USA", actor="USA", recipient=None, place="Kyiv"),
        report("P1", 9, speaker="RUS"),
        report("H1", 20, speaker="UKR"),
        report("H1", 20, speaker="RUS"),
    ]


def issued(problem: WarningProblem, reports: list[Report], day: int) -> Bulletin:
    watcher = Watcher(problem)
    known = [one for one in reports if one.known_at <= at(day)]
    *_, last = trace(watcher, known, [at(n) for n in range(day + 1)], fed)
    return compose(
        problem=problem,
        assessment=last,
        previous=None,
        indications=watcher.live(at(day)),
        reports=known,
        ledger=(),
        evidence_of=lambda one: evidence(one, capture="c", sha256="0" * 64),
        words=phrase,
        status="draft",
        issued_at=at(day),
    )


def told(bulletin: Bulletin, beginning: str) -> Statement:
    (found,) = (one for one in bulletin.statements if one.text.startswith(beginning))
    return found


def test_a_level_held_for_days_leads_to_the_claims_that_opened_its_gates(
    problem: WarningProblem, reports: list[Report]
) -> None:
    bulletin = issued(problem, reports, 8)
    assert bulletin.assessment.level is Level.WARNING
    by_claim = {one.claim.id: one.claim for one in reports}
    level = told(bulletin, "Level 3 Warning since 6 Nov 2021: probability ")
    assert "is at or above 30 %" in level.text
    gates = told(bulletin, "At its entry, gates open: ")
    assert "U1 " in gates.text
    assert {by_claim[id_].indicators for id_ in gates.evidence} == {("U1",), ("D1",)}
    access = told(bulletin, "At its entry, kinds of access: ")
    assert len(access.evidence) == len(access.text.split(": ")[1].split(", ")) >= 2
    groups = told(bulletin, "At its entry, groups lit: ")
    assert len(groups.evidence) == len(groups.text.split("; "))
    assert level.evidence
    assert set(level.evidence) <= {*gates.evidence, *access.evidence, *groups.evidence}
    assert bulletin.assessment.entry == issued(problem, reports, 5).assessment.entry


def test_level_4_leads_to_its_pretext_and_level_5_to_both_parties(
    problem: WarningProblem, report: Make, reports: list[Report]
) -> None:
    loud = [*reports[:6], report("U1", 5, access=Basis.IMAGERY), report("H1", 9, speaker="UKR"), reports[6]]
    bulletin = issued(problem, loud, 15)
    assert bulletin.assessment.level is Level.IMMINENT
    pretext = told(bulletin, "At its entry, pretext or closure of the 14 days before: ")
    assert "P1 " in pretext.text
    assert reports[6].claim.id in pretext.evidence
    begun = issued(problem, reports, 30)
    level = told(begun, "Level 5 Under way since 21 Nov 2021: the onset rule is met, both parties, ")
    assert set(level.evidence) == {one.claim.id for one in reports[-2:]}


def test_a_level_that_fell_says_so_and_one_no_evidence_entered_says_where_the_days_begin(
    problem: WarningProblem, reports: list[Report]
) -> None:
    quiet = issued(problem, [], 3)
    told(
        quiet, "Level 1 Watch since 1 Nov 2021: probability 3 % is at or above 2 %; the days looked at begin"
    )
    days: list[Assessment] = list(trace(Watcher(problem), reports[:6], [at(n) for n in range(150)], fed))
    fell = next(n for n, one in enumerate(days) if one.previous and one.level < one.previous)
    told(issued(problem, reports[:6], fell + 1), f"Level {int(days[fell].level)} ")
    assert days[fell].entry[0].text.startswith(f"down from level {int(days[fell].level) + 1}, as probability")
    assert days[fell + 1].entry == days[fell].entry


def test_a_rule_and_a_document_are_told_once(problem: WarningProblem, reports: list[Report]) -> None:
    text = lines(issued(problem, reports, 8))
    rules = [line for line in text if line.startswith("   rule levels: ")]
    assert len(rules) > 1
    assert [line for line in rules if not line.endswith("as above")] == rules[:1]
    captures = [line for line in text if "sha256" in line]
    assert len(captures) == len({line for line in text if line.startswith("     claim ")})


def test_an_assessment_kept_before_levels_had_their_entry_is_read(
    problem: WarningProblem, reports: list[Report]
) -> None:
    now = issued(problem, reports, 8).assessment
    body = assessment_row(now)["body"]
    assert assessment_of(body) == now
    (kept,) = json.loads(body)
    for name in ("entry", "brittle"):
        del kept[name]
    assert assessment_of(json.dumps([kept])) == replace(now, entry=(), brittle=())
