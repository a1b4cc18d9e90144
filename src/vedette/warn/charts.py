"""The replay page's charts over time: level, probability of onset, documents per day."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from markupsafe import Markup

from vedette.types import Assessment, Level, day_of
from vedette.warn.phrases import (
    EXERCISE,
    LEVEL_NAMES,
    band,
    count,
    day,
    level_name,
    number,
    percent,
)
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
    rect,
    runs,
    svg,
    text,
)

_DAY = timedelta(days=1)


def banner(box: Frame, exercise: bool) -> list[Markup]:
    """Return the mark every chart of an exercise carries."""
    return [text(box.left, 11, EXERCISE, class_="t ex")] if exercise else []


def onset_mark(box: Frame, bottom: float, onset: date | None) -> list[Markup]:
    """Return the line at the day it began, if it did."""
    if onset is None:
        return []
    x = box.x(midnight(onset))
    return [line(x, box.top, x, bottom, class_="onset"), text(x, box.top - 7, "onset", anchor="middle")]


def midnight(when: date) -> datetime:
    """Return the start of a day in UTC."""
    return datetime.combine(when, time(), tzinfo=UTC)


def window(assessments: Sequence[Assessment], onset: date | None = None) -> tuple[datetime, datetime]:
    """Return the time the charts show: from the first assessment to a step after the last."""
    start, last = assessments[0].as_of, assessments[-1].as_of
    step = last - assessments[-2].as_of if len(assessments) > 1 else _DAY
    end = last + max(step, _DAY)
    return start, max(end, midnight(onset) + _DAY) if onset else end


def level_changes(assessments: Sequence[Assessment]) -> list[tuple[Level | None, Assessment]]:
    """Return each assessment that entered another level, with the level before it."""
    found: list[tuple[Level | None, Assessment]] = []
    for before, now in pairwise([None, *assessments]):
        if now and (before is None or before.level != now.level):
            found.append((before.level if before else None, now))
    return found


def level_chart(assessments: Sequence[Assessment], *, exercise: bool, onset: date | None = None) -> Chart:
    """Return the level as a step line, each change numbered as in the list of reasons."""
    start, end = window(assessments, onset)
    stretches = runs(assessments, lambda item: item.level)
    until = [group[0].as_of for group in stretches[1:]] + [_last(assessments)]
    summary = "; ".join(f"{level_name(group[0].level)} from {day(group[0].as_of)}" for group in stretches)

    def draw(*, wide: bool) -> Markup:
        box = frame(start, end, wide=wide, top=22)
        row = 27 if wide else 24
        bottom = box.top + 6 * row
        parts = [*banner(box, exercise), *axis(box, bottom)]
        for level in Level:
            y = bottom - level * row - row / 2
            label = f"{level.value} {LEVEL_NAMES[level]}" if wide else str(level.value)
            parts.append(text(box.left - 12, y + 4, label, class_=f"t l{level.value}", anchor="end"))
            parts.append(line(box.left, y, box.width - box.right, y))
        previous = None
        for group, stop in zip(stretches, until, strict=True):
            level, y = group[0].level, bottom - group[0].level * row - row / 2
            x1, x2 = box.x(group[0].as_of), box.x(stop)
            if previous is not None:
                parts.append(line(x1, previous, x1, y, class_="step"))
            previous = y
            parts.append(rect(x1, y, x2 - x1, bottom - y, class_=f"fill l{level.value}"))
            parts.append(rect(x1, y - 2, x2 - x1, 4, class_=f"bar l{level.value}"))
            parts.extend(_stale(group, box, y))
        last = -99.0
        for number_, group in enumerate(stretches, 1):
            x, y = box.x(group[0].as_of), bottom - group[0].level * row - row / 2
            if wide or x - last > 15:
                tip = f"{day(group[0].as_of)}: level {level_name(group[0].level)}"
                parts.append(
                    link(
                        f"change-{number_}",
                        tip,
                        el("circle", cx=f"{x:g}", cy=f"{y:g}", r=8, class_=f"dot l{group[0].level.value}"),
                        text(x, y + 3.8, number_, class_="t num", anchor="middle"),
                    )
                )
                last = x
        parts.extend(onset_mark(box, bottom, onset))
        return svg(f"level-{wide:d}", "Level over time", summary, box.width, bottom + 26, *parts)

    return Chart(
        id="level",
        title="Level",
        caption="What the desk would have shown at the end of each day. Numbers lead to the reasons below.",
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("From", "Until", "Level"),
            rows=tuple(
                (day(group[0].as_of), day(min(stop, assessments[-1].as_of)), level_name(group[0].level))
                for group, stop in zip(stretches, until, strict=True)
            ),
        ),
    )


def _stale(group: Sequence[Assessment], box: Frame, y: float) -> list[Markup]:
    found = []
    for members in runs(group, lambda item: item.status):
        if members[0].status == "stale":
            x1, x2 = box.x(members[0].as_of), box.x(members[-1].as_of + _DAY)
            found.append(link("", "stale: sources silent", rect(x1, y - 6, x2 - x1, 12, class_="hatch")))
    return found


def _last(assessments: Sequence[Assessment]) -> datetime:
    return window(assessments)[1]


def onset_chart(assessments: Sequence[Assessment], *, exercise: bool, onset: date | None = None) -> Chart:
    """Return the probability of onset with its 90 % band."""
    start, end = window(assessments, onset)
    days = assessments[-1].onset.days
    last, peak = assessments[-1], max(assessments, key=lambda item: item.onset.p)
    summary = (
        f"From {percent(assessments[0].onset.p)} on {day(assessments[0].as_of)} to {percent(last.onset.p)} "
        f"on {day(last.as_of)}; highest {percent(peak.onset.p)} on {day(peak.as_of)}."
    )

    def draw(*, wide: bool) -> Markup:
        box = frame(start, end, wide=wide, top=22)
        height = 150 if wide else 120
        bottom = box.top + height

        def y(p: float) -> float:
            return round(bottom - min(1.0, max(0.0, p)) * height, 1)

        parts = [*banner(box, exercise), *axis(box, bottom)]
        for points in (0, 25, 50, 75, 100):
            parts.append(line(box.left, y(points / 100), box.width - box.right, y(points / 100)))
            label = f"{points} %" if wide else str(points)
            parts.append(text(box.left - 10, y(points / 100) + 4, label, anchor="end"))
        xs = [box.x(item.as_of) for item in assessments] + [box.x(_last(assessments))]
        values = [*assessments, last]
        upper = [(x, y(item.onset.high)) for x, item in zip(xs, values, strict=True)]
        lower = [(x, y(item.onset.low)) for x, item in zip(xs, values, strict=True)]
        parts.append(path([*upper, *reversed(lower)], class_="band", close=True))
        parts.append(path([(x, y(item.onset.p)) for x, item in zip(xs, values, strict=True)], class_="trace"))
        parts.append(el("circle", cx=f"{xs[-1]:g}", cy=f"{y(last.onset.p):g}", r=3.5, class_="end"))
        parts.append(text(xs[-1] + 8, y(last.onset.p) + 4, percent(last.onset.p), class_="t strong"))
        parts.extend(onset_mark(box, bottom, onset))
        title = f"Probability of onset within {days} days"
        return svg(f"onset-{wide:d}", title, summary, box.width, bottom + 26, *parts)

    weekly = [*assessments[::7], *([last] if (len(assessments) - 1) % 7 else [])]
    return Chart(
        id="onset",
        title=f"Probability of onset within {days} days",
        caption="Line: the median. Grey: the 90 % band from uncertain priors and likelihoods.",
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("As of", "Median", "90 % band"),
            rows=tuple(
                (day(item.as_of), percent(item.onset.p), band(item.onset.low, item.onset.high))
                for item in weekly
            ),
        ),
    )


def documents_chart(
    per_day: Mapping[date, int],
    assessments: Sequence[Assessment],
    *,
    exercise: bool,
    onset: date | None = None,
) -> Chart:
    """Return documents read per day; days without any are hatched, for silence is no news."""
    start, end = window(assessments, onset)
    # the frame goes a step beyond the last assessment; of that day nothing is known, not even silence
    last = day_of(assessments[-1].as_of)
    days = [start.date() + _DAY * n for n in range(max((last - start.date()).days + 1, 1))]
    top = nice(max([per_day.get(each, 0) for each in days], default=1) or 1, 3)
    silent = [
        group for group in runs(days, lambda each: per_day.get(each, 0) == 0) if not per_day.get(group[0], 0)
    ]
    total = sum(per_day.get(each, 0) for each in days)
    summary = (
        f"{count(total, 'document')} in {len(days)} days; none on {count(sum(map(len, silent)), 'day')}."
    )

    def draw(*, wide: bool) -> Markup:
        box = frame(start, end, wide=wide, top=22)
        height = 84 if wide else 70
        bottom = box.top + height
        parts = [*banner(box, exercise), *axis(box, bottom)]
        for value in top:
            y = bottom - value / top[-1] * height
            parts.append(line(box.left, y, box.width - box.right, y))
            parts.append(text(box.left - 10, y + 4, number(value), anchor="end"))
        for group in silent:
            x1, x2 = box.x(midnight(group[0])), box.x(midnight(group[-1]) + _DAY)
            tip = f"no document from {day(group[0])} to {day(group[-1])}"
            parts.append(link("", tip, rect(x1, box.top, x2 - x1, height, class_="hatch")))
        for each in days:
            if found := per_day.get(each, 0):
                x1, x2 = box.x(midnight(each)), box.x(midnight(each) + _DAY)
                high = found / top[-1] * height
                tip = f"{day(each)}: {count(found, 'document')}"
                parts.append(
                    link("", tip, rect(x1, bottom - high, max(x2 - x1 - 0.8, 1), high, class_="count"))
                )
        parts.extend(onset_mark(box, bottom, onset))
        return svg(f"documents-{wide:d}", "Documents per day", summary, box.width, bottom + 26, *parts)

    return Chart(
        id="documents",
        title="Documents per day",
        caption="All subjects. Hatched: not one document came, so nothing seen means nothing.",
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("Week from", "Documents", "Days without"),
            rows=tuple(
                (
                    day(week[0]),
                    number(sum(per_day.get(each, 0) for each in week)),
                    str(sum(not per_day.get(each, 0) for each in week)),
                )
                for week in (days[n : n + 7] for n in range(0, len(days), 7))
            ),
        ),
    )
