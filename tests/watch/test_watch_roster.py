"""Standing problems and outcomes: complete, by their rule, and made again from the data they rest on."""

import json
import os
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from vedette.config import data_file
from vedette.errors import ConfigError
from vedette.types import IndicatorKind, WarningProblem
from vedette.watch.problems import INTRASTATE, known_ids, load_library, load_problem, load_standing
from vedette.watch.roster import (
    Roster,
    interstate_class,
    intrastate_class,
    prior,
    rates,
    read_roster,
    roster,
    standing,
    standing_ids,
)
from vedette.watch.yamlfile import YamlFile

OUTCOMES = [
    json.loads(line) for line in data_file("outcomes", "2008-2012.jsonl").read_text("utf-8").splitlines()
]
DATA = os.environ.get("VEDETTE_BENCH_DATA")
needs_data = pytest.mark.skipif(DATA is None, reason="VEDETTE_BENCH_DATA is not set")


@pytest.fixture(scope="module")
def problems() -> dict[str, WarningProblem]:
    return {id_: load_problem(id_) for id_ in standing_ids()}


def test_there_is_a_board_for_a_new_desk(problems: dict[str, WarningProblem]) -> None:
    assert len(problems) >= 40
    assert set(problems) < set(known_ids())
    assert "rus-ukr" in known_ids()
    for id_, problem in problems.items():
        assert problem.id == id_
        assert problem.name
        assert problem.gate
        assert problem.theatre == (problem.target,)
        assert sum(one.prior for one in problem.hypotheses) == pytest.approx(1)


def test_both_directions_of_a_dyad_are_there(problems: dict[str, WarningProblem]) -> None:
    dyads = {(one.instigator, one.target) for one in problems.values() if one.kind == "interstate"}
    assert dyads == {(target, instigator) for instigator, target in dyads}
    assert sum(one.kind == "intrastate" for one in problems.values()) >= 20


def test_priors_of_both_directions_are_the_same(problems: dict[str, WarningProblem]) -> None:
    for id_, problem in problems.items():
        if problem.kind == "interstate":
            other = problems["-".join(reversed(id_.split("-")))]
            assert [one.prior for one in problem.hypotheses] == [one.prior for one in other.hypotheses]


def test_a_problem_says_where_its_prior_comes_from(problems: dict[str, WarningProblem]) -> None:
    for problem in problems.values():
        assert " onset" in problem.reference_class
        assert "Source" in problem.reference_class
        assert "2007" in problem.already
    onset = {
        id_: sum(one.prior for one in problem.hypotheses if one.onset) for id_, problem in problems.items()
    }
    # at war within ten years, before rivals with a border, before those without
    assert onset["ind-pak"] > onset["chn-ind"] > onset["usa-chn"]
    assert onset["mli-internal"] > onset["nga-internal"]


def test_baseline_violence_is_never_onset(problems: dict[str, WarningProblem]) -> None:
    assert "H2" in problems["afg-internal"].already_indicators
    assert "H2" not in problems["geo-internal"].already_indicators
    for problem in problems.values():
        assert not set(problem.onset.indicators) & set(problem.already_indicators)
        assert not set(problem.gate) & set(problem.already_indicators)


def test_the_intrastate_library_is_complete() -> None:
    library = load_library(kind="intrastate")
    assert {one.code for one in library} < {one.code for one in load_library()}
    for one in library:
        ratio = {each.hypothesis: each.ratio for each in one.likelihoods}
        assert set(ratio) == set(INTRASTATE) - {"routine"}
        assert one.sources
        if one.kind is IndicatorKind.COUNTER:
            assert max(ratio["offensive"], ratio["uprising"]) <= 1
    gates = {
        code
        for id_ in standing_ids()
        if roster()[id_].kind == "intrastate"
        for code in load_problem(id_).gate
    }
    for one in library:
        if one.code in gates:
            ratio = {each.hypothesis: each.ratio for each in one.likelihoods}
            peaceful = max(ratio[name] for name in ("protest", "coup", "settlement"))
            assert max(ratio["offensive"], ratio["uprising"]) >= 5 * peaceful, one.code


def test_gates_are_five_times_likelier_before_attack_than_before_show(
    problems: dict[str, WarningProblem],
) -> None:
    problem = problems["ind-pak"]
    for one in problem.indicators:
        if one.code in problem.gate:
            ratio = {each.hypothesis: each.ratio for each in one.likelihoods}
            shown = max(ratio["exercise"], ratio["signalling"])
            assert max(ratio["incursion"], ratio["invasion"]) >= 5 * shown, one.code


def test_the_prior_of_a_year_knows_nothing_later() -> None:
    assert all(one.until <= 2007 for one in prior("intrastate/violent", before=2008).values())
    assert prior("intrastate/violent", before=2026)["onset"].until > 2007
    with pytest.raises(ConfigError, match="no prior of class"):
        prior("intrastate/violent", before=2000)
    for id_ in standing_ids():
        reference = roster()[id_].reference
        assert all(one.until <= standing().as_of.year for one in prior(reference, before=2008).values())


def test_classes_are_those_of_the_year_asked_about() -> None:
    assert interstate_class("IND", "PAK", 2007) == "interstate/rivals-war"
    assert interstate_class("PAK", "IND", 2015) == "interstate/rivals-border"
    assert interstate_class("RUS", "UKR", 2010) == "interstate/neighbours"
    assert interstate_class("RUS", "UKR", 2020) == "interstate/rivals-border"
    assert interstate_class("FRA", "JPN", 2007) == "interstate/others"
    assert intrastate_class("SYR", 2007) == "intrastate/quiet"
    assert intrastate_class("SYR", 2026) == intrastate_class("SYR", 2019) == "intrastate/war"


def read(text: str) -> Roster:
    return read_roster(YamlFile("mine.yaml", text))


OTHER = "id: c-d"
SEED = '{id: a-b, kind: interstate, instigator: FRA, target: DEU, reference: interstate/others, why: "x"}'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (SEED, r"mine\.yaml:4: problem 'a-b' is given twice"),
        (
            SEED.replace("id: a-b", OTHER).replace("interstate/others", "interstate/friends"),
            r"mine\.yaml:4: 'interstate/friends' is no",
        ),
        (SEED.replace("target: DEU", "target: Germany"), r"mine\.yaml:4: "),
        (SEED.replace("kind: interstate", "kind: civil"), r"mine\.yaml:4: "),
    ],
)
def test_a_wrong_roster_is_refused_with_its_line(line: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read(f"as_of: 2007-12-31\nproblems:\n  - {SEED}\n  - {line}\n")


def test_a_contradiction_is_named_with_the_line_of_the_roster() -> None:
    wrong = SEED.replace("id: a-b", OTHER).replace("target: DEU", "target: FRA")
    found = read(f"as_of: 2007-12-31\nproblems:\n  - {SEED}\n  - {wrong}\n")
    with pytest.raises(ConfigError, match=r"mine\.yaml:4: target: target and instigator are the same"):
        load_standing(found, "c-d")


def test_outcomes_hold_to_their_rule() -> None:
    ids = set(standing_ids())
    days: dict[str, list[date]] = {}
    for one in OUTCOMES:
        assert one["roster"] == (one["problem"] in ids)
        assert one["source"]
        assert one["precision"] in ("day", "month")
        assert date(2008, 1, 1) <= date.fromisoformat(one["onset"]) <= date(2012, 12, 31)
        if one["type"] == "onset":
            days.setdefault(one["problem"], []).append(date.fromisoformat(one["onset"]))
    for began in days.values():
        for before, after in pairwise(began):
            assert after - before > timedelta(days=180)
    for one in OUTCOMES:
        if one["type"] == "null":
            assert one["roster"]
            day = date.fromisoformat(one["onset"])
            for began_ in days.get(one["problem"], []):
                assert not began_ - timedelta(days=90) <= day <= began_ + timedelta(days=180), one


def test_half_of_the_test_are_build_ups_that_ended_in_nothing() -> None:
    counts = Counter(one["type"] for one in OUTCOMES if one["roster"])
    assert counts["null"] >= counts["onset"] >= 20
    assert any(not one["roster"] for one in OUTCOMES)  # what was not watched for is not left out


def test_the_page_counts_right(problems: dict[str, WarningProblem]) -> None:
    page = " ".join((Path(__file__).parents[2] / "docs" / "outcomes.md").read_text("utf-8").split())
    between = sum(one.kind == "interstate" for one in problems.values())
    assert f"{len(problems)} problems: {between} between states and {len(problems) - between} within" in page
    onsets = [one for one in OUTCOMES if one["type"] == "onset"]
    off = sum(not one["roster"] for one in onsets)
    nulls = len(OUTCOMES) - len(onsets)
    assert f"{len(onsets)} onsets, {off} of them off the roster, and {nulls} build-ups" in page
    later = sum(one["roster"] and one["onset"] >= "2008-06-08" for one in onsets)
    assert f"{later} onsets on the roster come on or after 8 June 2008" in page


@needs_data
def test_roster_priors_and_outcomes_are_made_again_from_the_data() -> None:
    from train.tables.history import History
    from train.tables.outcomes import outcomes
    from train.tables.priors import interstate, intrastate
    from train.tables.roster import interstate as dyads
    from train.tables.roster import intrastate as countries

    assert DATA is not None
    history = History(Path(DATA))
    # towns follow the gazetteer, which grows; who is on the roster and why does not
    assert [one.model_copy(update={"places": ()}) for one in (*dyads(history), *countries(history))] == [
        one.model_copy(update={"places": ()}) for one in roster().values()
    ]
    made = [(one.problem, one.onset, one.type, one.clause) for one in outcomes(history)]
    assert made == [(one["problem"], one["onset"], one["type"], one["clause"]) for one in OUTCOMES]
    table = {(one.reference, one.until, one.event): one.onsets for one in rates()}
    for rate in (*interstate(history), *intrastate(history, 2007), *intrastate(history, 2019)):
        assert table[f"{rate.kind}/{rate.name}", rate.until, rate.event] == rate.onsets
