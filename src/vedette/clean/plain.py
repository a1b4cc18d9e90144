"""Plain text and Markdown: which line is the title, and which are the paragraphs."""

import re

from vedette.clean.normalise import fold, paragraphs, tidy

# of 41,593 headlines of world news, 2008-2012, 99 % have at most 49 words and 292 characters
_TITLE_WORDS, _TITLE_CHARS = 50, 300
_SENTENCE_ENDS = (".", "。", "।", "։", "۔", ":", ";", ",")

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---(\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?)[ #]*$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*(?: [\"'][^)]*)?\)")
_BARE_LINK = re.compile(r"<(https?://[^>\s]+)>")
_STRONG = re.compile(r"(?<!\w)(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")
_RULE = re.compile(r"^ {0,3}([-*_=])( *\1){2,} *$", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)


def split_title(text: str) -> tuple[str, list[str]]:
    """Return the title ('' if none) and the paragraphs of a plain text.

    The first line is the title if it is short and followed by a blank line and does not end like
    a sentence, or if it is said again right below. A lone line of that kind is a title without text.
    """
    text = tidy(text).strip("\n")
    parts = paragraphs(text)
    if not parts:
        return "", []
    first = parts[0]
    short = len(first) <= _TITLE_CHARS and len(first.split()) <= _TITLE_WORDS
    sentence = first.endswith(_SENTENCE_ENDS)
    if len(parts) == 1:
        return (first, []) if short and not sentence else ("", parts)
    repeated = fold(first) == fold(parts[1]) != ""
    lines = text.split("\n")
    apart = lines[0].strip() == first and not lines[1].strip()
    if short and (repeated or (apart and not sentence)):
        return first, parts[1:]
    return "", parts


def split_markdown(text: str) -> tuple[str, list[str]]:
    """Return the title ('' if none) and the paragraphs of a Markdown text.

    Links and emphasis become their words, pictures their captions, headings paragraphs.
    """
    text = _FRONT_MATTER.sub("", tidy(text))
    text = _QUOTE_MARK.sub("", _RULE.sub("", text))
    text = _BARE_LINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    title = ""
    lines: list[str] = []
    for line in text.split("\n"):
        if heading := _HEADING.match(line):
            if not title and line.startswith("# ") and not any(map(str.strip, lines)):
                title = heading[1]
            else:
                lines += ["", heading[1], ""]
        else:
            lines.append(line)
    body = "\n".join(lines)
    return (title, paragraphs(body)) if title else split_title(body)
