"""What all commands share: options, desks, talk to stderr, data to stdout, exit codes."""

import contextlib
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from vedette.errors import ConfigError, VedetteError

if TYPE_CHECKING:
    from vedette.desk import Desk
    from vedette.outlook import Judged, Outlook
    from vedette.types import Failure

#: Failures shown by name; the rest is counted.
SHOWN_FAILURES = 10
#: Columns of a table that goes to a file or a pipe, where nobody's screen is too narrow.
PIPED_WIDTH = 160
#: Stated dates before this are defaults of some program and never kept, so nothing is known before it.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


class Exit(IntEnum):
    """Exit codes, documented in docs/cli.md."""

    OK = 0
    ERROR = 1
    USAGE = 2
    SOME_FAILED = 3
    LEVEL_ACTIVE = 10
    INTERRUPTED = 130


Home = Annotated[
    Path | None, typer.Option("--home", envvar="VEDETTE_HOME", help="The desk's folder.", show_default=False)
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="As known at this time: 2021-12-03 (its end), 2021-12-03T14:00Z. Default: now.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]
Level = Annotated[
    int | None,
    typer.Option("--level", min=0, max=5, help="Exit with code 10 if a level at or above this is active."),
]


def out() -> Console:
    """Return the console for data. Lines are only broken where a terminal would break them."""
    if sys.stdout.isatty():
        return Console(highlight=False, emoji=False)
    width = None if os.environ.get("COLUMNS") else PIPED_WIDTH
    return Console(highlight=False, emoji=False, soft_wrap=True, width=width)


def err() -> Console:
    """Return the console for talk."""
    return Console(stderr=True, highlight=False, emoji=False, soft_wrap=not sys.stderr.isatty())


def say(message: str) -> None:
    """Tell the user something that is not data, in one line whatever it quotes."""
    err().print(one_line(message), markup=False)


def one_line(text: str) -> str:
    """Return the text without the control characters by which it could write elsewhere on a terminal."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


@contextlib.contextmanager
def errors_as_lines(*, debug: bool = False) -> Iterator[None]:
    """Turn an error of ours into one line of what, one of what to do, and exit code 1."""
    try:
        yield
    except VedetteError as error:
        if debug or os.environ.get("VEDETTE_DEBUG"):
            raise
        say(f"error: {error}")
        if error.hint:
            say(f"hint: {error.hint}")
        raise SystemExit(Exit.ERROR) from error
    except (BrokenPipeError, KeyboardInterrupt, SystemExit) as error:
        # typer and rich make a SystemExit of the first two, with codes of their own
        if _behind(error, BrokenPipeError):
            # the reader of our output went away (`| head`): that is its right
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(Exit.OK) from None
        if _behind(error, KeyboardInterrupt):
            say("interrupted; what was acknowledged is kept")
            raise SystemExit(Exit.INTERRUPTED) from None
        raise


def _behind(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Return whether an error of this kind is the error itself or led to it."""
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None


def moment(text: str | None, *, now: datetime | None = None) -> datetime:
    """Return the moment a user names, aware UTC; a bare day means its end, today means now. None: now.

    Raises ConfigError for what is no time, or none that could be judged: before `EARLIEST` or to come.
    """
    now = now or datetime.now(UTC)
    if text is None:
        return now
    try:
        if len(text) == 10:
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            value = now if day.date() == now.date() else day + timedelta(days=1)
        else:
            value = datetime.fromisoformat(text)
            value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigError(
            f"'{text}' is no time", hint="write 2021-12-03 or 2021-12-03T14:00Z (UTC)"
        ) from error
    if not EARLIEST <= value <= now:
        reason = "is still to come" if value > now else f"is before {EARLIEST:%Y}"
        raise ConfigError(f"'{text}' {reason}", hint="only past days and the present can be judged")
    return value


def open_desk(home: Path | None, *, create: bool = False) -> "Desk":
    """Return the desk in `home`. Raises ConfigError if there is none and `create` is false."""
    from vedette.config import load_settings
    from vedette.desk import Desk

    settings = load_settings(home)
    if not create and not settings.home.is_dir():
        raise ConfigError(f"no desk in {settings.home}", hint="make one with: vedette init")
    return Desk(settings)


@contextlib.contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yield a function that is told how many more are done; a bar, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.advance(task, count)


def show_failures(failures: "tuple[Failure, ...]") -> None:
    """Name the first failures on stderr and count the rest."""
    for failure in failures[:SHOWN_FAILURES]:
        say(f"  {failure.record}: {failure.reason}")
    if len(failures) > SHOWN_FAILURES:
        say(f"  ... and {len(failures) - SHOWN_FAILURES} more")


def plural(count: int, thing: str, things: str | None = None) -> str:
    """Return '1 page', '2 pages', with thousands separated."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


@contextlib.contextmanager
def desk_of(files: list[str] | None, home: Home, keep: Path | None = None) -> "Iterator[Desk]":
    """Yield the user's desk, or one of their own for files, which are collected into it.

    With `keep` that desk stays in this folder: what its reader has read there is not read again.
    """
    if not files:
        with open_desk(home) as desk:
            yield desk
        return
    with own_desk(home, keep) as desk:
        taken = desk.take_paths(files, stdin=sys.stdin.buffer)
        show_failures(taken.failures)
        if desk.store.view().holdings().newest is None:
            raise ConfigError("nothing to read in these files")
        yield desk


@contextlib.contextmanager
def own_desk(home: Home, keep: Path | None) -> "Iterator[Desk]":
    """Yield a desk apart from the user's, in the folder `keep` or in one that is gone afterwards."""
    from vedette.config import load_settings
    from vedette.desk import Desk, scratch_desk

    settings = load_settings(home)
    kept = settings.model_copy(update={"home": keep, "database": None})
    with scratch_desk(settings) if keep is None else Desk(kept) as desk:
        yield desk


def say_clock(outlook: "Outlook") -> None:
    """Tell as of when it is, by what was known, and what was not read."""
    from vedette.warn.phrases import moment as told

    how = (
        "as the world could know it then; this desk was not yet there"
        if outlook.replayed
        else "as this desk knew it"
    )
    say(f"as of {told(outlook.moment)}, {how}")
    say_waiting(outlook)


def say_waiting(outlook: "Outlook", since: datetime | None = None) -> None:
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


def echo_assessments(followed: "list[Judged]", step: timedelta = timedelta(days=1)) -> None:
    """Print each assessment as a line of JSON; `step` is what its counts of documents go back."""
    from vedette.formats import assessment_line, to_json

    for one in followed:
        for each in one.assessments:
            mentions, stories = one.outlook.mentions(one.problem, each.as_of, step)
            typer.echo(to_json(assessment_line(each, mentions=mentions, stories=stories)))


def exit_if_active(level: int | None, active: list[int]) -> None:
    """Raise SystemExit with code 10 if one of the levels is at or above `level`."""
    if level is not None and any(one >= level for one in active):
        raise SystemExit(Exit.LEVEL_ACTIVE)
