"""The habits of republished pages: what is said twice, promotions, credits, texts that break off."""

import re
import unicodedata
from dataclasses import dataclass

from vedette.clean.credits import credit_line, without_agency
from vedette.clean.normalise import fold
from vedette.clean.promotions import is_promotion, is_wall
from vedette.config import OutletTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A title and its paragraphs, with what the page said about them."""

    title: str
    paragraphs: tuple[str, ...]
    credit: str | None = None  #: whom it copies
    truncated: bool = False  #: it breaks off


# a short answer may come twice in a text, a caption or a teaser has more words
_REPEAT_WORDS = 5
_DATELINE_PARAGRAPHS = 3


def restore(title: str, paragraphs: list[str], outlets: OutletTable) -> Article:
    """Return the article without the title said again, repeats, promotions and credit lines.

    Paragraphs without such marks come back as they are. The credit is the name of the first outlet
    said to be copied, as the table prints it where it knows it.
    """
    body = paragraphs
    while body and title and fold(body[0]) == fold(title):
        body = body[1:]
    credited: list[str] = []
    kept: list[str] = []
    seen: set[str] = set()
    walled = False
    for paragraph in body:
        if (name := credit_line(paragraph, outlets)) is not None:
            credited.append(name)
        elif is_wall(paragraph):
            walled = True
        elif not is_promotion(paragraph):
            text, agency = paragraph, None
            if len(kept) < _DATELINE_PARAGRAPHS:
                text, agency = without_agency(paragraph, outlets)
            credited.append(agency or "")
            key = fold(text)
            if key and key in seen and (len(text.split()) >= _REPEAT_WORDS or fold(kept[-1]) == key):
                continue
            seen.add(key)
            kept.append(text)
            walled = False  # 'read more' in the middle of a text cuts nothing off
    ended, broken = _end(kept)
    return Article(
        title=title,
        paragraphs=tuple(ended),
        credit=next(filter(None, credited), None),
        truncated=bool(kept) and (walled or broken),
    )


_CUT_MARK = re.compile(
    r"\s*(?:\[\s*(?:\.{3,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|\[\+\d+ chars\]|\.{3,}|…|"
    r"(?<=[.…\]])\s*(?:Read more|READ MORE|Continue reading|Read More)(?: ?[»>→])*)\s*$"
)
_FINAL = frozenset(".!?。！？؟۔।॥։።؞⋯")
_CLOSERS = " \"'”’»)]}›*“‘」』）】"
# a byline or a sign-off has few words; 'reporting by' ends a complete story, and a list or a caption
# says nothing about where its text ends
_SIGN_OFF_WORDS = 5
_SIGN_OFF = re.compile(
    r"\W*(?:(?:additional |writing|reporting|editing|edited|written|compiled)\b|with inputs?\b|with files\b|"
    r"by [A-Z]|photo\b|pictured?\b|image\b|video\b|file\b|updated?\b|published\b).*|[(\[•*-].*",
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
        end = paragraph.rstrip(_CLOSERS)
        if end and (end[-1] in _FINAL or _unpunctuated(end[-1])):
            return False
        if not _SIGN_OFF.fullmatch(paragraph) and _words(paragraph) >= _SIGN_OFF_WORDS:
            return True
    return False


def _words(paragraph: str) -> int:
    # scripts without spaces have long 'words'
    return max(len(paragraph.split()), 0 if paragraph.isascii() else len(paragraph) // 12)


def _unpunctuated(char: str) -> bool:
    """Tell whether the character is of a script that ends sentences without a mark."""
    return unicodedata.name(char, "").split(" ")[0] in ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
