"""Who speaks in one sentence: source, cue and content by the verbs and marks of reporting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vedette.read.tokens import Match, Phrases, Word, table, word_set, words
from vedette.types import Modality, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What one sentence says about its own speaker. Spans over the document's content."""

    content: Span
    cue: Span
    source: Span
    more: tuple[Span, ...] = ()  #: further pieces of a content that is broken by its source
    relay: tuple[Span, ...] = ()  #: nearest to the outlet first
    effect: Modality | None = None  #: what the cue makes of the content ('denies')


@dataclass(frozen=True, slots=True)
class _Cue:
    effect: Modality | None
    strength: str


@cache
def _cues() -> Phrases[_Cue]:
    return Phrases.of(
        (phrase, _Cue(Modality(effect) if effect else None, strength))
        for phrase, effect, strength in table("cues.tsv", 3)
    )


_ACCORDING = re.compile(r"\b(?:according to|in the words of|as reported by|citing)\s+", re.IGNORECASE)
_HEAD = re.compile(r"^(?P<who>[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|of|the|and|for)){0,4}):\s+(?=\S)")
_TAIL = re.compile(r"(?:\s[-–—]\s|:\s)(?P<who>(?:the\s+)?[A-Z][\w.'’]*(?:\s+[\w.'’]+){0,3})\s*$")
_SOURCE_END = re.compile(
    r"[,;:]|\s[-–—]\s|\s(?:that|who|which|on|in|at|as|after|and|but|seen|obtained|said|says)\b|[.?!]?$"
)
_RELAY = re.compile(
    r"(?:,\s*|\b)(?:citing|quoting|quoted by|cited by|as reported by|reported by|seen by|obtained by|told|"
    r"telling)\s+"
    r"(?P<who>(?:the\s+|an?\s+)?[A-Z][\w'’-]*"
    r"(?:\s+(?:[A-Z][\w'’-]*|news agency|newspaper|television|agency))*)"
)
_CITING = re.compile(r"\b(?:citing|quoting)\s+(?P<who>[^,;:]+)", re.IGNORECASE)
_SCENE = re.compile(r"\s(?:after|amid|following)\b")
_WARNERS = re.compile(r"^warn|^caution|^threaten|^urg|^demand|^den(?:y|ie)", re.IGNORECASE)


def attribute(text: str, sentence: Span, quotes: Sequence[Span]) -> Attribution | None:
    """Return who says what in a sentence of `text`, None if it names nobody.

    `quotes` are the quotations of the text (`speech.quotations`): no cue is looked for inside.
    """
    part = text[sentence.start : sentence.end]
    masked = _masked(part, sentence.start, quotes)
    found = _by_phrase(masked) or _by_verb(masked, part) or _by_mark(masked)
    if found is None or is_nobody(part[slice(*found[2])]):
        return None
    said, cue, source, effect = found
    content = _trimmed(part, *said)
    if content is None or content[1] - content[0] < 3:
        return None
    passed = [r.span("who") for r in _RELAY.finditer(masked) if not source[0] <= r.start("who") < source[1]]
    if citing := _CITING.search(masked, source[1], max(cue[0], source[1])):
        source, passed = citing.span("who"), [source]  # 'Interfax, citing a ministry source, said'
    shift = sentence.start
    if part[source[1] - 1] == "." and "." not in part[source[0] : source[1] - 1]:
        source = source[0], source[1] - 1
    relay = tuple(Span(start=shift + first, end=shift + last) for first, last in passed)
    return Attribution(
        content=Span(start=shift + content[0], end=shift + content[1]),
        cue=Span(start=shift + cue[0], end=shift + cue[1]),
        source=Span(start=shift + source[0], end=shift + source[1]),
        relay=relay,
        effect=effect,
    )


_NOBODY = re.compile(
    r"(?:on |late |early |last )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today)|it|this|that|"
    r"which|there|in (?:other|a|an|the)\b.*|correction|update[sd]?|analysis|opinion|exclusive|breaking|"
    r"video|watch|claimed|report",
    re.IGNORECASE,
)


def is_nobody(source: str) -> bool:
    """Whether words that stand where a source would are none: a weekday, the label of a headline."""
    return bool(_NOBODY.fullmatch(source.strip(" .,:;-\"'")))


def by_rules(text: str, sentence: Span, quotes: Sequence[Span]) -> tuple[Attribution, ...]:
    """Return `attribute` as a tuple, empty if the sentence names nobody."""
    found = attribute(text, sentence, quotes)
    return () if found is None else (found,)


def effect_of(cue: str) -> Modality | None:
    """Return what a cue makes of its content: 'denied' for 'denies that', else None."""
    return next((match.value.effect for match in _cues().find(words(cue)) if match.value.effect), None)


_Parts = tuple[tuple[int, int], tuple[int, int], tuple[int, int], Modality | None]


def _masked(part: str, start: int, quotes: Sequence[Span]) -> str:
    """Return the sentence with what is quoted blanked out, so that no cue is found there."""
    masked = part
    for quote in quotes:
        first, last = max(quote.start - start, 0), min(quote.end - start, len(part))
        if first < last:
            masked = masked[:first] + "\u25a1" * (last - first) + masked[last:]
    return masked


def _trimmed(part: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and part[start] in " \n\t,:;-–—":
        start += 1
    while start < end and part[end - 1] in " \n\t,:;-–—":
        end -= 1
    return (start, end) if start < end else None


def _by_phrase(masked: str) -> _Parts | None:
    """'According to X, ...' and '..., according to X'."""
    found = _ACCORDING.search(masked)
    if found is None:
        return None
    stop = _SOURCE_END.search(masked, found.end())
    end = stop.start() if stop else len(masked)
    if end <= found.end():
        return None
    content = (end, len(masked)) if found.start() < 3 else (0, found.start())
    if found[0].lower().startswith("citing"):
        return None  # the relay of a cue verb, see _RELAY
    return content, found.span(), (found.end(), end), None


def _by_verb(masked: str, part: str) -> _Parts | None:
    listed = words(masked)
    for match in _cues().find(listed):
        found = _said(masked, part, listed, match)
        if found is not None:
            return found
    return None


_NOUNISH = word_set("a an the this that his her its their of in no any")
_SUBJECT_STOP = word_set("after while as when because if that although though and but or where which")


def _said(masked: str, part: str, listed: Sequence[Word], match: Match[_Cue]) -> _Parts | None:
    first, last = listed[match.first], listed[match.last - 1]
    before = listed[match.first - 1] if match.first else None
    if before is not None and before.lower in _NOUNISH | {"to", "'s"}:
        return None  # 'a report', 'to say'
    ends = _clause_ends_before(masked, first.start)
    inverted = _inverted(masked, last.end) if ends and not _INSERTED.match(masked[: first.start]) else None
    if inverted and ends and (match.value.strength != "that" or _quoted_or_comma(part, first.start)):
        return (0, ends), (first.start, last.end), inverted, match.value.effect
    source = _subject(masked, listed, match.first)
    if source is None:
        return None
    tail = masked[last.end :]
    if "□" in masked[: source[0]] and _quoted_or_comma(part, source[0]):
        return (0, source[0]), (first.start, last.end), source, match.value.effect
    if re.fullmatch(r"[\s.,!?\"'”’]*", tail) or (
        re.match(r"\s*(?:[,.]|(?:in|on|at|during|told|late|early|after)\b)", tail)
        and _quoted_or_comma(part, source[0])
    ):
        # '..., X said.' or '..., X said on Monday'
        content = (0, source[0]) if source[0] > 3 else None
        return (content, (first.start, last.end), source, match.value.effect) if content else None
    start = _content_start(tail, match.value)
    if start is None:
        return None
    # 'X warns Y against Z after images showed ...': what only sets the scene is not X's
    scene = _SCENE.search(tail) if not start and _WARNERS.match(first.text) else None
    end = last.end + scene.start() if scene else len(masked)
    return (last.end + start, end), (first.start, last.end), source, match.value.effect


_LISTENER = re.compile(
    r"^\s+(?P<who>(?:[\w’'.-]+\s+){0,5}?[\w’'.-]+?)"
    r"(?:\s+(?P<that>that)\b|,?\s*(?=[\"'“‘:□])|\s+(?=(?:it|he|she|they|the|there|his|its|their|no|any)\b))"
)
_THAT = re.compile(
    r"^(?:\s+\w+ly)?(?:\s+(?:on|in|at|to)\s+(?:[\w’'.-]+\s+){0,3}?[\w’'.-]+)?,?\s*"
    r"(?:that\b(?!\s+(?:would|is|was|could|will|has|might|may)\b)|:|(?=[\"“‘'□]))",
    re.IGNORECASE,
)
_CLAUSE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|'s|’s|"
    r"won't|not|\w+ed|\w{3,}s)\b"
)


def _content_start(tail: str, cue: _Cue) -> int | None:
    """Return where the content begins after the cue, None if this verb takes none here."""
    if that := _THAT.match(tail):
        return that.end()
    if cue.strength == "told":
        listener = _LISTENER.match(tail)
        return listener.end() if listener else None
    if cue.strength == "strong":
        return 0
    # 'X warns Russia ...', 'X denies moving troops': the object is the content
    if _CLAUSE_VERB.search(tail) or _WARNERS.match(tail) or len(tail.split()) > 2:
        return 0
    return None


def _subject(masked: str, listed: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """Return the noun phrase before the verb: back to a clause mark or a conjunction."""
    at = verb - 1
    while at >= 0 and listed[at].lower in {
        "has",
        "have",
        "had",
        "also",
        "later",
        "earlier",
        "previously",
        "who",
        ",",
        "repeatedly",
        "again",
    }:
        at -= 1
    at = _over_apposition(listed, at, verb)
    end = at
    while (
        at >= 0
        and listed[at].text not in ",;:□()\"'“”‘’"
        and listed[at].lower not in _SUBJECT_STOP
        and end - at < 12
    ):
        at -= 1
    if at == end:
        return None
    start = listed[at + 1].start
    if listed[at + 1].text in "-–—" and at + 2 <= end:
        start = listed[at + 2].start
    return (start, listed[end].end) if masked[start : listed[end].end].strip() else None


def _over_apposition(listed: Sequence[Word], at: int, verb: int) -> int:
    """Step over 'X, speaking in Y alongside Z, said' and 'X, the minister, said' to X."""
    if at + 1 >= verb or listed[at + 1].text != ",":
        return at
    for comma in range(at, max(-1, at - 20), -1):
        if listed[comma].text == ",":
            return comma - 1 if comma else at
    return at


#: 'X, citing Y, said': a subject with an insertion, and no clause that somebody said
_INSERTED = re.compile(r"^[^,□]{2,60},\s+[^□]{2,140},\s*$")
_INVERTED = re.compile(
    r"^\s+(?P<who>(?!that\b|it\b|there\b)(?:the\s+|an?\s+)?[\w'’.-]+(?:\s+[\w'’.-]+){0,7}?)"
    r"(?=[,.;:]|\s[-–—]\s|\s+(?:in|on|at|as|after|during|told|citing|who)\b|$)"
)


def _inverted(masked: str, end: int) -> tuple[int, int] | None:
    """Return the subject after the verb: '..., said the minister'."""
    found = _INVERTED.match(masked[end:])
    if found is None or not found["who"].strip():
        return None
    start = end + found.start("who")
    who = masked[start : end + found.end("who")].rstrip()
    return start, start + len(who)


def _clause_ends_before(masked: str, at: int) -> int | None:
    """Return where the clause before the verb ends, if a mark or a quotation stands between."""
    found = re.search(r"[,\"'”’!?:–—-]\s*$", masked[:at])
    return at if found and found.start() > 3 else None


def _quoted_or_comma(part: str, at: int) -> bool:
    return bool(re.search(r"[,\"'”’!?–—-]\s*$", part[:at]))


def _by_mark(masked: str) -> _Parts | None:
    """Headlines: 'Ukraine: troops near border', 'Troops near border - ministry'."""
    if head := _HEAD.match(masked):
        return (head.end(), len(masked)), (head.end("who"), head.end("who") + 1), head.span("who"), None
    if tail := _TAIL.search(masked):
        return (0, tail.start()), (tail.start(), tail.start("who")), tail.span("who"), None
    return None
