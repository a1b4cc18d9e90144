"""The score page's charts, drawn with the helpers of all our charts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from vedette.score.curves import Point
from vedette.score.replay import Outcome, Step
from vedette.score.scoring import SystemScore
from vedette.types import Level
from vedette.warn.phrases import LEVEL_NAMES, count, day, number
from vedette.warn.svg import (
    NARROW,
    WIDE,
    Chart,
    Table,
    axis,
    el,
    frame,
    line,
    link,
    nice,
    path,
    rect,
    runs,
    spread,
    svg,
    text,
)

_DAY = timedelta(days=1)
_CENSORED = timedelta(days=180)
_HEIGHT = 260
#: the axis of false alarms ends here: a desk that cries wolf every other month is no use to anybody
MOST_ALARMS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    """A frame with two axes of numbers."""

    width: int
    left: int
    right: int
    top: int
    height: int
    xs: Sequence[float]
    ys: Sequence[float]

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def x(self, value: float) -> float:
        share = min(1.0, value / self.xs[-1])
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        return round(self.bottom - min(1.0, value / self.ys[-1]) * self.height, 1)

    def grid(self, x_name: str, y_name: str) -> list[Markup]:
        found = [text(self.left, self.top - 8, y_name)]
        for value in self.ys:
            found.append(line(self.left, self.y(value), self.width - self.right, self.y(value)))
            found.append(text(self.left - 8, self.y(value) + 4, number(value), anchor="end"))
        for value in self.xs:
            found.append(line(self.x(value), self.top, self.x(value), self.bottom))
            found.append(text(self.x(value), self.bottom + 17, f"{value:g}", anchor="middle"))
        found.append(text(self.width - self.right, self.bottom + 34, x_name, anchor="end"))
        return found


def _plot(wide: bool, xs: Sequence[float], ys: Sequence[float]) -> _Plot:
    width = WIDE if wide else NARROW
    return _Plot(
        width=width, left=54, right=190 if wide else 30, top=26, height=_HEIGHT if wide else 200, xs=xs, ys=ys
    )


def amoc_chart(systems: Sequence[SystemScore]) -> Chart:
    """Return mean lead against false alarms a problem-year, one line per system; dots: where it stands."""
    letters = "ABCDEFGHIJ"
    lines = [_best(one.amoc) for one in systems]
    top = nice(max((y for points in lines for _, y in points), default=1.0) or 1.0)

    def draw(*, wide: bool) -> Markup:
        plot = _plot(wide, (0.0, 0.5, 1.0, 1.5, MOST_ALARMS), top)
        parts = plot.grid("false alarms a problem-year", "mean lead, days (0 where missed)")
        ends = [plot.y(points[-1][1]) for points in lines]
        places = spread(ends, 15, plot.top, plot.bottom)
        for n, (one, points) in enumerate(zip(systems, lines, strict=True)):
            drawn = [(plot.x(x), plot.y(y)) for x, y in points]
            corners = [drawn[0]]
            for x, y in drawn[1:]:
                corners += [(x, corners[-1][1]), (x, y)]
            corners.append((plot.x(MOST_ALARMS), corners[-1][1]))
            style = "trace" if n == 0 else "claim" if n % 2 else "claim dashed"
            parts.append(link("", one.system, path(corners, class_=style)))
            label = f"{letters[n]} {one.system}" if wide else letters[n]
            parts.append(
                text(plot.width - plot.right + 8, places[n] + 4, label, class_="t strong" if not n else "t")
            )
            here = next((each for each in one.amoc if each.threshold == one.threshold), None)
            if here is not None and here.false_alarms_per_year <= MOST_ALARMS:
                x, y = plot.x(here.false_alarms_per_year), plot.y(here.mean_lead)
                tip = f"{one.system} as it stands: {_said(here)}"
                dot = el("circle", cx=f"{x:g}", cy=f"{y:g}", r=5, class_="mark" if n == 0 else "open")
                parts.append(link("", tip, dot))
        summary = "; ".join(f"{one.system}: {_at(one.amoc, 1.0)}" for one in systems)
        return svg(
            f"amoc-{wide:d}", "Lead against false alarms", summary, plot.width, plot.bottom + 42, *parts
        )

    return Chart(
        id="amoc",
        title="Lead against false alarms (AMOC)",
        caption="Up and to the left is better. Each line is swept over thresholds and drawn at its best; "
        "dots mark the threshold at which a system is known. Levels are few, so their line has few steps.",
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("System", *(f"at {rate:g} a year" for rate in (0.1, 0.25, 0.5, 1.0, 2.0))),
            rows=tuple(
                (one.system, *(_at(one.amoc, rate) for rate in (0.1, 0.25, 0.5, 1.0, 2.0))) for one in systems
            ),
        ),
        legend=tuple((letters[n], one.system, "") for n, one in enumerate(systems)),
    )


def _best(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Return the corners of the best mean lead with no more than so many false alarms, from (0, ...) on."""
    found = [(0.0, 0.0)]
    for one in points:
        if one.false_alarms_per_year <= MOST_ALARMS and one.mean_lead > found[-1][1]:
            found.append((one.false_alarms_per_year, one.mean_lead))
    return found


def _at(points: Sequence[Point], rate: float) -> str:
    within = [one for one in points if one.false_alarms_per_year <= rate]
    best = max(within, key=lambda one: (one.mean_lead, one.warned), default=None)
    return "-" if best is None else f"{best.mean_lead:.1f} days, {best.warned:.0%} warned"


def _said(point: Point) -> str:
    return (
        f"{point.false_alarms_per_year:.2f} false alarms a year, mean lead {point.mean_lead:.1f} days, "
        f"{point.warned:.0%} of onsets warned of"
    )


def calibration_chart(one: SystemScore) -> Chart:
    """Return how often an onset came in weeks of like chance, on a scale of square roots."""
    ticks = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)

    def draw(*, wide: bool) -> Markup:
        side = 300 if wide else 240
        left, top = 54, 26

        def place(value: float) -> float:
            return round(math.sqrt(value) * side, 1)

        parts = [text(left, top - 8, "share of weeks an onset came after")]
        for value in ticks:
            x, y = left + place(value), top + side - place(value)
            parts += [line(x, top, x, top + side), line(left, y, left + side, y)]
            label = f"{value * 100:g} %"
            parts.append(text(left - 8, y + 4, label, anchor="end"))
            if value in (0.01, 0.1, 0.3, 0.5, 1.0):  # all would run into each other
                parts.append(text(x, top + side + 17, label, anchor="middle"))
        parts.append(text(left + side, top + side + 34, "chance given", anchor="end"))
        parts.append(line(left, top + side, left + side, top, class_="onset"))
        for each in one.calibration:
            x, y = left + place(each.mean), top + side - place(each.came)
            tip = f"{count(each.weeks, 'week')} at {each.mean:.1%}: an onset followed {each.came:.1%}"
            radius = 3 + min(9.0, math.sqrt(each.weeks) / 8)
            parts.append(
                link("", tip, el("circle", cx=f"{x:g}", cy=f"{y:g}", r=f"{radius:.1f}", class_="mark"))
            )
        summary = f"{one.weeks} problem-weeks, {one.onset_weeks} of them followed by an onset"
        width = WIDE if wide else NARROW
        return svg(f"calibration-{wide:d}", "Calibration", summary, width, top + side + 42, *parts)

    return Chart(
        id="calibration",
        title="Calibration of the probability of onset",
        caption="On the dotted line chances are what they say. Both axes are square roots, so that the small "
        "chances of quiet problems can be seen; the greater a dot, the more weeks.",
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("Chance", "Problem-weeks", "Mean chance", "Onset came"),
            rows=tuple(
                (
                    f"{each.low:.0%} to {each.high:.0%}",
                    number(each.weeks),
                    f"{each.mean:.1%}",
                    f"{each.came:.1%}",
                )
                for each in one.calibration
            ),
        ),
    )


def trace_chart(problem: str, name: str, steps: Sequence[Step], outcomes: Sequence[Outcome]) -> Chart:
    """Return one problem's level over the whole replay, with its onsets, nulls and censored time."""
    start, end = steps[0].as_of, steps[-1].as_of + _DAY
    stretches = runs(steps, lambda one: one.level)
    until = [group[0].as_of for group in stretches[1:]] + [end]
    last = steps[-1].as_of  # what is drawn after it gives its level a width, and is no day judged
    summary = "; ".join(f"{LEVEL_NAMES[Level(g[0].level)]} from {day(g[0].as_of)}" for g in stretches[:12])

    def draw(*, wide: bool) -> Markup:
        box = frame(start, end, wide=wide, top=18)
        row = 11
        bottom = box.top + 6 * row
        parts = axis(box, bottom)
        for level in (0, 3, 5):
            y = bottom - level * row - row / 2
            label = f"{level} {LEVEL_NAMES[Level(level)]}" if wide else str(level)
            parts.append(text(box.left - 12, y + 4, label, class_=f"t l{level}", anchor="end"))
            parts.append(line(box.left, y, box.width - box.right, y))
        for one in outcomes:
            if one.onset:
                x1, x2 = box.x(one.at), box.x(one.at + _CENSORED)
                parts.append(
                    link(
                        "",
                        "180 days from onset: not scored",
                        rect(x1, box.top, x2 - x1, bottom - box.top, class_="hatch"),
                    )
                )
        for group, stop in zip(stretches, until, strict=True):
            level = group[0].level
            x1, x2 = box.x(group[0].as_of), box.x(stop)
            y = bottom - level * row - row / 2
            tip = f"{LEVEL_NAMES[Level(level)]} from {day(group[0].as_of)} to {day(min(stop, last))}"
            parts.append(
                link(
                    "",
                    tip,
                    rect(x1, y, x2 - x1, bottom - y, class_=f"fill l{level}"),
                    rect(x1, y - 1.5, x2 - x1, 3, class_=f"bar l{level}"),
                )
            )
        for one in outcomes:
            x = box.x(one.at)
            mark = "onset" if one.onset else "null"
            parts.append(line(x, box.top, x, bottom, class_="onset" if one.onset else "lead"))
            parts.append(text(x, box.top - 5, mark, anchor="middle"))
        return svg(f"trace-{problem}-{wide:d}", name, summary, box.width, bottom + 26, *parts)

    return Chart(
        id=f"trace-{problem}",
        title=name,
        caption=_caption(outcomes),
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("From", "Until", "Level"),
            rows=tuple(
                (
                    day(group[0].as_of),
                    day(min(stop, last)),
                    f"{group[0].level} {LEVEL_NAMES[Level(group[0].level)]}",
                )
                for group, stop in zip(stretches, until, strict=True)
            ),
        ),
    )


def _caption(outcomes: Sequence[Outcome]) -> str:
    said = [f"{'onset' if one.onset else 'null'} {day(one.day)}" for one in outcomes]
    return ", ".join(said) or "no outcome in this time"


def weeks_before(steps: Sequence[Step], onset: datetime, weeks: int = 13) -> tuple[int, ...]:
    """Return the mentions of each of the last weeks before an onset, the earliest first."""
    found = [0] * weeks
    for one in steps:
        ago = (onset - one.as_of) / (7 * _DAY)
        if 0 <= ago < weeks:
            found[weeks - 1 - int(ago)] += one.mentions
    return tuple(found)
