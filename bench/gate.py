"""Holds every measure to its floor: `python -m bench.gate [NAME...]`, `--update` raises floors.

A measure is a module of this folder with `measure() -> dict[str, float]`, in which more is better. Floors
only rise: `--update` refuses to lower one, and one that nothing measures any more fails. What needs data that
is not there is skipped and said so.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.json"
#: Measures by name; the second says whether it needs the data sets of VEDETTE_BENCH_DATA.
MEASURES = {
    "headlines": True,
    "relations": True,
    "written": False,
    "frames": True,
    "articles": True,
    "speech": True,
    "confidence": True,
    "actors": True,
    "places": True,
    "dates": True,
    "figures": False,
    "families": False,
    "chronicle": False,
    "judging": False,
    "replay": False,
    "stories": True,
    "ingest": True,
    "speed": True,
    "footprint": True,
}
#: A floor is set so far below what was measured that the last digit's noise can't fail a run.
SLACK = 0.995


def main(arguments: list[str]) -> int:
    """Measure, print, compare. Returns 1 if a figure is below its floor or missing."""
    update = "--update" in arguments
    chosen = [name for name in arguments if not name.startswith("--")] or list(MEASURES)
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    failed = 0
    for name in chosen:
        if MEASURES[name] and not os.environ.get("VEDETTE_BENCH_DATA"):
            print(f"{name}: skipped, VEDETTE_BENCH_DATA is not set")
            continue
        begun = time.monotonic()
        figures: dict[str, float] = importlib.import_module(f"bench.{name}").measure()
        print(f"{name} ({time.monotonic() - begun:.0f} s)")
        for key, value in figures.items():
            floor = floors.get(name, {}).get(key)
            low = floor is not None and value < floor
            failed += low
            print(
                f"  {key:32} {value:9.3f}"
                + ("" if floor is None else f"  floor {floor:.3f}")
                + ("  BELOW" if low else "")
            )
            if update and floor is not None and value * SLACK > floor:
                floors[name][key] = round(value * SLACK, 3)
        for key in floors.get(name, {}).keys() - figures.keys():
            failed += 1
            print(f"  {key:32} is measured no more: its floor holds nothing")
    if update:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
