"""The source of a verb of saying: the noun phrase that is its subject, with what is said of it."""

import re
from collections.abc import Sequence

from vedette.read.cues import BLANK, FINITE
from vedette.read.tokens import Word, word_set

Piece = tuple[int, int]
#: code points before a phrase that begins its sentence: an opening mark
AT_HEAD = 3
#: 'who adds' begins an attribution of its own
NO_SAYER = r"(?!who\s+(?:adds?|added|says?|said|also|told|warns?|warned|claims?|claimed)\b)"
#: ', the minister' after a name: no participle, no clause
APPOSED = re.compile(
    r",\s+(?!(?:and|but|while|as|after|in|on|at|by|when|which|because|although|though|if|so|with|for|to|from|"
    r"according|he|she|it|they|there|including|\w+ing)\b)"
    rf"{NO_SAYER}(?P<what>[^,;:\"“{BLANK}]{{3,90}}?)(?=[,;]\s|\.?$)"
)
_AUX = word_set(
    "has have had also later earlier previously repeatedly again would could might may will can must should "
    "do does did now still then even already just only both who"
)
_SUBJECT_STOP = word_set("after while as when because if that although though but where which")
_LEADS = word_set("and but or even so yet still meanwhile however also then now indeed instead - – —")
_MARKS = ",;:()\"'“”‘’―" + BLANK
#: words of the longest subject; what is longer is a clause misread
_LONGEST = 14


def subject(masked: str, listed: Sequence[Word], verb: int) -> Piece | None:
    """Return the noun phrase before the verb, with its apposition: back to a mark or a conjunction."""
    at = verb - 1
    while at >= 0 and (listed[at].text in _AUX or listed[at].text == "," or _is_adverb(listed[at])):
        at -= 1
    if at < 0:
        return None
    if listed[at].lower in {"and", "but"}:
        clause = _clause(listed, at - 1)
        return doer(masked, (clause, listed[at].start)) if clause is not None else None
    end, at = listed[at].end, _over_apposition(listed, at, verb)
    if listed[at].end != end and _is_aside(listed[at + 2]):
        end = listed[at].end
    last = at
    while at >= 0 and not _ends_before(listed, at):
        at -= 1
        if last - at > _LONGEST:
            return None
    start = at + 1
    for link in range(last, start, -1):
        if listed[link].lower in {"and", "or"} and any(FINITE.match(w.lower) for w in listed[start:link]):
            start = link + 1
            break
    while start <= last and listed[start].lower in _LEADS:
        start += 1
    if start > last:
        return None
    start = _before_comma(listed, start)
    end = len(_LINK.sub("", masked[:end]))
    return (listed[start].start, end) if masked[listed[start].start : end].strip() else None


#: 'Marsh, meanwhile, said'
_LINK = re.compile(r",\s+(?:meanwhile|however|though|too|in turn|for (?:his|her|its|their) part),?$")


def _is_adverb(word: Word) -> bool:
    return word.lower.endswith("ly") and word.lower not in _NOUNS


_NOUNS = word_set("daily weekly monthly ally family assembly italy rally supply")


def _ends_before(listed: Sequence[Word], at: int) -> bool:
    """Whether no subject reaches back over this mark or conjunction; "doctors' union" does."""
    word = listed[at]
    if word.text in "'’" and at and listed[at - 1].end == word.start and listed[at - 1].lower[-1] == "s":
        return False
    return word.text in _MARKS or word.lower in _SUBJECT_STOP


def _clause(listed: Sequence[Word], at: int) -> int | None:
    """Return where the clause begins whose last word is at `at`."""
    last = at
    while at >= 0 and not _ends_before(listed, at):
        at -= 1
    return listed[at + 1].start if at < last else None


def doer(masked: str, clause: Piece) -> Piece | None:
    """Return who does what a clause tells, of which a participle depends: 'X was in Y, promising ...'."""
    start = clause[0]
    if scene := _SCENE.match(masked, *clause):
        start = scene.end()
    verb = _VERB.search(masked, start, clause[1])
    return (start, verb.start()) if verb and verb.start() - start > 1 else None


#: 'on Sunday, X said': when and where come before who
_SCENE = re.compile(r"(?:on|in|at|during|after)\s[^,]{2,40},\s+", re.IGNORECASE)


_VERB = re.compile(r"\s+(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do|\w+ed)\b")


def _over_apposition(listed: Sequence[Word], at: int, verb: int) -> int:
    """Step over 'X, speaking in Y alongside Z, said' and 'X, the minister, said' to X."""
    if at + 1 >= verb or listed[at + 1].text != ",":
        return at
    for comma in range(at, max(-1, at - 20), -1):
        if listed[comma].text == ",":
            return comma - 1 if comma else at
    return at


def _is_aside(word: Word) -> bool:
    """Whether what a comma sets apart tells what somebody does meanwhile, not who it is."""
    return word.lower.endswith("ing") or word.lower in {"in", "on", "at", "after", "from", "with", "as"}


def _before_comma(listed: Sequence[Word], start: int) -> int:
    """Return where '"...," another friend, Mariam Emara told' begins: right behind the quotation."""
    at = start - 2
    if start < 1 or listed[start - 1].text != ",":
        return start
    while at >= 0 and start - at < _LONGEST and listed[at].lower.isalnum():
        at -= 1
    behind_quote = at > 0 and listed[at].text in "\"”’'" and at + 1 < start - 1
    return (
        at + 1 if behind_quote and not FINITE.search(" ".join(w.lower for w in listed[at:start])) else start
    )


#: 'X, citing Y, said': a subject with an insertion, and no clause that somebody said
INSERTED = re.compile(rf"^[^,{BLANK}]{{2,60}},\s+[^{BLANK}]{{2,140}},\s*$")
_INVERTED = re.compile(
    r"^\s+(?P<who>(?!(?:that|it|there|to|of|on|in|by|with|for|at|as)\b|\d)(?:the\s+|an?\s+)?[\w'’.-]+(?:\s+[\w'’.-]+){0,7}?)"
    r"(?=[,.;:](?!\d)|\s[-–—]\s|\s+(?:in|on|at|as|after|during|told|citing|who)\b|$)"
)
_WHO = re.compile(rf",?\s+{NO_SAYER}who\s[^,;:\"“{BLANK}]{{3,140}}?(?=[,;]\s|\.?$)")


def inverted(masked: str, end: int) -> Piece | None:
    """Return the subject after the verb: '..., said the minister'."""
    found = _INVERTED.match(masked[end:])
    if found is None or not found["who"].strip():
        return None
    start, stop = end + found.start("who"), end + found.end("who")
    more = _WHO.match(masked, stop) or APPOSED.match(masked, stop)
    if more and (more.re is _WHO or not FINITE.search(more["what"])):
        stop = more.end()
    who = masked[start:stop].rstrip()
    return start, start + len(who)


def clause_ends_before(masked: str, at: int) -> int | None:
    """Return where the clause before the verb ends, if a mark or a quotation stands between."""
    found = re.search(r"[,\"'”’!?:–—-]\s*$", masked[:at])
    return at if found and found.start() > AT_HEAD else None
