"""XML from strangers, made harmless before any parser sees it."""

import codecs
import re

from vedette.errors import FetchError

#: encodings feeds are met in; others (UTF-7, EBCDIC) serve to hide things from filters
_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|ascii|latin-?1|iso-?8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030"
    r"|big5|euc-(jp|kr|tw)|shift[-_]jis|tis-620",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
#: a start tag with 200 attributes; the most a real feed's root carries is about 30. fastfeedparser's
#: time grows with their square: 20,000 take 1.1 s, 300,000 take 267 s
_CROWDED = re.compile(
    r"""<[A-Za-z][^\s<>]{0,100}(?:\s++[^\s=<>"']{1,100}+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')){200}"""
)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    # without a mark: the first letter of markup is '<'
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)


def harmless(payload: bytes, what: str) -> str:
    """Return the markup as text without its XML declaration.

    It is decoded here, by its mark or declared encoding, so that what is looked at is what is
    parsed. Raises FetchError for markup that declares entities: no feed needs them, and they serve
    to read files of ours (XXE) or to blow up (billion laughs). Neither parser would resolve them;
    this is said aloud instead of parsing around it.
    """
    encoding = next((name for mark, name in _BOMS if payload.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.search(payload[:1000])
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
        if not _ENCODINGS.fullmatch(encoding):
            encoding = "utf-8"
    try:
        text = payload.decode(encoding, "replace")
    except LookupError:  # a name that looks right and is not: 'iso-8859-99'
        text = payload.decode("utf-8", "replace")
    # NUL is no character of XML, but it makes parsers guess another encoding than ours
    text = text.replace("\x00", "")
    if re.search("<!DOCTYPE", text, re.IGNORECASE) and re.search("<!ENTITY", text, re.IGNORECASE):
        raise FetchError(f"{what} declares XML entities, which is refused as an attack")
    if _CROWDED.search(text):
        raise FetchError(f"{what} has an element with hundreds of attributes, which is refused as an attack")
    return _DECLARATION.sub("", text, count=1)
