"""What is taken of a language model's answer, and what of that a sentence bears out."""

import json
from typing import Any

import pytest

from vedette.errors import ReadError
from vedette.read.answers import Answer, check, parse
from vedette.types import Kind, Modality, Span

SENTENCE = "The war of words went on: Iran warned Israel, and Israel warned of more strikes on S Street."
EVENT = {
    "kind": "THREATEN",
    "trigger": "warned",
    "actor": "Iran",
    "recipient": "Israel",
    "modality": "asserted",
    "reciprocal": False,
}


def said(*events: Any, indicators: tuple[Any, ...] = ()) -> str:
    return json.dumps({"events": events, "indicators": indicators})


def found(*events: dict[str, Any], indicators: tuple[str, ...] = (), sentence: str = SENTENCE) -> Any:
    return check(parse(said(*events, indicators=indicators)), sentence, Span(start=0, end=len(sentence)))


@pytest.mark.parametrize(
    "words",
    [
        said(EVENT),
        f"```json\n{said(EVENT)}\n```",
        f"<think>Perhaps {{'events': []}}?\n</think>\n{said(EVENT)}",
        f"Here you are:\n{said(EVENT)}\nAnything else?",
        json.dumps({"events": [EVENT]}),
    ],
)
def test_what_stands_around_an_answer_is_no_part_of_it(words: str) -> None:
    answer = parse(words)
    assert [event.trigger for event in answer.events] == ["warned"]
    assert answer.dropped == 0


def test_an_event_of_another_form_is_counted_and_the_others_stay() -> None:
    bad = ({**EVENT, "kind": "FLY"}, {"kind": "THREATEN"}, {**EVENT, "trigger": 3}, "warned", None)
    answer = parse(said(EVENT, *bad, EVENT))
    assert len(answer.events) == 2
    assert answer.dropped == len(bad)


def test_of_too_many_events_the_first_are_taken() -> None:
    answer = parse(said(*[{**EVENT, "trigger": f"act {number}"} for number in range(6)]))
    assert [event.trigger for event in answer.events] == ["act 0", "act 1", "act 2", "act 3"]
    assert answer.dropped == 2


def test_an_unknown_code_is_counted() -> None:
    answer = parse(said(EVENT, indicators=("D4", "Z9", ["D4"], "D4")))
    assert answer.indicators == ("D4",)
    assert answer.dropped == 2


@pytest.mark.parametrize("words", ["", "}{", "{}", "[]", '{"events": {}}', "{" * 100_000 + "}"])
def test_what_is_no_answer_is_told_without_a_word_of_it(words: str) -> None:
    with pytest.raises(ReadError, match="no answer of the form asked for: ") as caught:
        parse(words)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("trigger", "warn"),  # of 'warned'
        ("trigger", "a"),
        ("trigger", "on"),
        ("trigger", ":"),
        ("trigger", ""),
        ("trigger", "Iran"),  # who, not what
        ("actor", "S"),
        ("actor", "ran"),
        ("recipient", "I"),
        ("recipient", "Iran"),  # nobody acts on himself
        ("recipient", "  "),
    ],
)
def test_pieces_of_words_bear_nothing_out(part: str, words: str) -> None:
    checked = found({**EVENT, part: words})
    assert checked.events == ()
    assert checked.dropped == 1


def test_words_mean_their_place_next_to_the_act() -> None:
    text = f"Rain fell. {SENTENCE}"
    answer = parse(said({**EVENT, "actor": "Israel", "recipient": ""}))
    (event,) = check(answer, text, Span(start=11, end=len(text))).events
    assert event.actor is not None
    # the recipient of the first warning stands as near to it as the actor of the second to that
    assert text[event.actor.start : event.actor.end] == "Israel"
    (event,) = found(
        {**EVENT, "trigger": "warned of more strikes", "actor": "Israel", "recipient": ""}
    ).events
    assert event.actor == Span(start=SENTENCE.rindex("Israel"), end=SENTENCE.rindex("Israel") + 6)
    assert event.trigger.start == SENTENCE.rindex("warned")


@pytest.mark.parametrize("party", ["US", "Anglo", "EU"])
def test_parts_of_a_compound_are_words(party: str) -> None:
    sentence = "The US-led and Anglo-French fleets attacked Mali, EU officials said."
    (event,) = found(
        {**EVENT, "trigger": "attacked", "actor": party, "recipient": ""}, sentence=sentence
    ).events
    assert event.actor is not None
    assert sentence[event.actor.start : event.actor.end] == party


def test_the_same_event_twice_is_one() -> None:
    checked = found(EVENT, EVENT)
    assert [event.kind for event in checked.events] == [Kind.THREATEN]
    assert checked.events[0].modality is Modality.ASSERTED


@pytest.mark.parametrize(
    ("events", "kept"),
    [
        ((EVENT,), ("D4",)),  # a threat can be what D4 observes; H1 is an attack
        (({**EVENT, "trigger": "attacked"},), ()),  # no such word: no act that bears a code out
        (({**EVENT, "kind": "ASSAULT"},), ("H1",)),
    ],
)
def test_a_code_needs_an_act_that_can_be_it(
    events: tuple[dict[str, Any], ...], kept: tuple[str, ...]
) -> None:
    checked = found(*events, indicators=("D4", "H1"))
    assert tuple(code for code, _ in checked.indicators) == kept
    assert checked.dropped == 2 - len(kept) + (not checked.events)


def test_a_code_stands_where_the_table_has_its_words() -> None:
    sentence = "Airlines were told to stay out of the airspace over Belarus."
    checked = check(Answer(indicators=("F6", "H1")), sentence, Span(start=0, end=len(sentence)))
    assert [code for code, _ in checked.indicators] == ["F6"]
    assert checked.dropped == 1
