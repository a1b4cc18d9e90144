"""Full-text search, on whichever database."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.store.search import MARKS, parse
from vedette.store.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import Opener, Samples

TEXTS = {
    1: ("Tank columns move", "Tank columns moved past Yel'nya at night."),
    2: ("Talks in Geneva", "Ministers met; the word tank was not spoken. Columns of the press were full."),
    3: ("Café talks fail", "An état-major officer said “no”. Танки стоят у границы."),
    4: ("Tanker aground", "A tanker ran aground. C++ AND NOT (OR) NEAR* are words here, 90,000 of them."),
}


@pytest.fixture
def filled(store: Store, make: "Samples") -> Store:
    make.keep(
        store, *(make.document(number, title=title, text=text) for number, (title, text) in TEXTS.items())
    )
    return store


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("tank", [2, 1]),
        ("TANK columns", [2, 1]),
        ('"tank columns"', [1]),
        ("tank*", [4, 2, 1]),
        ('"tank colu"*', [1]),
        ("yel'nya", [1]),
        ("Yelʹnya", []),
        ("cafe etat", [3]),
        ("танки", [3]),
        ("tank AND columns", []),  # operators are words, and no text has all three
        ("c++ near", [4]),
        ("90,000", [4]),
        ('"tank columns', [1]),  # unbalanced
        ("title:tank", []),
        ("tank -columns", [2, 1]),
        ("^tank", [2, 1]),
        ("tank nosuchword", []),
        ("", []),
        ('"', []),
        ('* () - "" \' \0', []),
    ],
)
def test_queries_find_what_a_user_expects(filled: Store, query: str, labels: list[int]) -> None:
    hits = filled.view().search(query)
    by_id = {document.id: int(document.label) for document in filled.view().documents()}
    assert [by_id[hit.document] for hit in hits] == labels
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_a_hit_shows_where_it_was_found(filled: Store, make: "Samples") -> None:
    (hit,) = filled.view().search("night")
    assert (hit.title, hit.outlet, hit.known_at) == ("Tank columns move", "Border Courier", make.day(1))
    assert f"{MARKS[0]}night{MARKS[1]}" in hit.snippet


def test_search_keeps_to_the_view_and_the_limit(filled: Store, make: "Samples") -> None:
    assert [hit.known_at for hit in filled.view().search("tank*", limit=2)] == [make.day(4), make.day(2)]
    assert filled.view().search("tank", limit=0) == []
    before = filled.last_recorded()
    make.keep(filled, make.document(5, title="Tank again"))
    assert len(filled.view().search("tank")) == 3
    assert len(filled.as_of(before).search("tank")) == 2
    assert [hit.title for hit in filled.replay(make.day(1), "any").search("tank")] == ["Tank columns move"]


def test_a_very_long_text_is_stored_and_found(store: Store, make: "Samples") -> None:
    words = " ".join(f"word{number}" for number in range(150_000))
    make.keep(store, make.document(1, text=words))
    assert len(store.view().search("word7 word8000")) == 1
    document = store.view().document(make.document(1).id)
    assert document is not None
    assert document.text == words


def test_a_very_long_query_is_cut(filled: Store) -> None:
    assert filled.view().search("tank " * 5_000)


@pytest.fixture(scope="module")
def searched(new_store: "Opener", make: "Samples") -> Store:
    store = new_store()
    make.keep(
        store, *(make.document(number, title=title, text=text) for number, (title, text) in TEXTS.items())
    )
    return store


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=40) | st.text(alphabet="tank\"*():^-+{}' \0\udc80AND", max_size=30))
def test_any_text_is_a_safe_query(searched: Store, query: str) -> None:
    hits = searched.view().search(query)
    if not parse(query):
        assert hits == []
    for hit in hits:
        assert searched.view().document(hit.document) is not None
