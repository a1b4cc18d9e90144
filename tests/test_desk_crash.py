"""A desk that is killed, fills its disk, or shares its database with another: nothing is lost or doubled."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from vedette.store.store import open_store
from vedette.store.verify import damages

RECORDS = 1100
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
    path = tmp_path_factory.mktemp("reports") / "reports.jsonl"
    rng = random.Random(7)
    words = [f"{subject}{number}" for subject in SUBJECTS for number in range(60)]
    lines = (
        json.dumps(
            {"id": str(n), "title": " ".join(rng.sample(words, 9)), "published": "2021-11-02T10:00:00Z"}
        )
        for n in range(RECORDS)
    )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def collect(home: Path, reports: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "collect", str(reports)],
        env={**os.environ, "VEDETTE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    _, talk = process.communicate(timeout=120)
    return talk


def held(home: Path) -> tuple[int, int, int]:
    """Return how many captures, documents and story rows there are, once the store is found sound."""
    with open_store(home / "vedette.db") as store:
        assert not list(damages(store.engine, store.folder))
        counts = dict(store.view().counts())
        with store.engine.connect() as connection:
            twice = connection.scalar(
                sa.text("SELECT count(*) FROM (SELECT id FROM documents GROUP BY id HAVING count(*) > 1)")
            )
        assert twice == 0
        return counts["captures"], counts["documents"], counts["members"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> float:
    """Seconds that collecting takes when nobody kills it."""
    begun = time.monotonic()
    finish(collect(tmp_path_factory.mktemp("whole") / "desk", reports))
    return time.monotonic() - begun


@pytest.mark.parametrize("share", [0.4, 0.6, 0.8])
def test_killed_while_collecting_keeps_whole_batches_and_completes(
    tmp_path: Path, reports: Path, whole: float, share: float
) -> None:
    home = tmp_path / "desk"
    process = collect(home, reports)
    time.sleep(whole * share)
    process.kill()
    finish(process)
    kept = held(home) if (home / "vedette.db").exists() else (0, 0, 0)
    assert kept[0] == kept[1] == kept[2]
    finish(collect(home, reports))
    assert held(home) == (RECORDS, RECORDS, RECORDS)


def test_two_collecting_at_once_double_nothing(tmp_path: Path, reports: Path) -> None:
    home = tmp_path / "desk"
    pair = [collect(home, reports), collect(home, reports)]
    for process in pair:
        talk = finish(process)
        assert process.returncode == 0, talk
    assert held(home)[:2] == (RECORDS, RECORDS)


def test_a_full_disk_is_said_and_the_next_run_completes(tmp_path: Path, reports: Path) -> None:
    disk = tmp_path / "small"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("a small file system needs root and mount")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=1500k", "none", disk], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        process = collect(disk / "desk", reports)
        talk = finish(process)
        assert process.returncode == 1
        assert "error: " in talk
        assert "full" in talk
        assert "Traceback" not in talk
        subprocess.run([mount, "-o", "remount,size=64m", disk], check=True)
        finish(collect(disk / "desk", reports))
        assert held(disk / "desk")[:2] == (RECORDS, RECORDS)
    finally:
        subprocess.run(["umount", disk], check=True)
