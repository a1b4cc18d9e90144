"""Copies and rewrites join one story; texts of one template and headlines that come again don't."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vedette.clean.copies import Stories
from vedette.types import Document, StoryMember

START = datetime(2021, 11, 1, tzinfo=UTC)
LEAD = (
    "Army engineers laid a pontoon bridge across the river on Tuesday as part of an exercise that will last "
    "until Friday, the regional administration said in a statement. Some 300 soldiers and 40 trucks "
    "took part. "
)
REST = (
    "The road to the district town will be stopped twice a day. Farmers said that they had been told "
    "of it a week "
    "ago and had moved their cattle. The ministry of defence did not say whether the bridge would "
    "stay when the "
    "exercise is over, and a spokesman would not be drawn on the reasons for it. "
)
BACKGROUND = (
    "Similar bridges were laid in spring, when the two states accused each other of a build-up, and "
    "were taken up "
    "again after ten weeks. Analysts in the capital said then that practice of that sort is held "
    "each year, though "
    "seldom so late in autumn or so near to the frontier, and that the ground is too soft for heavy "
    "vehicles. "
)


def document(name: str, title: str, text: str = "", day: float = 0) -> Document:
    return Document(
        id=name,
        capture="",
        label="",
        title=title,
        text=text,
        known_at=START + timedelta(days=day),
        known_basis="published",
    )


def members(*documents: Document) -> list[StoryMember]:
    stories = Stories()
    return [stories.add(one) for one in documents]


def joined(one: Document, other: Document) -> bool:
    first, second = members(one, other)
    assert (first.story, first.method, first.similarity) == (one.id, "first", 1.0)
    return second.story == one.id


def test_exact_copies_join_whatever_their_case_and_punctuation() -> None:
    _, copy = members(
        document("a", "Bridge laid", LEAD), document("b", "BRIDGE LAID!", LEAD.replace(",", " -"))
    )
    assert (copy.story, copy.method, copy.similarity) == ("a", "exact", 1.0)


def test_a_light_rewrite_joins() -> None:
    rewrite = (
        (LEAD + REST)
        .replace("laid a pontoon bridge", "built a floating bridge")
        .replace("a week ago", "before")
    )
    _, near = members(
        document("a", "Bridge laid", LEAD + REST), document("b", "Engineers build bridge", rewrite)
    )
    assert (near.story, near.method) == ("a", "near")
    assert 0.5 <= near.similarity < 1


def test_a_longer_second_take_joins_and_so_does_a_short_one_after_the_long() -> None:
    short = document("a", "Bridge laid", LEAD + REST)
    long = document(
        "b",
        "Bridge laid near the border",
        LEAD + REST + BACKGROUND + " ".join(f"Town{n}" for n in range(80)),
    )
    assert joined(short, long)
    assert joined(long, short)


def test_bulletins_of_one_template_with_other_figures_do_not_join() -> None:
    text = (
        "The monitoring mission recorded {} ceasefire violations in the eastern region over the past "
        "day, including "
        "{} explosions, its daily report said. Monitors were denied passage at {} checkpoints near "
        "the contact line."
    )
    one = document("a", "Daily report of the mission", text.format(212, 31, "two"))
    other = document("b", "Daily report of the mission", text.format(94, 12, "three"), day=1)
    assert not joined(one, other)


def test_a_headline_with_another_place_does_not_join() -> None:
    assert not joined(
        document("a", "Satellite pictures show more Russian tanks in camps close to Kursk"),
        document("b", "Satellite pictures show more Russian tanks in camps close to Bryansk"),
    )


def test_a_headline_with_its_outlet_behind_joins() -> None:
    assert joined(
        document("a", "Envoys of both states agree to meet again in Minsk next week"),
        document("b", "Envoys of both states agree to meet again in Minsk next week - Evening Lantern"),
    )


def test_very_short_headlines_join_only_as_copies() -> None:
    assert not joined(
        document("a", "Talks resume in Minsk today"), document("b", "Talks resume in Minsk again")
    )
    assert joined(document("a", "Talks resume in Minsk"), document("b", "Talks resume in Minsk."))


def test_the_same_words_weeks_later_are_another_story() -> None:
    assert joined(document("a", "Border closed"), document("b", "Border closed", day=14))
    assert not joined(document("a", "Border closed"), document("b", "Border closed", day=14.1))
    assert not joined(
        document("a", "Border closed", LEAD), document("b", "Border closed", LEAD + REST, day=15)
    )


def test_a_story_does_not_drift_out_of_its_window() -> None:
    found = members(*(document(str(day), "Border closed", day=day) for day in (0, 10, 20, 30)))
    assert [member.story for member in found] == ["0", "0", "20", "20"]


def test_an_older_copy_that_comes_later_joins() -> None:
    found = members(document("new", "Border closed", day=9), document("old", "Border closed", day=2))
    assert [member.story for member in found] == ["new", "new"]


def test_known_documents_warm_it_up() -> None:
    stories = Stories(
        [(document("a", "Bridge laid", LEAD), "s"), (document("b", "Bridge laid", LEAD, day=13), "s")]
    )
    assert stories.add(document("c", "Bridge laid", LEAD, day=12)).story == "s"
    assert stories.add(document("d", "Bridge laid", LEAD, day=20)).story == "d"


def test_memory_is_bounded() -> None:
    stories = Stories(capacity=2)
    stories.add(document("a", "Border closed"))
    stories.add(document("b", "Bridge laid"))
    stories.add(document("c", "Ferry stopped"))
    assert stories.add(document("d", "Border closed")).story == "d"
    assert stories.add(document("e", "Ferry stopped")).story == "c"


def test_without_words_nothing_joins() -> None:
    assert not joined(document("a", "***"), document("b", "..."))


def test_texts_without_spaces_are_compared_by_characters() -> None:
    text = "国防部周二表示工兵部队在河上架设了浮桥作为演习的一部分演习将持续到周五道路每天将封闭两次"
    assert joined(document("a", text), document("b", text + "农民说他们一周前就知道了"))
    assert not joined(
        document("a", text), document("b", "外交部长周一在首都会见了邻国大使讨论了边境贸易和天然气价格问题")
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["Border closed", LEAD, LEAD + REST, REST, ""]), st.integers(0, 40)),
        max_size=12,
    )
)
def test_order_alone_decides_and_a_story_is_named_by_its_first(parts: list[tuple[str, int]]) -> None:
    documents = [document(str(n), "Title", text, day) for n, (text, day) in enumerate(parts)]
    found = members(*documents)
    assert found == members(*documents)
    stories = {member.story for member in found}
    for member, one in zip(found, documents, strict=True):
        assert member.document == one.id
        assert (member.method == "first") == (member.story == one.id)
        first = next(d for d in documents if d.id == member.story)
        assert int(first.id) <= int(one.id)
        assert abs(one.known_at - first.known_at) <= timedelta(days=14)
    assert len(stories) == sum(member.method == "first" for member in found)


def test_one_report_on_two_countries_is_two_stories() -> None:
    text = (
        "The foreign ministry in {0} told its citizens on Saturday to leave the country without delay and "
        "to use commercial flights while they run. A spokesman in {0} said that the embassy of {1} would "
        "stay open with a small staff, and that {1} saw no sign of an end to the crisis. He did not say how "
        "many were concerned."
    )
    assert not joined(
        document("a", "Citizens told to leave", text.format("Berlin", "Germany")),
        document("b", "Citizens told to leave", text.format("Rome", "Italy")),
    )
