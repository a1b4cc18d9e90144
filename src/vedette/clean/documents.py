"""Captures to documents: the article in each, cleaned, dated and in a known language."""

from collections.abc import Iterable, Iterator

from vedette.clean.entries import Entry, entry
from vedette.clean.entries import web_address as _web_address
from vedette.clean.language import detect
from vedette.clean.normalise import decode, fold, one_line
from vedette.clean.plain import split_markdown, split_title
from vedette.clean.published import parse, times
from vedette.clean.republished import restore
from vedette.config import OutletTable
from vedette.errors import ExtractError, InputError
from vedette.types import Capture, Document, Failure, content_id

_HTML = ("text/html", "application/xhtml+xml")
_JSON = ("application/json", "application/x-ndjson")


def clean(captures: Iterable[Capture], *, outlets: OutletTable) -> Iterator[Document | Failure]:
    """Yield one document, or one failure that says why there is none, per capture and in order.

    All times are UTC; those of documents follow the rules of `vedette.clean.published`.
    """
    for capture in captures:
        try:
            yield _document(capture, outlets)
        except InputError as error:
            yield Failure(stage="clean", record=_record(capture), reason=str(error), at=capture.fetched_at)


def _document(capture: Capture, outlets: OutletTable) -> Document:
    found = _entry(capture)
    article = restore(found.title, found.paragraphs, outlets)
    text = "\n\n".join(article.paragraphs)
    if not article.title and not text:
        raise ExtractError("nothing is left once repeats and promotions are gone")
    address = _web_address(capture.url)
    url = address or found.url
    # what a page's own address says is surer than what it calls itself, unless that is a known name
    outlet = outlets.find(name=found.outlet or None, url=url).name
    stated = times(capture, parse(found.published), parse(found.modified))
    label = found.label or ("" if capture.media_type in _JSON else _file_name(capture))
    return Document(
        id=content_id(label, outlet, url, article.title, text, stated.published),
        capture=capture.id,
        label=label,
        title=article.title,
        text=text,
        known_at=stated.known_at,
        known_basis=stated.known_basis,
        published=stated.published,
        modified=stated.modified,
        outlet=outlet,
        url=url,
        language=detect(f"{article.title}\n{text}"),
        credit=None if article.credit and fold(article.credit) == fold(outlet) else article.credit,
        truncated=article.truncated or (found.paywalled and not article.paragraphs),
    )


def _entry(capture: Capture) -> Entry:
    if not capture.payload.strip():
        raise ExtractError("the record is empty")
    text = decode(capture.payload, dict(capture.headers).get("content-type", ""))
    if capture.media_type in _HTML:
        from vedette.clean.pages import article

        return article(text, fetched_at=capture.fetched_at)
    if capture.media_type in _JSON:
        return entry(text)
    if not capture.media_type.startswith("text/"):
        raise ExtractError(f"records of type {capture.media_type or 'unknown'} are not read")
    title, paragraphs = (split_markdown if capture.media_type == "text/markdown" else split_title)(text)
    if not title and not paragraphs:
        raise ExtractError("the record holds no text")
    return Entry(title=one_line(title), paragraphs=paragraphs)


def _file_name(capture: Capture) -> str:
    """Return NAME of 'file:NAME#N', '' for captures from elsewhere."""
    if not capture.url.startswith("file:"):
        return ""
    return capture.url.removeprefix("file:").rpartition("#")[0] or capture.url.removeprefix("file:")


def _record(capture: Capture) -> str:
    name = _file_name(capture)
    if not name:
        return capture.url
    number = capture.url.rpartition("#")[2]
    return f"{name} record {number}" if capture.media_type in _JSON else name
