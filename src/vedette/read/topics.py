"""What a number without a noun counts, by what the sentence speaks of: the dead, a march, tanks."""

import re
from functools import cache

from vedette.read.amounts import Amount
from vedette.read.antecedents import lead_of
from vedette.read.implied import BARE, around, counts_nothing
from vedette.read.units import FORCE, units


def topic_of(text: str, said: Amount, preceding: str) -> str | None:
    """Return the unit of what is spoken of before the amount that somebody gives, None if it is no figure.

    `preceding` is the sentence before.
    """
    before, after = around(text, said)
    if counts_nothing(text, said, before, after) or not BARE.match(after):
        return None
    lead = lead_of(before.rstrip(" '‘")).rstrip(" '‘")
    if said.one or text[said.first : said.last].endswith(" m"):
        return None  # 'not one', '800 m below'
    if said.high < _SMALL and not _GIVEN.search(lead) and not _GIVEN_AFTER.match(after):
        return None
    unit = _topic(before, preceding, after)
    if unit in {None, *FORCE} and _LISTED.search(lead):
        return "killed"
    if unit is None or (unit in FORCE and not _GIVEN.search(lead)):
        stationed = said.high >= _ARMY and (_OWNED.search(lead) or _KEEPS.search(lead))
        return "troops" if stationed and not _NOT_OF_WAR.search(text) else None
    return unit


#: a bare number below this may be anything unless somebody gives it
_SMALL = 100
#: a list of so many is of the dead, unless others were spoken of
_LISTED = re.compile(
    r"\b(?:lists?|roll|register)\s+(?:of|at|to|comes? to|came to|r[au]ns? to|has|had|now)$", re.IGNORECASE
)
_ARMY = 400
_OWNED = re.compile(r"\b[A-Z]\w+['’]s?$")
_KEEPS = re.compile(
    r"\b(?:has|have|had|keeps?|kept|wants?|wanted|admits?|admitted|needs?|adds?|added|offers?|offered|"
    r"pledges?)$"
)
_NOT_OF_WAR = re.compile(
    r"\b(?:refugee|shelter|camp|home|march|protest|rall|square|vote|voter|quake|flood|cyclone|storm|"
    r"police say|opposition|embassy|"
    r"tent|hospital|cholera|ebola|virus|jail|prison)\w*",
    re.IGNORECASE,
)
#: who gives a number: 'Moscow says 21', 'government: 23'
_GIVEN = re.compile(
    r"(?:\b(?:says?|said|say|names?|lists?|listed|counts?|counted|of|at|to|admits?|admitted|found|tally|"
    r"figure|shows?|showed|only|"
    r"reports?|reported|stays|then|not|confirms?|number|spoke|speaks?|has|had|puts?|gave|gives?)|"
    r"[\"“:,'‘])[\s\"“'‘]*$",
    re.IGNORECASE,
)
_GIVEN_AFTER = re.compile(r"[\"'”’]?,?\s+(?:says?|said|by)\b|[\"'”’],|[\"'”’]?\s+\(", re.IGNORECASE)
_TOPICS = (
    (
        "killed",
        re.compile(
            r"\b(?:dead|deaths?|die[sd]?|killed|killings?|massacre\w*|slaughter\w*|toll|bodies|perished|"
            r"buried|funerals?|victims|"
            r"shot dead|graves?|corpses|murdered|fatalities)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "protesters",
        re.compile(r"\b(?:march(?:ers)?|rally|demonstrat\w+|protest\w*|vigil|crowds?)\b", re.IGNORECASE),
    ),
    ("refugees", re.compile(r"\b(?:refugees|exodus|displaced|fled|flee\w*|asylum)\b", re.IGNORECASE)),
    ("injured", re.compile(r"\b(?:wounded|injured|hurt)\b", re.IGNORECASE)),
    ("detained", re.compile(r"\b(?:prisoners|arrest(?:s|ed)|detained|captives|detentions)\b", re.IGNORECASE)),
)


def _topic(before: str, preceding: str, after: str) -> str | None:
    """Return the unit of what is spoken of last before the number, or first behind it."""
    for text, best, topics in (
        (before, max, (*_TOPICS, *_forces())),
        (preceding, max, (*_TOPICS, *_forces())),
        (after, min, _TOPICS),
    ):
        found = [(one.end(), unit) for unit, pattern in topics for one in pattern.finditer(text)]
        if found:
            return best(found)[1]
    return None


@cache
def _forces() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"(?<![\w-])(?:{pattern.pattern})(?<=s)", re.IGNORECASE))
        for unit, pattern in units()
        if unit in FORCE - {"vehicles", "formations", "weapons"}
    )
