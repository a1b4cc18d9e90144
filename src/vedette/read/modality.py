"""How firmly an act is put forward: happened, denied, possible, planned, demanded, conditional, past."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from vedette.read.tokens import Phrases, Word, table, words
from vedette.types import DateMention, Modality, Span

#: an act this long before the document is background, not news
HISTORY = timedelta(days=300)

# A new clause: what is denied or possible before it need not be after it.
_CLAUSE = re.compile(
    r"[;:()]|\s[-–—]\s|,\s(?!and\b|or\b)|\b(?:after|while|because|although|though|despite|when|where|as|since|"
    r"but|who|"
    r"which|until|before)\b",
    re.IGNORECASE,
)
#: 'fears' and 'if' reach over 'and' and 'who' to the end of the sentence
_FAR = 10
_WHEN = re.compile(r"[\s,]*(?:when|as|after)\b", re.IGNORECASE)
_SINCE = re.compile(r"\s*since\s+(?:early\s+|late\s+)?", re.IGNORECASE)
_OPENS = re.compile(
    r"\W*(?:(?:early|earlier|late|later|on|in|by|since|from|until|at)\s+){0,2}", re.IGNORECASE
)
_NOW = re.compile(r"\b(?:now|currently|today)\b|;", re.IGNORECASE)
_RANK = {Modality.DENIED: 3, Modality.CONDITIONAL: 2, Modality.DEMANDED: 1, Modality.POSSIBLE: 1}


@cache
def _cues() -> Phrases[tuple[Modality, int]]:
    return Phrases.of(
        (phrase, (Modality(modality), int(reach))) for phrase, modality, reach in table("modality.tsv", 3)
    )


@cache
def _past() -> Phrases[str]:
    return Phrases.of(table("history.tsv", 2))  # type: ignore[arg-type]


def modality(
    text: str,
    act: Span,
    *,
    dates: Sequence[DateMention] = (),
    reference: date | None = None,
    tokens: Sequence[Word] | None = None,
) -> Modality:
    """Return how firmly the act at `act` is put forward by its sentence `text`.

    `dates` are the sentence's own, with spans over `text`; `reference` is the day of the
    document. An act dated `HISTORY` before it is historical.
    """
    start, end = clause(text, act)
    if _is_past(text, act, start, end, dates, reference):
        return Modality.HISTORICAL
    listed = words(text) if tokens is None else tokens
    position = next((i for i, word in enumerate(listed) if word.end > act.start), len(listed))
    best: tuple[int, int, Modality] | None = None
    for cue in _cues().find(listed):
        value, reach = cue.value
        first = listed[cue.first].start
        distance = position - cue.last
        if not 0 <= distance <= reach or first >= act.start:
            continue
        if first < start and reach < _FAR:
            continue
        key = (_RANK.get(value, 0), -distance, value)
        if best is None or key[:2] > best[:2]:
            best = key
    if best is not None:
        return best[2]
    if _is_infinitive(listed, position):
        return Modality.PLANNED
    return Modality.ASSERTED


#: 'vows to hold a protest': meant, and no more
_MEANT = re.compile(
    r"\b(?:vow|pledge|promise|plan|intend|prepare|propose)(?:s|d|ed|ing|ning)?\s+to\s+(?:[\w'’-]+\s+){0,4}$",
    re.IGNORECASE,
)
#: 'thwarts an attack': it did not happen
_STOPPED = re.compile(r"\b(?:thwart|foil|avert)(?:s|ed|ing)?\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
#: 'protests in Iceland may grow'
_OPEN = re.compile(
    r"(?:\s+(?:in|at|on|over|against)\s+[\w'’-]+(?:\s+[A-Z][\w'’-]*)?)?\s+(?:may|might|could)\b"
)
#: 'is reported to have killed': over, whether or not it is true
_DONE = re.compile(r"(?<!\bwas )(?<!\bwere )\bto have (?:been )?$", re.IGNORECASE)
#: 'is still occupied', 'remains annexed': what was done once and stands is no news
_STANDS = re.compile(r"\b(?:(?:is|are)\s+(?:now|still)|remains?)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_STATES = {"occupied", "annexed", "controlled", "ruled", "divided"}
#: without a word like these nothing is denied: 16 of the 18 denied acts of 3,080 labelled headlines have one
_DENYING = re.compile(
    r"\b(?:no|not|none|nobody|nothing|never|neither|nor|without|cannot|instead|actually|hardly|far from)\b|"
    r"n['’]t\b|\b(?:den(?:y|ie)|refut|reject|dismiss|false|hoax|untrue|unfounded|baseless|lie[sd]?\b|fake|myth|"
    r"ruled? out|rules out|fail|cancel|call(?:s|ed)? off|stop|halt|refus|prevent|thwart|foil|avert|abort|"
    r"disput|contradict|debunk|fabricat|invent)",
    re.IGNORECASE,
)


def by_grammar(text: str, act: Span, read: Modality) -> Modality:
    """Return how firmly an act that was taken for `read` is put forward where grammar leaves no choice.

    Of 14 acts behind 'plans to' and its like in 3,080 labelled headlines 12 are planned, 1 is asserted.
    """
    before = text[: act.start]
    if read is Modality.ASSERTED:
        if _STOPPED.search(before):
            return Modality.DENIED
        if _MEANT.search(before):
            return Modality.PLANNED
        if _OPEN.match(text, act.end):
            return Modality.POSSIBLE
        if text[act.start : act.end].lower() in _STATES and _STANDS.search(before):
            return Modality.HISTORICAL
    if read is Modality.PLANNED and _DONE.search(before):
        return Modality.ASSERTED
    if read is Modality.DENIED and not _DENYING.search(text):
        return Modality.ASSERTED
    return read


_MAY = re.compile(r"\b(?:may|might|could|perhaps|possibly|fears?|afraid)\b", re.IGNORECASE)


def of_statement(content: str) -> Modality:
    """Return how firmly words are said in which nothing happens: possible or asserted."""
    return Modality.POSSIBLE if _MAY.search(content) else Modality.ASSERTED


def clause(text: str, act: Span) -> tuple[int, int]:
    """Return start and end of the clause that holds the act, over `text`."""
    start, end = 0, len(text)
    for mark in _CLAUSE.finditer(text):
        if mark.end() <= act.start:
            start = mark.end()
        elif mark.start() >= act.end:
            end = mark.start()
            break
    return start, end


def _is_past(
    text: str, act: Span, start: int, end: int, dates: Sequence[DateMention], reference: date | None
) -> bool:
    own = words(text[start:end])
    if any(match.value == "clause" for match in _past().find(own)):
        return True
    if any(match.value == "sentence" for match in _past().find(words(text))):
        return True
    day = day_of(text, act, dates)
    if day is None or reference is None or day.type != "DATE":
        return False
    last = day.end or day.start
    return last is not None and last < reference - HISTORY


def day_of(text: str, act: Span, dates: Sequence[DateMention]) -> DateMention | None:
    """Return the date that belongs to the act: in its clause, else right after it ('when he')."""
    start, end = clause(text, act)
    inside = [day for day in dates if start <= day.span.start < end]
    if inside:
        return min(inside, key=lambda day: abs(day.span.start - act.start))
    # 'a war since 2014': the date closes the clause from outside
    for day in dates:
        if 0 <= day.span.start - end <= 14 and _SINCE.fullmatch(text[end : day.span.start]):
            return day
    # 'in 2014, when it massed troops and crossed ...': the date opens all that follows
    for day in reversed([day for day in dates if day.span.end <= start]):
        follows = text[day.span.end : act.start]
        if _WHEN.match(follows) and not _NOW.search(follows):
            return day
        # 'On Friday, Russia moved tanks': the date opens the sentence
        if text[day.span.end : start].strip() == "," and _OPENS.fullmatch(text, 0, day.span.start):
            return day
    return None


def _is_infinitive(listed: Sequence[Word], position: int) -> bool:
    """Whether a headline says 'X to do': no verb before 'to', so it is still to come."""
    if position < 2 or listed[position - 1].lower != "to" if position else True:
        return False
    subject = listed[position - 2]
    return subject.text[:1].isupper() and position <= 8


_PRESENT = re.compile(
    r"\b(?:is|are|am|has|have|now|says|say|said|told|added|warns?|currently|today|yesterday|tomorrow|will|this)\b"
    r"|['’]s\b(?=\s+\w+ing)",
    re.IGNORECASE,
)


def background(
    text: str,
    sentences: Sequence[Span],
    quotes: Sequence[Span],
    dates: Sequence[DateMention],
    reference: date,
) -> list[bool]:
    """Return for each sentence whether it goes on telling what an earlier one dated in the past.

    'Since 2014, when ...' opens such a stretch; present tense, speech or a recent date ends it.
    """
    found = []
    past = False
    for sentence in sentences:
        days = [
            d for d in dates if sentence.start <= d.span.start < sentence.end and d.type == "DATE" and d.start
        ]
        old = [
            d
            for d in days
            if d.start and d.start < reference - HISTORY and (d.end or d.start) < reference - HISTORY
        ]
        recent = len(days) > len(old)
        part = text[sentence.start : sentence.end]
        found.append(past and not recent and not _PRESENT.search(part))
        quoted = any(quote.start <= sentence.start + 2 and sentence.end - 2 <= quote.end for quote in quotes)
        past = (bool(old) or found[-1]) and not recent and not quoted
    return found
