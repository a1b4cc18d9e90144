"""HTML as hostile input: what is refused before a parser sees it, and text without its markup."""

import html
import re

from lxml import etree
from lxml.html import fragment_fromstring

from vedette.errors import ExtractError

# 500,000 elements take the extractor 48 s, 100,000 attributes of one element take libxml2 111 s
_CHARS, _TAGS, _ATTRIBUTES, _DEPTH = 10_000_000, 100_000, 2_000, 1_000

_VOID = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option
    """.split()  # noqa: SIM905 - words read best as words
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LONG_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*'){4000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def refuse_bombs(text: str) -> None:
    """Raise ExtractError for HTML made to exhaust its reader: too large, too deep, too many tags."""
    if len(text) > _CHARS:
        raise ExtractError(f"the page has more than {_CHARS:,} characters")
    if text.count("<") > _TAGS:
        raise ExtractError(f"the page has more than {_TAGS:,} tags")
    for tag in _LONG_TAG.finditer(text):
        if len(re.findall(r"[\s/]", _QUOTED.sub(" ", tag[0]))) > _ATTRIBUTES:
            raise ExtractError(f"the page has a tag with more than {_ATTRIBUTES:,} attributes")
    depth = 0
    for closing, name in _TAG.findall(text):
        if name.lower() in _VOID:
            continue  # never closed, or closed at will
        depth = max(0, depth + (-1 if closing else 1))
        if depth > _DEPTH:
            raise ExtractError(f"the page is nested deeper than {_DEPTH:,} elements")


_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|img|ul|ol|li|h[1-6]|blockquote|figure|figcaption|table|hr|font|small|"
    r"script|style|section|article)\b[^<>]*>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_BLOCKS = """
    p br div li h1 h2 h3 h4 h5 h6 blockquote figure figcaption tr hr ul ol table section article
    """.split()  # noqa: SIM905 - words read best as words
_HIDDEN = ("script", "style", "noscript", "iframe", "template")


def strip_markup(text: str) -> str:
    """Return the text without HTML tags and references, a blank line between blocks.

    Text that is no markup comes back as it is: 'a < b' stays. Raises ExtractError for bombs.
    """
    if not _MARKUP.search(text):
        return html.unescape(text) if _REFERENCE.search(text) else text
    refuse_bombs(text)
    try:
        root = fragment_fromstring(re.sub(r"[\x00-\x08\x0e-\x1f]", "", text), create_parent="div")
    except (etree.LxmlError, ValueError) as error:
        raise ExtractError("the HTML in the text is broken beyond reading") from error
    etree.strip_elements(root, *_HIDDEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    blocks = list(root.iterdescendants(*_BLOCKS))
    if blocks:  # then line breaks in the source mean nothing
        for element in root.iter():
            element.text = re.sub(r"\s+", " ", element.text or "")
            element.tail = re.sub(r"\s+", " ", element.tail or "")
    for element in blocks:
        element.text = "\n\n" + (element.text or "")
        element.tail = "\n\n" + (element.tail or "")
    return "".join(str(piece) for piece in root.itertext())
