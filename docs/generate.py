"""Writes the parts of docs/ that follow from the code: `make docs`. A test checks they are up to date."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer
from pydantic import TypeAdapter

from vedette.cli.main import app
from vedette.config import Settings
from vedette.formats import LINES, schema
from vedette.score.scoring import SystemScore
from vedette.types import Indicator
from vedette.watch.problems import load_library, load_problem, problem_ids

DOCS = Path(__file__).parent
NOTE = "<!-- written by `make docs`; change the code instead -->\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every generated file and its content."""
    yield DOCS / "cli.md", commands()
    yield DOCS / "settings.md", settings()
    yield DOCS / "indicators.md", indicators()
    for name in LINES:
        yield DOCS / "schemas" / f"{name}.schema.json", json.dumps(schema(name), indent=1) + "\n"
    score = TypeAdapter(SystemScore).json_schema()
    yield DOCS / "schemas" / "score.schema.json", json.dumps(score, indent=1) + "\n"


def commands() -> str:
    """Return the reference of the command line."""
    group = typer.main.get_command(app)
    lines = [
        NOTE,
        "# Commands\n",
        (
            "Data goes to stdout, talk to stderr. `--json` prints one JSON object a line (see "
            "[formats](formats.md)). `--as-of` takes a day (its end) or a time, UTC. Exit codes: 0 ok, "
            "1 error, 2 wrong usage, 3 some records failed, 10 a level at or above `--level` is active, "
            "130 interrupted.\n"
        ),
    ]
    context = typer.Context(group, info_name="vedette")
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        lines += _command(f"vedette {name}", group.get_command(context, name))  # type: ignore[attr-defined]
    return "\n".join(lines)


def _command(name: str, command: click.Command) -> Iterator[str]:
    """Yield the lines of a command, then those of its subcommands."""
    yield from (f"## {name}\n", f"{command.help}\n")
    rows = [row for row in map(_parameter, command.params) if row]
    if rows:
        yield from ("| | |", "|---|---|", *rows, "")
    for below, subcommand in getattr(command, "commands", {}).items():
        yield from _command(f"{name} {below}", subcommand)


def _parameter(parameter: object) -> str:
    names = ", ".join(f"`{name}`" for name in getattr(parameter, "opts", ()) if name.startswith("-"))
    if "--help" in names:
        return ""
    label = names or f"`{str(getattr(parameter, 'metavar', None) or getattr(parameter, 'name', '')).upper()}`"
    text = " ".join(str(getattr(parameter, "help", "") or "").split())
    return f"| {label} | {text} |".replace("{", "\\{")


def settings() -> str:
    """Return the reference of the settings."""
    lines = [
        NOTE,
        "# Settings\n",
        "Keys of `vedette.toml` in the desk's folder; the environment variable wins.\n",
        "| key | variable | default | what it says |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = ", ".join(map(str, default)) if isinstance(default, tuple) else str(default or "")
        lines.append(f"| `{name}` | `VEDETTE_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


def indicators() -> str:
    """Return the reference of the indicators and of the shipped problems."""
    lines = [
        NOTE,
        "# Indicators\n",
        (
            "The general library. A likelihood is P(seen | hypothesis) / P(seen | routine), on the scale "
            "1/10, 1/5, 1/2, 1, 2, 5, 10; hypotheses at 1 are left out. Sources stand with each indicator in "
            "`src/vedette/data/indicators/general.yaml`.\n"
        ),
        "| code | indicator | group | kind | lead | expires | likelihoods |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += map(_indicator, load_library())
    lines += ["", "## Within a state\n", "For problems of the kind `intrastate`.\n", *lines[3:5]]
    lines += map(_indicator, load_library(kind="intrastate"))
    lines += ["", "# Problems\n"]
    for name in problem_ids():
        problem = load_problem(name)
        lines += [
            f"## {problem.id}: {problem.name}\n",
            f"Onset: {problem.onset.text.strip()}\n",
            f"Baseline, never onset: {problem.already.strip()}\n",
            f"Prior: {problem.reference_class.strip()}\n",
        ]
    return "\n".join(lines)


def _indicator(one: Indicator) -> str:
    cells = ", ".join(f"{cell.hypothesis} {cell.ratio:g}" for cell in one.likelihoods if cell.ratio != 1)
    return (
        f"| {one.code} | {one.name} | {one.group} | {one.kind} | {one.lead_days} d | {one.expiry_days} d | "
        f"{cells} |"
    )


def main() -> int:
    """Write the files; with --check only say which are out of date. Returns 1 if any is."""
    stale = [(path, text) for path, text in pages() if not path.exists() or path.read_text("utf-8") != text]
    for path, text in stale:
        print(path.relative_to(DOCS.parent))
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
