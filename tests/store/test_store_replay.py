"""Promise: whatever is appended later, an earlier view stays as it was, by either clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.config import OutletTable
from vedette.store.records import Review
from vedette.store.store import Store
from vedette.store.views import View
from vedette.types import Check, Failure, Level, Run, Source, SourceKind, StoryMember

if TYPE_CHECKING:
    from tests.store.conftest import Opener, Samples

OUTLETS = OutletTable()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One append: a kind of record, about document `number`, known on `day`, the clock jumping."""

    kind: str
    number: int
    day: int
    jump: int  #: seconds the machine's clock moves, back too


KINDS = (
    "document",
    "reading",
    "later reading",
    "member",
    "review",
    "assessment",
    "bulletin",
    "check",
    "failure",
)
STEPS = st.lists(
    st.builds(
        Step,
        kind=st.sampled_from(KINDS),
        number=st.integers(0, 5),
        day=st.integers(0, 6),
        jump=st.integers(-200, 200),
    ),
    max_size=12,
)


def known(make: "Samples", step: Step) -> datetime:
    return make.day(step.day)


def append(store: Store, make: "Samples", step: Step, days: dict[int, int]) -> None:
    """Append what a step says. A document's day is that of its first step."""
    day = days.setdefault(step.number, step.day)
    document = make.document(step.number, known=make.day(day))
    captures = [make.capture(step.number)]
    at = known(make, step)
    if step.kind in {"document", "reading", "later reading", "member"}:
        run: Run | None = {"reading": make.run, "later reading": make.later_run}.get(step.kind)
        members = [StoryMember(document=document.id, story="s", method="near", similarity=0.8)]
        store.append_batch(
            captures=captures,
            documents=[document],
            members=members if step.kind == "member" else [],
            readings=[make.reading(document)] if run else [],
            run=run,
        )
    elif step.kind == "review":
        review = Review(
            target_kind="document", target=document.id, action="retract", reason="", author="", at=at
        )
        store.append_reviews([review])
    elif step.kind == "assessment":
        store.append_assessments([make.assessment(step.day, Level(step.number))])
    elif step.kind == "bulletin":
        store.append_bulletins([make.bulletin(step.day)])
    elif step.kind == "check":
        store.append_sources([Source(id="s", kind=SourceKind.FEED, url="u", every=step.number)])
        store.append_batch(checks=[Check(source="s", at=at, outcome=str(step.number), next_at=at)])
    else:
        store.append_batch(
            failures=[Failure(stage="clean", record=str(step.number), reason="no text", at=at)]
        )


def seen(view: View, *, replayed: bool) -> tuple[object, ...]:
    """Return all a view shows. A replay takes sources, reviews and runs by its own clock only."""
    documents = tuple(view.documents())
    shown: tuple[object, ...] = (
        documents,
        tuple(view.document(document.id) for document in documents),
        tuple(view.reports(OUTLETS)),
        tuple(view.reports(OUTLETS, indicators_only=True)),
        tuple(view.stories()),
        tuple(view.members("s")),
        tuple(view.assessments("rus-ukr")),
        view.last_assessment("rus-ukr"),
        tuple(view.bulletins()),
        tuple(view.reviews("document")),
        tuple(view.failures()),
        view.failure_counts(),
        view.holdings(),
        tuple(view.search("convoys")),
    )
    if replayed:
        return shown
    return (*shown, tuple(view.sources()), tuple(view.last_checks()), tuple(view.runs()), view.counts())


class JumpingClock:
    def __init__(self) -> None:
        self.now = datetime(2022, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def moments(store: Store, make: "Samples") -> list[datetime]:
    return [store.last_recorded(), *(make.day(day) for day in (0, 2, 4))]


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_as_of_never_changes(new_store: "Opener", make: "Samples", steps: Sequence[Step]) -> None:
    clock = JumpingClock()
    store = new_store(clock)
    days: dict[int, int] = {}
    before: dict[datetime, tuple[object, ...]] = {}
    for step in steps:
        append(store, make, step, days)
        clock.now += timedelta(seconds=step.jump)
        for moment in moments(store, make):
            if moment not in before:
                before[moment] = seen(store.as_of(moment), replayed=False)
    for moment, view in before.items():
        assert seen(store.as_of(moment), replayed=False) == view
    store.close()


@settings(max_examples=25, deadline=None)
@given(first=STEPS, then=STEPS, day=st.integers(0, 5))
def test_what_is_known_later_never_changes_a_replay(
    new_store: "Opener", make: "Samples", first: Sequence[Step], then: Sequence[Step], day: int
) -> None:
    store = new_store(JumpingClock())
    days: dict[int, int] = {}
    for step in first:
        append(store, make, step, days)
    before = {
        run.id: seen(store.replay(make.day(day), run.id), replayed=True) for run in (make.run, make.later_run)
    }
    view = seen(store.as_of(store.last_recorded()), replayed=False)
    moment = store.last_recorded()
    for step in then:
        if days.get(step.number, step.day) > day and step.day > day:
            append(store, make, step, days)
    for run, shown in before.items():
        assert seen(store.replay(make.day(day), run), replayed=True) == shown
    assert seen(store.as_of(moment), replayed=False) == view
    store.close()
