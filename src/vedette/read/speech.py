"""Who says what: quotations, reported speech and the ways they are passed on.

A speech is a content with a source and a cue. Several sentences of one quotation are one speech
each, with the same source. What nobody is said to have said is no speech: the outlet says it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vedette.read.attribution import Attribution, by_rules
from vedette.read.principals import principal
from vedette.read.sentences import paragraphs
from vedette.types import Actor, Modality, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A content that somebody is said to have said. All spans over the document's content."""

    sentence: Span
    content: Span
    cue: Span | None  #: None: the quotation goes on from a sentence that has one
    source: Span | None
    speaker: Actor
    more: tuple[Span, ...] = ()  #: further pieces of a content that is broken by its source
    relay: tuple[Actor, ...] = ()  #: through whom, nearest to the outlet first
    direct: bool = False  #: at least in part a quotation
    effect: Modality | None = None  #: what the cue makes of the content ('denies')


# --- quotations ---------------------------------------------------------------------------

_PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’", "'": "'"}
_OPENER = re.compile(r"(?:(?<=[\s(\[—–\-:])|^)(?P<mark>[“«„\"‘'])(?=\S)")


def quotations(text: str) -> list[Span]:
    """Return the spans inside quotation marks, marks excluded, in order, not nested.

    A quotation that goes on in the next paragraph, which opens it again, is one span for each
    paragraph. One that is never closed ends with its paragraph only if it began it.
    """
    found: list[Span] = []
    for start, end in paragraphs(text):
        at = start
        while opener := _OPENER.search(text, at, end):
            close = _closing(text, opener.end(), end, _PAIRS[opener["mark"]])
            if close is None and opener.start() != start:
                at = opener.end()
                continue
            found.append(Span(start=opener.end(), end=end if close is None else close))
            at = end if close is None else close + 1
    return found


def _closing(text: str, start: int, end: int, mark: str) -> int | None:
    """Return where the mark closes. An apostrophe in a word is none, one after an 's' the last choice."""
    later = _OPENER.search(text, start, end)
    limit = later.start() if later and text[later.start()] == mark else end
    possible = [
        found.start()
        for found in re.finditer(re.escape(mark), text[:limit])
        if found.start() >= start
        and not text[found.start() - 1].isspace()
        and not text[found.end() : found.end() + 1].isalnum()
    ]
    if mark in "'’":
        sure = [at for at in possible if text[at - 1] != "s"]
        possible = sure or possible
    return possible[0] if possible else None


# --- speech of a document -----------------------------------------------------------------

#: quoted words from here on are an utterance; fewer are borrowed words in somebody's sentence
_UTTERANCE = 5
#: where the words for a speaker end and those about it begin: 'Marsh, who leads ...', 'Marsh, the minister'
_HEAD_END = re.compile(r",\s*|\s[-–—]\s|\s\(|\swho\s|\s(?:seen|quoted|cited|obtained) by\s")
_PRONOUN = re.compile(
    r"^(?:he|she|they|who|which|(?:the|a|one|another|his|her)\s+(?:\w+\s+){0,2}?(?:minister|president|premier|"
    r"spokes(?:man|woman|person)|secretary|"
    r"leader|official|officials|general|ambassador|chief|diplomat|chancellor|commander|governor|mayor|king|statement))$",
    re.IGNORECASE,
)


def find(text: str, sentences: Sequence[Span], mentions: Sequence[Actor]) -> list[Speech]:
    """Return the speeches of a document, its sentences attributed by rules; see `link`."""
    quotes = quotations(text)
    return link(
        text, sentences, mentions, quotes, [by_rules(text, sentence, quotes) for sentence in sentences]
    )


def link(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Actor],
    quotes: Sequence[Span],
    attributions: Sequence[Sequence[Attribution]],
) -> list[Speech]:
    """Return the speeches of a document in order.

    `sentences`, `quotes` and `mentions` (actors with spans, in order) are those of `text`, and
    there are attributions, often none, for each sentence. Pronouns and bare titles go back to the
    last named speaker; a quotation without attribution goes to who spoke before it.
    """
    starts = [actor.span.start for actor in mentions if actor.span]
    named = [actor for actor in mentions if actor.span]
    speeches: dict[int, list[Speech]] = {}
    last: Speech | None = None
    for number, (sentence, told) in enumerate(zip(sentences, attributions, strict=True)):
        for found in told:
            direct = any(
                quote.start < piece.end and piece.start < quote.end
                for quote in quotes
                for piece in (found.content, *found.more)
            )
            source, relay = principal(text, sentence, found.source, found.cue), found.relay
            if not relay and (origin := cited(text, sentence, found)):
                source, relay = origin, (source,)
            last = Speech(
                sentence=sentence,
                content=found.content,
                more=found.more,
                cue=found.cue,
                source=found.source,
                speaker=_speaker(text, source, named, starts, last),
                relay=tuple(_speaker(text, span, named, starts, None) for span in relay),
                direct=direct,
                effect=found.effect,
            )
            speeches.setdefault(number, []).append(last)
    _go_on(text, sentences, quotes, speeches)
    return [speech for number in sorted(speeches) for speech in speeches[number]]


def _go_on(
    text: str, sentences: Sequence[Span], quotes: Sequence[Span], speeches: dict[int, list[Speech]]
) -> None:
    """Give the sentences of a quotation without an attribution of their own to its speaker."""
    of_paragraph = list(paragraphs(text))
    paragraph = [bisect_left([end for _, end in of_paragraph], sentence.end) for sentence in sentences]
    by_paragraph: dict[int, list[int]] = {}
    for number in range(len(sentences)):
        by_paragraph.setdefault(paragraph[number], []).append(number)
    for number, sentence in enumerate(sentences):
        quote = next((q for q in quotes if _covers(q, sentence)), None)
        if number in speeches or quote is None:
            continue
        same = by_paragraph[paragraph[number]]
        after = next((n for n in same if n > number and n in speeches), None)
        before = next((n for n in reversed(same) if n < number and n in speeches), None)
        earlier = next((n for n in range(number - 1, -1, -1) if n in speeches), None)
        chain = earlier is not None and _runs(sentences, quotes, earlier, number)
        source = after if after is not None else before if before is not None else earlier if chain else None
        if source is not None:
            content = Span(start=max(quote.start, sentence.start), end=min(quote.end, sentence.end))
            speeches[number] = [
                replace(
                    speeches[source][-1],
                    sentence=sentence,
                    content=content,
                    more=(),
                    cue=None,
                    source=None,
                    direct=True,
                    effect=None,
                )
            ]


def _covers(quote: Span, sentence: Span) -> bool:
    """Whether the sentence is inside the quotation, give or take the marks."""
    return quote.start <= sentence.start + 2 and sentence.end - 2 <= quote.end and sentence.end > quote.start


def _runs(sentences: Sequence[Span], quotes: Sequence[Span], first: int, last: int) -> bool:
    """Whether all sentences between are quoted as well: one speech over several paragraphs."""
    return all(any(_covers(quote, sentences[n]) for quote in quotes) for n in range(first + 1, last))


def _speaker(
    text: str, source: Span, named: Sequence[Actor], starts: Sequence[int], last: Speech | None
) -> Actor:
    head = _HEAD_END.split(text[source.start : source.end], maxsplit=1)[0]
    said, source = head, Span(start=source.start, end=source.start + len(head))
    inside = named[bisect_left(starts, source.start) : bisect_left(starts, source.end)]
    if inside:
        # 'Ukraine's ambassador to Russia': the last name that isn't the object of 'to', 'of', 'in'
        own = [
            a
            for a in inside
            if a.span
            and not re.search(
                r"\b(?:to|in|alongside|with|from|for)\s+(?:the\s+)?\S{0,12}\s?$",
                text[source.start : a.span.start],
                re.IGNORECASE,
            )
        ]
        chosen = (own or inside)[-1]
        return replace(chosen, text=said, span=source)
    if last is not None and _PRONOUN.match(said.strip()):  # among them 'an officer who added that ...'
        return replace(last.speaker, text=said, span=source)
    return Actor(text=said, code="UNK", span=source)


#: 'an agency reported, citing an officer'
_CITES = re.compile(
    r"(?:\s+(?:on\s+)?\w+day)?,?\s+(?:citing|quoting)\s+(?P<who>(?!\w+ing\b)[^,;:\"“”]{3,60}?)(?=[,;]|\s+as\b|\.?$)"
)


def cited(text: str, sentence: Span, told: Attribution) -> Span | None:
    """Return who is cited right behind 'S reported': the other speaks, through S."""
    found = _CITES.match(text, max(told.source.end, told.cue.end), sentence.end)
    return Span(start=found.start("who"), end=found.end("who")) if found else None


_THAT = re.compile(
    r"^that\s+(?!(?:is|was|has|had|will|would|can|could|may|might|must|should|does|did|means|meant)\b)",
    re.IGNORECASE,
)


def said(content: str) -> str:
    """Return the words of a content without the conjunction before and quotation marks that close nothing.

    >>> said("that would be a 'serious mistake'"), said("that the talks are over"), said("“we will go")
    ("that would be a 'serious mistake'", 'the talks are over', 'we will go')
    """
    found = content.strip()
    if found[:1] in _PAIRS and found[-1:] == _PAIRS[found[0]] and found[0] not in found[1:-1]:
        found = found[1:-1].strip()
    if found[:1] in _PAIRS and _closing(found, 1, len(found), _PAIRS[found[0]]) is None:
        found = found[1:]
    if found[-1:] in _PAIRS.values() and not _opens(found):
        found = found[:-1]
    return _THAT.sub("", found.strip())


def _opens(content: str) -> bool:
    """Whether the quotation mark at the end of a content closes one inside it."""
    marks = [mark for mark, closing in _PAIRS.items() if closing == content[-1]]
    return any(found["mark"] in marks for found in _OPENER.finditer(content[:-1]))


def utterance(text: str, quote: Span) -> bool:
    """Whether quoted words are an utterance of their own and no borrowed expression."""
    return len(text[quote.start : quote.end].split()) >= _UTTERANCE


def within(speeches: Sequence[Speech], spot: Span) -> Iterator[Speech]:
    """Yield the speeches in whose content the spot lies, else those whose content cuts it."""
    whole = [speech for speech in speeches if any(spot in piece for piece in (speech.content, *speech.more))]
    yield from whole or (
        speech for speech in speeches if any(piece.overlaps(spot) for piece in (speech.content, *speech.more))
    )
