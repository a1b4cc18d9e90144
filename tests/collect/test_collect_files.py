import csv
import gzip
import io
import json
import os
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.collect.files import read_paths
from vedette.collect.limits import Limits
from vedette.types import Capture, Failure, content_id

NOW = datetime(2021, 11, 1, 12, tzinfo=UTC)
SMALL = Limits(record_bytes=1_000)


def read(*paths: Path, limits: Limits = SMALL) -> tuple[list[Capture], list[Failure]]:
    return parted(read_paths(paths, now=NOW, limits=limits))


def parted(records: Iterator[Capture | Failure]) -> tuple[list[Capture], list[Failure]]:
    found = list(records)
    captures = [record for record in found if isinstance(record, Capture)]
    failures = [record for record in found if isinstance(record, Failure)]
    assert all(record.stage == "collect" and record.at == NOW for record in failures)
    return captures, failures


def file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def values(captures: list[Capture]) -> list[dict[str, str]]:
    return [json.loads(capture.payload) for capture in captures]


# --- files and folders --------------------------------------------------------------------


def test_one_capture_per_page_with_its_type(tmp_path: Path) -> None:
    for name in ("a.html", "b.HTM", "c.txt", "d.md"):
        file(tmp_path, name, "<p>x")
    captures, failures = read(tmp_path)
    assert failures == []
    assert [(c.url, c.media_type) for c in captures] == [
        ("file:a.html#1", "text/html"),
        ("file:b.HTM#1", "text/html"),
        ("file:c.txt#1", "text/plain"),
        ("file:d.md#1", "text/markdown"),
    ]
    first = captures[0]
    assert (first.payload, first.fetched_at, first.source) == (b"<p>x", NOW, None)
    assert first.id == content_id(first.url, first.sha256)


def test_folders_are_walked_in_order_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.txt", "c.txt", "a.png", "x.html/inner.txt", "b.json"):
        file(tmp_path, name, "text")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "y.txt").symlink_to(tmp_path / "y.txt")
    os.mkfifo(tmp_path / "z.txt")
    captures, failures = read(tmp_path)
    assert [c.url for c in captures] == [
        "file:c.txt#1",
        "file:b/a.txt#1",
        "file:b/z.txt#1",
        "file:x.html/inner.txt#1",
    ]
    assert [f.record for f in failures] == ["y.txt", "z.txt"]


def test_named_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    picture, nothing, absent = file(tmp_path, "a.png", "x"), file(tmp_path, "e.txt", ""), tmp_path / "no.txt"
    blank, loop = file(tmp_path, "blank.html", " \n"), tmp_path / "loop.txt"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    captures, failures = read(picture, nothing, absent, blank, loop, pipe, file(tmp_path, "ok.txt", "ok"))
    assert "null" in read(tmp_path / "a\0b.txt", tmp_path / "a\0b")[1][0].reason
    assert [c.payload for c in captures] == [b"ok"]
    reasons = {Path(f.record).name: f.reason for f in failures}
    assert reasons["a.png"] == "files ending in '.png' are not read"
    assert reasons["e.txt"] == reasons["blank.html"] == "is empty"
    assert reasons["no.txt"] == "can't be read: no such file or directory"
    assert "symbolic links" in reasons["loop.txt"]
    assert reasons["pipe.jsonl"] == "not a plain file"
    assert len(failures) == 6


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users")
def test_unreadable_files_and_folders_are_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        secret, inner = file(folder, "secret.txt", "x"), file(folder, "closed/in.txt", "x")
        folder.chmod(0o755)
        secret.chmod(0)
        inner.parent.chmod(0)
        user = os.geteuid()
        try:
            if user == 0:  # root may read everything
                os.seteuid(65534)
            captures, failures = read(folder, inner)
        finally:
            os.seteuid(user)
            inner.parent.chmod(0o700)
    assert captures == []
    assert [Path(f.record).name for f in failures] == ["secret.txt", "closed", "in.txt"]
    assert all("permission denied" in f.reason for f in failures)


def test_texts_say_how_they_are_encoded(tmp_path: Path) -> None:
    text = "Ünï\n"
    for name, encoding in (
        ("1.txt", "utf-8"),
        ("2.txt", "windows-1252"),
        ("3.txt", "utf-16"),
        ("4.txt", "utf-8-sig"),
    ):
        file(tmp_path, name, text.encode(encoding))
    captures, failures = read(tmp_path)
    assert failures == []
    for capture in captures:
        charset = dict(capture.headers)["content-type"].partition("charset=")[2]
        assert capture.payload.decode(charset).lstrip("\ufeff") == text


def test_what_is_no_text_or_too_long_is_refused(tmp_path: Path) -> None:
    captures, failures = read(
        file(tmp_path, "a.txt", b"MZ\x00\x00\x01"), file(tmp_path, "b.html", "x" * 1_001)
    )
    assert captures == []
    assert [f.reason for f in failures] == ["has NUL bytes: no text", "longer than 1,000 bytes"]


def test_file_names_that_are_not_utf8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"x")
    captures, _ = read(tmp_path)
    assert captures[0].url == "file:caf\ufffd.txt#1"


def test_stdin_is_jsonl_or_text(tmp_path: Path) -> None:
    def piped(content: bytes) -> tuple[list[Capture], list[Failure]]:
        return parted(read_paths(["-"], now=NOW, stdin=io.BytesIO(content), limits=SMALL))

    captures, failures = piped(b' \n{"title": "a"}\n{"title": 1}\n{"text": "b"}')
    assert [c.url for c in captures] == ["file:stdin#2", "file:stdin#4"]
    assert [f.record for f in failures] == ["stdin line 3"]
    captures, _ = piped(b"Some words")
    assert [(c.url, c.media_type) for c in captures] == [("file:stdin#1", "text/plain")]
    assert [f.reason for f in piped(b"")[1]] == ["is empty"]
    assert [c.payload for c in piped('{"title": "ü"}\n'.encode("utf-16"))[0]] == ['{"title": "ü"}'.encode()]


# --- JSONL --------------------------------------------------------------------------------


def test_jsonl_keeps_the_line_and_its_own_address(tmp_path: Path) -> None:
    lines = [
        '{"id": "x", "title": "T", "url": "https://a.example/1"}',
        '{"text": "only text", "url": "nowhere"}',
    ]
    captures, failures = read(file(tmp_path, "r.jsonl", "\n".join(lines)))
    assert failures == []
    assert [(c.url, c.payload.decode()) for c in captures] == [
        ("https://a.example/1", lines[0]),
        ("file:r.jsonl#2", lines[1]),
    ]
    assert {c.media_type for c in captures} == {"application/json"}


BAD_LINES = [
    (b"{bad", "wrong JSON"),
    (b"[1, 2]", "not an object: list"),
    (b"null", "not an object"),
    (b"{}", "neither title nor text (it has: nothing)"),
    (b'{"headline": "x"}', "neither title nor text (it has: headline)"),
    (b'{"title": "  ", "text": null}', "neither title nor text"),
    (b'{"title": ["x"]}', "'title' is no string: list"),
    (b'{"title": "x", "text": {"a": 1}}', "'text' is no string: dict"),
    (b'{"title": "a\x00b"}', "NUL"),
    (b'{"title": "' + b"x" * 1_000 + b'"}', "longer than 1,000 bytes"),
    (b'{"title": "x", "n": ' + b"9" * 900, "wrong JSON"),
    (b'{"title": "half', "wrong JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_one_failure_among_good_ones(tmp_path: Path, line: bytes, reason: str) -> None:
    path = file(tmp_path, "reports.jsonl", b'{"title": "a"}\n' + line + b'\r\n\n{"title": "b"}')
    captures, (failure,) = read(path)
    assert [value["title"] for value in values(captures)] == ["a", "b"]
    assert [c.url for c in captures] == ["file:reports.jsonl#1", "file:reports.jsonl#4"]
    assert failure.record == "reports.jsonl line 2"
    assert reason in failure.reason


def test_deep_nesting_is_a_failure(tmp_path: Path) -> None:
    _, (failure,) = read(file(tmp_path, "r.jsonl", '{"title": ' + "[" * 200_000), limits=Limits())
    assert "nested too deeply" in failure.reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_jsonl_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    captures, failures = read(file(tmp_path, "r.ndjson", '{"title": "ä"}\n{"title": "ö"}\n'.encode(encoding)))
    assert failures == []
    for capture, title in zip(captures, "äö", strict=True):
        charset = dict(capture.headers)["content-type"].partition("charset=")[2]
        assert json.loads(capture.payload.decode(charset))["title"] == title


def test_endless_lines_take_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as packed:
        packed.write(b'{"title": "before"}\n{"title": "')
        for _ in range(100):
            packed.write(os.urandom(10_000).hex().encode() * 50)
        packed.write(b'"}\n{"title": "after"}\n')
    tracemalloc.start()
    try:
        captures, (failure,) = read(path, limits=Limits(record_bytes=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [value["title"] for value in values(captures)] == ["before", "after"]
    assert (failure.record, failure.reason) == ("long.jsonl.gz line 2", "longer than 1,000,000 bytes")
    assert peak < 6_000_000  # of a line of 100 MB


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = file(tmp_path, "bomb.jsonl.gz", gzip.compress(b'{"title": "a"}\n' + bytes(30_000_000)))
    captures, (failure,) = read(path)
    assert len(captures) == 1
    assert "taken for a bomb" in failure.reason


def test_a_broken_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress(
        b"".join(b'{"title": "%d %s"}\n' % (n, os.urandom(20).hex().encode()) for n in range(5_000))
    )
    for name, packed in (("cut.jsonl.gz", whole[:-5_000]), ("tail.jsonl.gz", whole + b"rubbish")):
        captures, (failure,) = read(file(tmp_path, name, packed), limits=Limits())
        assert len(captures) > 4_000
        assert failure.record == f"{name} after record {len(captures)}"
        assert "gzip stream" in failure.reason
    captures, (failure,) = read(file(tmp_path, "rot.jsonl.gz", whole[:50] + bytes(50) + whole[100:]))
    assert "damaged" in failure.reason


@given(st.binary(max_size=300))
def test_any_bytes_give_captures_or_failures(content: bytes) -> None:
    captures, failures = parted(read_paths(["-"], now=NOW, stdin=io.BytesIO(b'{"title":"a"}\n' + content)))
    assert captures[0].payload == b'{"title":"a"}'
    nonblank = [line for line in content.split(b"\n") if line.strip()]
    assert len(captures) + len(failures) == 1 + len(nonblank)


# --- CSV ----------------------------------------------------------------------------------


def test_csv_rows_become_objects(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "r.csv",
        "\ufeffID,Headline,Body,Date,Link,Publisher,Extra\r\n"
        '1,"One, two","First line\r\nsecond ""line""",2021-11-01,https://a.example/1,Wire,x\r\n'
        "2,Three,,,,,\r\n\r\n",
    )
    captures, failures = read(path)
    assert failures == []
    assert values(captures) == [
        {
            "id": "1",
            "title": "One, two",
            "text": 'First line\r\nsecond "line"',
            "published": "2021-11-01",
            "url": "https://a.example/1",
            "outlet": "Wire",
            "extra": "x",
        },
        {"id": "2", "title": "Three"},
    ]
    assert [c.url for c in captures] == ["https://a.example/1", "file:r.csv#2"]


def test_csv_with_semicolons_and_both_names(tmp_path: Path) -> None:
    (only,), _ = read(file(tmp_path, "r.csv", "title;headline;text\nT;H;a, b, c\n"))
    assert values([only]) == [{"title": "T", "headline": "H", "text": "a, b, c"}]


def test_csv_without_a_usable_heading_is_one_failure(tmp_path: Path) -> None:
    captures, (failure,) = read(file(tmp_path, "r.csv", "1,2,3\n4,5,6\n"))
    assert captures == []
    assert (failure.record, failure.reason) == ("r.csv line 1", "no heading with a title or text column")


def test_bad_csv_rows_are_named_and_the_others_read(tmp_path: Path) -> None:
    rows = [
        "title,text",
        "a,1",
        "b,2,3,4",
        "c,\x00",
        "d," + "x" * 1_100,
        ",",
        "e,5",
        'f,"never closed',
        "g,7",
        "h,8",
    ]
    captures, failures = read(file(tmp_path, "r.csv", "\n".join(rows)))
    assert [value["title"] for value in values(captures)] == ["a", "e", "g", "h"]
    assert [(f.record, f.reason.partition(" (")[0]) for f in failures] == [
        ("r.csv line 3", "4 cells under 2 headings"),
        ("r.csv line 4", "has NUL bytes"),
        ("r.csv line 5", "longer than 1,000 bytes"),
        ("r.csv line 6", "has neither title nor text"),
        ("r.csv line 8", "a quoted cell is never closed"),
    ]


def test_a_quote_that_never_closes_costs_its_line_only(tmp_path: Path) -> None:
    rows = ["title,text", 'a,"open', *(f"r{n},{'x' * 40}" for n in range(200))]
    captures, (failure,) = read(file(tmp_path, "r.csv", "\n".join(rows)))
    assert len(captures) == 200
    assert failure.record == "r.csv line 2"


def test_huge_cells_and_encodings(tmp_path: Path) -> None:
    huge = "y" * 500_000
    path = file(tmp_path, "r.csv", f"title,text\nä,{huge}\n".encode("windows-1252"))
    (only,), failures = read(path, limits=Limits())
    assert failures == []
    assert values([only]) == [{"title": "ä", "text": huge}]
    captures, _ = read(file(tmp_path, "u.csv", "title\nä\nö\n".encode("utf-16")))
    assert [value["title"] for value in values(captures)] == ["ä", "ö"]


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8))
def test_csv_written_by_python_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:

    clean = [title.replace("\x00", "").encode("utf-8", "ignore").decode() for title in titles]
    clean = [title for title in clean if title.strip()]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["title"])
    writer.writerows([title] for title in clean)
    path = file(tmp_path_factory.mktemp("csv"), "r.csv", out.getvalue())
    captures, failures = read(path, limits=Limits())
    assert failures == []
    assert [value["title"] for value in values(captures)] == clean


# --- WARC ---------------------------------------------------------------------------------


def record(
    body: bytes,
    *,
    kind: str = "response",
    media: str | None = "text/html; charset=utf-8",
    status: int = 200,
    extra: str = "",
    url: str = "https://a.example/1",
    length: int | None = None,
) -> bytes:
    http = (
        f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n{extra}\r\n".encode() if kind != "resource" else b""
    )
    block = http + body
    outer = "application/http; msgtype=response" if http else media
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-10-30T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: {outer}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


GOOD = record(b"<p>good")


def test_warc_gives_pages_and_passes_over_the_rest(tmp_path: Path) -> None:
    archive = [
        record(b"software: x", kind="warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(b"<p>one"),
        record(b"PNG", media="image/png"),
        record(b"moved", status=301),
        record(b"gone", status=404),
        record(b"plain", kind="resource", media="text/plain", url="file:notes"),
        record(b"", kind="revisit"),
        record(gzip.compress(b"<p>packed"), extra="Content-Encoding: gzip\r\n"),
        record(b"5\r\n<p>ch\r\n3\r\nunk\r\n0\r\n\r\n", extra="Transfer-Encoding: chunked\r\n"),
        record(b"<p>unpacked before", extra="Content-Encoding: gzip\r\n", url="<https://a.example/2>"),
    ]
    plain = file(tmp_path, "a.warc", b"".join(archive))
    packed = file(tmp_path, "b.warc.gz", b"".join(gzip.compress(part) for part in archive))
    for path in (plain, packed):
        captures, failures = read(path)
        assert failures == []
        assert [(c.payload, c.media_type) for c in captures] == [
            (b"<p>one", "text/html"),
            (b"plain", "text/plain"),
            (b"<p>packed", "text/html"),
            (b"<p>chunk", "text/html"),
            (b"<p>unpacked before", "text/html"),
        ]
        assert captures[0].url == "https://a.example/1"
        assert captures[-1].url == "https://a.example/2"
        assert captures[0].fetched_at == datetime(2021, 10, 30, 8, tzinfo=UTC)
        assert ("content-type", "text/html; charset=utf-8") in captures[0].headers


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(b"x" * 1_001), "longer than 1,000 bytes"),
        (
            record(gzip.compress(bytes(1_000_000), 9)[:980], extra="Content-Encoding: gzip\r\n"),
            "when unpacked",
        ),
        (record(b"\x1f\x8brubbish", extra="Content-Encoding: gzip\r\n"), "packing is damaged"),
        (record(b"zz\r\nno chunk", extra="Transfer-Encoding: chunked\r\n"), "packing is damaged"),
        (record(b" \n "), "is empty"),
        (record(b"x", extra="X-Flood: y\r\n" * 20_000), "header length"),
    ],
    ids=["long", "bomb", "no gzip", "no chunks", "empty", "flood"],
)
def test_a_bad_record_is_one_failure_among_good_ones(tmp_path: Path, bad: bytes, reason: str) -> None:
    captures, (failure,) = read(file(tmp_path, "a.warc", GOOD + bad + GOOD))
    assert [c.payload for c in captures] == [b"<p>good"] * 2
    assert failure.record == "a.warc record 2"
    assert reason in failure.reason


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (GOOD + GOOD[:-30], 1),
        (GOOD + record(b"<p>x", length=10**12), 1),
        (GOOD + b"rubbish\r\n" * 50, 1),
        (b"no archive at all\n" * 50, 0),
        (gzip.compress(GOOD) + gzip.compress(GOOD)[:-60], 1),
        (gzip.compress(GOOD) + gzip.compress(record(bytes(50_000_000), media="image/png")), 1),
    ],
    ids=["cut", "liar", "rubbish", "none", "cut gzip", "bomb"],
)
def test_a_broken_archive_keeps_what_came_before(tmp_path: Path, content: bytes, kept: int) -> None:
    captures, (failure,) = read(file(tmp_path, "a.warc.gz", content))
    assert len(captures) == kept
    assert failure.record.startswith("a.warc.gz ")


@given(st.integers(0, 3 * len(GOOD)), st.integers(0, 60), st.binary(max_size=20), st.booleans())
def test_a_mutilated_archive_never_raises(at: int, cut: int, put: bytes, packed: bool) -> None:
    whole = GOOD + record(b"5\r\n<p>ch\r\n0\r\n\r\n", extra="Transfer-Encoding: chunked\r\n") + GOOD
    mutilated = whole[:at] + put + whole[at + cut :]
    with tempfile.TemporaryDirectory() as folder:
        path = file(Path(folder), "a.warc", gzip.compress(mutilated) if packed else mutilated)
        captures, failures = read(path)
    assert len(captures) + len(failures) <= 4
    assert at < len(GOOD) or captures[0].payload == b"<p>good"
