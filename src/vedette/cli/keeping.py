"""Commands that keep a desk sound: doctor, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from vedette.cli.common import Exit, Home, Json, one_line, open_desk, out, plural, say


def doctor(
    home: Home = None,
    *,
    feeds: Annotated[bool, typer.Option("--feeds", help="Look at every feed now.")] = False,
    json: Json = False,
) -> None:
    """Check the desk: tables, database, captures, disk, clock, feeds, heartbeat. Exit code 1 if any fails."""
    import json as encoder
    from dataclasses import asdict

    from rich.markup import escape

    from vedette.cli import checks

    worst = Exit.OK
    with open_desk(home) as desk:
        for finding in checks.examine(desk, feeds=feeds):
            worst = worst if finding.ok else Exit.ERROR
            if json:
                typer.echo(encoder.dumps(asdict(finding), ensure_ascii=False))
                continue
            mark = "[green]ok[/green]  " if finding.ok else "[red]fail[/red]"
            out().print(f"{mark} {escape(one_line(f'{finding.what}: {finding.detail}'))}")
    if worst:
        raise SystemExit(worst)


def backup(
    path: Annotated[Path, typer.Argument(help="File to write.")],
    home: Home = None,
) -> None:
    """Write the whole desk into one file, also while it is in use."""
    from vedette.store.backup import backup as write

    with open_desk(home) as desk:
        write(desk.store, path)
    say(f"{path} written: {plural(path.stat().st_size, 'byte')}")


def restore(
    path: Annotated[Path, typer.Argument(help="File written by vedette backup.")],
    home: Home = None,
) -> None:
    """Make a desk from a backup, verified; nothing that exists is overwritten."""
    from vedette.config import load_settings
    from vedette.store.backup import restore as unpack

    settings = load_settings(home)
    unpack(path, settings.home)
    say(f"desk restored in {settings.home}")


COMMANDS = (doctor, backup, restore)
