"""The documentation says what is true: generated parts are fresh, commands in the README work as written."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from docs.generate import pages

from vedette import errors
from vedette.config import Settings
from vedette.formats import LINES
from vedette.watch.problems import problem_ids

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("path", "text"), [pytest.param(path, text, id=path.name) for path, text in pages()])
def test_generated_pages_are_fresh(path: Path, text: str) -> None:
    assert path.read_text("utf-8") == text, "run: make docs"


def test_every_link_in_the_docs_leads_somewhere() -> None:
    pages_ = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for page in pages_:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_line_format_is_described() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    for name in LINES:
        assert f"schemas/{name}.schema.json" in text


def test_every_error_is_in_the_tree_its_module_draws() -> None:
    names = [name for name, value in vars(errors).items() if isinstance(value, type)]
    assert len(names) > 5
    for name in names:
        assert name in (errors.__doc__ or "")


def test_every_setting_and_problem_is_documented() -> None:
    settings = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"`{name}`" in settings
    problems = (ROOT / "docs" / "indicators.md").read_text("utf-8")
    for name in problem_ids():
        assert f"## {name}:" in problems


def commands() -> list[str]:
    """The commands of the README's console blocks, in order, without those that never end."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    lines = [line[2:].split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("vedette") and line != "vedette run"]


def test_the_commands_of_the_readme_work_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "Russia moves tanks\n\nUkraine said about 90,000 Russian troops were near its border.\n"
    )
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.jsonl").write_text(
        '{"title": "US warns Russia against attack on Ukraine", "published": "2021-12-01"}\n'
    )
    listed = commands()
    assert len(listed) >= 8
    for command in listed:
        done = subprocess.run(
            [sys.executable, "-c", "from vedette.cli.main import run; run()", *shlex.split(command)[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"(?:^    |`)make (\w+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_is_in_the_reference() -> None:
    from vedette.cli.main import app

    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert len(app.registered_commands) > 15
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"## vedette {command.callback.__name__}\n" in text
