"""Whom an article copies: 'read more from X', 'originally published in X', datelines of agencies."""

import re
from urllib.parse import urlsplit

from vedette.clean.normalise import fold
from vedette.config import OutletTable
from vedette.types import OutletKind

_NAME = r"(?P<name>[^\s.,;:!?][^,;!?]{1,60}?)"
_REST = "more|rest|full|entire|whole|complete|original|article|story|post|report|version|of|the|this"
_PIECE = "(?:article|story|piece|post|column)"
_PRINTED = "published|appeared|posted|printed|ran|republished"
_READ_MORE = (
    rf"\W*(?:read|see|view|continue reading)(?: (?:the|of|this|it|here))*(?: (?:{_REST}))+"
    rf" (?P<by>from|at|on|in|via) (?:the original (?:article|source) )?{_NAME}[\s.…>»]*"
)
# of 'the story' only 'originally': 'the story was published by X' may be the news
_ORIGINALLY = (
    rf"\W*(?:this {_PIECE}(?: has| had)?(?: been| was)?(?: originally| first)?"
    rf"|(?:(?:the )?{_PIECE}(?: has| had)?(?: been| was)? )?originally)"
    rf" (?:{_PRINTED})(?: originally| first)? (?P<by>in|on|at|by|from|with permission from) {_NAME}"
    r"(?: on (?:\w+ ){0,2}\d.{0,20})?(?:,? (?:and|under|with|as) .{0,80})?[\s.…)]*"
)
_SOURCE = rf"\W*(?:original )?(?P<by>source|via|courtesy(?: of)?)\s*:\s*{_NAME}[\s.…)]*"
_LINES = tuple(re.compile(form, re.IGNORECASE) for form in (_READ_MORE, _ORIGINALLY, _SOURCE))
_LINE_WORDS = 25
_LITTLE_WORDS = ("the", "of", "and", "de", "la", "le", "news")


def credit_line(line: str, outlets: OutletTable) -> str | None:
    """Return whom a line credits, '' for a link to more on a subject, None for other lines."""
    if len(line.split()) > _LINE_WORDS:
        return None
    for pattern in _LINES:
        if not (found := pattern.fullmatch(line)) or not _is_name(found["name"]):
            continue
        # 'read more on Ukraine', 'originally published on Monday': no outlet
        if found["by"].lower() == "on" and "." not in found["name"] and not _known(found["name"], outlets):
            return "" if re.match(r"\W*(?:read|see|view)", line, re.IGNORECASE) else None
        return printed(found["name"], outlets)
    return None


def _is_name(text: str) -> bool:
    """Tell a name ('The Harbour Gazette', 'dailymail', a URL) from the middle of a sentence."""
    words = [word for word in text.split() if word.lower() not in _LITTLE_WORDS]
    return len(text.split()) <= 6 and (
        len(words) == 1 or all(word[0].isupper() or not word[0].isalpha() for word in words)
    )


# agencies by the marks they sign datelines with
_AGENCIES = frozenset(
    """
    reuters,thomson reuters,ap,associated press,afp,agence france-presse,upi,dpa,efe,ansa,apa,tass,
    itar-tass,ria novosti,ria,interfax,interfax-ukraine,ukrinform,unian,belta,xinhua,kyodo,yonhap,pti,
    ani,ians,bloomberg,cnn,irna,anadolu,aa,bbc,mena,sana,wam,kcna,pap,ctk,mti,bta,tanjug,cna,antara,
    bernama
    """.replace("\n    ", "")
    .strip()
    .split(",")
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w'’.,/ -]{1,58}?,? )?\((?P<name>[A-Z][\w .&/-]{1,30}?)\)"
    r"(?P<dash> ?(?:[-–—]{1,2}|:) ?)(?=\S)"
)


def without_agency(paragraph: str, outlets: OutletTable) -> tuple[str, str | None]:
    """Return the paragraph without the agency that its dateline names, and the agency.

    Place and day stay: 'KYIV, Nov 10 (Reuters) - Ukraine said' becomes 'KYIV, Nov 10 - Ukraine said'.
    """
    found = _DATELINE.match(paragraph)
    if found is None or not _signs(found["name"], found["place"] or "", outlets):
        return paragraph, None
    place, rest = (found["place"] or "").strip().rstrip(","), paragraph[found.end() :]
    return (f"{place}{found['dash']}{rest}" if place else rest), printed(found["name"], outlets)


def _signs(name: str, place: str, outlets: OutletTable) -> bool:
    if name.casefold() in _AGENCIES:
        return True
    known = outlets.by_name.get(name.casefold())
    return known is not None and (known.kind is OutletKind.WIRE or bool(re.match(r"[A-ZÀ-Þ]{2}", place)))


def printed(name: str, outlets: OutletTable) -> str:
    """Return the outlet's name as a person would print it, 'dailymail' as 'Daily Mail'."""
    name = name.strip(" \t.…>»)(\"'“”‘’-–—")
    host = _host(name)
    if "." in host and " " not in name:
        found = outlets.find(url=f"https://{host}").name
        return found if found != host else host.removeprefix("www.")
    return _known(name, outlets) or name


def _host(name: str) -> str:
    try:
        return urlsplit(name if "//" in name else f"//{name}").hostname or ""
    except ValueError:
        return ""


def _known(name: str, outlets: OutletTable) -> str | None:
    """Return the table's name of an outlet written without blanks, article or ending of its domain."""
    key = _key(name)
    for outlet in outlets.by_name.values():
        if key and key in (_key(outlet.name), fold((outlet.domain or "").split(".")[0])):
            return outlet.name
    return None


def _key(name: str) -> str:
    return fold(re.sub(r"^the ", "", name, flags=re.IGNORECASE))
