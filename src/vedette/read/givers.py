"""Whether a speech near a figure can be that of who gives it."""

import re

from vedette.read.speech import Speech
from vedette.types import Span

#: between two figures of a list: 'dead, ', 'killed and of ', 'dead, says Boinnet, '
_LISTS = re.compile(
    r"[^;:.]{0,50}?(?:,|\band\b|\+|&)(?:\s+(?:and|of|to|hurt|wounded|killed|another|with))*\s*[\"“‘]?"
)
_TURNS = re.compile(
    r"\b(?:while|but|whereas|though|although|after|as|when|where|which|who|because|is|are|was|were|has|have|"
    r"had|will|would|can|could|may|if|for|than|by|according)\b",
    re.IGNORECASE,
)
_PUTS_IN = re.compile(r"(?:\b(?:and|but|yet)|\bof\s+(?:which|whom)),\s+$")
_PROMISING = re.compile(r"\b(?:ask|request|promis)\w*\b", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:pledg|vow|offer|demand|want|seek|sought)\w*\b(?! to know)", re.IGNORECASE)


def goes_on(text: str, before: Span, spot: Span) -> bool:
    """Return whether a figure is but another in a list with the one before: '16 dead, 119 hurt'."""
    between = text[before.end : spot.start]
    return bool(_LISTS.fullmatch(between)) and not _TURNS.search(between)


def is_apart(text: str, speech: Speech, spot: Span) -> bool:
    """Return whether a speech put in behind a figure is on what follows: 'A and, Kyiv says, B'."""
    if speech.source is None or speech.cue is None:
        return False
    start = min(speech.source.start, speech.cue.start)
    if start < spot.end:
        return False
    return bool(_PUTS_IN.search(text, spot.end, start)) or ("; " in text[spot.end : start])


def promises(text: str, speech: Speech) -> bool:
    """Return whether a speech promises or asks for things: of their number others may well tell."""
    return bool(speech.cue and _PROMISING.search(text[speech.cue.start : speech.cue.end]))


def asks(text: str, speech: Speech) -> bool:
    """Return whether a speech demands or offers things: not 'demands that the 40,000 troops leave'."""
    if speech.cue is None or text.startswith("that ", speech.content.start):
        return False
    return bool(_ASKING.search(text[speech.cue.start : speech.cue.end]))
