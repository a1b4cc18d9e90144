"""What a state says and does elsewhere is no evidence on a problem of which it is a party."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from vedette.types import ClaimType, PlaceMention, Report, Span, WarningProblem
from vedette.watch.binding import bind
from vedette.watch.countries import is_state, states_named
from vedette.watch.matters import is_armed
from vedette.watch.problems import load_problem

Make = Callable[..., Report]
TOWNS = {
    "Ahvaz": (31.3, 48.7, "IRN"),
    "Iran": (32.0, 53.0, "IRN"),
    "Warsaw": (52.2, 21.0, "POL"),
    "Tbilisi": (41.7, 44.8, "GEO"),
    "Georgia": (42.0, 43.5, "GEO"),
    "Gori": (41.98, 44.11, "GEO"),
    "Medina": (24.5, 39.6, "SAU"),
}


def said(one: Report, text: str) -> Report:
    """Return the report with a sentence of its own, and the places of TOWNS that it names."""
    span = Span(start=0, end=len(text))
    places = tuple(
        PlaceMention(
            text=name,
            span=Span(start=text.find(name), end=text.find(name) + len(name)),
            name=name,
            latitude=latitude,
            longitude=longitude,
            country=country,
        )
        for name, (latitude, longitude, country) in TOWNS.items()
        if name in text
    )
    event = one.claim.event
    assert event is not None
    claim = replace(one.claim, text=text, content=text, span=span, event=replace(event, place=None))
    return replace(one, claim=claim, places=places)


@pytest.fixture(scope="module")
def iran() -> WarningProblem:
    return load_problem("irn-internal")


@pytest.fixture(scope="module")
def georgia() -> WarningProblem:
    """Return a problem between states without fighting inside the target that is its baseline."""
    return replace(load_problem("rus-geo"), already_indicators=())


def test_states_are_named_by_name_adjective_people_and_seat() -> None:
    assert states_named("North Korean guns fire as Seoul and the U.S. drill") == {"PRK", "KOR", "USA"}
    assert (is_state("South Korea"), is_state("Seoul")) == (True, False)
    assert states_named("Let us march on Mars, said the Polisher") == frozenset()


def test_armed_groups_are_neither_organs_nor_citizens() -> None:
    assert [
        code for code in ("IRN:PJAK", "IRN:CVL", "IRN:MIL", "IRN:COP", "IRN", None) if is_armed(code)
    ] == ["IRN:PJAK"]


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "bound"),
    [
        ("Separatists attack an army post near Gori", "GEO:SEPARATISTS", "GEO", True),
        ("The army attacks separatists near Gori", "GEO", "GEO:SEPARATISTS", True),
        ("Separatists attack near Gori", "GEO:SEPARATISTS", None, True),
        ("Russia bombs Gori", "RUS", "GEO", False),
        ("Separatists near Gori fire at Russia", "GEO:SEPARATISTS", None, False),
        ("Georgian police beat a crowd in Tbilisi", "GEO", "GEO:CVL", False),
        ("A maid is beaten in Tbilisi", "UNK", "IDN:CVL", False),
        ("Gunmen attack a bank in Tbilisi", "IRN:MILITANTS", "GEO:BUS", False),
    ],
)
def test_a_clash_within_the_target_is_between_its_state_and_its_groups(
    georgia: WarningProblem, report: Make, text: str, actor: str, recipient: str | None, bound: bool
) -> None:
    one = said(report("H2", actor=actor, recipient=recipient), text)
    assert bool(bind(georgia, [one])) is bound


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "bound"),
    [
        ("Poland warns Russia over Georgia", "POL", "RUS", True),
        ("Poland warns Moscow against an attack on Gori", "POL", "RUS", True),
        ("Poland warns that Russian troops would meet force in Tbilisi", "POL", None, True),
        ("Poland threatens to block Russian bids", "POL", "RUS", False),
        ("Poland warns Georgia off its fish", "POL", "GEO", False),
    ],
)
def test_a_third_partys_warning_is_about_the_two(
    georgia: WarningProblem, report: Make, text: str, actor: str, recipient: str | None, bound: bool
) -> None:
    one = said(report("D4", actor=actor, recipient=recipient, speaker=actor), text)
    assert bool(bind(georgia, [one])) is bound


@pytest.mark.parametrize(
    ("code", "text", "actor", "recipient", "bound"),
    [
        ("S1", "Iran threatens to close the strait to oil tankers", "IRN", None, False),
        ("S1", "Iran threatens to strike Poland from Ahvaz", "IRN", None, False),
        ("S1", "Iran threatens to storm the camps of Ahvaz", "IRN", None, True),
        ("S1", "Iran threatens Kurdish fighters", "IRN", "IRN:PJAK", True),
        ("S1", "Kurdish fighters threaten a new war", "IRN:PJAK", None, True),
        ("P1", "Iran claims proof of a massacre", "IRN", None, False),
        ("F1", "Iran heads towards a breakthrough", "IRN", None, False),
        ("F1", "Iran moves tanks to Ahvaz", "IRN", None, True),
        ("D3", "Iran rules out a freeze at talks", "IRN", None, False),
        ("D4", "Poland warns Iran of a price", "POL", "IRN", False),
        ("D4", "Poland warns Iran over arrests in Ahvaz", "POL", "IRN", True),
        ("D5", "Poland approves sanctions on Iran", "POL", "IRN", False),
        ("D5", "Poland puts sanctions on Kurdish fighters", "POL", "IRN:PJAK", True),
        ("F5", "Poland sells guns to Iran", "POL", "IRN", False),
        ("F5", "Poland sells guns to Kurdish fighters", "POL", "IRN:PJAK", True),
        ("O1", "Iran declares an emergency", "IRN", None, True),
        ("C1", "Iran closes the crossing to Poland", "IRN", "POL", False),
        ("C1", "Iran cuts all lines", "IRN", None, True),
        ("O3", "The president of Iran is ousted", "IRN", None, True),
        ("D1", "Poland evacuates its embassy in Iran", "POL", None, True),
    ],
)
def test_foreign_affairs_are_no_war_within(
    iran: WarningProblem, report: Make, code: str, text: str, actor: str, recipient: str | None, bound: bool
) -> None:
    assert "IRN:PJAK" in (*iran.proxies, iran.instigator)
    one = said(report(code, actor=actor, recipient=recipient), text)
    assert bool(bind(iran, [one])) is bound


def test_a_group_of_many_lands_fights_where_a_place_says(report: Make) -> None:
    pakistan = load_problem("pak-internal")
    base = said(report("P4", actor="ALQAEDA", recipient=None), "Fighters seize a town")
    assert not bind(pakistan, [base])
    swat = PlaceMention(
        text="Swat", span=Span(start=2, end=4), name="Swat", latitude=35.2, longitude=72.4, country="PAK"
    )
    assert bind(pakistan, [replace(base, places=(swat,))])


def test_a_statement_is_held_to_the_same(iran: WarningProblem, report: Make) -> None:
    one = said(report("S1", actor="IRN", speaker="IRN"), "Iran warns of world war")
    bare = replace(one, claim=replace(one.claim, event=None, type=ClaimType.STATEMENT))
    assert not bind(iran, [bare])


def test_ties_cut_with_others_do_not_count(problem: WarningProblem, report: Make) -> None:
    assert bind(problem, [report("D2", actor="UKR", recipient="RUS")])
    assert not bind(problem, [report("D2", actor="JPN", recipient="RUS")])
