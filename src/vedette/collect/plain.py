"""The plain text of the HTML snippets that feeds carry."""

import re

import lxml.etree
import lxml.html

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr"}
)
_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object"})
_BREAKS = re.compile(r"[ \t\r\f\v]*\n\s*")


def plain_text(html: str) -> str:
    """Return the text of an HTML snippet: blocks on lines of their own, no scripts, no tags."""
    if "<" not in html and "&" not in html:
        return html.strip()
    # a NUL or a lone surrogate is refused by lxml and means nothing
    clean = html.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    try:
        root = lxml.html.document_fromstring(f"<div>{clean}</div>")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    parts: list[str] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            parts.append(element.tail or "")
        elif event == "start":
            parts.append("\n" if element.tag in _BLOCKS else "")
            parts.append("" if element.tag in _SILENT else element.text or "")
        else:
            parts.append("\n" if element.tag in _BLOCKS else "")
            parts.append(element.tail or "")
    return _BREAKS.sub("\n", re.sub(r"[ \t\xa0]+", " ", "".join(parts))).strip()
