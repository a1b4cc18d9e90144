"""The demo chronicle keeps its own rules: cited, fictional, sorted, unquoted, and mixed on purpose."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from vedette.types import OutletKind

FOLDER = Path(__file__).parent.parent / "examples" / "ukraine-2021"
FIRST, LAST = datetime(2021, 3, 1, tzinfo=UTC), datetime(2022, 2, 25, tzinfo=UTC)

#: the least number of dispatches that carry a tag, so that each trap is really set
MIX = {
    "copy": 5,
    "rewrite": 8,
    "relay": 8,
    "contradiction": 10,
    "denial": 10,
    "correction": 2,
    "truncated": 2,
    "headline": 10,
    "long": 8,
    "bulletin": 3,
    "caption": 3,
    "ticker": 1,
    "russian": 1,
    "figures": 30,
    "projection": 2,
    "delta": 1,
    "near-miss": 30,
    "other-conflict": 10,
    "exercise": 15,
    "withdrawal": 8,
    "talks": 15,
    "evacuation": 8,
    "closure": 3,
    "logistics": 3,
    "imagery": 3,
    "pretext": 8,
    "cyber": 4,
    "sanctions": 5,
    "arms": 3,
    "mobilisation": 3,
    "recognition": 3,
    "force-authorised": 1,
    "onset": 8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    id: str
    title: str
    text: str
    published: datetime
    url: str
    outlet: str
    fact: str
    tags: tuple[str, ...]
    of: str | None

    @property
    def content(self) -> str:
        return "\n\n".join(part for part in (self.title, self.text) if part)


def load() -> tuple[Dispatch, ...]:
    lines = (FOLDER / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(
        Dispatch(
            id=row["id"],
            title=row["title"],
            text=row["text"],
            published=datetime.fromisoformat(row["published"]),
            url=row["url"],
            outlet=row["outlet"],
            fact=row["fact"],
            tags=tuple(row["tags"]),
            of=row.get("of"),
        )
        for row in rows
    )


DISPATCHES = load()
FACTS = {fact["key"]: fact for fact in yaml.safe_load((FOLDER / "facts.yaml").read_text(encoding="utf-8"))}
OUTLETS = {row["name"]: row for row in yaml.safe_load((FOLDER / "outlets.yaml").read_text(encoding="utf-8"))}
BY_ID = {dispatch.id: dispatch for dispatch in DISPATCHES}


def tagged(tag: str) -> list[Dispatch]:
    return [dispatch for dispatch in DISPATCHES if tag in dispatch.tags]


def shingles(text: str, size: int = 3) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def likeness(one: Dispatch, other: Dispatch) -> float:
    a, b = shingles(one.content), shingles(other.content)
    return len(a & b) / len(a | b)


def test_there_are_enough_dispatches_and_the_readme_counts_them() -> None:
    assert len(DISPATCHES) >= 140
    assert f"{len(DISPATCHES)} dispatches" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_ids_and_urls_are_unique() -> None:
    assert len(BY_ID) == len(DISPATCHES)
    assert len({dispatch.url for dispatch in DISPATCHES}) == len(DISPATCHES)


def test_dispatches_are_sorted_aware_and_in_range() -> None:
    times = [dispatch.published for dispatch in DISPATCHES]
    assert times == sorted(times)
    assert times[0] >= FIRST
    assert times[-1] < LAST
    assert all(time.utcoffset() is not None for time in times)


def test_every_fact_is_whole_and_used() -> None:
    for fact in FACTS.values():
        assert set(fact) == {"key", "date", "statement", "source"}
        assert type(fact["date"]) is date
        assert fact["statement"].endswith(".")
        assert re.search(r"20\d\d", fact["source"]), fact["key"]
    assert {dispatch.fact for dispatch in DISPATCHES} == set(FACTS)


def test_no_dispatch_is_older_than_its_fact() -> None:
    early = [d.id for d in DISPATCHES if d.published.date() < FACTS[d.fact]["date"]]
    assert early == []


def test_outlets_are_fictional_and_all_used() -> None:
    kinds = {kind.value for kind in OutletKind}
    for row in OUTLETS.values():
        assert row["fictional"] is True
        assert row["kind"] in kinds
        assert row["domain"].endswith(".example")
        assert re.fullmatch(r"[A-Z]{3}", row["country"])
    assert len(OUTLETS) >= 12
    assert {dispatch.outlet for dispatch in DISPATCHES} == set(OUTLETS)


def test_each_url_lies_on_the_domain_of_its_outlet() -> None:
    for dispatch in DISPATCHES:
        assert urlsplit(dispatch.url).hostname == OUTLETS[dispatch.outlet]["domain"], dispatch.id


def test_nobody_is_quoted() -> None:
    speech = r"(?:said|says|told|warned|added|wrote|writes|asked|replied)"
    for dispatch in DISPATCHES:
        assert not re.search('["“”„‟]', dispatch.content), dispatch.id
        for found in re.finditer(r"(?<!\w)['‘]([^'\n‘’]+)['’](?!\w)", dispatch.content):
            assert len(found.group(1).split()) <= 3, dispatch.id  # a scare quote, never a sentence
            before, after = dispatch.content[: found.start()], dispatch.content[found.end() :]
            assert not re.search(rf"\b{speech}\b\W*$", before), dispatch.id
            assert not re.match(rf"\W*(?:[A-Z]\w+\W+){{0,3}}{speech}\b", after), dispatch.id


def test_places_are_never_finer_than_a_town() -> None:
    fine = re.compile(
        r"\d+(?:\.\d+)?\s*°|\b\d{1,2}\.\d{3,}\b|\bgrid (?:square|reference)\b|\bcoordinates\b", re.IGNORECASE
    )
    assert [d.id for d in DISPATCHES if fine.search(d.content)] == []


@pytest.mark.parametrize(("tag", "least"), sorted(MIX.items()))
def test_the_mix_holds(tag: str, least: int) -> None:
    assert len(tagged(tag)) >= least


def test_a_quarter_has_no_bearing() -> None:
    share = len(tagged("quiet")) / len(DISPATCHES)
    assert 0.2 <= share <= 0.3


def test_there_is_a_quiet_summer() -> None:
    counted = Counter(
        d.published.month for d in DISPATCHES if d.published.year == 2021 and "quiet" not in d.tags
    )
    assert max(counted[7], counted[8]) * 4 < counted[4]


def test_what_points_at_another_dispatch_comes_after_it() -> None:
    for dispatch in DISPATCHES:
        if dispatch.of is not None:
            assert BY_ID[dispatch.of].published < dispatch.published
            assert BY_ID[dispatch.of].fact == dispatch.fact
        else:
            assert not {"rewrite", "correction", "copy"} & set(dispatch.tags), dispatch.id


def test_copies_are_exact_or_break_off() -> None:
    exact = 0
    for dispatch in tagged("copy"):
        assert dispatch.of is not None
        original = BY_ID[dispatch.of]
        assert dispatch.outlet != original.outlet
        if "truncated" in dispatch.tags:
            kept, _, credit = dispatch.text.partition("\n\nread more from ")
            assert original.text.startswith(kept)
            assert len(kept) < len(original.text)
            assert credit.rstrip(".") in OUTLETS
        else:
            assert (dispatch.title, dispatch.text) == (original.title, original.text)
            exact += 1
    assert exact >= 3


def test_rewrites_are_near_but_not_exact() -> None:
    for dispatch in tagged("rewrite"):
        assert dispatch.of is not None
        assert 0.6 < likeness(dispatch, BY_ID[dispatch.of]) < 1, dispatch.id


def test_relays_name_whom_they_relay() -> None:
    for dispatch in tagged("relay"):
        assert re.search(r"[Aa]ccording to|report(?:s|ed)|cit(?:es|ed|ing)", dispatch.content), dispatch.id


def test_headlines_have_no_text_and_captions_no_long_one() -> None:
    assert {d.id for d in tagged("headline")} == {d.id for d in DISPATCHES if not d.text}
    assert all(len(d.text.split()) < 60 for d in tagged("caption"))
    assert any(not d.title for d in tagged("caption"))
    assert all(d.content for d in DISPATCHES)


def test_long_ones_are_long_and_the_others_short() -> None:
    for dispatch in DISPATCHES:
        assert (len(dispatch.text.split()) > 110) == ("long" in dispatch.tags), dispatch.id


def test_one_page_is_in_russian() -> None:
    cyrillic = [d.id for d in DISPATCHES if len(re.findall("[а-яё]", d.text)) > 100]
    assert cyrillic == [d.id for d in tagged("russian")]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("ukr-90000", ("90,000", "areas held by separatists")),
        ("us-175000", ("175,000", "early 2022")),
        ("ukr-over-90000-crimea", ("more than 90,000", "including those in Crimea")),
        ("fig-127000", ("127,000", "air and naval")),
        ("fig-127000-feb", ("permanently based", "counted apart")),
        ("western-150000", ("150,000", "three sides")),
        ("ukr-148000", ("148,000", "126,000 are ground")),
        ("reznikov-140000", ("140,000 with air and naval", "119,000")),
        ("plus-7000", ("increased", "7,000")),
        ("osce-169000", ("169,000 and 190,000", "Russian-led forces")),
        ("pentagon-190000", ("190,000", "separatists included")),
    ],
)
def test_figures_keep_the_words_of_their_scope(fact: str, words: tuple[str, ...]) -> None:
    texts = [d.text for d in DISPATCHES if d.fact == fact]
    assert any(all(word in text for word in words) for text in texts)
