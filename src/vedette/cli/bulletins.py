"""Commands on bulletins: brief, lint, explain."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import (
    AsOf,
    Exit,
    Home,
    Json,
    Level,
    desk_of,
    exit_if_active,
    moment,
    out,
    say,
    say_clock,
    say_waiting,
)
from vedette.cli.explaining import bulletin_of

if TYPE_CHECKING:
    from vedette.outlook import Outlook
    from vedette.types import Bulletin

Status = Annotated[str, typer.Option(help="draft, exercise or actual (only a person may say actual).")]


class Form(StrEnum):
    """Forms of a bulletin."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def brief(  # noqa: PLR0913 - what it is on, as of when, in which form, by whom
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Judge only these files, in a desk of their own; none: the desk.", show_default=False
        ),
    ] = None,
    home: Home = None,
    as_of: AsOf = None,
    *,
    name: Annotated[str, typer.Option("--problem", help="Name of a problem.")] = "rus-ukr",
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.MARKDOWN,
    output: Annotated[
        Path | None, typer.Option("--out", help="Write to this file.", show_default=False)
    ] = None,
    status: Status = "draft",
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="NAME",
            help="Who signs it, or with --dissent who dissents; default: the settings' analyst.",
        ),
    ] = "",
    dissent: Annotated[
        str, typer.Option("--dissent", metavar="TEXT", help="What --by NAME holds against the judgement.")
    ] = "",
    level: Level = None,
) -> None:
    """Write the bulletin on a problem; every statement leads to its sentence."""
    with desk_of(files, home) as desk:
        if files:
            desk.read()
        who = by or desk.settings.analyst
        bulletin = desk.issue(
            desk.problem(name),
            moment=moment(as_of) if as_of else None,
            status=status,
            signed="" if dissent else who if status == "actual" else by,
            dissent=(who, dissent) if dissent else None,
        )
        outlook = desk.as_of(bulletin.assessment.as_of)
        (say_clock if as_of else say_waiting)(outlook)
        written = _render(bulletin, form, outlook)
    if output:
        output.write_text(written, "utf-8")
        say(f"{output} written; bulletin {bulletin.id}")
    else:
        typer.echo(written)
    exit_if_active(level, [bulletin.assessment.level])


def _render(bulletin: "Bulletin", form: Form, outlook: "Outlook") -> str:
    from vedette.warn import html, jsonform, markdown

    documents = outlook.documents_quoted(bulletin.evidence)
    if form is Form.HTML:
        return html.render(bulletin, documents=documents)
    if form is Form.JSON:
        return jsonform.render(bulletin)
    return markdown.render(bulletin, documents=documents)


def lint(
    bulletin: Annotated[str, typer.Argument(help="Id of a stored bulletin, or a JSON file.")],
    home: Home = None,
    *,
    json: Json = False,
) -> None:
    """Check a bulletin against the rules of estimative writing (ICD 203)."""
    import json as encoder

    from vedette.warn.lint import lint as check

    findings = check(bulletin_of(bulletin, home))
    for finding in findings:
        if json:
            typer.echo(
                encoder.dumps({"rule": finding.rule, "where": finding.where, "message": finding.message})
            )
        else:
            out().print(f"{finding.rule}: {finding.where}: {finding.message}", markup=False)
    if findings:
        raise SystemExit(Exit.SOME_FAILED)
    say("nothing to object to")


def explain(
    bulletin: Annotated[
        str, typer.Argument(help="Id of a stored bulletin, a JSON file, or the name of a problem.")
    ],
    home: Home = None,
    as_of: AsOf = None,
) -> None:
    """Print the chain from each statement to indicator, claim, sentence, document and capture.

    With the name of a problem the bulletin is issued in memory, as of now or of --as-of, and not stored.
    """
    from vedette.warn.explain import lines

    for line in lines(bulletin_of(bulletin, home, as_of)):
        typer.echo(line)


COMMANDS = (brief, lint, explain)
