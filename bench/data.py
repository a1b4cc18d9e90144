"""Where the data sets are."""

import os
from pathlib import Path


def root() -> Path:
    """Return the folder of VEDETTE_BENCH_DATA. Raises SystemExit if it is not set."""
    folder = os.environ.get("VEDETTE_BENCH_DATA")
    if not folder:
        raise SystemExit("VEDETTE_BENCH_DATA is not set")
    return Path(folder)
