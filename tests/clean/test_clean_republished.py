"""Republished pages lose their repeats, promotions and credits; plain news loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.clean.republished import restore
from vedette.config import OutletTable
from vedette.types import Outlet, OutletKind

OUTLETS = OutletTable.of(
    [
        Outlet(name="The Harbour Gazette", domain="harbourgazette.example"),
        Outlet(name="Northwire", domain="northwire.example", kind=OutletKind.WIRE),
    ]
)
WORDS = [
    "troops",
    "moved",
    "tanks",
    "to",
    "the",
    "border",
    "near",
    "river",
    "town",
    "ministry",
    "said",
    "source",
    "officials",
    "read",
    "reports",
    "next",
    "week",
    "share",
    "of",
    "trains",
    "follow",
    "orders",
    "watch",
    "towers",
    "related",
    "talks",
    "sign",
    "treaty",
    "copyright",
    "law",
    "cookies",
    "baked",
    "comment",
    "register",
    "ships",
    "listen",
    "posts",
    "Ukraine",
    "Like",
    "us",
    "not",
    "or",
    "it",
    "NEXT",
    "more",
    "from",
    "in",
    "on",
    "by",
]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=6, max_size=30).map(
    lambda words: "The minister said that " + " ".join(words) + "."
)


@given(st.lists(SENTENCE, min_size=1, max_size=8, unique_by=str.casefold))
def test_text_without_such_marks_comes_out_unchanged(paragraphs: list[str]) -> None:
    article = restore("Talks go on in the capital", paragraphs, OUTLETS)
    assert list(article.paragraphs) == paragraphs
    assert article.credit is None
    assert not article.truncated


@pytest.mark.parametrize(
    "sentence",
    [
        "Like it or not, the border stays shut, the minister said.",
        "Share prices fell by a tenth on Monday.",
        "Next week both sides meet in Geneva.",
        "NEXT week both sides meet in Geneva.",
        "Copyright law was changed by decree on Friday.",
        "Read from the podium, the statement named no country.",
        "The report was published on Monday.",
        "The story was published by the army's own newspaper.",
        "Websites must let visitors reject all cookies, the court ruled.",
        "Ships must register before they enter the channel.",
        "Watch towers were built along the river.",
        "Related charges were dropped in March.",
        "Register voters abroad first, the opposition said.",
        "Follow-up talks are set for Tuesday.",
        "He said: 'You can read more about it in the treaty.'",
        "Ukraine's president (Zelensky) - once an actor - spoke for an hour.",
        "Comment was not available from the ministry.",
        "Advertisement for the army's new regiment drew 3,000 men.",
        "The source: a retired colonel who had served in the district.",
    ],
)
def test_a_news_sentence_that_looks_like_a_mark_stays(sentence: str) -> None:
    article = restore(
        "Title", ["The talks began at noon.", sentence, "They went on until the evening."], OUTLETS
    )
    assert sentence in article.paragraphs
    assert article.credit is None


@pytest.mark.parametrize(
    "line",
    [
        "PREV Dance contest final: the acts that made the crowd cheer ... trends now",
        "NEXT Ten recipes for a cold evening ... trends now",
        "Share this article",
        "Share on Facebook",
        "Also read: Ten recipes for a cold evening",
        "READ MORE: Ten recipes for a cold evening",
        "Related: Ten recipes",
        "Most read",
        "Sign up for our daily newsletter here.",
        "Follow us on Telegram",
        "We use cookies to give you the best experience on our website.",
        "© 2021 The Harbour Gazette",
        "Copyright 2021. All rights reserved.",
        "Advertisement",
        "Читайте также: Афиша недели",
        "À lire aussi : dix recettes",
        "Read more on Ukraine",
    ],
)
def test_promotions_go(line: str) -> None:
    article = restore("Title", ["The talks began at noon.", line, "They went on until the evening."], OUTLETS)
    assert article.paragraphs == ("The talks began at noon.", "They went on until the evening.")
    assert article.credit is None
    assert not article.truncated


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("read more from harbourgazette.....", "The Harbour Gazette"),
        ("Read more at www.harbourgazette.example", "The Harbour Gazette"),
        ("Read the full story at https://news.harbourgazette.example/a/1", "The Harbour Gazette"),
        ("Read the rest on Northwire »", "Northwire"),
        ("This article originally appeared in The Harbour Gazette.", "The Harbour Gazette"),
        ("This article was originally published by Harbour Gazette on 4 May 2021.", "The Harbour Gazette"),
        ("The story originally ran in the Evening Lantern.", "the Evening Lantern"),
        ("Source: Northwire", "Northwire"),
        ("Via: lantern.example", "lantern.example"),
    ],
)
def test_a_credit_line_becomes_the_credit(line: str, credit: str) -> None:
    article = restore("Title", ["The talks began at noon.", line], OUTLETS)
    assert article.credit == credit
    assert article.paragraphs == ("The talks began at noon.",)
    assert not article.truncated


@pytest.mark.parametrize(
    ("paragraph", "left", "credit"),
    [
        ("KYIV, Nov 10 (Reuters) - Ukraine said so.", "KYIV, Nov 10 - Ukraine said so.", "Reuters"),
        ("(Reuters) - Ukraine said so.", "Ukraine said so.", "Reuters"),
        ("Moscow (AFP) – Russia said so.", "Moscow – Russia said so.", "AFP"),
        ("GENEVA (Northwire) -- Both said so.", "GENEVA -- Both said so.", "Northwire"),
        (
            "The treaty (of 1990) - long void - was named.",
            "The treaty (of 1990) - long void - was named.",
            None,
        ),
        (
            "Northern Command (NC) - a new staff - was named.",
            "Northern Command (NC) - a new staff - was named.",
            None,
        ),
    ],
)
def test_a_dateline_credits_its_agency_and_keeps_its_place(
    paragraph: str, left: str, credit: str | None
) -> None:
    article = restore("Title", [paragraph], OUTLETS)
    assert (article.paragraphs, article.credit) == ((left,), credit)


def test_the_title_said_again_and_captions_said_twice_are_kept_once() -> None:
    caption = "Trucks on the road to the coast on Monday (pictured)"
    paragraphs = [
        "A TITLE, said!",
        "A title: said",
        "Talks began at noon.",
        caption,
        caption,
        "They ended.",
        caption,
    ]
    article = restore("A title said", paragraphs, OUTLETS)
    assert article.paragraphs == ("Talks began at noon.", caption, "They ended.")


def test_short_answers_may_come_twice() -> None:
    paragraphs = ["Will they withdraw?", "No.", "Will they talk?", "No."]
    assert restore("Title", paragraphs, OUTLETS).paragraphs == tuple(paragraphs)


@pytest.mark.parametrize(
    ("last", "left"),
    [
        ("The vote showed overwhelming support for", "The vote showed overwhelming support for"),
        ("The vote showed support for ...", "The vote showed support for"),
        ("The vote showed support…", "The vote showed support"),
        ("The vote showed support for [...]", "The vote showed support for"),
        ("The vote showed support for… [+1234 chars]", "The vote showed support for"),
        ("The vote showed support for... Read more", "The vote showed support for"),
        ("The vote was about three things in particular:", "The vote was about three things in particular:"),
    ],
)
def test_a_text_that_breaks_off_is_truncated(last: str, left: str) -> None:
    article = restore("Title", ["The talks began at noon.", last], OUTLETS)
    assert article.truncated
    assert article.paragraphs[-1] == left


@pytest.mark.parametrize(
    "line", ["Read more", "Continue reading →", "Subscribe to read the full story", "[+42 chars]"]
)
def test_a_wall_at_the_end_says_that_the_text_breaks_off(line: str) -> None:
    article = restore("Title", ["The talks began at noon.", line, "Share this"], OUTLETS)
    assert article.truncated
    assert article.paragraphs == ("The talks began at noon.",)
    assert not restore("Title", ["The talks began.", line, "They ended at six."], OUTLETS).truncated


@pytest.mark.parametrize(
    "last",
    [
        "'We will not leave,' he said, 'and that is all.'",
        "Was it a drill?”",
        "(Reporting by our staff in Kyiv; editing by the desk)",
        "Jane Roe in Kyiv",
        "今日、部隊は国境から撤退したと発表した。",
        "قالت الوزارة إن الممر مفتوح الآن؟",
        "กองทัพเคลื่อนกำลังไปยังชายแดนเมื่อวันจันทร์",
    ],
)
def test_a_text_that_ends_is_not_truncated(last: str) -> None:
    assert not restore("Title", ["The talks began at noon.", last], OUTLETS).truncated
