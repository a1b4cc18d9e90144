"""What is cleaned: documents and the stories they tell."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The article in a capture."""

    id: str  #: content_id(label, outlet, url, title, text, published)
    capture: str  #: Capture.id
    label: str  #: the id the input gave it (JSONL 'id', feed guid, file name), '' if none
    title: str  #: '' if none
    text: str  #: '' if none; never both empty
    known_at: datetime
    known_basis: str  #: 'published', 'modified', 'day end', 'fetched', 'date missing', 'date in the future'
    published: datetime | None = None
    modified: datetime | None = None
    outlet: str = ""  #: the outlet's name; '' if unknown
    url: str | None = None
    language: str = "und"  #: ISO 639-1, 'und' if undetermined
    credit: str | None = None  #: whom it copies, as printed ('Daily Mail')
    truncated: bool = False  #: the text breaks off

    @property
    def content(self) -> str:
        """The text that spans index: the non-empty ones of title and text, blank line between."""
        return "\n\n".join(part for part in (self.title, self.text) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """That a document became known, and whether the reader whose readings are shown has read it."""

    known_at: datetime
    outlet: str
    language: str
    read: bool  #: without failing
    tried: bool  #: it read it or failed on it, and is done with it
    elsewhere: bool  #: another reader has read it


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """That a document tells a story: a copy or rewrite of the story's first document."""

    document: str
    story: str  #: the id of the story's first document
    method: str  #: 'first', 'exact' or 'near'
    similarity: float  #: Jaccard of shingles, 1.0 for 'first' and 'exact'
