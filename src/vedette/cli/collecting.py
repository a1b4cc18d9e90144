"""Commands that bring things in: init, collect, run."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import Exit, Home, open_desk, plural, progress, say, show_failures
from vedette.errors import StoreError

if TYPE_CHECKING:
    from vedette.collect.fetch import Fetcher
    from vedette.config import Settings
    from vedette.desk import Desk, Taken

#: Seconds between two rounds of `vedette run`; each source has its own time besides.
ROUND = 30.0


def init(
    home: Home = None,
    *,
    opml: Annotated[
        Path | None, typer.Option(help="Feeds to watch: an OPML file. Default: the starter list.")
    ] = None,
    feeds: Annotated[bool, typer.Option(help="Add the feeds; --no-feeds leaves the desk without.")] = True,
) -> None:
    """Make a desk: its folder, its database, a settings file, and feeds to watch."""
    from vedette.collect.opml import read_opml
    from vedette.config import SETTINGS_FILE, data_file, load_settings
    from vedette.errors import ConfigError

    settings = load_settings(home)
    with open_desk(home, create=True) as desk:
        file = settings.home / SETTINGS_FILE
        if not file.exists():
            file.write_text(data_file("vedette.toml").read_text("utf-8"), "utf-8")
        (settings.home / "problems").mkdir(exist_ok=True)
        if feeds:
            try:
                payload = opml.read_bytes() if opml else data_file("feeds.opml").read_bytes()
            except OSError as error:
                raise ConfigError(f"{opml}: {error.strerror}") from error
            count = desk.store.append_sources(read_opml(payload, every=settings.every))
            say(f"{plural(count, 'feed')} added")
    say(f"desk ready in {settings.home}")
    say("next: vedette collect FILE... or vedette run")


def collect(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders or - for stdin; none: every feed that is due.", show_default=False
        ),
    ] = None,
    home: Home = None,
    *,
    now: Annotated[bool, typer.Option("--now", help="Look at all feeds, also those not due.")] = False,
) -> None:
    """Collect files, or look at the feeds that are due. Doing it again changes nothing."""
    with open_desk(home, create=bool(paths)) as desk:
        if paths:
            with progress("collecting") as tick:
                taken = desk.take_paths(paths, stdin=sys.stdin.buffer, progress=tick)
        else:
            taken = _look(desk, every=now)
    say(
        f"{plural(taken.records, 'record')}: {plural(taken.captures, 'new capture')}, "
        f"{plural(taken.documents, 'new document')}, {plural(taken.stories, 'new story', 'new stories')}, "
        f"{plural(len(taken.failures), 'failure')}"
    )
    show_failures(taken.failures)
    if taken.failures:
        raise SystemExit(Exit.SOME_FAILED)


def _look(desk: "Desk", *, every: bool) -> "Taken":
    from vedette.collect.schedule import due
    from vedette.desk import Taken

    view = desk.store.view()
    sources = view.sources()
    if not every:
        sources = list(due(sources, {check.source: check for check in view.last_checks()}, desk.clock()))
    if not sources:
        return Taken()
    with fetcher(desk.settings) as client, progress("feeds", len(sources)) as tick:
        return desk.look(sources, fetcher=client, progress=tick)


@contextmanager
def fetcher(settings: "Settings") -> "Iterator[Fetcher]":
    """Yield the HTTP client the settings ask for."""
    from vedette.collect.addresses import anywhere, is_public
    from vedette.collect.fetch import Fetcher
    from vedette.collect.limits import Limits

    limits = Limits(record_bytes=settings.max_bytes, seconds=settings.timeout)
    permit = anywhere if settings.allow_private else is_public
    with Fetcher(limits=limits, contact=settings.contact, permit=permit) as client:
        yield client


def run(
    home: Home = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False,
) -> None:
    """Keep watch: collect, read and judge when due, with a heartbeat, until stopped."""
    stopped = _Stop()
    with open_desk(home) as desk:
        while not stopped.asked:
            begun = time.monotonic()
            try:
                _round(desk)
            except StoreError as error:
                # a full disk or a busy database passes; a watch that ended would not come back
                if once:
                    raise
                say(f"{desk.clock():%Y-%m-%d %H:%M} UTC: error: {error}; trying again in {ROUND:.0f} s")
            if once:
                break
            stopped.wait(max(0.0, ROUND - (time.monotonic() - begun)))
    say("stopped")


def _round(desk: "Desk") -> None:
    """Collect what is due, read it, judge, leave a heartbeat, and tell what happened."""
    taken = _look(desk, every=False)
    read = desk.read()
    changes = _judge(desk, force=bool(read.documents))
    note = (
        f"{plural(taken.documents, 'new document')}, {plural(read.claims, 'claim')}, "
        f"{plural(len(taken.failures) + len(read.failures), 'failure')}"
    )
    desk.store.append_heartbeat("run", note)
    if taken.records or read.documents:
        say(f"{desk.clock():%Y-%m-%d %H:%M} UTC: {note}")
    show_failures((*taken.failures, *read.failures))
    for change in changes:
        say(change)


def _judge(desk: "Desk", *, force: bool) -> list[str]:
    """Judge the problems that are due: after new documents, and once a day. Return what changed."""
    from vedette.cli.problems import say_broken
    from vedette.formats import level_name

    changes = []
    view = desk.store.view()
    now = desk.clock()
    problems, broken = desk.board()
    say_broken(broken)
    for problem in problems:
        last = view.last_assessment(problem.id)
        if last and not force and last.as_of.date() == now.date():
            continue
        (done,) = desk.judge([problem])
        if last is None or last.level != done.level:
            was = level_name(last.level) if last else "not judged"
            changes.append(f"{problem.name}: level {int(done.level)} {level_name(done.level)} (was {was})")
    return changes


class _Stop:
    """Whether the user asked to stop; a second signal stops at once."""

    def __init__(self) -> None:
        self.asked = False
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._ask)

    def _ask(self, number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        say(f"stopping after this round (signal {number}); once more to stop now")

    def wait(self, seconds: float) -> None:
        """Sleep in short naps, so that a signal is heeded soon."""
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(0.2)


COMMANDS = (init, collect, run)
