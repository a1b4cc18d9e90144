"""Commands that judge and show where it stands: watch, board, judge."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import (
    AsOf,
    Exit,
    Home,
    Json,
    Level,
    echo_assessments,
    exit_if_active,
    moment,
    open_desk,
    out,
    progress,
    say,
    say_clock,
)

if TYPE_CHECKING:
    from vedette.warn.board import BoardRow


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

    from vedette.types import day_of
    from vedette.warn import phrases

    with open_desk(home) as desk:
        outlook = desk.as_of(moment(as_of))
        judged = outlook.follow(desk.problem(name), every=False)
        if json:
            echo_assessments([judged])
    if json:
        return
    say_clock(outlook)
    names = {one.code: one for one in judged.problem.indicators}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("code", "state", "since", "expires", "families"):
        table.add_column(column, no_wrap=True)
    table.add_column("indicator")
    for state in judged.last.states:
        table.add_row(
            state.code,
            state.state,
            str(day_of(state.since)) if state.since else "",
            str(day_of(state.expires)) if state.expires else "",
            str(state.families or ""),
            escape(names[state.code].name),
        )
    out().print(table)
    behind = [(state.code, claim) for state in judged.last.states for claim in state.evidence[:1]]
    if behind:
        out().print("\n[bold]Strongest sentence behind each[/bold]")
    for code, claim in behind:
        report = judged.watcher.reports[claim]
        source = f"{phrases.outlet_name(report.outlet.name)}, {day_of(report.known_at)}"
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
            echo_assessments(followed)
        since = outlook.moment - timedelta(days=desk.settings.history_days)
    if not json:
        say_clock(outlook)
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
    exit_if_active(level, [one.last.level for one in followed])
    if broken:
        raise SystemExit(Exit.SOME_FAILED)


def _print_board(found: "list[BoardRow]", as_of: datetime) -> None:
    """Print a line a problem."""
    from rich.markup import escape
    from rich.table import Table

    from vedette.types import day_of
    from vedette.warn.phrases import level_name

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
    exit_if_active(level, [one.level for one in done])
    if broken:
        raise SystemExit(Exit.SOME_FAILED)


COMMANDS = (watch, board, judge)
