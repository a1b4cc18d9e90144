"""The examples of docs/actors.md and docs/places.md are true."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from vedette.read.actors import Actors, load_actors
from vedette.read.places import locate
from vedette.types import Span

DOCS = Path(__file__).parents[2] / "docs"
ACTORS = (DOCS / "actors.md").read_text("utf-8")
PLACES = (DOCS / "places.md").read_text("utf-8")


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


def programs() -> Iterator[tuple[str, str]]:
    for page in (ACTORS, PLACES):
        yield from re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", page, re.DOTALL)


def table(page: str, head: str) -> list[list[str]]:
    """Return the cells of the rows below a head."""
    rows = page.split(head, 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    found = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert len(found) >= 4, head
    return found


@pytest.mark.parametrize(("program", "output"), list(programs()))
def test_programs_print_what_is_said(program: str, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(program, "docs", "exec"), {})
    assert capsys.readouterr().out == output


def test_there_are_programs() -> None:
    assert len(list(programs())) == 5


@pytest.mark.parametrize(("phrase", "code", "sector"), table(ACTORS, "| text | code | sector |"))
def test_codes(actors: Actors, phrase: str, code: str, sector: str) -> None:
    actor = actors.resolve(phrase, date(2012, 6, 1))
    assert (actor.code, str(actor.sector)) == (code, sector)


@pytest.mark.parametrize(
    ("day", "name", "code", "sector", "verified"),
    table(ACTORS, "| day | text | code | sector | verified |"),
)
def test_roles(actors: Actors, day: str, name: str, code: str, sector: str, verified: str) -> None:
    actor = actors.resolve(name, date.fromisoformat(day))
    assert (actor.code, actor.sector, str(actor.verified)) == (code, sector, verified)


@pytest.mark.parametrize(("text", "name", "country"), table(PLACES, "| text | name | country |"))
def test_places(text: str, name: str, country: str) -> None:
    start = text.index(name)
    (mention,) = locate(text, [Span(start=start, end=start + len(name))])
    assert mention.country == country
