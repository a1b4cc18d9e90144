"""The habits of republished pages: what is said twice, promotions, credits, texts that break off.

Everything here errs on the side of the text: a line goes only if it is short and of a form that
news sentences don't take, and a paragraph said twice is kept once.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from vedette.clean.normalise import fold
from vedette.config import OutletTable
from vedette.types import OutletKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A title and its paragraphs, with what the page said about them."""

    title: str
    paragraphs: tuple[str, ...]
    credit: str | None = None
    truncated: bool = False


def restore(title: str, paragraphs: list[str], outlets: OutletTable) -> Article:
    """Return the article without the title said again, repeats, promotions and credit lines.

    The credit is the name of the outlet copied, as the table prints it where it knows it.
    """
    body = paragraphs
    while body and title and fold(body[0]) == fold(title):
        body = body[1:]
    credits: list[str] = []
    kept: list[str] = []
    seen: set[str] = set()
    cut = False
    for paragraph in body:
        if (credited := _credit_line(paragraph, outlets)) is not None:
            credits.append(credited)
        elif _BROKEN_OFF_LINE.fullmatch(paragraph):
            cut = True
        elif not _is_promotion(paragraph):
            text, agency = _without_agency(paragraph, outlets) if len(kept) < 3 else (paragraph, None)
            credits += [agency] if agency else []
            key = fold(text)
            # a short answer may come twice, a caption or a teaser has more words
            if key and key in seen and (len(text.split()) >= 5 or fold(kept[-1]) == key):
                continue
            seen.add(key)
            kept.append(text)
            cut = False  # 'continue reading' in the middle of a text cuts nothing off
    ended, broken = _end(kept)
    names = [name for name in (_printed(credit, outlets) for credit in credits) if name]
    return Article(
        title=title,
        paragraphs=tuple(ended),
        credit=names[0] if names else None,
        truncated=bool(ended) and (cut or broken),
    )


# --- credits ------------------------------------------------------------------------------

_NAME = r"(?P<name>[^\s.,;:!?][^,;!?]{1,60}?)"
_CREDIT_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\W*(?:read|see|view|continue reading)(?: (?:the|of|this|it|here))*"
        r"(?: (?:more|rest|full|entire|whole|complete|original|article|story|post|report|version|of|the|this))+"
        r" (?P<by>from|at|on|in|via) (?:the original (?:article|source) )?" + _NAME + r"[\s.…>»]*",
        r"\W*(?:this (?:article|story|piece|post|column)(?: has| had)?(?: been| was)?(?: originally| first)?"
        r"|(?:the )?(?:article|story|piece|post|column)?(?: has| had)?(?: been| was)? ?originally)"
        r" (?:published|appeared|posted|printed|ran|republished)(?: originally| first)?"
        r" (?P<by>in|on|at|by|from|with permission from) " + _NAME
        + r"(?: on (?:\w+ ){0,2}\d.{0,20})?(?:,? (?:and|under|with|as) .{0,80})?[\s.…)]*",
        r"\W*(?:original )?(?P<by>source|via|courtesy(?: of)?|originally published (?:in|on|at|by))\s*:\s*"
        + _NAME + r"[\s.…)]*",
    )
)  # fmt: skip
_CREDIT_WORDS = 25


def _credit_line(paragraph: str, outlets: OutletTable) -> str | None:
    """Return whom a line credits, '' for a link to more of the same, None for other lines."""
    if len(paragraph.split()) > _CREDIT_WORDS:
        return None
    for pattern in _CREDIT_LINES:
        if not (found := pattern.fullmatch(paragraph)) or not _is_name(found["name"]):
            continue
        # 'read more on Ukraine', 'originally published on Monday': no outlet
        if found["by"].lower() == "on" and "." not in found["name"] and not _known(found["name"], outlets):
            return "" if re.match(r"\W*(?:read|see|view)", paragraph, re.IGNORECASE) else None
        return found["name"]
    return None


def _is_name(text: str) -> bool:
    """Tell a name ('The Harbour Gazette', 'dailymail', a URL) from the middle of a sentence."""
    words = [
        word for word in text.split() if word.lower() not in ("the", "of", "and", "de", "la", "le", "news")
    ]
    return len(text.split()) <= 6 and (
        len(words) == 1 or all(word[0].isupper() or not word[0].isalpha() for word in words)
    )


# agencies by the marks they sign datelines with
_AGENCIES = frozenset(
    [
        "reuters",
        "thomson reuters",
        "ap",
        "associated press",
        "afp",
        "agence france-presse",
        "upi",
        "dpa",
        "efe",
        "ansa",
        "apa",
        "tass",
        "itar-tass",
        "ria novosti",
        "ria",
        "interfax",
        "interfax-ukraine",
        "ukrinform",
        "unian",
        "belta",
        "xinhua",
        "kyodo",
        "yonhap",
        "pti",
        "ani",
        "ians",
        "bloomberg",
        "cnn",
        "irna",
        "anadolu",
        "aa",
        "bbc",
        "mena",
        "sana",
        "wam",
        "kcna",
        "pap",
        "ctk",
        "mti",
        "bta",
        "tanjug",
        "cna",
        "antara",
        "bernama",
    ]
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w'’.,/ -]{1,58}?,? )?\((?P<name>[A-Z][\w .&/-]{1,30}?)\)(?P<dash> ?(?:[-–—]{1,2}|:) ?)(?=\S)"
)


def _without_agency(paragraph: str, outlets: OutletTable) -> tuple[str, str | None]:
    """Return the paragraph and the agency its dateline names, which then is taken out.

    'KYIV, Nov 10 (Reuters) - Ukraine said' keeps its place and day: 'KYIV, Nov 10 - Ukraine said'.
    """
    if (found := _DATELINE.match(paragraph)) and _signs(found["name"], found["place"], outlets):
        rest = paragraph[found.end() :]
        place = (found["place"] or "").strip().rstrip(",")
        return (f"{place}{found['dash']}{rest}" if place else rest), found["name"]
    return paragraph, None


def _signs(name: str, place: str | None, outlets: OutletTable) -> bool:
    if name.casefold() in _AGENCIES:
        return True
    known = outlets.by_name.get(name.casefold())
    in_capitals = bool(place) and bool(re.match(r"[A-ZÀ-Þ]{2}", place or ""))
    return known is not None and (known.kind is OutletKind.WIRE or in_capitals)


def _printed(name: str, outlets: OutletTable) -> str:
    """Return the outlet's name as a person would print it."""
    name = name.strip(" \t.…>»)(\"'“”‘’-–—")
    host = _host(name)
    if "." in host and " " not in name:
        found = outlets.find(url=f"https://{host}").name
        return found if found != host else host.removeprefix("www.")
    return _known(name, outlets) or name


def _host(name: str) -> str:
    try:
        return urlsplit(name if "//" in name else f"//{name}").hostname or ""
    except ValueError:
        return ""


def _known(name: str, outlets: OutletTable) -> str | None:
    """Return the table's name of the outlet written so: without blanks, article or ending of its domain."""
    key = _key(name)
    for outlet in outlets.by_name.values():
        if key and key in (_key(outlet.name), fold((outlet.domain or "").split(".")[0])):
            return outlet.name
    return None


def _key(name: str) -> str:
    return fold(re.sub(r"^the ", "", name, flags=re.IGNORECASE))


# --- promotions ---------------------------------------------------------------------------

_PROMOTIONS = tuple(
    (re.compile(pattern, flags), words)
    for pattern, flags, words in (
        # links to the pages before and after; in capitals, and no sentence
        (r"(?:PREV|PREVIOUS|NEXT)[ :»«>]+.*(?:[^.!?]|\.\.+|trends now)", 0, 60),
        (r".*\btrends now", re.IGNORECASE, 60),
        (r"\W*(?:share|tweet|pin|e-?mail|print|save|bookmark)(?: (?:this|on|via|by|with|to|the|your|article|story|page|post|"
         r"friends|facebook|twitter|e-?mail|whatsapp|telegram|linkedin|x))+\W*", re.IGNORECASE, 12),
        (r"\W*(?:also read|read also|read next|read this|related(?: (?:stories|articles|news|topics|links|posts|content))?|"
         r"see also|more on this(?: story)?|you may also like|recommended(?: for you)?|most (?:read|popular|viewed)|"
         r"read more|further reading|up next|watch(?: now| live)?|listen(?: now)?|in pictures|don't miss|trending(?: now)?|"
         r"must read|tags?|topics?|keywords|filed under)\s*(?::|[-–—>»|]{1,2}(?=\s)).*", re.IGNORECASE, 40),
        (r"\W*(?:also read|read also|related (?:stories|articles|news|topics|links|posts|content)|see also|"
         r"more on this(?: story)?|you may also like|recommended for you|most (?:read|popular|viewed)|trending now|"
         r"advertisement|advertising|sponsored(?: content)?|story continues below(?: advertisement)?|"
         r"article continues below(?: advertisement)?|loading|share|comments?|leave a (?:comment|reply)|"
         r"\d+ comments|listen to (?:this )?article|back to top|click here|scroll down(?: for more)?)\W*", re.IGNORECASE, 8),
        (r"(?:читайте также|читайте також|lire aussi|à lire aussi|lesen sie auch|mehr zum thema|lea también|leer más|"
         r"leia também|leggi anche|czytaj także|اقرأ أيضا|اقرأ أيضًا|קראו גם)\s*[:：].*", re.IGNORECASE, 40),
        (r"\W*(?:(?:please|to) )?(?:sign up|subscribe)\b.*\b(?:newsletters?|inbox|e-?mail|alerts|briefing|podcast|channel|"
         r"telegram|whatsapp|youtube)\b.*", re.IGNORECASE, 40),
        (r"\W*(?:sign up|subscribe|log in|sign in|register)(?: (?:now|here|today|for free|to our|for our)\b.*)?\W*", re.IGNORECASE, 12),
        (r"\W*(?:follow|like|join|find|add) (?:us|our|me)\b.*\b(?:facebook|twitter|instagram|telegram|linkedin|youtube|whatsapp|x|"
         r"google news|channel)\b.*", re.IGNORECASE, 25),
        (r"\W*(?:we|this (?:web)?site|our (?:web)?site|by (?:clicking|continuing|using))\b.*\bcookies\b.*", re.IGNORECASE, 70),
        (r"\W*(?:accept|manage|reject) (?:all )?cookies\W*", re.IGNORECASE, 6),
        (r"\W*(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}|notice)).*", re.IGNORECASE, 50),
        (r".*\ball rights reserved\b.*", re.IGNORECASE, 50),
        (r".*\b(?:may|must) not be (?:published|reproduced|copied)\b.*\b(?:redistributed|permission|consent)\b.*", re.IGNORECASE, 60),
    )
)  # fmt: skip
_BROKEN_OFF_LINE = re.compile(
    r"\W*(?:(?:read|show|see|load) (?:more|on)|continue(?: reading)?|read (?:the )?(?:full|whole|rest)(?: \w+){0,3}|"
    r"(?:(?:please )?(?:subscribe|sign (?:in|up)|log in|register)\b.{0,60}\b)?to (?:continue|keep) reading.{0,60}|"
    r"(?:please )?(?:subscribe|sign (?:in|up)|log in|register)\b.{0,60}\bto (?:read|unlock|access|view) (?:this|the (?:full|rest)|full|all|"
    r"more|unlimited|our)\b.{0,60}|"
    r"this (?:article|content|story) is (?:\w+ )?(?:only )?(?:available )?(?:for|to|reserved for) (?:\w+ )?"
    r"(?:subscribers|members)\b.{0,60}|already a (?:subscriber|member)\b.{0,60}|\[?\+\d+ chars\]?)\W*",
    re.IGNORECASE,
)


def _is_promotion(paragraph: str) -> bool:
    words = len(paragraph.split())
    return any(words <= most and pattern.fullmatch(paragraph) for pattern, most in _PROMOTIONS)


# --- texts that break off -----------------------------------------------------------------

_CUT_MARK = re.compile(
    r"\s*(?:\[\s*(?:\.{3,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|\[\+\d+ chars\]|\.{3,}|…|"
    r"(?<=[.…\]])\s*(?:Read more|READ MORE|Continue reading|Read More)(?: ?[»>→])*)\s*$"
)
_FINAL = frozenset(".!?。！？؟۔।॥։።؞…⋯፧")
_CLOSERS = " \"'”’»)]}›*“‘」』）】"
_OPENED = re.compile(r"[,;:—–-]\s*$")
# a byline or a sign-off has few words; 'reporting by' ends a complete story
_SIGN_OFF_WORDS = 5
_SIGN_OFF = re.compile(
    r"\W*(?:\(?(?:additional |writing|reporting|editing|edited|written|compiled|with (?:additional )?(?:reporting|files|agencies))\b"
    r"|with inputs?\b|by [A-Z]|photo|pictured?|image|video|file|\(|\[|[-•*–—] |updated?\b|published\b).*",
    re.IGNORECASE | re.DOTALL,
)


def _end(paragraphs: list[str]) -> tuple[list[str], bool]:
    """Return the paragraphs without marks of breaking off, and whether the text does."""
    if not paragraphs:
        return paragraphs, False
    last, marked = paragraphs[-1], False
    while found := _CUT_MARK.search(last):
        last, marked = last[: found.start()], True
    if marked:
        return [*paragraphs[:-1], *([last] if last.strip() else [])], True
    return paragraphs, _breaks_off(paragraphs)


def _breaks_off(paragraphs: list[str]) -> bool:
    for paragraph in reversed(paragraphs):
        if _SIGN_OFF.fullmatch(paragraph) or _words(paragraph) < _SIGN_OFF_WORDS:
            continue
        end = paragraph.rstrip(_CLOSERS)
        return not (end and (end[-1] in _FINAL or _unpunctuated(end[-1])))
    return False


def _words(paragraph: str) -> int:
    # a script without spaces has long 'words'
    return max(len(paragraph.split()), 0 if paragraph.isascii() else len(paragraph) // 12)


def _unpunctuated(char: str) -> bool:
    """Tell whether the character is of a script that ends sentences without a mark."""
    return unicodedata.name(char, "").split(" ")[0] in ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
