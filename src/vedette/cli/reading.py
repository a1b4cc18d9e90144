"""Commands that read and look up: read, search."""

import sys
from collections.abc import Iterator
from itertools import tee
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
from vedette.cli.ledger import ledger

if TYPE_CHECKING:
    from vedette.config import Settings
    from vedette.types import Claim, Document, Failure, Figure, Reading

    Result = tuple[Document, Reading] | Failure

#: TIMEX3 values that are no dates, as a person says them.
VAGUE_TIMES = {"PAST_REF": "in the past", "PRESENT_REF": "at present", "FUTURE_REF": "in future"}


def read(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders or - for stdin, read without being stored; none: all unread documents "
            "of the desk, stored.",
            show_default=False,
        ),
    ] = None,
    home: Home = None,
    *,
    json: Json = False,
    text: Annotated[bool, typer.Option("--text", help="Also print the text that spans index.")] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Mark up the sentences that claim something: acts, parties, speakers, places, dates. Needs "
            "files, goes without --json.",
        ),
    ] = False,
) -> None:
    """Read: who says that who did what to whom, where, when, how many; how firmly."""
    if explain and (json or not paths):
        raise typer.BadParameter("goes with files, and without --json", param_hint="--explain")
    if not paths:
        _read_desk(home)
        return
    from vedette.outlook import READ_LANGUAGES

    failed, gaps = False, 0
    for result in _read_paths(paths, home):
        if json:
            typer.echo(_line(result, text=text))
        elif isinstance(result, tuple):
            _print_reading(*result, text=text, explain=explain)
        else:
            say(f"{result.record}: {result.reason}")
        if not isinstance(result, tuple):
            failed = True
        elif result[0].language not in READ_LANGUAGES:
            gaps += 1
        else:
            failed = failed or result[1].error is not None
    if gaps:
        say(f"{plural(gaps, 'document')} in a language that is not read")
    if failed:
        raise SystemExit(Exit.SOME_FAILED)


def _line(result: "Result", *, text: bool) -> str:
    from vedette.formats import failed_line, read_line, to_json

    if isinstance(result, tuple):
        return to_json(read_line(*result, text=text))
    return to_json(failed_line(result.record, result.reason))


def _read_paths(paths: list[str], home: Path | None) -> "Iterator[Result]":
    """Yield one result per input record, in order."""
    from vedette.config import load_settings
    from vedette.read.loading import load_reader
    from vedette.types import Document

    settings = load_settings(home)
    reader = load_reader(settings)
    # one stream, which the reader shares among its processes; what it takes ahead waits in `tee`
    ahead, items = tee(_cleaned(paths, settings))
    readings = reader.read(item for item in ahead if isinstance(item, Document))
    for item in items:
        yield (item, next(readings)) if isinstance(item, Document) else item
    _say_dropped(reader.dropped)


def _cleaned(paths: list[str], settings: "Settings") -> "Iterator[Document | Failure]":
    """Yield the document of each input record, or why there is none, in order."""
    from datetime import UTC, datetime

    from vedette.clean.documents import clean
    from vedette.collect.files import read_paths
    from vedette.config import load_outlets
    from vedette.types import Failure

    outlets = load_outlets(settings.outlets)
    for item in read_paths(paths, now=datetime.now(UTC), stdin=sys.stdin.buffer):
        if isinstance(item, Failure):
            yield item
        else:
            yield from clean([item], outlets=outlets)


def _read_desk(home: Home) -> None:
    with open_desk(home) as desk, progress("reading") as tick:
        done = desk.read(progress=tick)
        dropped = desk.reader.dropped
    gap = f"; {done.unread:,} in a language that is not read" if done.unread else ""
    say(f"{plural(done.documents, 'document')} read: {plural(done.claims, 'new claim')}{gap}")
    _say_dropped(dropped)
    show_failures(done.failures)
    if done.failures:
        raise SystemExit(Exit.SOME_FAILED)


def _say_dropped(count: int) -> None:
    """Say how much of what a language model told could not be used."""
    if count:
        what = plural(count, "event, code or answer", "events, codes or answers")
        say(f"{what} dropped: not in the text, or not of the form asked for")


def _print_reading(document: "Document", reading: "Reading", *, text: bool, explain: bool) -> None:
    """Print each sentence that holds something once, and what is claimed in it beneath."""
    from itertools import groupby

    from vedette.cli.explaining import marked_up
    from vedette.warn.phrases import outlet_name

    console = out()
    console.print(f"[bold]{_plain(document.title or document.label)}[/bold]")
    facts = [outlet_name(document.outlet), f"language {document.language}"]
    if document.published:
        facts.append(f"{document.published:%Y-%m-%d %H:%M} UTC")
    if document.credit:
        facts.append(f"credit {document.credit}")
    if document.truncated:
        facts.append("text breaks off")
    console.print(_plain(", ".join(facts)), style="dim")
    if text:
        console.print(_plain(document.content))
    if reading.error:
        console.print(f"not read: {_plain(reading.error)}", style="yellow")
    for sentence, grouped in groupby(reading.claims, key=lambda claim: claim.text):
        claims = list(grouped)
        console.print()
        console.print(marked_up(claims, reading) if explain else f"“{_plain(sentence)}”")
        for claim in claims:
            console.print(f"  [bold]{_plain(_what(claim))}[/bold]  {_plain(_how(claim, reading))}")
    console.print()


def _what(claim: "Claim") -> str:
    if claim.event:
        joint = " ↔ " if claim.event.reciprocal else " → "
        recipient = joint + claim.event.recipient.code if claim.event.recipient else ""
        return f"{claim.event.kind} {claim.event.actor.code}{recipient}"
    if claim.figure:
        return figure_words(claim.figure)
    return f"says: {claim.content}"


def _how(claim: "Claim", reading: "Reading") -> str:
    speaker = claim.speaker.text or claim.speaker.code if claim.speaker else "the outlet"
    parts = [claim.modality.value, f"said by {speaker}"]
    if claim.relay:
        parts.append(f"through {', '.join(actor.text for actor in claim.relay)}")
    if claim.basis:
        parts.append(f"on {claim.basis}")
    place = claim.event.place if claim.event else claim.figure.place if claim.figure else None
    if place is not None:
        parts.append(f"at {reading.places[place].name or reading.places[place].text}")
    if claim.event and claim.event.when:
        parts.append(VAGUE_TIMES.get(claim.event.when.value, claim.event.when.value))
    return ", ".join((*parts, *claim.indicators))


def figure_words(figure: "Figure") -> str:
    """Return a figure as a person says it: 'about 90,000 troops RUS (stock; near the border)'."""
    low, high = f"{figure.low:,.0f}", f"{figure.high:,.0f}"
    number = low if low == high else f"{low}-{high}"
    qualifier = "" if figure.qualifier == "exact" else figure.qualifier
    counted = " ".join(filter(None, (qualifier, number, figure.unit, figure.of)))
    return f"{counted} ({'; '.join((figure.kind, *figure.scope))})"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases" and prefixes* that must all occur.')],
    home: Home = None,
    as_of: AsOf = None,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many hits.")] = 20,
    json: Json = False,
) -> None:
    """Find documents by their words."""
    from vedette.formats import SearchLine, to_json
    from vedette.warn import phrases

    with open_desk(home) as desk:
        hits = desk.as_of(moment(as_of)).search(query, limit=limit)
    console = out()
    for hit in hits:
        if json:
            typer.echo(
                to_json(
                    SearchLine(
                        document=hit.document,
                        title=hit.title,
                        outlet=hit.outlet,
                        known_at=hit.known_at,
                        snippet=hit.snippet,
                        rank=hit.rank,
                    )
                )
            )
        else:
            console.print(f"[bold]{_plain(hit.title or hit.snippet)}[/bold]")
            outlet = _plain(phrases.outlet_name(hit.outlet))
            console.print(f"  {phrases.moment(hit.known_at)}, {outlet}, {hit.document}")
            if hit.title:
                console.print(f"  {_plain(hit.snippet)}")
    if not hits and not json:
        say("nothing found")


COMMANDS = (read, search, ledger)
