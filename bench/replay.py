"""Replaying forty problems at 25 documents a day, once read, and scoring it. Made-up reports; speed only.

A year of it is 14,600 problem-days and must take less than 3 minutes: 81 problem-days a second.
"""

import time
from datetime import timedelta

from bench.made_up import FIRST, desk, problems
from vedette.formats import assessment_line, to_json
from vedette.outlook import ends
from vedette.score.replay import read_steps
from vedette.score.scoring import score

DAYS, A_DAY = 90, 25
STEP = timedelta(days=1)


def measure() -> dict[str, float]:
    """Return problem-days replayed (and written as lines) and scored, a second of CPU."""
    watched = problems()
    with desk(DAYS * A_DAY, A_DAY) as made:
        last = FIRST + STEP * DAYS
        outlook = made.as_of(last, replay=True)
        begun = time.process_time()
        lines = []
        for problem in watched:
            judged = outlook.follow(problem, since=FIRST, days=ends(FIRST, last, STEP))
            for one in judged.assessments:
                mentions, stories = outlook.mentions(problem, one.as_of, STEP)
                lines.append(to_json(assessment_line(one, mentions=mentions, stories=stories)))
        replayed = time.process_time() - begun
    begun = time.process_time()
    steps, failures = read_steps(lines, "made up")
    score(steps, [], {problem.id: 0.03 for problem in watched})
    scored = time.process_time() - begun
    return {
        "steps": float(sum(map(len, steps.values()))),
        "lines read back": 1 - len(failures) / len(lines),
        "problem-days a second": len(lines) / replayed,
        "problem-days scored a second": len(lines) / scored,
    }
