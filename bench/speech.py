"""Who says what in real articles: sources and contents of PolNeAR's development part (84 articles).

PolNeAR: Newell et al. (LREC 2018), US political news. F1 in percent over spans: `exact` in first and last
letter (marks, spaces and full stops at the ends aside), `overlap` in at least one letter. A content that is
broken by its source ('..., he said, ...') counts piece by piece, a quotation of several sentences as one.
Attributions of opinion and knowledge ('voters believe') count as well.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from train.sources import polnear_articles

from vedette.config import data_file
from vedette.read.actors import load_actors
from vedette.read.encoder import ModelFinder
from vedette.read.network import Network
from vedette.read.reader import Finder
from vedette.read.rules import RuleFinder
from vedette.read.speech import Speech, link
from vedette.read.stream import prepare
from vedette.types import Document

Pieces = Sequence[tuple[int, int]]
_EDGES = " \t\n.,;:!?\"'“”‘’()[]-–—"
_DAY = datetime(2016, 9, 1, tzinfo=UTC)


def measure(finder: Finder | None = None) -> dict[str, float]:
    """Return F1 of sources and contents by the shipped reader, and by rules alone."""
    finder = finder or ModelFinder(Network(data_file("reader")))
    found = _measure(finder)
    return found | {f"{name}, rules alone": value for name, value in _measure(RuleFinder()).items()}


def _measure(finder: Finder) -> dict[str, float]:
    actors = load_actors()
    exact: dict[str, Counter[str]] = {"source": Counter(), "content": Counter()}
    overlap: dict[str, Counter[str]] = {"source": Counter(), "content": Counter()}
    for text, gold in polnear_articles("dev"):
        document = Document(
            id="", capture="", label="", title="", text=text, known_at=_DAY, known_basis="", language="en"
        )
        prepared = prepare(document, actors)
        [findings] = finder.find([prepared])
        speeches = link(
            prepared.text,
            prepared.sentences,
            prepared.mentions,
            prepared.quotes,
            [finding.attributions for finding in findings],
        )
        told = {
            "source": [(s.source.start, s.source.end) for s in speeches if s.source and s.cue],
            "content": contents(text, speeches),
        }
        for name, given_spans in told.items():
            wanted = {_core(text, *span) for label, *span in gold if label == name}
            given = {_core(text, *span) for span in given_spans}
            _count(exact[name], wanted, given, lambda one, other: one == other)
            _count(overlap[name], wanted, given, lambda one, other: one[0] < other[1] and other[0] < one[1])
    return {
        f"{name} {kind} F1": _f1(counts[name])
        for kind, counts in (("exact", exact), ("overlap", overlap))
        for name in counts
    }


def contents(text: str, speeches: Sequence[Speech]) -> list[tuple[int, int]]:
    """Return the contents piece by piece.

    Each sentence of a quotation is a speech for vedette; the corpus has the quotation as one: what only
    white space parts inside a quotation is put together.
    """
    found: list[tuple[int, int]] = []
    goes_on = False
    for speech in speeches:
        for piece in (speech.content, *speech.more):
            gap = text[found[-1][1] : piece.start] if found else ""
            if gap.isspace() and (goes_on or speech.cue is None):
                found[-1] = (found[-1][0], piece.end)
            else:
                found.append((piece.start, piece.end))
            goes_on = speech.cue is None
    return found


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _count(
    counter: Counter[str],
    wanted: Iterable[tuple[int, int]],
    given: Iterable[tuple[int, int]],
    same: Callable[[tuple[int, int], tuple[int, int]], bool],
) -> None:
    wanted, given = list(wanted), list(given)
    counter["wanted"] += len(wanted)
    counter["given"] += len(given)
    counter["found"] += sum(any(same(one, other) for other in given) for one in wanted)
    counter["right"] += sum(any(same(one, other) for other in wanted) for one in given)


def _f1(counter: Counter[str]) -> float:
    recall = counter["found"] / max(1, counter["wanted"])
    precision = counter["right"] / max(1, counter["given"])
    return 200 * recall * precision / max(1e-9, recall + precision)
