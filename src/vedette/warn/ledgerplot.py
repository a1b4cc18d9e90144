"""The replay page's figure ledger: who claimed how many, when, of what scope."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from vedette.types import Assessment, Figure, FigureKind, LedgerEntry
from vedette.warn.charts import banner, onset_mark, window
from vedette.warn.conversion import in_troops
from vedette.warn.phrases import count, day, figure, number, scope, stands
from vedette.warn.svg import (
    Chart,
    Frame,
    Table,
    axis,
    el,
    frame,
    line,
    link,
    nice,
    path,
    spread,
    steps,
    svg,
    text,
)

_SERIES = 10  # lines one chart can carry and still be told apart; the table has them all
_LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    letter: str
    label: str
    dashed: bool
    entries: tuple[LedgerEntry, ...]


def ledger_chart(
    ledger: Sequence[LedgerEntry],
    assessments: Sequence[Assessment],
    anchors: Mapping[str, str],
    *,
    exercise: bool,
    onset: date | None = None,
) -> Chart | None:
    """Return the chart of the unit most often claimed, None for an empty ledger.

    A line is one speaker's figures of one scope. Changes ('7,000 more') are no stocks and other
    units have no common axis: both stand in the table only.
    """
    if not ledger:
        return None
    start, end = window(assessments, onset)
    ordered = sorted(ledger, key=lambda entry: entry.known_at)
    numbers = {entry.claim: n for n, entry in enumerate(ordered, 1)}
    plotted = [item for item in ledger if item.figure.kind is not FigureKind.DELTA and _finite(item)]
    unit = Counter(item.figure.unit for item in plotted).most_common(1)[0][0] if plotted else ""
    series = _series([item for item in plotted if item.figure.unit == unit and start <= item.known_at <= end])
    rest = len(ledger) - sum(len(item.entries) for item in series)
    top = nice(max((entry.figure.high for item in series for entry in item.entries), default=1))
    summary = "; ".join(
        f"{item.letter} {item.label}: {figure(item.entries[-1].figure)}, {day(item.entries[-1].known_at)}"
        for item in series
    )

    def draw(*, wide: bool) -> Markup:
        box = frame(start, end, wide=wide, top=22)
        height = 230 if wide else 200
        bottom = box.top + height
        parts = [*banner(box, exercise), *axis(box, bottom)]

        def y(value: float) -> float:
            return round(bottom - value / top[-1] * height, 1)

        for value in top:
            parts.append(line(box.left, y(value), box.width - box.right, y(value)))
            label = number(value) if wide or value < 1000 else f"{number(value / 1000)}k"
            parts.append(text(box.left - 10, y(value) + 4, label, anchor="end"))
        right = box.x(min(end, window(assessments)[1]))
        ends = spread([y(_middle(item.entries[-1])) for item in series], 15, box.top + 6, bottom - 4)
        for item, place in zip(series, ends, strict=True):
            parts.extend(_draw(item, box, y, right, anchors))
            last = y(_middle(item.entries[-1]))
            if abs(place - last) > 2:
                parts.append(line(right, last, right + 5, place, class_="lead"))
            parts.append(text(right + 7, place + 4, item.letter, class_="t strong"))
        parts.extend(onset_mark(box, bottom, onset))
        return svg(f"ledger-{wide:d}", f"Claimed {unit}", summary, box.width, bottom + 26, *parts)

    left = f" {count(rest, 'figure')} of change, other units or days stand in the table." if rest else ""
    return Chart(
        id="ledger",
        title=f"Claimed figures: {unit}" if unit else "Claimed figures",
        caption="One line per speaker and scope; different scopes are never added or compared. "
        f"Dashed: projected. Whiskers: a claimed range.{left}",
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("No.", "Day", "Speaker", "Figure", "Scope", "Outlet", "Now"),
            rows=tuple(
                (
                    str(numbers[entry.claim]),
                    day(entry.known_at),
                    ", through ".join([entry.speaker, *reversed(entry.relay)]),
                    _figure(entry.figure),
                    scope(entry),
                    entry.outlet,
                    stands(entry, assessments[-1].as_of, numbers),
                )
                for entry in ordered
            ),
        ),
        legend=tuple((item.letter, item.label, anchors.get(item.entries[-1].claim, "")) for item in series),
    )


def _figure(value: Figure) -> str:
    """Return the figure in words; of battalion tactical groups with what they would be in troops."""
    troops = in_troops(value)
    if troops is None:
        return figure(value)
    span = f"{number(troops.low)}-{number(troops.high)}"
    return f"{figure(value)} [{span} troops at {troops.least}-{troops.most} each: {troops.source}]"


def _series(entries: Sequence[LedgerEntry]) -> list[_Series]:
    def key(entry: LedgerEntry) -> tuple[str, ...]:
        return (entry.speaker, entry.scope, entry.figure.kind.value, entry.figure.of or "")

    ordered = sorted(entries, key=lambda entry: (key(entry), entry.known_at, entry.claim))
    groups = [tuple(members) for _, members in groupby(ordered, key=key)]
    groups.sort(key=lambda group: group[0].known_at)
    # the busiest lines are drawn, in the order in which they began
    kept = sorted(groups, key=lambda group: -len(group))[:_SERIES]
    return [
        _Series(
            letter=letter,
            label=f"{group[-1].speaker}: {scope(group[-1])}"
            + (" (projected)" if group[-1].figure.kind is FigureKind.PROJECTION else ""),
            dashed=group[-1].figure.kind is FigureKind.PROJECTION,
            entries=group,
        )
        for letter, group in zip(_LETTERS, (group for group in groups if group in kept), strict=False)
    ]


def _draw(
    item: _Series, box: Frame, y: Callable[[float], float], right: float, anchors: Mapping[str, str]
) -> list[Markup]:
    points = [(box.x(entry.known_at), y(_middle(entry))) for entry in item.entries]
    drawn = [path(steps(points, right), class_="claim dashed" if item.dashed else "claim")]
    for entry, (x, middle) in zip(item.entries, points, strict=True):
        marks = [el("circle", cx=f"{x:g}", cy=f"{middle:g}", r=4, class_="open" if item.dashed else "mark")]
        if entry.figure.low != entry.figure.high:
            low, high = y(entry.figure.low), y(entry.figure.high)
            marks += [
                line(x, low, x, high, class_="whisker"),
                line(x - 4, low, x + 4, low, class_="whisker"),
                line(x - 4, high, x + 4, high, class_="whisker"),
            ]
        tip = f"{day(entry.known_at)}, {entry.speaker}: {figure(entry.figure)} ({scope(entry)})"
        drawn.append(link(anchors.get(entry.claim, ""), tip, *marks))
    return drawn


def _middle(entry: LedgerEntry) -> float:
    return (entry.figure.low + entry.figure.high) / 2


def _finite(entry: LedgerEntry) -> bool:
    return 0 <= entry.figure.low <= entry.figure.high < 1e12
