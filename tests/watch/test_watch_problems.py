import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import yaml

from vedette.errors import ConfigError
from vedette.types import IndicatorKind, Modality, WarningProblem
from vedette.watch.forms import SCALE, schemas
from vedette.watch.problems import INTERSTATE, load_library, load_problem, problem_ids

DATA = resources.files("vedette") / "data"
COUNTS = {"S": 3, "F": 7, "U": 1, "C": 1, "D": 5, "P": 4, "H": 3, "X": 4, "O": 3}
CODES = {f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)}
SHIPPED = (DATA / "problems" / "rus-ukr.yaml").read_text("utf-8")


def test_the_library_has_the_31_codes_complete() -> None:
    library = load_library()
    assert len(library) == 31
    assert {one.code for one in library} == CODES
    for one in library:
        assert one.sources, one.code
        assert {each.hypothesis for each in one.likelihoods} == set(INTERSTATE) - {"routine"}
        assert all(each.ratio in SCALE for each in one.likelihoods)
        assert not {Modality.POSSIBLE, Modality.HISTORICAL} & set(one.modalities)


def test_loud_and_cheap_indicators_hardly_tell_attack_from_pressure() -> None:
    for one in load_library():
        ratio = {each.hypothesis: each.ratio for each in one.likelihoods}
        if one.code in {"S1", "S3", "D2", "D4", "D5", "F7", "X3"}:
            assert ratio["invasion"] <= ratio["signalling"], one.code
        if one.kind is IndicatorKind.COUNTER:
            assert ratio["invasion"] <= 1, one.code


def test_a_gate_is_five_times_likelier_before_invasion_than_before_drill_or_pressure(
    problem: WarningProblem,
) -> None:
    by_code = {one.code: one for one in problem.indicators}
    for code in problem.gate:
        ratio = {each.hypothesis: each.ratio for each in by_code[code].likelihoods}
        assert ratio["invasion"] >= 5 * max(ratio["exercise"], ratio["signalling"]), code


@pytest.mark.parametrize(
    ("schema", "folder"), [("indicators.schema.json", "indicators"), ("problem.schema.json", "problems")]
)
def test_shipped_files_hold_to_the_shipped_schema(schema: str, folder: str) -> None:
    shipped = json.loads((DATA / "schema" / schema).read_text("utf-8"))
    assert shipped == json.loads(json.dumps(schemas()[schema]))
    validator = jsonschema.Draft202012Validator(shipped)
    files = [file for file in (DATA / folder).iterdir() if file.name.endswith(".yaml")]
    assert files
    for file in files:
        # JSON has no dates: as a JSON file would, they come as text
        data = json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")), default=str))
        assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({"nonsense": 1}))


def test_every_shipped_problem_loads() -> None:
    assert "rus-ukr" in problem_ids()
    for name in problem_ids():
        problem = load_problem(name)
        assert problem.id == name
        assert {"name", "reference_class", "already"} <= {
            key for key in type(problem).__slots__ if getattr(problem, key)
        }
    with pytest.raises(ConfigError, match="no problem 'nowhere'"):
        load_problem("nowhere")


def test_a_problem_changes_and_adds_indicators(tmp_path: Path) -> None:
    own = (
        "indicators:\n  - {code: F1, expiry_days: 10}\n"
        "  - {code: RU1, name: Grain ships stay away, group: closure, kind: ambiguous, actor: [any], "
        "recipient: [any], place: theatre, modalities: [asserted], lead_days: 5, expiry_days: 5, "
        "observed_by: [notices], likelihoods: {invasion: 2}, sources: [own judgement], gate: 3, "
        "phrases: [grain ships]}\n"
    )
    file = tmp_path / "own.yaml"
    file.write_text(SHIPPED.replace("indicators:\n  #", own + "  #", 1), "utf-8")
    problem = load_problem(file)
    by_code = {one.code: one for one in problem.indicators}
    assert by_code["F1"].expiry_days == 10
    assert by_code["F1"].name == "Forces massed or moved towards the theatre"
    assert by_code["RU1"].phrases == ("grain ships",)
    assert "RU1" in problem.gate
    assert len(by_code) == 32
    # no reader could ever give it
    file.write_text(file.read_text("utf-8").replace(", phrases: [grain ships]", ""), "utf-8")
    with pytest.raises(ConfigError, match=r"^own\.yaml:\d+: no reader knows RU1, so it could"):
        load_problem(file)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("target: UKR", "target: RUS", "target and instigator are the same"),
        ("prior: 0.872", "prior: 0.9", "the priors sum to"),
        ("prior: 0.872", "prior: 7", "less than 1"),
        ("{code: U1, gate: 3}", "{code: U9, gate: 3}", "not in the library, so it needs name"),
        ("{code: U1, gate: 3}", "{code: H2, gate: 3}", "in already_indicators"),
        ("{code: U1, gate: 3}", "{code: U1, phrases: ['-']}", "phrases.0"),
        ("{code: U1, gate: 3}", "{code: X1, gate: 3}", "counter-indicator"),
        ("{code: U1, gate: 3}", "{code: U1, likelihoods: {invasion: 3}}", "not on the scale"),
        ("{code: U1, gate: 3}", "{code: U1, likelihoods: {famine: 2}}", "'famine' is not a hypothesis"),
        ("{code: U1, gate: 3}", "{code: U1, modalities: [possible]}", "never evidence"),
        ("{code: U1, gate: 3}", "{code: D1, gate: 3}", "given twice"),
        ("  indicators: [H1, P4]", "  indicators: [H2]", "can't count as onset"),
        ("  indicators: [H1, P4]", "  indicators: [Z1]", "no indicator Z1"),
        ("thirds: []", "thirds: [UKR]", "is a party"),
        ("theatre: [UKR]", "theatre: [Ukraine]", "theatre.0"),
        ("horizon_days: 90", "horizon_days: 0", "horizon_days"),
        ("owner: vedette", "ownr: vedette", "ownr"),
        ("owner: vedette", "owner: a\nowner: b", "'owner' is given twice"),
        ("owner: vedette", "owner: [", "expected"),
        ("latitude: 54.57", "latitude: 154.57", "latitude"),
        ("{id: other,", "{id: exercise,", "given twice"),
        ("  actors: [RUS]", "  actors: [CHN]", "none of the actors of the onset is RUS or a proxy of it"),
        ("  recipients: [UKR]", "  recipients: [POL]", "none of the recipients of the onset is UKR"),
        ("{code: U1, gate: 3}", "{code: X1, likelihoods: {invasion: 2}}", "X1 is a counter-indicator"),
        ("{code: U1, gate: 3}", "{code: F1, kind: counter}", "F1 is a counter-indicator"),
        ("review: 2022-03-31", "review: 2022-13-31", "'2022-13-31' can't be: month must be in 1..12"),
        ("horizon_days: 90", "horizon_days: 0x", "horizon_days"),
        ("families: 3", "families: 0b_", "'0b_' can't be: invalid literal"),
    ],
)
def test_contradictions_are_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert SHIPPED.count(old) == 1
    file = tmp_path / "mine.yaml"
    file.write_text(SHIPPED.replace(old, new), "utf-8")
    line = SHIPPED[: SHIPPED.index(old)].count("\n") + 1
    with pytest.raises(ConfigError, match=r"mine\.yaml:\d+: ") as caught:
        load_problem(file)
    assert message in str(caught.value)
    named = int(str(caught.value).split(":")[1])
    # a sum belongs to the whole block, a second one of a pair to where it stands
    assert abs(named - line) <= (6 if "prior" in old or message == "given twice" else 2)


def test_a_complaint_is_in_our_words(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SHIPPED.replace("{code: U1, gate: 3}", "{code: U1, likelihoods: {invasion: 3}}"), "utf-8")
    with pytest.raises(ConfigError, match=r"^mine\.yaml:\d+: indicators.0.likelihoods.invasion: 3 is not on"):
        load_problem(file)
    with pytest.raises(ConfigError, match=r"missing\.yaml can't be read: No such file or directory$"):
        load_problem(tmp_path / "missing.yaml")
    file.write_bytes(b"name: \xff")
    with pytest.raises(ConfigError, match=r"mine\.yaml is no text in UTF-8$"):
        load_problem(file)


def test_a_problem_without_a_gate_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SHIPPED.replace(", gate: 3", ""), "utf-8")
    line = SHIPPED[: SHIPPED.index("\nindicators:")].count("\n") + 2
    with pytest.raises(ConfigError, match=rf"^mine\.yaml:{line}: no indicator is marked `gate: 3`"):
        load_problem(file)


def test_a_file_that_is_no_yaml_mapping_is_refused(tmp_path: Path) -> None:
    for text in ("", "- a\n- b\n", "\x00", "just words"):
        file = tmp_path / "bad.yaml"
        file.write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=r"bad\.yaml"):
            load_problem(file)
    with pytest.raises(ConfigError):
        load_problem(tmp_path / "missing.yaml")
