"""Killed processes, full disks, two processes at a time: what was acknowledged is there, once."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from vedette.errors import StoreBusy, StoreError, StoreFull
from vedette.store import verify
from vedette.store.connect import connect
from vedette.store.store import Store, open_store

if TYPE_CHECKING:
    from tests.store.conftest import Samples

APPENDER = Path(__file__).with_name("appender.py")
BATCH = 20


def appender(home: Path, *arguments: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(APPENDER), str(home), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acknowledged(process: "subprocess.Popen[str]") -> list[str]:
    """Return the ids of whole lines; a killed process may leave half of one."""
    assert process.stdout is not None
    with process.stdout as lines:
        whole = [line for line in lines if line.endswith("\n") and not line.startswith("full")]
    process.wait()
    return [one for line in whole for one in line.split()]


def check_sound(home: Path, ids: list[str]) -> None:
    """Check that every id is there once with its capture and reading, and that nothing is damaged."""
    with open_store(home / "vedette.db") as store:
        assert list(verify.damages(store.engine, store.folder)) == []
        view = store.view()
        documents = list(view.documents())
        stored = Counter(document.id for document in documents)
        assert set(ids) <= set(stored)
        assert max(stored.values(), default=1) == 1
        assert max(Counter(document.label for document in documents).values(), default=1) == 1
        counts = dict(view.counts())
        # whole batches only
        assert counts["documents"] % BATCH == 0
        assert counts["documents"] == counts["captures"] == counts["readings"] == len(documents)


def kill_often(home: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    ids: list[str] = []
    for _ in range(times):
        first = max(0, len(ids) - 5 * BATCH)  # each begins a little before where the last one was killed
        process = appender(home, first, 10_000, BATCH)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        acknowledged_now = acknowledged(process)
        ids = list(dict.fromkeys([*ids, *acknowledged_now]))
        check_sound(home, ids)
    process = appender(home, 0, len(ids) // BATCH + 2, BATCH)
    finished = acknowledged(process)
    assert process.returncode == 0
    check_sound(home, [*ids, *finished])


def test_kill_9_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 8, seed=1)


@pytest.mark.slow
def test_kill_9_at_fifty_points(tmp_path: Path) -> None:
    kill_often(tmp_path, 50, seed=2)


def test_two_processes_append_to_one_store(tmp_path: Path) -> None:
    processes = [appender(tmp_path, 0, 20, BATCH), appender(tmp_path, 5 * BATCH, 20, BATCH)]
    ids = [one for process in processes for one in acknowledged(process)]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(set(ids)) == 25 * BATCH
    check_sound(tmp_path, ids)


def test_many_may_be_the_first_to_open_a_store(tmp_path: Path) -> None:
    for number in range(8):
        database = tmp_path / str(number) / "vedette.db"
        gate = threading.Barrier(4)
        opened: list[str] = []

        def open_it(
            database: Path = database, gate: threading.Barrier = gate, opened: list[str] = opened
        ) -> None:
            gate.wait()
            with open_store(database) as store:
                opened.append(store.append_heartbeat("run").process)

        threads = [threading.Thread(target=open_it) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(opened) == 4


def test_a_process_that_waits_too_long_says_so(store: Store) -> None:
    impatient = Store(connect(store.engine.url, busy_seconds=0.2), store.folder)
    try:
        with store._writing():
            with pytest.raises(StoreBusy, match="another process") as raised:
                impatient.append_heartbeat("run")
            assert impatient.view().counts() == store.view().counts()  # reading goes on
        assert "wait" in raised.value.hint
        impatient.append_heartbeat("run")
    finally:
        impatient.close()


def test_a_process_that_waits_long_enough_goes_on(store: Store) -> None:
    patient = Store(connect(store.engine.url, busy_seconds=20), store.folder)
    done = threading.Event()

    def write() -> None:
        patient.append_heartbeat("run")
        done.set()

    thread = threading.Thread(target=write)
    with store._writing():
        thread.start()
        assert not done.wait(0.3)
    thread.join()
    patient.close()
    assert done.is_set()


# --- full disks ---------------------------------------------------------------------------


def fill(store: Store, make: "Samples", payload: int) -> list[str]:
    """Append until the disk is full, and return what was acknowledged before."""
    ids: list[str] = []
    for start in range(0, 100_000, BATCH):
        numbers = range(start, start + BATCH)
        captures = [make.capture(number, random.Random(number).randbytes(payload)) for number in numbers]
        documents = [
            replace(make.document(number), capture=one.id)
            for number, one in zip(numbers, captures, strict=True)
        ]
        readings = [make.reading(document, claims=0) for document in documents]
        try:
            store.append_batch(captures=captures, documents=documents, readings=readings, run=make.run)
        except StoreFull as error:
            full = error
            break
        ids += [document.id for document in documents]
    assert "the disk is full" in str(full)
    assert "make room" in full.hint
    assert ids
    return ids


def test_a_full_database_is_rolled_back(tmp_path: Path, make: "Samples") -> None:
    with open_store(tmp_path / "vedette.db") as store:
        pages = 200  # of 4 KiB; SQLite answers as it does on a full disk

        def limit(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        store.engine.dispose()
        sa.event.listen(store.engine, "connect", limit)
        ids = fill(store, make, payload=90)
        assert list(verify.damages(store.engine, store.folder)) == []
        sa.event.remove(store.engine, "connect", limit)
        store.engine.dispose()
        make.keep(store, *(make.document(number) for number in range(200_000, 200_000 + BATCH)))
        store.append_batch(
            readings=[make.reading(make.document(number)) for number in range(200_000, 200_000 + BATCH)],
            run=make.run,
        )
    check_sound(tmp_path, ids)


def test_a_limit_on_files_is_a_full_disk(tmp_path: Path) -> None:
    process = appender(tmp_path, 0, 1_000, BATCH, 20_000, 3_000_000)
    assert process.stdout is not None
    with process.stdout as lines:
        *whole, last = list(lines)
    assert process.wait() == 0
    assert last.startswith("full: the disk is full")
    assert whole
    check_sound(tmp_path, [one for line in whole for one in line.split()])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 4 MB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk can't be mounted here (it takes root)")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("payload", [20_000, 20], ids=["captures fill it", "the database fills it"])
def test_a_full_disk_leaves_a_sound_store(small_disk: Path, make: "Samples", payload: int) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 1_000_000)
    with open_store(small_disk / "vedette.db") as store:
        ids = fill(store, make, payload)
        many = [make.assessment(day) for day in range(5_000)]
        with pytest.raises(StoreFull):
            store.append_assessments(many)
    ballast.unlink()  # somebody makes room
    check_sound(small_disk, ids)
    with open_store(small_disk / "vedette.db") as store:
        assert store.append_file("settings", "vedette.toml", "every = 900") == 1


def test_a_disk_too_full_to_begin_says_so(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"\0" * 4_190_000)
    with pytest.raises(StoreError) as raised:
        open_store(small_disk / "vedette.db")
    assert isinstance(raised.value, StoreFull)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vedette.db").write_text("This is a letter, not a database. " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        open_store(tmp_path / "vedette.db")
    with pytest.raises(StoreError, match="can't be used"):
        open_store("mysql://localhost/vedette")
    with pytest.raises(StoreError, match="not understood"):
        open_store("postgresql://host:port:port/x")
    with pytest.raises(StoreError, match="folder for its captures"):
        open_store("postgresql://localhost/vedette")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError):
        open_store(tmp_path / "file" / "vedette.db")
