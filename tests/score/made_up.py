"""Made-up replays: levels and chances a day, onsets by day number."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from vedette.score.replay import Outcome, Step

START = datetime(2009, 1, 1, tzinfo=UTC)  # the first step ends here


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def steps(
    levels: Sequence[int],
    *,
    problem: str = "a-b",
    p: Sequence[float] | None = None,
    mentions: Sequence[int] | None = None,
    censored: tuple[int, int] = (0, 0),
) -> tuple[Step, ...]:
    return tuple(
        Step(
            problem=problem,
            as_of=at(day),
            level=level,
            status="censored" if censored[0] <= day < censored[1] else "live",
            p=p[day] if p is not None else level / 10,
            mentions=mentions[day] if mentions is not None else 0,
        )
        for day, level in enumerate(levels)
    )


def onset(day: int, *, problem: str = "a-b", null: bool = False) -> Outcome:
    return Outcome(problem=problem, day=at(day).date(), precision="day", onset=not null, source="made up")


def alarmed(days: int, *runs: tuple[int, int], level: int = 3) -> list[int]:
    """Return levels of 0 with `level` from the first to before the second day of each run."""
    found = [0] * days
    for first, end in runs:
        found[first:end] = [level] * (end - first)
    return found


def chained(items: Iterable[tuple[int, float]]) -> list[float]:
    """Return values repeated: (how often, value)."""
    return [value for count, value in items for _ in range(count)]
