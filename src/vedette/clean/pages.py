"""Articles out of web pages: trafilatura, with what the page says of itself in JSON-LD and meta tags."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from types import ModuleType

from lxml.html import HtmlElement

from vedette.clean.entries import Entry, web_address
from vedette.clean.markup import refuse_bombs, strip_markup
from vedette.clean.normalise import fold, one_line, paragraphs, tidy
from vedette.errors import ExtractError

_PUBLISHED = ("article:published_time", "datePublished", "og:published_time", "publishdate", "pubdate")
_MODIFIED = ("article:modified_time", "dateModified", "og:updated_time", "lastmod")
_WORDS = 3  # fewer are a menu or a captcha, not an article
# JSON-LD holds at times the teaser only, at times more than the page shows (what is behind a wall)
_WHOLE = 0.8


def article(text: str, *, fetched_at: datetime) -> Entry:
    """Return the article of an HTML page. Raises ExtractError if there is none, saying why."""
    if not text.strip():
        raise ExtractError("the page is empty")
    refuse_bombs(text)
    trafilatura = _trafilatura()
    tree = _tree(text)
    records = list(_linked_data(tree))
    latest = f"{fetched_at + timedelta(days=1):%Y-%m-%d}"
    try:
        meta = trafilatura.extract_metadata(
            tree,
            date_config={
                # only where a date is marked as one: a date out of the text would let the desk
                # know things too early
                "extensive_search": False,
                "original_date": True,
                "min_date": "1987-01-01",
                "max_date": latest,
                "outputformat": "%Y-%m-%d",
            },
        )
        # standard mode: precision mode gave the same on the one page both were tried on
        found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    except Exception as error:
        raise ExtractError(f"the page could not be read: {type(error).__name__}") from error
    title = one_line(_first(records, "headline") or meta.title or "")
    site = one_line(meta.sitename or "")
    body = _body(records, paragraphs(tidy(found.text)) if found and found.text else [])
    if len(" ".join(body).split()) < _WORDS and not _is_article(records, tree):
        raise ExtractError("no article text was found in the page")
    return Entry(
        title=_without_outlet(title, site),
        paragraphs=body,
        url=web_address(_link(tree, "canonical") or _meta(tree, "og:url") or ""),
        outlet=site,
        published=_first(records, "datePublished") or _meta(tree, *_PUBLISHED) or meta.date,
        modified=_first(records, "dateModified") or _meta(tree, *_MODIFIED),
        paywalled=str(_first(records, "isAccessibleForFree") or "").lower() == "false",
    )


@cache
def _trafilatura() -> ModuleType:
    """Return the module, imported late: it takes 0.7 s. Its warnings reach only those who ask."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "charset_normalizer"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura


def _tree(text: str) -> HtmlElement:
    # libxml2 drops what comes after a NUL
    plain = re.sub(r"[\x00-\x08\x0e-\x1f]|^\s*<\?xml[^>]*>", "", text)
    tree = _trafilatura().load_html(plain)
    if not isinstance(tree, HtmlElement):
        raise ExtractError("the page holds no HTML that can be read")
    return tree


# --- what the page says of itself ---------------------------------------------------------

_ARTICLES = ("article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
             "opinionnewsarticle", "blogposting", "liveblogposting", "report")  # fmt: skip


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield the JSON-LD records of articles, the page's own first."""
    for script in tree.xpath("//script[contains(translate(@type, 'LD', 'ld'), 'ld+json')]"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(data)


def _articles(data: object) -> Iterator[dict[str, object]]:
    queue = [data]
    for _ in range(1000):  # of records; more is no article's
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, list):
            queue += item
        elif isinstance(item, dict):
            types = item.get("@type")
            named = types if isinstance(types, list) else [types]
            if any(str(name).lower() in _ARTICLES for name in named):
                yield item
            queue += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]


def _first(records: list[dict[str, object]], key: str) -> str | None:
    for record in records:
        value = record.get(key)
        if isinstance(value, str | bool) and str(value).strip():
            return str(value)
    return None


def _meta(tree: HtmlElement, *names: str) -> str | None:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            for element in tree.xpath(f"//*[@{attribute}=$name]", name=name):
                value = element.get("content") or element.get("datetime")
                if value and value.strip():
                    return str(value)
    return None


def _link(tree: HtmlElement, relation: str) -> str | None:
    found = tree.xpath("//link[@rel=$relation]/@href", relation=relation)
    return str(found[0]) if found else None


def _is_article(records: list[dict[str, object]], tree: HtmlElement) -> bool:
    return bool(records) or (_meta(tree, "og:type") or "").lower() == "article"


# --- text and title -----------------------------------------------------------------------


def _body(records: list[dict[str, object]], extracted: list[str]) -> list[str]:
    """Return the paragraphs of the article's own body, or those extracted if it is no fuller.

    Bodies in JSON-LD often have no paragraphs; then the page's paragraphs that are in the body
    are the article, without whatever else was extracted.
    """
    stated = max((_stated(record) for record in records), key=_size, default=[])
    if not stated or _size(stated) < _WHOLE * _size(extracted):
        return extracted
    whole = fold(" ".join(stated))
    common = [part for part in extracted if fold(part) in whole]
    if len(common) > len(stated) and _size(common) >= _WHOLE * _size(stated):
        return common
    return stated


def _stated(record: dict[str, object]) -> list[str]:
    body = record.get("articleBody")
    parts = paragraphs(tidy(strip_markup(body))) if isinstance(body, str) else []
    updates = record.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else []:
        if isinstance(update, dict):
            for key in ("headline", "articleBody"):
                text = update.get(key)
                if isinstance(text, str):
                    parts += paragraphs(tidy(strip_markup(text)))
    return parts


def _size(parts: list[str]) -> int:
    return sum(len(part.split()) for part in parts)


_SUFFIX = re.compile(r"(?P<head>.{8,})\s+(?P<bar>[|–—·•»-]+|::)\s+(?P<tail>.{2,60}?)")


def _without_outlet(title: str, site: str) -> str:
    """Return the title without ' | Outlet' or ' - Outlet' at its end."""
    found = _SUFFIX.fullmatch(title)
    if found is None:
        return title
    same = fold(found["tail"]) in (fold(site), fold(site.removeprefix("The "))) and site
    if same or (found["bar"] == "|" and len(found["tail"].split()) <= 4):
        return _without_outlet(found["head"], site)
    return title
