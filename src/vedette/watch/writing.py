"""A problem written out as a commented YAML file, to be kept, read and changed by a person."""

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap

from vedette.watch.draft import countries
from vedette.watch.forms import ProblemForm
from vedette.watch.places import box
from vedette.watch.roster import neighbourhoods

WIDTH = 110
BOUND = 100.0  #: evidence never moves odds by more than 20 decibans
WARNING = 0.3  #: p_onset at which level 3 is entered
TOO_RARE = (
    " So no evidence can lift it to level 3. If you watch these two for a reason, they are no draw from "
    "their class: choose one by analogy (--reference)."
)


def as_yaml(form: ProblemForm, *, heading: str = "") -> str:
    """Return the text of a problem file. Read again, it gives the same form."""
    return "\n".join(_lines(form, heading)) + "\n"


def _lines(form: ProblemForm, heading: str) -> Iterator[str]:
    yield from _comment(heading or f"{form.name}. Drafted from the library; change what you know better.")
    yield from _fields(form, "id", "name", "instigator", "target", "kind", "horizon_days")
    yield ""
    yield from _comment(_where(form))
    yield f"theatre: {_list(form.theatre)}"
    yield from _comment("Places that lie elsewhere and count too: staging areas, towns by the border.")
    yield from _block("places", form.places)
    yield from _comment(
        "Who acts for the instigator. `thirds`: other parties that count; empty means anybody else."
    )
    yield from _block("proxies", form.proxies)
    yield f"thirds: {_list(form.thirds)}"
    yield ""
    yield from _comment("What would count as it having begun, and what is going on already and never counts.")
    yield "onset:"
    yield from _text("text", form.onset.text, indent=2)
    yield from _block("actors", form.onset.actors, indent=2)
    yield from _block("recipients", form.onset.recipients, indent=2)
    yield f"  indicators: {_list(form.onset.indicators)}"
    if form.onset.since is not None:
        yield f"  since: {form.onset.since}"
    yield f"  families: {form.onset.families}"
    yield from _text("already", form.already)
    yield f"already_indicators: {_list(form.already_indicators)}"
    yield ""
    yield from _comment(
        "Watched places: towns, no finer than 5 km. What lies within 300 km of one is theatre."
    )
    yield from _entries("sites", form.sites)
    yield from _comment(
        "Changes to the library's indicators (what is not given stays as it is there), and indicators of "
        "your own. Level 3 needs one marked `gate: 3`."
    )
    yield from _entries("indicators", form.indicators)
    yield ""
    onset = sum(one.prior for one in form.hypotheses if one.onset)
    most = onset * BOUND / (onset * BOUND + 1 - onset)
    yield from _comment(
        f"Priors per {form.horizon_days} days; they sum to 1. With no evidence p_onset is {onset:.2g}; with "
        f"evidence at its bound of 20 decibans, and none for anything else, {most:.2g}."
        + (TOO_RARE if most < WARNING else "")
    )
    yield from _entries("hypotheses", form.hypotheses)
    yield from _text("reference_class", form.reference_class)
    yield f"owner: {json.dumps(form.owner, ensure_ascii=False)}"
    yield from _comment("By then somebody must look whether all of this still holds.")
    yield f"review: {form.review or 'null'}"


def _where(form: ProblemForm) -> str:
    """Return where the theatre lies and who borders it, in words."""
    parts = []
    for code in form.theatre:
        name = countries()[code].name if code in countries() else code
        edges = box(code)
        near = neighbourhoods()[code].neighbours if code in neighbourhoods() else ()
        region = f", {_degrees(edges)}" if edges else ""
        parts.append(f"{name}{region}; neighbours: {' '.join(near) or 'none by land'}")
    return "Theatre: " + ". ".join(parts) + "."


def _degrees(edges: tuple[float, float, float, float]) -> str:
    south, north, west, east = edges
    return f"latitude {south:.1f} to {north:.1f}, longitude {west:.1f} to {east:.1f}"


def _fields(form: ProblemForm, *names: str) -> Iterator[str]:
    for name in names:
        yield f"{name}: {json.dumps(getattr(form, name), ensure_ascii=False)}"


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in wrap(text, WIDTH - 2))


def _text(name: str, text: str, *, indent: int = 0) -> Iterator[str]:
    pad = " " * indent
    yield f"{pad}{name}: >-"
    # a folded scalar gives back single spaces only
    yield from (f"{pad}  {line}" for line in wrap(text, WIDTH - indent - 2, break_long_words=False))


def _block(name: str, items: Iterable[str], *, indent: int = 0) -> Iterator[str]:
    listed = [json.dumps(item, ensure_ascii=False) for item in items]
    line = f"{' ' * indent}{name}: [{', '.join(listed)}]"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"{' ' * indent}{name}:"
    yield from (f"{' ' * indent}  - {item}" for item in listed)


def _entries(name: str, items: Iterable[object]) -> Iterator[str]:
    listed = list(items)
    yield f"{name}:" if listed else f"{name}: []"
    for item in listed:
        given = item.model_dump(mode="json", exclude_none=True, exclude_defaults=True)  # type: ignore[attr-defined]
        cells = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items())
        yield f"  - {{{cells}}}"


def _list(items: Iterable[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)
