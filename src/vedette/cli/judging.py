"""Commands that judge and warn: watch, board, judge, brief, lint, explain, replay."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import (
    AsOf,
    Exit,
    Home,
    Json,
    moment,
    open_desk,
    out,
    plural,
    progress,
    say,
    show_failures,
)
from vedette.errors import ConfigError

if TYPE_CHECKING:
    from vedette.desk import Desk
    from vedette.outlook import Judged, Outlook
    from vedette.types import Assessment, Bulletin, Failure, WarningProblem
    from vedette.warn.board import BoardRow

Level = Annotated[
    int | None,
    typer.Option("--level", min=0, max=5, help="Exit with code 10 if a level at or above this is active."),
]
Status = Annotated[str, typer.Option(help="draft, exercise or actual (only a person may say actual).")]


class Form(StrEnum):
    """Forms of a bulletin."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def watch(
    name: Annotated[str, typer.Argument(metavar="PROBLEM", help="Name of a problem.")],
    home: Home = None,
    as_of: AsOf = None,
    *,
    json: Json = False,
) -> None:
    """Show the state of every indicator of a problem, with the strongest sentence behind it."""
    from rich.markup import escape
    from rich.table import Table

    from vedette.warn import phrases

    with open_desk(home) as desk:
        outlook = desk.as_of(moment(as_of))
        judged = outlook.follow(desk.problem(name), every=False)
        if json:
            _echo_assessments([judged])
    if json:
        return
    _say_clock(outlook)
    names = {one.code: one for one in judged.problem.indicators}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("code", "state", "since", "expires", "families"):
        table.add_column(column, no_wrap=True)
    table.add_column("indicator")
    for state in judged.last.states:
        table.add_row(
            state.code,
            state.state,
            str(phrases.day_of(state.since)) if state.since else "",
            str(phrases.day_of(state.expires)) if state.expires else "",
            str(state.families or ""),
            escape(names[state.code].name),
        )
    out().print(table)
    behind = [(state.code, claim) for state in judged.last.states for claim in state.evidence[:1]]
    if behind:
        out().print("\n[bold]Strongest sentence behind each[/bold]")
    for code, claim in behind:
        report = judged.watcher.reports[claim]
        source = f"{phrases.outlet_name(report.outlet.name)}, {phrases.day_of(report.known_at)}"
        out().print(f"{code:4} “{report.claim.text}” ({source})", markup=False)


def board(
    home: Home = None,
    as_of: AsOf = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also the problems at their base rate, without evidence.")
    ] = False,
    json: Json = False,
    level: Level = None,
) -> None:
    """Show every problem at a glance, the most pressing first."""
    from vedette.cli.problems import TAKES_ITS_PLACE, say_broken
    from vedette.outlook import midnights
    from vedette.warn.board import rows
    from vedette.watch.problems import known_ids, own_problems

    with open_desk(home) as desk:
        outlook = desk.as_of(moment(as_of))
        folder = desk.settings.home / "problems"
        problems, broken = desk.board()
        say_broken(broken)
        on_board, own = {one.id for one in problems}, {one.id for one in own_problems(folder)[0]}
        for id_ in sorted(on_board & own & set(known_ids())):
            say(f"{id_}: {TAKES_ITS_PLACE}, in {folder}")
        followed = []
        with progress("judging", len(problems)) as tick:
            for one in problems:
                followed.append(outlook.follow(one, every=False))
                tick(1)
        if json:
            _echo_assessments(followed)
        since = outlook.moment - timedelta(days=desk.settings.history_days)
    if not json:
        _say_clock(outlook)
        first = next(midnights(since, outlook.moment))
        found = rows([one.problem for one in followed], [one.last for one in followed], first=first)
        if found:
            say(f"last document on any subject: {_before(found[0].gap)}")
        if not outlook.has_outlets:
            say("no document names its outlet: the press is one origin, so levels 3 and 5 are hard to reach")
        _print_board([row for row in found if everything or not row.at_base_rate], outlook.moment)
        if rest := [] if everything else [row for row in found if row.at_base_rate]:
            stale = sum(row.status == "stale" for row in rest)
            quiet = f", {stale:,} of them stale, which is no sign of quiet" if stale else ""
            out().print(
                f"{len(rest):,} more at {'its' if len(rest) == 1 else 'their'} base rate{quiet}: --all"
            )
    _exit_if_active(level, [one.last.level for one in followed])
    if broken:
        raise SystemExit(Exit.SOME_FAILED)


def _print_board(found: "list[BoardRow]", as_of: datetime) -> None:
    """Print a line a problem."""
    from rich.markup import escape
    from rich.table import Table

    from vedette.warn.phrases import day_of, level_name

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("level", "", "p (90 % band)", "since", "evidence", "problem"):
        table.add_column(column, no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("lit", overflow="fold")
    for row in found:
        lit = [f"{group.name} {group.lit}/{group.of}" for group in row.lit if group.lit]
        calm = [f"calming: {row.calming.lit}/{row.calming.of}"] if row.calming.lit else []
        since = str(day_of(row.since)) if row.since else ""
        table.add_row(
            "-" if row.level is None else level_name(row.level),
            row.arrow + (" stale" if row.status == "stale" else ""),
            row.p,
            f"before {since}" if row.older else since,
            f"{(as_of - row.last_evidence).days} d ago" if row.last_evidence else "none",
            row.problem,
            escape(row.name),
            "; ".join([", ".join(lit) or "nothing", *calm]),
        )
    if found:
        out().print(table)


def _before(gap: timedelta | None) -> str:
    """Return how long before the moment the newest document came."""
    if gap is None:
        return "never"
    return f"{gap / timedelta(hours=1):.0f} h before" if gap < timedelta(days=3) else f"{gap.days:,} d before"


def judge(home: Home = None, *, json: Json = False, level: Level = None) -> None:
    """Judge all problems now and store the assessments."""
    from vedette.cli.problems import say_broken
    from vedette.formats import assessment_line, to_json
    from vedette.warn import phrases

    with open_desk(home) as desk:
        problems, broken = desk.board()
        say_broken(broken)
        done = desk.judge(problems)
    for one in done:
        if json:
            typer.echo(to_json(assessment_line(one, mentions=0, stories=0)))
        else:
            level_name, p = phrases.level_name(one.level), phrases.percent(one.onset.p)
            out().print(f"{one.problem}: level {level_name}, p {p}")
            for reason in one.reasons:
                out().print(f"  {reason}", markup=False)
    _exit_if_active(level, [one.level for one in done])
    if broken:
        raise SystemExit(Exit.SOME_FAILED)


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
    with _desk_of(files, home) as desk:
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
        (_say_clock if as_of else _say_waiting)(outlook)
        written = _render(bulletin, form, outlook)
    if output:
        output.write_text(written, "utf-8")
        say(f"{output} written; bulletin {bulletin.id}")
    else:
        typer.echo(written)
    _exit_if_active(level, [bulletin.assessment.level])


@contextmanager
def _desk_of(files: list[str] | None, home: Home, keep: Path | None = None) -> "Iterator[Desk]":
    """Yield the user's desk, or one of their own for files, which are collected into it.

    With `keep` that desk stays in this folder: what its reader has read there is not read again.
    """
    if not files:
        with open_desk(home) as desk:
            yield desk
        return
    import sys

    with _own_desk(home, keep) as desk:
        taken = desk.take_paths(files, stdin=sys.stdin.buffer)
        show_failures(taken.failures)
        if desk.store.view().holdings().newest is None:
            raise ConfigError("nothing to read in these files")
        yield desk


@contextmanager
def _own_desk(home: Home, keep: Path | None) -> "Iterator[Desk]":
    """Yield a desk apart from the user's, in the folder `keep` or in one that is gone afterwards."""
    from vedette.config import load_settings
    from vedette.desk import Desk, scratch_desk

    settings = load_settings(home)
    kept = settings.model_copy(update={"home": keep, "database": None})
    with scratch_desk(settings) if keep is None else Desk(kept) as desk:
        yield desk


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

    from vedette.cli.explaining import bulletin_of
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
    from vedette.cli.explaining import bulletin_of
    from vedette.warn.explain import lines

    for line in lines(bulletin_of(bulletin, home, as_of)):
        typer.echo(line)


def replay(  # noqa: PLR0913 - what a replay is of, from when to when
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PROBLEM...",
            help="Names of problems, `standing` for all of the roster; none: those of the board.",
            show_default=False,
        ),
    ] = None,
    home: Home = None,
    *,
    reports: Annotated[
        list[str] | None,
        typer.Option("--reports", help="Replay these files in a desk of their own.", show_default=False),
    ] = None,
    events: Annotated[
        list[Path] | None,
        typer.Option(
            "--events",
            help="Replay coded events instead: lines of date, source, target and code (CAMEO, WEIS, ICEWS).",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep",
            help="Folder in which that desk is kept, so that no other replay reads them again.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="First step.")],
    until: Annotated[str, typer.Option("--to", metavar="DAY", help="Last step.")],
    step: Annotated[str, typer.Option("--step", help="Length of a step: 1d, 7d, 12h.")] = "1d",
    json: Json = False,
) -> None:
    """Judge past days as the world could know them then, one step a day."""
    from vedette.config import load_settings
    from vedette.outlook import ends
    from vedette.watch.problems import load_problems

    length = _length(step)
    first, last = moment(since) - timedelta(days=1), moment(until)
    days = list(ends(first, last, length))
    if not days:
        raise ConfigError(f"there is no step of {step} from {since} to {until}")
    if reports and events:
        raise ConfigError("--reports and --events are two replays", hint="give one of them")
    failed = False
    with _own_desk(home, keep) if events else _desk_of(reports, home, keep) as desk:
        # a desk of its own for files has no problems of its own: they are the user's
        folder = load_settings(home).home / "problems"
        problems = load_problems(names or desk.settings.problems, folder=folder)
        if events:
            outlook, failed = _outlook_on(events, desk, problems, first, last)
        else:
            if reports:
                with progress("reading") as tick:
                    read = desk.read(progress=tick)
                show_failures(read.failures)
                failed = bool(read.failures)
            outlook = desk.as_of(last, replay=True)
            _say_waiting(outlook, first)
        with progress("replaying", len(problems) * len(days)) as tick:
            for one in problems:
                judged = outlook.follow(one, since=first, days=days, progress=tick)
                if json:
                    _echo_assessments([judged], step=length)
                    continue
                for each in judged.assessments:
                    out().print(_replayed(each, clock=length < timedelta(days=1)))
    if failed:
        raise SystemExit(Exit.SOME_FAILED)


def _replayed(one: "Assessment", *, clock: bool) -> str:
    """Return the line of a step: its day (and time of day), problem, level and chance."""
    from vedette.warn import phrases

    when = f"{phrases.day_of(one.as_of)} {phrases.clock(one.as_of) if clock else ''}".strip()
    chance = f"{phrases.percent(one.onset.p)} ({phrases.band(one.onset.low, one.onset.high)})"
    return f"{when} {one.problem} {phrases.level_name(one.level):11} p {chance} {one.status}"


def _outlook_on(
    paths: list[Path], desk: "Desk", problems: "list[WarningProblem]", first: datetime, last: datetime
) -> "tuple[Outlook, bool]":
    """Return what the desk can say as of `last` by these series of events, and whether lines failed."""
    from vedette.score.events import outlook_on, take_series
    from vedette.score.series import read_series
    from vedette.warn.phrases import day_of

    longest = max((each.expiry_days for one in problems for each in one.indicators), default=0)
    since = first.date() - timedelta(days=longest)
    failures: tuple[Failure, ...] = ()
    found = 0
    for path in paths:
        series = read_series(path, since=since, until=last.date(), now=desk.clock())
        take_series(desk, series)
        say(
            f"{series.name}: {plural(series.events, 'event')}, coded by {series.scheme}; "
            f"{len(series.rows):,} from {since} on, {plural(series.repeats, 'repeat')} left out"
        )
        failures += series.failures
        found += len(series.rows)
    show_failures(failures)
    if failures:
        say(f"{plural(len(failures), 'thing')} could not be used")
    if not found:
        raise ConfigError(f"no event from {since} to {day_of(last)} in these files")
    return outlook_on(desk, last), bool(failures)


def _length(step: str) -> timedelta:
    """Return the length of a step as written: '1d', '12h'. Raises ConfigError."""
    found = re.fullmatch(r"([1-9]\d{0,3})([dh])", step)
    if found is None:
        raise ConfigError(f"'{step}' is no length of a step", hint="write 1d, 7d or 12h")
    return timedelta(days=int(found[1])) if found[2] == "d" else timedelta(hours=int(found[1]))


def _echo_assessments(followed: "list[Judged]", step: timedelta = timedelta(days=1)) -> None:
    from vedette.formats import assessment_line, to_json

    for one in followed:
        for each in one.assessments:
            mentions, stories = one.outlook.mentions(one.problem, each.as_of, step)
            typer.echo(to_json(assessment_line(each, mentions=mentions, stories=stories)))


def _say_clock(outlook: "Outlook") -> None:
    from vedette.warn.phrases import moment as told

    how = (
        "as the world could know it then; this desk was not yet there"
        if outlook.replayed
        else "as this desk knew it"
    )
    say(f"as of {told(outlook.moment)}, {how}")
    _say_waiting(outlook)


def _say_waiting(outlook: "Outlook", since: datetime | None = None) -> None:
    """Tell what was not read of the days judged: silence of the unread is no peace."""
    waiting = outlook.waiting(since)
    if not waiting.documents:
        return
    parts = [f"{plural(waiting.documents, 'document')} of these days not read by this reader"]
    if waiting.elsewhere:
        share = "all" if waiting.elsewhere == waiting.documents else f"{waiting.elsewhere:,} of them"
        parts.append(f"{share} by another one")
    if waiting.failed:
        parts.append(f"{waiting.failed:,} of them tried in vain")
    say(", ".join(parts) + (": run `vedette read`" if waiting.documents > waiting.failed else ""))


def _exit_if_active(level: int | None, active: list[int]) -> None:
    if level is not None and any(one >= level for one in active):
        raise SystemExit(Exit.LEVEL_ACTIVE)


COMMANDS = (watch, board, judge, brief, lint, explain, replay)
