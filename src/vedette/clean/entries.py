"""Records of JSON lines, CSV rows and feed entries."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from vedette.clean.markup import strip_markup
from vedette.clean.normalise import one_line, paragraphs, tidy
from vedette.clean.plain import split_title
from vedette.errors import ExtractError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a capture says of itself, before the habits of pages are undone."""

    title: str
    paragraphs: list[str]
    label: str = ""
    url: str | None = None
    outlet: str = ""  #: as the record names it
    published: object = None  #: as stated, unread
    modified: object = None
    paywalled: bool = False


def entry(text: str) -> Entry:
    """Return the entry in a JSON object with the keys id, title, text, published, url, outlet.

    All are optional but one of title and text, which may hold HTML. Raises ExtractError that
    says what is wrong.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ExtractError(f"not valid JSON{where}") from error
    if not isinstance(record, dict):
        raise ExtractError("not a JSON object with title or text")
    title = one_line(strip_markup(_field(record, "title")))
    text = tidy(strip_markup(_field(record, "text")))
    title, body = (title, paragraphs(text)) if title else split_title(text)
    if not title and not body:
        raise ExtractError("title and text are both empty")
    return Entry(
        title=title,
        paragraphs=body,
        label=one_line(_field(record, "id")),
        url=web_address(_field(record, "url")),
        outlet=one_line(_field(record, "outlet")),
        published=record.get("published"),
        modified=record.get("modified"),
    )


def _field(record: dict[str, object], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ExtractError(f"'{name}' is not text")


def web_address(text: str) -> str | None:
    """Return the text if it is an http(s) address, else None."""
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None
