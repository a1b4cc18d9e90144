"""The commands by which people put right what was believed, and sign or contradict what is issued."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Outcome

Run = Callable[..., Outcome]


def test_a_document_is_retracted_and_the_next_bulletin_says_so(vedette: Run, records: Path) -> None:
    assert vedette("collect", records).code == 0
    assert vedette("read").code == 0
    retracted = ("retract", "https://kyivlantern.example/1", "--reason", "the ministry never said it")
    nameless = vedette(*retracted)
    assert nameless.code == 1
    assert "the name of who retracts" in nameless.err
    done = vedette(*retracted, "--by", "A. Editor")
    assert done.code == 0, done.err
    assert "The Kyiv Lantern" in done.err
    assert "0 bulletins affected" in done.err
    again = vedette(*retracted, "--by", "A. Editor")
    assert again.code == 1
    assert "by A. Editor: the ministry never said it" in again.err


def test_the_analyst_of_the_settings_stands_in_for_by(vedette: Run, records: Path, tmp_path: Path) -> None:
    vedette("collect", records)
    (tmp_path / "desk" / "vedette.toml").write_text('analyst = "C. Watch"\n')
    assert vedette("retract", "r2", "--reason", "no such flood").code == 0
    assert "by C. Watch: no such flood" in vedette("retract", "r2", "--reason", "again").err
