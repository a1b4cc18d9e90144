"""Judging with 100,000 claims stored: one problem, and a board of forty. Made-up reports; speed only.

Each judgement steps through the 180 days before it. The levels to keep are 50 ms a problem (20 a second) and
2 s for the board (20 problems a second).
"""

import time
from datetime import timedelta

from bench.made_up import CLAIMS_A_DOCUMENT, FIRST, desk, problems

CLAIMS = 100_000
A_DAY = 25  # documents


def measure() -> dict[str, float]:
    """Return problems judged a second of CPU: on a board that first loads its evidence, then one by one."""
    documents = CLAIMS // CLAIMS_A_DOCUMENT
    watched = problems()
    with desk(documents, A_DAY) as made:
        outlook = made.as_of(FIRST + timedelta(days=documents // A_DAY), replay=True)
        begun = time.process_time()
        board = [outlook.follow(problem, every=False) for problem in watched]
        seconds = time.process_time() - begun
        begun = time.process_time()
        for problem in watched:
            outlook.assess(problem)
        each = (time.process_time() - begun) / len(watched)
    return {
        "claims stored": float(documents * CLAIMS_A_DOCUMENT),
        "claims bound": float(sum(len(one.watcher.reports) for one in board)),
        "problems a second on a board": len(watched) / seconds,
        "problems a second one by one": 1 / each,
    }
