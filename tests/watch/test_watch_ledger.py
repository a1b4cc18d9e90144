"""How the lines of the ledger stand: live, lapsed, superseded, contradicted, corrected; and by scope."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vedette.types import (
    ClaimType,
    Figure,
    FigureKind,
    LedgerEntry,
    Modality,
    Qualifier,
    Report,
    Span,
    Standing,
    WarningProblem,
    standing,
)
from vedette.watch.figures import EARLIER
from vedette.watch.ledger import ledger, scopes

Make = Callable[..., Report]
START = datetime(2021, 11, 1, 12, tzinfo=UTC)
#: a title of twenty letters: what begins before them stands in it
TITLE = "T" * 20


@pytest.fixture
def say(report: Make) -> Make:
    """Return the maker of reports of a figure."""

    def made(
        when: float,
        low: float,
        high: float | None = None,
        *,
        qualifier: Qualifier = Qualifier.EXACT,
        kind: FigureKind = FigureKind.STOCK,
        of: str | None = "RUS",
        scope: tuple[str, ...] = ("near the border",),
        document: str = "",
        start: int = 0,
        **fields: object,
    ) -> Report:
        one = report("F1", when, **fields)
        figure = Figure(
            low=low, high=high or low, unit="troops", qualifier=qualifier, kind=kind, of=of, scope=scope
        )
        claim = replace(
            one.claim,
            id=f"{one.claim.id}{low}{scope}{start}",
            type=ClaimType.FIGURE,
            event=None,
            figure=figure,
            document=document or one.claim.document,
            span=Span(start=start, end=start + 30),
        )
        return replace(one, claim=claim)

    return made


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def book(problem: WarningProblem, *reports: Report, day: float) -> list[tuple[LedgerEntry, Standing]]:
    return [(one, standing(one, at(day))) for one in ledger(problem, reports, as_of=at(day))]


def test_a_figure_lapses_unless_its_speaker_gives_it_again(problem: WarningProblem, say: Make) -> None:
    first, again = say(0, 90_000, speaker="UKR"), say(15, 90_000, speaker="UKR", outlet="Else")
    ((_, alone),) = book(problem, first, day=22)
    assert alone is Standing.LAPSED
    ((entry, kept),) = book(problem, first, again, day=22)
    assert (entry.known_at, entry.repeated_at, kept) == (at(0), at(15), Standing.LIVE)
    assert book(problem, first, again, day=36)[0][1] is Standing.LAPSED


def test_who_goes_back_to_an_old_figure_supersedes_the_one_between(
    problem: WarningProblem, say: Make
) -> None:
    values = [say(day, low, speaker="UKR") for day, low in ((0, 94_000), (3, 100_000), (6, 94_000))]
    found = book(problem, *values, day=7)
    assert [how for _, how in found] == [Standing.SUPERSEDED, Standing.SUPERSEDED, Standing.LIVE]


def test_all_ways_a_speaker_put_a_figure_are_superseded_by_its_next(
    problem: WarningProblem, say: Make
) -> None:
    found = book(
        problem,
        say(0, 90_000, speaker="UKR"),
        say(0.5, 90_000, speaker="UKR", qualifier=Qualifier.ABOUT),
        say(9, 100_000, speaker="UKR"),
        day=10,
    )
    assert [how for _, how in found] == [Standing.SUPERSEDED, Standing.SUPERSEDED, Standing.LIVE]


def test_an_end_of_a_range_told_again_does_not_supersede_it(problem: WarningProblem, say: Make) -> None:
    span = say(0, 169_000, 190_000, speaker="USA")
    loose = say(0.1, 190_000, speaker="USA", qualifier=Qualifier.UP_TO)
    closer = say(4, 180_000, 190_000, speaker="USA")
    assert [how for _, how in book(problem, span, loose, day=1)] == [Standing.LIVE, Standing.LIVE]
    found = book(problem, span, loose, closer, day=5)
    assert [how for _, how in found] == [Standing.SUPERSEDED, Standing.SUPERSEDED, Standing.LIVE]


def test_who_repeats_what_was_taken_back_does_not_supersede_what_is_right(
    problem: WarningProblem, say: Make
) -> None:
    wrong = say(0, 150_000, speaker="EU", outlet="Wire")
    right = say(1, 100_000, speaker="EU", outlet="Wire", document="d")
    back = say(1, 150_000, outlet="Wire", scope=(EARLIER,), modality=Modality.DENIED, document="d")
    late = say(2, 150_000, speaker="EU", outlet="Paper")
    found = book(problem, wrong, right, back, late, day=3)
    assert [how for _, how in found] == [Standing.CORRECTED, Standing.LIVE, Standing.CORRECTED]


def test_two_figures_of_one_dispatch_do_not_supersede_each_other(problem: WarningProblem, say: Make) -> None:
    found = book(
        problem,
        say(0, 140_000, speaker="UKR", document="d", start=40),
        say(0, 119_000, speaker="UKR", document="d", start=80),
        day=1,
    )
    assert [(one.figure.low, how) for one, how in found] == [
        (140_000, Standing.LIVE),
        (119_000, Standing.LIVE),
    ]


def test_outlets_contradict_and_supersede_nobody(problem: WarningProblem, say: Make) -> None:
    found = book(
        problem,
        say(0, 148_000, speaker="UKR"),
        say(0, 190_000, outlet="Klaxon"),
        say(0, 160_000, speaker="USA:MED"),
        say(1, 170_000, speaker="USA:MED"),
        day=2,
    )
    assert [how for _, how in found] == [Standing.LIVE] * 4


def test_a_headline_gives_way_to_the_text_of_the_same_speaker(problem: WarningProblem, say: Make) -> None:
    title = replace(say(0, 150_000, speaker="USA", document="d"), title=TITLE)
    text = replace(
        say(0, 150_000, speaker="USA", document="d", start=40, scope=("near the border", "in Belarus")),
        title=TITLE,
    )
    ((entry, _),) = book(problem, title, text, day=1)
    assert entry.figure.scope == ("near the border", "in Belarus")
    other = replace(say(0, 150_000, speaker="GBR", document="d", start=40), title=TITLE)
    assert len(book(problem, title, other, day=1)) == 2
    # but it stays where it alone says whose they are
    unowned = replace(say(0, 150_000, speaker="USA", document="d", start=40, of=None), title=TITLE)
    ((entry, _),) = book(problem, title, unowned, day=1)
    assert entry.figure.of == "RUS"


def test_what_an_outlet_takes_back_is_corrected_without_a_new_figure(
    problem: WarningProblem, say: Make
) -> None:
    wrong = say(0, 114_000, speaker="UKR", outlet="Roundup", scope=())
    told_elsewhere = say(0.2, 114_000, speaker="UKR", outlet="Else", scope=("in Crimea",))
    others = say(0.3, 114_000, speaker="USA", outlet="Else", scope=())
    back = say(1, 114_000, outlet="Roundup", scope=(EARLIER,), modality=Modality.DENIED)
    found = book(problem, wrong, told_elsewhere, others, back, day=2)
    by_claim = {one.claim: (one, how) for one, how in found}
    assert back.claim.id not in by_claim
    entry, how = by_claim[wrong.claim.id]
    assert (how, entry.corrected_by, entry.superseded_by) == (Standing.CORRECTED, back.claim.id, None)
    assert by_claim[told_elsewhere.claim.id][1] is Standing.CORRECTED
    assert by_claim[others.claim.id][1] is Standing.LIVE


def test_what_was_true_before_is_superseded_and_not_corrected(problem: WarningProblem, say: Make) -> None:
    before = say(0, 100_000, speaker="USA")
    now = say(9, 169_000, 190_000, speaker="USA", scope=("in Crimea",), document="d")
    past = say(9, 100_000, speaker="USA", scope=(EARLIER,), document="d")
    found = {one.claim: (one, how) for one, how in book(problem, before, now, past, day=10)}
    entry, how = found[before.claim.id]
    assert (how, entry.superseded_by, entry.corrected_by) == (Standing.SUPERSEDED, now.claim.id, None)


def test_scopes_have_their_range_and_those_with_live_claims_come_first(
    problem: WarningProblem, say: Make
) -> None:
    entries = ledger(
        problem,
        [
            say(0, 40_000, speaker="UKR", scope=("in Crimea",)),
            say(25, 127_000, speaker="UKR"),
            say(30, 148_000, speaker="UKR"),
            say(31, 169_000, 190_000, speaker="USA"),
        ],
        as_of=at(32),
    )
    near, crimea = found = scopes(entries, at(32))
    assert [one.span for one in found] == [(148_000, 190_000), None]
    assert [one.figure.low for one in near.entries] == [169_000, 148_000, 127_000]
    assert [standing(one, at(32)) for one in near.entries] == [
        Standing.CONTRADICTED,
        Standing.CONTRADICTED,
        Standing.SUPERSEDED,
    ]
    assert crimea.live == ()
