"""How numbers, days, levels, speakers and figures are worded, the same in every product."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from vedette.types import (
    Actor,
    Figure,
    FigureKind,
    LedgerEntry,
    Level,
    Modality,
    Qualifier,
    Standing,
    State,
    day_of,
    standing,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LEVEL_NAMES = {
    Level.ROUTINE: "Routine",
    Level.WATCH: "Watch",
    Level.CONCERN: "Concern",
    Level.WARNING: "Warning",
    Level.IMMINENT: "Imminent",
    Level.UNDER_WAY: "Under way",
}

STATE_SIGNS = {
    State.OBSERVED: "●",
    State.CONTRADICTED: "◐",
    State.ABSENT: "○",
    State.UNKNOWN: "?",
    State.EXPIRED: "◌",
}

#: how a speaker put a thing forward: goes with one who speaks and with many, before 'it' and before a quote
MODALITY_VERBS = {
    Modality.ASSERTED: "stated",
    Modality.DENIED: "denied",
    Modality.POSSIBLE: "suggested",
    Modality.PLANNED: "told of plans for",
    Modality.DEMANDED: "demanded",
    Modality.CONDITIONAL: "conditionally stated",
    Modality.HISTORICAL: "recalled",
}

_QUALIFIERS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "about ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.UP_TO: "up to ",
    Qualifier.LESS_THAN: "less than ",
}

_KINDS = {FigureKind.STOCK: "", FigureKind.DELTA: ", change", FigureKind.PROJECTION: ", projected"}

EXERCISE = "Exercise - fictional outlets"

# C0 and C1 controls and lone surrogates: no product can carry them (XML, UTF-8)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# only plain http(s) is ever a link: 'javascript:', 'data:' and whatever a browser forgives are text
_WEB = re.compile(r"https?://[^\s<>\"'`\\\x00-\x20\x7f-\x9f\ud800-\udfff]+", re.IGNORECASE)


def printable(text: str) -> str:
    """Return the text with characters no product can carry replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def web_url(url: str | None) -> str | None:
    """Return the URL if it is a plain http or https one, else None."""
    return url if url and _WEB.fullmatch(url) else None


def day(when: date | datetime | None) -> str:
    """Return the day a time belongs to (see `day_of`): '14 Jan 2022'; '-' for None."""
    if when is None:
        return "-"
    found = day_of(when)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def clock(when: datetime) -> str:
    """Return the time of day in UTC: '18:00', and '24:00' for the end of a day."""
    when = when.astimezone(UTC)
    return f"{when:%H:%M}" if day_of(when) == when.date() else "24:00"


def moment(when: datetime | None) -> str:
    """Return day and time: '14 Jan 2022, 18:00 UTC', '14 Jan 2022, 24:00 UTC'; '-' for None."""
    return "-" if when is None else f"{day(when)}, {clock(when)} UTC"


def level_name(level: Level) -> str:
    """Return number and word: '3 Warning'."""
    return f"{level.value} {LEVEL_NAMES[level]}"


def pips(level: Level) -> str:
    """Return the level's shape in text: one filled square per step, '■■■□□'."""
    return "■" * level.value + "□" * (Level.UNDER_WAY - level.value)


def arrow(before: Level | None, now: Level) -> str:
    """Return '↑', '↓' or '→' for a level that rose, fell or stayed (or is the first)."""
    if before is None or before == now:
        return "→"
    return "↑" if now > before else "↓"


def percent(p: float) -> str:
    """Return '62 %', clamped to 1-99: nothing about intentions is certain.

    >>> percent(0.6249), percent(0)
    ('62 %', '1 %')
    """
    return f"{_points(p)} %"


def share(value: float, digits: int = 0) -> str:
    """Return a share or rate as it is, not clamped: '14 %', '0.84 %' with two digits."""
    return f"{100 * value:.{digits}f} %"


def band(low: float, high: float) -> str:
    """Return '41-78 %'."""
    return f"{_points(low)}-{_points(high)} %"


def _points(p: float) -> int:
    return 1 if math.isnan(p) else min(99, max(1, math.floor(100 * p + 0.5)))


def number(value: float) -> str:
    """Return the number with thousands separated by commas: '90,000', '2.5'."""
    if not math.isfinite(value):
        return str(value)
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def count(n: int, one: str, many: str | None = None) -> str:
    """Return '1 report', '3 reports'."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(items: Sequence[str], *, most: int = 6) -> str:
    """Return 'a, b and c'; beyond `most`, 'a, b and 7 more'."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def capital(text: str) -> str:
    """Return the text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def span(low: float, high: float) -> str:
    """Return '90,000' or '100,000-120,000'."""
    return number(low) if low == high else f"{number(low)}-{number(high)}"


def amount(value: Figure) -> str:
    """Return how many: 'about 90,000'. Both ends are shown, though 'up to' stands on the upper one only."""
    return _QUALIFIERS[value.qualifier] + span(value.low, value.high)


def figure(value: Figure) -> str:
    """Return amount, unit and kind: 'about 90,000 troops', '100,000-120,000 troops, projected'."""
    return f"{amount(value)} {value.unit}{_KINDS[value.kind]}"


def scope(entry: LedgerEntry) -> str:
    """Return whom and what the figure covers, as said: 'RUS, near the border; incl. Crimea'."""
    of = [entry.figure.of] if entry.figure.of else []
    place = [entry.place] if entry.place else []
    return "; ".join([", ".join([*of, *place]), *entry.figure.scope]).strip("; ") or "no scope given"


def stands(entry: LedgerEntry, as_of: datetime, numbers: Mapping[str, int]) -> str:
    """Return how a claimed figure stands, and by which numbered claims: 'contradicted by 12, 15'."""
    now = standing(entry, as_of)
    others = {
        Standing.CORRECTED: [entry.corrected_by],
        Standing.SUPERSEDED: [entry.superseded_by],
        Standing.CONTRADICTED: entry.contradicts,
    }.get(now, ())
    known = sorted(numbers[claim] for claim in others if claim and claim in numbers)
    return f"{now} by {', '.join(map(str, known))}" if known else str(now)


def outlet_name(name: str) -> str:
    """Return an outlet's name as it is shown; silence about it is shown too."""
    return name or "unknown outlet"


def speaker(who: Actor | None, relay: Sequence[Actor], outlet: str) -> str:
    """Return who says it and through whom: 'Defence ministry of Ukraine, through Example Wire'."""
    name = (who.text or who.code) if who else outlet_name(outlet)
    through = [actor.text or actor.code for actor in relay]
    return ", through ".join([name, *through[::-1]])  # nearest to the speaker first
