"""Sentences of a text: where one claim ends and the next may begin."""

import re
from collections.abc import Iterator

from vedette.read.tokens import word_set
from vedette.types import Span

#: no sentence is longer: what comes after reads a sentence at a time and must not choke
LIMIT = 2000

# A stop, then closing quotes or brackets, then space and something a sentence starts with.
_STOP = re.compile(
    r"(?:[.!?…]+(?P<close>[\"'”’»)\]]*)(?=\s+(?P<open>[\"'“‘«(\[¿¡]*)(?P<next>\S))"
    r"|[。！？]+[」』”’]*|[؟۔।](?=\s))"
)
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"\s*(?:[-*•‣▪●·–—]\s|\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_CLAUSE = re.compile(r"[;:,—–]\s|\s-\s")
_SPACE = re.compile(r"\s+")

# Never the end of a sentence: a name or number follows.
_TITLES = word_set(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl cmdr adm brig sen rep gov pres amb hon rev fr st mt ft "
    "messrs vs no nos art sec fig approx ca e.g i.e cf al jr sr supt insp"
)
# The end only if what follows can't continue the sentence.
_EITHER = word_set(
    "inc corp ltd co bros plc etc a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed "
    "thu fri sat sun dept univ assn"
)
_STARTERS = word_set(
    "the a an he she it they we i you this that these those there here in on at but and or so yet if when "
    "while after before as since although though however meanwhile also his her its their our my what who "
    "how why one two some many most more all both no not under with for from by during according earlier "
    "later officials analysts asked another other"
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«]+$")


def split(text: str) -> list[Span]:
    """Return the spans of the sentences, in order, without the white space around them.

    A paragraph, a bullet and a headline without a stop always end a sentence; lines of a
    hard-wrapped paragraph do not. None is longer than `LIMIT` code points.
    """
    spans: list[Span] = []
    for start, end in paragraphs(text):
        for first, last in _sentences(text, start, end):
            spans.extend(cut(text, Span(start=first, end=last), LIMIT))
    return spans


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every paragraph, white space around it left out."""
    at = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _lines(text, at, end)
        at = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a block at its line ends, unless it is one paragraph wrapped at a column."""
    lines = text[start:end].split("\n")
    wrapped = _is_wrapped(lines)
    at = first = start
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        goes_on = after is not None and not _BULLET.match(after) and (wrapped or _continues(line, after))
        at += len(line)
        if not goes_on:
            yield from _stripped(text, first, at)
            first = at + 1
        at += 1


def _is_wrapped(lines: list[str]) -> bool:
    """Whether all lines but the last are about as long as the longest (a mail or wire column)."""
    lengths = [len(line.rstrip()) for line in lines[:-1]]
    return len(lengths) > 1 and max(lengths) <= 100 and min(lengths) > max(40, max(lengths) - 16)


def _continues(line: str, after: str) -> bool:
    return bool(line.strip()) and line.rstrip()[-1] not in ".!?:;\"'”’)" and after.lstrip()[:1].islower()


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() >= end or not _ends(text, at, stop):
            continue
        yield from _stripped(text, at, stop.end())
        at = stop.end()
    yield from _stripped(text, at, end)


def _ends(text: str, at: int, stop: re.Match[str]) -> bool:
    """Whether this stop ends the sentence that began at `at`."""
    follows = stop["next"]
    if follows is None:  # a full stop of another script
        return True
    if follows.islower():  # 'Yahoo! said', '"Go!" he said'
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    last = _LAST_WORD.search(text, at, stop.start())
    word = last[0] if last else ""
    bare = word.lower()
    after = re.match(r"\W*(\w+)", text[stop.end() : stop.end() + 40])
    can_start = bool(after and after[1].lower() in _STARTERS)
    if stop["close"] and not stop["close"].startswith(")"):
        return bare not in _TITLES
    if bare in _TITLES:
        return bare in {"no", "nos"} and not follows.isdigit()
    if (len(word) == 1 and word.isalpha() and word != "I") or re.fullmatch(r"(?:\w\.)+\w", word):
        return can_start  # an initial or 'U.S'
    if bare in _EITHER:
        return can_start
    return not (word.isdigit() and len(word) < 3 and at == stop.start() - len(word))  # '3. Item'


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    last = start + len(part.rstrip())
    if first < last:
        yield first, last


def cut(text: str, span: Span, limit: int) -> Iterator[Span]:
    """Yield the parts of a span, none longer than `limit` code points, without the white space around them.

    A part ends at the last clause mark in the second half of what fits, else at the last white space there,
    else where it must.
    """
    start, end = span.start, span.end
    while end - start > limit:
        half, most = start + limit // 2, start + limit
        marks = list(_CLAUSE.finditer(text, half, most)) or list(_SPACE.finditer(text, half, most))
        at = marks[-1].end() if marks else most
        yield from (Span(start=first, end=last) for first, last in _stripped(text, start, at))
        start = at
    yield from (Span(start=first, end=last) for first, last in _stripped(text, start, end))
