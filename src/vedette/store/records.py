"""Records to rows and back.

What is asked for by its fields has columns; what is always taken whole (readings, assessments,
bulletins) is JSON. Characters a database can't keep (lone surrogates, NUL) become U+FFFD, one for one,
so that spans stay true.
"""

import json
import re
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ConfigDict, TypeAdapter
from pydantic_core import PydanticSerializationError

from vedette.types import (
    Assessment,
    Bulletin,
    Capture,
    Check,
    Claim,
    Document,
    Reading,
    Run,
    Source,
    StoryMember,
    content_id,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody, or a rule, decided about a stored record. It changes nothing, it is appended."""

    target_kind: str  #: 'document', 'assessment', 'bulletin', 'source', ...
    target: str  #: id of the record
    action: str  #: 'supersede', 'correct', 'retract', 'takedown', 'dissent' or 'approve'
    reason: str
    author: str  #: who decided, '' for a rule
    at: datetime  #: when the world could know

    @property
    def id(self) -> str:
        """The content id: the same decision twice is one."""
        return content_id(self.target_kind, self.target, self.action, self.reason, self.author, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A problem file, settings: what the desk was told."""

    kind: str  #: 'problem', 'settings', ...
    name: str
    digest: str  #: content_id(content)
    content: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A sign of life of a process."""

    process: str  #: 'run', 'serve', ...
    at: datetime
    note: str = ""


# Without the config an unbounded figure would come back as null. It only reaches dataclasses that are
# inside something else, hence the tuples of one.
_EXACT = ConfigDict(ser_json_inf_nan="strings")
_READING = TypeAdapter(tuple[Reading], config=_EXACT)
_ASSESSMENT = TypeAdapter(tuple[Assessment], config=_EXACT)
_BULLETIN = TypeAdapter(tuple[Bulletin], config=_EXACT)

_UNKEPT = re.compile("[\0\ud800-\udfff]")


def kept(text: str) -> str:
    """Return the text as a database can keep it, of the same length."""
    return _UNKEPT.sub("\ufffd", text)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {key: _scrubbed(item) for key, item in value.items()}
    return value


def _dump(adapter: TypeAdapter[Any], record: object) -> str:
    try:
        body: str = adapter.dump_json((record,)).decode()
    except PydanticSerializationError:  # a lone surrogate
        body = ""
    if body and "\\u0000" not in body:
        return body
    return json.dumps(_scrubbed(adapter.dump_python((record,), mode="json")), ensure_ascii=False)


def row(record: Run | Source | Check | StoryMember | Review | Heartbeat) -> Row:
    """Return the columns of a flat record."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: kept(value) if isinstance(value, str) else value for name, value in values.items()}


def capture_row(capture: Capture) -> Row:
    """Return the columns of a capture, but for those that say where its payload is."""
    return {
        "id": capture.id,
        "source": capture.source,
        "url": kept(capture.url),
        "fetched_at": capture.fetched_at,
        "media_type": kept(capture.media_type),
        "sha256": capture.sha256,
        "size": len(capture.payload),
        "headers": json.dumps(capture.headers),
    }


def capture_of(found: sa.Row[Any], payload: bytes) -> Capture:
    """Return the capture of a row of `captures`."""
    return Capture(
        id=found.id,
        source=found.source,
        url=found.url,
        fetched_at=found.fetched_at,
        media_type=found.media_type,
        payload=payload,
        sha256=found.sha256,
        headers=tuple((name, value) for name, value in json.loads(found.headers)),
    )


_DOCUMENT = tuple(field.name for field in fields(Document) if field.name not in {"title", "text"})


def document_row(document: Document) -> Row:
    """Return the columns of a document, but for its title and text."""
    values = {name: getattr(document, name) for name in _DOCUMENT}
    return {name: kept(value) if isinstance(value, str) else value for name, value in values.items()}


def document_of(found: sa.Row[Any]) -> Document:
    """Return the document of a row of `documents` with `title` and `text`; both are '' if taken down."""
    values = found._mapping
    return Document(
        title=values["title"] or "", text=values["text"] or "", **{name: values[name] for name in _DOCUMENT}
    )


def reading_body(reading: Reading) -> str:
    """Return a reading as JSON."""
    return _dump(_READING, reading)


def reading_of(body: str) -> Reading:
    """Return the reading of a body."""
    return _READING.validate_json(body)[0]


def claim_row(claim: Claim) -> Row:
    """Return the columns of a claim, but for its place in the reading."""
    event, figure = claim.event, claim.figure
    return {
        "id": claim.id,
        "document": claim.document,
        "type": claim.type.value,
        "modality": claim.modality.value,
        "kind": event.kind.value if event else None,
        "actor": event.actor.code if event else (figure.of if figure else None),
        "recipient": event.recipient.code if event and event.recipient else None,
        "unit": kept(figure.unit) if figure else None,
        "indicators": " ".join(claim.indicators),
    }


def assessment_row(assessment: Assessment) -> Row:
    """Return the columns of an assessment; its id is that of its content."""
    body = _dump(_ASSESSMENT, assessment)
    return {
        "id": content_id(body),
        "problem": assessment.problem,
        "as_of": assessment.as_of,
        "level": int(assessment.level),
        "p": assessment.onset.p,
        "body": body,
    }


def assessment_of(body: str) -> Assessment:
    """Return the assessment of a body."""
    return _ASSESSMENT.validate_json(body)[0]


def bulletin_row(bulletin: Bulletin) -> Row:
    """Return the columns of a bulletin."""
    return {
        "id": bulletin.id,
        "problem": bulletin.problem.id,
        "issued_at": bulletin.issued_at,
        "status": bulletin.status,
        "level": int(bulletin.assessment.level),
        "body": _dump(_BULLETIN, bulletin),
    }


def bulletin_of(body: str) -> Bulletin:
    """Return the bulletin of a body."""
    return _BULLETIN.validate_json(body)[0]
