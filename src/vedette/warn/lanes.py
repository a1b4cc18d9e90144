"""The replay page's swim-lanes: every indicator that was ever lit, over time, by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from vedette.types import Assessment, IndicatorState, State, WarningProblem
from vedette.warn.charts import banner, onset_mark, window
from vedette.warn.phrases import count, day
from vedette.warn.svg import Chart, Frame, Table, axis, frame, line, link, rect, runs, svg, text

_LIT = (State.OBSERVED, State.CONTRADICTED, State.EXPIRED)
_HEIGHTS = {State.OBSERVED: 12, State.CONTRADICTED: 12, State.EXPIRED: 3, State.ABSENT: 7}
_LABEL = 34  # characters that fit into the left margin at 13 px


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    state: IndicatorState  # the first of the stretch
    start: datetime
    end: datetime
    news: tuple[tuple[datetime, str], ...]  # when newer evidence came, with its claim


def lanes_chart(
    problem: WarningProblem,
    assessments: Sequence[Assessment],
    anchors: Mapping[str, str],
    *,
    exercise: bool,
    onset: date | None = None,
) -> Chart:
    """Return the lanes; `anchors` leads from claim ids to places on the page."""
    start, end = window(assessments, onset)
    lanes = {item.code: _stretches(item.code, assessments) for item in problem.indicators}
    shown = [
        item for item in problem.indicators if any(each.state.state in _LIT for each in lanes[item.code])
    ]
    groups = runs(shown, lambda indicator: indicator.group)
    never = len(problem.indicators) - len(shown)
    summary = (
        f"{count(len(shown), 'indicator')} of {len(problem.indicators)} were lit at some time; "
        "the table gives every stretch."
    )

    def draw(*, wide: bool) -> Markup:
        box = frame(start, end, wide=wide, top=22)
        parts: list[Markup] = []
        y = float(box.top)
        for group in groups:
            y += 24 if wide else 27
            parts.append(text(0, y - (5 if wide else 7), group[0].group.capitalize(), class_="t group"))
            for indicator in group:
                name = f"{indicator.code} {indicator.name}"
                if wide:
                    parts.append(text(0, y + 15, _short(name, _LABEL), class_="t lane"))
                    middle = y + 11
                    y += 23
                else:
                    parts.append(text(0, y + 12, _short(name, 46), class_="t lane"))
                    middle = y + 25
                    y += 38
                parts.append(line(box.left, middle, box.width - box.right, middle))
                for stretch in lanes[indicator.code]:
                    parts.extend(_bar(box, middle, name, stretch, anchors))
        bottom = y + 8
        top = [*banner(box, exercise), *axis(box, bottom)]
        return svg(
            f"lanes-{wide:d}",
            "Indicators over time",
            summary,
            box.width,
            bottom + 26,
            *top,
            *parts,
            *onset_mark(box, bottom, onset),
        )

    return Chart(
        id="lanes",
        title="Indicators",
        caption="Solid: observed, with a notch at each day of newer evidence. Hatched: contradicted. "
        "Thin: expired. "
        + (f"{count(never, 'indicator')} never lit." if never else "All were lit at some time."),
        wide=draw(wide=True),
        narrow=draw(wide=False),
        table=Table(
            head=("Indicator", "State", "From", "Until"),
            rows=tuple(
                (
                    f"{indicator.code} {indicator.name}",
                    stretch.state.state.value,
                    day(stretch.start),
                    day(min(stretch.end, assessments[-1].as_of)),
                )
                for indicator in shown
                for stretch in lanes[indicator.code]
                if stretch.state.state is not State.UNKNOWN
            ),
        ),
    )


def _stretches(code: str, assessments: Sequence[Assessment]) -> list[_Stretch]:
    end = window(assessments)[1]
    seen = [
        (item.as_of, next((state for state in item.states if state.code == code), None))
        for item in assessments
    ]
    groups = runs(seen, lambda pair: pair[1].state if pair[1] else State.UNKNOWN)
    stops = [group[0][0] for group in groups[1:]] + [end]
    found = []
    for group, stop in zip(groups, stops, strict=True):
        first = group[0][1]
        if first is None:
            continue
        news, latest = [], first.latest
        for at, state in group[1:]:
            if state and state.latest and (latest is None or state.latest > latest):
                latest = state.latest
                news.append((at, state.evidence[0] if state.evidence else ""))
        found.append(_Stretch(state=first, start=group[0][0], end=stop, news=tuple(news)))
    return found


def _bar(box: Frame, middle: float, name: str, stretch: _Stretch, anchors: Mapping[str, str]) -> list[Markup]:
    state = stretch.state.state
    if state not in _HEIGHTS:
        return []
    height = _HEIGHTS[state]
    x1, x2 = box.x(stretch.start), box.x(stretch.end)
    claims = stretch.state.against if state is State.CONTRADICTED else stretch.state.evidence
    anchor = next((anchors[claim] for claim in claims if claim in anchors), "")
    tip = f"{name}: {state.value} from {day(stretch.start)} to {day(stretch.end)}"
    bar = rect(x1, middle - height / 2, x2 - x1, height, class_=f"lane-{state.value}")
    drawn = [link(anchor, tip, bar)]
    if state is State.OBSERVED:
        for at, claim in stretch.news:
            x = box.x(at)
            drawn.append(
                link(
                    anchors.get(claim, ""),
                    f"{name}: newer evidence, {day(at)}",
                    rect(x, middle - height / 2, 1.4, height, class_="notch"),
                )
            )
    return drawn


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
