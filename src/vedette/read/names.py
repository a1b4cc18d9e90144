"""Names in a text: tokens, folding and longest match, shared by actors and places."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from vedette.config import data_file
from vedette.errors import ReadError

T = TypeVar("T")

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S., U.S, N.A.T.O.
    r"|['’ʼ][sS]\b(?=\W|$)"  # the possessive is a token of its own
    r"|[^\W_]+(?:['’ʼʹ`´‘](?![sS]\b)[^\W_]+)*"  # Sana'a, Yel’nya, d'Ivoire; hyphens part words
)
#: letters without a canonical decomposition
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_DROPPED = re.compile(r"['’ʼʹ`´‘.]")


class Token(NamedTuple):
    """A word with its code points; `key` is its folded form."""

    text: str
    key: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word without case, accents, apostrophes and dots.

    >>> fold("Yel’nya"), fold("Çavuşoğlu"), fold("U.S.")
    ('yelnya', 'cavusoglu', 'us')
    """
    if word.isascii():
        return _DROPPED.sub("", word).lower() if not word.isalnum() else word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return _DROPPED.sub("", bare.translate(_LETTERS))


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order; a possessive is a token with the key `'s`."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        possessive = len(word) == 2 and word[0] in "'’ʼ"
        found.append(Token(word, "'s" if possessive else fold(word), match.start(), match.end()))
    return found


def titled(text: str) -> str:
    """Return a text without any capitals as a title, so that names in it are found; any other as it is.

    >>> titled("israel bombs gaza"), titled("Israel bombs gaza")
    ('Israel Bombs Gaza', 'Israel bombs gaza')
    """
    if not text.islower():
        return text
    title = _TOKEN.sub(lambda word: word[0][:1].upper() + word[0][1:], text)
    return title if len(title) == len(text) else text  # 'ß' has two capitals, and spans must hold


def keys(name: str) -> tuple[str, ...]:
    """Return the folded words of a name.

    >>> keys("Port-au-Prince") == keys("Port au Prince")
    True
    """
    return tuple(token.key for token in tokens(name))


def cased(form: str, token: Token) -> bool:
    """Tell whether a word of the text is written as a name's word would be.

    'US' never matches 'us', nor 'Turkey' 'turkey'; 'Nato' and 'NATO' are the same.
    """
    if form[:1].islower() or not form[:1].isalpha():
        return True
    if not token.text[:1].isupper():
        return False
    # acronyms that are also words (US, WHO, LeT, ICE) are told by their capitals
    short = 1 < len(form) <= 3 and form[1:] != form[1:].lower()
    return not short or token.text.isupper() or token.text == form


class Names(Generic[T]):
    """Names looked up by their first word; the longest wins."""

    __slots__ = ("_expand", "_first", "_later")

    def __init__(self) -> None:
        self._later: dict[str, list[str]] = {}
        self._expand: Callable[[str], Iterable[tuple[str, T]]] = lambda _: ()
        # first word -> (words of the longest name, name -> its written forms and values)
        self._first: dict[str, tuple[int, dict[tuple[str, ...], list[tuple[tuple[str, ...], T]]]]] = {}

    def add(self, name: str, value: T) -> None:
        """Add a name; several values may share one."""
        parts = _TOKEN.findall(name)
        if parts:
            folded = tuple(["'s" if part in {"'s", "’s"} else fold(part) for part in parts])
            forms = tuple([_DROPPED.sub("", part) for part in parts])
            longest, named = self._first.get(folded[0], (0, {}))
            named.setdefault(folded, []).append((forms, value))
            self._first[folded[0]] = max(longest, len(folded)), named

    def defer(self, lines: dict[str, list[str]], expand: Callable[[str], Iterable[tuple[str, T]]]) -> None:
        """Add names whose entries are made of `lines` when their folded first word is first met.

        Thousands of people are in the tables, a text names three: starting is five times as fast.
        """
        self._later, self._expand = lines, expand

    def _known(self, first: str) -> tuple[int, dict[tuple[str, ...], list[tuple[tuple[str, ...], T]]]]:
        for line in self._later.pop(first, ()):
            for name, value in self._expand(line):
                if keys(name)[:1] == (first,):
                    self.add(name, value)
        return self._first.get(first, (0, {}))

    def at(self, words: Sequence[Token], index: int) -> tuple[int, list[T]]:
        """Return (number of words, values) of the longest name that begins at a word; (0, []) if none."""
        first = words[index].key
        if first in self._later:
            longest, named = self._known(first)
        else:
            group = self._first.get(first)
            if group is None:
                return 0, []
            longest, named = group
        here = words[index : index + longest]
        folded = tuple([word.key for word in here])
        for size in range(len(here), 0, -1):
            listed = named.get(folded[:size])
            if listed and (fit := [value for forms, value in listed if all(map(cased, forms, here))]):
                return size, fit
        return 0, []

    def get(self, name: str) -> list[T]:
        """Return the values of exactly this name, whatever its case."""
        folded = keys(name)
        _, named = self._known(folded[0]) if folded else (0, {})
        return [value for _, value in named.get(folded, ())]


def rows(*path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped tab-separated table; lines that begin with # are comments.

    Raises ReadError when the table is missing or a line has other columns than its head.
    """
    try:
        lines = data_file(*path).read_text("utf-8").splitlines()
    except OSError as error:
        raise ReadError(f"{'/'.join(path)}: {error}", hint="reinstall vedette") from error
    head: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not head:
            head = cells
        elif len(cells) == len(head):
            yield dict(zip(head, cells, strict=True))
        else:
            raise ReadError(f"{'/'.join(path)}:{number}: {len(cells)} columns, expected {len(head)}")
