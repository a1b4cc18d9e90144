"""The forms in which news says who says what: a verb, a phrase or a mark with its source and content.

Offsets are those of one piece of a sentence, in which quoted words are blanked out by `BLANK`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vedette.read.cues import (
    BE,
    BLANK,
    CLAUSE_VERB,
    FINITE,
    NUMBER,
    WARNERS,
    Cue,
    content_start,
    cues,
    is_no_verb,
)
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
    found = [*_by_phrase(masked), *_quoted_as(masked), *_by_noun(masked)]
    listed = words(masked)
    for match in cues().find(listed):
        frame = _by_verb(masked, part, listed, match, found)
        if frame is not None and not any(_clash(frame, other) for other in found):
            found.append(frame)
    if not found:
        found = list(_by_mark(masked))
    elif signed := _SIGNED.search(masked):  # 'Donors promise aid - EU'
        found = [replace(frame, content=_before(frame.content, signed.start())) for frame in found]
        source, cue = signed.span("who"), (signed.start(), signed.start("who"))
        if all(frame.source[1] <= signed.start() for frame in found):
            found.append(Frame(content=(0, signed.start()), cue=cue, source=source))
    return _bounded(masked, sorted(found, key=lambda frame: frame.cue))


#: who tells what a headline says that somebody does: ' - EU'
_SIGNED = re.compile(r"\s[-–—]\s(?P<who>(?:the\s+)?(?:[A-Z][\w.&-]*\s+)?[A-Z][\w.&-]*[A-Z][\w.&-]*)$")


def _before(piece: Piece, end: int) -> Piece:
    return piece[0], max(piece[0], min(piece[1], end))


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
    r"(?:\s+(?:on\s+|late\s+|early\s+)?(?:[A-Z]\w+day|yesterday|today))?(?:\s+in\s+[A-Z][\w’'-]*)?"
    r",\s*(?=\S)[\"“‘']*(?P<first>\w+)?"
)
_HEARER = re.compile(r"(?:\s+[\w.'’-]+){1,6}(?=,)")
#: 'A, X said, and B' is X's unless somebody else does B: 'and 40 died', 'and have left', not 'and Kyiv left'
_SAME_TELLS = re.compile(
    r"and\s+(?:(?:the\s+)?(?:North|South)\b|that\b|(?:a\s+further|another|most|many|some|more|no|none|at\s+least|"
    r"over|nearly|almost|about|up\s+to|is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|"
    r"\w*\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|"
    r"thousands)\b(?![^;]*\bsa(?:id|ys?)\b))"
)
#: ', with less than half of it going abroad'
_ABSOLUTE = re.compile(r"with\s[^,;]*\b\w+ing\b")


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
    if begin == one.cue[1] and masked[begin - 4 : begin] in {"told", "ells"}:
        hearer = _HEARER.match(masked, begin)
        begin = hearer.end() if hearer else begin
    last = min((min(f.source[0], f.cue[0]) for f in later), default=len(masked))
    rest = _REST.match(masked, begin)
    if one.content[1] > min(one.source[0], one.cue[0]) or not rest or last < len(masked):
        return one
    start = rest.start("first") if rest["first"] else rest.end()
    lead, first = masked[slice(*one.content)], (rest["first"] or "").lower()
    if BLANK not in lead and not CLAUSE_VERB.search(lead):  # 'And yet, X said, B'
        more = (one.content,) if len(lead.split()) > _ADVERB else ()
        return replace(one, content=(start, len(masked)), more=more)
    if first in _AND:
        goes_on = BLANK in masked[begin:] or bool(_SAME_TELLS.match(masked, start))
    else:
        goes_on = (first not in _ASIDE and first[-3:] != "ing") or bool(_ABSOLUTE.match(masked, start))
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
#: 'by their own account, ...', 'by the count of a monitor ...', "by the UN's estimate ..."
_BY_COUNT = re.compile(
    r"\bby\s+(?:the\s+(?P<cue>account|count|tally|reckoning|estimates?)\s+of\s+(?P<of>(?:an?\s+|the\s+)?"
    r"(?:[A-Z][\w.’'-]*\s+)*[\w.’'-]+)|(?P<his>its|his|her|their|(?!(?:whose|which|some|any|all|most|many|other|several|various|early|rough|"
    r"conservative|one)\b)(?:the\s+|an?\s+)?[\w.-]+(?:\s+[\w.-]+){0,3}?)"
    r"(?:['’]s?)?(?:\s+own)?\s+(?P<own>account|count|tally|reckoning|estimates?)\b)(?P<rest>,?\s)"
)
#: 'X, by its own account, ...'
_ITSELF = re.compile(
    rf"^(?P<who>[^,;:{BLANK}]{{2,60}}),\s+(?P<cue>by\s+(?:its|his|her|their)\s+own\s+"
    r"(?:account|admission|count|reckoning|estimates?|figures)),\s"
)
#: "X's claim that ...", 'a claim by X that ...', "X's count of ..."
_NOUN = (
    r"(?P<cue{0}>claims?|allegations?|assertions?|estimates?|reports?|statement|warnings?|prediction|count"
    r"|tally)"
)
_HELD = re.compile(
    r"\b(?P<who>(?:(?:the|an?)\s+(?:(?!the\b|an?\b)[\w.-]+\s+){0,4}?[\w.-]+|[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*){0,3}))"
    rf"(?:['’]s|(?<=s)['’])\s+(?:own\s+|latest\s+|new\s+)?{_NOUN.format('')}\s+(?=that\b|of\b)"
    rf"|\b(?:an?|the)\s+{_NOUN.format('_by')}\s+by\s+(?P<by>[\w.’'-]+(?:\s+[\w.’'-]+){{0,5}}?)\s+(?=that\b|of\b)"
)
_QUOTED_AS = re.compile(
    rf"(?:^|[,:\"”’]\s|\bthat\s)(?P<relay>[^,;:{BLANK}]{{3,60}}?)\s+(?P<cue>quot(?:ed|es))\s+"
    rf"(?P<who>[^,;:{BLANK}]{{3,80}}?)\s+as\s+saying\b"
    rf"|(?:^|[,:\"”’]\s|\bthat\s)(?P<named>[^,;:\"”{BLANK}]{{3,80}}?)\s+(?:was|were|is|are)\s+(?P<was>quoted"
    rf"(?:\s+by\s+[^,;:{BLANK}]{{3,60}}?)?\s+as\s+saying)\b"
)


def _by_phrase(masked: str) -> Iterator[Frame]:
    """Yield 'According to X, ...' and '..., according to X'."""
    for found in _ACCORDING.finditer(masked):
        stop = _SOURCE_END.search(masked, found.end())
        end = stop.start() if stop else len(masked)
        leads = found.start() < AT_HEAD
        if not leads and _is_saying(masked, found.start(), end):
            continue  # 'X, according to Y, believes that ...': X speaks
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


def _is_saying(masked: str, start: int, end: int) -> bool:
    """Whether a subject stands before an insertion of [start, end) and its verb of saying after it."""
    lead, tail = masked[:start].rstrip(), masked[end:]
    if not lead.endswith(",") or tail[:1] != "," or FINITE.search(lead):
        return False
    behind = words(tail)[1:]
    return next((not match.first for match in cues().find(behind)), False)


def _by_noun(masked: str) -> Iterator[Frame]:
    """Yield "X's claim that ...", 'by the count of X ...' and 'X, by its own account, ...'."""
    if itself := _ITSELF.match(masked):
        yield Frame(content=(itself.end(), len(masked)), cue=itself.span("cue"), source=itself.span("who"))
        return
    for found in _BY_COUNT.finditer(masked):
        who, cue = ("of", "cue") if found["of"] else ("his", "own")
        if re.search(r"\w", masked[found.end() :]) and NUMBER.search(masked, found.end()):
            yield Frame(content=(found.end(), len(masked)), cue=found.span(cue), source=found.span(who))
    for found in _HELD.finditer(masked):
        who, cue = ("who", "cue") if found["who"] else ("by", "cue_by")
        is_clause = masked.startswith("that", found.end())
        if is_clause or NUMBER.search(masked, found.end()):
            yield Frame(content=(found.end(), len(masked)), cue=found.span(cue), source=found.span(who))


def _quoted_as(masked: str) -> Iterator[Frame]:
    """Yield 'the agency quoted X as saying ...' and 'X was quoted as saying ...'."""
    for found in _QUOTED_AS.finditer(masked):
        source, cue = (
            (found.span("who"), found.span("cue"))
            if found["who"]
            else (found.span("named"), found.span("was"))
        )
        rest = found.end(), len(masked)
        # '..., X was quoted as saying in Y'
        trails = source[0] > AT_HEAD and bool(_QUOTED_END.match(masked, rest[0]))
        end = found.start("relay") if found["who"] else source[0]
        yield Frame(content=(0, end) if trails else rest, cue=cue, source=source)


_QUOTED_END = re.compile(r"(?:\s+(?:in|on|by|at)\s[^,;:]{2,50})?\s*(?:[,.]|$)")


# --- verbs ----------------------------------------------------------------------------------------

_SCENE = re.compile(r"\s(?:after|amid|following)\b")


def _by_verb(
    masked: str, part: str, listed: Sequence[Word], match: Match[Cue], told: Sequence[Frame]
) -> Frame | None:
    if is_no_verb(listed, match) or _is_act(masked, listed, match):
        return None
    first, last = listed[match.first], listed[match.last - 1]
    source, trails = _source(masked, part, listed, match, told)
    if source is None:
        return None
    cue, effect = (first.start, last.end), match.value.effect
    if trails:
        end = len(re.sub(r",\s+as\s+$", "", masked[: min(source[0], first.start)]))
        return Frame(content=(0, end), cue=cue, source=source, effect=effect) if end > AT_HEAD else None
    start = content_start(masked[last.end :], match.value)
    if start is None and not first.lower.endswith("ing"):
        return None
    # 'X warns Y against Z after images showed ...': what only sets the scene is not X's
    scene = _SCENE.search(masked, last.end) if not start and WARNERS.match(first.text) else None
    content = last.end + (start or 0), scene.start() if scene else len(masked)
    # an X that reported A goes on behind the colon
    both = masked[last.end :].startswith(":") and source[0] > AT_HEAD and _quoted_or_comma(part, source[0])
    more = ((0, source[0]),) if both else ()
    return Frame(content=content, cue=cue, source=source, effect=effect, more=more)


#: 'pledges $1bn' gives; 'the blast claimed 40 lives' kills; 'puts troops on alert' moves
_GIVES = re.compile(r"\s+(?!that\b|to\b|not\b|[\"“‘:])")
_LIVES = re.compile(r"\s[^,;]{0,40}\b(?:lives?|victims?)\b")
_PUTS = re.compile(r"\s[^;:]{1,80}\sat\s(?:\w+\s){0,4}?\S*(?:" + NUMBER.pattern + ")", re.IGNORECASE)


def _is_act(masked: str, listed: Sequence[Word], match: Match[Cue]) -> bool:
    """Whether a verb that may say something does something here."""
    verb, end = listed[match.first].lower, listed[match.last - 1].end
    if verb.startswith("pledge"):
        return bool(_GIVES.match(masked, end)) and not masked[end:].startswith((' "', " “"))
    if verb.startswith("claim"):
        return bool(_LIVES.match(masked, end))
    return verb in {"put", "puts"} and not _PUTS.match(masked, end)


_SAME = re.compile(r"[^-–—]\s(?:and|but)\s+(?:\w+ly\s+|then\s+|also\s+)?$")
#: '..., says chief medic'
_ENDS = re.compile(rf"(?!.*{CLAUSE_VERB.pattern})(?:\s+(?!that\b)[A-Za-z][\w.’'-]*){{1,5}}\.?$")
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
    is_inserted = INSERTED.match(before) and not _ENDS.match(masked, listed[match.last - 1].end)
    if strength not in {"told", "count"} and clause_ends_before(masked, first.start) and not is_inserted:
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
        heard = re.match(r"(?:\s+[\w.'’-]+){1,6}\s*(?:[.,]|$)", tail)
        return heard is not None and not re.search(r"\bthat\b", heard[0])
    return bool(
        re.match(
            r"\s*(?:[,.]|(?:in|on|at|during|late|early|after|as|\w+day|yesterday|today|\w+\s+later)\b)", tail
        )
    )


def _quoted_or_comma(part: str, at: int) -> bool:
    """Whether a mark, or 'as' behind one, stands before: '..., as the minister said'."""
    return bool(re.search(r"[,\"'”’!?–—-]\s*(?:as\s+)?$", part[:at]))


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
    if tail and any(cues().find(words(tail["who"]))):
        tail = None  # 'Tanks land - Athens fears more'
    end = tail.start() if tail else len(masked)
    if head:
        yield Frame(
            content=(head.end(), end), cue=(head.end("who"), head.end("who") + 1), source=head.span("who")
        )
    if tail:
        yield Frame(
            content=(head.end() if head else 0, end), cue=(end, tail.start("who")), source=tail.span("who")
        )
