"""Names of those who speak without an office: persons, groups, agencies, outlets."""

import re
from functools import lru_cache

_JOINERS = frozenset(["of", "for", "the", "and", "on", "de", "la", "al", "bin", "von"])
#: words before a person's name, in their singular; the name begins after the last of them
_TITLES = frozenset(
    """
    president premier minister secretary state spokesman spokeswoman spokesperson governor mayor general
    colonel major captain lieutenant admiral brigadier commander chief chairman chairwoman director head
    ambassador envoy senator deputy leader doctor dr professor mr mrs ms sir prince king sheikh imam
    ministry department
    """.split()  # noqa: SIM905 - words read best as words
)
#: what begins with a capital only because a sentence does: quantities, and speakers without a name
_NOBODY = frozenset(
    """
    a an the his her its their our he she it they we i some several many two three four five six seven eight
    nine ten dozens hundreds another one other all most both neither local locals foreign western diplomats
    diplomat witnesses witness eyewitnesses residents resident villagers survivors people officials official
    authorities sources source soldiers soldier rebels activists activist medics doctors hospitals hospital
    analysts experts aid workers reporters journalists police troops fighters militants gunmen militiamen
    opposition government army separatists protesters organisers media state new satellite images image
    pictures photos video footage reports report documents
    """.split()  # noqa: SIM905
)
_BEFORE_PLACES = frozenset(["of", "in", "from", "at", "near", "to"])
_WHAT_KIND = ("-based", "-backed", "-led", "-run", "-born")  # 'the British-based Observatory'
_CAPITAL = re.compile(r"^(?:[^\W\d_a-zß-öø-ÿ][\w.'’&/-]*|\d+)$")
_KIND = re.compile(r"\s+(?:news agency|agency|newspaper|television|tv|radio|news|online|blog)$")
_ALIASES = {"ria": "ria novosti", "itar-tass": "tass"}  # neither initials nor last words


@lru_cache(maxsize=65536)
def named(text: str) -> str | None:
    """Return the name a speaker's words end in, lower case and without title, None if they have none.

    >>> named("the British-based Syrian Observatory for Human Rights")
    'syrian observatory for human rights'
    >>> named("Governor Oleh Syniehubov")
    'oleh syniehubov'
    >>> named("two residents of the town")
    """
    words = _KIND.sub("", text.strip(" \"'“”‘’.,")).split()
    first = len(words)
    while first and (_is_capital(words[first - 1]) or _joins(words, first - 1)):
        first -= 1
    run = words[first:]
    # 'residents of Rostov': where, not who
    if first and words[first - 1] in _BEFORE_PLACES:
        return None
    for at in range(len(run) - 1, -1, -1):
        if run[at].casefold() in _TITLES or (at < len(run) - 1 and run[at].endswith(("'s", "’s"))):
            run = run[at + 1 :]
            break
    if run and run[0] == "of":  # 'Ministry of Defence': an office
        return None
    while run and run[0].casefold() in _NOBODY | _JOINERS:
        run = run[1:]
    # 'the head of Kastria's senate': whose, not who
    if not run or run[-1].endswith(("'s", "’s")) or not any(word[0].isalpha() for word in run):
        return None
    return plain_name(" ".join(run))


def _is_capital(word: str) -> bool:
    return bool(_CAPITAL.match(word)) and not word.endswith(_WHAT_KIND)


def _joins(words: list[str], at: int) -> bool:
    """Whether a small word stands between two capitals: 'Watch for Human'."""
    return words[at] in _JOINERS and any(map(_is_capital, words[max(0, at - 2) : at]))


def plain_name(name: str) -> str:
    """Return an outlet's or group's name fit to compare.

    >>> plain_name("The Anadolu Agency")
    'anadolu'
    """
    short = " ".join(name.casefold().split()).removeprefix("the ")
    short = _KIND.sub("", short)
    return _ALIASES.get(short, short)


def initials(name: str) -> str:
    """Return the first letters of a name's words.

    >>> initials("agence france-presse")
    'afp'
    """
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word and word not in _JOINERS)


class Names:
    """The names met so far, so that the short and the full form of one are one."""

    def __init__(self) -> None:
        self._one: dict[str, str] = {}  # other form -> the form met first
        self._met: set[str] = set()
        self._by_last: dict[str, str] = {}  # surname -> full name met last

    def learn(self, name: str) -> None:
        """Remember a name as `named` or `plain_name` give it."""
        if name in self._met:
            return
        self._met.add(name)
        if " " not in name and "-" not in name:
            return
        short = initials(name)
        if len(short) > 1:
            if short in self._met:
                self._one[name] = short
            else:
                self._one.setdefault(short, name)
        self._by_last[name.rsplit(maxsplit=1)[-1]] = name

    def one(self, name: str) -> str:
        """Return the form under which a name goes."""
        return self._one.get(name, name)

    def person(self, name: str) -> str:
        """Return the form under which a speaker goes, who may be named by surname alone."""
        if " " not in name and name not in self._one:
            name = self._by_last.get(name, name)
        return self.one(name)
