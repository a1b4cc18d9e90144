from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vedette.types import (
    ClaimType,
    Figure,
    FigureKind,
    LedgerEntry,
    Modality,
    PlaceMention,
    Qualifier,
    Report,
    Span,
    WarningProblem,
)
from vedette.watch.figures import EARLIER, bounds, scope_key
from vedette.watch.ledger import ledger

Make = Callable[..., Report]
START = datetime(2021, 11, 1, 12, tzinfo=UTC)


def figure_report(
    make: Make,
    when: float,
    low: float,
    *,
    scope: tuple[str, ...] = (),
    kind: FigureKind = FigureKind.STOCK,
    qualifier: Qualifier = Qualifier.ABOUT,
    unit: str = "troops",
    of: str = "RUS",
    **fields: object,
) -> Report:
    base = make("F1", when, **fields)
    figure = Figure(low=low, high=low, unit=unit, kind=kind, qualifier=qualifier, of=of, scope=scope)
    claim = replace(base.claim, id=f"{base.claim.id}{low}", type=ClaimType.FIGURE, event=None, figure=figure)
    return replace(base, claim=claim)


def book(problem: WarningProblem, *reports: Report, at: float = 100) -> list[LedgerEntry]:
    return list(ledger(problem, reports, as_of=START + timedelta(days=at)))


def test_a_speaker_supersedes_its_own_figure_of_the_same_scope(problem: WarningProblem, report: Make) -> None:
    first = figure_report(report, 0, 90_000, speaker="UKR", outlet="A")
    again = figure_report(report, 5, 94_000, speaker="UKR", outlet="B")
    wider = figure_report(report, 6, 127_000, speaker="UKR", scope=("including air and sea",))
    entries = book(problem, first, again, wider, at=7)
    assert [one.superseded_by for one in entries] == [again.claim.id, None, None]
    assert all(not one.contradicts for one in entries)


def test_live_figures_of_one_scope_contradict_if_both_cannot_hold(
    problem: WarningProblem, report: Make
) -> None:
    ours = figure_report(report, 0, 90_000, speaker="UKR")
    theirs = figure_report(report, 1, 175_000, speaker="USA")
    near = figure_report(report, 1, 95_000, speaker="NATO")
    more = figure_report(report, 1, 80_000, speaker="GBR", qualifier=Qualifier.MORE_THAN)
    entries = {one.claim: one for one in book(problem, ours, theirs, near, more, at=2)}
    assert set(entries[ours.claim.id].contradicts) == {theirs.claim.id}
    assert set(entries[theirs.claim.id].contradicts) == {ours.claim.id, near.claim.id}
    assert entries[more.claim.id].contradicts == ()
    # a month later neither speaks for the present
    assert all(not one.contradicts for one in book(problem, ours, theirs, at=40))


def test_projections_deltas_and_other_scopes_are_never_compared(
    problem: WarningProblem, report: Make
) -> None:
    entries = book(
        problem,
        figure_report(report, 0, 90_000, speaker="UKR"),
        figure_report(report, 1, 175_000, speaker="USA", kind=FigureKind.PROJECTION),
        figure_report(report, 1, 160_000, speaker="GBR", modality=Modality.POSSIBLE),
        figure_report(report, 2, 7_000, speaker="USA", kind=FigureKind.DELTA),
        figure_report(report, 2, 190_000, speaker="NATO", scope=("including separatists",)),
        figure_report(report, 2, 1_200, speaker="NATO", unit="tanks"),
        figure_report(report, 2, 250_000, speaker="RUS", of="UKR"),
        at=3,
    )
    assert len(entries) == 7
    assert len({one.scope for one in entries}) == 6  # the two projections share one
    assert all(not one.contradicts and one.superseded_by is None for one in entries)
    assert entries[2].figure.kind is FigureKind.PROJECTION or entries[1].figure.kind is FigureKind.PROJECTION


def test_copies_strangers_and_the_future_stay_out(problem: WarningProblem, report: Make) -> None:
    first = figure_report(report, 0, 90_000, speaker="UKR", outlet="A", story="s")
    copy = figure_report(report, 1, 90_000, speaker="UKR", outlet="B", story="s")
    other = figure_report(report, 1, 20_000, of="CHN")
    later = figure_report(report, 9, 100_000, speaker="UKR")
    past = figure_report(report, 1, 30_000, modality=Modality.HISTORICAL)
    (entry,) = book(problem, first, copy, other, later, past, at=8)
    assert (entry.claim, entry.speaker_code, entry.family) == (first.claim.id, "UKR", "figure official UKR")


def test_a_text_that_corrects_a_value_supersedes_it_for_outlet_and_speaker(
    problem: WarningProblem, report: Make
) -> None:
    wrong = figure_report(report, 0, 150_000, speaker="EU", outlet="Wire", scope=("near the border",))
    copied = figure_report(report, 0.2, 150_000, speaker="EU", outlet="Paper", scope=("in Crimea",))
    other = figure_report(report, 0.3, 150_000, speaker="USA", outlet="Paper", scope=("near the border",))
    right = figure_report(report, 1, 100_000, outlet="Wire", scope=("near the border",))
    old = figure_report(report, 1, 150_000, outlet="Wire", scope=(EARLIER,), modality=Modality.DENIED)
    old = replace(old, claim=replace(old.claim, document=right.claim.document, span=right.claim.span))
    entries = {one.claim: one for one in book(problem, wrong, copied, other, right, old, at=2)}
    assert old.claim.id not in entries
    assert entries[wrong.claim.id].superseded_by == right.claim.id
    assert entries[copied.claim.id].superseded_by == right.claim.id
    assert entries[copied.claim.id].corrected_by == right.claim.id
    assert entries[other.claim.id].superseded_by is None


def test_what_a_speaker_repeats_and_a_headline_repeats_of_it_is_one_line(
    problem: WarningProblem, report: Make
) -> None:
    said = figure_report(report, 0, 90_000, speaker="UKR", outlet="A")
    title = figure_report(report, 0, 90_000, outlet="A")
    title = replace(title, claim=replace(title.claim, document=said.claim.document))
    again = figure_report(report, 3, 90_000, speaker="UKR", outlet="B")
    much_later = figure_report(report, 60, 90_000, speaker="UKR", outlet="B")
    entries = book(problem, said, title, again, much_later)
    assert [one.claim for one in entries] == [said.claim.id, much_later.claim.id]


def test_changes_supersede_nothing_and_an_outlet_does_not_recount(
    problem: WarningProblem, report: Make
) -> None:
    entries = book(
        problem,
        figure_report(report, 0, 2_000, speaker="USA", kind=FigureKind.DELTA),
        figure_report(report, 1, 3_000, speaker="USA", kind=FigureKind.DELTA),
        figure_report(report, 2, 90_000, outlet="A"),
        figure_report(report, 3, 120_000, outlet="A"),
        at=4,
    )
    assert all(one.superseded_by is None for one in entries)


def test_the_dead_are_compared_only_at_one_place_within_days(problem: WarningProblem, report: Make) -> None:
    def dead(when: float, count: float, speaker: str) -> Report:
        return figure_report(report, when, count, unit="killed", of="UKR", speaker=speaker)

    nowhere = book(problem, dead(0, 4, "UKR"), dead(1, 9, "RUS"), at=2)
    assert all(not one.contradicts for one in nowhere)
    here = [dead(0, 4, "UKR"), dead(1, 9, "RUS"), dead(9, 2, "GBR")]
    placed = [replace(one, claim=replace(one.claim, figure=replace(_figure(one), place=0))) for one in here]
    first, second, third = book(problem, *placed, at=10)
    assert (first.contradicts, second.contradicts) == ((second.claim,), (first.claim,))
    assert third.contradicts == ()


def _figure(one: Report) -> Figure:
    assert one.claim.figure is not None
    return one.claim.figure


def test_forces_of_nobody_named_sums_and_small_parties(problem: WarningProblem, report: Make) -> None:
    ours = figure_report(report, 0, 5_000, speaker="UKR", of="UKR")
    assert (
        book(problem, replace(ours, claim=replace(ours.claim, figure=replace(_figure(ours), unit="usd"))))
        == []
    )
    few = replace(
        ours, claim=replace(ours.claim, figure=replace(_figure(ours), unit="people", low=10, high=10))
    )
    assert book(problem, few) == []
    nobodys = [
        replace(one, claim=replace(one.claim, figure=replace(_figure(one), of=None)))
        for one in (ours, figure_report(report, 0, 90_000, speaker="USA"))
    ]
    assert [one.contradicts for one in book(problem, *nobodys, at=1)] == [(), ()]


def told(make: Make, when: float, low: float, *, sentence: str, **fields: object) -> Report:
    """Return a report of a figure whose sentence begins where its document does."""
    one = figure_report(make, when, low, **fields)  # type: ignore[arg-type]
    span = replace(one.claim.span, end=len(sentence))
    return replace(one, claim=replace(one.claim, text=sentence, span=span))


def test_nobodys_figure_belongs_if_its_own_sentence_is_tied_to_the_problem(
    problem: WarningProblem, report: Make
) -> None:
    def unowned(unit: str, sentence: str, *, here: bool, lit: bool, scope: tuple[str, ...] = ()) -> bool:
        one = told(report, 0, 5_000, sentence=sentence, unit=unit, scope=scope)
        figure = replace(_figure(one), of=None)
        far = replace(one.places[0], span=Span(start=900, end=906))
        claim = replace(one.claim, figure=figure, indicators=("F1",) if lit else ())
        return bool(book(problem, replace(one, claim=claim, places=one.places if here else (far,)), at=1))

    assert unowned("troops", "Some 5,000 men camp by Yelnya.", here=True, lit=False)
    assert unowned(
        "troops", "It is 5,000 near the border.", here=False, lit=False, scope=("near the border",)
    )
    assert unowned("troops", "Moscow reports the march of 5,000.", here=False, lit=False)
    assert unowned("ships", "A fleet of 5,000 has sailed.", here=False, lit=True)
    assert not unowned("troops", "Some 5,000 soldiers marched in the parade.", here=False, lit=False)
    assert unowned("killed", "5,000 died at Yelnya.", here=True, lit=True)
    assert not unowned("killed", "5,000 died at Yelnya.", here=True, lit=False)
    assert not unowned("attacks", "Two strikes keep the cup in reach.", here=False, lit=True)


def test_a_figure_placed_elsewhere_belongs_only_if_it_is_a_partys(
    problem: WarningProblem, report: Make
) -> None:
    far = PlaceMention(text="Almaty", span=Span(start=5, end=11), name="Almaty", country="KAZ",
                       latitude=43.2, longitude=76.9)  # fmt: skip
    one = told(report, 0, 2_500, sentence="Near Almaty 2,500 have landed.")
    one = replace(one, places=(*one.places, far))
    russian = replace(one, claim=replace(one.claim, figure=replace(_figure(one), place=1)))
    nobodys = replace(one, claim=replace(one.claim, figure=replace(_figure(one), place=1, of=None)))
    assert len(book(problem, russian, at=1)) == 1
    assert book(problem, nobodys, at=1) == []


def test_where_the_words_say_where_the_place_adds_nothing() -> None:
    near = Figure(low=1, high=1, unit="troops", of="RUS", scope=("near the border",))
    assert scope_key(near, "Ukraine") == scope_key(near, "Europe")
    assert scope_key(replace(near, scope=()), "Yelnya") != scope_key(replace(near, scope=()), "Kursk")


def test_bounds() -> None:
    base = Figure(low=100, high=100, unit="troops")
    assert bounds(base) == (100, 100)
    assert bounds(replace(base, qualifier=Qualifier.UP_TO)) == (0, 100)
    low, high = bounds(replace(base, qualifier=Qualifier.ABOUT))
    assert low < 100 < high
