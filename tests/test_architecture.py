"""The shape of the tree: small modules, one direction, nothing said twice."""

import ast
from pathlib import Path

import pytest

import vedette

ROOT = Path(vedette.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
STAGES = {"collect", "clean", "read", "store", "watch", "judge", "warn"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_small_and_say_what_they_hold(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 600
    assert ast.get_docstring(ast.parse(text)), "a module docstring says what it holds"


def imports(path: Path) -> set[str]:
    """Return the packages of ours that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("vedette."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("vedette.")}
    return found


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_stages_do_not_import_each_other(stage: str) -> None:
    for path in (ROOT / stage).rglob("*.py"):
        assert imports(path) <= {stage, "types", "errors", "config", "formats"}, path


def test_stages_never_see_the_store() -> None:
    for stage in STAGES - {"store"}:
        for path in (ROOT / stage).rglob("*.py"):
            assert "sqlalchemy" not in path.read_text("utf-8"), path


def test_the_library_never_prints() -> None:
    for path in MODULES:
        if path.is_relative_to(ROOT / "cli"):
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        assert not [call for call in calls if getattr(call.func, "id", "") == "print"], path
