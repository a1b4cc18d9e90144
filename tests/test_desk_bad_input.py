"""What a hostile world sends: named, counted, skipped, nothing lost around it."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from vedette.formats import schema

COMMAND = [sys.executable, "-c", "from vedette.cli.main import run; run()"]
GOOD = '{"id": "good", "title": "US warns Russia against attack on Ukraine"}\n'
RECORDS = [
    {"id": "zero", "title": "Year zero", "published": "0000-01-01"},
    {"id": "far", "title": "Far future", "published": "9999-12-31"},
    {"id": "words", "title": "A day in words", "published": "yesterday"},
    {"id": "emoji", "title": "🚀 عاجل: روسيا تحشد قواتها"},
    {"id": "nul", "title": "a\0b c"},
    {"id": "long", "title": "A long sentence", "text": "troops " * 5000},
    {"id": "nothing"},
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what goes wrong."""
    folder = tmp_path_factory.mktemp("world")
    broken = "<html><head><title>Broken</title><body><p>Unclosed <b>tags <div>"
    (folder / "broken.html").write_text(
        broken + "<p>Russia warned Ukraine on Monday that talks may end. " * 10
    )
    russian = '<html><head><meta charset="windows-1251"><title>Новости</title></head><body><article><p>'
    russian += "Россия заявила о завершении учений на границе. " * 12
    (folder / "cp1251.html").write_bytes(russian.encode("cp1251"))
    with gzip.open(folder / "bomb.jsonl.gz", "wb", compresslevel=1) as bomb:
        for _ in range(30):
            bomb.write(b" " * 10_000_000)
    (folder / "endless.jsonl").write_text(GOOD + '{"title": "' + "x" * 25_000_000 + '"}\n' + GOOD)
    lines = [json.dumps(record) for record in RECORDS]
    (folder / "odd.jsonl").write_text("\n".join([*lines, '{"id": broken', GOOD]))
    (folder / "empty.txt").touch()
    archive = b"".join(warc_record(number) for number in range(1, 4))
    (folder / "cut.warc.gz").write_bytes(gzip.compress(archive)[:-40])
    (folder / "pipe.txt").symlink_to("nowhere")
    return folder


def warc_record(number: int) -> bytes:
    """One archived page, with noise that does not compress away."""
    page = f"<html><head><title>Archived page {number}</title></head><body><article><p>"
    sentences = (f"Ukraine said on day {day} of talk {number} that Russia moved tanks." for day in range(9))
    page += " ".join(sentences)
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\n"
    head += f"WARC-Target-URI: https://archive.example/{number}\r\n"
    head += "WARC-Date: 2021-11-02T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    head += f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def vedette(home: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env={**os.environ, "VEDETTE_HOME": str(home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_reading_prints_a_line_for_everything(world: Path, tmp_path: Path) -> None:
    done = vedette(tmp_path, "read", world, "--json")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        jsonschema.validate(line, schema("read"))
    by_id = {line["document"]["id"]: line for line in lines}
    assert "bomb" in by_id["bomb.jsonl.gz"]["error"]
    assert "longer than" in by_id["endless.jsonl line 2"]["error"]
    assert by_id["odd.jsonl line 7"]["error"]
    assert by_id["odd.jsonl line 8"]["error"]
    assert by_id["empty.txt"]["error"]
    assert any("cut.warc.gz" in name for name in by_id)
    assert by_id["cp1251.html"]["document"]["language"] == "ru"
    assert by_id["broken.html"]["claims"]
    good = [line for line in lines if line["document"]["id"] == "good"]
    assert len(good) == 3
    assert all(line["claims"] for line in good)
    for name in ("zero", "far", "words"):
        assert by_id[name]["error"] is None
        assert by_id[name]["document"]["published"] is None


def test_collecting_keeps_what_is_good_and_names_the_rest(world: Path, tmp_path: Path) -> None:
    home = tmp_path / "desk"
    done = vedette(home, "collect", world)
    assert done.returncode == 3
    for name in (
        "bomb.jsonl.gz",
        "empty.txt",
        "endless.jsonl line 2",
        "odd.jsonl line 7",
        "odd.jsonl line 8",
    ):
        assert name in done.stderr
    again = vedette(home, "collect", world)
    assert "0 new captures, 0 new documents" in again.stderr
    read = vedette(home, "read")
    assert read.returncode == 0, read.stderr
    assert "1 in a language that is not read" in read.stderr
    assert vedette(home, "doctor").returncode == 0
