"""The command that judges past days: replay."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import (
    Exit,
    Home,
    Json,
    desk_of,
    echo_assessments,
    moment,
    out,
    own_desk,
    plural,
    progress,
    say,
    say_waiting,
    show_failures,
)
from vedette.errors import ConfigError

if TYPE_CHECKING:
    from vedette.desk import Desk
    from vedette.outlook import Outlook
    from vedette.types import Assessment, Failure, WarningProblem


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
    from vedette.cli.problems import say_broken
    from vedette.config import load_settings
    from vedette.outlook import ends
    from vedette.watch.problems import load_board

    length = _length(step)
    first, last = moment(since) - timedelta(days=1), moment(until)
    days = list(ends(first, last, length))
    if not days:
        raise ConfigError(f"there is no step of {step} from {since} to {until}")
    if reports and events:
        raise ConfigError("--reports and --events are two replays", hint="give one of them")
    with own_desk(home, keep) if events else desk_of(reports, home, keep) as desk:
        # a desk of its own for files has no problems of its own: they are the user's
        folder = load_settings(home).home / "problems"
        problems, broken = load_board(names or desk.settings.problems, folder=folder)
        if broken and not problems:
            raise broken[0]
        say_broken(broken)
        failed = bool(broken)
        if events:
            outlook, unread = _outlook_on(events, desk, problems, first, last)
            failed |= unread
        else:
            if reports:
                with progress("reading") as tick:
                    read = desk.read(progress=tick)
                show_failures(read.failures)
                failed |= bool(read.failures)
            outlook = desk.as_of(last, replay=True)
            say_waiting(outlook, first)
        with progress("replaying", len(problems) * len(days)) as tick:
            for one in problems:
                judged = outlook.follow(one, since=first, days=days, progress=tick)
                if json:
                    echo_assessments([judged], step=length)
                    continue
                for each in judged.assessments:
                    out().print(_replayed(each, clock=length < timedelta(days=1)))
    if failed:
        raise SystemExit(Exit.SOME_FAILED)


def _replayed(one: "Assessment", *, clock: bool) -> str:
    """Return the line of a step: its day (and time of day), problem, level and chance."""
    from vedette.types import day_of
    from vedette.warn import phrases

    when = f"{day_of(one.as_of)} {phrases.clock(one.as_of) if clock else ''}".strip()
    chance = f"{phrases.percent(one.onset.p)} ({phrases.band(one.onset.low, one.onset.high)})"
    return f"{when} {one.problem} {phrases.level_name(one.level):11} p {chance} {one.status}"


def _outlook_on(
    paths: list[Path], desk: "Desk", problems: "list[WarningProblem]", first: datetime, last: datetime
) -> "tuple[Outlook, bool]":
    """Return what the desk can say as of `last` by these series of events, and whether lines failed."""
    from vedette.score.events import outlook_on, take_series
    from vedette.score.series import read_series
    from vedette.types import day_of

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


COMMANDS = (replay,)
