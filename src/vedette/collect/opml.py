"""Lists of feeds as OPML 2.0 (opml.org/spec2.opml), in and out."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from vedette.collect.markup import harmless
from vedette.errors import FetchError, InputError
from vedette.types import Source, SourceKind, content_id


def feed_source(url: str, name: str = "", *, every: int = 900) -> Source:
    """Return the source of a feed. `every` is the seconds between two checks."""
    return Source(id=content_id(SourceKind.FEED, url), kind=SourceKind.FEED, url=url, name=name, every=every)


def read_opml(payload: bytes, *, every: int = 900) -> tuple[Source, ...]:
    """Return the feeds of an OPML file in its order, each URL once, however deep it is nested.

    Outlines without an http(s) `xmlUrl` are headings and passed over. Raises InputError for what
    is no OPML or is hostile.
    """
    try:
        text = harmless(payload, "the list")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (FetchError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"no OPML that can be read: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise InputError("no OPML: the outermost element is not <opml>")
    found: dict[str, Source] = {}
    for outline in root.iter("{*}outline"):
        # the specification says xmlUrl; programs write all sorts
        given = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
        url = given.get("xmlurl", "")
        if _is_web(url) and url not in found:
            found[url] = feed_source(url, given.get("title") or given.get("text") or "", every=every)
    return tuple(found.values())


def write_opml(sources: Iterable[Source], *, title: str = "Feeds") -> bytes:
    """Return the feeds among the sources as an OPML 2.0 file in UTF-8."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _xml(title)
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind is SourceKind.FEED:
            name = _xml(source.name or source.url)
            etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=_xml(source.url))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)


def _xml(text: str) -> str:
    """Return the text without the characters XML 1.0 can't hold."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r"
        or " " <= letter <= "\ud7ff"
        or "\ue000" <= letter <= "\ufffd"
        or letter > "\uffff"
    )
