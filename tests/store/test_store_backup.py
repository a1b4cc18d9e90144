"""Backup and restore: sound while others write, never over something, damage named."""

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vedette.errors import StoreError
from vedette.store import verify
from vedette.store.backup import backup, restore
from vedette.store.store import open_store

if TYPE_CHECKING:
    from tests.store.conftest import Opener, Samples


@pytest.fixture
def backed(tmp_path: Path, make: "Samples") -> Path:
    """Return a backup of a store of two documents."""
    with open_store(tmp_path / "desk" / "vedette.db") as store:
        make.read(store, make.document(1), make.document(2))
        report = backup(store, tmp_path / "backups" / "monday.tar")
    assert report.damaged == ()
    assert report.files[0].name == "vedette.db"
    assert sorted(path.name for path in report.path.parent.iterdir()) == ["monday.tar"]
    return report.path


def test_what_is_restored_is_what_was_stored(backed: Path, tmp_path: Path, make: "Samples") -> None:
    report = restore(backed, tmp_path / "new")
    assert report.damaged == ()
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["captures", "vedette.db"]
    with open_store(tmp_path / "new" / "vedette.db") as store:
        assert list(store.view().documents()) == [make.document(1), make.document(2)]
        assert store.view().capture(make.capture(1).id) == make.capture(1)
        assert store.view().search("convoys")
        make.keep(store, make.document(3))
        assert list(verify.damages(store.engine, store.folder)) == []


def test_nothing_is_overwritten(backed: Path, tmp_path: Path, make: "Samples") -> None:
    with pytest.raises(StoreError, match="there already"):
        restore(backed, tmp_path / "desk")
    with open_store(tmp_path / "desk" / "vedette.db") as store:
        with pytest.raises(StoreError, match="never overwritten"):
            backup(store, backed)
        assert len(list(store.view().documents())) == 2


def _flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0xFF]))


def test_damage_is_named_and_nothing_is_left(backed: Path, tmp_path: Path) -> None:
    with tarfile.open(backed) as tar:
        members = {member.name: member.offset_data for member in tar.getmembers()}
    for offset in members.values():
        _flip(backed, offset + 100)
    (warc,) = (name for name in members if name.startswith("captures/"))
    _flip(backed, members["manifest.json"] + 100)  # back as it was: the list of files can be read
    with pytest.raises(StoreError) as raised:
        restore(backed, tmp_path / "new")
    assert "vedette.db" in str(raised.value)
    assert warc in str(raised.value)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_a_backup_that_is_cut_off_is_refused(backed: Path, tmp_path: Path, keep: float) -> None:
    raw = backed.read_bytes()
    end = raw.rindex(b"vedette backup 1")
    backed.write_bytes(raw[: int(end * keep)])
    with pytest.raises(StoreError):
        restore(backed, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_an_archive_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar"
    files = [{"name": name, "size": 0, "sha256": ""} for name in ("vedette.db", "captures/../../evil")]
    manifest = json.dumps({"format": "vedette backup 1", "files": files}).encode()
    with tarfile.open(evil, "w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(manifest)
        tar.addfile(info, io.BytesIO(manifest))
    with pytest.raises(StoreError, match="not a backup"):
        restore(evil, tmp_path / "new")


def test_a_capture_damaged_before_is_told_and_kept_apart(tmp_path: Path, make: "Samples") -> None:
    with open_store(tmp_path / "desk" / "vedette.db") as store:
        make.keep(store, make.document(1))
        (warc,) = store.folder.iterdir()
        _flip(warc, warc.stat().st_size // 2)
        report = backup(store, tmp_path / "backup.tar")
    assert len(report.damaged) == 1
    assert make.capture(1).id in report.damaged[0]
    assert restore(tmp_path / "backup.tar", tmp_path / "new").damaged == report.damaged


def test_a_backup_taken_while_another_process_writes_is_sound(tmp_path: Path) -> None:
    script = Path(__file__).with_name("appender.py")
    command = [sys.executable, str(script), str(tmp_path / "desk"), "0", "1000", "20"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline().split()
        with open_store(tmp_path / "desk" / "vedette.db") as store:
            report = backup(store, tmp_path / "backup.tar")
            assert writer.poll() is None  # it was still at it
        writer.kill()
    assert report.damaged == ()
    assert restore(report.path, tmp_path / "new").damaged == ()
    with open_store(tmp_path / "new" / "vedette.db") as store:
        labels = [document.label for document in store.view().documents()]
        assert set(first) <= {document.id for document in store.view().documents()}
        assert labels == [str(number) for number in range(len(labels))]
        assert len(labels) % 20 == 0


def test_a_postgresql_store_is_sent_to_pg_dump(new_store: "Opener", tmp_path: Path) -> None:
    store = new_store()
    if store.engine.dialect.name == "sqlite":
        assert backup(store, tmp_path / "empty.tar").files[0].name == "vedette.db"
        assert restore(tmp_path / "empty.tar", tmp_path / "new").damaged == ()
    else:
        with pytest.raises(StoreError, match="SQLite") as raised:
            backup(store, tmp_path / "backup.tar")
        assert "pg_dump" in raised.value.hint
