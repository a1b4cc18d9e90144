"""What is explained: the bulletin a user means, and a sentence marked up with what the reader saw in it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from vedette.cli.common import moment, open_desk, say
from vedette.errors import ConfigError

if TYPE_CHECKING:
    from vedette.types import Bulletin, Claim, Reading, Span

#: What is marked, by colour; the label says it too, so that nothing hangs on the colour.
_STYLES = {
    "act": "bold red",
    "by": "bold blue",
    "to": "bold magenta",
    "said by": "yellow",
    "place": "green",
    "date": "cyan",
}
_Mark = tuple[int, int, str, str]


def bulletin_of(name: str, home: Path | None, as_of: str | None = None) -> "Bulletin":
    """Return a stored bulletin by its JSON file, its id or an id's beginning, or one on a problem by name.

    The one on a problem is issued in memory as of the time told, by default now, and not stored. Raises
    ConfigError where the name is none of these, and for a time with a bulletin, which has its own.
    """
    found = _stored(name, home)
    if found is None:
        return _issued(name, home, as_of)
    if as_of:
        raise ConfigError(f"{name} is a bulletin and has its time", hint="--as-of goes with a problem's name")
    return found


def _stored(name: str, home: Path | None) -> "Bulletin | None":
    from vedette.warn import jsonform

    path = Path(name)
    if path.is_file() and path.suffix not in {".yaml", ".yml"}:
        return jsonform.parse(path.read_bytes())
    with open_desk(home) as desk:
        stored = [one for one in desk.store.view().bulletins() if one.id.startswith(name)]
    return stored[-1] if stored else None


def _issued(name: str, home: Path | None, as_of: str | None) -> "Bulletin":
    from vedette.warn.phrases import moment as told

    with open_desk(home) as desk:
        try:
            problem = desk.problem(name)
        except ConfigError as error:
            raise ConfigError(f"no bulletin and no problem {name}: {error}", hint=error.hint) from error
        outlook = desk.as_of(moment(as_of) if as_of else None)
        say(f"{problem.name}, as of {told(outlook.moment)}: issued in memory, not stored")
        return outlook.bulletin(problem, issued_at=desk.clock())


def marked_up(claims: "Sequence[Claim]", reading: "Reading") -> Text:
    """Return the sentence of these claims, each thing found in it coloured and followed by what it is."""
    start, sentence = claims[0].span.start, claims[0].text
    text, at = Text(), 0
    inside = (m for m in _marks(claims, reading) if start <= m[0] and m[1] <= start + len(sentence))
    for left, right, kind, label in sorted(_apart(inside)):
        text.append(sentence[at : left - start])
        text.append(sentence[left - start : right - start], style=_STYLES[kind])
        text.append(f"[{kind}{label and ' '}{label}]", style=f"dim {_STYLES[kind]}")
        at = right - start
    text.append(sentence[at:])
    return text


def _marks(claims: "Sequence[Claim]", reading: "Reading") -> Iterator[_Mark]:
    """Yield what is marked, what matters most first."""
    for claim in claims:
        if claim.event:
            if act := _words(claim.event.trigger, claim.text):
                label = f"{claim.event.kind} {claim.modality}"
                yield claim.span.start + act.start(), claim.span.start + act.end(), "act", label
            for kind, actor in (("by", claim.event.actor), ("to", claim.event.recipient)):
                if actor and actor.span:
                    yield *_ends(actor.span), kind, actor.code
    for claim in claims:
        if claim.speaker and claim.speaker.span:
            yield *_ends(claim.speaker.span), "said by", claim.speaker.code
    for place in reading.places:
        yield *_ends(place.span), "place", place.name or ""
    for day in reading.dates:
        yield *_ends(day.span), "date", day.value


def _words(trigger: str, sentence: str) -> re.Match[str] | None:
    """Return where the words of an act first stand in its sentence; 'war' does not stand in 'warned'."""
    return re.search(rf"(?<!\w){re.escape(trigger)}(?!\w)", sentence) if trigger else None


def _apart(marks: Iterator[_Mark]) -> list[_Mark]:
    """Return the marks that overlap no earlier one."""
    kept: list[_Mark] = []
    for mark in marks:
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in kept):
            kept.append(mark)
    return kept


def _ends(span: "Span") -> tuple[int, int]:
    return span.start, span.end
