"""What a number is said to include or exclude, and where those it counts are said to be."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from vedette.read.amounts import REACH
from vedette.read.circumstances import AND
from vedette.read.tokens import table


@dataclass(frozen=True, slots=True)
class _Flag:
    name: str
    #: 'part' (of a whole: told by what counts it in or out), 'place' (where they are; counted in or out it is
    #: a part too), 'only' (all of one number, not of a row), 'said' (the flag whenever the words stand there)
    how: str
    words: re.Pattern[str]


@cache
def _flags() -> tuple[_Flag, ...]:
    rows = table("scopes.tsv", 3)
    return tuple(_Flag(name, how, re.compile(rf"\b(?:{words})\b")) for name, how, words in rows)


@dataclass(frozen=True, slots=True)
class _List:
    """Words that name what is counted in or out, with the number they are said of."""

    start: int
    end: int
    of: int  #: which of the numbers
    ending: str  #: 'included' or 'excluded'


def scopes(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, ...]]:
    """Return what each force is said to include, and where it is said to be.

    `spans` are those of the forces of a text, from number to noun, in order. What is said belongs to
    the force before it, or to the first; forces in a row ('90,000 troops, 1,200 tanks and 300 aircraft
    near the border') share it. What is counted in or out is no place of the whole: '90,000,
    including those in Crimea' are not in Crimea.
    """
    found: list[list[str]] = [[] for _ in spans]
    lists = list(_lists(text, spans)) if spans else []
    for flag in _flags() if spans else ():
        for said in flag.words.finditer(text):
            for name, at in _told(text, spans, lists, flag, said):
                for one in [at] if flag.how == "only" else _row(text, spans, at):
                    if name not in found[one]:
                        found[one].append(name)
    return [tuple(flags) for flags in found]


def of_the_sentence_before(text: str) -> tuple[str, ...]:
    """Return what a sentence says the number of the one before it includes or excludes.

    >>> of_the_sentence_before("The estimate includes troops in Crimea but not the separatists.")
    ('separatists excluded', 'those in Crimea included')
    >>> of_the_sentence_before("The army includes troops in Crimea.")
    ()
    """
    subject = _THE_NUMBER.match(text)
    return scopes(text, [subject.span()])[0] if subject else ()


def within(flag: str, flags: Sequence[str]) -> bool:
    """Whether a flag adds nothing to others: who stands near the border includes those near the border."""
    return flag.removeprefix("those ").removesuffix(" included") in flags


#: the subject of a sentence that says what a number covers
_THE_NUMBER = re.compile(
    r"\W*(?:(?:the|this|that|its|their|his|her|[A-Z]\w+['’]s) (?:[\w-]+ ){0,2}?"
    r"(?:estimate|figure|number|total|count|tally|assessment|sum)|it|that|this|they|these)"
    r"(?= (?:also |now |still |does |do |did )*(?:includ|exclud|tak|leav|not|count|cover))",
    re.IGNORECASE,
)


def _told(
    text: str, spans: Sequence[tuple[int, int]], lists: Sequence[_List], flag: _Flag, said: re.Match[str]
) -> Iterator[tuple[str, int]]:
    """Yield the flags that words give, each with the number it is said of."""
    start, end = said.span()
    nearest = bisect_right([first for first, _ in spans], start) - 1
    within = nearest >= 0 and end <= spans[nearest][1]
    counted = next((one for one in lists if one.start <= start < one.end), None)
    if flag.how in {"part", "place"}:
        if counted is not None and not (within and nearest == counted.of):
            name = flag.name if flag.how == "part" else f"those {flag.name}"
            yield f"{name} {counted.ending}", counted.of
            if flag.how == "part" or nearest < 0 or spans[nearest][0] < counted.start:
                return  # else: 'including 20,000 in Crimea' are in Crimea
        elif flag.how == "part":
            after = _AFTERWARDS.match(text, end)
            at = _nearest(text, spans, start, end)
            if after and not within and at is not None:
                yield f"{flag.name} {'excluded' if after['out'] else 'included'}", at
            return
    elif counted is not None and not within:
        return
    at = _nearest(text, spans, start, end)
    if at is not None:
        yield flag.name, at


def _nearest(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """Return the number that words are said of: the one before them in the clause, or else the next."""
    nearest = bisect_right([first for first, _ in spans], start) - 1
    if nearest >= 0 and not _BREAK.search(text, spans[nearest][1], start):
        return nearest
    nearest += 1
    return None if nearest == len(spans) or _BREAK.search(text, end, spans[nearest][0]) else nearest


def _row(text: str, spans: Sequence[tuple[int, int]], at: int) -> list[int]:
    """Return a number with those before it in its row."""
    row = [at]
    while at and AND.fullmatch(text, spans[at - 1][1], spans[at][0]):
        at -= 1
        row.append(at)
    return row


def _lists(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_List]:
    """Yield what a text counts in or out: from the words for it to the end of the clause or the next such."""
    starts = [start for start, _ in spans]
    marks = [mark for mark in _MARK.finditer(text) if not mark["with"] or _part_at(text, mark.end())]
    for mark, then in zip_longest(marks, marks[1:]):
        over = _OVER.search(text, mark.end())
        end = min(
            mark.end() + REACH, over.start() if over else len(text), then.start() if then else len(text)
        )
        of = _nearest(text, spans, mark.start(), mark.end())
        if of is None:
            continue
        if starts[of] > mark.start():  # 'Without the separatists' 35,000 men, the force stands at 104,000'
            comma = text.find(",", mark.end(), end)
            of = bisect_right(starts, comma)
            if comma >= 0 and _is_aside(text, comma, spans[of:]):
                of += 1  # 'with air and naval forces, about 21,000, the total is 127,000'
            if comma < 0 or of == len(spans):
                continue
            end = min(end, text.rfind(",", comma, starts[of]))
        yield _List(mark.end(), end, of, "excluded" if mark["out"] else "included")


def _is_aside(text: str, comma: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the first number stands alone between two commas."""
    return (
        bool(spans)
        and text.startswith(",", spans[0][1])
        and bool(_QUALIFIED.fullmatch(text, comma, spans[0][0]))
    )


_QUALIFIED = re.compile(r",\s+(?:[a-z]+\s+){0,2}", re.IGNORECASE)


def _part_at(text: str, at: int) -> bool:
    return any(flag.how == "part" and flag.words.match(text, at) for flag in _flags())


#: words that count in or out what is named after them; 'with' does so only before such a name
_MARK = re.compile(
    r"\b(?:(?P<out>(?:not|n't|n’t|never)\s+(?:\w+ly\s+|yet\s+)?"
    r"(?:includ\w+|count(?:ing)?|tak\w+ in|cover\w*)|exclud\w+|exclusive of|without|leav\w+ (?:out|aside)|"
    r"apart from|aside from|except(?: for)?|other than|minus|but not)"
    r"|(?P<in>includ\w+|inclusive of|counting(?: in)?|counts?(?: in| the| its| their| also)|"
    r"t(?:akes?|ook|aking) in|cover(?:s|ed|ing))"
    r"|(?P<with>(?:together |along )?with|plus))\s+(?:(?:the|its|their|all|also|some)\s+)*",
    re.IGNORECASE,
)
#: 'the separatists in the east are counted apart'
_AFTERWARDS = re.compile(
    r"(?: [\w-]+){0,2}?(?: (?:in|of|from) (?:the )?(?:[\w-]+ ){0,2}?[\w-]+)??"
    r"(?: (?:is|are|was|were|being))?,? "
    r"(?:(?P<out>not (?:counted|included)|excluded|left out|counted (?:apart|separately)|apart|aside)"
    r"|included|counted in|too)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"[;:.](?:\s|$)|\s[-–—]\s|\b(?:while|whereas|according|said|says|told|are|is|was|were|has|have|had)\b",
    re.IGNORECASE,
)
#: what is said after these is not said of the number before
_BREAK = re.compile(r"[;:]\s|[.]\s|\bas many\b(?! as)")
