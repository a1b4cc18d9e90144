"""Every error vedette raises on purpose.

    VedetteError
    ├── ConfigError            vedette.toml, a problem, indicator or outlet file is wrong (file:line)
    ├── InputError             one record can't be used; the message names the record
    │   ├── FetchError         a source did not answer, or answered what we refuse
    │   └── ExtractError       a capture holds no article we can read
    ├── ReadError              the reader can't work (model missing or damaged)
    ├── StoreError             the database can't do what was asked
    │   ├── StoreBusy          another process holds it for too long
    │   ├── StoreFull          the disk is full; what was acknowledged is safe
    │   └── AppendOnlyError    somebody tried to change or delete a stored row
    └── JudgeError             a problem can't be judged as asked

An `InputError` never stops a run: the record is counted, shown and skipped.
"""


class VedetteError(Exception):
    """Base of all: one line says what is wrong, `hint` says what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(VedetteError):
    """A file of settings, problems, indicators or outlets is wrong."""


class InputError(VedetteError):
    """One input record can't be used."""


class FetchError(InputError):
    """A source did not answer, or answered what we refuse to take."""


class ExtractError(InputError):
    """A capture holds no article we can read."""


class ReadError(VedetteError):
    """The reader can't work."""


class StoreError(VedetteError):
    """The database can't do what was asked."""


class StoreBusy(StoreError):
    """Another process holds the database for longer than the time-out."""


class StoreFull(StoreError):
    """The disk is full. What was acknowledged before is safe."""


class AppendOnlyError(StoreError):
    """Somebody tried to change or delete a stored row."""


class JudgeError(VedetteError):
    """A problem can't be judged as asked."""
