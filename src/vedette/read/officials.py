"""Whether a speaker speaks for a state or its bodies."""

import re

from vedette.types import Actor

_OFFICIAL = re.compile(
    r"\b(?:official|minister|ministry|president|premier|government|spokes\w+|secretary|army|military|"
    r"police|navy|general|"
    r"commander|ambassador|intelligence|parliament|kremlin|pentagon|white house|department|embassy|"
    r"chancellor)s?\b",
    re.IGNORECASE,
)


def is_official(speaker: Actor) -> bool:
    """Return whether a speaker is a state, or called by an office."""
    if speaker.sector in {"MED", "CVL", "NGO", "BUS", "OPP"}:
        return False
    if speaker.code != "UNK" and ":" not in speaker.code:
        return True
    return bool(_OFFICIAL.search(speaker.text))
