"""The demo: an example crisis replayed day by day, offline."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import out, plural, progress, say, show_failures
from vedette.errors import ConfigError

if TYPE_CHECKING:
    from vedette.desk import Desk
    from vedette.outlook import Judged

#: The days the example tells of; the first reports of the spring build-up came at the end of March.
FIRST, LAST = datetime(2021, 3, 1, tzinfo=UTC), datetime(2022, 2, 25, tzinfo=UTC)
ONSET = date(2022, 2, 24)
BULLETIN_DAYS = 7  #: the last bulletin tells what changed in the week before
#: By its first line the settings file of a demo's desk is known again.
SIGN = "# The desk of `vedette demo`: fictional outlets, for exercise only."


def demo(
    output: Annotated[Path, typer.Option("--out", help="Folder for the pages.")] = Path("vedette-demo"),
    # not the desk that VEDETTE_HOME names: no exercise text gets into a desk at work
    home: Annotated[
        Path | None,
        typer.Option(help="Keep the desk in this new folder, for ledger, explain and the other commands."),
    ] = None,
) -> None:
    """Replay the example crisis: 2021 to 2022, dispatches of fictional outlets on public facts."""
    from vedette.config import data_file

    example = Path(str(data_file("demo")))
    with _desk(home, example / "outlets.yaml") as desk:
        with progress("collecting") as tick:
            taken = desk.take_paths([example / "dispatches.jsonl"], progress=tick)
        with progress("reading", taken.documents) as tick:
            read = desk.read(progress=tick)
        say(
            f"{plural(taken.documents, 'dispatch', 'dispatches')} of fictional outlets, "
            f"{plural(taken.stories, 'story', 'stories')}, {plural(read.claims, 'claim')}"
        )
        show_failures((*taken.failures, *read.failures))
        outlook = desk.as_of(LAST, replay=True)
        with progress("replaying", (LAST - FIRST).days) as tick:
            judged = outlook.follow(desk.problem("rus-ukr"), since=FIRST, progress=tick)
        _print_trace(judged)
        _write(desk, judged, output)
    if home is not None:
        say(f"kept; try: vedette ledger rus-ukr --home {home} --as-of 2022-02-23")


@contextmanager
def _desk(home: Path | None, outlets: Path) -> "Iterator[Desk]":
    """Yield a desk that knows the fictional outlets: one for once, or that in `home`, which is made.

    Raises ConfigError if another desk, or anything else, is in `home`.
    """
    from vedette.config import SETTINGS_FILE, load_settings
    from vedette.desk import Desk, scratch_desk

    if home is None:
        with scratch_desk(outlets=outlets) as desk:
            yield desk
        return
    settings = home / SETTINGS_FILE
    if home.exists() and not _is_demo(settings) and any(home.iterdir()):
        raise ConfigError(f"{home} is not empty", hint="name a new folder for the demo's desk")
    home.mkdir(parents=True, exist_ok=True)
    own = (home / outlets.name).resolve()
    own.write_bytes(outlets.read_bytes())
    # a JSON string is a TOML string too
    settings.write_text(f"{SIGN}\noutlets = {json.dumps(str(own), ensure_ascii=False)}\n", "utf-8")
    known = {"home": home, "database": None, "outlets": own}
    with Desk(load_settings(home).model_copy(update=known)) as desk:
        yield desk


def _is_demo(settings: Path) -> bool:
    return settings.is_file() and settings.read_text("utf-8").startswith(SIGN)


def _print_trace(judged: "Judged") -> None:
    """Print the level, day by day as one line a month, then every change with its first reason."""
    from vedette.types import day_of
    from vedette.warn.phrases import band, level_name, percent

    console = out()
    console.print(
        "[bold]Level by day[/bold]  (0 Routine, 1 Watch, 2 Concern, 3 Warning, 4 Imminent, 5 Under way)"
    )
    months: dict[str, str] = {}
    for one in judged.assessments:
        month = f"{day_of(one.as_of):%Y-%m}"
        months[month] = months.get(month, "") + str(int(one.level))
    for month, days in months.items():
        console.print(f"{month}  {days}")
    console.print("\n[bold]Changes[/bold]")
    for before, after in zip(judged.assessments, judged.assessments[1:], strict=False):
        if after.level != before.level:
            chance = f"p {percent(after.onset.p)} ({band(after.onset.low, after.onset.high)})"
            change = f"{int(before.level)} → {level_name(after.level)}"
            console.print(f"{day_of(after.as_of)}  {change}, {chance}")
            console.print(f"            {after.reasons[0] if after.reasons else ''}", markup=False)


def _write(desk: "Desk", judged: "Judged", output: Path) -> None:
    """Print the last bulletin; write it and the page of the whole replay."""
    from vedette.warn import html, jsonform, markdown, page
    from vedette.warn.evidence import wanted

    outlook = desk.as_of(LAST, replay=True)
    bulletin = outlook.bulletin(
        judged.problem,
        status="exercise",
        issued_at=LAST,
        judged=judged,
        previous=judged.assessments[-1 - BULLETIN_DAYS],
    )
    by_claim = {report.claim.id: report for report in judged.reports}
    shown = wanted(judged.assessments, bulletin.ledger)
    evidence = [outlook.evidence(by_claim[claim]) for claim in shown if claim in by_claim]
    documents = outlook.documents_quoted([*bulletin.evidence, *evidence])
    text = markdown.render(bulletin, documents=documents)
    replayed = page.render_replay(
        problem=judged.problem,
        assessments=judged.assessments,
        ledger=bulletin.ledger,
        bulletin=bulletin,
        documents_per_day=dict(outlook.view.holdings().by_day),
        documents=documents,
        evidence=evidence,
        onset=ONSET,
    )
    output.mkdir(parents=True, exist_ok=True)
    files = {
        "index.html": replayed,
        "bulletin.html": html.render(bulletin, documents=documents),
        "bulletin.md": text,
        "bulletin.json": jsonform.render(bulletin),
    }
    for name, content in files.items():
        (output / name).write_text(content, "utf-8")
    out().print()
    out().print(text, markup=False)
    say(f"written: {', '.join(str(output / name) for name in files)}")
    say("The dispatches are exercise texts of fictional outlets: this shows function, not quality.")


COMMANDS = (demo,)
