"""A drafted problem: complete, valid, written and read back the same; and the examples of its page."""

import re
import shlex
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.cli.common import errors_as_lines
from vedette.cli.main import app
from vedette.errors import ConfigError
from vedette.types import Hypothesis
from vedette.watch.draft import armed_groups, draft, seed
from vedette.watch.forms import HypothesisForm, ProblemForm
from vedette.watch.places import border_towns, box, disputed
from vedette.watch.problems import load_problem, load_problems, new_problem, parse_problem
from vedette.watch.roster import roster
from vedette.watch.writing import as_yaml
from vedette.watch.yamlfile import YamlFile

PAGE = (Path(__file__).parents[2] / "docs" / "problems.md").read_text("utf-8")

NEIGHBOURS = "interstate/neighbours"


@pytest.mark.parametrize(
    ("instigator", "target", "kind"),
    [
        ("RUS", "UKR", "interstate"),
        ("VEN", "GUY", "interstate"),
        ("FRA", "JPN", "interstate"),
        ("CHN", "TWN", "interstate"),
        ("MLI:MNLA", "MLI", "intrastate"),
        ("CHE", "CHE", "intrastate"),
    ],
)
def test_what_is_written_is_read_back_the_same(instigator: str, target: str, kind: str) -> None:
    start = seed(instigator, target, kind=kind, year=2026)  # type: ignore[arg-type]
    form = draft(start, year=2026, owner="J. O'Brien: desk #1", review=date(2027, 1, 1))
    text = as_yaml(form)
    assert YamlFile("new.yaml", text).parse(ProblemForm) == form
    problem = parse_problem(text, "new.yaml")
    assert problem.gate
    assert problem.review == date(2027, 1, 1)
    assert sum(one.prior for one in problem.hypotheses) == pytest.approx(1, abs=1e-9)


def test_every_standing_problem_can_be_written_out() -> None:
    for id_, one in list(roster().items())[::20]:
        text = as_yaml(draft(one, year=2007, owner="vedette"))
        assert parse_problem(text, f"{id_}.yaml") == load_problem(id_)


def test_a_draft_of_an_earlier_year_knows_less() -> None:
    then = draft(seed("RUS", "UKR", kind="interstate", year=2007), year=2007)
    now = draft(seed("RUS", "UKR", kind="interstate", year=2026), year=2026)
    chance = {one.id: one.prior for one in then.hypotheses}
    later = {one.id: one.prior for one in now.hypotheses}
    assert chance["invasion"] < later["invasion"]
    assert "2014" not in then.already
    # a rare class is told to be one
    assert "choose one by analogy" in " ".join(as_yaml(then).replace("#", "").split())
    assert "choose one by analogy" not in " ".join(as_yaml(now).replace("#", "").split())


def test_the_theatre_has_its_border_towns_and_disputed_regions() -> None:
    assert "Lahore" in border_towns("PAK", "IND")
    assert "Lahore" not in border_towns("PAK", "IND", without=("Lahore",))
    assert border_towns("USA", "IRN") == ()
    assert "Kashmir" in disputed("IND", "PAK")
    assert disputed("FRA", "JPN") == ()
    edges = box("UKR")
    assert edges is not None
    south, north, west, east = edges
    assert 44 < south < 46 < 52 < north < 53
    assert 22 < west < 23 < 39 < east < 41
    assert box("ZZZ") is None


def test_armed_groups_are_no_parties_and_no_peoples() -> None:
    groups = armed_groups("IND")
    assert "IND:NAXALITES" in groups
    assert "IND:GUNMEN" in groups
    assert not {"IND:BJP", "IND:CONGRESS", "IND:CVL"} & set(groups)


@pytest.mark.parametrize(("instigator", "target"), [("PSE", "ISR"), ("RUS", "GEO"), ("LBN", "ISR")])
def test_two_that_are_a_standing_problem_start_from_its_class(instigator: str, target: str) -> None:
    standing = roster()[f"{instigator}-{target}".lower()]
    form, start = new_problem(instigator, target, kind="interstate", year=2025)
    shipped = load_problem(standing.id)
    assert start == standing.id
    assert _onset(form.hypotheses) == pytest.approx(_onset(shipped.hypotheses), rel=0.2)  # newer tables
    assert {*shipped.proxies} == {*form.proxies}
    assert {*shipped.onset.actors} == {*form.onset.actors}
    # before the roster's day nobody knew of it
    assert new_problem(instigator, target, kind="interstate", year=2006, reference=NEIGHBOURS)[1] == ""
    # a person who names a class has the last word
    by_hand = new_problem(instigator, target, kind="interstate", year=2025, reference=NEIGHBOURS)[0]
    assert _onset(by_hand.hypotheses) < _onset(form.hypotheses) / 20
    assert "chosen by hand" in by_hand.reference_class


def test_as_of_the_rosters_day_a_draft_is_its_problem() -> None:
    for id_ in ("pse-isr", "eth-eri", "ind-pak"):
        one = roster()[id_]
        form = new_problem(one.instigator, one.target, kind="interstate", year=2007, owner="vedette")[0]
        assert parse_problem(as_yaml(form), "x.yaml") == load_problem(id_)


def test_rivals_that_are_none_any_more_are_told_to_be_of_then() -> None:
    form = new_problem("ETH", "ERI", kind="interstate", year=2025)[0]
    assert "The class is that of the end of 2007, when the two were rivals." in form.reference_class
    # those the tables still know as rivals are classed as of the year asked for
    later = new_problem("IND", "PAK", kind="interstate", year=2025)[0]
    assert later.reference_class.startswith("Strategic rivals with a land border, not at war")


def test_a_shipped_file_between_the_two_is_what_a_new_one_starts_from() -> None:
    shipped = load_problem("rus-ukr")
    form, start = new_problem("RUS", "UKR", kind="interstate", year=2025, id_="mine", owner="me")
    assert (start, form.id, form.owner) == ("rus-ukr", "mine", "me")
    problem = parse_problem(as_yaml(form), "mine.yaml")
    assert problem.hypotheses == shipped.hypotheses
    assert problem.indicators == shipped.indicators
    # it was not there yet, and its onset is of 2021
    assert new_problem("RUS", "UKR", kind="interstate", year=2020)[1] == ""


@pytest.mark.parametrize(
    ("instigator", "target", "what"),
    [
        ("LBN:HEZBOLLAH", "ISR", "LBN:HEZBOLLAH is a group"),
        ("EGY", "PSE:HAMAS", "PSE:HAMAS is a group"),
        ("PSE", "EGY", "PSE is in no table"),
        ("PSE", "ISR:SETTLERS", "PSE is in no table"),
    ],
)
def test_who_is_in_no_table_gets_no_prior_of_some_pair_of_states(
    instigator: str, target: str, what: str
) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        new_problem(instigator, target, kind="interstate", year=2025)
    assert "--reference: interstate/rivals-war" in (caught.value.hint or "")
    chosen = new_problem(instigator, target, kind="interstate", year=2025, reference=NEIGHBOURS)[0]
    assert parse_problem(as_yaml(chosen), "x.yaml").instigator == instigator


def test_the_year_each_table_ends_is_told() -> None:
    for year, known in (
        (2003, "Known at the end of 2003: "),
        (2007, "Known at the end of 2007 (wars to 2003): "),
        (2025, "Known at the end of 2025 (deaths to 2019, rivalries to 2020, wars to 2003): "),
    ):
        assert draft(seed("PAK", "IND", kind="interstate", year=year), year=year).already.startswith(known)
    within = draft(seed("NPL", "NPL", kind="intrastate", year=2025), year=2025)
    assert within.already.startswith("Known at the end of 2025 (deaths to 2019): ")


@pytest.mark.parametrize(
    ("instigator", "target", "kind", "message"),
    [
        ("RUX", "UKR", "interstate", "no country 'RUX'"),
        ("RUS", "RUS:CHECHENREBELS", "interstate", "of one state"),
        ("FRA:REBELS", "MLI", "intrastate", "not of MLI"),
        ("MLI:REBELS", "MLI:CVL", "intrastate", "a government"),
    ],
)
def test_codes_that_contradict_each_other_are_refused(
    instigator: str, target: str, kind: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        seed(instigator, target, kind=kind, year=2026)  # type: ignore[arg-type]


def test_a_class_of_the_other_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="no class of interstate problems"):
        seed("VEN", "GUY", kind="interstate", year=2026, reference="intrastate/war")
    chosen = seed("VEN", "GUY", kind="interstate", year=2026, reference="interstate/rivals-war")
    assert "chosen by hand" in draft(chosen, year=2026).reference_class


def _onset(hypotheses: Iterable[Hypothesis | HypothesisForm]) -> float:
    return sum(one.prior for one in hypotheses if one.onset)


def run(*arguments: str) -> tuple[int, str, str]:
    with errors_as_lines():
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_the_examples_of_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    assert len(lines) >= 8
    for line in lines:
        code, out, _ = run(*shlex.split(line)[1:])
        assert code == 0, line
        assert out or "--out" in line
    written = sorted(path.name for path in tmp_path.glob("*.yaml"))
    assert written == ["horn.yaml", "nepal.yaml", "rus-ukr.yaml", "ven-guy.yaml"]
    assert load_problem(tmp_path / "horn.yaml").id == "horn"
    assert len(load_problem(tmp_path / "rus-ukr.yaml").sites) > 5  # those of the shipped file


def test_every_class_of_the_page_is_one_of_the_table() -> None:
    from vedette.watch.draft import CLASSES
    from vedette.watch.roster import rates

    named = set(re.findall(r"^\| `((?:inter|intra)state/[a-z-]+)`", PAGE, re.MULTILINE))
    assert named == set(CLASSES) == {one.reference for one in rates()}


def test_the_indicator_of_the_page_is_one_of_a_problem(tmp_path: Path) -> None:
    own = re.search(r"```yaml\nindicators:\n(.*?)```", PAGE, re.DOTALL)
    assert own is not None
    drafted = as_yaml(draft(seed("VEN", "GUY", kind="interstate", year=2025), year=2025))
    path = tmp_path / "mine.yaml"
    path.write_text(drafted.replace("\nindicators:\n", f"\nindicators:\n{own[1]}"), "utf-8")
    found = next(one for one in load_problem(path).indicators if one.code == "K1")
    assert found.phrases == ("stocks of blood", "blood supplies")
    assert "K1" in load_problem(path).gate
    shown = run("problem", "show", str(path))[1]  # a narrow terminal breaks the line of a cell
    assert all(word in shown for word in ("Blood moved", "“stocks", "“blood"))


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine\n")
    with pytest.raises(SystemExit) as stopped:
        run("problem", "new", "--target", "NPL", "--out", str(path))
    assert stopped.value.code == 1
    assert path.read_text() == "mine\n"
    assert run("problem", "new", "--target", "NPL", "--out", str(path), "--force")[0] == 0
    assert load_problem(path).kind == "intrastate"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--instigator", "rux", "--target", "ukr"), "no country 'RUX'"),
        (("--target", "UKR", "--kind", "interstate"), "needs an instigator"),
        (("--target", "UKR", "--known", "1980"), "no prior of class"),
        (("--target", "UKR", "--known", "3000"), "the year 3000 is not over"),
        (("--target", "UKR", "--known", str(datetime.now(UTC).year)), "is not over"),
        (("--instigator", "LBN:HEZBOLLAH", "--target", "ISR"), "isr-lbn and lbn-isr"),
        (("--target", "UKR", "--id", "My Problem"), "'My Problem' is no id"),
        (("--target", "UKR", "--review", "soon"), "'soon' is no day"),
        (("--target", "UKR", "--reference", "intrastate/calm"), "classes are intrastate/war"),
        (("--target", "UKR", "--out", "nowhere/x.yaml"), "No such file"),
    ],
)
def test_what_contradicts_itself_is_one_line_of_what_and_one_of_what_to_do(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("problem", "new", *arguments)
    assert stopped.value.code == 1
    assert says in capsys.readouterr().err


def test_a_board_is_loaded_by_names_paths_and_the_word_standing(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(as_yaml(draft(seed("VEN", "GUY", kind="interstate", year=2026), year=2026)))
    board = load_problems(["rus-ukr", "standing", str(mine), "ind-pak"])
    assert [one.id for one in board] == ["rus-ukr", *roster(), "ven-guy"]
    own = tmp_path / "ind-pak.yaml"
    own.write_text(as_yaml(draft(roster()["ind-pak"], year=2007, owner="me")))
    assert load_problems(["ind-pak"], folder=tmp_path)[0].owner == "me"
    with pytest.raises(ConfigError, match="are both the problem 'ind-pak'"):
        load_problems([str(own), "ind-pak"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('theatre: ["GUY"]', 'theatre: ["GUX"]'),
        ('target: "GUY"', 'target: "GUX"'),
        ("proxies: []", 'proxies: ["GUX:REBELS"]'),
        ("thirds: []", 'thirds: ["NATO", "GUX"]'),
        ('recipients: ["GUY"]', 'recipients: ["GUX"]'),
    ],
)
def test_unknown_codes_are_named_with_file_and_line(old: str, new: str) -> None:
    text = as_yaml(draft(seed("VEN", "GUY", kind="interstate", year=2026), year=2026))
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(ConfigError, match=rf"^x\.yaml:{line}: there is no country or organisation GUX"):
        parse_problem(text.replace(old, new), "x.yaml")


def test_a_name_alone_shows_it_and_none_lists_all() -> None:
    assert "Indian attack on Pakistan" in run("problem", "ind-pak")[1]
    listed = run("problem")[1]
    assert "rus-ukr" in listed
    assert "mli-internal" in listed
