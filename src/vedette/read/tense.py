"""Whether what is said around a time is past or still to come."""

from collections.abc import Iterable, Sequence

from vedette.read.timewords import Token
from vedette.read.tokens import word_set

#: how far a verb may stand from the time it puts in the past or future, in words
_BEFORE, _AFTER = 16, 12
_NO_PAST = word_set("indeed need speed united hundred embed exceed proceed succeed breed bleed shred sacred")
_DEADLINE = frozenset({"by", "until", "till"})
_BETWEEN = frozenset({"on", ",", "the"})
_STARTS = frozenset({"starting", "beginning"})
_BETWEEN_BE = frozenset({"on", "in", "for", "only", "not", "now"})
_CLOCK = frozenset({"HOUR", "CLOCK", "HHMM", "HALFDAY", "ZONE", "NOON"})
_PERFECT = frozenset({"had", "hadn't", "was", "were"})
_AIMS = word_set("is are 's plan plans hope hopes aim aims agree agrees vow vows")
_BE = word_set("be being is are 's not")
_NOW = frozenset({"is", "are"})
#: what comes before a verb that says when nothing takes place by itself: 'failed to meet', 'the vote'
_NOT_FINITE = word_set("to not did didn't don't the a an this that 's its his her their first last no for of")


def tense(text: Sequence[Token], first: int, last: int) -> int:
    """Return -1 for past, 1 for future, 0 if nothing tells, for the tokens `first` to `last` (half-open).

    The nearest verb before them in their sentence decides, else the nearest after them.
    """
    before = list(_sentence(text, range(first - 1, max(-1, first - 1 - _BEFORE), -1)))
    after = list(_sentence(text, range(last, min(len(text), last + _AFTER))))
    if _is_set(text, first):
        return 1
    if _is_deadline(text, first):
        return -1 if any(text[at].lower in _PERFECT for at in (*before, *after)) else 1
    for at in (*before, *after):
        found = _of(text, at)
        if found:
            return found
    # 'drills starting Monday', 'drills starting on Monday'
    return int(any(token.lower in _STARTS for token in text[max(0, first - 2) : first]))


def _is_set(text: Sequence[Token], first: int) -> bool:
    """Whether something is at that time: 'the talks are on Monday', 'the vote is in March'."""
    at = first - 1
    while at >= 0 and text[at].lower in _BETWEEN_BE:
        at -= 1
    return at >= 0 and text[at].lower in _NOW


def _is_deadline(text: Sequence[Token], first: int) -> bool:
    """Whether 'by', 'until', 'up to' or 'no later than' comes before: 'until 5 p.m. on Friday'."""
    at = first - 1
    while at >= 0 and (text[at].lower in _BETWEEN or not _CLOCK.isdisjoint(text[at].values)):
        at -= 1
    if at > 0 and (text[at - 1].lower, text[at].lower) in {("later", "than"), ("up", "to")}:
        return True
    return at >= 0 and text[at].lower in _DEADLINE


def _sentence(text: Sequence[Token], indices: Iterable[int]) -> Iterable[int]:
    """Yield the indices up to the end of the sentence."""
    for at in indices:
        if text[at].lower in {"!", "?", ";"} or (text[at].lower == "." and _ends(text, at)):
            return
        yield at


def _ends(text: Sequence[Token], at: int) -> bool:
    """Whether a full stop ends a sentence: not after 'Mr' or 'U.S', nor before a small letter."""
    short = at > 0 and text[at - 1].capital and text[at - 1].end - text[at - 1].start <= 3
    return not short and (at + 1 >= len(text) or text[at + 1].capital or not text[at + 1].lower.isalpha())


def _of(text: Sequence[Token], at: int) -> int:
    token = text[at]
    if "FUTURE" in token.values:
        # 'had been scheduled to expire on Friday'
        return -1 if any(word.lower in {"had", "been"} for word in text[max(0, at - 3) : at]) else 1
    if _is_planned(text, at):
        return 1
    ahead = text[at + 1].lower if at + 1 < len(text) else ""
    if ahead == "to" and token.lower in _AIMS and not (at and _is_past(text[at - 1])):
        return 1  # 'plans to meet', not 'announced plans to meet'
    if not _is_past(token):
        return 0
    # 'will be completed': the participle tells nothing, the verb before it does
    return 0 if any(word.lower in _BE for word in text[max(0, at - 2) : at]) else -1


def _is_planned(text: Sequence[Token], at: int) -> bool:
    """Whether a verb in the present tells what is to come, given a time: 'they meet', 'is travelling'."""
    before = [word.lower for word in text[max(0, at - 2) : at]]
    if "SCHEDULED" in text[at].values:
        return not before or before[-1] not in _NOT_FINITE
    return text[at].lower.endswith("ing") and text[at].lower != "being" and not _NOW.isdisjoint(before)


def _is_past(token: Token) -> bool:
    ended = token.lower.endswith("ed") and len(token.lower) > 4 and token.lower not in _NO_PAST
    return ended or "PAST" in token.values
