"""The pages on reading and speech say what is true: tables are read, programs and commands run."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest
from typer.testing import CliRunner

from vedette.cli.main import app
from vedette.config import Settings
from vedette.read import answers, asking
from vedette.read.loading import load_reader
from vedette.read.reader import Reader
from vedette.read.stream import MOST
from vedette.types import Actor, Claim, Document, Reading

DOCS = Path(__file__).parents[2] / "docs"
DAY = datetime(2021, 12, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(Settings(processes=1))


def read(reader: Reader, text: str) -> Reading:
    document = Document(
        id="1",
        capture="",
        label="",
        title="",
        text=text,
        known_at=DAY,
        known_basis="published",
        published=DAY,
        language="en",
    )
    (reading,) = reader.read([document])
    assert reading.error is None
    return reading


# --- tables ---------------------------------------------------------------------------------------


def tables(page: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield the head and the rows of each table whose first column is a text."""
    for block in re.findall(r"(?:^\|.*\n)+", (DOCS / page).read_text("utf-8"), re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in block.splitlines()]
        if head[0] == "text":
            yield head, rows


def examples(page: str) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Yield a text, the columns, and its rows without it: one with an empty text goes on with the last."""
    for head, rows in tables(page):
        for number, (text, *_) in enumerate(rows):
            if text:
                later = next((n for n in range(number + 1, len(rows)) if rows[n][0]), len(rows))
                yield text, head[1:], [row[1:] for row in rows[number:later]]


def cell(claim: Claim, column: str) -> str:
    """Return what a claim has in a column."""

    def code(actor: Actor | None) -> str:
        return actor.code if actor else ""

    event = claim.event
    return {
        "speaker": claim.speaker.text if claim.speaker else "",
        "code": code(claim.speaker),
        "relay": ", ".join(actor.text for actor in claim.relay),
        "basis": claim.basis or "",
        "access": str(claim.access),
        "modality": str(claim.modality),
        "content": claim.content.strip(" .,"),
        "indicators": ", ".join(claim.indicators),
        "kind": str(event.kind) if event else "",
        "actor": code(event.actor) if event else "",
        "recipient": code(event.recipient) if event else "",
    }[column]


ALL = [(page, *example) for page in ("speech.md", "reading.md") for example in examples(page)]


@pytest.mark.parametrize(("page", "text", "columns", "rows"), ALL, ids=[f"{one[0]}-{one[1]}" for one in ALL])
def test_every_row_is_what_is_read(
    reader: Reader, page: str, text: str, columns: list[str], rows: list[list[str]]
) -> None:
    claims = read(reader, text).claims
    if columns == ["why nobody speaks"]:
        assert [claim.speaker for claim in claims] == [None] * len(claims)
        return
    told = [claim for claim in claims if claim.event or "kind" not in columns]
    found = {tuple(cell(claim, column) for column in columns) for claim in told}
    nothing = ("",) * len(columns)  # a row of empty cells: nothing of the kind
    assert found - {nothing} == {tuple(row) for row in rows} - {nothing}


def test_the_tables_are_there() -> None:
    count = {page: sum(one[0] == page for one in ALL) for page in ("speech.md", "reading.md")}
    assert count["speech.md"] > 30
    assert count["reading.md"] > 20


# --- programs and commands ------------------------------------------------------------------------

READING = (DOCS / "reading.md").read_text("utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", READING, re.DOTALL)


@pytest.mark.parametrize(("program", "output"), PROGRAMS)
def test_programs_print_what_is_said(program: str, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(program, "docs/reading.md", "exec"), {})
    assert capsys.readouterr().out == output


def test_the_programs_are_there() -> None:
    assert len(PROGRAMS) == 2


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.jsonl"
    path.write_text(after("## ", "```json\n"), "utf-8")
    return path


def after(*marks: str) -> str:
    """Return the block that stands behind these marks of the page, up to its end."""
    rest = "## " + READING
    for mark in marks:
        rest = rest.partition(mark)[2]
    return rest.partition("```")[0]


def test_explain_prints_what_the_page_shows(page: Path) -> None:
    printed = CliRunner().invoke(app, ["read", "--explain", str(page)])
    assert printed.exit_code == 0
    assert printed.stdout.split() == after("--explain page.jsonl\n```\n\n```\n").split()


def test_the_claim_of_the_page_is_one_of_those_printed(page: Path) -> None:
    printed = CliRunner().invoke(app, ["read", "--json", str(page)])
    assert printed.exit_code == 0
    shown = json.loads(after("## A claim", "```json\n"))
    claim = json.loads(printed.stdout)["claims"][1]
    assert claim.pop("confidence") == pytest.approx(shown.pop("confidence"), abs=0.05)
    assert claim == shown


def test_an_endpoint_is_asked_as_the_page_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint() as endpoint:
        settings = dict(re.findall(r"\$ export (\w+)=(\S+)", READING))
        assert len(settings) == 4
        for name, value in settings.items():
            monkeypatch.setenv(name, value.replace("127.0.0.1:8080", f"127.0.0.1:{endpoint.server_port}"))
        printed = CliRunner().invoke(app, ["read", str(page)])
    assert printed.exit_code == 0
    record = json.loads(page.read_text("utf-8"))
    sentences = [record["title"], *re.findall(r"[^.]+\.", record["text"])]
    assert {asked["messages"][-1]["content"] for asked in endpoint.asked} == {s.strip() for s in sentences}
    for asked in endpoint.asked:
        assert asked["path"] == "/v1/chat/completions"
        assert asked["key"] == f"Bearer {settings['VEDETTE_ENDPOINT_KEY']}"
        assert asked["model"] == settings["VEDETTE_ENDPOINT_MODEL"]
        assert asked["response_format"]["type"] == "json_schema"
        assert record["published"] not in json.dumps(asked)


class Endpoint(ThreadingHTTPServer):
    """An endpoint that sees no event anywhere, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "key": self.headers["Authorization"], **body})
        answer = json.dumps({"events": [], "indicators": []})
        reply = json.dumps({"choices": [{"message": {"content": answer}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


# --- what the page says of numbers ----------------------------------------------------------------


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    said = " ".join(READING.split())
    assert f"{MOST:,} code points are read" in said
    assert f"{asking.MOST_TEXT:,} characters at most" in said
    assert f"{asking.TIMEOUT:.0f} seconds at most" in said
    # as words: three times, eight questions, four at a time
    assert (len(asking.PAUSES) + 1, asking.GIVEN_UP, asking.AT_ONCE) == (3, 8, 4)


@pytest.mark.parametrize(
    ("claim", "kind", "text"),
    [
        ("event, by rules", "rules", "Russia attacked Ukraine."),
        ("event, by rules", "rules", "Iranians protested on Monday."),
        ("figure", "model", "Russia called up 20,000 reservists."),
        (
            "statement of a speaker",
            "model",
            "The foreign minister of France told reporters that talks would go on.",
        ),
        (
            "statement by words alone",
            "model",
            "The embassy of the United States evacuated its staff from Kyiv.",
        ),
    ],
)
def test_a_confidence_that_is_the_same_for_all_is_that_of_the_page(claim: str, kind: str, text: str) -> None:
    (row,) = re.findall(rf"^\| {claim} \| (.*?) \|", READING, re.MULTILINE)
    reading = read(load_reader(Settings(reader=kind, processes=1)), text)  # type: ignore[arg-type]
    given = [one.confidence for one in reading.claims if claim.startswith(str(one.type))]
    assert given
    assert {str(one) for one in given} <= set(re.findall(r"[\d.]+", row))


def test_an_endpoint_is_believed_as_much_as_the_page_says() -> None:
    assert f"| event, by an endpoint | {answers.CONFIDENCE} |" in READING
