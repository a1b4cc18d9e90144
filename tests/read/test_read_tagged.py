"""Attributions put together from tagged stretches."""

from vedette.read.speech import quotations
from vedette.read.tagged import attributions
from vedette.types import Modality, Span


def told(text: str, *tags: tuple[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (source, content, further pieces) of each attribution found for tags given by their words."""
    placed = [(label, Span(start=text.index(part), end=text.index(part) + len(part))) for label, part in tags]
    found = attributions(text, Span(start=0, end=len(text)), quotations(text), placed)

    def cut(span: Span) -> str:
        return text[span.start : span.end]

    return [(cut(one.source), cut(one.content), tuple(map(cut, one.more))) for one in found]


def test_tags_add_what_the_rules_miss() -> None:
    text = (
        "The tanks are back, in the view of Kyiv. Moscow is sure of it, and Minsk believes there is a drill."
    )
    assert told(
        text,
        ("content", "The tanks are back"),
        ("source", "Kyiv"),
        ("source", "Minsk"),
        ("cue", "believes"),
        ("content", "there is a drill"),
    ) == [("Kyiv", "The tanks are back", ()), ("Minsk", "there is a drill", ())]


def test_a_content_broken_by_its_source_is_one() -> None:
    text = "The tanks have left their base, in the view of the minister, and nobody knows why."
    assert told(
        text,
        ("content", "The tanks have left their base"),
        ("source", "the minister"),
        ("content", "and nobody knows why"),
    ) == [("the minister", "The tanks have left their base", ("and nobody knows why",))]


def test_the_rules_add_what_the_tags_do_not_hear() -> None:
    text = "Troops were moving, Kyiv said, while Moscow called it a drill."
    assert told(text, ("source", "Moscow"), ("cue", "called"), ("content", "it a drill")) == [
        ("Moscow", "it a drill", ()),
        ("Kyiv", "Troops were moving", ()),
    ]


def test_where_tags_and_rules_differ_the_tags_are_believed() -> None:
    text = "Kyiv said troops were moving, while Moscow called it a drill."
    tags = [("source", "Kyiv"), ("cue", "said"), ("content", "troops were moving")]
    assert told(text, *tags) == [("Kyiv", "troops were moving", ())]


def test_who_passes_something_on_is_known_to_the_rules() -> None:
    text = "Reuters, citing a ministry source, said troops were moving."
    tags = [
        ("source", Span(start=0, end=7)),
        ("cue", Span(start=35, end=39)),
        ("content", Span(start=40, end=58)),
    ]
    (one,) = attributions(text, Span(start=0, end=len(text)), (), tags)
    assert text[one.source.start : one.source.end] == "a ministry source"
    assert [text[span.start : span.end] for span in one.relay] == ["Reuters"]


def test_each_half_of_a_sentence_has_its_own_speaker() -> None:
    text = "Minsk says there is a drill; 40 tanks were seen."
    assert told(
        text,
        ("source", "Minsk"),
        ("cue", "says"),
        ("content", "there is a drill"),
        ("content", "40 tanks were seen"),
    ) == [("Minsk", "there is a drill", ())]


def test_what_is_promised_in_the_opening_clause_ends_with_it() -> None:
    text = "As Minsk promised to hold fire, Kyiv closed the crossing."
    assert told(
        text,
        ("source", "Minsk"),
        ("cue", "promised"),
        ("content", "to hold fire, Kyiv closed the crossing"),
    ) == [("Minsk", "to hold fire", ())]


def test_a_headlines_colon_is_the_cue() -> None:
    text = "Minsk: the drill is over"
    tags = [("source", Span(start=0, end=5)), ("content", Span(start=7, end=24))]
    (one,) = attributions(text, Span(start=0, end=len(text)), (), tags)
    assert text[one.cue.start : one.cue.end] == ":"


def test_the_cue_says_what_becomes_of_the_content() -> None:
    text = "The ministry denied that troops had crossed."
    (found,) = attributions(
        text,
        Span(start=0, end=len(text)),
        (),
        [
            ("source", Span(start=0, end=12)),
            ("cue", Span(start=13, end=19)),
            ("content", Span(start=20, end=43)),
        ],
    )
    assert found.effect is Modality.DENIED


def test_without_tags_the_rules_speak() -> None:
    text = "Ukraine said troops were near its border."
    assert told(text) == [("Ukraine", "troops were near its border.", ())]


def test_tags_without_a_source_give_none() -> None:
    text = "There may be troops near the border of Ukraine."
    assert told(text, ("content", "troops near the border")) == []


def test_fears_after_a_place_are_nobodys() -> None:
    text = "Johnson said he is 'worried' by 'odd activity' near the border amid fears Putin could march in."
    assert [source for source, _, _ in told(text)] == ["Johnson"]


def test_a_tag_that_ends_inside_a_word_takes_the_word_but_not_what_it_owns() -> None:
    text = "Christie's been told that the frontier would stay shut, as Lloyd's reports."
    tags = [
        ("source", Span(start=0, end=4)),
        ("cue", Span(start=16, end=20)),
        ("content", Span(start=21, end=54)),
    ]
    (one, *_) = attributions(text, Span(start=0, end=len(text)), (), tags)
    assert text[one.source.start : one.source.end] == "Christie"


def test_a_dateline_does_not_speak() -> None:
    text = "MELIA, Feb 24 - President Oran said the drill was over."
    assert told(text) == [("President Oran", "the drill was over.", ())]


def test_words_that_only_follow_are_no_part_of_who_speaks() -> None:
    assert told("The ministry later said the drill was over.")[0][0] == "The ministry"
    assert told("The Daily later said the drill was over.")[0][0] == "The Daily"


def test_who_passes_on_what_the_tags_heard_is_kept() -> None:
    text = "Kyiv said troops were moving, Interfax reported."
    assert told(text, ("source", "Kyiv"), ("cue", "said"), ("content", "troops were moving")) == [
        ("Kyiv", "troops were moving", ()),
        ("Interfax", "Kyiv said troops were moving", ()),
    ]


def test_a_plan_and_what_is_cited_say_nothing() -> None:
    assert told("The march went according to plan and the tanks passed.") == []


def test_a_number_is_one_word_and_nobody_speaks_across_a_semicolon() -> None:
    text = "Kyiv shows 2,500 tanks."
    assert told(text, ("source", "Kyiv"), ("cue", "shows"), ("content", "2")) == [("Kyiv", "2,500", ())]
    text = "Tanks left, says the mayor; monks see more."
    tags = [("content", "Tanks left"), ("cue", "says"), ("source", "the mayor; monks"), ("cue", "see")]
    assert told(text, *tags) == [("the mayor", "Tanks left", ())]


def test_who_speaks_behind_a_content_is_nearer_than_who_acts_in_it() -> None:
    text = "The vote leaves 40 ships at sea, officers say."
    tags = [
        ("source", "The vote"),
        ("content", "leaves 40 ships at sea"),
        ("source", "officers"),
        ("cue", "say"),
    ]
    assert told(text, *tags) == [("officers", "leaves 40 ships at sea", ())]


def test_what_follows_after_somebody_announced_is_not_said_of_what_stands_before() -> None:
    text = "Some 80,000 men remain two weeks after Moscow announced their return, officials say."

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start=start, end=start + len(words))

    tags = [
        ("content", at("Some 80,000 men remain two weeks")),
        ("source", at("Moscow")),
        ("cue", at("announced")),
        ("source", at("officials")),
        ("cue", at("say")),
    ]
    found = attributions(text, Span(start=0, end=len(text)), (), tags)
    assert [text[one.source.start : one.source.end] for one in found] == ["officials"]
