"""The verbs of saying: which words are one, and where what is said begins after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vedette.read.tokens import Match, Phrases, Word, table, word_set
from vedette.types import Modality

#: stands for each code point inside a quotation
BLANK = "\u25a1"
#: a clause has one, a noun phrase none
#: a number, in digits or in words
NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|scores|"
    r"hundreds?|thousands?|millions?|lakh|half a million)\b",
    re.IGNORECASE,
)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|did|does|do)\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """What the table says of a verb of saying."""

    effect: Modality | None
    strength: str


@cache
def cues() -> Phrases[Cue]:
    """Return the verbs of saying."""
    return Phrases.of(
        (phrase, Cue(Modality(effect) if effect else None, strength))
        for phrase, effect, strength in table("cues.tsv", 3)
    )


_NOUNISH = word_set(
    "a an the this that his her its their our of in no any to 's not never n't without by for these those"
)
BE = word_set("is are was were be been being get got")
#: before a noun these are no verbs: 'an army of estimated strength', 'suspected rebels'
_ADJECTIVES = word_set("estimated suspected alleged expected pledged promised feared")
#: nouns as well
_SAYINGS = word_set(
    "pledge promise claim report estimate demand vow threat hope fear comment remark reply count"
)
_TALLIES = word_set("count tally log list record register document")
_WE = word_set("we they i you who")
_AFTER_NOUN = word_set("and or of by from")
WARNERS = re.compile(r"^warn|^caution|^threaten|^urg|^demand|^den(?:y|ie)", re.IGNORECASE)


def is_no_verb(listed: Sequence[Word], match: Match[Cue]) -> bool:
    """Whether the word is a noun ('a report', 'reports of'), passive, denied or an infinitive here."""
    at = match.first - 1
    while at >= 0 and listed[at].lower.endswith("ly"):
        at -= 1
    before = listed[at].lower if at >= 0 else ""
    word = listed[match.first].lower
    after = listed[match.last].lower if match.last < len(listed) else ""
    if before in _NOUNISH or before.endswith("n't") or _is_noun(listed, match, at):
        return True
    if word in _ADJECTIVES and match.value.strength == "that" and not re.match(r"that$|\W", after or "."):
        return True
    if before in BE:
        return not word.endswith("ing")
    if match.value.strength == "that" and not word.endswith(("ed", "ing")):
        if word in {"state", "states"} and after not in {"that", ":"} and not re.match(r"[\"“‘]", after):
            return True
        if after in {"tank", "tanks"}:
            return True
        if listed[match.first].text[0].isupper() and at >= 0 and listed[at].text[0].isupper():
            return True  # 'the United States', 'the Tonight Show'
        return after in _AFTER_NOUN or (before.endswith("ed") and after == "that")
    return False


def _is_noun(listed: Sequence[Word], match: Match[Cue], at: int) -> bool:
    """Whether the word is what is said: 'a hospital list', "Marsh's old pledge", 'records show'."""
    word, before = listed[match.first].lower, listed[at].lower if at >= 0 else ""
    after = listed[match.last].lower if match.last < len(listed) else ""
    if at > 0 and listed[at - 1].lower == "'s" and word in _SAYINGS:
        return True
    if match.value.strength != "count":
        return False
    return after in _SHOW or (word in _TALLIES and before[-1:] != "s" and before not in _WE)


_SHOW = word_set("show shows showed shown indicate suggest reveal say said")
_LISTENER = re.compile(
    r"^\s+(?P<who>(?:[\w’'.-]+\s+){0,5}?[\w’'.-]+?)"
    rf"(?:\s+(?P<that>that)\b|,?\s*(?=[\"'“‘:{BLANK}])|\s+(?=(?:it|he|she|they|the|there|his|its|their|no|any)\b))"
)
_BARRED = r"(?!\s+(?:would|is|was|could|will|has|might|may)\b)"
_CITES = rf",\s+however,|,\s+(?:citing|quoting|on the \w+ of)\s[^,;:{BLANK}]{{3,60}},"
_THEN = (
    r"\s+(?:(?:on|in|at|to|this|last|late|early|earlier)\s+(?:[\w’'.-]+\s+){0,3}?[\w’'.-]+|"
    r"[A-Z]\w+day|yesterday|today)"
)
_THAT = re.compile(
    rf"^(?:{_CITES}|\s+\w+ly)?(?:{_THEN})?,?\s*"
    rf"(?:(?P<that>\bthat\b){_BARRED}|:|(?=[\"“‘'«]+{BLANK}))"
    rf"|^\s+(?:(?:on|in|at(?!\s+(?:least|most))|during|to|last|this|[A-Z]\w+day)\b|[–—-]\s)[^{BLANK}:;]{{0,140}}?\s"
    rf"(?P<late>that\b){_BARRED}",
    re.IGNORECASE,
)
_WHEN = re.compile(r"^\s+(?:on\s+|late\s+|early\s+|last\s+)?(?:[A-Z]\w+day|yesterday|today|later)\b(?=\s)")
CLAUSE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|'s|’s|"
    r"won't|not|fell|came|went|took|left|lost|held|shot|hit|struck|sent|fled|won|met|made|began|broke|drove|"
    r"flew|fought|got|gave|kept|led|rose|sank|brought|built|put|ran|\w+ed|\w{3,}s)\b"
)


#: code points after a verb of counting in which its number is
_COUNTED = 80
#: 'counted on two friends', 'listed in March', 'recorded his first win'
_NO_COUNT = re.compile(r"\s+(?:on|in|with|as|by|up|himself|herself|his|her|my|your|our)\b|\s*[,.]")


def content_start(tail: str, cue: Cue) -> int | None:
    """Return where the content begins after the cue, with its 'that'; None if this verb takes none here."""
    if found := _THAT.match(tail):
        that = found.span("that") if found["that"] else found.span("late")
        return that[0] if that[0] >= 0 else found.end()
    if cue.strength == "told":
        listener = _LISTENER.match(tail)
        if listener is None:
            return None
        return listener.start("that") if listener["that"] else listener.end()
    if cue.strength == "strong":
        when = _WHEN.match(tail)
        return when.end() if when else 0
    if cue.strength == "count":
        part = re.split(r"[;:]\s", tail, maxsplit=1)[0][:_COUNTED]
        return 0 if NUMBER.search(part) and not _NO_COUNT.match(tail) else None
    # 'X warns Russia ...', 'X denies moving troops': the object is the content
    if CLAUSE_VERB.search(tail) or WARNERS.match(tail) or len(tail.split()) > 2 or NUMBER.search(tail):
        return 0
    return None
