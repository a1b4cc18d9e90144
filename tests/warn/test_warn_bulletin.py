"""Composing: what a bulletin says, and what every statement of it rests on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from vedette.errors import VedetteError
from vedette.types import Bulletin, Coverage, Evidence, Modality, Report, State, Statement
from vedette.warn.bulletin import SECTIONS, check
from vedette.warn.coarse import is_coarse
from vedette.warn.confidence import confidence
from vedette.warn.explain import explain, lines
from vedette.warn.lint import lint
from vedette.warn.methods import RULES

if TYPE_CHECKING:
    from tests.warn.conftest import Sample


def of(bulletin: Bulletin, section: str) -> list[str]:
    return [item.text for item in bulletin.statements if item.section == section]


def test_every_section_is_there_in_reading_order(bulletin: Bulletin) -> None:
    order = [item.section for item in bulletin.statements]
    assert list(dict.fromkeys(order)) == [name for name, _ in SECTIONS]


def test_every_statement_rests_on_quoted_evidence_or_a_known_rule(bulletin: Bulletin) -> None:
    quoted = {item.claim for item in bulletin.evidence}
    for statement in bulletin.statements:
        assert statement.evidence or statement.rule in RULES
        assert set(statement.evidence) <= quoted
        assert statement.rule is None or statement.rule in RULES


@pytest.mark.parametrize("evidence", [(), ("no such claim",)])
def test_a_statement_resting_on_nothing_is_refused(bulletin: Bulletin, evidence: tuple[str, ...]) -> None:
    bare = Statement(section="judgement", text="War is coming.", evidence=evidence)
    with pytest.raises(VedetteError, match=r"neither evidence nor rule|not in the bulletin"):
        check(replace(bulletin, statements=(*bulletin.statements, bare)))


def test_judgement_has_word_number_band_and_horizon(bulletin: Bulletin) -> None:
    assert of(bulletin, "judgement")[0] == (
        "Onset within 90 days, by 23 May 2022: roughly even chance, 45 % (90 % band 25-61)."
    )


def test_the_composed_bulletin_is_clean(sample: "Sample") -> None:
    for n in range(0, len(sample.assessments), 9):
        assert lint(sample.compose(n=n, previous=max(n - 7, 0))) == []
    assert lint(sample.compose(n=0, previous=None)) == []


def test_fiction_is_never_issued_as_actual(sample: "Sample") -> None:
    assert sample.compose(status="actual", signed="C. Watch").status == "exercise"
    real = [replace(item, outlet=replace(item.outlet, fictional=False)) for item in sample.reports]
    actual = sample.compose(status="actual", signed="C. Watch", reports=real)
    assert (actual.status, actual.signed) == ("actual", "C. Watch")
    with pytest.raises(VedetteError, match="the name of who answers for it"):
        sample.compose(status="actual", reports=real)


def test_an_unknown_status_is_refused(sample: "Sample") -> None:
    with pytest.raises(VedetteError, match="'final'"):
        sample.compose(status="final")


def test_later_knowledge_changes_nothing(sample: "Sample") -> None:
    early = sample.compose(n=20, previous=10)
    as_of = sample.assessments[20].as_of
    trimmed = sample.compose(
        n=20,
        previous=10,
        reports=[item for item in sample.reports if item.known_at <= as_of],
        indications=[item for item in sample.indications if item.known_at <= as_of],
        ledger=[item for item in sample.ledger if item.known_at <= as_of],
    )
    assert early == trimmed
    assert early.cutoff <= as_of


def test_composing_twice_gives_the_same_bulletin(sample: "Sample") -> None:
    assert sample.compose() == sample.compose()
    assert sample.compose().id != sample.compose(n=-2).id


def test_change_and_consistency_are_stated(sample: "Sample") -> None:
    assert of(sample.compose(previous=None), "changed") == ["This is the first bulletin on this problem."]
    steady = of(sample.compose(n=-1, previous=-1), "changed")
    assert steady[0].startswith("The level is unchanged at 4 Imminent")
    assert len(steady) == 2
    risen = of(sample.compose(n=-1, previous=5), "changed")
    assert risen[0].startswith("The level rose from 1 Watch to 4 Imminent")
    assert any(text.startswith("F1 Forces massed or moved: expired on 17 Feb 2022") for text in risen)


def test_key_evidence_names_speaker_relay_outlet_and_day(sample: "Sample") -> None:
    text = "\n".join(of(sample.compose(n=15), "evidence"))
    assert "Ukraine's defence ministry, through Meridian Agency stated it (target official)" in text
    assert "The Harbour Courier, 12 Nov 2021" in text
    assert "resting on satellite pictures" in text


def test_one_family_is_quoted_once_per_indicator(sample: "Sample") -> None:
    f1 = [item for item in sample.compose(n=15).statements if item.section == "evidence"]
    families = {item.claim: (item.family, item.indicator) for item in sample.indications}
    named = [families[item.evidence[0]] for item in f1]
    assert len(named) == len(set(named))


def test_figures_of_one_scope_give_a_range_and_others_never(sample: "Sample") -> None:
    same = [
        replace(item, scope="one", figure=replace(item.figure, of="RUS"), known_at=sample.ledger[-1].known_at)
        for item in sample.ledger
        if item.scope == "all branches"
    ]
    claims = [report.claim.id for report in sample.reports]
    same = [replace(item, claim=claims[n], superseded_by=None) for n, item in enumerate(same)]
    texts = of(sample.compose(ledger=same), "figures")
    (span,) = [text for text in texts if "127,000 to 150,000 troops" in text]
    assert "Ukraine's defence ministry 127,000" in span
    assert "a senior American official about 150,000" in span
    old = [replace(item, known_at=sample.ledger[0].known_at) for item in same]
    assert not any("127,000" in text for text in of(sample.compose(ledger=old), "figures"))
    apart = [replace(item, scope=str(n)) for n, item in enumerate(same)]
    assert not any(" to " in text for text in of(sample.compose(ledger=apart), "figures"))


def test_silence_is_stated(sample: "Sample") -> None:
    assessment = sample.assessments[-1]
    silent = replace(
        assessment,
        status="stale",
        coverage=Coverage(
            reports=0,
            documents=0,
            unread=0,
            last_document=assessment.as_of - timedelta(days=9),
            last_report=None,
        ),
    )
    bulletin = sample.compose(assessment=silent, dead_sources=(), unread_languages=())
    gaps = of(bulletin, "gaps")
    assert gaps[0].startswith("No document on any subject since 13 Feb 2022, 24:00")
    assert "No report bears on this problem." in gaps
    assert of(bulletin, "confidence")[0].startswith("Confidence in this judgement is low")
    assert any("held while sources are silent" in text for text in of(bulletin, "judgement"))


def test_sites_leave_at_five_kilometres(sample: "Sample", bulletin: Bulletin) -> None:
    site = bulletin.problem.sites[0]
    assert (site.latitude, site.longitude) == (54.55, 33.2)
    assert is_coarse(site.latitude, site.longitude)
    assert not is_coarse(sample.problem.sites[0].latitude, sample.problem.sites[0].longitude)


def test_confidence_grows_with_independent_families(sample: "Sample") -> None:
    assessment = replace(sample.assessments[15], fragile=())
    states = tuple(replace(item, against=()) for item in assessment.states)
    narrow = replace(assessment.onset, low=assessment.onset.p - 0.05, high=assessment.onset.p + 0.05)
    firm = replace(assessment, states=states, onset=narrow)
    assert [confidence(firm, families=n)[0] for n in (0, 1, 3, 6)] == ["low", "low", "moderate", "high"]
    wide = replace(firm, onset=replace(narrow, low=0.0, high=0.9))
    assert confidence(wide, families=6)[0] == "low"


def test_a_level_that_one_outlet_moves_by_two_has_low_confidence_and_says_so(sample: "Sample") -> None:
    firm = replace(sample.assessments[15], fragile=("A", "B"), brittle=())
    narrow = replace(firm.onset, low=firm.onset.p - 0.05, high=firm.onset.p + 0.05)
    firm = replace(firm, onset=narrow)
    assert confidence(firm, families=6)[0] == "moderate"
    grade, reasons = confidence(replace(firm, brittle=("A",)), families=6)
    assert grade == "low"
    assert reasons[0] == "without A the level would differ by two steps or more"
    assert "the level would differ without B" in reasons
    several = confidence(replace(firm, brittle=("A", "B")), families=6)[1][0]
    assert several.startswith("without one of A and B the level")


def test_the_chain_leads_from_statement_to_capture(bulletin: Bulletin) -> None:
    links = [link for link in explain(bulletin) if link.section == "evidence"]
    assert links
    for link in links:
        assert link.evidence is not None
        assert link.indicators[0] in link.statement
        assert len(link.evidence.sha256) == 64
    numbers = {link.number for link in explain(bulletin)}
    assert numbers == set(range(1, len(bulletin.statements) + 1))
    text = "\n".join(lines(bulletin))
    assert all(item.sha256 in text and item.quote in text for item in bulletin.evidence[:3])


def test_a_denial_is_shown_against_its_indicator(
    sample: "Sample", quote_source: Callable[[Report], Evidence]
) -> None:
    bulletin = sample.compose()
    state = next(item for item in bulletin.assessment.states if item.code == "X1")
    assert state.state is State.CONTRADICTED
    against = [item for item in bulletin.evidence if item.claim in state.against]
    assert [item.modality for item in against] == [Modality.DENIED]
    report = next(item for item in sample.reports if item.claim.id == state.against[0])
    assert against == [quote_source(report)]
