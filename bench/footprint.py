"""What reading costs besides time: memory, the start of the command on one page, and the model's size.

Each is what is left of its limit, so that more is better and a floor of 0 holds the limit. Memory is that of
reading newswire stories, in one process and shared by two, all processes together (their proportional set
sizes), looked at twenty times a second. The start is in processor seconds, which is what one waits on an idle
machine. Needs /proc, as Linux has it.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bench.stories import captures
from vedette.clean.documents import clean
from vedette.collect.files import read_paths
from vedette.config import Settings, data_file, load_outlets
from vedette.read.loading import load_reader
from vedette.types import Capture, Document

#: limits: megabytes of memory, seconds of `vedette read` on one page, megabytes of the model's folder
MEMORY, START, SIZE = 600, 4, 30
STORIES = 700
STARTS = 3
#: seconds between two looks at the processes
LOOK = 0.05
PAGE = (
    "Russia moves tanks to border\n\n"
    "Russia moved tanks to the border on Monday, Ukraine's defence ministry said. "
    "About 90,000 Russian troops were near the border, it added.\n"
)
_COMMAND = "from vedette.cli.main import run; run()"


def measure() -> dict[str, float]:
    """Return what is left of each limit."""
    with tempfile.TemporaryDirectory() as folder:
        page, stories = Path(folder) / "page.txt", Path(folder) / "stories.jsonl"
        page.write_text(PAGE, "utf-8")
        stories.write_bytes(b"\n".join(capture.payload for capture in islice(captures(), STORIES)))
        # the first may find the files not yet in memory
        start = min(_seconds(page) for _ in range(STARTS))
        memory = {count: _memory(stories, count) for count in (1, 2)}
    size = sum(len(file.read_bytes()) for file in data_file("reader").iterdir())
    return {
        "MB of memory left, one process": MEMORY - memory[1],
        "MB of memory left, two processes": MEMORY - memory[2],
        "seconds of start left": START - start,
        "MB of model left": SIZE - size / 1e6,
    }


def _begin(*arguments: str) -> "subprocess.Popen[bytes]":
    command, root = [sys.executable, *arguments], Path(__file__).parents[1]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _ended(process: "subprocess.Popen[bytes]") -> None:
    code = process.wait()
    assert code == 0, f"{process.args!r} ended with {code}"


def _seconds(page: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _ended(_begin("-c", _COMMAND, "read", "--json", str(page)))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _memory(stories: Path, processes: int) -> float:
    """Return the most memory that a reading held at one time, in MB; what processes share counts once."""
    most = 0.0
    reading = _begin("-m", "bench.footprint", str(stories), str(processes))
    while reading.poll() is None:
        most = max(most, sum(_held(process) for process in _family(reading.pid)))
        time.sleep(LOOK)
    _ended(reading)
    return most / 1000


def _family(process: int) -> list[int]:
    """Return a process and all below it."""
    try:
        listed = [
            child
            for thread in Path(f"/proc/{process}/task").iterdir()
            for child in (thread / "children").read_text("utf-8").split()
        ]
    except OSError:  # it has ended
        return []
    return [process, *(one for child in listed for one in _family(int(child)))]


def _held(process: int) -> float:
    """Return a process's share of the memory it holds (PSS) in kB; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)


def main(arguments: Sequence[str]) -> None:
    """Read the stories of a file in so many processes, and keep nothing."""
    path, processes = arguments
    reader = load_reader(Settings(processes=int(processes)))
    found = read_paths([path], now=datetime.now(UTC))
    cleaned = clean((one for one in found if isinstance(one, Capture)), outlets=load_outlets())
    for _ in reader.read(one for one in cleaned if isinstance(one, Document)):
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
