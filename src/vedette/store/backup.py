"""Backup and restore of an SQLite store: one .tar file with the database, the captures and a manifest.

The database is copied first, by SQLite's online backup, and the captures after it: a capture is on disk
before the database says so, and its file only ever grows, so a backup is sound while others write.
PostgreSQL has pg_dump for the database; the folder of captures is copied after it.
"""

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from vedette.errors import StoreError
from vedette.store.connect import connect, database_url, storing
from vedette.store.store import Store
from vedette.store.verify import damages

_MANIFEST = "manifest.json"
_FORMAT = "vedette backup 1"
_NAMES = re.compile(r"(captures/)?[^/\\\0]*[^/\\\0.][^/\\\0]*")  # no way out of the folder
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One file of a backup."""

    name: str  #: 'vedette.db', 'captures/20220224T051000Z-71-0a1b2c3d.warc.gz'
    size: int  #: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What a backup holds."""

    path: Path
    files: tuple[Packed, ...]
    damaged: tuple[str, ...]  #: what was damaged in the store already, one line each


def backup(store: Store, path: Path) -> BackupReport:
    """Return what was written into the new .tar file `path`, after reading it back.

    Raises StoreError if the file is there already, or the store is not on SQLite.
    """
    source = store.engine.url.database
    if store.engine.dialect.name != "sqlite" or source is None:
        raise StoreError(
            "only an SQLite store is backed up by vedette", hint="use pg_dump, then copy the captures"
        )
    if path.exists():
        raise StoreError(f"{path} is there already: a backup is never overwritten")
    with storing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".vedette-") as scratch:
                copy = Path(scratch) / Path(source).name
                _copy_database(store, copy)
                files = _write(partial, copy, store.folder)
                damaged = _damages(copy, store.folder)
            _check(partial)
            partial.rename(path)
        finally:
            partial.unlink(missing_ok=True)
    return BackupReport(path=path, files=files, damaged=damaged)


def restore(path: Path, home: Path) -> BackupReport:
    """Return what was restored into the folder `home`, which holds no store yet.

    `damaged` names what was damaged before the backup was made. Raises StoreError if there is a store,
    or naming every damaged file of the backup; then nothing is left in `home`.
    """
    with storing(home):
        files = _check(path)
        database = _database_name(files)
        for there in (home / database, home / "captures"):
            if there.is_file() or (there.is_dir() and any(there.iterdir())):
                raise StoreError(
                    f"{there} is there already: nothing is overwritten", hint="use an empty folder"
                )
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=".vedette-") as scratch:
            _unpack(path, Path(scratch))
            damaged = _damages(Path(scratch) / database, Path(scratch) / "captures")
            captures = home / "captures"
            if captures.exists():
                captures.rmdir()
            (Path(scratch) / "captures").rename(captures)
            # the database last: without it there is no store
            (Path(scratch) / database).rename(home / database)
    return BackupReport(path=path, files=files, damaged=damaged)


def _copy_database(store: Store, copy: Path) -> None:
    raw = store.engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        with closing(sqlite3.connect(copy)) as target:
            driver.backup(target)
            # one file, no write-ahead log beside it; the store turns it on again
            target.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        raw.close()


def _damages(database: Path, captures: Path) -> tuple[str, ...]:
    engine = connect(database_url(database))
    try:
        return tuple(damages(engine, captures))
    finally:
        engine.dispose()


class _Hashing:
    """A file of which exactly `size` bytes are read, and hashed."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.left, self.digest = file, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(block)
        self.digest.update(block)
        return block


def _write(path: Path, database: Path, captures: Path) -> tuple[Packed, ...]:
    sources = [(database.name, database)]
    if captures.is_dir():
        sources += [(f"captures/{file.name}", file) for file in sorted(captures.glob("*.warc.gz"))]
    packed = []
    with tarfile.open(path, "x") as tar:
        for name, file in sources:
            with file.open("rb") as stream:
                info = tarfile.TarInfo(name)
                info.size = os.fstat(stream.fileno()).st_size  # what is written later is not of this backup
                hashing = _Hashing(stream, info.size)
                tar.addfile(info, hashing)
            packed.append(Packed(name=name, size=info.size, sha256=hashing.digest.hexdigest()))
        listed = {"format": _FORMAT, "files": [asdict(one) for one in packed]}
        manifest = json.dumps(listed, indent=1).encode()
        info = tarfile.TarInfo(_MANIFEST)
        info.size = len(manifest)
        tar.addfile(info, io.BytesIO(manifest))
    with path.open("rb") as written:
        os.fsync(written.fileno())
    return tuple(packed)


def _check(path: Path) -> tuple[Packed, ...]:
    """Return what a backup holds, after reading all of it. Raises StoreError naming all that is damaged."""
    with _opened(path) as tar:
        files = _listed(tar, path)
        wrong = [one.name for one in files if not _is_whole(tar, one)]
    if wrong:
        raise StoreError(f"{path} is damaged: {', '.join(wrong)}", hint="use another backup")
    return files


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise StoreError(f"{path} can't be read as a backup: {error}") from error


def _listed(tar: tarfile.TarFile, path: Path) -> tuple[Packed, ...]:
    try:
        member = tar.extractfile(_MANIFEST)
        manifest = json.loads(member.read()) if member is not None else {}
        if manifest.get("format") != _FORMAT:
            raise StoreError(f"{path} is not a backup this vedette can read")
        files = tuple(Packed(**one) for one in manifest["files"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{path} is cut off or not a backup of vedette: it has no list of files") from error
    if not all(_NAMES.fullmatch(one.name) for one in files):
        raise StoreError(f"{path} is not a backup of vedette")
    return files


def _database_name(files: Iterable[Packed]) -> str:
    names = [one.name for one in files if "/" not in one.name]
    if len(names) != 1:
        raise StoreError("not a backup of vedette: it must hold one database")
    return names[0]


def _is_whole(tar: tarfile.TarFile, one: Packed) -> bool:
    try:
        stream = tar.extractfile(one.name)
        if stream is None:
            return False
        digest = hashlib.sha256()
        while block := stream.read(_BLOCK):
            digest.update(block)
    except (KeyError, tarfile.ReadError):
        return False
    return digest.hexdigest() == one.sha256


def _unpack(path: Path, folder: Path) -> None:
    (folder / "captures").mkdir()
    with _opened(path) as tar:
        for one in _listed(tar, path):
            stream = tar.extractfile(one.name)
            assert stream is not None  # _check has read it
            with (folder / one.name).open("xb") as file:
                shutil.copyfileobj(stream, file, _BLOCK)
                file.flush()
                os.fsync(file.fileno())
