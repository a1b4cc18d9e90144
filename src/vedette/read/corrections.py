"""What a text takes back: corrections, withdrawals and notes on earlier versions of an article.

'An earlier version of this article said that 500 tanks had come; it was 50' takes back the 500 and asserts
the 50, and so does 'We wrote that 500 tanks had come. That was wrong: it was 50.' What is taken back is
nobody's claim, so it is cut off as a sentence of its own. Nothing is read of it but its figures, as ones that
the outlet denies. Whether the outlet's earlier article still counts is not decided here: the store
supersedes it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from vedette.read.figures import EARLIER
from vedette.types import Claim, Modality, Span

_ARTICLE = r"(?:article|story|report|dispatch|item|piece|post|page|headline|caption|column|blog)"
_SAID = (
    r"(?:said|stated|reported|gave|put|misstated|misidentified|misreported|misquoted|misspelt|misspelled|"
    r"described|suggested|claimed|quoted|referred|attributed|contained|included|had|listed|wrote|implied|"
    r"indicated|named|identified|overstated|understated)"
)
_WRONGLY = r"(?:wrongly|incorrectly|mistakenly|erroneously|falsely|inaccurately)"
#: labels of what is wrong, and of notes that may say anything
_ERROR = (
    r"corrections?(?: and clarifications?)?|correction appended|retractions?|retracted|withdrawn|"
    r"(?:story|article|report) (?:removed|withdrawn|retracted)"
)
_LABEL = (
    rf"(?:(?:(?P<error>{_ERROR})|for the record|clarifications?|editors?['’]?s? note)"
    r"(?:\s*\([^)]{1,40}\)|\s+(?:on\s+)?\d[^:.–—-]{0,20})?\s*(?::|\s[-–—])\s*)"
)
_VERSION = (
    r"(?:(?:an?|the|our)\s+)?(?:earlier|previous|original|initial|first|prior)\s+"
    r"(?:(?:online|print|web)\s+)?"
)
#: words with which a sentence takes back what follows
_TAKES_BACK = re.compile(
    r"(?:(?:because of|owing to|due to)\s+an?\s+[\w\s]{0,30}?(?:error|mistake|mix-up),\s+)?(?:in\s+)?"
    r"(?:"
    rf"{_VERSION}(?:version|edition|headline|caption)s?\s+of\s+(?:this|the|our)\s+(?:\w+\s+)?{_ARTICLE}\b"
    rf"|(?:an?|our)\s+(?:earlier|previous)\s+(?:version|edition|headline|caption)\s+(?:{_WRONGLY}\s+)?{_SAID}\b"
    rf"|(?:the|our)\s+(?:original|earlier|previous)\s+(?:headline|caption)\s+(?:{_WRONGLY}\s+)?{_SAID}\b"
    rf"|{_VERSION}{_ARTICLE}\s+(?:{_WRONGLY}|mis\w+)\b"
    rf"|(?:an?|the|this|our)\s+(?:\w+\s+)?{_ARTICLE}\b[^.;:]{{0,80}}?\b(?:{_WRONGLY}\s+{_SAID}|"
    r"mis(?:stated|reported|identified|quoted|spelt|spelled))\b"
    rf"|(?:this|our)\s+{_ARTICLE}\s+(?:originally|earlier|initially|previously|first)\s+{_SAID}\b"
    rf"|we\s+(?:{_WRONGLY}\s+{_SAID}|mis(?:stated|reported|identified|quoted))\b"
    rf"|it\s+was\s+{_WRONGLY}\s+{_SAID}\b"
    r")",
    re.IGNORECASE,
)
#: what an outlet recalls of its own words, which the next words may take back; not what somebody quoted says
_OWN = re.compile(
    r"^(?:[^\"“„«‘']|(?<=\w)')*?\b"
    rf"(?:we|(?:our|this)\s+(?:\w+\s+)?(?:(?:news)?paper|agency|site|{_ARTICLE}))\s+(?:\w+\s+)?{_SAID}\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?:(?:but|and)\s+)?(?:that|this|it|the\s+(?:figure|number|claim|statement|report))\s+(?:is|was)\s+"
    r"(?:wrong|mistaken|false|incorrect|inaccurate|untrue|an\s+error|a\s+mistake|not\s+(?:true|correct|so))\b",
    re.IGNORECASE,
)
_ENDS_DENIED = re.compile(rf"[;,–—:]\s*{_DENIES.pattern}\W*$", re.IGNORECASE)
#: 'This article has been corrected to say that ...': what follows the words is right
_CHANGED = re.compile(
    rf"(?:(?:this|our)\s+{_ARTICLE}|the\s+(?:article|story|headline|text\s+above))\s+"
    r"(?:has\s+(?:since\s+)?been|was|is)\s+(?:since\s+)?"
    r"(?:corrected|amended|updated|changed|edited|clarified|revised)\b"
    r"(?:[^.;:]{0,40}?\s(?P<to>to\s+(?:say|state|show|reflect|read|make\s+(?:it\s+)?clear|clarify|note)"
    r"(?:\s+that)?\s+))?",
    re.IGNORECASE,
)
#: an article that takes itself back as a whole
_WITHDRAWN = re.compile(
    rf"(?P<which>this|the|our)\s+{_ARTICLE}\s+(?:has\s+(?:since\s+)?been|was|is)\s+(?:now\s+)?"
    r"(?:withdrawn|retracted|taken\s+down|removed|deleted)\b",
    re.IGNORECASE,
)
#: where a sentence turns from what was wrong to what is right
_TURN = re.compile(
    r"[;,–—:]\s*(?:(?:but|and|when|while|whereas|although|though)\s+)?(?:in\s+fact,?\s+|actually\s+|(?:it|they|these|"
    r"there|he|she)\s+(?:in\s+fact\s+)?(?:is|are|was|were|has|have|had|did|should|numbered?)\b|"
    r"the\s+(?:correct|right|actual|true)\s+|the\s+(?:number|figure|total|toll|count)\s+(?:is|was|should)\b)"
    r"|\s(?:when|whereas)\s+(?:in\s+fact\s+|it\s+|they\s+|there\s+)"
    r"|\s(?:instead\s+of|rather\s+than)\s+",
    re.IGNORECASE,
)
#: in what is right: where what was wrong is named again
_AGAIN = re.compile(
    r"(?:,\s*(?:and\s+|but\s+)?not\s+|\s(?:and|but)\s+not\s+|,?\s+(?:instead\s+of|rather\s+than)\s+)(?=\S)",
    re.IGNORECASE,
)
#: a sentence with a label says what is right if it has one of these; else it names the wrong story
_RIGHT = re.compile(
    rf"{_AGAIN.pattern}|\bshould\s+(?:be|have)\b|\bin\s+fact\b|\bactually\b|\b(?:it|there|they)\s+(?:is|are|was|were)\b|"
    r"\bthe\s+(?:\w+\s+){0,3}(?:number|figure|total|toll|count|name|date)\b[^,;]{0,60}\s(?:is|are|was|were)\b|"
    r"\b(?:correct|right|actual|true)\b|\bdid\s+not\b|\bhas\s+not\b|\bno\b",
    re.IGNORECASE,
)


def apart(text: str, sentences: Iterable[Span]) -> tuple[tuple[Span, ...], frozenset[Span]]:
    """Return the sentences, cut where a correction turns, and those of them that are taken back.

    An article that says it has been withdrawn is taken back as a whole.
    """
    pieces: list[tuple[Span, bool]] = []
    corrected = False  # the sentence before takes something back
    withdrawn = False
    spans = list(sentences)
    for sentence, following in zip_longest(spans, spans[1:]):
        part = text[sentence.start : sentence.end]
        denied = following is not None and _DENIES.match(text, following.start) is not None
        cut = list(_pieces(part, corrected=corrected, denied=denied))
        pieces += (
            (Span(start=sentence.start + start, end=sentence.start + end), is_wrong)
            for start, end, is_wrong in cut
        )
        whole = _WITHDRAWN.match(part, _start(part)[0])
        withdrawn |= whole is not None and (whole["which"].lower() != "the" or _has_mark(pieces))
        corrected = any(is_wrong for *_, is_wrong in cut)
    if withdrawn:
        pieces = [(span, True) for span, _ in pieces]
    return tuple(span for span, _ in pieces), frozenset(span for span, is_wrong in pieces if is_wrong)


def denied(claim: Claim) -> Claim | None:
    """Return what is left of a claim that its text takes back: a figure, as one that the outlet denies."""
    if claim.figure is None:
        return None
    figure = replace(claim.figure, scope=tuple(dict.fromkeys((EARLIER, *claim.figure.scope))))
    return replace(claim, modality=Modality.DENIED, speaker=None, relay=(), indicators=(), figure=figure)


def _has_mark(pieces: Iterable[tuple[Span, bool]]) -> bool:
    """Whether anything before is taken back: 'the article' is then this one."""
    return any(is_wrong for _, is_wrong in pieces)


def _start(part: str) -> tuple[int, bool]:
    """Return where a sentence begins behind its label, if it has one, and whether that is of an error."""
    found = re.match(rf"\W*{_LABEL}?", part, re.IGNORECASE)
    return (found.end(), bool(found["error"])) if found else (0, False)


def _pieces(part: str, *, corrected: bool, denied: bool) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of the pieces of a sentence, and whether each is taken back.

    `corrected` and `denied` tell that the sentence before took something back, and that the next calls
    this one wrong.
    """
    (start, is_error), end = _start(part), len(part)
    if _WITHDRAWN.match(part, start):
        yield 0, end, True
    elif changed := _CHANGED.match(part, start):
        if changed["to"] and changed.end() < end:
            yield 0, changed.end(), True
            yield from _right(part, changed.end())
        else:
            yield 0, end, True
    elif wrong := _TAKES_BACK.match(part, start):
        turn = _TURN.search(part, wrong.end())
        yield 0, turn.start() if turn else end, True
        if turn:
            yield from _right(part, turn.start() + len(_JOINT.match(turn[0])[0]))  # type: ignore[index]
    elif _OWN.match(part, start) and (denied or _ENDS_DENIED.search(part)):
        yield 0, end, True
    elif is_error:
        if _RIGHT.search(part, start):
            yield 0, start, True
            yield from _right(part, start)
        else:
            yield 0, end, True
    elif corrected:
        yield from _right(part, 0)
    else:
        yield 0, end, False


#: the mark before the right value, which is no word of it
_JOINT = re.compile(
    r"[;,–—:\s]*(?:(?:but|and|when|while|whereas|instead\s+of|rather\s+than)\s+)?", re.IGNORECASE
)


def _right(part: str, start: int) -> Iterator[tuple[int, int, bool]]:
    """Yield what is right from `start` on, and the wrong value that is named again behind it."""
    again = _AGAIN.search(part, start)
    if again is None:
        yield start, len(part), False
        return
    yield start, again.start(), False
    stop = re.search(r"[,;]\s", part[again.end() :])
    end = again.end() + stop.start() if stop else len(part)
    yield again.start(), end, True
    if stop:
        yield end + len(stop[0]), len(part), False
