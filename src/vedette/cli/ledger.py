"""The ledger command: who claims how many of what, scope by scope."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import AsOf, Home, Json, moment, one_line, open_desk, out, say, say_waiting

if TYPE_CHECKING:
    from vedette.types import Figure, LedgerEntry, Report
    from vedette.watch.ledger import Scope


def ledger(
    problem: Annotated[str, typer.Argument(help="Name of a problem.")],
    home: Home = None,
    as_of: AsOf = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Leave out what was claimed before this day.", show_default=False),
    ] = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Show the sentence and the document behind each claim.")
    ] = False,
    json: Json = False,
) -> None:
    """Show who claims how many of what: by scope, with ranges, revisions and contradictions.

    Nothing is left out for its age: the ledger holds all that was claimed by the time asked for.
    """
    from vedette.formats import ledger_line, to_json
    from vedette.outlook import BEGINNING
    from vedette.types import day_of
    from vedette.watch.ledger import scopes

    now = moment(as_of)
    first = date.min if since is None else day_of(moment(since))
    with open_desk(home) as desk:
        outlook = desk.as_of(now)
        entries = outlook.ledger(desk.problem(problem))
        reports = {report.claim.id: report for report in outlook.reports(BEGINNING)}
        say_waiting(outlook, BEGINNING)
    numbers = {entry.claim: number for number, entry in enumerate(entries, 1)}
    if json:
        spans = {entry.scope: scope.span for scope in scopes(entries, now) for entry in scope.entries}
        for entry in entries:
            if day_of(entry.known_at) >= first:
                report, number = reports[entry.claim], numbers[entry.claim]
                typer.echo(to_json(ledger_line(entry, report, now, number=number, span=spans[entry.scope])))
        return
    quoted = reports if sentences else {}
    shown = [
        (scope, lines)
        for scope in scopes(entries, now)
        if (lines := [entry for entry in scope.entries if day_of(entry.known_at) >= first])
    ]
    console = out()
    for scope, lines in shown:
        console.print(one_line(heading(scope)), style="bold", markup=False)
        for line in _lines(lines, now, numbers, quoted):
            console.print(one_line(line), markup=False)
        console.print()
    if not shown:
        say("no figures claimed")


def heading(scope: "Scope") -> str:
    """Return what a scope holds: '148,000-190,000 troops of Russia: UKR 148,000; USA 169,000-190,000'."""
    from vedette.types import FigureKind
    from vedette.warn.phrases import span
    from vedette.watch.figures import where

    first = scope.entries[0]
    figure, range_ = first.figure, scope.span
    kind = {FigureKind.DELTA: "change in", FigureKind.PROJECTION: "projected"}.get(figure.kind, "")
    place = where(figure, first.place)
    of = f"of {_owner(figure)}" if figure.of else ""
    counted = " ".join(filter(None, (kind, figure.unit, of)))
    counted = ", ".join(filter(None, (counted, *figure.scope, place)))
    if range_ is None:
        return f"{counted}: no live claim"
    voices: dict[str, list[Figure]] = {}
    for entry in sorted(scope.live, key=lambda entry: (entry.figure.low, entry.figure.high)):
        voices.setdefault(_voice(entry), []).append(entry.figure)
    said = [f"{voice} {_says(figures)}" for voice, figures in voices.items()]
    clash = ", which cannot all be true" if any(entry.contradicts for entry in scope.live) else ""
    # changes of different days are all true: they have no range
    low_high = "" if figure.kind is FigureKind.DELTA else f"{span(*range_)} "
    return f"{low_high}{counted}{clash}: {'; '.join(said)}"


def _says(figures: "Sequence[Figure]") -> str:
    """Return what one speaker says: its figure, the range of several, and changes one by one."""
    from vedette.types import FigureKind
    from vedette.warn.phrases import amount, span

    amounts = list(dict.fromkeys(map(amount, figures)))
    if len(amounts) == 1 or figures[0].kind is FigureKind.DELTA:
        return ", ".join(amounts)
    return span(min(one.low for one in figures), max(one.high for one in figures))


def _owner(figure: "Figure") -> str:
    """Return whose it is as people say it: 'Russia', 'Ukraine (separatists)'."""
    from vedette.watch.draft import countries

    state, _, group = (figure.of or "").partition(":")
    name = countries()[state].name if state in countries() else state
    return f"{name} ({group.lower()})" if group else name


def _voice(entry: "LedgerEntry") -> str:
    from vedette.warn.phrases import outlet_name
    from vedette.watch.parties import UNKNOWN

    code = entry.speaker_code
    return outlet_name(entry.speaker) if code in ("", UNKNOWN) or code.endswith(":MED") else code


def _lines(
    entries: "Sequence[LedgerEntry]",
    now: datetime,
    numbers: Mapping[str, int],
    quoted: "Mapping[str, Report]",
) -> Iterator[str]:
    """Yield a line for each entry, its columns below each other, and what is behind it."""
    from vedette.types import day_of
    from vedette.warn.phrases import amount, stands

    rows = [(amount(entry.figure), stands(entry, now, numbers) + _again(entry, now)) for entry in entries]
    wide, wider = (max(map(len, column)) for column in zip(*rows, strict=True))
    for entry, (value, how) in zip(entries, rows, strict=True):
        number = f"{numbers[entry.claim]:>5}"
        yield f"{number}  {day_of(entry.known_at)}  {value:<{wide}}  {how:<{wider}}  {_speaker(entry)}"
        for told in _behind(quoted.get(entry.claim)):
            yield f"{'':7}{told}"


def _again(entry: "LedgerEntry", now: datetime) -> str:
    """Return when a figure that speaks for the present was last given, if not on its day."""
    from vedette.types import day_of, speaks

    last = entry.repeated_at
    if last is None or day_of(last) == day_of(entry.known_at) or not speaks(entry, now):
        return ""
    return f", again {day_of(last)}"


def _speaker(entry: "LedgerEntry") -> str:
    from vedette.warn.phrases import outlet_name
    from vedette.watch.parties import UNKNOWN

    code = "" if entry.speaker_code in ("", UNKNOWN) else f" ({entry.speaker_code})"
    relay = [outlet_name(name) for name in reversed(entry.relay)]
    return ", through ".join([f"{outlet_name(entry.speaker)}{code}", *relay])


def _behind(report: "Report | None") -> Iterator[str]:
    """Yield the sentence of a claim and the document it stands in."""
    from vedette.warn.phrases import outlet_name

    if report is None:
        return
    facts = (outlet_name(report.outlet.name), report.title and f"“{report.title}”", report.claim.document)
    yield f"“{report.claim.text}”"
    yield ", ".join(filter(None, facts))
    if report.url:
        yield report.url
