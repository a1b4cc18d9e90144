"""The table of acts and the candidates for indicators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read.indicators import CODES, candidates, fits
from vedette.read.kinds import acts, lexicon, scores
from vedette.read.tokens import Phrases, table, verb_forms, words
from vedette.types import Kind, Modality


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sorrel warns Novia", Kind.THREATEN),
        ("Novia is massing troops", Kind.MOBILIZE),
        ("Novia expels two senior Sorrel diplomats", Kind.SANCTION),
        ("Novia denounced Sorrel", Kind.ACCUSE),
        ("Novia's army has withdrawn", Kind.RETREAT),
        ("Gunmen opened fire", Kind.ASSAULT),
        ("Novia urges restraint", Kind.REQUEST),
        ("Sorrel arrested a general", Kind.COERCE),
    ],
)
def test_acts(text: str, kind: Kind) -> None:
    assert [match.value.kind for match in acts(words(text))] == [kind]


@given(st.text(max_size=100))
def test_scores_sum_to_one(text: str) -> None:
    found = scores(text)
    assert set(found) == set(Kind)
    assert sum(found.values()) == pytest.approx(1)


def test_tables_name_only_known_codes() -> None:
    assert {code for _, code, _ in table("indicators.tsv", 3)} <= set(CODES)
    assert {code for row in table("kinds.tsv", 5) for code in row[4].split()} <= set(CODES)
    assert lexicon()


def test_candidates_follow_words_and_parties() -> None:
    tokens = words("Sorrel warns Novia as it masses troops near the border")
    found = candidates(tokens, [(Kind.THREATEN, Modality.ASSERTED, (), "SOR", "NOV")])
    assert {"D4", "F1"} <= set(found)


def test_the_past_gives_no_candidates() -> None:
    tokens = words("Novia annexed the port")
    assert candidates(tokens, [(Kind.COERCE, Modality.HISTORICAL, ("S2",), "NOV", None)]) == {}


def test_a_code_goes_with_its_acts() -> None:
    assert fits("D4", Kind.THREATEN)
    assert not fits("D4", Kind.MOBILIZE)


def test_forms_and_gaps() -> None:
    assert "denied" in verb_forms("deny")
    phrases = Phrases.of([("recall* ... diplomat+", "D2")])
    (match,) = phrases.find(words("It recalled three more of its diplomats"))
    assert match.value == "D2"
