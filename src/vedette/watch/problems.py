"""The indicator library and the problem files, validated with file and line."""

import math
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from vedette.config import data_file
from vedette.errors import ConfigError
from vedette.types import (
    Hypothesis,
    Indicator,
    IndicatorKind,
    Likelihood,
    Modality,
    OnsetRule,
    Role,
    Site,
    WarningProblem,
)
from vedette.watch.draft import countries, draft, organisations, seed, standing_seed
from vedette.watch.forms import IndicatorForm, LibraryForm, ProblemForm
from vedette.watch.parties import within
from vedette.watch.roster import Roster, standing
from vedette.watch.yamlfile import Loc, YamlFile, read_yaml

ROUTINE = "routine"
COUNTRY = 3  #: letters of a country's code
STANDING = "standing"  #: on a board: all problems of the roster
#: what the two libraries speak of
INTERSTATE = ("routine", "exercise", "signalling", "incursion", "invasion", "defensive", "other")
INTRASTATE = ("routine", "protest", "coup", "settlement", "offensive", "uprising", "other")
_LIBRARIES = {"interstate": ("general.yaml", INTERSTATE), "intrastate": ("intrastate.yaml", INTRASTATE)}
_REQUIRED = (
    "name", "group", "kind", "actor", "recipient", "place", "modalities", "lead_days", "expiry_days",
    "observed_by", "likelihoods", "sources",
)  # fmt: skip


class Source(Protocol):
    """Where a problem comes from, so that a complaint can name the place."""

    def error(self, loc: Loc, message: str) -> ConfigError:
        """Return the error 'file:line: message'."""


class Standing:
    """A problem of the roster as a source: whatever is wrong with it, its line is that of the roster."""

    def __init__(self, roster: Roster, id_: str) -> None:
        self._roster, self._id = roster, id_

    def error(self, loc: Loc, message: str) -> ConfigError:
        """Return the error 'roster.yaml:line: part: message'."""
        return self._roster.error(self._id, f"{'.'.join(map(str, loc))}: {message}")


def load_library(path: str | Path | None = None, *, kind: str = "interstate") -> tuple[Indicator, ...]:
    """Return the indicators of a library file, in its order (default: the shipped library of a kind).

    Raises ConfigError 'file:line: message'.
    """
    return _shipped_library(kind) if path is None else _library(read_yaml(Path(path)), kind)


@cache
def _shipped_library(kind: str) -> tuple[Indicator, ...]:
    return _library(_shipped("indicators", _LIBRARIES[kind][0]), kind)


def _library(file: YamlFile, kind: str) -> tuple[Indicator, ...]:
    return _merge(file, (), file.parse(LibraryForm).indicators, _LIBRARIES[kind][1])[0]


def problem_ids() -> tuple[str, ...]:
    """Return the ids of the problems that ship as a file of their own, sorted."""
    folder = data_file("problems")
    return tuple(
        sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
    )


def known_ids() -> tuple[str, ...]:
    """Return the ids of all problems that ship: those with a file of their own, then the standing ones."""
    return tuple(dict.fromkeys((*problem_ids(), *standing().seeds)))


def _shipped_forms() -> Iterator[ProblemForm]:
    return (_shipped("problems", f"{id_}.yaml").parse(ProblemForm) for id_ in problem_ids())


def load_problem(path_or_id: str | Path, *, library: tuple[Indicator, ...] | None = None) -> WarningProblem:
    """Return the problem of a file, or the shipped or standing one of that id, complete with its indicators.

    Raises ConfigError 'file:line: message' about the first thing that is wrong or contradicts itself.
    """
    name = str(path_or_id)
    if name.endswith((".yaml", ".yml")) or Path(name).is_file():
        file = read_yaml(Path(name))
    elif name in problem_ids():
        file = _shipped("problems", f"{name}.yaml")
    elif name in standing().seeds:
        return load_standing(standing(), name, library=library)
    else:
        raise ConfigError(f"there is no problem '{name}'", hint=_alike(name))
    return _complete(file, file.parse(ProblemForm), library)


def load_problems(names: Iterable[str], *, folder: Path | None = None) -> list[WarningProblem]:
    """Return the problems of a board: by id, by path, or `standing` for all of the roster.

    A file in `folder` wins over what ships under the same name. Raises ConfigError as `load_problem`
    does, and where two names are one problem by its id.
    """
    found = []
    for one in _load(names, folder):
        if isinstance(one, ConfigError):
            raise one
        found.append(one)
    return found


def load_board(
    names: Iterable[str], *, folder: Path | None = None
) -> tuple[list[WarningProblem], list[ConfigError]]:
    """Return the problems `load_problems` does, and what is wrong with those that can't be loaded."""
    loaded = list(_load(names, folder))
    return (
        [one for one in loaded if isinstance(one, WarningProblem)],
        [one for one in loaded if isinstance(one, ConfigError)],
    )


def _load(names: Iterable[str], folder: Path | None) -> Iterator[WarningProblem | ConfigError]:
    """Yield each problem, or what is wrong with it."""
    found: dict[str, str] = {}
    given = [one for name in names for one in (standing().seeds if name == STANDING else (name,))]
    for name in dict.fromkeys(given):
        own = folder / f"{name}.yaml" if folder is not None else None
        try:
            problem = load_problem(own if own is not None and own.is_file() else name)
        except ConfigError as error:
            yield error
            continue
        if problem.id in found:
            yield ConfigError(
                f"'{name}' and '{found[problem.id]}' are both the problem '{problem.id}'",
                hint="give one of them another id",
            )
            continue
        found[problem.id] = name
        yield problem


def own_problems(folder: Path) -> tuple[list[WarningProblem], list[ConfigError]]:
    """Return the problems of the files in a desk's folder, by name, and what is wrong with the others."""
    return load_board(map(str, sorted(folder.glob("*.yaml"))))


def new_problem(
    instigator: str,
    target: str,
    *,
    kind: Literal["interstate", "intrastate"],
    year: int,
    id_: str | None = None,
    reference: str | None = None,
    owner: str = "",
    review: date | None = None,
) -> tuple[ProblemForm, str]:
    """Return a new problem from what was known at the end of a year, and the id of what it starts from.

    That is the shipped file between the two, if it was written by then and no other class is asked for;
    else their standing problem, if they are one; else '', and the tables alone speak. Raises ConfigError
    as `draft.seed` does.
    """
    start = seed(instigator, target, kind=kind, year=year, id_=id_, reference=reference)
    shipped = [
        form
        for form in _shipped_forms()
        if (form.instigator, form.target) == (instigator, target)
        and (form.onset.since is None or form.onset.since.year <= year)
    ]
    if shipped and reference is None:
        own = {"id": start.id, "owner": owner, "review": review}
        return shipped[0].model_copy(update=own), shipped[0].id
    form = draft(start, year=year, owner=owner, review=review)
    known = standing_seed(instigator, target, year) if kind == "interstate" else None
    sites = tuple(site for one in shipped for site in one.sites)
    return form.model_copy(update={"sites": sites}), known.id if known else ""


def load_standing(
    roster: Roster, id_: str, *, library: tuple[Indicator, ...] | None = None
) -> WarningProblem:
    """Return a problem of a roster, drafted from what was known on the roster's day."""
    form = draft(roster.seeds[id_], year=roster.as_of.year, owner="vedette")
    return _complete(Standing(roster, id_), form, library)


def parse_problem(text: str, name: str) -> WarningProblem:
    """Return the problem of a file's text. Raises ConfigError 'name:line: message'."""
    file = YamlFile(name, text)
    return _complete(file, file.parse(ProblemForm), None)


def _alike(name: str) -> str:
    near = get_close_matches(name, known_ids(), n=3)
    did_you_mean = f"did you mean {', '.join(near)}? " if near else ""
    return f"{did_you_mean}`vedette problem list` shows all; or give the path of a .yaml file"


def _complete(file: Source, form: ProblemForm, library: tuple[Indicator, ...] | None) -> WarningProblem:
    _check_codes_exist(file, form)
    _check_parties(file, form)
    _check_hypotheses(file, form)
    hypotheses = tuple(one.id for one in form.hypotheses)
    indicators, gate = _merge(
        file, load_library(kind=form.kind) if library is None else library, form.indicators, hypotheses
    )
    _check_codes(file, form, {one.code for one in indicators})
    _check_phrases(file, form)
    _check_counters(file, form, indicators)
    if not gate:
        raise file.error(("indicators",), "no indicator is marked `gate: 3`, so level 3 could not be reached")
    return WarningProblem(
        id=form.id,
        name=form.name,
        instigator=form.instigator,
        target=form.target,
        kind=form.kind,
        horizon_days=form.horizon_days,
        theatre=form.theatre,
        places=form.places,
        proxies=form.proxies,
        thirds=form.thirds,
        onset=OnsetRule(**form.onset.model_dump()),
        already=form.already,
        already_indicators=form.already_indicators,
        sites=tuple(Site(**site.model_dump()) for site in form.sites),
        gate=gate,
        indicators=indicators,
        hypotheses=tuple(Hypothesis(**one.model_dump()) for one in form.hypotheses),
        reference_class=form.reference_class,
        owner=form.owner,
        review=form.review,
    )


def _shipped(folder: str, name: str) -> YamlFile:
    return YamlFile(name, data_file(folder, name).read_text("utf-8"), shipped=True)


def _merge(
    file: Source,
    library: tuple[Indicator, ...],
    forms: tuple[IndicatorForm, ...],
    hypotheses: tuple[str, ...],
) -> tuple[tuple[Indicator, ...], tuple[str, ...]]:
    """Return the library with the changes and additions of `forms`, and the codes marked `gate: 3`."""
    merged = {one.code: one for one in library}
    gate = []
    seen: set[str] = set()
    for n, form in enumerate(forms):
        loc = ("indicators", n)
        if form.code in seen:
            raise file.error((*loc, "code"), f"indicator {form.code} is given twice")
        seen.add(form.code)
        for hypothesis in form.likelihoods or {}:
            if hypothesis not in hypotheses or hypothesis == ROUTINE:
                raise file.error(
                    (*loc, "likelihoods", hypothesis),
                    f"'{hypothesis}' is not a hypothesis that likelihoods can name: "
                    f"{', '.join(one for one in hypotheses if one != ROUTINE)}",
                )
        merged[form.code] = one = _indicator(file, loc, form, merged.get(form.code))
        if form.gate:
            if one.kind is IndicatorKind.COUNTER:
                raise file.error((*loc, "gate"), f"{form.code} is a counter-indicator: it can't open level 3")
            gate.append(form.code)
    return tuple(merged.values()), tuple(gate)


def _indicator(
    file: Source, loc: tuple[str | int, ...], form: IndicatorForm, base: Indicator | None
) -> Indicator:
    given = form.model_dump(exclude_none=True, exclude={"gate"})
    if base is None:
        missing = [name for name in _REQUIRED if name not in given]
        if missing:
            raise file.error(
                loc, f"indicator {form.code} is not in the library, so it needs {', '.join(missing)}"
            )
        given.setdefault("detection_rate", None)
    else:
        given = {name: getattr(base, name) for name in Indicator.__slots__} | given
    likelihoods = given["likelihoods"]
    if isinstance(likelihoods, dict):
        given["likelihoods"] = tuple(
            Likelihood(hypothesis=name, ratio=float(ratio)) for name, ratio in likelihoods.items()
        )
    for modality in given["modalities"]:
        if modality in (Modality.POSSIBLE, Modality.HISTORICAL):
            raise file.error(
                (*loc, "modalities"), f"what is {modality} is never evidence that {form.code} is so"
            )
    if Role.NONE in given["actor"]:
        raise file.error((*loc, "actor"), f"indicator {form.code}: an act needs an actor, not 'none'")
    return Indicator(**given)


def _check_codes_exist(file: Source, form: ProblemForm) -> None:
    known = countries().keys() | organisations()
    for loc, code in _actor_codes(form):
        state = code.partition(":")[0]
        # a desk may have actors of its own; they are not named like countries
        if len(state) == COUNTRY and state not in known:
            raise file.error(loc, f"there is no country or organisation {state}")


def _actor_codes(form: ProblemForm) -> Iterator[tuple[Loc, str]]:
    yield ("instigator",), form.instigator
    yield ("target",), form.target
    for name, codes in (("theatre", form.theatre), ("proxies", form.proxies), ("thirds", form.thirds)):
        yield from (((name, n), code) for n, code in enumerate(codes))
    for name, codes in (("actors", form.onset.actors), ("recipients", form.onset.recipients)):
        yield from ((("onset", name, n), code) for n, code in enumerate(codes))


def _check_parties(file: Source, form: ProblemForm) -> None:
    if form.instigator == form.target:
        raise file.error(("target",), f"target and instigator are the same: {form.target}")
    for n, code in enumerate(form.proxies):
        if code in (form.instigator, form.target):
            raise file.error(("proxies", n), f"{code} is a party, so it can't be a proxy")
        if code in form.thirds:
            raise file.error(("proxies", n), f"{code} is both proxy and third party")
    for n, code in enumerate(form.thirds):
        if code in (form.instigator, form.target):
            raise file.error(("thirds", n), f"{code} is a party, so it can't be a third party")
    for n, code in enumerate(form.onset.actors):
        if code in form.onset.recipients:
            raise file.error(("onset", "actors", n), f"{code} is both actor and recipient of the onset")
    if not any(within(code, (form.instigator, *form.proxies)) for code in form.onset.actors):
        raise file.error(
            ("onset", "actors"), f"none of the actors of the onset is {form.instigator} or a proxy of it"
        )
    if not any(within(code, (form.target,)) for code in form.onset.recipients):
        raise file.error(("onset", "recipients"), f"none of the recipients of the onset is {form.target}")


def _check_hypotheses(file: Source, form: ProblemForm) -> None:
    names = [one.id for one in form.hypotheses]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise file.error(("hypotheses", n, "id"), f"hypothesis '{name}' is given twice")
        if name == ROUTINE and form.hypotheses[n].onset:
            raise file.error(("hypotheses", n, "onset"), "'routine' can't be an onset")
    if ROUTINE not in names:
        raise file.error(("hypotheses",), "one hypothesis must be 'routine'")
    if not any(one.onset for one in form.hypotheses):
        raise file.error(("hypotheses",), "no hypothesis is marked 'onset: true'")
    total = math.fsum(one.prior for one in form.hypotheses)
    if abs(total - 1) > 1e-6:
        raise file.error(("hypotheses",), f"the priors sum to {total:g}, not to 1")


def _check_phrases(file: Source, form: ProblemForm) -> None:
    known = {one.code for kind in _LIBRARIES for one in load_library(kind=kind)}
    for n, one in enumerate(form.indicators):
        if one.code not in known and not one.phrases:
            raise file.error(
                ("indicators", n),
                f"no reader knows {one.code}, so it could never be observed: give it `phrases`, plain "
                "words of which a sentence that tells of it holds one",
            )


def _check_counters(file: Source, form: ProblemForm, indicators: tuple[Indicator, ...]) -> None:
    onset = {one.id for one in form.hypotheses if one.onset}
    given = [one.code for one in form.indicators]
    for one in indicators:
        for each in one.likelihoods:
            if one.kind is IndicatorKind.COUNTER and each.hypothesis in onset and each.ratio > 1:
                loc: Loc = ("indicators",)
                if one.code in given:
                    loc = ("indicators", given.index(one.code), "likelihoods", each.hypothesis)
                raise file.error(
                    loc,
                    f"{one.code} is a counter-indicator, so it can't be likelier before '{each.hypothesis}', "
                    "which is onset, than in routine",
                )


def _check_codes(file: Source, form: ProblemForm, known: set[str]) -> None:
    for name, codes in (("already_indicators", form.already_indicators), ("onset", form.onset.indicators)):
        for n, code in enumerate(codes):
            loc = (name, n) if name != "onset" else ("onset", "indicators", n)
            if code not in known:
                raise file.error(loc, f"there is no indicator {code}")
            if name == "onset" and code in form.already_indicators:
                raise file.error(loc, f"{code} is in already_indicators, so it can't count as onset")
    for n, one in enumerate(form.indicators):
        if one.gate and one.code in form.already_indicators:
            raise file.error(
                ("indicators", n, "gate"), f"{one.code} is in already_indicators, so it can't open level 3"
            )
