"""Commands by which people put right what was believed: retract."""

from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.common import Home, open_desk, out, plural, say

if TYPE_CHECKING:
    from vedette.types import Assessment


def retract(
    document: Annotated[
        str, typer.Argument(help="Id of a document or how it begins, its own id in the input, or its URL.")
    ],
    home: Home = None,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back, in a sentence.")],
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who retracts; default: the settings' analyst.")
    ] = "",
) -> None:
    """Take a document out of what is weighed, from now on; judge anew, and name the bulletins it was in."""
    from vedette.warn.phrases import day, level_name

    with open_desk(home) as desk:
        done = desk.retract(document, reason=reason, author=by or desk.settings.analyst)
    what = done.document
    title = f"“{what.title}”, " if what.title else ""
    say(f"{title}{what.outlet or 'unknown outlet'}, {day(what.known_at)}, document {what.id}: retracted")
    say("earlier days stay as they were; from now on it counts for nothing")
    for before, after in done.judged:
        out().print(f"{after.problem}: {_change(before, after)}", markup=False)
    for bulletin in done.bulletins:
        out().print(
            f"bulletin {bulletin.id} of {day(bulletin.issued_at)} quotes it ({bulletin.status}, "
            f"{bulletin.problem.id}, level {level_name(bulletin.assessment.level)}): "
            f"write the next with vedette brief --problem {bulletin.problem.id}",
            markup=False,
        )
    judged, quote = plural(len(done.judged), "problem"), plural(len(done.bulletins), "bulletin")
    say(f"{judged} judged anew, {quote} affected")
    if done.copies:
        say(f"{plural(len(done.copies), 'document')} of the same story still stand: {', '.join(done.copies)}")


def _change(before: "Assessment", after: "Assessment") -> str:
    from vedette.warn.phrases import level_name, percent

    level = f"level {level_name(after.level)}, as before"
    if before.level != after.level:
        level = f"level {level_name(before.level)} to {level_name(after.level)}"
    return f"{level}; probability {percent(before.onset.p)} to {percent(after.onset.p)}"


COMMANDS = (retract,)
