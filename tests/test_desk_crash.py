"""A desk that is killed, fills its disk, or shares its database with another: nothing is lost or doubled."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from vedette.store.store import open_store
from vedette.store.verify import damages

RECORDS = 1500  # three batches
MANY = 3000
COMMAND = [sys.executable, "-c", "from vedette.cli.main import run; run()"]
SUBJECTS = (
    "harvest",
    "election",
    "flood",
    "railway",
    "museum",
    "border",
    "talks",
    "exercise",
    "port",
    "bridge",
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports none of which copies another."""
    return written(tmp_path_factory.mktemp("reports") / "reports.jsonl", RECORDS)


def written(path: Path, records: int) -> Path:
    rng = random.Random(7)
    words = [f"{subject}{number}" for subject in SUBJECTS for number in range(60)]
    path.write_text("".join(line(n, " ".join(rng.sample(words, 9))) for n in range(records)), "utf-8")
    return path


def line(number: int, title: str) -> str:
    return json.dumps({"id": str(number), "title": title, "published": "2021-11-02T10:00:00Z"}) + "\n"


def collect(home: Path, *paths: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "collect", *map(str, paths)],
        env={**os.environ, "VEDETTE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # a run of these tests that was itself put in the background passes on that it ignores interrupts
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def finish(process: "subprocess.Popen[str]") -> str:
    _, talk = process.communicate(timeout=180)
    return talk


def seen(home: Path) -> int:
    """Return how many documents another process can see: what was acknowledged."""
    try:
        with closing(sqlite3.connect(f"file:{home / 'vedette.db'}?mode=ro", uri=True)) as reader:
            (count,) = reader.execute("SELECT count(*) FROM documents").fetchone()
    except sqlite3.OperationalError:
        return 0  # there is no database yet, or no table in it
    return int(count)


def held(home: Path) -> tuple[int, int, int]:
    """Return how many captures, documents and story rows there are, once the store is found sound."""
    if not (home / "vedette.db").exists():
        return 0, 0, 0
    with open_store(home / "vedette.db") as store:
        assert not list(damages(store.engine, store.folder))
        counts = dict(store.view().counts())
        with store.engine.connect() as connection:
            for table, key in (("captures", "id"), ("documents", "id"), ("members", "document")):
                twice = f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1"
                assert connection.execute(sa.text(twice)).first() is None
        return counts["captures"], counts["documents"], counts["members"]


def kill_while_collecting(home: Path, reports: Path, records: int, rng: random.Random) -> bool:
    """Kill a collecting process somewhere; return whether it was still at it. Nothing seen may be gone."""
    begun_with = seen(home)
    process = collect(home, reports)
    # in the first batch or after it, at any moment of the next one
    goal, pause = begun_with + rng.randrange(2), rng.uniform(0, 0.4)
    while process.poll() is None and seen(home) < goal:
        time.sleep(0.01)
    time.sleep(pause)
    acknowledged = seen(home)
    process.kill()
    finish(process)
    kept = held(home)
    assert kept[0] == kept[1] == kept[2] >= acknowledged
    return process.returncode == -signal.SIGKILL


def kill(times: int, folder: Path, records: int) -> None:
    """Kill so often, each desk again and again until it is whole."""
    reports = written(folder / "reports.jsonl", records)
    rng = random.Random(times)
    killed = desks = 0
    while killed < times:
        desks += 1
        home = folder / f"desk{desks}"
        while killed < times and seen(home) < records:
            killed += kill_while_collecting(home, reports, records, rng)
        last = collect(home, reports)
        assert finish(last)
        assert last.returncode == 0
        assert held(home) == (records, records, records)


def test_killed_ten_times_keeps_what_was_acknowledged_and_completes(tmp_path: Path) -> None:
    kill(10, tmp_path, RECORDS)


@pytest.mark.slow
def test_killed_fifty_times(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if "slow" not in request.config.getoption("-m"):
        pytest.skip("takes minutes: pytest -m slow")
    kill(50, tmp_path, MANY)


def test_interrupted_says_so_and_keeps_whole_batches(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    # long enough that on a busy machine it is not done before it is seen to have begun
    process = collect(home, written(tmp_path / "long.jsonl", 8 * MANY))
    while process.poll() is None and not seen(home):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    talk = finish(process)
    assert process.returncode == 130
    assert talk.strip() == "interrupted; what was acknowledged is kept"
    kept = held(home)
    assert 0 < kept[0] == kept[1] == kept[2]


def test_two_collecting_at_once_double_nothing(tmp_path: Path, reports: Path) -> None:
    """The second file holds the last half of the first, and as much again of its own."""
    lines = reports.read_text("utf-8").splitlines(keepends=True)
    rng = random.Random(9)
    own = [line(RECORDS + n, " ".join(rng.sample(lines, 2))) for n in range(RECORDS // 2)]
    (tmp_path / "half").mkdir()
    other = tmp_path / "half" / reports.name  # records without an address are known by their file's name
    other.write_text("".join([*lines[RECORDS // 2 :], *own]), "utf-8")
    home = tmp_path / "desk"
    pair = [collect(home, reports), collect(home, other)]
    for process in pair:
        talk = finish(process)
        assert process.returncode == 0, talk
    with open_store(home / "vedette.db") as store:
        labels = [document.label for document in store.view().documents()]
    assert len(labels) == len(set(labels)) == RECORDS + RECORDS // 2
    assert held(home)[1:] == (len(labels), len(labels))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.5 MB, mounted."""
    disk = tmp_path / "small"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("a small file system needs root and mount")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=1500k", "none", disk], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_said_and_the_next_run_completes(small_disk: Path, reports: Path) -> None:
    process = collect(small_disk / "desk", reports)
    talk = finish(process)
    assert process.returncode == 1
    error, hint = talk.splitlines()
    assert error.startswith("error: the disk is full")
    assert hint.startswith("hint: make room")
    kept = held(small_disk / "desk")
    assert kept[0] == kept[1] == kept[2] < RECORDS
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    again = collect(small_disk / "desk", reports)
    finish(again)
    assert again.returncode == 0
    assert held(small_disk / "desk") == (RECORDS, RECORDS, RECORDS)
