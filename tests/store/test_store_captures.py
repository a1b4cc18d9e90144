"""Captures: WARC files that other tools can read, verified whenever they are."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import StoreError
from vedette.store.captures import Place, WarcWriter, blank, read_payload
from vedette.store.store import open_store
from vedette.types import Capture, content_id

if TYPE_CHECKING:
    from tests.store.conftest import Samples

NOW = datetime(2022, 1, 1, tzinfo=UTC)


def read(folder: Path, place: Place, capture: Capture) -> bytes | None:
    return read_payload(folder, place, capture=capture.id, sha256=capture.sha256)


def write(folder: Path, *captures: Capture) -> list[Place]:
    writer = WarcWriter(folder)
    try:
        return writer.write(captures, NOW)
    finally:
        writer.close()


@settings(max_examples=40, deadline=None)
@given(payloads=st.lists(st.binary(max_size=20_000), min_size=1, max_size=5))
def test_any_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, make: "Samples", payloads: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("warc")
    captures = [make.capture(number, payload) for number, payload in enumerate(payloads)]
    places = write(folder, *captures)
    assert [read(folder, place, one) for place, one in zip(places, captures, strict=True)] == payloads


def test_the_file_is_plain_warc(tmp_path: Path, make: "Samples") -> None:
    captures = [make.capture(number) for number in range(3)]
    (name,) = {place.file for place in write(tmp_path, *captures)}
    with (tmp_path / name).open("rb") as file:
        found = [
            (record.record_type, record.headers["WARC-Target-URI"], record.headers["WARC-Payload-Digest"])
            for record in ArchiveIterator(file)
        ]
    assert found == [
        (WarcRecordType.resource, capture.url, f"sha256:{capture.sha256}") for capture in captures
    ]


@pytest.mark.parametrize("url", ["file:a b\r\nWARC-Type: evil#1", "https://x.example/\u00e9\ud800", ""])
def test_a_url_never_breaks_a_header(tmp_path: Path, make: "Samples", url: str) -> None:
    sample = make.capture(1)
    capture = Capture(
        id=content_id(url, sample.sha256),
        source=None,
        url=url,
        fetched_at=NOW,
        media_type="text/plain\nX: y",
        payload=sample.payload,
        sha256=sample.sha256,
    )
    (place,) = write(tmp_path, capture)
    assert read(tmp_path, place, capture) == sample.payload
    raw = gzip.decompress((tmp_path / place.file).read_bytes())
    assert raw.count(b"\nWARC-Type") == 1
    assert b"\nX:" not in raw


@pytest.mark.parametrize("damage", ["flipped", "cut", "zeroed", "gone"])
def test_damage_names_the_capture(tmp_path: Path, make: "Samples", damage: str) -> None:
    capture = make.capture(1)
    with open_store(tmp_path / "vedette.db") as store:
        make.keep(store, make.document(1))
        (file,) = (tmp_path / "captures").iterdir()
        raw = file.read_bytes()
        middle = len(raw) // 2
        if damage == "gone":
            file.unlink()
        elif damage == "cut":
            file.write_bytes(raw[:middle])
        elif damage == "zeroed":
            file.write_bytes(b"\0" * len(raw))
        else:
            file.write_bytes(raw[:middle] + bytes([raw[middle] ^ 0xFF]) + raw[middle + 1 :])
        with pytest.raises(StoreError, match=capture.id):
            store.view().capture(capture.id)


def test_a_payload_of_another_digest_is_damage(tmp_path: Path, make: "Samples") -> None:
    first, second = make.capture(1), make.capture(2)
    places = write(tmp_path, first, second)
    with pytest.raises(StoreError, match="another SHA-256"):
        read(tmp_path, places[1], first)


def test_a_blanked_record_leaves_the_others(tmp_path: Path, make: "Samples") -> None:
    captures = [make.capture(number) for number in range(3)]
    places = write(tmp_path, *captures)
    size = (tmp_path / places[1].file).stat().st_size
    blank(tmp_path, places[1])
    blank(tmp_path, places[1])
    assert [read(tmp_path, place, one) for place, one in zip(places, captures, strict=True)] == [
        captures[0].payload,
        None,
        captures[2].payload,
    ]
    file = tmp_path / places[1].file
    assert file.stat().st_size == size
    assert captures[1].payload not in gzip.decompress(file.read_bytes())
    with file.open("rb") as stream:
        assert len(list(ArchiveIterator(stream))) == 3


@given(payload=st.binary(max_size=3))
@settings(max_examples=20, deadline=None)
def test_the_smallest_record_can_be_blanked(
    tmp_path_factory: pytest.TempPathFactory, make: "Samples", payload: bytes
) -> None:
    folder = tmp_path_factory.mktemp("warc")
    sample = make.capture(1, payload)
    bare = Capture(
        id=sample.id,
        source=None,
        url="",
        fetched_at=NOW,
        media_type="",
        payload=payload,
        sha256=sample.sha256,
    )
    (place,) = write(folder, bare)
    blank(folder, place)
    assert (folder / place.file).stat().st_size == place.length
    assert read(folder, place, bare) is None


def test_nobody_writes_after_a_torn_tail(tmp_path: Path, make: "Samples") -> None:
    with open_store(tmp_path / "vedette.db") as store:
        make.keep(store, make.document(1))
        (torn,) = (tmp_path / "captures").iterdir()
    with torn.open("ab") as file:
        file.write(b"\x1f\x8b\x08 half a rec")
    with open_store(tmp_path / "vedette.db") as store:
        make.keep(store, make.document(2))
        assert len(list((tmp_path / "captures").iterdir())) == 2
        for number in (1, 2):
            assert store.view().capture(make.capture(number).id) == make.capture(number)


def test_after_a_failed_write_a_new_file_is_begun(tmp_path: Path, make: "Samples") -> None:
    class Broken:
        """A capture whose payload can't be had."""

    writer = WarcWriter(tmp_path)
    (first,) = writer.write([make.capture(1)], NOW)
    with pytest.raises(AttributeError):
        writer.write([make.capture(2), Broken()], NOW)  # type: ignore[list-item]
    assert (tmp_path / first.file).stat().st_size == first.length  # nothing half written is left
    (third,) = writer.write([make.capture(3)], NOW)
    writer.close()
    assert third.file != first.file
    assert read(tmp_path, third, make.capture(3)) == make.capture(3).payload


def test_a_take_down_leaves_no_trace_on_disk(tmp_path: Path, make: "Samples") -> None:
    capture = make.capture(1, b"zebrawood payload")
    secret = replace(make.document(1, text="The zebrawood ledger names nobody."), capture=capture.id)
    with open_store(tmp_path / "vedette.db") as store:
        make.keep(store, *(make.document(number) for number in range(2, 60)))
        store.append_batch(
            captures=[capture], documents=[secret], readings=[make.reading(secret)], run=make.run
        )
        make.keep(store, *(make.document(number) for number in range(60, 90)))
        before = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("vedette.db*")))
        assert b"zebrawood" in before
        store.take_down(secret.id, reason="court order", author="counsel")
        after = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("vedette.db*")))
        assert b"zebrawood" not in after
        assert b"ebrawood" not in after
    for file in (tmp_path / "captures").iterdir():
        assert b"zebrawood" not in gzip.decompress(file.read_bytes())
