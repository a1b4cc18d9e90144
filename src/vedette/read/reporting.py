"""The forms in which news says who says what: a verb, a phrase or a mark with its source and content.

Offsets are those of one piece of a sentence, in which quoted words are blanked out by `BLANK`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vedette.read.tokens import Match, Phrases, Word, table, word_set, words
from vedette.types import Modality

#: stands for each code point inside a quotation
BLANK = "\u25a1"
Piece = tuple[int, int]


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
    if BLANK not in lead and not _CLAUSE_VERB.search(lead):  # 'And yet, X said, B'
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
#: 'who adds' begins an attribution of its own
_NO_SAYER = r"(?!who\s+(?:adds?|added|says?|said|also|told|warns?|warned|claims?|claimed)\b)"
#: ', the minister' after a name: no participle, no clause
_APPOSED = re.compile(
    r",\s+(?!(?:and|but|while|as|after|in|on|at|when|which|because|although|though|if|so|with|for|to|from|"
    r"according|he|she|it|they|there|including|\w+ing)\b)"
    rf"{_NO_SAYER}(?P<what>[^,;:\"“{BLANK}]{{3,90}}?)(?=[,;]\s|\.?$)"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|did|does|do)\b")
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
        leads = found.start() < _AT_HEAD
        apposed = _APPOSED.match(masked, end)
        if (
            apposed
            and not _FINITE.search(apposed["what"])
            and (not leads or masked[apposed.end() :][:1] == ",")
        ):
            end = apposed.end()
        if end > found.end():
            content = (end, len(masked)) if leads else (0, found.start())
            yield Frame(content=content, cue=found.span(), source=(found.end(), end))


#: code points before a phrase that begins its sentence: an opening mark
_AT_HEAD = 3


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
_BE = word_set("is are was were be been being get got")
_AUX = word_set(
    "has have had also later earlier previously repeatedly again would could might may will can must should "
    "do does did now still then even already just only both who"
)
#: before a noun these are no verbs: 'an army of estimated strength', 'suspected rebels'
_ADJECTIVES = word_set("estimated suspected alleged expected pledged promised feared")
_AFTER_NOUN = word_set("and or of by from")
_SCENE = re.compile(r"\s(?:after|amid|following)\b")
_WARNERS = re.compile(r"^warn|^caution|^threaten|^urg|^demand|^den(?:y|ie)", re.IGNORECASE)


def _by_verb(
    masked: str, part: str, listed: Sequence[Word], match: Match[Cue], told: Sequence[Frame]
) -> Frame | None:
    if _is_no_verb(listed, match):
        return None
    first, last = listed[match.first], listed[match.last - 1]
    source, trails = _source(masked, part, listed, match, told)
    if source is None:
        return None
    cue, effect = (first.start, last.end), match.value.effect
    if trails:
        end = min(source[0], first.start)
        return Frame(content=(0, end), cue=cue, source=source, effect=effect) if end > _AT_HEAD else None
    start = _content_start(masked[last.end :], match.value)
    if start is None and not first.lower.endswith("ing"):
        return None
    # 'X warns Y against Z after images showed ...': what only sets the scene is not X's
    scene = _SCENE.search(masked, last.end) if not start and _WARNERS.match(first.text) else None
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
    if strength != "told" and _clause_ends_before(masked, first.start) and not _INSERTED.match(before):
        inverted = _inverted(masked, listed[match.last - 1].end)
        if inverted and (strength != "that" or _quoted_or_comma(part, first.start)):
            return inverted, True
    source = _subject(masked, listed, match.first)
    if source and first.lower.endswith("ing") and listed[match.first - 1].lower not in _BE:
        source = _doer(masked, source) if listed[match.first - 1].text == "," else None
    if source is None:
        return None, False
    if (same := next((f.source for f in told if _overlap(f.source, source)), None)) is not None:
        return (same if same[1] <= first.start else None), False  # 'says an official, who adds that'
    return source, _trails(masked, part, masked[listed[match.last - 1].end :], source, match.value)


def _is_no_verb(listed: Sequence[Word], match: Match[Cue]) -> bool:
    """Whether the word is a noun ('a report', 'reports of'), passive, denied or an infinitive here."""
    at = match.first - 1
    while at >= 0 and listed[at].lower.endswith("ly"):
        at -= 1
    before = listed[at].lower if at >= 0 else ""
    word = listed[match.first].lower
    after = listed[match.last].lower if match.last < len(listed) else ""
    if before in _NOUNISH or before.endswith("n't"):
        return True
    if word in _ADJECTIVES and match.value.strength == "that" and not re.match(r"that$|\W", after or "."):
        return True
    if before in _BE:
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
    rf"|^\s+(?:(?:on|in|at|during|to|last|this|[A-Z]\w+day)\b|[–—-]\s)[^{BLANK}:;]{{0,140}}?\s"
    rf"(?P<late>that\b){_BARRED}",
    re.IGNORECASE,
)
_WHEN = re.compile(r"^\s+(?:on\s+|late\s+|early\s+|last\s+)?(?:[A-Z]\w+day|yesterday|today|later)\b(?=\s)")
_CLAUSE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|'s|’s|"
    r"won't|not|\w+ed|\w{3,}s)\b"
)


def _content_start(tail: str, cue: Cue) -> int | None:
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
    # 'X warns Russia ...', 'X denies moving troops': the object is the content
    if _CLAUSE_VERB.search(tail) or _WARNERS.match(tail) or len(tail.split()) > 2:
        return 0
    return None


# --- the source of a verb -------------------------------------------------------------------------

_SUBJECT_STOP = word_set("after while as when because if that although though but where which")
_LEADS = word_set("and but or so yet still meanwhile however also then now indeed instead - – —")
_MARKS = ",;:()\"'“”‘’" + BLANK
#: words of the longest subject; what is longer is a clause misread
_LONGEST = 14


def _subject(masked: str, listed: Sequence[Word], verb: int) -> Piece | None:
    """Return the noun phrase before the verb, with its apposition: back to a mark or a conjunction."""
    at = verb - 1
    while at >= 0 and (listed[at].lower in _AUX or listed[at].text == "," or listed[at].lower.endswith("ly")):
        at -= 1
    if at < 0:
        return None
    if listed[at].lower in {"and", "but"}:
        clause = _clause(listed, at - 1)
        return _doer(masked, (clause, listed[at].start)) if clause is not None else None
    end, at = listed[at].end, _over_apposition(listed, at, verb)
    if listed[at].end != end and _is_aside(listed[at + 2]):
        end = listed[at].end
    last = at
    while at >= 0 and listed[at].text not in _MARKS and listed[at].lower not in _SUBJECT_STOP:
        at -= 1
        if last - at > _LONGEST:
            return None
    start = at + 1
    for link in range(last, start, -1):
        if listed[link].lower in {"and", "or"} and any(_FINITE.match(w.lower) for w in listed[start:link]):
            start = link + 1
            break
    while start <= last and listed[start].lower in _LEADS:
        start += 1
    if start > last:
        return None
    start = _before_comma(listed, start)
    return (listed[start].start, end) if masked[listed[start].start : end].strip() else None


def _clause(listed: Sequence[Word], at: int) -> int | None:
    """Return where the clause begins whose last word is at `at`."""
    last = at
    while at >= 0 and listed[at].text not in _MARKS and listed[at].lower not in _SUBJECT_STOP:
        at -= 1
    return listed[at + 1].start if at < last else None


def _doer(masked: str, clause: Piece) -> Piece | None:
    """Return who does what a clause tells, of which a participle depends: 'X was in Y, promising ...'."""
    verb = _VERB.search(masked, *clause)
    return (clause[0], verb.start()) if verb and verb.start() - clause[0] > 1 else None


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
        at + 1 if behind_quote and not _FINITE.search(" ".join(w.lower for w in listed[at:start])) else start
    )


#: 'X, citing Y, said': a subject with an insertion, and no clause that somebody said
_INSERTED = re.compile(rf"^[^,{BLANK}]{{2,60}},\s+[^{BLANK}]{{2,140}},\s*$")
_INVERTED = re.compile(
    r"^\s+(?P<who>(?!that\b|it\b|there\b)(?:the\s+|an?\s+)?[\w'’.-]+(?:\s+[\w'’.-]+){0,7}?)"
    r"(?=[,.;:]|\s[-–—]\s|\s+(?:in|on|at|as|after|during|told|citing|who)\b|$)"
)
_WHO = re.compile(rf",?\s+{_NO_SAYER}who\s[^,;:\"“{BLANK}]{{3,140}}?(?=[,;]\s|\.?$)")


def _inverted(masked: str, end: int) -> Piece | None:
    """Return the subject after the verb: '..., said the minister'."""
    found = _INVERTED.match(masked[end:])
    if found is None or not found["who"].strip():
        return None
    start, stop = end + found.start("who"), end + found.end("who")
    more = _WHO.match(masked, stop) or _APPOSED.match(masked, stop)
    if more and (more.re is _WHO or not _FINITE.search(more["what"])):
        stop = more.end()
    who = masked[start:stop].rstrip()
    return start, start + len(who)


def _clause_ends_before(masked: str, at: int) -> int | None:
    """Return where the clause before the verb ends, if a mark or a quotation stands between."""
    found = re.search(r"[,\"'”’!?:–—-]\s*$", masked[:at])
    return at if found and found.start() > _AT_HEAD else None


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
