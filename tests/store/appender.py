"""A process that appends batches until it is killed or done; prints what was acknowledged.

Called as `appender.py HOME FIRST BATCHES SIZE [PAYLOAD_BYTES [FILE_SIZE_LIMIT]]`. A line of document
ids is printed once a batch is acknowledged, 'full: ...' if the disk was.
"""

import hashlib
import random
import resource
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vedette.errors import StoreFull
from vedette.store.store import open_store
from vedette.types import Capture, Document, Reading, Run, content_id

START = datetime(2021, 11, 1, tzinfo=UTC)
RUN = Run(id=content_id("rules"), stage="read", version="1", model="", settings="{}")


def pair(number: int, size: int) -> tuple[Capture, Document]:
    """Return the capture and document of a number, whose payload doesn't pack well."""
    payload = random.Random(number).randbytes(size)
    sha256 = hashlib.sha256(payload).hexdigest()
    url = f"file:dispatches.jsonl#{number}"
    capture = Capture(
        id=content_id(url, sha256),
        source=None,
        url=url,
        fetched_at=START,
        media_type="application/octet-stream",
        payload=payload,
        sha256=sha256,
    )
    document = Document(
        id=content_id("doc", number),
        capture=capture.id,
        label=str(number),
        title=f"Dispatch {number}",
        text=f"Convoy {number} was seen on the road.",
        known_at=START + timedelta(minutes=number),
        known_basis="published",
    )
    return capture, document


def main(home: str, first: str, batches: str, size: str, payload: str = "90", limit: str = "") -> None:
    """Append batch after batch."""
    with open_store(Path(home) / "vedette.db") as store:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        for batch in range(int(batches)):
            start = int(first) + batch * int(size)
            pairs = [pair(number, int(payload)) for number in range(start, start + int(size))]
            documents = [document for _, document in pairs]
            try:
                store.append_batch(
                    captures=[capture for capture, _ in pairs],
                    documents=documents,
                    readings=[Reading(document=document.id) for document in documents],
                    run=RUN,
                )
            except StoreFull as full:
                sys.stdout.write(f"full: {full}\n")
                return
            sys.stdout.write(" ".join(document.id for document in documents) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
