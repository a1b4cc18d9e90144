"""What `vedette doctor` looks at."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from vedette.errors import VedetteError
from vedette.store.verify import damages
from vedette.watch.problems import load_problems

if TYPE_CHECKING:
    from vedette.desk import Desk

#: Less free space than this is worth a word: a day of 40 feeds takes some 20 MB.
LITTLE_SPACE = 500_000_000
#: `vedette run` beats every half minute; a quarter of an hour without is a stopped loop.
SHOWN_DAMAGES = 5
HEARTBEAT_STALE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing examined."""

    what: str
    ok: bool
    detail: str


def examine(desk: "Desk", *, feeds: bool) -> Iterator[Finding]:
    """Yield what was found of each part of a desk."""
    yield from _parts(desk)
    yield _space(desk)
    yield from _stored(desk)
    yield _heartbeat(desk)
    yield from _feeds(desk, look=feeds)


def _parts(desk: "Desk") -> Iterator[Finding]:
    try:
        run = desk.reader.run
        yield Finding(what="reader", ok=True, detail=f"version {run.version}, tables {run.model[:12]}")
    except VedetteError as error:
        yield Finding(what="reader", ok=False, detail=str(error))
    for name in desk.settings.problems:
        try:
            problem, *more = load_problems([name], folder=desk.settings.home / "problems")
        except VedetteError as error:
            yield Finding(what=f"problem {name}", ok=False, detail=str(error))
            continue
        if more:
            yield Finding(what=f"problems {name}", ok=True, detail=f"{len(more) + 1} problems")
            continue
        late = problem.review is not None and problem.review < desk.clock().date()
        detail = f"{len(problem.indicators)} indicators" + (
            f"; review was due {problem.review}" if late else ""
        )
        yield Finding(what=f"problem {name}", ok=True, detail=detail)


def _space(desk: "Desk") -> Finding:
    free = shutil.disk_usage(desk.settings.home).free
    return Finding(what="disk", ok=free >= LITTLE_SPACE, detail=f"{free / 1e9:.1f} GB free")


def _stored(desk: "Desk") -> Iterator[Finding]:
    damage = "; ".join(islice(damages(desk.store.engine, desk.store.folder), SHOWN_DAMAGES))
    counts = ", ".join(f"{name} {count:,}" for name, count in desk.store.view().counts() if count)
    yield Finding(what="database", ok=not damage, detail=damage or counts or "empty")
    failures = ", ".join(f"{stage} {count:,}" for stage, count in desk.store.view().failure_counts())
    yield Finding(what="records that could not be used", ok=True, detail=failures or "none")
    newest = desk.store.view().holdings().newest
    ahead = newest is not None and newest > desk.clock() + timedelta(hours=1)
    detail = f"newest document known at {newest:%Y-%m-%d %H:%M} UTC" if newest else "no document yet"
    yield Finding(
        what="clock", ok=not ahead, detail=detail + (", after this machine's time" if ahead else "")
    )


def _heartbeat(desk: "Desk") -> Finding:
    beat = desk.store.view().last_heartbeat("run")
    if beat is None:
        return Finding(what="vedette run", ok=True, detail="never ran here")
    late = desk.clock() - beat.at > HEARTBEAT_STALE
    detail = f"last sign of life {beat.at:%Y-%m-%d %H:%M} UTC"
    return Finding(what="vedette run", ok=not late, detail=detail + (": it has stopped" if late else ""))


def _feeds(desk: "Desk", *, look: bool) -> Iterator[Finding]:
    view = desk.store.view()
    sources = view.sources()
    if look and sources:
        from vedette.cli.collecting import fetcher

        with fetcher(desk.settings) as client:
            desk.look(sources, fetcher=client)
        view = desk.store.view()
    last = {check.source: check for check in view.last_checks()}
    for source in sources:
        check = last.get(source.id)
        name = f"feed {source.name or source.url}"
        if check is None:
            yield Finding(what=name, ok=True, detail="not looked at yet")
        else:
            when = f"{check.at:%Y-%m-%d %H:%M} UTC"
            yield Finding(
                what=name,
                ok=check.outcome != "failed",
                detail=f"{check.error} ({check.failures} times in a row, last {when})"
                if check.error
                else f"{check.outcome}, {when}",
            )
