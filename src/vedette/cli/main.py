"""The `vedette` command. Nothing heavy is imported before a command runs."""

from typing import Annotated

import typer

from vedette.cli import (
    bulletins,
    collecting,
    demonstrating,
    judging,
    keeping,
    problems,
    reading,
    replaying,
    reviewing,
    scoring,
)
from vedette.cli.common import errors_as_lines

app = typer.Typer(
    name="vedette",
    help="Early warning of war from open sources: reads, keeps, watches, judges, warns, with the "
    "sentence behind every statement.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for module in (
    demonstrating,
    collecting,
    reading,
    judging,
    bulletins,
    replaying,
    reviewing,
    scoring,
    keeping,
):
    for command in module.COMMANDS:
        app.command()(command)
app.add_typer(problems.app, name="problem")


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)
    ] = False,
) -> None:
    """Handle what comes before the command."""
    if version:
        from vedette import __version__

        typer.echo(__version__)
        raise typer.Exit


def run() -> None:
    """Run the command line: errors of ours become one line of what and one of what to do."""
    with errors_as_lines():
        app()
