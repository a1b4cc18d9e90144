"""Bytes to text, and text to tidy paragraphs. Nothing here knows what a text is about."""

import codecs
import re
import unicodedata
from itertools import pairwise

from charset_normalizer import from_bytes

from vedette.errors import ExtractError

# what the WHATWG encoding standard makes of labels that the web uses loosely
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "tis-620": "cp874", "iso-8859-11": "cp874",
}  # fmt: skip
_NOT_BYTEWISE = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")  # their bytes may be valid UTF-8 too
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)

_DETECTED_BYTES = 100_000  # detection is slow and no surer on more
_DAMAGE = 0.01  # share of bytes that are not of the charset in a text still worth reading


def decode(payload: bytes, content_type: str = "") -> str:
    """Return the text of the bytes.

    A byte order mark decides first; then UTF-8, if the bytes are valid UTF-8 (others look like it
    by chance next to never, and pages name a wrong charset often); then the charset named in the
    content type or in the page, then detection. Raises ExtractError if the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(encoding, "replace")
    declared = [name for name in (_declared(content_type), _in_page(payload)) if name]
    first = [name for name in declared if name.startswith(_NOT_BYTEWISE)]
    for encoding in (*first, "utf-8", *declared):
        if (text := _strict(payload, encoding)) is not None:
            return text
    return _damaged(payload) or _detected(payload)


def _declared(content_type: str) -> str | None:
    found = _CHARSET.search(content_type)
    return _codec(found[1]) if found else None


def _in_page(payload: bytes) -> str | None:
    found = _META.search(payload[:4096])
    name = _codec(found[1].decode("ascii", "replace")) if found else None
    # that the declaration could be read shows that the page is not in UTF-16
    return "utf-8" if name and name.startswith(("utf_16", "utf_32")) else name


def _codec(label: str) -> str | None:
    label = _LABELS.get(label.strip().lower(), label.strip().lower())
    try:
        return codecs.lookup(label).name.replace("-", "_")
    except LookupError:
        return None


def _strict(payload: bytes, encoding: str) -> str | None:
    try:
        text = payload.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return None if text.count("\x00") > len(text) // 100 else text


def _damaged(payload: bytes) -> str | None:
    """Return the text of UTF-8 with a few broken bytes."""
    text = payload.decode("utf-8", "replace")
    broken, high = text.count("\ufffd"), sum(byte > 127 for byte in payload[:_DETECTED_BYTES])
    sound = sum(ord(char) > 127 and char != "\ufffd" for char in text[:_DETECTED_BYTES])
    if high and sound > broken and broken <= _DAMAGE * len(text) and text.count("\x00") <= len(text) // 100:
        return text
    return None


def _detected(payload: bytes) -> str:
    if payload.count(b"\x00") > len(payload) // 100 and b"\x00\x00\x00" in payload:
        raise ExtractError("the bytes are not text")
    best = from_bytes(payload[:_DETECTED_BYTES]).best()
    if best is None:
        raise ExtractError("the bytes are in no known text encoding")
    return payload.decode(best.encoding, "replace")


# UTF-8 read as Windows-1252: a lead byte and as many continuation bytes as it asks for
_HIGH = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df][{re.escape(_HIGH)}]|[\u00e0-\u00ef][{re.escape(_HIGH)}]{{2}}|[\u00f0-\u00f4][{re.escape(_HIGH)}]{{3}}"
)
_BYTE_OF = {char: 0x80 + place for place, char in enumerate(_HIGH)}


def unmangled(text: str) -> str:
    """Return the text with UTF-8 that was read as Windows-1252 repaired, where that is certain.

    >>> unmangled("Ukraineâ€™s border")
    'Ukraine’s border'

    Certain is a line all of whose non-ASCII characters together are valid UTF-8, with three or more such
    sequences, or a three-byte one, or one that stands for a Latin letter or sign. 'É»' at the end
    of a French quotation is left alone.
    """
    return "\n".join(map(_unmangled_line, text.split("\n")))


def _unmangled_line(line: str) -> str:
    found = _MOJIBAKE.findall(line)
    if not found or sum(map(len, found)) != sum(ord(char) > 127 for char in line):
        return line
    western = any(run[0] in "ÂÃ" and run[1] not in "»”’›" for run in found)
    if len(found) < 3 and not western and max(map(len, found)) < 3:
        return line
    try:
        return bytes(_BYTE_OF.get(char, ord(char)) for char in line).decode("utf-8")
    except (UnicodeError, ValueError):
        return line


# invisible: soft hyphen, zero-width space, word joiner, byte order mark, marks of direction (they
# can make a text look other than it reads). Joiners (U+200C, U+200D) are letters' business and stay.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_SPACE = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def tidy(text: str) -> str:
    """Return the text in NFC with plain spaces and line breaks, without invisible characters.

    Lines keep their number, paragraph separators become blank lines; quotation marks and dashes
    stay what they are.
    """
    text = _BREAK.sub("\n", text.replace("\u2029", "\n\n"))
    text = _CONTROL.sub("", _INVISIBLE.sub("", unmangled(text)))
    lines = (_SPACE.sub(" ", line).rstrip(" ") for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(lines)


def one_line(text: str) -> str:
    """Return the text as one tidy line."""
    return " ".join(tidy(text).split())


def fold(text: str) -> str:
    """Return letters and digits only, without case: what two printings of one line share."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a tidy text, each one line.

    A blank line always parts two; a single line break does, unless the text is wrapped at a
    width. In a wrapped text an indented line begins a paragraph.
    """
    blocks = [block for block in re.split(r"\n[ ]*\n", text.strip("\n")) if block.strip()]
    lines = [block.split("\n") for block in blocks]
    if not _wrapped(lines):
        return [line.strip() for block in lines for line in block if line.strip()]
    result: list[str] = []
    for block in lines:
        margin = min(_indent(line) for line in block)
        for place, line in enumerate(block):
            if place and _indent(line) == margin:
                result[-1] += " " + line.strip()
            else:
                result.append(line.strip())
    return result


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _wrapped(blocks: list[list[str]]) -> bool:
    """Tell whether line breaks are only where the width ended.

    Then lines that are followed by another are of middling length, seldom end a sentence, and
    the next often begins in lower case (headlines one a line begin with a capital).
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    if not pairs:
        return False
    ended = sum(line.rstrip().endswith((".", "!", "?", ":", '"', "'", "”", "’")) for line, _ in pairs)
    continued = sum(after.lstrip()[:1].islower() for _, after in pairs)
    middling = sum(30 <= len(line) <= 100 for line, _ in pairs)
    return ended < len(pairs) / 2 and continued >= len(pairs) / 3 and middling >= len(pairs) * 0.7
