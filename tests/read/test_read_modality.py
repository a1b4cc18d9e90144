"""How firmly an act is put forward."""

from datetime import date

import pytest

from vedette.read.dates import normalise
from vedette.read.modality import by_grammar, modality
from vedette.types import Modality, Span

TODAY = date(2021, 11, 11)


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("Novia attacked Sorrel", "attacked", Modality.ASSERTED),
        ("Novia has not attacked Sorrel", "attacked", Modality.DENIED),
        ("Novia denies planning to attack Sorrel", "attack", Modality.DENIED),
        ("There is no evidence that Novia massed troops", "massed", Modality.DENIED),
        ("Marsh could march into Sorrel", "march", Modality.POSSIBLE),
        ("amid fears Marsh will march into Sorrel", "march", Modality.POSSIBLE),
        ("Novia will withdraw its troops", "withdraw", Modality.PLANNED),
        ("Novia to send troops to Sorrel", "send", Modality.PLANNED),
        ("Marsh orders troops to withdraw", "withdraw", Modality.PLANNED),
        ("Sorrel calls on Novia to withdraw", "withdraw", Modality.DEMANDED),
        ("If Novia invades, Sorrel will fall", "invades", Modality.CONDITIONAL),
        ("Sorrel warns Novia against invading", "invading", Modality.POSSIBLE),
        ("Novia seized the port in 2014", "seized", Modality.HISTORICAL),
        ("at war since 2014 when Novia seized the port", "seized", Modality.HISTORICAL),
        ("in 2014 when it massed troops, crossed the river and left", "crossed", Modality.HISTORICAL),
        ("Novia marks the anniversary of the day it seized the port", "seized", Modality.HISTORICAL),
        ("Novia seized the port on Tuesday", "seized", Modality.ASSERTED),
        ("Novia attacked after Sorrel refused to talk", "attacked", Modality.ASSERTED),
    ],
)
def test_modality(text: str, act: str, expected: Modality) -> None:
    start = text.index(act)
    found = modality(
        text, Span(start=start, end=start + len(act)), dates=normalise(text, TODAY), reference=TODAY
    )
    assert found is expected


@pytest.mark.parametrize(
    ("text", "act", "read", "firm"),
    [
        ("Guards thwart a night attack on the port", "attack", Modality.ASSERTED, Modality.DENIED),
        ("Miners vow to hold a protest every week", "protest", Modality.ASSERTED, Modality.PLANNED),
        ("Strikes in Corta may widen", "Strikes", Modality.ASSERTED, Modality.POSSIBLE),
        ("Strikes in Corta widen, and the army may act", "Strikes", Modality.ASSERTED, Modality.ASSERTED),
        ("A drone is said to have killed two", "killed", Modality.PLANNED, Modality.ASSERTED),
        ("A drill that was to have taken place", "taken", Modality.PLANNED, Modality.PLANNED),
        ("Miners will protest", "protest", Modality.PLANNED, Modality.PLANNED),
        ("The army estimates that 900 men moved", "moved", Modality.DENIED, Modality.ASSERTED),
        ("The army denies that 900 men moved", "moved", Modality.DENIED, Modality.DENIED),
        ("The cape is still occupied by marines", "occupied", Modality.ASSERTED, Modality.HISTORICAL),
        ("The cape was occupied by marines", "occupied", Modality.ASSERTED, Modality.ASSERTED),
    ],
)
def test_grammar_may_leave_no_choice(text: str, act: str, read: Modality, firm: Modality) -> None:
    start = text.index(act)
    assert by_grammar(text, Span(start=start, end=start + len(act)), read) is firm
