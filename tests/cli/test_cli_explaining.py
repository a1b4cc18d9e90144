"""Which bulletin is explained: a file's, a stored one, or one issued in memory on a problem."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Outcome

from vedette.cli.common import open_desk
from vedette.cli.explaining import bulletin_of, marked_up
from vedette.errors import ConfigError
from vedette.types import Actor, Claim, ClaimType, Event, Kind, Modality, Reading, Span

Run = Callable[..., Outcome]


@pytest.fixture
def home(vedette: Run, records: Path, tmp_path: Path) -> Path:
    """Return a desk that has read three reports of November 2021."""
    for done in (vedette("init"), vedette("collect", records), vedette("read")):
        assert done.code == 0, done.err
    return tmp_path / "desk"


def kept(home: Path) -> list[str]:
    with open_desk(home) as desk:
        return [one.id for one in desk.store.view().bulletins()]


def test_the_name_of_a_problem_is_issued_in_memory_as_of_a_day(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = bulletin_of("rus-ukr", home, "2021-11-10")
    told = capsys.readouterr().err
    assert "Russian attack on Ukraine, as of 10 Nov 2021, 24:00 UTC: issued in memory" in told
    assert found.evidence
    early = bulletin_of("rus-ukr", home, "2021-11-01")
    assert early.evidence == ()
    assert kept(home) == []


def test_a_stored_bulletin_is_found_by_the_beginning_of_its_id_or_its_file(
    home: Path, vedette: Run, tmp_path: Path
) -> None:
    out = tmp_path / "bulletin.json"
    assert vedette("brief", "--as-of", "2021-11-10", "--format", "json", "--out", out).code == 0
    (id_,) = kept(home)
    assert bulletin_of(id_[:8], home) == bulletin_of(str(out), home)
    assert bulletin_of(id_, home).id == id_
    with pytest.raises(ConfigError, match="has its time"):
        bulletin_of(id_, home, "2021-11-10")


def test_a_name_that_is_neither_is_told(home: Path) -> None:
    with pytest.raises(ConfigError, match="no bulletin and no problem rus-urk") as error:
        bulletin_of("rus-urk", home)
    assert "rus-ukr" in error.value.hint


def test_an_act_is_marked_where_its_words_stand_and_not_inside_another_word() -> None:
    sentence = "Iran, it warned, is at war."
    claim = Claim(
        id="c",
        document="d",
        type=ClaimType.EVENT,
        modality=Modality.ASSERTED,
        span=Span(start=40, end=40 + len(sentence)),
        text=sentence,
        content=sentence,
        confidence=0.9,
        event=Event(kind=Kind.ASSAULT, trigger="war", actor=Actor(text="Iran", code="IRN")),
    )
    marked = marked_up([claim], Reading(document="d", claims=(claim,)))
    assert marked.plain == "Iran, it warned, is at war[act ASSAULT asserted]."
