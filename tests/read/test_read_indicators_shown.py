"""Codes that a sentence on a parade can't have."""

import pytest

from vedette.read.indicators import for_show


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ("U1", "Tanks and rocket launchers rolled past the stands.", True),
        ("F1", "Some 11,000 soldiers took part in the Victory Day parade in Oran.", True),
        ("F1", "Some 11,000 soldiers were moved to the border with Oran.", False),
        ("F2", "The drill ended with a parade.", False),
    ],
)
def test_what_is_shown_at_a_parade_is_not_massed(code: str, text: str, shown: bool) -> None:
    assert for_show(code, text) is shown
