"""Whether a word that the gazetteer knows is meant as a place here, by the words around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vedette.config import data_file
from vedette.read.gazetteer import CITY, COUNTY, DIVISION, STATE, WATER, Place, gazetteer
from vedette.read.names import Token, keys, rows

#: a town of so many people is known by its bare name; smaller ones need a cue ('in', 'near', ', Ohio')
_KNOWN = 50_000
#: the same where every word has a capital
_FAMOUS = 500_000
#: the same for first names
_METROPOLIS = 1_000_000

_SENTENCE_END = re.compile(r"[.!?:\n]")

# verdicts on words that are in the gazetteer
PLACE, DOUBTFUL, NONE, PERSON = 1, 0, -1, -2


@dataclass(frozen=True, slots=True)
class Setting:
    """A name with the words around it."""

    name: str  #: as written
    key: str  #: folded
    last: str  #: its last word
    single: bool
    dotted: bool  #: has a full stop in it or right after it
    before: str  #: the folded word before, '' if punctuation comes between
    before_upper: bool
    comma: bool  #: a comma before
    cue: bool  #: a word of place before
    cue_starts: bool  #: the word before begins a sentence
    after: str  #: the folded word after if it has a capital, '' else

    @classmethod
    def of(cls, text: str, words: Sequence[Token], index: int, size: int) -> "Setting":
        """Return the setting of words [index, index + size)."""
        first, last = words[index], words[index + size - 1]
        before = words[index - 1] if index else None
        after = words[index + size] if index + size < len(words) else None
        gap = text[before.end : first.start] if before else "."
        touches = before is not None and gap in {" ", ". "}
        starts = before is not None and (
            index < 2 or bool(_SENTENCE_END.search(text[words[index - 2].end : before.start]))
        )
        follows = (
            after is not None and text[last.end : after.start] in {" ", "-"} and after.text[:1].isupper()
        )
        name = text[first.start : last.end]
        return cls(
            name=name,
            key=" ".join(word.key for word in words[index : index + size]),
            last=last.text,
            single=size == 1,
            dotted="." in name or text[last.end : last.end + 1] == ".",
            before=before.key if before is not None and touches else "",
            before_upper=before is not None and touches and before.text[:1].isupper(),
            comma=gap == ", ",
            cue=before is not None and touches and before.key in words_of_place()["cues"],
            cue_starts=starts,
            after=after.key if after is not None and follows else "",
        )


def verdict(said: Setting, places: Sequence[Place], calm: bool) -> int:
    """Tell whether a name of the gazetteer is meant as a place here."""
    lists = words_of_place()
    own = any(place.kind not in {CITY, COUNTY, DIVISION} for place in places)
    if said.key.replace(" ", "_") in lists["no_places"] or (said.single and _no_name(said, places, own)):
        return NONE
    if _of_person(said):
        return PERSON
    if said.after in lists["streets"] or (said.after and said.key in lists["given"]):
        return NONE
    if said.single and said.key in lists["common"]:
        if not (said.cue or own):
            return NONE
        return PLACE if own else DOUBTFUL
    if own:
        return PLACE
    if calm and said.single and not (said.cue and said.cue_starts):
        # 'Dr Foo Paris', 'Paris Foo': part of a longer name that is not in the gazetteer
        inside = said.before_upper and said.before not in lists["directions"]
        if inside or (said.after and not said.cue):
            return DOUBTFUL
    party = said.key in lists["actors"] and said.before not in lists["inside"]  # 'to Merkel', 'from Monsanto'
    known = max(place.population for place in places) >= (_KNOWN if calm else _FAMOUS)
    return PLACE if not party and (said.cue or not said.single or known) else DOUBTFUL


def _no_name(said: Setting, places: Sequence[Place], own: bool) -> bool:
    """Tell whether a single word is rather a month, an abbreviation, a word or a first name."""
    lists = words_of_place()
    if said.key in lists["calendar"] or (not own and (len(said.key) < 4 or said.key in lists["demonyms"])):
        return True
    if places[0].kind == STATE and said.key != places[0].name.lower() and len(said.key) < 6:
        # 'Miss.' and ', CA' are states, 'Miss' and 'CA' are not
        return not said.dotted and not (said.comma and len(said.key) == 2 and said.name.isupper())
    large = max(place.population for place in places) >= _METROPOLIS  # Sydney, Santiago
    return said.key in lists["given"] and not (own or said.cue or large)


def _of_person(said: Setting) -> bool:
    lists = words_of_place()
    if not said.before_upper:
        return False
    first_name = said.single and said.before in lists["given"] and said.before not in lists["directions"]
    return first_name or said.before in lists["titles"]


@lru_cache(maxsize=1)
def words_of_place() -> dict[str, frozenset[str]]:
    """Return the word lists of recognition; 'common' are words, 'given' first names."""
    lists = {row["list"]: frozenset(row["words"].split()) for row in rows("places", "words.tsv")}
    lists["common"] = frozenset(data_file("places", "common.txt").read_text("utf-8").split())
    regions = [
        (row["kind"], name)
        for row in rows("places", "regions.tsv")
        for name in (row["name"], *row["aliases"].split(";"))
    ]
    last = {re.split(r"[ -]", name)[-1] for _, name in regions}
    lists["endings"] = frozenset(word for word in last if word.islower())  # 'training ground', 'Punggye-ri'
    lists["articled"] = frozenset(
        " ".join(keys(name)) for kind, name in regions if kind == WATER and name.startswith("the ")
    )
    lists["given"] = frozenset(data_file("actors", "given.txt").read_text("utf-8").lower().split())
    tables = [
        rows("actors", f"{name}.tsv") for name in ("officials", "institutions", "groups", "organisations")
    ]
    named = [name for table in tables for row in table for name in row["names"].split(";")]
    lists["demonyms"] = frozenset(gazetteer().demonyms)
    lists["actors"] = frozenset(" ".join(keys(name)) for name in named)
    return lists
