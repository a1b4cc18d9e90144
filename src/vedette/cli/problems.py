"""Commands on warning problems: list, show, new."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from vedette.cli.common import Exit, Home, Json, out, say
from vedette.errors import ConfigError

if TYPE_CHECKING:
    from vedette.types import WarningProblem

#: a new problem is looked at again after its horizon
REVIEW = timedelta(days=90)
TAKES_ITS_PLACE = "yours, in place of the shipped one"


class Kind(StrEnum):
    """Kinds of problems."""

    INTERSTATE = "interstate"
    INTRASTATE = "intrastate"


class _ByName(TyperGroup):
    """`vedette problem rus-ukr` is `vedette problem show rus-ukr`."""

    # typer brings its own click or takes the installed one: the types of either are not those of the other
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_ByName,
    invoke_without_command=True,
    help="List, show and make warning problems: new, list, show; without one of these, list.",
)


@app.callback()
def problem(context: typer.Context, *, json: Json = False) -> None:
    """List, show and make warning problems: new, list, show; without one of these, list."""
    if context.invoked_subcommand is None:
        list_(json=json)


@app.command("list")
def list_(
    *,
    kind: Annotated[Kind | None, typer.Option(help="Only problems of this kind.", show_default=False)] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """List the problems there are: your own, those shipped, and the standing ones of the roster."""
    from vedette.watch.problems import known_ids, load_problem, own_problems, problem_ids

    own, broken = own_problems(_folder(home))
    shipped, ids = set(known_ids()), {one.id for one in own}
    found = [(one, TAKES_ITS_PLACE if one.id in shipped else "yours") for one in own]
    found += [
        (load_problem(id_), "shipped" if id_ in problem_ids() else "standing")
        for id_ in known_ids()
        if id_ not in ids
    ]
    found = [(one, where) for one, where in found if kind is None or one.kind == kind]
    if json:
        _print_json(one for one, _ in found)
    else:
        _print_list(found)
    say_broken(broken)
    if broken:
        raise SystemExit(Exit.SOME_FAILED)


def say_broken(errors: "Sequence[ConfigError]") -> None:
    """Name the problems that could not be loaded, with what is wrong."""
    for error in errors:
        say(f"left out: {error}" + (f" ({error.hint})" if error.hint else ""))


def _print_list(found: "Sequence[tuple[WarningProblem, str]]") -> None:
    from rich.markup import escape
    from rich.table import Table

    from vedette.warn.phrases import share

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("problem", "name", "kind", "prior", "from"):
        table.add_column(column, overflow="fold")
    for one, where in found:
        prior = sum(hypothesis.prior for hypothesis in one.hypotheses if hypothesis.onset)
        table.add_row(one.id, escape(one.name), one.kind, share(prior, 2), where)
    out().print(table)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="PROBLEM", help="Name of a problem, or path of a file.")],
    *,
    home: Home = None,
    json: Json = False,
) -> None:
    """Show a problem: parties, onset rule, baseline, hypotheses with priors, indicators."""
    from vedette.watch.problems import known_ids, load_problem

    own = _folder(home) / f"{name}.yaml"
    found = load_problem(own if own.is_file() else name)
    if own.is_file() and found.id in known_ids():
        say(f"{found.id}: {TAKES_ITS_PLACE}, {own}")
    if json:
        _print_json([found])
    else:
        _print(found)


@app.command()
def new(  # noqa: PLR0913 - one parameter an option
    *,
    target: Annotated[str, typer.Option(help="Code of the state attacked, or whose war it is: UKR.")],
    instigator: Annotated[
        str | None,
        typer.Option(
            help="Code of who may attack: RUS. Within a state: any armed group.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option(help="interstate, intrastate; none: by the codes.", show_default=False)
    ] = None,
    name: Annotated[
        str | None, typer.Option("--id", help="Id of the problem; none: from the codes.", show_default=False)
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            help="Class of the prior, where you know better: interstate/rivals-war.", show_default=False
        ),
    ] = None,
    known: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", help="Use only what was known at its end; none: last year.", show_default=False
        ),
    ] = None,
    owner: Annotated[str, typer.Option(help="Who answers for it.")] = "",
    review: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When to look again; none: in 90 days.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--out", help="File to write; none: stdout.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace the file if it is there.")] = False,
) -> None:
    """Write a complete problem file from the library: change in it what you know better."""
    from vedette.watch.problems import known_ids, new_problem, parse_problem
    from vedette.watch.writing import as_yaml

    target, instigator = target.upper(), instigator.upper() if instigator else None
    state = target.partition(":")[0]
    within = instigator is None or instigator.partition(":")[0] == state
    kind = kind or (Kind.INTRASTATE if within else Kind.INTERSTATE)
    if instigator is None and kind is Kind.INTERSTATE:
        raise ConfigError("an interstate problem needs an instigator", hint="say --instigator CODE")
    today = datetime.now(UTC).date()
    if known is not None and known >= today.year:
        raise ConfigError(f"the year {known} is not over", hint=f"the last one is {today.year - 1}")
    form, start = new_problem(
        instigator or target,
        target,
        kind=kind.value,
        year=known or today.year - 1,
        id_=name,
        reference=reference,
        owner=owner,
        review=_day(review, today),
    )
    text = as_yaml(form, heading=f"{form.name}. {_origin(start)} Change what you know better.")
    parse_problem(text, str(file or "new.yaml"))  # what is written can be read, or nothing is written
    if start:
        say(_origin(start))
    if form.id in known_ids():
        say(f"{form.id} ships: in the desk's folder problems/ this file takes its place; or give it an --id")
    if file is None:
        typer.echo(text, nl=False)
        return
    if file.exists() and not force:
        raise ConfigError(f"{file} is there already", hint="--force replaces it")
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from error
    say(f"{file}: problem {form.id}. Name it in vedette.toml under `problems`: by path, or by id if it is in")
    say("the desk's folder problems/")


def _origin(start: str) -> str:
    return f"Starts from the problem {start} that ships." if start else "Drafted from the library."


def _day(text: str | None, today: date) -> date:
    if text is None:
        return today + REVIEW
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"'{text}' is no day", hint="write 2022-03-31") from error


def _folder(home: Path | None) -> Path:
    from vedette.config import load_settings

    return load_settings(home).home / "problems"


def _print_json(found: "Iterable[WarningProblem]") -> None:
    from pydantic import TypeAdapter

    from vedette.types import WarningProblem

    for one in found:
        typer.echo(TypeAdapter(WarningProblem).dump_json(one))


def _print(found: "WarningProblem") -> None:
    from rich.markup import escape
    from rich.table import Table

    from vedette.warn.phrases import share

    console = out()
    console.print(f"[bold]{escape(found.name)}[/bold]  ({found.id}, {found.kind}, {found.horizon_days} days)")
    console.print(f"{found.instigator} -> {found.target}, theatre {' '.join(found.theatre)}", markup=False)
    if found.proxies:
        console.print(f"With the instigator: {', '.join(found.proxies)}", markup=False)
    console.print(f"Onset: {found.onset.text.strip()}", markup=False)
    console.print(f"Baseline, never onset: {found.already.strip()}", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    for column in ("hypothesis", "prior", "onset"):
        table.add_column(column)
    for hypothesis in found.hypotheses:
        table.add_row(escape(hypothesis.name), share(hypothesis.prior, 2), "yes" if hypothesis.onset else "")
    console.print(table)
    console.print(f"Prior from: {found.reference_class.strip()}", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("code", "indicator", "group", "kind", "lead", "expires", "use"):
        table.add_column(column, overflow="fold")
    for one in found.indicators:
        use = "baseline" if one.code in found.already_indicators else ""
        table.add_row(
            one.code,
            escape(", ".join((one.name, *(f"“{each}”" for each in one.phrases)))),
            one.group,
            one.kind,
            f"{one.lead_days} d",
            f"{one.expiry_days} d",
            "gate of level 3" if one.code in found.gate else use,
        )
    console.print(table)
    if found.review is not None:
        console.print(f"To be reviewed by {found.review}" + (f", {found.owner}" if found.owner else ""))
