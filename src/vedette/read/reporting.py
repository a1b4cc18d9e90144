"""The forms in which news says who says what: a verb, a phrase or a mark with its source and content.

Offsets are those of one piece of a sentence, in which quoted words are blanked out by `BLANK`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vedette.read.cues import BE, BLANK, CLAUSE_VERB, FINITE, WARNERS, Cue, content_start, cues, is_no_verb
from vedette.read.sources import (
    APPOSED,
    AT_HEAD,
    INSERTED,
    Piece,
    clause_ends_before,
    doer,
    inverted,
    subject,
)
from vedette.read.tokens import Match, Word, word_set, words
from vedette.types import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A source with its cue and content."""

    content: Piece
    cue: Piece
    source: Piece
    effect: Modality | None = None
    more: tuple[Piece, ...] = ()

    def moved(self, by: int) -> "Frame":
        """Return the frame with all offsets moved."""

        def move(piece: Piece) -> Piece:
            return piece[0] + by, piece[1] + by

        return replace(
            self,
            content=move(self.content),
            cue=move(self.cue),
            source=move(self.source),
            more=tuple(map(move, self.more)),
        )


def frames(masked: str, part: str) -> list[Frame]:
    """Return the attributions of a piece; `part` is the piece as it is, `masked` without quoted words."""
    found = [*_by_phrase(masked), *_quoted_as(masked)]
    listed = words(masked)
    for match in cues().find(listed):
        frame = _by_verb(masked, part, listed, match, found)
        if frame is not None and not any(_clash(frame, other) for other in found):
            found.append(frame)
    return _bounded(masked, sorted(found or _by_mark(masked), key=lambda frame: frame.cue))


def _clash(one: Frame, other: Frame) -> bool:
    pairs = ((one.cue, other.cue), (one.cue, other.source), (one.source, other.cue))
    if any(_overlap(*pair) for pair in pairs):
        return True
    return _overlap(one.source, other.source) and one.source != other.source


def _overlap(one: Piece, other: Piece) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# --- where one content ends and the next begins ---------------------------------------------------

_JOINT = re.compile(
    r"[,–—-]\s*(?:(?:and|but|while|whereas|though|although|yet)\s+)?(?:\w+ly\s+|then\s+|also\s+)?$"
    r"|\s(?:and|but|while)\s+(?:\w+ly\s+|then\s+|also\s+)?$"
)
_REST = re.compile(
    r"(?:\s+(?:on\s+|late\s+|early\s+)?(?:[A-Z]\w+day|yesterday|today))?,\s*(?=\S)[\"“‘']*(?P<first>\w+)?"
)


def _bounded(masked: str, told: Sequence[Frame]) -> list[Frame]:
    """Return the frames, in order of their cues, with each content ended where another speaker takes over."""
    found = list(told)
    for at, one in enumerate(found):
        start, end = one.content
        trails = one.source[0] >= end
        for before in found[:at]:
            if trails and before.content[1] <= before.source[0]:
                start = max(start, before.source[1], before.cue[1])  # 'A, X said, and B, Y said'
        for after in found[at + 1 :]:
            turn = min(after.source[0], after.cue[0])
            if not trails and after.source == one.source:
                turn = after.cue[0]
            if start < turn < end and (joint := _JOINT.search(masked[start:turn])):
                end = start + joint.start()
        found[at] = replace(one, content=(start, max(start, end)))
    return [_whole(masked, one, found[at + 1 :]) for at, one in enumerate(found)]


def _whole(masked: str, one: Frame, later: Sequence[Frame]) -> Frame:
    """Return the frame with what follows its source, if that goes on with the content: 'A, X said, B'."""
    begin = max(one.source[1], one.cue[1])
    last = min((min(f.source[0], f.cue[0]) for f in later), default=len(masked))
    rest = _REST.match(masked, begin)
    if one.content[1] > min(one.source[0], one.cue[0]) or not rest or last < len(masked):
        return one
    start = rest.start("first") if rest["first"] else rest.end()
    lead, first = masked[slice(*one.content)], (rest["first"] or "").lower()
    if BLANK not in lead and not CLAUSE_VERB.search(lead):  # 'And yet, X said, B'
        more = (one.content,) if len(lead.split()) > _ADVERB else ()
        return replace(one, content=(start, len(masked)), more=more)
    goes_on = BLANK in masked[begin:] if first in _AND else first not in _ASIDE and first[-3:] != "ing"
    return replace(one, more=((start, len(masked)),)) if goes_on or first == "including" else one


#: words before a comma and a source that are but a link to what came before
_ADVERB = 3
_ASIDE = word_set(
    "who which when where after as in on at according with during before because though although "
    "speaking a an he she"
)
_AND = word_set("and but or while yet so")


# --- 'according to X', 'quoted X as saying' -------------------------------------------------------

_ACCORDING = re.compile(r"\b(?:according to|in the words of|as reported by)\s+", re.IGNORECASE)
_SOURCE_END = re.compile(
    r"[,;:]|\s[-–—]\s|\s(?:that|on|in|at|as|after|and|but|seen|obtained|said|says)\b|[.?!]?$"
)
_QUOTED_AS = re.compile(
    rf"(?:^|[,:]\s|\bthat\s)(?P<relay>[^,;:{BLANK}]{{3,60}}?)\s+(?P<cue>quot(?:ed|es))\s+"
    rf"(?P<who>[^,;:{BLANK}]{{3,80}}?)\s+as\s+saying\b"
    rf"|(?:^|[,:]\s|\bthat\s)(?P<named>[^,;:{BLANK}]{{3,80}}?)\s+(?:was|were|is|are)\s+(?P<was>quoted)"
    rf"(?:\s+by\s+[^,;:{BLANK}]{{3,60}}?)?\s+as\s+saying\b"
)


def _by_phrase(masked: str) -> Iterator[Frame]:
    """Yield 'According to X, ...' and '..., according to X'."""
    for found in _ACCORDING.finditer(masked):
        stop = _SOURCE_END.search(masked, found.end())
        end = stop.start() if stop else len(masked)
        leads = found.start() < AT_HEAD
        apposed = APPOSED.match(masked, end)
        if (
            apposed
            and not FINITE.search(apposed["what"])
            and (not leads or masked[apposed.end() :][:1] == ",")
        ):
            end = apposed.end()
        if end > found.end():
            content = (end, len(masked)) if leads else (0, found.start())
            yield Frame(content=content, cue=found.span(), source=(found.end(), end))


def _quoted_as(masked: str) -> Iterator[Frame]:
    """Yield 'the agency quoted X as saying ...' and 'X was quoted as saying ...'."""
    for found in _QUOTED_AS.finditer(masked):
        source, cue = (
            (found.span("who"), found.span("cue"))
            if found["who"]
            else (found.span("named"), found.span("was"))
        )
        rest = found.end(), len(masked)
        trails = not re.search(r"\w", masked[rest[0] :])
        yield Frame(content=(0, found.start()) if trails else rest, cue=cue, source=source)


# --- verbs ----------------------------------------------------------------------------------------

_SCENE = re.compile(r"\s(?:after|amid|following)\b")


def _by_verb(
    masked: str, part: str, listed: Sequence[Word], match: Match[Cue], told: Sequence[Frame]
) -> Frame | None:
    if is_no_verb(listed, match):
        return None
    first, last = listed[match.first], listed[match.last - 1]
    source, trails = _source(masked, part, listed, match, told)
    if source is None:
        return None
    cue, effect = (first.start, last.end), match.value.effect
    if trails:
        end = min(source[0], first.start)
        return Frame(content=(0, end), cue=cue, source=source, effect=effect) if end > AT_HEAD else None
    start = content_start(masked[last.end :], match.value)
    if start is None and not first.lower.endswith("ing"):
        return None
    # 'X warns Y against Z after images showed ...': what only sets the scene is not X's
    scene = _SCENE.search(masked, last.end) if not start and WARNERS.match(first.text) else None
    content = last.end + (start or 0), scene.start() if scene else len(masked)
    return Frame(content=content, cue=cue, source=source, effect=effect)


_SAME = re.compile(r"[^-–—]\s(?:and|but)\s+(?:\w+ly\s+|then\s+|also\s+)?$")
_ADDING = re.compile(r"[,\"'”’]\s*(?:and\s+)?$")


def _source(
    masked: str, part: str, listed: Sequence[Word], match: Match[Cue], told: Sequence[Frame]
) -> tuple[Piece | None, bool]:
    """Return the source of a verb, and whether the content stands before it."""
    first, strength = listed[match.first], match.value.strength
    before = masked[: first.start]
    joint = _ADDING if first.lower.endswith("ing") else _SAME
    if told and joint.search(before):  # 'X said A, adding that B', 'X said A but conceded that B'
        return (told[-1].source if told[-1].source[0] < first.start else None), False
    if strength != "told" and clause_ends_before(masked, first.start) and not INSERTED.match(before):
        behind = inverted(masked, listed[match.last - 1].end)
        if behind and (strength != "that" or _quoted_or_comma(part, first.start)):
            return behind, True
    source = subject(masked, listed, match.first)
    if source and first.lower.endswith("ing") and listed[match.first - 1].lower not in BE:
        source = doer(masked, source) if listed[match.first - 1].text == "," else None
    if source is None:
        return None, False
    if (same := next((f.source for f in told if _overlap(f.source, source)), None)) is not None:
        return (same if same[1] <= first.start else None), False  # 'says an official, who adds that'
    return source, _trails(masked, part, masked[listed[match.last - 1].end :], source, match.value)


def _trails(masked: str, part: str, tail: str, source: Piece, cue: Cue) -> bool:
    """Whether the content stands before the source: '..., X said on Monday'."""
    if BLANK in masked[: source[0]] and _quoted_or_comma(part, source[0]):
        return True
    if re.fullmatch(r"[\s.,!?\"'”’]*", tail):
        return True
    if not _quoted_or_comma(part, source[0]):
        return False
    if cue.strength == "told":
        return bool(re.match(r"(?:\s+[\w.'’-]+){1,6}\s*(?:[.,]|$)", tail)) and not re.search(
            r"\bthat\b", tail
        )
    return bool(re.match(r"\s*(?:[,.]|(?:in|on|at|during|late|early|after|\w+day|yesterday|today)\b)", tail))


def _quoted_or_comma(part: str, at: int) -> bool:
    return bool(re.search(r"[,\"'”’!?–—-]\s*$", part[:at]))


# --- headlines ------------------------------------------------------------------------------------

_HEAD = re.compile(
    r"^(?P<who>[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|of|the|and|for|in)){0,4}|"
    r"[A-Z][\w.'’-]*(?:\s+[a-z][\w'’-]+){1,2}):\s+(?=\S)"
)
_TAIL = re.compile(r"(?:\s[-–—]\s|:\s)(?P<who>(?:the\s+)?[A-Za-z][\w.'’-]*(?:\s+[\w.'’-]+){0,3})\s*$")


def _by_mark(masked: str) -> Iterator[Frame]:
    """Yield 'Ukraine: troops near border' and 'Troops near border - ministry'."""
    head, tail = _HEAD.match(masked), _TAIL.search(masked)
    if tail and head and tail.start() < head.end():
        tail = None
    end = tail.start() if tail else len(masked)
    if head:
        yield Frame(
            content=(head.end(), end), cue=(head.end("who"), head.end("who") + 1), source=head.span("who")
        )
    if tail:
        yield Frame(
            content=(head.end() if head else 0, end), cue=(end, tail.start("who")), source=tail.span("who")
        )
