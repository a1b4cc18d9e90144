"""The command that scores a replay."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import Exit, Home, Json, open_desk, out, say, show_failures
from vedette.errors import ConfigError

if TYPE_CHECKING:
    from vedette.score.replay import Step
    from vedette.score.scoring import Score, SystemScore
    from vedette.types import Evidence, WarningProblem


def score(
    replay: Annotated[Path, typer.Argument(help="Lines of `vedette replay --json`.")],
    home: Home = None,
    *,
    outcomes: Annotated[Path, typer.Option(help="Lines {problem, onset, precision, type, source}.")],
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the page to this file.", show_default=False)
    ] = None,
    quote: Annotated[
        Path | None,
        typer.Option(
            "--quote",
            help="Desk that was replayed (`replay --keep`): the page quotes the sentences before onsets.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Hold a replay against what happened: lead, false alarms, probabilities, and simple rivals."""
    from pydantic import TypeAdapter

    from vedette.score import scoring
    from vedette.score.replay import read_outcomes, read_steps

    steps, bad = read_steps(_lines(replay), replay.name)
    known, worse = read_outcomes(_lines(outcomes), outcomes.name)
    if not steps:
        show_failures(tuple(bad))
        raise ConfigError(f"{replay} holds no step of a replay", hint="print one with: vedette replay --json")
    problems = {name: found for name in steps if (found := _problem(name, home)) is not None}
    for name in steps.keys() - problems.keys():
        say(f"problem {name} is not known here: no base rate, so that rival is left out")
    rates = {
        name: sum(one.prior for one in problem.hypotheses if one.onset) for name, problem in problems.items()
    }
    done = scoring.score(steps, known, rates)
    if json:
        for one in done.systems:
            typer.echo(TypeAdapter(scoring.SystemScore).dump_json(one))
    else:
        _print(done)
    if report:
        from vedette.score.report import render

        names = {name: problem.name for name, problem in problems.items()}
        page = render(done, steps, names=names, quotes=_quotes(done, steps, quote), source=replay.name)
        report.write_text(page, "utf-8")
        say(f"{report} written")
    show_failures((*bad, *worse))
    if bad or worse:
        raise SystemExit(Exit.SOME_FAILED)


def _lines(path: Path) -> Iterable[str]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _problem(name: str, home: Path | None) -> "WarningProblem | None":
    """Return a problem of the desk's folder, a shipped or a standing one; None for a name that is none."""
    from vedette.config import load_settings
    from vedette.watch.problems import known_ids, load_problem

    own = load_settings(home).home / "problems" / f"{name}.yaml"
    if own.is_file():
        return load_problem(own)
    return load_problem(name) if name in known_ids() else None


def _print(done: "Score") -> None:
    from rich.table import Table

    from vedette.warn.phrases import share

    ours = done.ours
    console = out()
    console.print(
        f"{ours.problems} problems, {ours.problem_years:.1f} problem-years, {ours.onsets} onsets "
        f"({ours.off_roster} on problems nobody watched)"
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in (
        "system",
        "false alarms/year",
        "mean lead",
        "warned",
        "in alarm",
        "changes/year",
        "Brier",
        "log",
    ):
        table.add_column(column)
    for one in done.systems:
        table.add_row(
            one.system,
            "-" if one.false_alarms_per_year is None else f"{one.false_alarms_per_year.value:.2f}",
            "-" if one.mean_lead is None else f"{one.mean_lead.value:.1f} d",
            f"{one.warned}/{one.onsets}",
            share(one.share_in_alarm, 1),
            f"{one.changes_per_year:.2f}",
            "-" if one.brier is None else f"{one.brier.value:.4f}",
            "-" if one.log_score is None else f"{one.log_score.value:.4f}",
        )
    console.print(table)
    for one in done.systems[2:]:
        for each in one.at_rates:
            if each.lead_more is not None:
                more = each.lead_more
                word = "not shown" if not more.shown else "better" if more.low > 0 else "worse"
                console.print(
                    f"p_onset against {one.system}, both swept, at {each.rate:g} false alarms a year: lead "
                    f"{more.value:+.1f} d ({more.low:+.1f} to {more.high:+.1f}) {word}",
                    markup=False,
                )
    for one in done.systems:
        if one.versus is not None:
            console.print(f"against {one.system}, at no more false alarms: {_verdict(one)}", markup=False)


def _verdict(one: "SystemScore") -> str:
    found = one.versus
    assert found is not None  # vedette itself is not compared
    parts = []
    for name, value, digits in (
        ("lead", found.lead, 1),
        ("warned", found.warned, 2),
        ("Brier", found.brier, 4),
        ("log score", found.log, 4),
    ):
        if value is None:
            continue
        word = "not shown" if not value.shown else "better" if value.low > 0 else "worse"
        n = f", n = {one.onsets}" if not value.shown else ""
        span = f"{value.value:+.{digits}f} ({value.low:+.{digits}f} to {value.high:+.{digits}f})"
        parts.append(f"{name} {span} {word}{n}")
    return "; ".join(parts) or "nothing to compare"


def _quotes(done: "Score", steps: "Mapping[str, Sequence[Step]]", desk: Path | None) -> "dict[str, Evidence]":
    """Return the sentences behind what was observed in the 90 days before each onset, by claim."""
    if desk is None:
        return {}
    from vedette.score.report import LOOK_BACK

    wanted = {
        claim
        for outcome in done.outcomes
        if outcome.onset
        for one in steps.get(outcome.problem, ())
        if outcome.at - LOOK_BACK < one.as_of <= outcome.at
        for _, claims in one.lit
        for claim in claims
    }
    found = {}
    with open_desk(desk) as opened:
        outlook = opened.as_of()
        for claim in wanted:
            report = outlook.view.report(claim, opened.outlets)
            if report is not None:
                found[claim] = outlook.evidence(report)
    return found


COMMANDS = (score,)
