from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from vedette.types import (
    Access,
    Basis,
    ClaimType,
    Figure,
    FigureKind,
    Modality,
    Outlet,
    OutletKind,
    PlaceMention,
    Report,
    Span,
    WarningProblem,
    When,
)
from vedette.watch.binding import bind
from vedette.watch.families import families, government_behind
from vedette.watch.parties import Parties

Make = Callable[..., Report]


def moved(report: Report, **fields: object) -> Report:
    return replace(report, claim=replace(report.claim, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "actor", "recipient", "bound"),
    [
        ("F1", "RUS", "UKR", True),
        ("F1", "RUS:MIL", None, True),
        ("F1", "RUS", "RUS", True),
        ("F1", "USA", "UKR", False),
        ("F1", "RUS:OPP", "UKR", False),
        ("F1", "UNK", None, False),
        ("P1", "UKR:SEPARATISTS", "UKR", True),
        ("F5", "USA", "UKR", True),
        ("F5", "RUS", "UKR", False),
        ("F5", "UNK", "UKR", False),
        ("D4", "USA", "RUS", True),
        ("D4", "RUS", "USA", False),
        ("P2", "RUS", "UKR:SEPARATISTS", True),
        ("O1", "UKR", None, True),
        ("O1", "RUS", None, False),
        ("H2", "UKR:SEPARATISTS", "UKR", False),  # baseline of this problem
    ],
)
def test_roles(
    problem: WarningProblem, report: Make, code: str, actor: str, recipient: str | None, bound: bool
) -> None:
    found = bind(problem, [report(code, actor=actor, recipient=recipient, place="Kyiv")])
    assert [one.indicator for one in found] == ([code] if bound else [])


def test_a_reciprocal_act_binds_either_way(problem: WarningProblem, report: Make) -> None:
    assert bind(problem, [report("D4", actor="RUS", recipient="USA", reciprocal=True, place="Kyiv")])


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "country", "bound"),
    [
        ("Yel’nya", None, None, "RUS", True),  # named by the problem
        ("Krasnograd", 49.37, 35.45, "UKR", True),  # in a theatre country
        ("Sudzha", 51.19, 35.27, "RUS", True),  # 85 km from Kursk
        ("Moscow", 55.75, 37.62, "RUS", False),
        ("Khabarovsk", 48.48, 135.08, "RUS", False),
        ("Latakia", 35.53, 35.79, "SYR", False),
    ],
)
def test_places(
    problem: WarningProblem,
    report: Make,
    name: str,
    latitude: float | None,
    longitude: float | None,
    country: str,
    bound: bool,
) -> None:
    place = PlaceMention(
        text=name,
        span=Span(start=0, end=4),
        name=name,
        latitude=latitude,
        longitude=longitude,
        country=country,
    )
    one = replace(report("F1", recipient=None), places=(place,))
    assert bool(bind(problem, [one])) is bound


def test_a_report_of_nowhere_needs_the_target_or_a_theatre_in_the_document(
    problem: WarningProblem, report: Make
) -> None:
    nowhere = replace(report("F1", recipient=None), places=())
    assert not bind(problem, [nowhere])
    assert bind(problem, [replace(report("F1"), places=())])
    elsewhere = report("F1", recipient=None)
    assert elsewhere.claim.event is not None
    far = PlaceMention(text="Kyiv", span=Span(start=900, end=904), name="Kyiv", country="UKR")
    unplaced = moved(elsewhere, event=replace(elsewhere.claim.event, place=None))
    assert bind(problem, [replace(unplaced, places=(far,))])


def test_a_warning_is_spoken_elsewhere_than_what_it_is_about(problem: WarningProblem, report: Make) -> None:
    washington = PlaceMention(
        text="Washington", span=Span(start=0, end=3), latitude=38.9, longitude=-77.0, country="USA"
    )
    kyiv = PlaceMention(
        text="Kyiv", span=Span(start=5, end=9), latitude=50.45, longitude=30.52, country="UKR"
    )
    warning = report("D4", actor="USA", recipient="RUS")
    assert bind(problem, [replace(warning, places=(washington, kyiv))])
    assert not bind(problem, [replace(warning, places=(washington,))])


def test_a_figure_counts_as_an_act_of_those_it_counts(problem: WarningProblem, report: Make) -> None:
    base = report("F1", speaker="UKR")
    stock = Figure(low=90_000, high=90_000, unit="troops", of="RUS", place=0)
    one = moved(base, type=ClaimType.FIGURE, event=None, figure=stock)
    assert [(each.indicator, each.access) for each in bind(problem, [one])] == [("F1", Access.TARGET)]
    assert not bind(problem, [moved(one, figure=replace(stock, of="USA"))])
    assert not bind(problem, [moved(one, figure=replace(stock, kind=FigureKind.PROJECTION))])


@pytest.mark.parametrize(
    ("basis", "speaker", "outlet", "access"),
    [
        ("satellite pictures", None, "", Access.IMAGERY),
        ("pictures from a drone", "USA", "Harbour Wire", Access.IMAGERY),
        ("images by Maxar show", None, "Harbour Wire", Access.IMAGERY),
        ("VIDEO", None, "", Access.PRESS),
        ("footage", None, "Harbour Wire", Access.WITNESS),
        ("photos show", "UKR", "Harbour Wire", Access.TARGET),
    ],
)
def test_pictures_are_imagery_from_above_or_of_a_named_provider(
    problem: WarningProblem, report: Make, basis: str, speaker: str | None, outlet: str, access: Access
) -> None:
    one = report("F1", speaker=speaker, outlet=outlet, access=Basis.IMAGERY, basis=basis)
    (found,) = bind(problem, [one])
    assert found.access is access


def test_an_account_vouches_for_no_film(problem: WarningProblem, report: Make) -> None:
    account = Outlet(name="@frontline", kind=OutletKind.SOCIAL)
    one = replace(report("F1", access=Basis.IMAGERY, basis="video"), outlet=account)
    (found,) = bind(problem, [one])
    assert found.access is Access.PRESS


@pytest.mark.parametrize("modality", [Modality.POSSIBLE, Modality.HISTORICAL, Modality.PLANNED])
def test_what_may_be_or_was_never_binds(problem: WarningProblem, report: Make, modality: Modality) -> None:
    assert not bind(problem, [report("F1", modality=modality)])


def test_an_act_of_years_ago_is_history_whatever_its_modality(problem: WarningProblem, report: Make) -> None:
    base = report("P4")
    assert base.claim.event is not None
    when = When(value="2014", start=date(2014, 1, 1), end=date(2014, 12, 31))
    assert not bind(problem, [moved(base, event=replace(base.claim.event, when=when))])


def test_a_denial_speaks_against_and_the_instigators_hardly(problem: WarningProblem, report: Make) -> None:
    own, others = bind(
        problem,
        [
            report("F1", 0, speaker="RUS", modality=Modality.DENIED),
            report("F1", 1, speaker="UKR", modality=Modality.DENIED),
        ],
    )
    assert -0.1 < own.strength < 0
    assert others.strength < -0.5
    (denial,) = bind(problem, [report("X3", speaker="RUS", modality=Modality.DENIED)])
    assert denial.strength > 0


@pytest.mark.parametrize(
    ("fields", "access"),
    [
        ({"speaker": "RUS"}, Access.INSTIGATOR),
        ({"speaker": "UKR:SEPARATISTS"}, Access.INSTIGATOR),
        ({"speaker": "UKR"}, Access.TARGET),
        ({"speaker": "NATO"}, Access.THIRD),
        ({"speaker": "USA", "access": Basis.IMAGERY}, Access.IMAGERY),
        ({"access": Basis.WITNESS}, Access.WITNESS),
        ({"basis": "US intelligence"}, Access.THIRD),
        ({}, Access.PRESS),
    ],
)
def test_access(problem: WarningProblem, report: Make, fields: dict[str, str], access: Access) -> None:
    assert [one.access for one in bind(problem, [report("F1", **fields)])] == [access]


def test_a_ministry_or_state_outlet_speaks_for_its_country(problem: WarningProblem, report: Make) -> None:
    base = report("F2", speaker=None)
    outlet = Outlet(name="Ministry page", kind=OutletKind.MINISTRY, country="RUS")
    assert bind(problem, [replace(base, outlet=outlet)])[0].access is Access.INSTIGATOR


def family(problem: WarningProblem, *reports: Report) -> list[str]:
    named = families(problem, reports)
    return [named[one.claim.id, one.claim.indicators[0]] for one in reports]


def test_one_governments_word_is_one_family_through_whatever_outlet(
    problem: WarningProblem, report: Make
) -> None:
    names = family(
        problem,
        report("F1", 0, speaker="USA", outlet="A"),
        report("F1", 1, speaker="USA", outlet="B"),
        report("F1", 2, basis="documents of US intelligence", outlet="C"),
        report("F1", 3, speaker="UKR", outlet="A"),
    )
    assert len(set(names[:3])) == 1
    assert names[3] != names[0]


def test_copies_belong_to_the_first_teller_and_do_not_chain(problem: WarningProblem, report: Make) -> None:
    first, copy, own = family(
        problem,
        report("F1", 0, outlet="Alpha", story="s"),
        report("F1", 1, outlet="Beta", story="s"),
        report("F1", 2, outlet="Beta", story="t"),
    )
    assert first == copy != own


def test_imagery_is_one_family_per_provider_and_release(problem: WarningProblem, report: Make) -> None:
    images = [
        report("F1", day, outlet=outlet, access=Basis.IMAGERY, basis=f"{maker} images")
        for day, outlet, maker in (
            (0, "A", "Maxar"),
            (0.1, "B", "Maxar"),
            (4, "A", "Maxar"),
            (0, "C", "Planet"),
        )
    ]
    names = family(problem, *images)
    assert names[0] == names[1]
    assert len(set(names)) == 3


def test_what_nobody_says_is_one_family(problem: WarningProblem, report: Make) -> None:
    assert set(family(problem, report("F1", 0, outlet=""), report("F1", 5, outlet=""))) == {
        "F1 unknown press"
    }


@pytest.mark.parametrize(
    ("basis", "whose"),
    [
        ("US intelligence", "USA"),
        ("a U.S. intelligence report", "USA"),
        ("British military intelligence", "GBR"),
        ("Western intelligence sources", "WEST"),
        ("satellite images", None),
        ("intelligence", None),
        (None, None),
    ],
)
def test_whose_intelligence(basis: str | None, whose: str | None) -> None:
    assert government_behind(basis) == whose


def test_a_site_is_no_finer_than_a_town(problem: WarningProblem) -> None:
    parties = Parties(problem)
    for site in problem.sites:
        # two decimals are about a kilometre: the middle of a town, never a unit or a depot
        assert round(site.latitude, 2) == site.latitude
        here = PlaceMention(
            text="x",
            span=Span(start=0, end=1),
            latitude=site.latitude,
            longitude=site.longitude,
            country="RUS",
        )
        assert parties.in_theatre(here)


def test_a_number_of_nobody_binds_at_half_where_the_sentence_names_both_sides(
    problem: WarningProblem, report: Make
) -> None:
    stock = Figure(low=40_000, high=40_000, unit="troops", of="UNK")
    russia = PlaceMention(text="Russia", span=Span(start=0, end=6), name="Russia", country="RUS")
    border = PlaceMention(text="Ukraine", span=Span(start=9, end=16), name="Ukraine", country="UKR")
    far = replace(border, span=Span(start=900, end=907))
    base = moved(report("F1", speaker="UKR"), type=ClaimType.FIGURE, event=None, figure=stock)
    named = moved(base, figure=replace(stock, of="RUS"))
    (half,) = bind(problem, [replace(base, places=(russia, border))])
    (full,) = bind(problem, [replace(named, places=(russia, border))])
    assert half.strength == pytest.approx(full.strength / 2)
    assert not bind(problem, [replace(base, places=(russia, far))])
    assert not bind(problem, [replace(base, places=(border,))])


@pytest.mark.parametrize(
    ("text", "changes", "bound"),
    [
        ("Grain ships stay away from the port near Yelnya.", {}, True),
        ("GRAIN\n  SHIPS stay away", {}, True),
        ("Grain shipsmen stay away", {}, False),
        ("Tanks stay away", {}, False),
        ("Grain ships may stay away", {"modality": Modality.POSSIBLE}, False),
        ("Grain ships stayed away in 2014", {"modality": Modality.HISTORICAL}, False),
        ("Grain ships stay away from Latakia", {"actor": "SYR", "recipient": None}, False),
    ],
)
def test_an_indicator_of_ones_own_is_known_by_its_phrases_and_bound_like_others(
    problem: WarningProblem, report: Make, text: str, changes: dict[str, object], *, bound: bool
) -> None:
    f1 = next(one for one in problem.indicators if one.code == "F1")
    own = replace(f1, code="RU1", phrases=("grain ships", "wheat ships"))
    watched = replace(problem, indicators=(*problem.indicators, own))
    said = moved(report("F7", **changes), text=text, indicators=())
    found = bind(watched, [said])
    assert [one.indicator for one in found] == (["RU1"] if bound else [])
    assert bind(problem, [said]) == []
