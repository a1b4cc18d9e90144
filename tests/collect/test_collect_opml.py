import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.collect.opml import feed_source, read_opml, write_opml
from vedette.config import data_file
from vedette.errors import InputError
from vedette.types import SourceKind


def test_nested_outlines_are_flattened_and_doubles_dropped() -> None:
    sources = read_opml(
        b"""<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
        <outline text="Wires"><outline text="Deep"><outline text="A" xmlUrl="https://a.example/rss"/></outline>
        <outline title="B" XMLURL="http://b.example/rss "/></outline>
        <outline text="again" xmlUrl="https://a.example/rss"/>
        <outline text="no" xmlUrl="file:///etc/passwd"/><outline text="bad" xmlUrl="http://[x"/></body></opml>""",
        every=600,
    )
    assert [(source.name, source.url) for source in sources] == [
        ("A", "https://a.example/rss"),
        ("B", "http://b.example/rss"),
    ]
    assert {(source.kind, source.every) for source in sources} == {(SourceKind.FEED, 600)}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not xml",
        b"<rss/>",
        b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline text="&x;" xmlUrl="http://a/"/></opml>',
    ],
)
def test_what_is_no_opml_is_an_input_error(payload: bytes) -> None:
    with pytest.raises(InputError, match="no OPML"):
        read_opml(payload)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_what_is_written_is_read_again(names: list[str]) -> None:
    sources = [feed_source(f"https://example.org/{n}?a=1&b=<2>", name) for n, name in enumerate(names)]
    again = read_opml(write_opml(sources, title="mine & yours"))
    assert [source.id for source in again] == [source.id for source in sources]


def test_the_starter_list_is_sound() -> None:
    sources = read_opml(data_file("feeds.opml").read_bytes())
    assert len(sources) >= 40
    assert len({source.name for source in sources}) == len(sources)
    assert all(source.name for source in sources)
