"""Two made-up sequences on public facts: they check function and are no evidence of quality."""

from collections.abc import Callable
from datetime import datetime, timedelta

from vedette.judge.judge import trace
from vedette.types import Assessment, Basis, Coverage, Level, Report, WarningProblem
from vedette.watch.states import Watcher

Make = Callable[..., Report]


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def fed(when: datetime) -> Coverage:
    return Coverage(reports=1, documents=9, unread=0, last_document=when, last_report=when)


def play(problem: WarningProblem, reports: list[Report], first: str, last: str) -> dict[str, Assessment]:
    count = (noon(last) - noon(first)).days + 1
    days = [noon(first) + timedelta(days=n, hours=11) for n in range(count)]
    reports.sort(key=lambda one: one.known_at)
    return {f"{one.as_of:%Y-%m-%d}": one for one in trace(Watcher(problem), reports, days, fed)}


def image(report: Make, code: str, day: str) -> Report:
    return report(code, noon(day), access=Basis.IMAGERY, basis="Maxar images")


def warns(report: Make, who: str, day: str) -> Report:
    return report("D4", noon(day), speaker=who, actor=who, recipient="RUS", place="Kyiv")


def leaves(report: Make, who: str, day: str) -> Report:
    return report("D1", noon(day), speaker=who, actor=who, recipient=None, place="Kyiv")


def test_spring_2021_rises_to_concern_and_goes_back(problem: WarningProblem, report: Make) -> None:
    days = play(
        problem,
        [
            report("F2", noon("2021-03-16"), speaker="RUS"),
            report("F1", noon("2021-03-30"), speaker="UKR"),
            warns(report, "USA", "2021-04-01"),
            image(report, "F1", "2021-04-05"),
            report("F2", noon("2021-04-06"), speaker="RUS"),
            report("F1", noon("2021-04-08"), speaker="USA"),
            report("F3", noon("2021-04-09"), speaker="RUS"),
            report("C1", noon("2021-04-15"), speaker="RUS", recipient=None, place="Kyiv"),
            image(report, "F1", "2021-04-20"),
            report("S1", noon("2021-04-21"), speaker="RUS"),
            report("X1", noon("2021-04-22"), speaker="RUS"),
            image(report, "X1", "2021-05-03"),
            report("X1", noon("2021-05-10"), speaker="NATO"),
        ],
        "2021-03-01",
        "2021-08-01",
    )
    assert max(one.level for one in days.values()) is Level.CONCERN
    assert days["2021-04-06"].level is Level.CONCERN
    assert days["2021-04-23"].level is Level.CONCERN  # announced, not seen
    assert days["2021-08-01"].level is Level.WATCH


def test_winter_2021_reaches_warning_by_mid_december_and_imminent_before_the_attack(
    problem: WarningProblem, report: Make
) -> None:
    days = play(
        problem,
        [
            report("F1", noon("2021-10-30")),
            image(report, "F1", "2021-11-01"),
            report("F1", noon("2021-11-02"), speaker="UKR"),
            warns(report, "USA", "2021-11-10"),
            report("F1", noon("2021-11-21"), speaker="UKR"),
            report("S1", noon("2021-11-30"), speaker="RUS", recipient="NATO", place="Kyiv"),
            report("F2", noon("2021-12-01"), speaker="RUS"),
            report("F1", noon("2021-12-03"), basis="US intelligence"),
            report("U1", noon("2021-12-04"), basis="US intelligence"),
            image(report, "F1", "2021-12-07"),
            warns(report, "USA", "2021-12-07"),
            report("P1", noon("2021-12-09"), speaker="RUS"),
            report("S1", noon("2021-12-17"), speaker="RUS", recipient="USA", place="Kyiv"),
            image(report, "F1", "2021-12-23"),
            report("X1", noon("2021-12-25"), speaker="RUS"),
            report("D3", noon("2022-01-13"), speaker="RUS", recipient="USA", place="Kyiv"),
            report("P3", noon("2022-01-14"), speaker="UKR", actor="UNK", place="Kyiv"),
            report("F1", noon("2022-01-18"), speaker="UKR"),
            leaves(report, "USA", "2022-01-23"),
            report("U1", noon("2022-01-28"), speaker="USA"),
            image(report, "F1", "2022-02-01"),
            report("F2", noon("2022-02-10"), speaker="RUS"),
            leaves(report, "USA", "2022-02-11"),
            leaves(report, "GBR", "2022-02-11"),
            report("X1", noon("2022-02-15"), speaker="RUS"),
            report("F1", noon("2022-02-16"), speaker="USA"),
            image(report, "U1", "2022-02-17"),
            report("P1", noon("2022-02-18"), speaker="UKR:SEPARATISTS", actor="UKR:SEPARATISTS"),
            report("S2", noon("2022-02-21"), speaker="RUS"),
            report("P2", noon("2022-02-21"), speaker="RUS"),
            report("O1", noon("2022-02-23"), speaker="UKR", actor="UKR", recipient=None, place="Kyiv"),
            report("H1", noon("2022-02-24"), speaker="UKR"),
            report("H1", noon("2022-02-24"), speaker="RUS"),
        ],
        "2021-10-20",
        "2022-02-25",
    )
    assert days["2021-10-20"].level is Level.WATCH
    assert days["2021-11-10"].level is Level.CONCERN
    assert days["2021-12-15"].level is Level.WARNING
    assert days["2021-12-15"].onset.p >= 0.30
    # a withdrawal announced on 15 February changes nothing
    assert days["2022-02-16"].level >= days["2022-02-14"].level
    assert days["2022-02-21"].level is Level.IMMINENT
    assert days["2022-02-21"].onset.p >= 0.60
    assert (days["2022-02-24"].level, days["2022-02-24"].status) == (Level.UNDER_WAY, "censored")
