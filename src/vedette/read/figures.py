"""Figures of a sentence: how many of what, how exact, of whom, counted how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vedette.read.numbers import NUMBER, VAGUE, amount, scale
from vedette.read.tokens import table
from vedette.types import Actor, DateMention, Figure, FigureKind, Qualifier, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMention:
    """A figure with where it stands: from the qualifier to the unit."""

    span: Span
    figure: Figure


_ROUGHLY = (
    r"around|about|some|nearly|almost|approximately|roughly|an estimated|estimated|close to|circa|"
    r"more or less|somewhere around|approx\.?|in the region of|just over|just under"
)
_QUALIFIERS = (
    (Qualifier.LESS_THAN, r"fewer than|less than|under|below"),
    (Qualifier.MORE_THAN, r"more than|over|in excess of|upwards? of|above|exceeding|well over|not less than"),
    (Qualifier.AT_LEAST, r"at least|no fewer than|no less than|minimum of|a minimum of"),
    (Qualifier.UP_TO, r"up to|as many as|as much as|no more than|at most|a maximum of|maximum of"),
    (Qualifier.ABOUT, _ROUGHLY),
)
_BEFORE = [
    (
        qualifier,
        re.compile(rf"\b(?:{words})\s+(?:a total of\s+|another\s+|the\s+)?(?:US\s?\$|\$)?$", re.IGNORECASE),
    )
    for qualifier, words in _QUALIFIERS
]
_NOT_A_COUNT = re.compile(
    r"^(?:-?\s?(?:year|month|week|day|hour|minute|second|km|kilomet|mile|metre|meter|ton|tonne|percent|"
    r"per cent|point|degree|foot|feet|inch|litre|acre|hectare|mph|"
    r"a\.?m\b|p\.?m\b)|%|st\b|nd\b|rd\b|th\b|:\d|/\d|['’]s\b)",
    re.IGNORECASE,
)
_BE = (
    r"(?:(?:people|others|of them|reportedly|feared|more|was|were|is|are|be|been|being|have|has|"
    r"had|and|also|now)\s+)*"
)
#: 'six aid workers killed': words before the fate is told, none of which starts another clause
_FILL = (
    r"(?:[\s-]+(?!(?:and|or|but|who|that|which|after|as|while|when|to|than|kill|kills|killing)\b)"
    r"[^\W\d][\w'’.-]*){0,5}?"
)
_NO_OBJECT = (
    r"(?!\s+(?:an?|the|his|her|their|its|at least|nearly|about|more than|up to|\d+|some|dozens|hundreds)\b)"
)
_DELTA = re.compile(
    r"\b(?:another|additional|extra|further|reinforced (?:by|with)|reinforcements? of|an additional|"
    r"(?:send|sends|sent|sending|dispatch(?:es|ed|ing)?|withdr(?:aw|aws|ew|awn|awing)|"
    r"pull(?:s|ed|ing)? (?:out|back)|"
    r"redeploy(?:s|ed|ing)?|add(?:s|ed|ing)?|mov(?:e|es|ed|ing) in|remov(?:e|es|ed|ing)|brought in|"
    r"increas(?:e|es|ed|ing)(?: \w+){0,3} by|reduc(?:e|es|ed|ing)(?: \w+){0,3} by|joined by)(?: in| home)?)"
    r"\s+(?:(?:about|around|some|nearly|almost|another|an additional|up to|at least|"
    r"more than|over|the)\s+)*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"^\s*(?:more|additional|extra|further|fresh)\b(?!\s+than)", re.IGNORECASE)
_PROJECTION = re.compile(
    r"\b(?:could|may|might|would|will|expected to|set to|plan(?:s|ned|ning)? (?:to|for)|"
    r"projected|forecast|predict\w*|potentially|"
    r"likely to|aims? to|intend\w* to|prepar\w+ to)\b",
    re.IGNORECASE,
)
_MODAL_AFTER = re.compile(r"^(?:\s+[\w-]+){1,4}?\s+(?:could|may|might|would|will)\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"[;:]\s|\s[-–—]\s|,?\s\b(?:while|whereas|after|because|although|but|when)\b", re.IGNORECASE
)
#: words that may stand between a number and what it counts
_BETWEEN = re.compile(r"(?:\s+|-|, )(?:of\s+(?:the\s+|its\s+|their\s+)?)?[\w'’.-]+", re.IGNORECASE)
_MAX_BETWEEN = 4
_STOPS = re.compile(
    r"^\s*(?:were|was|are|is|have|has|had|in|on|at|by|from|to|with|near|along|after|and|or|but|for|as|"
    r"who|that|over)\b",
    re.IGNORECASE,
)  # fmt: skip


def find(
    text: str,
    *,
    actors: Sequence[Actor] = (),
    dates: Sequence[DateMention] = (),
    reference_year: int | None = None,
) -> list[FigureMention]:
    """Return the figures of one sentence in order, spans over `text`.

    `actors` and `dates` are the sentence's own, with spans over `text`: actors tell of whom, and a
    number inside a date counts nothing. `reference_year` is the document's; a number said for a
    later year is a projection. Ages, percentages, distances and scores are no figures.
    """
    found = []
    taken = 0
    for match in NUMBER.finditer(text):
        if match.start() < taken or _in_date(match, dates):
            continue
        mention = _figure(text, match, actors, dates, reference_year)
        if mention:
            found.append(mention)
            taken = mention.span.end
    return found


def _in_date(match: re.Match[str], dates: Sequence[DateMention]) -> bool:
    return any(day.span.start < match.end("low") and match.start("low") < day.span.end for day in dates)


_PARTITIVE = re.compile(
    r"\s+(?:of|in)\s+(?:the|his|her|its|their|them|our|\w+['’]s|every|\d|two|three|four|five|six|ten)\b",
    re.IGNORECASE,
)


def _is_year(match: re.Match[str], text: str) -> bool:
    """Whether four plain digits after 'in' or 'since' are a year, whatever noun follows."""
    return bool(re.fullmatch(r"1[6-9]\d\d|20\d\d", match["low"])) and bool(
        re.search(
            r"\b(?:in|since|by|until|of|from|during|early|late|mid)[\s-]+$",
            text[: match.start()],
            re.IGNORECASE,
        )
    )


def _figure(
    text: str, match: re.Match[str], actors: Sequence[Actor], dates: Sequence[DateMention], year: int | None
) -> FigureMention | None:
    low, high = amount(match["low"])
    end = match.end("low")
    joined = match["high"] and not re.search(
        r"\s(?:or|and)\s*$", text[end : match.start("high")], re.IGNORECASE
    )
    if match["high"]:
        upper = amount(match["high"])[1]
        between = re.search(r"\bbetween\s+$", text[: match.start()], re.IGNORECASE)
        if upper > low and (joined or between):
            if (factor := scale(match["high"])) > 1 and low < 1000 and scale(match["low"]) == 1:
                low *= factor  # '90 to 100 thousand'
            high, end = upper, match.end("high")
    end = match.end() if match["plus"] else end
    after = text[end : end + 120]
    if match["low"].lower() == "one" and _PARTITIVE.match(after):
        return None  # 'one of the men', 'one in four'
    if _is_year(match, text) or (_NOT_A_COUNT.match(after.lstrip(" ")) and not match["sign"]):
        return None
    before = text[: match.start()]
    unit, unit_end = _unit(text, match, end, actors)
    if unit is None:
        return None
    qualifier, start = _qualifier(text, match)
    of = None if unit == "usd" else _of(match.start(), unit_end, actors)
    figure = Figure(
        low=low,
        high=high,
        unit=unit,
        qualifier=qualifier,
        kind=_kind(before, after, dates, unit_end, year),
        of=of,
        scope=tuple(flag for flag, pattern in _scopes() if pattern.search(text)) if unit in _FORCE else (),
    )
    return FigureMention(span=Span(start=start, end=unit_end), figure=figure)


_FORCE = frozenset({"troops", "tanks", "aircraft", "ships", "missiles", "weapons", "btg"})


@cache
def _units() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"(?:{noun})(?![\w-])", re.IGNORECASE)) for unit, noun in table("units.tsv", 2)
    )


@cache
def _fates() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return what may befall those counted: unit, told after them, told right before the number."""
    return tuple(
        (
            unit,
            re.compile(rf"^{_FILL}[\s,]*{_BE}(?:{after})\b{_NO_OBJECT}", re.IGNORECASE),
            re.compile(rf"\b(?:{before})\s*$", re.IGNORECASE),
        )
        for unit, after, before in table("fates.tsv", 3)
    )


@cache
def _scopes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((flag, re.compile(pattern)) for flag, pattern in table("scopes.tsv", 2))


def _unit(text: str, match: re.Match[str], end: int, actors: Sequence[Actor]) -> tuple[str | None, int]:
    """Return what the number counts and where that ends; (None, _) if it counts nothing we know."""
    if match["sign"]:
        return "usd", end
    noun, noun_end = _noun(text, end, actors)
    if noun in {"percent", "btg", "usd"}:
        return (None if noun == "percent" else noun), noun_end
    before = _QUALIFIER_END.sub("", text[: match.start()])
    after = text[noun_end : noun_end + 80]
    for unit, follows, precedes in _fates():
        told = follows.match(after)
        if told:
            return unit, noun_end + told.end()
        leaves = re.search(r"\b(?:leav(?:e|es|ing)|left)\s*$", before, re.IGNORECASE)
        if (
            precedes.search(before)
            and not leaves
            and (noun in {None, "people", "troops", "refugees", "protesters"})
        ):
            if noun is None and _STRANGE.match(text[end:]):
                continue
            return unit, noun_end
    return noun, noun_end


_QUALIFIER_END = re.compile(
    rf"(?:\s+(?:{'|'.join(words for _, words in _QUALIFIERS)}|another|a further|an additional|the|all))+\s*$",
    re.IGNORECASE,
)
#: after 'kills 3' these count days or hits, not people
_STRANGE = re.compile(r"^\s*(?:years?|months?|weeks?|days?|hours?|times?|km|miles)\b", re.IGNORECASE)


def _noun(text: str, end: int, actors: Sequence[Actor]) -> tuple[str | None, int]:
    """Return the unit of the noun that follows within a few words, and where it ends."""
    at = end
    for _ in range(_MAX_BETWEEN + 1):
        begin = at + (1 if text[at : at + 1] in {" ", "-", "\u00a0"} else 0)
        of = re.match(r"of\s+(?:the\s+|its\s+|their\s+)?", text[begin:])
        begin += of.end() if of else 0
        for unit, pattern in _units():
            if noun := pattern.match(text, begin):
                return unit, noun.end()
        who = next((a for a in actors if a.span and a.span.start == begin and a.text.endswith("s")), None)
        if who and who.span and " " not in who.text and not _next_noun(text, who.span.end):
            return "people", who.span.end  # 'three Russians'
        step = _BETWEEN.match(text, at)
        if step is None or (_STOPS.match(text[at:]) and not of):
            break
        at = step.end()
    return None, end


def _next_noun(text: str, at: int) -> bool:
    rest = text[at + 1 :]
    return any(pattern.match(rest) for _, pattern in _units())


def _qualifier(text: str, match: re.Match[str]) -> tuple[Qualifier, int]:
    before = text[: match.start()]
    for qualifier, pattern in _BEFORE:
        if found := pattern.search(before):
            return qualifier, found.start()
    if match["plus"]:
        return Qualifier.MORE_THAN, match.start()
    if re.sub(r"\s+", " ", match["low"].lower()) in VAGUE:
        return Qualifier.ABOUT, match.start()
    return Qualifier.EXACT, match.start()


def _of(start: int, end: int, actors: Sequence[Actor]) -> str | None:
    """Return whose they are: named between number and unit, right after it, or owning it before."""
    for actor in actors:
        if actor.span and start <= actor.span.start and actor.span.end <= end + 1:
            return actor.code
    owners = [a for a in actors if a.span and 0 <= start - a.span.end <= 30]
    return owners[-1].code if owners else None


def _kind(before: str, after: str, dates: Sequence[DateMention], end: int, year: int | None) -> FigureKind:
    clause = _SPLIT.split(before)[-1]
    ahead = any(
        day.start and year and day.start.year > year and day.span.start >= end for day in dates
    ) or any(day.end and year and day.start is None and day.end.year > year for day in dates)
    if _PROJECTION.search(clause) or _MODAL_AFTER.match(after) or ahead:
        return FigureKind.PROJECTION
    if _DELTA.search(before) or _MORE.match(after):
        return FigureKind.DELTA
    return FigureKind.STOCK
