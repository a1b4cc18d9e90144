"""Lint: each departure from the rules is found, by its rule."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.types import Bulletin, Site, Statement
from vedette.warn.coarse import coarse, is_coarse
from vedette.warn.lint import lint
from vedette.warn.phrases import percent


def said(bulletin: Bulletin, text: str, section: str = "judgement") -> Bulletin:
    added = Statement(section=section, text=text, rule="levels")
    return replace(bulletin, statements=(*bulletin.statements, added))


def rules(bulletin: Bulletin) -> set[str]:
    return {finding.rule for finding in lint(bulletin)}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("An attack is likely, 30 %.", "words"),
        ("An attack is almost no chance, 5 %.", "words"),
        ("An attack is very likely, 62 %.", "words"),
        ("We have high confidence that an attack is likely.", "apart"),
        ("We are confident, at 70 %.", "apart"),
        ("The camp lies at 54.5671, 33.1883.", "resolution"),
        ("The camp lies at 54°34'01\" N.", "resolution"),
    ],
)
def test_wording_is_held_against_the_rules(bulletin: Bulletin, text: str, rule: str) -> None:
    assert rules(said(bulletin, text)) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "An attack is likely, 62 % (90 % band 41-78).",
        "An attack is very unlikely, 5 %.",
        "An attack is almost no chance, 4 %.",
        "An attack is very likely, 80 %.",
        "Confidence is low. An attack is likely, 60 %.",
        "Between 90,000 and 127,000 troops are claimed.",
    ],
)
def test_sound_wording_passes(bulletin: Bulletin, text: str) -> None:
    assert rules(said(bulletin, text)) == set()


@pytest.mark.parametrize(
    "section", ["confidence", "changed", "alternatives", "assumptions", "gaps", "review"]
)
def test_a_missing_section_is_found(bulletin: Bulletin, section: str) -> None:
    kept = tuple(item for item in bulletin.statements if item.section != section)
    assert rules(replace(bulletin, statements=kept)) == {section}


def _newer(bulletin: Bulletin) -> Bulletin:
    late = replace(bulletin.evidence[0], known_at=bulletin.assessment.as_of + timedelta(seconds=1))
    return replace(bulletin, evidence=(late, *bulletin.evidence[1:]))


def _no_source(bulletin: Bulletin) -> Bulletin:
    return replace(bulletin, evidence=(replace(bulletin.evidence[0], speaker=" "), *bulletin.evidence[1:]))


def _no_hash(bulletin: Bulletin) -> Bulletin:
    return replace(bulletin, evidence=(replace(bulletin.evidence[0], sha256="ab"), *bulletin.evidence[1:]))


def _fine_site(bulletin: Bulletin) -> Bulletin:
    site = Site(name="Camp", latitude=54.567, longitude=33.188)
    return replace(bulletin, problem=replace(bulletin.problem, sites=(site,)))


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (_newer, "clock"),
        (_no_source, "sources"),
        (_no_hash, "sources"),
        (_fine_site, "resolution"),
        (lambda b: replace(b, status="actual", signed="C. Watch"), "exercise"),
        (lambda b: replace(b, evidence=b.evidence[1:]), "evidence"),
        (lambda b: replace(b, statements=b.statements[1:]), "uncertainty"),
    ],
)
def test_a_spoilt_bulletin_is_found(
    bulletin: Bulletin, spoil: Callable[[Bulletin], Bulletin], rule: str
) -> None:
    assert rules(spoil(bulletin)) == {rule}


def test_a_statement_resting_on_nothing_is_found(bulletin: Bulletin) -> None:
    bare = Statement(section="gaps", text="We know little.")
    assert rules(replace(bulletin, statements=(*bulletin.statements, bare))) == {"evidence"}


@given(st.floats(0, 1))
def test_a_percentage_stays_between_1_and_99(p: float) -> None:
    assert 1 <= int(percent(p).removesuffix(" %")) <= 99


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coarse_places_stay_coarse_and_near(latitude: float, longitude: float) -> None:
    north, east = coarse(latitude, longitude)
    assert is_coarse(north, east)
    assert abs(north - latitude) <= 0.0251
    assert abs(east - longitude) <= 0.51
