"""`vedette replay --events`: coded event series as KEDS and ICEWS print them. All lines are made up."""

import gzip
import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from vedette.cli.main import app
from vedette.collect.limits import Limits
from vedette.config import data_file
from vedette.read.indicators import CODES
from vedette.score.codes import Scheme, act_of, party_of, scheme_of
from vedette.score.events import Loaded, loaded
from vedette.score.series import Series, read_series
from vedette.types import Access, Basis, Kind
from vedette.watch.draft import countries, organisations

NOW = datetime(2020, 1, 1, tzinfo=UTC)
#: WEIS with the older codes of parties: UNK is the United Kingdom
WEIS = """\
date	source	target	code
1995-03-02	IRQ	KUW	182
1995-03-03	IRQ	KUW	122
1995-03-03	UNK	KUW	160
1995-03-04	IRQ	KUW	223
1995-03-04	IRQ	KUW	223
1995-03-05	KUWGOV	IRQMIL	022
1995-03-06	SYR	JOR	031
"""
CAMEO = """\
1995-03-02,ISRMIL,LBNREBHEZ,1712
1995-03-03,LBN,ISR,1123
1995-03-04,IGOUNO,ISR,0256
"""
NAMES = """\
date	split	source	relation	target
2014-06-02	train	Armed Gang (Thailand)	fight with small arms and light weapons	Military (Thailand)
2014-06-03	train	Barack Obama	Threaten	Iran
2014-06-04	train	Somebody Nobody Knows	Make statement	Citizen (Japan)
"""


def series(tmp_path: Path, content: str | bytes, name: str = "made.tsv", **more: Any) -> Series:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_series(path, since=date(1900, 1, 1), until=date(2019, 12, 31), now=NOW, **more)


def events(tmp_path: Path, content: str, name: str = "made.tsv") -> list[Loaded]:
    found = series(tmp_path, content, name)
    assert found.failures == ()
    return list(loaded(found, NOW))


def replay(path: Path, *more: str, code: int = 0) -> tuple[list[dict[str, Any]], str]:
    done = CliRunner().invoke(
        app, ["replay", *more, "--events", str(path), "--json"], catch_exceptions=code != 0
    )
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines()], f"{done.stderr}{done.exception or ''}"


@pytest.fixture
def weis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VEDETTE_HOME", str(tmp_path / "home"))
    path = tmp_path / "made.tsv"
    path.write_text(WEIS)
    return path


# --- replay -------------------------------------------------------------------------------


def test_events_light_indicators_at_the_end_of_their_day(weis: Path) -> None:
    lines, talk = replay(weis, "irq-kwt", "--from", "1995-03-01", "--to", "1995-03-06")
    assert [line["as_of"][:10] for line in lines] == [f"1995-03-{day:02}" for day in range(2, 8)]
    lit = [{code for code, one in line["indicators"].items() if one["state"] == "observed"} for line in lines]
    # forces shown on the 2nd, force on the 4th: each known at 24:00. The warning by a third state on the 3rd
    # names but one of the two, so nothing says that it is about them
    assert lit == [set(), {"F1"}, {"F1"}, *[{"F1", "H1"}] * 3]
    assert [line["counts"]["mentions"] for line in lines] == [0, 1, 1, 1, 1, 0]
    chances = [line["p_onset"]["p"] for line in lines]
    assert chances[0] < chances[1] < chances[3]
    assert max(line["level"] for line in lines) >= 1
    assert "7 events, coded by WEIS" in talk
    assert "1 repeat left out" in talk


def test_the_same_lines_judge_only_the_problems_they_name(weis: Path) -> None:
    lines, _ = replay(weis, "syr-irq", "--from", "1995-03-01", "--to", "1995-03-06")
    assert {one["state"] for line in lines for one in line["indicators"].values()} == {"unknown"}
    assert {line["level"] for line in lines} == {0}


def test_a_kept_desk_gives_the_same_and_its_claims_lead_to_the_line(weis: Path, tmp_path: Path) -> None:
    from vedette.config import Settings
    from vedette.desk import Desk
    from vedette.score.events import outlook_on

    asked = ("irq-kwt", "--from", "1995-03-01", "--to", "1995-03-05", "--keep", str(tmp_path / "kept"))
    first, _ = replay(weis, *asked)
    assert replay(weis, *asked)[0] == first
    with Desk(Settings(home=tmp_path / "kept")) as desk:
        outlook = outlook_on(desk, datetime(1995, 3, 6, tzinfo=UTC))
        claim = first[-1]["indicators"]["H1"]["evidence"][0]
        report = outlook.view.report(claim, desk.outlets)
        assert report is not None
        assert outlook.evidence(report).quote == "Iraq | 223 Force | Kuwait"
        document = outlook.view.document(report.claim.document)
        assert document is not None
        assert document.known_at == datetime(1995, 3, 5, tzinfo=UTC)
        capture = desk.store.view().capture(document.capture)
        assert capture is not None
        assert capture.payload == b"1995-03-04\tIRQ\tKUW\t223"


def test_a_replay_of_events_is_scored_like_any_other(weis: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app,
        ["replay", "irq-kwt", "--events", str(weis), "--from", "1995-01-01", "--to", "1995-12-31", "--json"],
    )
    (tmp_path / "replay.jsonl").write_text(done.stdout)
    (tmp_path / "outcomes.jsonl").write_text(
        json.dumps({"problem": "irq-kwt", "onset": "1995-03-20", "type": "onset"})
    )
    asked = [
        "score",
        str(tmp_path / "replay.jsonl"),
        "--outcomes",
        str(tmp_path / "outcomes.jsonl"),
        "--json",
    ]
    scored = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert scored.exit_code == 0, scored.output
    ours = json.loads(scored.stdout.splitlines()[0])
    assert (ours["onsets"], ours["problems"]) == (1, 1)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--from", "1960-01-01", "--to", "1960-02-01"), "no event from"),
        (("--from", "1995-03-01", "--to", "1995-03-05", "--reports", "x.jsonl"), "two replays"),
    ],
)
def test_a_wrong_request_is_refused(weis: Path, more: Sequence[str], told: str) -> None:
    _, talk = replay(weis, "irq-kwt", *more, code=1)
    assert told in talk


def test_lines_that_fail_are_named_and_the_rest_is_judged(weis: Path) -> None:
    with weis.open("a") as file:
        file.write("1995-03-06\tIRQ\tKUW\n1995-03-06\tIRQ\tKUW\t999\n1995-03-06\tXXQ\tKUW\t223\n")
    lines, talk = replay(weis, "irq-kwt", "--from", "1995-03-01", "--to", "1995-03-06", code=3)
    assert len(lines) == 6
    assert "made.tsv line 9: has 3 cells, too few" in talk
    assert "act '999' is in no table: 1 event left out" in talk
    assert "party 'XXQ' is in no table: nobody known in 1 event" in talk


# --- what a line says ---------------------------------------------------------------------


def test_weis_with_the_older_codes_of_parties(tmp_path: Path) -> None:
    found = events(tmp_path, WEIS, "named.cameo.tsv")  # what the name says decides nothing
    told = [one.reading.claims[0] for one in found if one.reading.claims]
    acts = [
        (one.event.actor.code, one.event.kind, one.event.recipient.code)
        for one in told
        if one.event and one.event.recipient
    ]
    assert acts == [
        ("IRQ", Kind.MOBILIZE, "KWT"),
        ("IRQ", Kind.ACCUSE, "KWT"),
        ("GBR", Kind.THREATEN, "KWT"),
        ("IRQ", Kind.ASSAULT, "KWT"),
        ("SYR", Kind.CONSULT, "JOR"),
    ]
    assert [one.indicators for one in told] == [("F1",), (), ("D4",), ("H1",), ()]
    comment = found[4]  # no act, but a document that names both
    assert (comment.document.title, comment.reading.claims) == (
        "Kuwait (KUWGOV) | 022 Comment | Iraq (IRQMIL)",
        (),
    )


def test_who_does_by_saying_so_is_the_speaker(tmp_path: Path) -> None:
    told = [one.reading.claims[0] for one in events(tmp_path, WEIS) if one.reading.claims]
    assert [(one.speaker.code if one.speaker else None, one.access) for one in told] == [
        (None, Basis.PRESS),
        ("IRQ", Basis.OFFICIAL),
        ("GBR", Basis.OFFICIAL),
        (None, Basis.PRESS),
        (None, Basis.PRESS),
    ]


def test_citizens_and_rebels_hold_no_office(tmp_path: Path) -> None:
    content = "1995-03-03\tTURMED\tGRC\t112\n1995-03-03\tPSEREB\tISR\t1384\n1995-03-03\tTURMIL\tGRC\t112\n"
    told = [one.reading.claims[0] for one in events(tmp_path, content)]
    assert [(one.speaker.code if one.speaker else None, one.access) for one in told] == [
        ("TUR:MED", Basis.PRESS),
        ("PSE:REBELS", Basis.PRESS),
        ("TUR", Basis.OFFICIAL),
    ]


def test_many_lines_of_one_series_are_one_family_but_parties_speak_for_themselves(tmp_path: Path) -> None:
    from vedette.types import Outlet, Report
    from vedette.watch.binding import bind
    from vedette.watch.problems import load_problem

    content = (
        "".join(f"1995-03-{day:02}\tIRQ\tKUW\t223\n" for day in range(1, 9)) + "1995-03-09\tIRQ\tKUW\t174\n"
    )
    reports = [
        Report(
            claim=one.reading.claims[0],
            outlet=Outlet(name=one.document.outlet),
            story=one.document.id,
            known_at=one.document.known_at,
        )
        for one in events(tmp_path, content)
    ]
    found = bind(load_problem("irq-kwt"), reports)
    assert {(one.indicator, one.access, one.family) for one in found} == {
        ("H1", Access.PRESS, "H1 source made"),
        ("S1", Access.INSTIGATOR, "S1 official IRQ"),
    }
    assert len(found) == 9


def test_cameo_without_a_heading_parted_by_commas(tmp_path: Path) -> None:
    found = events(tmp_path, CAMEO)
    told = [one.reading.claims[0] for one in found]
    assert [
        (one.event.actor.code, one.event.recipient.code, one.event.mode, one.indicators)
        for one in told
        if one.event and one.event.recipient
    ] == [
        ("ISR", "LBN:HEZBOLLAH", "seize", ("H2",)),
        ("LBN", "ISR", "allege", ("P1",)),
        ("UN", "ISR", None, ()),
    ]


def test_names_of_acts_and_actors(tmp_path: Path) -> None:
    found = events(tmp_path, NAMES)
    assert found[0].document.title == (
        "Armed Gang (Thailand) | Fight with small arms and light weapons | Military (Thailand)"
    )
    parties = [
        party_of(Scheme.NAMES)(name, date(2014, 6, 2)).code
        for name in (
            "Armed Gang (Thailand)",
            "Armed Band (Mali)",
            "Military (Thailand)",
            "Barack Obama",
            "Somebody Nobody Knows",
        )
    ]
    assert parties == ["THA:GANGS", "MLI:REBELS", "THA", "USA", "UNK"]
    assert [claim.indicators for one in found for claim in one.reading.claims] == [("H2",), ("D4",)]


@pytest.mark.parametrize(
    ("codes", "scheme"),
    [
        (["031", "211"], Scheme.WEIS),
        (["031", "0256"], Scheme.CAMEO),
        (["031", "190"], Scheme.CAMEO),
        (["Make statement"], Scheme.NAMES),
        ([*["0256"] * 9, "223"], Scheme.CAMEO),
        ([], Scheme.CAMEO),
    ],
)
def test_the_codes_tell_their_scheme(codes: list[str], scheme: Scheme) -> None:
    assert scheme_of(codes) is scheme


def test_a_code_means_the_same_number_differently_by_scheme() -> None:
    assert [getattr(act_of(scheme, "193"), "name", None) for scheme in (Scheme.CAMEO, Scheme.WEIS)] == [
        "Fight with small arms and light weapons",
        "Cut aid",
    ]
    assert act_of(Scheme.WEIS, "221") == act_of(Scheme.WEIS, "22")  # no row: its root
    assert act_of(Scheme.CAMEO, "19") == act_of(Scheme.CAMEO, "190")
    assert act_of(Scheme.CAMEO, "0841]") is None
    assert party_of(Scheme.CAMEO)("AUS", date.min).code == "AUS"
    assert party_of(Scheme.WEIS)("AUS", date.min).code == "AUT"


def test_the_tables_hold_codes_of_ours_only() -> None:
    for name in ("cameo.tsv", "weis.tsv"):
        rows = [line.split("\t") for line in data_file("codes", name).read_text("utf-8").splitlines()]
        listed = [row for row in rows if not row[0].startswith("#")][1:]
        assert len({row[0] for row in listed}) == len(listed) > 40
        for code, kind, _, indicators, names in listed:
            assert code.isdigit()
            assert names
            assert kind == "" or Kind(kind)
            assert set(indicators.split()) <= set(CODES)
    known = countries().keys() | organisations() | {"UNK"}
    for line in data_file("codes", "parties.tsv").read_text("utf-8").splitlines():
        which, _, ours = (line + "\t\t").split("\t")[:3]
        if which in {"keds", "cameo"}:
            assert ours.partition(":")[0] in known, line


# --- bad input ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1995-03-02\tIRQ\tKUW", "has 3 cells, too few for date, source, target and code"),
        (b"1995-13-02\tIRQ\tKUW\t223", "'1995-13-02' is no day"),
        (b"yesterday\tIRQ\tKUW\t223", "'yesterday' is no day"),
        (b"0001-01-01\tIRQ\tKUW\t223", "0001-01-01 is no day of an event series"),
        (b"2999-01-01\tIRQ\tKUW\t223", "2999-01-01 is no day of an event series"),
        (b"1995-03-02\t\tKUW\t223", "source, target or code is empty"),
        (b"1995-03-02\tIRQ\x00\tKUW\t223", "has NUL bytes"),
        (b"1995-03-02\tIRQ\tKUW\t" + b"2" * 600, "a cell holds more than 500 characters"),
        (b"x" * 3000, "longer than 2,000 bytes"),
        (b"\xff\xfe\xfa\xfb", "has 1 cells, too few for date, source, target and code"),
    ],
)
def test_a_broken_line_costs_itself(tmp_path: Path, line: bytes, reason: str) -> None:
    whole = b"1995-03-02\tIRQ\tKUW\t223\n"
    found = series(
        tmp_path, whole + line + b"\n" + whole.replace(b"02", b"03"), limits=Limits(record_bytes=2000)
    )
    assert [(one.record, one.reason) for one in found.failures] == [("made.tsv line 2", reason)]
    assert [row.day.day for row in found.rows] == [2, 3]
    assert found.events == 2


@pytest.mark.parametrize(
    ("content", "record", "reason"),
    [
        ("", "made.tsv", "is empty"),
        ("\n\n", "made.tsv", "is empty"),
        (
            "date\tsource\ttarget\n1995-03-02\tIRQ\tKUW\n",
            "made.tsv",
            "can't be read on: the heading has no column for code",
        ),
        (gzip.compress(WEIS.encode())[:-20], "made.tsv", "can't be read on: the gzip stream breaks off"),
    ],
    # a gzip stream holds the second it was made in: as its own name the test would differ by worker
    ids=["nothing", "blank lines", "no code", "cut gzip"],
)
def test_a_file_that_is_none_is_one_failure(
    tmp_path: Path, content: str | bytes, record: str, reason: str
) -> None:
    found = series(tmp_path, content)
    assert [(one.record, one.reason) for one in found.failures] == [(record, reason)]


def test_a_file_that_is_not_there_is_one_failure(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.tsv"):
        found = read_series(path, since=date.min, until=date.max, now=NOW)
        assert len(found.failures) == 1
        assert found.rows == ()


@pytest.mark.parametrize(
    "content",
    [
        WEIS.encode("utf-16"),
        WEIS.encode("utf-8-sig"),
        gzip.compress(WEIS.encode()),
        WEIS.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-16", "byte order mark", "gzip", "crlf"],
)
def test_other_forms_of_the_same_file_give_the_same(tmp_path: Path, content: bytes) -> None:
    plain, other = series(tmp_path, WEIS), series(tmp_path, content)
    assert other == plain
    assert len(plain.rows) == 6


def test_letters_of_western_europe_in_names(tmp_path: Path) -> None:
    found = series(
        tmp_path,
        "2014-06-03\tFran\u00e7ois Hollande\tConsult\tJapan\n".replace(
            "Consult\tJapan", "Japan\tConsult"
        ).encode("latin-1"),
    )
    assert found.rows[0].source == "Fran\u00e7ois Hollande"
    assert party_of(found.scheme)(found.rows[0].source, date(2014, 6, 3)).code == "FRA"


# --- the real series ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("keds/gulf.cameo.tsv", Scheme.WEIS),  # CAMEO by its name alone
        ("keds/balkans.weis.tsv", Scheme.WEIS),
        ("keds/turkey.cameo.tsv", Scheme.CAMEO),
        ("icews14/icews14_full.tsv", Scheme.NAMES),
    ],
)
def test_the_tables_cover_public_series(name: str, scheme: Scheme) -> None:
    folder = os.environ.get("VEDETTE_BENCH_DATA")
    path = Path(folder or "", "event_series", name)
    if not folder or not path.is_file():
        pytest.skip("needs the event series in VEDETTE_BENCH_DATA")
    found = read_series(path, since=date(1979, 1, 1), until=date(2015, 12, 31), now=NOW)
    assert found.scheme is scheme
    assert found.events > 25_000
    # of the acts all but a few broken codes are known, of the parties all but rare ones
    assert found.events - found.repeats - len(found.rows) < 0.001 * found.events
    lost = sum(
        int(one.reason.split(" in ")[-1].split()[0].replace(",", ""))
        for one in found.failures
        if one.reason.startswith("party")
    )
    assert lost < 0.05 * found.events
