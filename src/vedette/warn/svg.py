"""Small pure helpers that write SVG: escaped elements, a time axis, a frame shared by all charts.

No colour is set here but by class: the page's style sheet knows light, dark and print.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from typing import TypeVar

from markupsafe import Markup, escape

from vedette.warn.phrases import MONTHS, printable

_DAY = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The same facts as a chart, in words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart for wide and for narrow screens, with its table."""

    id: str
    title: str
    caption: str
    wide: Markup
    narrow: Markup
    table: Table
    legend: tuple[tuple[str, str, str], ...] = ()  #: letter, text, anchor of the evidence or ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a chart draws: sizes in pixels, time from `start` to `end`."""

    width: int
    left: int
    right: int
    top: int
    start: datetime
    end: datetime

    def x(self, when: datetime) -> float:
        """Return the horizontal position of a time, kept inside the frame."""
        share = (when - self.start) / max(self.end - self.start, _DAY)
        return round(self.left + min(1.0, max(0.0, share)) * (self.width - self.left - self.right), 1)


WIDE, NARROW = 1040, 340


def frame(start: datetime, end: datetime, *, wide: bool, top: int = 14) -> Frame:
    """Return the frame that all charts of a page share, so that the same day lies below itself."""
    if wide:
        return Frame(width=WIDE, left=248, right=46, top=top, start=start, end=end)
    return Frame(width=NARROW, left=34, right=36, top=top, start=start, end=end)


def el(name: str, *children: object, **attributes: object) -> Markup:
    """Return an element; children and attribute values are escaped unless already Markup.

    In names of attributes '_' stands for '-', and 'class_' for 'class'. None is left out.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), printable(str(value)))
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(
        child if isinstance(child, Markup) else escape(printable(str(child))) for child in children
    )
    # the names are ours, everything else was escaped above
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inner)  # noqa: S704


def svg(id_: str, title: str, description: str, width: int, height: float, *children: object) -> Markup:
    """Return the whole picture, named and described for those who don't see it."""
    return el(
        "svg",
        el("title", title, id=f"{id_}-t"),
        el("desc", description, id=f"{id_}-d"),
        *children,
        viewBox=f"0 0 {width} {height:g}",
        width=width,
        height=f"{height:g}",
        role="img",
        aria_labelledby=f"{id_}-t {id_}-d",
    )


def link(anchor: str, label: str, *children: object) -> Markup:
    """Return the children, linked to an anchor of the page if there is one; `label` is the tool tip."""
    tip = el("title", label)
    if not anchor:
        return el("g", tip, *children)
    return el("a", tip, *children, href=f"#{anchor}", aria_label=label)


def text(x: float, y: float, content: object, *, class_: str = "t", anchor: str = "start") -> Markup:
    """Return a line of text with its base line at y."""
    return el("text", content, x=f"{x:g}", y=f"{y:g}", class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, *, class_: str = "grid") -> Markup:
    """Return a straight line."""
    return el("line", x1=f"{x1:g}", y1=f"{y1:g}", x2=f"{x2:g}", y2=f"{y2:g}", class_=class_)


def rect(x: float, y: float, width: float, height: float, *, class_: str) -> Markup:
    """Return a rectangle at least one pixel wide."""
    return el("rect", x=f"{x:g}", y=f"{y:g}", width=f"{max(width, 1):g}", height=f"{height:g}", class_=class_)


def path(points: Iterable[tuple[float, float]], *, class_: str, close: bool = False) -> Markup:
    """Return a path through the points."""
    drawn = " L".join(f"{x:g} {y:g}" for x, y in points)
    return el("path", d=f"M{drawn}{' Z' if close else ''}", class_=class_)


def steps(points: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """Return the corners of a step line that keeps each value until the next, the last until `end`."""
    corners = [corner for (x, y), (after, _) in pairwise(points) for corner in ((x, y), (after, y))]
    if points:
        corners += [points[-1], (end, points[-1][1])]
    return corners


def ticks(start: datetime, end: datetime, most: int) -> list[tuple[datetime, str]]:
    """Return at most `most` days to label, evenly stepped by days, weeks or months, with labels."""
    span = (end - start) / _DAY
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    for step in (1, 2, 7, 14):
        if span / step <= most:
            days = [first + _DAY * n * step for n in range(int(span // step) + 2)]
            return [(at, f"{at.day} {MONTHS[at.month - 1]}") for at in days if start <= at <= end][:most]
    months = start.year * 12 + start.month
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if span / (30.4 * n) <= most), 1200)
    found = []
    for month in range(months, end.year * 12 + end.month + 1):
        at = datetime((month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=UTC)
        if (month - 1) % step == 0 and start <= at <= end:
            found.append((at, MONTHS[at.month - 1] if step < 12 else str(at.year)))
    # the year stands at the first label and at every January
    return [
        (at, f"{label} {at.year}" if step < 12 and (n == 0 or at.month == 1) else label)
        for n, (at, label) in enumerate(found)
    ]


def axis(box: Frame, bottom: float) -> list[Markup]:
    """Return the time axis: faint lines down the frame and labels below it."""
    wide = box.width == WIDE
    found: list[Markup] = []
    last = -1e9
    for at, label in ticks(box.start, box.end, 9 if wide else 5):
        x = box.x(at)
        found.append(line(x, box.top, x, bottom))
        half = 3.2 * len(label)  # half the width of a label at 12 px
        place = min(max(x, box.left + half - 8), box.width - half)
        if place - half > last + 6:
            found.append(text(place, bottom + 17, label, anchor="middle"))
            last = place + half
    return found


def nice(top: float, most: int = 5) -> list[float]:
    """Return round numbers from 0 to at least `top`, in at most `most` steps.

    >>> nice(175000)
    [0, 50000, 100000, 150000, 200000]
    """
    magnitude = 10.0 ** max(-6, len(str(int(max(top, 1)))) - 2)
    step = next(
        magnitude * 10**power * factor
        for power in range(3)
        for factor in (1, 2, 2.5, 5)
        if top <= magnitude * 10**power * factor * most
    )
    count = 1
    while step * count < top:
        count += 1
    return [round(step * n, 6) for n in range(count + 1)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions near the wanted ones, in their order, at least `gap` apart where room allows."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    placed = [0.0] * len(wanted)
    last = low - gap
    for n in order:
        last = placed[n] = max(wanted[n], last + gap)
    limit = high
    for n in reversed(order):
        placed[n] = min(placed[n], limit)
        limit = placed[n] - gap
    return placed


def runs(items: Iterable[T], key: Callable[[T], object]) -> list[list[T]]:
    """Return the items in stretches of equal key."""
    return [list(members) for _, members in groupby(items, key=key)]
