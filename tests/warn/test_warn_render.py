"""Rendering: whatever the texts hold, a page is made, nothing escapes, no quote is changed."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.errors import InputError
from vedette.types import Bulletin, Span, day_of
from vedette.warn import html, jsonform, markdown
from vedette.warn.phrases import clock, day, moment, printable, share, web_url

if TYPE_CHECKING:
    from tests.warn.conftest import Sample

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "</mark></style></title><b>",
    "a\r\nb\rc\td",
    "\x00\x1b[31m\ud800 end",
    "\u202egnp.exe",
    "[x](javascript:alert(1)) ![y](//evil.example/z) <javascript:alert(1)>",
    "| a | b |\n# head\n- list\n\n    code `tick`",
    "&lt;b&gt; &amp; &#x3c;",
    "]]> <!-- --> '",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=()), min_size=1))
urls = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,<script>1</script>",
            "//evil.example/",
            'https://a.example/"onmouseover="x',
            "https://a.example/a)b(c",
            "file:reports.jsonl#3",
        ]
    ),
    texts,
)
#: everything our templates write; anything else came in through a text
TAGS = frozenset(
    "html head meta title style body svg defs pattern rect text main p header h1 h2 bdi span dl div dt dd "  # noqa: SIM905
    "section ul li a table thead tbody tr th td blockquote mark cite details summary code ol b footer".split()
)


class Page(HTMLParser):
    """Reads a page as a browser would: its tags, links and marked quotes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.quotes: dict[str, list[str]] = {}
        self._open: str | None = None
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"href", "src"}:
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)
            if name == "data-claim":
                self._open = value or ""
                self.quotes.setdefault(self._open, []).append("")

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.quotes[self._open][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"mark", "span"}:
            self._open = None


def spoilt(bulletin: Bulletin, text: str, url: str | None) -> Bulletin:
    """Return the bulletin with the text wherever the world decides what is said."""
    return replace(
        bulletin,
        problem=replace(bulletin.problem, name=text),
        statements=tuple(replace(item, text=f"{item.text} {text}") for item in bulletin.statements),
        evidence=tuple(
            replace(item, quote=text, speaker=text, outlet=text, url=url, span=Span(start=0, end=len(text)))
            for item in bulletin.evidence
        ),
        ledger=tuple(
            replace(item, speaker=text, outlet=text, relay=(text,), place=text) for item in bulletin.ledger
        ),
        corrections=(text,),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, url=urls)
def test_hostile_texts_stay_texts(bulletin: Bulletin, text: str, url: str | None) -> None:
    hostile = spoilt(bulletin, text, url)
    source = html.render(hostile)
    source.encode()
    page = Page(source)
    assert page.tags <= TAGS
    assert page.handlers == []
    assert all(re.match(r"#|https?://", each) for each in page.links)
    assert len(page.ids) == len(set(page.ids))
    shown = {item.claim: printable(item.quote) for item in hostile.evidence}
    assert set(page.quotes) == set(shown)
    for claim, quotes in page.quotes.items():
        assert set(quotes) == {shown[claim]}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, url=urls)
def test_markdown_and_json_take_hostile_texts(bulletin: Bulletin, text: str, url: str | None) -> None:
    hostile = spoilt(bulletin, text, url)
    source = markdown.render(hostile)
    source.encode()
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source)
    assert f"“{' '.join(printable(text).split())}”" in plain
    # our own anchors and links to the evidence are the only raw HTML and the only links
    bare = re.sub(
        r'<a id="e\d+"></a>|\[\d+\]\(#e\d+\)|<https?://[^\s<>]*>|\\.', "", source, flags=re.IGNORECASE
    )
    assert not re.search(r"[<\[]|\]\(", bare)
    read = jsonform.parse(jsonform.render(hostile))
    assert read.evidence[0].quote == printable(text)
    if text == printable(text) and url == (url and printable(url)):
        assert read == hostile


def test_json_is_the_record(bulletin: Bulletin) -> None:
    assert jsonform.parse(jsonform.render(bulletin)) == bulletin
    assert '"status": "exercise"' in jsonform.render(bulletin)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": 1}', b"\xff"])
def test_what_is_no_bulletin_is_refused(text: str | bytes) -> None:
    with pytest.raises(InputError, match="not a bulletin"):
        jsonform.parse(text)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c#d", True),
        ("HTTP://news.example/", True),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("https://a.example/ b", False),
        ("file:reports.jsonl#1", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, kept: bool) -> None:
    assert web_url(url) == (url if kept else None)


def test_the_page_asks_for_nothing(bulletin: Bulletin, sample: "Sample") -> None:
    source = html.render(bulletin, documents=sample.documents)
    assert "default-src 'none'" in source
    assert "<script" not in source
    assert "@import" not in source
    assert not re.search(r"url\((?!#)", source)
    assert not re.search(r"\ssrc=|<link", source)


def test_the_quote_stands_in_its_paragraph(bulletin: Bulletin, sample: "Sample") -> None:
    source = html.render(bulletin, documents=sample.documents)
    assert "residents told our reporter. </span><mark" in source
    assert '</mark><span class="context"> Shops stayed open and the buses ran.</span>' in source
    assert "The weather will stay cold" not in source
    item = bulletin.evidence[0]
    assert html.context(item, sample.documents[item.document])[0]
    assert html.context(replace(item, quote="other words"), sample.documents[item.document]) == ("", "")
    for item in bulletin.evidence:
        assert item.sha256 in source
        assert f'href="{item.url}"' in source


def test_every_reference_has_its_place(bulletin: Bulletin) -> None:
    page = Page(html.render(bulletin))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    text = markdown.render(bulletin)
    assert set(re.findall(r"\]\(#(e\d+)\)", text)) == set(re.findall(r'<a id="(e\d+)">', text))


def test_exercise_is_marked_in_every_form(bulletin: Bulletin) -> None:
    for source in (html.render(bulletin), markdown.render(bulletin)):
        assert source.count("Exercise - fictional outlets") >= 2
    actual = replace(bulletin, status="actual")
    assert "Exercise - fictional outlets" not in html.render(actual) + markdown.render(actual)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_have_enough_contrast(bulletin: Bulletin) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for what a chart is read by; in light, dark and print."""
    roots = re.findall(r":root \{(.*?)\}", html.render(bulletin), re.DOTALL)
    assert len(roots) == 3
    for root in roots:
        short = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})\b", root))
        colours = {k: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for k, v in short.items()}

        def ratio(one: str, other: str, colours: dict[str, str] = colours) -> float:
            light, dark = sorted((_luminance(colours[one]), _luminance(colours[other])), reverse=True)
            return (light + 0.05) / (dark + 0.05)

        for ink in ("ink", "mute", *(f"l{n}" for n in range(6))):
            assert ratio(ink, "page") >= 4.5, ink
        assert ratio("ink", "soft") >= 4.5
        assert ratio("ink", "mark") >= 4.5
        assert ratio("bar", "page") >= 3
        assert ratio("faint", "page") >= 3


def test_a_time_at_midnight_ends_the_day_before() -> None:
    end = datetime(2010, 11, 25, tzinfo=UTC)
    told = {
        end - timedelta(seconds=1): ("24 Nov 2010", "23:59"),
        end: ("24 Nov 2010", "24:00"),
        end + timedelta(seconds=1): ("25 Nov 2010", "00:00"),
        end.astimezone(timezone(timedelta(hours=9))): ("24 Nov 2010", "24:00"),
    }
    for when, (on, at) in told.items():
        assert (day(when), clock(when)) == (on, at)
        assert moment(when) == f"{on}, {at} UTC"
    assert day(date(2010, 11, 25)) == "25 Nov 2010"
    assert day_of(datetime(2011, 1, 1, tzinfo=UTC)) == date(2010, 12, 31)


def test_a_bulletin_of_the_end_of_a_day_is_of_that_day(bulletin: Bulletin) -> None:
    assert bulletin.assessment.as_of.time().isoformat() == "00:00:00"
    last = f"{bulletin.assessment.as_of - timedelta(days=1):%-d %b %Y}"
    assert f"| As of | {last}, 24:00 UTC |" in markdown.render(bulletin)
    assert f"<dt>As of</dt><dd>{last}, 24:00 UTC</dd>" in html.render(bulletin)
    # other programs read the exact time
    assert jsonform.parse(jsonform.render(bulletin)).assessment.as_of == bulletin.assessment.as_of


def test_a_figure_of_nobody_is_of_an_unknown_outlet(sample: "Sample") -> None:
    nobody = [replace(entry, speaker="", outlet="", relay=()) for entry in sample.ledger]
    bulletin = sample.compose(ledger=nobody)
    for text in (markdown.render(bulletin), html.render(bulletin)):
        assert "nknown outlet: " in text
        assert "| - |" not in text.partition("Figure ledger")[2].partition("##")[0].replace("| - |\n", "")
    assert {entry.speaker for entry in bulletin.ledger} == {"unknown outlet"}


@pytest.mark.parametrize(
    ("value", "digits", "told"), [(0.0084, 2, "0.84 %"), (0.5, 0, "50 %"), (0, 1, "0.0 %")]
)
def test_a_share_is_told_as_it_is(value: float, digits: int, told: str) -> None:
    assert share(value, digits) == told
