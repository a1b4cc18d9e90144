"""Numbers in words and digits: how a text writes them and what they stand for."""

import re

SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: dict[str, float] = {word: value for value, word in enumerate(SMALL)}
_VALUES |= {word: 10 * value for value, word in enumerate(TENS, start=2)}
_MAGNITUDES: dict[str, float] = {
    "dozen": 12, "score": 20, "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6,
    "mn": 1e6, "mln": 1e6, "m": 1e6, "crore": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
#: what unnumbered plurals mean (the labelling convention of the project's figures)
VAGUE: dict[str, tuple[float, float]] = {
    "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999),
    "millions": (2e6, 9_999_999), "tens of millions": (2e7, 99_999_999), "billions": (2e9, 9_999_999_999),
    "hundreds of millions": (2e8, 999_999_999), "tens of billions": (2e10, 99_999_999_999),
    "hundreds of billions": (2e11, 999_999_999_999), "tens of": (20, 99), "several hundred": (200, 999),
    "several thousand": (2000, 9999), "several dozen": (24, 99), "a few hundred": (200, 999),
    "a few dozen": (24, 99), "a few thousand": (2000, 9999), "few thousand": (2000, 9999),
    "few hundred": (200, 999), "few dozen": (24, 99), "dozens of thousands": (24_000, 99_999),
    "several million": (2e6, 9_999_999), "a couple of": (2, 2), "a couple of dozen": (24, 24),
    "a couple of hundred": (200, 200), "a couple of thousand": (2000, 2000), "many thousands": (2000, 9999),
    "many hundreds": (200, 999), "100s": (200, 999), "1000s": (2000, 9999), "1,000s": (2000, 9999),
    "a score of": (20, 20), "a pair of": (2, 2),
}  # fmt: skip
#: of these the qualifier is 'about' by themselves
UNSURE = frozenset(key for key, (low, high) in VAGUE.items() if low != high)

_CARDINAL = "|".join([*SMALL[1:], *TENS])
_MAGNITUDE = r"dozen|hundred|thousand|lakh|million|crore|billion|trillion|mln|mn|bn|tn"
_WORDED = (
    rf"(?:half\s+an?\s+(?:{_MAGNITUDE})|half-(?:{_MAGNITUDE})|quarter-million"
    r"|an?\s+(?:million|billion)\s+and\s+a\s+half|(?:an?\s+)?quarter\s+of\s+a\s+million"
    rf"|(?:{_CARDINAL}|an?(?=\s+(?:{_MAGNITUDE})\b))(?:\s+and\s+a\s+half(?=\s+(?:{_MAGNITUDE})\b))?"
    rf"(?:(?:\s+|-|(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=dozen))\s+and\s+)"
    rf"(?:{_CARDINAL}|{_MAGNITUDE})(?!\w)){{0,9}}|dozen)"
)
#: sets thousands apart besides comma and point: apostrophes, raised points, other scripts' commas, spaces
_APART = "'’·˙٬،，" + " \u00a0\u2009\u202f"
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
#: thousands apart by comma, point or one of these, or as in India; then decimals.
#: A point or comma with one or two digits after it is a decimal one
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:\.\d{3})+"
    rf"|\d{{1,3}}(?:[{_APART}]\d{{3}})+|\d{{0,3}}\s?[{''.join(_FRACTIONS)}](?=\s?(?:{_MAGNITUDE})\b)"
    r"|\d{1,15}(?:\.\d{1,3})?"
    rf"|\d{{1,3}},\d{{1,2}}(?=\s?(?:{_MAGNITUDE})\b))(?!\d|[.,]\d)"
    rf"(?:\s?(?:{_MAGNITUDE}|k|m|b)(?!\w)){{0,2}}"
)
_VAGUES = "|".join(sorted((re.sub(" ", r"\\s+", key) for key in VAGUE), key=len, reverse=True))
#: '1 million, 200 thousand'
_PARTS = r"\d{1,3}\s(?:million|mln),?\s\d{1,3}\sthousand"
_AMOUNT = rf"(?:{_VAGUES}|{_PARTS}|(?:{_DIGITS})(?:\s+(?:{_MAGNITUDE})(?!\w)){{0,2}}|{_WORDED})"
_SIGN = r"(?:US\s?\$|USD\s?|\$)"
NUMBER = re.compile(
    rf"(?<![\w.,:/$€£#+])(?<!\w[-–])(?P<sign>{_SIGN}\s?)?(?P<low>{_AMOUNT})(?!\w)"
    rf"(?:\s*(?:-|–|—|to|or|and)\s*{_SIGN}?\s?(?P<high>{_DIGITS}|{_WORDED})(?!\w))?(?P<plus>\+)?",
    re.IGNORECASE,
)


def written(text: str) -> list[tuple[int, int]]:
    """Return where numbers may stand in a text, with their signs, in order; those of a range each."""
    found: list[tuple[int, int]] = []
    at = 0
    while match := NUMBER.search(text, at):
        at = match.end("low")
        found.append((match.start(), at))
    return found


_PART = re.compile(rf"\d[\d.,{_APART}]*\d|\d|[a-z]+|[{''.join(_FRACTIONS)}]")
_SEPARATORS = re.compile(rf"[,{_APART}]")


def amount(said: str) -> tuple[float, float]:
    """Return the least and the most that a number's words stand for.

    >>> amount("tens of thousands"), amount("one hundred and fifty"), amount("1.5 million")
    ((20000, 99999), (150, 150), (1500000, 1500000))
    >>> amount("90.000"), amount("1,23,456"), amount("12 500"), amount("1.234 million")
    ((90000, 90000), (123456, 123456), (12500, 12500), (1234000, 1234000))
    >>> amount("90·000"), amount("1½ million"), amount("1 million, 200 thousand")
    ((90000, 90000), (1500000, 1500000), (1200000, 1200000))
    """
    plain = re.sub(r"\s+", " ", said.strip().lower())
    if plain in VAGUE:
        return VAGUE[plain]
    total: float = 0
    group: float = 0
    for part in _PART.findall(plain.replace("-", " ")):
        if part[0].isdigit():
            group += _digits(part, scaled=scale(plain) > 1)
        elif part == "half":
            group, total = (0, total * 1.5) if total else (group + 0.5, total)  # 'a million and a half'
        elif part in _FRACTIONS:
            group += _FRACTIONS[part]
        elif part == "quarter":
            group = 0.25
        elif part in _VALUES:
            group += _VALUES[part]
        elif part in _MAGNITUDES:
            group = (group or 1) * _MAGNITUDES[part]
            if _MAGNITUDES[part] >= 1000:
                total, group = total + group, 0
    value = round(total + group, 2 if total else 6)  # 4.1 trillion is no 4,099,999,999,999.9995
    whole = int(value) if value == int(value) else value
    return whole, whole


def _digits(part: str, *, scaled: bool) -> float:
    """Return what digits stand for; '1.234' is a thousand and more unless a magnitude follows it."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", part) and (not scaled or part.count(".") > 1):
        return float(part.replace(".", ""))
    if scaled and re.fullmatch(r"\d{1,3},\d{1,2}", part):
        return float(part.replace(",", "."))  # '1,5 million'
    return float(_SEPARATORS.sub("", part))


def scale(said: str) -> float:
    """Return the magnitude a number ends with: 1000 for '90 thousand', 1 if none."""
    last = re.findall(r"[a-z]+", said.lower())
    return _MAGNITUDES.get(last[-1], 1) if last else 1
