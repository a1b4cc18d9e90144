"""Words of time: the tokens of a text with the classes the lexicon or their shape gives them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import decimal

from vedette.read.numbers import SMALL, TENS, amount
from vedette.read.tokens import table

#: years outside are misprints, sums or science fiction
FIRST_YEAR, LAST_YEAR = 1000, 2199

_ONES, _TEENS, _TENS = "|".join(SMALL[1:10]), "|".join(SMALL[10:]), "|".join(TENS)
_SMALL = rf"(?:(?:{_TENS})[\s-](?:{_ONES})|{_TENS}|{_TEENS}|{_ONES})"
_SPELT_YEAR = rf"(?:eighteen|nineteen|twenty)[\s-](?:(?:{_TENS})(?:[\s-](?:{_ONES}))?|{_TEENS})"
_SPELT = rf"(?:(?:{_SMALL}|a)\s(?:hundred|thousand|dozen)(?:\s(?:and\s)?{_SMALL})?|{_SMALL})"
_ABBREVIATED = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?!\w)"

# The alternatives are tried in order; none can run over a line longer than its own few words.
_TOKEN = re.compile(
    rf"""
    (?<![\w])(?:
        (?P<ISO>\d{{4}}-\d\d-\d\d(?:[T\ ]\d\d:\d\d(?::\d\d(?:\.\d{{1,9}})?)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])
      | (?P<SLASH>\d{{1,4}}(?P<mark>[/.])\d{{1,2}}(?P=mark)\d{{2,4}})(?![\w/.]\w|\w)
      | (?P<CLOCK>[012]?\d[:.][0-5]\d(?::[0-5]\d)?)(?![\w:.]\w|\w|\s?%)
      | (?P<TWELVE>[01]?\d(?:[:.][0-5]\d)?[ap]m)(?!\w)
      | (?P<ZULU>[012]\d[0-5]\dZ)(?!\w)
      | (?P<fraction>\d{{1,3}}[\s-]\d/\d)(?![\w/])
      | (?P<DECADE>\d{{3}}0s|(?<!\d)['’]?[2-9]0s)(?!\w)
      | (?P<ORD>\d{{1,3}}(?:st|nd|rd|th))(?!\w)
      | (?P<NUM>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,9}})?|\d{{1,15}}(?:\.\d{{1,9}})?)(?![\w%]|[.,]\d)
      | (?P<YEARWORDS>{_SPELT_YEAR})(?![\w-])
      | (?P<SPELT>{_SPELT})(?!\w)
      | (?P<dotted>{_ABBREVIATED}|[ap]\.m\.)
      | (?P<word>\w+)
    )
    | (?P<quoted>['’](?:[2-9]0s|s|ll|ve)\b) | (?P<other>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: marks right before a number that make it a sum, a code or a part of something
_JOINED = frozenset("$€£¥#+@&=*^")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its code points and, by class, its values."""

    start: int
    end: int
    lower: str
    capital: bool
    values: Mapping[str, str]


@cache
def _lexicon() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return the classes and values by word: those met in any case, those met with a capital."""
    anyhow: dict[str, dict[str, str]] = {}
    capital: dict[str, dict[str, str]] = {}
    for name, value, listed in table("timewords.tsv", 3):
        for word in listed.split("|"):
            target = capital if word[0].isupper() else anyhow
            target.setdefault(word.lower(), {})[name] = value
    return anyhow, capital


def tokens(text: str) -> list[Token]:
    """Return the words and marks of a text in order, in time linear in its length."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    anyhow, capital = _lexicon()
    nothing: dict[str, str] = {}
    date_before = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        said = match[0]
        lower = said.lower().replace("’", "'")
        if kind in _SHAPES:
            values = _shaped(kind, lower if lower.isascii() else _ascii(lower))
            if kind in _DIGITS:
                values = _alone(
                    values, text[max(0, match.start() - 2) : match.start()], date_before=date_before
                )
        else:
            values = anyhow.get(lower, nothing)
            if said[0].isupper() and lower in capital:
                values = values | capital[lower]
        if kind == "quoted" and lower.endswith("0s"):
            values = {"DECADE": lower[1:3]}
        date_before = not _NAMED.isdisjoint(values) or (date_before and lower in "-–/")
        yield Token(match.start(), match.end(), lower, said[0].isupper(), values)


def _ascii(said: str) -> str:
    """Return Arabic, Devanagari and other digits as those that values are written in."""
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in said)


_SHAPES = frozenset(
    {"ISO", "SLASH", "CLOCK", "TWELVE", "ZULU", "fraction", "DECADE", "ORD", "NUM", "YEARWORDS", "SPELT"}
)
_DIGITS = frozenset({"SLASH", "CLOCK", "NUM"})
#: what a dash may join to another date: '2014-2021', '30 Nov-2 Dec'
_NAMED = frozenset({"YEAR", "MONTH", "WEEKDAY"})


def _alone(values: dict[str, str], before: str, *, date_before: bool) -> dict[str, str]:
    """Return the classes that digits keep after what is written right before them: '$1990', '555-1990'."""
    mark = before[-1:]
    if mark in _JOINED or (mark in {"/", ":", "."} and before[:1].isdigit() and not date_before):
        return {}
    if mark != "-" or date_before:
        return values
    # '555-1990' has no year, 'MiG-29 May' no day
    lost = {"YEAR"} if before[:1].isdigit() else {"DAY", "HOUR"}
    return {name: value for name, value in values.items() if name not in lost}


@lru_cache(4096)  # years and small numbers come again and again, others must not fill the memory
def _shaped(kind: str, lower: str) -> dict[str, str]:
    """Return the classes of a token that its shape gives."""
    if kind == "CLOCK" and "." in lower:
        return {"DOTTED": lower, "NUM": lower}  # a clock time only before 'p.m.': 'about 0.55 of'
    if kind in {"ISO", "SLASH", "CLOCK", "TWELVE", "ZULU"}:
        return {kind: lower.upper()}
    if kind == "DECADE":
        return {kind: lower.strip("'")[:-1]}
    if kind == "ORD":
        return {"ORD": str(int(lower[:-2])), "NTH": str(int(lower[:-2]))}
    if kind == "YEARWORDS":
        first, _, rest = lower.replace("-", " ").partition(" ")
        return {"YEAR": str(int(amount(first)[0]) * 100 + int(amount(rest)[0]))}
    if kind == "SPELT":
        number = int(amount(lower)[0])
        return {"NUM": str(number)} | ({"SPELT": str(number)} if FIRST_YEAR <= number <= LAST_YEAR else {})
    if kind == "fraction":
        whole, over, under = (int(part) for part in re.split(r"[\s/-]", lower))
        return {"NUM": f"{whole + over / under:g}"} if under else {}
    return _number(lower)


def _number(digits: str) -> dict[str, str]:
    plain = digits.replace(",", "")
    found = {"NUM": plain}
    if not plain.isdigit() or plain != digits:
        return found
    number = int(plain)
    if len(plain) <= 2:
        found |= {"HOUR": plain} if number <= 24 else {}
        found |= {"DAY" if 1 <= number <= 31 else "NODAY": plain}
    elif len(plain) == 4:
        found |= {"YEAR": plain} if FIRST_YEAR <= number <= LAST_YEAR else {}
        found |= {"HHMM": plain} if number % 100 < 60 and number <= 2400 else {}
    if len(plain) >= 4 and "YEAR" not in found:
        found["NOYEAR"] = plain
    return found
