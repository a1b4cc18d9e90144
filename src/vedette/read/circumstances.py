"""What surrounds a figure: whose it is, and whether it is a stock, a change or yet to come."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache

from vedette.read.amounts import CHANGE, REACH, Amount
from vedette.read.tokens import table
from vedette.types import Actor, DateMention, FigureKind

# --- of whom --------------------------------------------------------------------------------------


class Owners:
    """The parties of a text by where they stand; not those of no known state, nor outlets."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        named = [
            (a.span.start, a.span.end, a.code)
            for a in actors
            if a.span and not a.code.startswith("UNK") and not a.code.endswith(":MED")
        ]
        self._named = sorted(named)

    def between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return (start, end, code) of those that begin within [start, end)."""
        return self._named[bisect_left(self._named, (start, 0, "")) : bisect_left(self._named, (end, 0, ""))]

    def of(self, text: str, amount: Amount, end: int, *, had: bool) -> str | None:
        """Return whose those counted are: named before the noun, right after it, or having them.

        `end` is where the noun ends. `had`: a party before the number may be the owner; not so
        before a fate, where who did it stands.
        """
        for first, last, code in self.between(amount.first, end):
            if not _STATIONED.match(text, first, last) and not _BEYOND.search(text, amount.last, first):
                return code
        for first, last, code in self.between(end, end + 40):
            theirs = _THEIRS.fullmatch(text, end, first) and not _DONE_TO.search(text, last, last + 40)
            owned = _OWN.fullmatch(text, end, first) and not _HOME.search(text, 0, amount.start)
            if theirs or owned:
                return code
        if _OF_ITS.match(text, amount.last):
            return self._first(text, amount.start)
        return self._put(text, amount.start) or (self._having(text, amount.start) if had else None)

    def _first(self, text: str, start: int) -> str | None:
        """Return the first party of the clause: who speaks or acts in it speaks of 'its soldiers'."""
        begin = max((found.end() for found in _CLAUSE.finditer(text, 0, start)), default=0)
        return next((code for _, _, code in self.between(begin, start)), None)

    def _put(self, text: str, start: int) -> str | None:
        """Return the party whose number is given: 'Seoul puts the Northern invaders at 70,000'."""
        for first, last, code in self.between(max(0, start - _OWNER), start):
            if _PUTS.search(text, max(0, first - 20), first) and _AT.fullmatch(text, last, start):
                return code
        return None

    def _having(self, text: str, start: int) -> str | None:
        """Return the first party of the clause that can have what is counted at `start`."""
        for first, last, code in self.between(max(0, start - _OWNER), start):
            between = text[last:start]
            if last > start or _SPLIT.search(between) or _WHERE.search(text, max(0, first - 12), first):
                continue
            if _TAKEN.search(text, max(0, first - 20), start):
                return None  # 'downs a Chinese balloon with one missile'
            if not _SAYS.search(between) or _ITSELF.search(between):
                return code
        return None


#: how far before a force its owner can stand: 'Russia has in recent weeks massed more than 90,000 troops'
_OWNER = 120
_OWN = re.compile(
    r"\s+(?:of|from|belonging to)\s+(?:(?:the|its|their|a)\s+)?(?:[\w-]+\s+){0,2}?$", re.IGNORECASE
)
#: behind such words stands nobody who is counted: '538 people, 209 of them French, had been flown out'
_BEYOND = re.compile(
    r"[,;(]|\b(?:in|at|on|near|from|into|to|by|for|with|had|has|have|were|was|are|is|that|who|which)\s",
    re.IGNORECASE,
)
#: 'to bring home 1,500 soldiers from Niger': where they were, not whose they are
_HOME = re.compile(
    r"\b(?:home|back|withdraw\w*|withdrew|pull(?:s|ed|ing)?(?:\s+out)?|bring\w*|recall\w*|evacuat\w*|remov\w*)\s+"
    r"(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
#: a force named by where it is: '2,500 marines in the Falklands'
_STATIONED = re.compile(r"[a-z][\w ]*\s(?:in|at|on|near)\s")
#: 'the 84 missiles that Russia launched', unless it shot them down
_THEIRS = re.compile(r",?\s+(?:that|which|whom)\s+(?:the\s+)?", re.IGNORECASE)
_OF_ITS = re.compile(r"\s+of\s+(?:its|his|her|their)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]\s|\b(?:while|whereas)\s")
_PUTS = re.compile(
    r"\b(?:puts?|estimat(?:es?|ed)|reckons?|reckoned)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE
)
_AT = re.compile(r"(?:\s+(?!toll\b)[\w-]+){1,6}?\s+at\s+(?:[a-z]+\s+){0,3}", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:in|off|on|near|by|to|against|for|at|with|from|into|eastern|western|northern|"
    r"southern)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:destroy\w*|shot|shoots?|down(?:s|ed)|hit|hits|sank|sunk|sinks?|seiz\w+|captur\w+|"
    r"detain\w*|arrest\w*|recei\w+|"
    r"detect\w*|repel\w*|intercept\w*|expel\w*|free[sd]?|kill\w*)\b",
    re.IGNORECASE,
)
_DONE_TO = re.compile(rf"{_TAKEN.pattern}|\bsa(?:y|ys|id)\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:say|says|said|saying|told|tells|according|warn\w*|claim\w*|estimat\w+|report\w*|"
    r"puts?(?= .{0,40}\bat\b)|count(?:s|ed|ing)?|"
    r"list(?:s|ed)?|accus\w+|believ\w+|fear\w*|expects?|expected|by(?!\s*$)|against(?=\s+(?:\w+\s+){0,2}$)|acknowledg\w*|admit\w*|"
    r"speaks?|spoke)\b|[:;]",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"\b(?:says?|said|claim\w*)\s+(?:that\s+)?(?:it|they|its|their)\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"[;:]\s|\s[-–—]\s|,?\s\b(?:while|whereas|after|because|although|but|when|before|than|who|which|where)\b",
    re.IGNORECASE,
)

# --- stock, delta, projection ---------------------------------------------------------------------

_LEAD = (
    r"\s+(?:(?:about|around|some|nearly|almost|another|an additional|up to|at least|more than|over|the|"
    r"as many as|a further|its|fewer than|less than|home|in|back|out|off|a|first|last)\s+)*$"
)


@cache
def _moves(where: str) -> str:
    """Return the words for coming and going that stand 'before' a number or 'after' its noun."""
    return "|".join(words for place, words in table("moves.tsv", 2) if place == where)


@cache
def _delta() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{_moves('before')})|{CHANGE}(?: [\w'’]+){{0,6}} by){_LEAD}", re.IGNORECASE)


@cache
def _moved() -> re.Pattern[str]:
    """Return the words after the noun, with nothing but it and an auxiliary in between."""
    return re.compile(
        r"^(?:\s+(?!(?:in|at|near|on|were|was|are|is|have|has|killed|dead)\b)[\w'’-]+){0,4}?"
        r"(?:\s+(?:\w+\s+)?of [A-Z]\w+)?(?:,[^,.;]{1,50},)?"
        r"(?:\s+(?:in|from|at) (?:(?:the|its|their) )?[\w-]+)?\s+"
        rf"(?:(?:have|has|had|were|was|are|is|being|been|said to have)\s+)*(?:{_moves('after')})\b",
        re.IGNORECASE,
    )


#: 'deploys 500 troops to', where 'has deployed 90,000 in' tells what is there
_DEPLOYS = re.compile(rf"\bdeploy(?:s|ed|ing)?{_LEAD}", re.IGNORECASE)
_TOWARDS = re.compile(r"^(?:\s+[\w'’-]+){1,4}?\s+(?:to|into|towards?)\b", re.IGNORECASE)
_MORE = re.compile(r"^\s*(?:more|additional|extra|further|fresh)\b(?!\s+than)", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:could|may|might|would|will|shall|(?:was|were|are|is) (?:\w+ )?(?:expected|due|set|ready) to|"
    r"expected to|set to|due to (?!the|a\b)|plan(?:s|ned|ning)? (?:to|for|of)|planned|projected|"
    r"forecast\w*|predict\w*|"
    r"potentially|likely to|aims? to|intend\w* to|prepar\w+ to|expects?|pledg\w+|promis\w+|vow\w*|"
    r"ask(?:s|ed|ing)?(?: \w+){0,3} for|request\w*|seek(?:s|ing)?|offer(?:s|ed)?|approv(?:e|es|ed)|"
    r"authori[sz](?:e|es|ed)|order(?:s|ed)?|consider(?:s|ing)?|(?:signed|signs) an? \w+ to|"
    r"(?:is|are|was|were) to)\b"
    r"|(?<!began )(?<!continue )(?<!continues )(?<!continued )\bto (?:send|deploy|redeploy|hold|be|"
    r"receive|buy|"
    r"deliver|withdraw|pull|cut|reduce|raise|add|call up|mobili[sz]e|give|provide|supply|double|increase|"
    r"expand|grow|number|train|station|move|free|release|set up|host|recruit)\b",
    re.IGNORECASE,
)
_MODAL_AFTER = re.compile(
    r"^(?:\s+[\w-]+){1,8}?\s+(?:could|may|might|would|will|(?:is|are|was|were) (?:expected|due|set|to\b)|"
    r"to be\b)",
    re.IGNORECASE,
)
#: what is told after it has another time: '92,000 troops and prepares for an attack in January'
_ANOTHER = re.compile(r"\band\b|[;:]\s|\b(?:who|which|while|before|after)\b", re.IGNORECASE)
#: dates of a sentence that are looked at; a list of more is a table
_MANY = 40


def kind(
    text: str, amount: Amount, end: int, unit: str, dates: Sequence[DateMention], year: int | None
) -> FigureKind:
    """Return how a figure counts. What is said for a year after `year`, the document's, is a projection.

    Of refugees those displaced are a stock and those who fled a change; tallies of acts are stocks.
    """
    before = text[max(0, amount.start - REACH) : amount.start]
    after = text[amount.last : amount.last + REACH]
    clause = _SPLIT.split(before)[-1]
    if _TO_COME.search(clause) or _MODAL_AFTER.match(after) or _ahead(text, dates, end, year):
        return FigureKind.PROJECTION
    if unit in {"killed", "injured", "detained", "protesters"}:
        return FigureKind.STOCK
    if _DEPLOYS.search(before) and _TOWARDS.match(after):
        return FigureKind.DELTA
    if _delta().search(before) or _MORE.match(after) or _moved().match(after):
        return FigureKind.DELTA
    return FigureKind.STOCK


#: 'has deployed 90,000 troops in': they are there, where 'deploys 500 troops to' tells of a change
_HAS_PUT = re.compile(
    rf"\b(?:has|have|had)\s+(?:deployed|massed|stationed|positioned|based|amassed|concentrated){_LEAD}",
    re.IGNORECASE,
)
_THERE = re.compile(r"^(?:\s+[\w'’-]+){1,4}?\s+(?:in|at|near|on|along|around)\b", re.IGNORECASE)


def stands(text: str, amount: Amount) -> bool:
    """Return whether a figure is of those who have been put somewhere and are there."""
    before = text[max(0, amount.start - REACH) : amount.start]
    return bool(_HAS_PUT.search(before) and _THERE.match(text[amount.last : amount.last + REACH]))


def _ahead(text: str, dates: Sequence[DateMention], end: int, year: int | None) -> bool:
    if not year:
        return False
    return any(
        (day.start or day.end or date.min).year > year
        and 0 <= day.span.start - end <= REACH
        and not _ANOTHER.search(text, end, day.span.start)
        for day in dates[:_MANY]
    )


#: what joins the parts of a row
AND = re.compile(
    r"\s*(?:,|,?\s*(?:and|&|with))\s*(?:(?:about|around|some|nearly|more than|over|up to|at least)\s+)?",
    re.IGNORECASE,
)
