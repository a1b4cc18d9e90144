"""The desk: a store with the stages wired to it. The one place where stages meet.

A `Desk` writes: it collects, reads, judges, issues. An `Outlook` (from `Desk.as_of`) only looks: it
answers every question as of one moment, now or past.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice, tee
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, TypeVar

from vedette.clean.copies import Stories
from vedette.clean.documents import clean
from vedette.collect.files import read_paths
from vedette.collect.limits import Limits
from vedette.config import Settings, load_outlets
from vedette.errors import ConfigError
from vedette.outlook import READ_LANGUAGES, Outlook
from vedette.store.records import Review
from vedette.store.store import DATABASE_NAME, open_store
from vedette.types import (
    Assessment,
    Bulletin,
    Capture,
    Check,
    Document,
    Failure,
    Reading,
    Source,
    StoryMember,
    WarningProblem,
)
from vedette.watch.problems import load_board, load_problem, load_problems

if TYPE_CHECKING:
    from vedette.collect.fetch import Fetcher
    from vedette.read.reader import Reader

#: Captures taken in one transaction: a killed process loses at most so many unacknowledged ones.
BATCH = 500
#: Stories reach back so far: a copy later than this is news again.
STORY_WINDOW = timedelta(days=14)
#: Of the words of two versions of one page so many are in both (Jaccard). Of 40,000 random pairs of newswire
#: stories (Reuters-21578) one in a thousand shares 0.25, and two share more than this.
SAME_TEXT = 0.5

T = TypeVar("T")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What collecting brought."""

    records: int = 0  #: captures and failures seen
    captures: int = 0  #: new ones
    documents: int = 0  #: new ones
    stories: int = 0  #: new ones: documents that copy nothing known
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Taken") -> "Taken":
        """Return both together."""
        return Taken(
            records=self.records + other.records,
            captures=self.captures + other.captures,
            documents=self.documents + other.documents,
            stories=self.stories + other.stories,
            failures=self.failures + other.failures,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What reading brought."""

    documents: int = 0
    claims: int = 0
    unread: int = 0  #: of the documents, those in a language that is not read: a gap, no failure
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """A document taken out of what is weighed, and what had rested on it."""

    document: Document
    review: Review
    judged: tuple[tuple[Assessment, Assessment], ...]  #: of problems it bore on: before and after, stored
    bulletins: tuple[Bulletin, ...]  #: that quote it; each is wrong by now
    copies: tuple[str, ...]  #: ids of documents that tell its story and still stand


class Desk:
    """A store with the stages wired to it. Close it, or use it in a `with`."""

    def __init__(
        self, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Open the desk in `settings.home`, which is made if it isn't there. Raises StoreError."""
        self.settings = settings
        self.clock = clock
        self.outlets = load_outlets(settings.outlets)
        where = settings.database or settings.home / DATABASE_NAME
        self.store = open_store(where, captures=settings.home / "captures", clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @cached_property
    def reader(self) -> "Reader":
        """The reader, loaded when first needed."""
        from vedette.read.loading import load_reader

        return load_reader(self.settings)

    def problem(self, name: str) -> WarningProblem:
        """Return a problem by the name of a shipped file, of one in the desk's folder, or by path."""
        own = self.settings.home / "problems" / f"{name}.yaml"
        return load_problem(own if own.is_file() else name)

    def problems(self) -> list[WarningProblem]:
        """Return the problems on the board. Raises ConfigError if one can't be loaded."""
        return load_problems(self.settings.problems, folder=self.settings.home / "problems")

    def board(self) -> tuple[list[WarningProblem], list[ConfigError]]:
        """Return the problems on the board that can be loaded, and what is wrong with the others."""
        return load_board(self.settings.problems, folder=self.settings.home / "problems")

    # --- looking --------------------------------------------------------------------------

    def as_of(self, moment: datetime | None = None, *, replay: bool = False) -> Outlook:
        """Return what the desk can say as of a moment (default: now). It reads only.

        A moment before the desk held anything, or `replay`, is answered by what the world could know
        then, read as we read now; the outlook says so (`replayed`).
        """
        now = self.clock()
        moment = moment or now
        replay = replay or moment < self._founded()
        view = self.store.replay(moment, self.reader.run.id) if replay else self.store.as_of(moment)
        return Outlook(view, moment, outlets=self.outlets, settings=self.settings, replayed=replay)

    def _founded(self) -> datetime:
        """Return when the first document was recorded here; the far future if none was."""
        first = self.store.first_recorded()
        return first or datetime.max.replace(tzinfo=UTC)

    # --- collecting -----------------------------------------------------------------------

    def take_paths(
        self,
        paths: Sequence[str | Path],
        *,
        stdin: BinaryIO | None = None,
        progress: Progress = lambda _: None,
    ) -> Taken:
        """Return what files and folders brought. Doing it again changes nothing."""
        limits = Limits(record_bytes=self.settings.max_bytes)
        return self.take(read_paths(paths, now=self.clock(), stdin=stdin, limits=limits), progress=progress)

    def take(self, found: Iterable[Capture | Failure], *, progress: Progress = lambda _: None) -> Taken:
        """Return what these captures brought, once all of it is stored: cleaned, and told as stories."""
        total = Taken()
        for batch in chunks(found, BATCH):
            total += self._take_batch(batch)
            progress(len(batch))
        return total

    def _take_batch(self, batch: list[Capture | Failure], checks: Sequence[Check] = ()) -> Taken:
        failures = [item for item in batch if isinstance(item, Failure)]
        captures = [item for item in batch if isinstance(item, Capture)]
        view = self.store.view()
        known = view.known_captures(capture.id for capture in captures)
        fresh = [capture for capture in captures if capture.id not in known]
        documents: list[Document] = []
        for result in clean(fresh, outlets=self.outlets):
            (failures if isinstance(result, Failure) else documents).append(result)  # type: ignore[arg-type]
        documents.sort(key=lambda document: (document.known_at, document.id))
        members = [self._stories.add(document) for document in documents]
        reviews = list(self._revisions(documents, members))
        if reviews:
            # before the batch: what is killed in between is taken again and reviewed alike, whereas a stored
            # capture is never looked at again
            self.store.append_reviews(reviews)
        appended = self.store.append_batch(
            captures=fresh, documents=documents, members=members, failures=failures, checks=checks
        )
        return Taken(
            records=len(batch),
            captures=appended.captures,
            documents=appended.documents,
            stories=sum(member.method == "first" for member in members),
            failures=tuple(failures),
        )

    @cached_property
    def _stories(self) -> Stories:
        newest = self.store.view().holdings().newest
        since = newest - STORY_WINDOW if newest else None
        return Stories(self.store.view().stories(since=since), window=STORY_WINDOW)

    def _revisions(self, documents: list[Document], members: list[StoryMember]) -> Iterator[Review]:
        """Yield that a document replaces an earlier version: same address, and same label, story or text."""
        view = self.store.view()
        at_address: dict[str, list[Document]] = {}
        for document, member in zip(documents, members, strict=True):
            if not document.url:
                continue
            if document.url not in at_address:
                at_address[document.url] = list(view.documents_at(document.url))
            versions = at_address[document.url]
            for earlier in versions:
                same = earlier.id == member.story or (document.label and document.label == earlier.label)
                if (same or alike(document, earlier)) and earlier.known_at < document.known_at:
                    yield Review(
                        target_kind="document",
                        target=earlier.id,
                        action="supersede",
                        reason=f"a later version is document {document.id}",
                        author="",
                        at=document.known_at,
                    )
            versions.append(document)

    def look(
        self, sources: Sequence[Source], *, fetcher: "Fetcher", progress: Progress = lambda _: None
    ) -> Taken:
        """Return what a look at each of these sources brought; each look is stored with its outcome."""
        from vedette.collect.sources import check

        total = Taken()
        last = {done.source: done for done in self.store.view().last_checks()}
        for source in sources:
            seen = self._seen
            checked = check(source, last.get(source.id), fetcher, self.clock(), seen=seen)
            total += self._take_batch([*checked.captures, *checked.failures], [checked.check])
            progress(1)
        return total

    def _seen(self, url: str) -> bool:
        return any(True for _ in self.store.view().documents_at(url))

    # --- reading --------------------------------------------------------------------------

    def read(self, *, progress: Progress = lambda _: None) -> Read:
        """Return what reading all unread documents brought."""
        reader = self.reader
        count = claims = gaps = 0
        failures: list[Failure] = []
        # one stream, which the reader shares among its processes; what it takes ahead waits in `tee`
        ahead, unread = tee(self.store.view().documents(unread_by=reader.run.id))
        for batch in chunks(zip(unread, reader.read(ahead), strict=True), BATCH):
            readings: list[Reading] = []
            failed: list[Failure] = []
            for document, reading in batch:
                readings.append(reading)
                if document.language not in READ_LANGUAGES:
                    gaps += 1
                elif reading.error:
                    record = document.label or document.id
                    failed.append(Failure(stage="read", record=record, reason=reading.error, at=self.clock()))
            appended = self.store.append_batch(readings=readings, run=reader.run, failures=failed)
            failures += failed
            count += len(batch)
            claims += appended.claims
            progress(len(batch))
        return Read(documents=count, claims=claims, unread=gaps, failures=tuple(failures))

    # --- judging --------------------------------------------------------------------------

    def judge(self, problems: Iterable[WarningProblem] | None = None) -> list[Assessment]:
        """Return today's assessment of each problem, once it is stored."""
        outlook = self.as_of()
        done = [outlook.assess(problem) for problem in (self.problems() if problems is None else problems)]
        self.store.append_assessments(done)
        return done

    def retract(self, name: str, *, reason: str, author: str) -> Retraction:
        """Return what a retraction changed, once it is stored and the problems it bore on are judged anew.

        `name` is a document's id or its beginning, its label or its URL. From now on the document counts for
        nothing; what is asked as of an earlier time stays as it was. Raises ConfigError where the name fits
        no document or several, where it is retracted already, and without a reason or a name.
        """
        if not (reason.strip() and author.strip()):
            raise ConfigError("a retraction needs a reason and the name of who retracts")
        document = self._one_document(name)
        before = self._newest()
        bore_on = [one for one in self.board()[0] if before.bears(document, one)]
        review = Review(
            target_kind="document",
            target=document.id,
            action="retract",
            reason=reason.strip(),
            author=author.strip(),
            at=self.clock(),
        )
        self.store.append_reviews([review])
        after = self._newest()
        judged = tuple((before.assess(problem), after.assess(problem)) for problem in bore_on)
        self.store.append_assessments(new for _, new in judged)
        return Retraction(
            document=document,
            review=review,
            judged=judged,
            bulletins=tuple(after.view.bulletins_citing(document.id)),
            copies=tuple(after.view.told_with(document.id)),
        )

    def _newest(self) -> Outlook:
        """Return what the desk can say now, of all that is stored, even if the clock was put back."""
        return self.as_of(max(self.clock(), self.store.last_recorded()))

    def _one_document(self, name: str) -> Document:
        view = self.store.view()
        found = view.documents_called(name)
        if not found:
            raise ConfigError(f"no document {name}", hint="vedette search and vedette explain print ids")
        if len(found) > 1:
            raise ConfigError(
                f"{len(found)} documents are called {name}",
                hint="give one id: " + ", ".join(one.id for one in found[:3]),
            )
        for review in view.reviews("document", found[0].id):
            if review.action in {"retract", "takedown"}:
                raise ConfigError(
                    f"document {found[0].id} was retracted on {review.at:%Y-%m-%d} by {review.author}: "
                    f"{review.reason}"
                )
        return found[0]

    def issue(
        self,
        problem: WarningProblem,
        *,
        moment: datetime | None = None,
        status: str = "draft",
        signed: str = "",
        dissent: tuple[str, str] | None = None,
    ) -> Bulletin:
        """Return a bulletin, once it is stored with what its reviewers said of it.

        `signed` names who answers for it, which an actual one needs; `dissent` is the author and text of what
        is held against it. Raises VedetteError where an actual bulletin has no name, or a dissent with it.
        """
        if dissent is not None:
            if not all(map(str.strip, dissent)):
                raise ConfigError(
                    "a dissent needs a text and the name of who dissents", hint="give --by NAME"
                )
            if status == "actual":
                raise ConfigError(
                    "one issue cannot be both signed and dissented from",
                    hint="store the dissent with a draft: it stands in the actual bulletin that follows",
                )
        bulletin = self.as_of(moment).bulletin(
            problem, status=status, issued_at=self.clock(), signed=signed, dissent=dissent
        )
        self.store.append_bulletins([bulletin])
        said = [("approve", signed, f"issued as {bulletin.status}")] if signed else []
        said += [("dissent", *dissent)] if dissent else []
        self.store.append_reviews(
            Review(
                target_kind="bulletin",
                target=bulletin.id,
                action=action,
                reason=reason,
                author=author,
                at=bulletin.issued_at,
            )
            for action, author, reason in said
        )
        return bulletin


def alike(one: Document, other: Document) -> bool:
    """Return whether two documents of one address are versions of one text, whatever changed in figures."""
    first, second = (set(document.content.casefold().split()) for document in (one, other))
    return len(first & second) > SAME_TEXT * len(first | second)


@contextmanager
def scratch_desk(settings: Settings | None = None, **changes: object) -> Iterator[Desk]:
    """Yield a desk in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="vedette-") as folder:
        base = settings or Settings()
        own = base.model_copy(update={"home": Path(folder), "database": None, **changes})
        with Desk(own) as desk:
            yield desk


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of up to `size` items."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
