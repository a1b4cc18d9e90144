"""When to look at a source next. Pure: no clock, no chance."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from vedette.types import Check, Source

#: a source that fails for good is still tried once a day, so that its return is noticed
LONGEST = 86_400  # seconds
#: of the interval, added by source: spreads sources that were added at one moment
JITTER = 0.1


def next_at(
    now: datetime, every: int, failures: int, retry_after: timedelta | None = None, *, source: str = ""
) -> datetime:
    """Return when to look again: `every` seconds on, doubled for every failed look in a row.

    At most a day on (or `every`, if that is longer), and not before `retry_after` is over. Up to a
    tenth is added that depends on the source's id alone.
    """
    # 2**20 times the shortest interval is above any cap; the bound keeps the number small
    pause = timedelta(seconds=min(every << min(failures, 20), max(every, LONGEST)))
    share = int.from_bytes(hashlib.sha256(source.encode()).digest()[:4], "big") / 2**32
    pause += pause * (JITTER * share)
    return now + max(pause, retry_after or timedelta(0))


def due(sources: Iterable[Source], last_checks: Mapping[str, Check], now: datetime) -> tuple[Source, ...]:
    """Return the sources whose time has come, the longest overdue first, those never seen before all.

    `last_checks` has the latest check by source id.
    """
    never = datetime.min.replace(tzinfo=UTC)
    waiting = [
        (check.next_at if (check := last_checks.get(source.id)) else never, source.id, source)
        for source in sources
    ]
    return tuple(source for when, _, source in sorted(waiting, key=lambda row: row[:2]) if when <= now)
