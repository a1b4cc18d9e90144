"""A warning problem drafted from its parties: hypotheses with priors, indicators, onset rule, baseline.

What a draft knows of the past ends with a given year: the reference class, its rates, and the violence
that is baseline. It is complete and can be judged as it is; a person may then know better.
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from vedette.config import data_file
from vedette.errors import ConfigError
from vedette.types import Role
from vedette.watch.forms import HypothesisForm, IndicatorForm, OnsetForm, ProblemForm
from vedette.watch.places import border_towns, disputed
from vedette.watch.roster import (
    RIVALRIES_END,
    WARS_END,
    Rate,
    Seed,
    interstate_class,
    intrastate_class,
    last_violent_year,
    neighbourhoods,
    prior,
    rivalries,
    standing,
)

#: what an attack can't do without, or nobody does for show: at least five times likelier before invasion, or
#: before incursion, than before a drill or a show of force
INTERSTATE_GATE = ("F4", "U1", "D1", "P2", "P4", "H1")
#: the same before an offensive or an uprising, against protest, coup and settlement
INTRASTATE_GATE = ("F1", "P2", "P4", "H2")
#: acts that bear on a dyad only if they are between the two or their proxies: many problems share a party,
#: and talks it breaks off with others, or truces with its own rebels, would light them all
BETWEEN = ("D2", "D3", "H3", "X2")
PARTIES = (Role.INSTIGATOR, Role.TARGET, Role.PROXY)
FAMILIES = 3  #: independent families that must report the act: two outlets may share what neither names
#: priors that the record does not give, own judgement: a drill or rotation larger than usual, a defensive
#: reaction, something else; within a state mass protest, a coup, a settlement
EXERCISE, DEFENSIVE, OTHER = 0.05, 0.01, 0.009
PROTEST, COUP, SETTLEMENT = 0.05, 0.01, 0.03
#: of onsets within a state those that the government opens; UCDP does not say who began, so a half
OFFENSIVE = 0.5
DIGITS = 7  #: of a prior: the rarest class has 8 in a million
#: groups of the table of actors that are parties, movements or peoples, or fight for the government
UNARMED = frozenset({
    "CVL", "OPP", "BASIJ", "SHABIHA", "PMF", "CONGRESS", "BJP", "SHIVSENA", "BNP", "JAMAAT", "TIBETANS",
    "UIGHURS", "FALUNGONG", "GULEN", "CATALONIA", "SINNFEIN", "ANC", "TEAPARTY", "REPUBLICANS", "DEMOCRATS",
    "LIKUD", "KADIMA", "LABOUR", "SHAS", "FUTURE", "MILITARY", "MAASAI", "CRIMEANTATARS", "YAKUZA", "PIRATES",
})  # fmt: skip
#: generic words for those who fight a government, as the reader codes them
GENERIC = (
    "INSURGENTS",
    "MILITANTS",
    "MILITIA",
    "SEPARATISTS",
    "TERRORISTS",
    "GUNMEN",
    "ISLAMISTS",
    "MAOISTS",
)
#: groups that fight in more states than the one whose code they carry
BEYOND = {
    "AFG": ("ALQAEDA", "PAK:TTP"), "CAF": ("UGA:LRA",), "COD": ("UGA:ADF", "UGA:LRA"),
    "IRQ": ("ALQAEDA", "ISIS"), "MLI": ("DZA:AQIM",), "MRT": ("DZA:AQIM",), "NER": ("DZA:AQIM",),
    "PAK": ("AFG:TALIBAN", "ALQAEDA"), "SAU": ("ALQAEDA",), "SDN": ("UGA:LRA",), "SOM": ("ALQAEDA",),
    "SYR": ("ALQAEDA", "ISIS"), "YEM": ("ALQAEDA",),
}  # fmt: skip
CLASSES = {
    "interstate/rivals-war": "Strategic rivals with a land border that were at war in the last ten years",
    "interstate/rivals-border": "Strategic rivals with a land border, not at war in the last ten years",
    "interstate/rivals-apart": "Strategic rivals without a land border",
    "interstate/neighbours": "Neighbours by land that are no strategic rivals",
    "interstate/others": "States that are neither rivals nor neighbours",
    "intrastate/war": "Countries with 1,000 or more state-based deaths in the twelve months before",
    "intrastate/violent": "Countries with 25 to 999 state-based deaths in the twelve months before",
    "intrastate/recent": "Countries with under 25 state-based deaths in the twelve months before, but "
    "25 or more in one of the four years before that",
    "intrastate/quiet": "Countries without 25 state-based deaths in any of the five years before",
}
RIVALS = tuple(one for one in CLASSES if one.startswith("interstate/rivals"))
BY_HAND = "by hand"  #: rule of a seed whose class a person chose
AS_THEN = "as then"  #: of one whose class is that of the roster's day
ONSET = "25 dead in a month, and twice the worst month of the year before"
SOURCES = {
    "interstate": "Sources: TSS rivalries (Thompson, Sakuwa and Suhas 2022), COW direct contiguity 3.2 and "
    "inter-state wars 4.0, GML disputes 2.2.1.",
    "intrastate": "Source: UCDP GED as compiled by ViEWS, 1989 and later.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How a country is called."""

    name: str
    adjective: str
    seats: tuple[str, ...]  #: of its government


@cache
def countries() -> dict[str, Country]:
    """Return the names of the countries of the table of actors, by code."""
    found = {}
    for line in data_file("actors", "countries.tsv").read_text("utf-8").splitlines():
        row = line.split("\t")
        if line.startswith("#") or row[0] == "code":
            continue
        found[row[0]] = Country(
            name=row[3].split(";")[0],
            adjective=row[4].split(";")[0] if len(row) > 4 else "",
            seats=tuple(row[6].split(";")) if len(row) > 6 else (),
        )
    return found


@cache
def organisations() -> frozenset[str]:
    """Return the codes of the organisations, and of the groups that carry no country's."""
    lines = [
        line
        for name in ("organisations.tsv", "groups.tsv")
        for line in data_file("actors", name).read_text("utf-8").splitlines()
    ]
    codes = {line.partition("\t")[0] for line in lines if not line.startswith("#")}
    return frozenset(code for code in codes if ":" not in code and code != "code")


@cache
def armed_groups(code: str) -> tuple[str, ...]:
    """Return the codes of those who may fight the government of a country, 'rebels' left out."""
    named = []
    for line in data_file("actors", "groups.tsv").read_text("utf-8").splitlines():
        group = line.partition("\t")[0]
        state, _, short = group.partition(":")
        if state == code and short not in UNARMED | {"REBELS", *GENERIC}:
            named.append(group)
    generic = [f"{code}:{short}" for short in GENERIC]
    return tuple(dict.fromkeys([*generic, *named, *BEYOND.get(code, ())]))


def seed(
    instigator: str,
    target: str,
    *,
    kind: Literal["interstate", "intrastate"],
    year: int,
    id_: str | None = None,
    reference: str | None = None,
) -> Seed:
    """Return the seed of a new problem, from what was known at the end of a year.

    Two that are a standing problem by then start from its seed. `reference` overrides the class of the
    prior. Raises ConfigError for unknown codes, a wrong id, parties or a class that contradict the kind,
    and parties no class speaks for.
    """
    if reference is not None and (reference not in CLASSES or not reference.startswith(kind)):
        raise ConfigError(
            f"'{reference}' is no class of {kind} problems",
            hint=f"classes are {', '.join(one for one in CLASSES if one.startswith(kind))}",
        )
    if id_ is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", id_):
        raise ConfigError(f"'{id_}' is no id", hint="small letters, digits and hyphens")
    found = _seed(instigator, target, kind, year, by_hand=reference is not None)
    if reference is not None:
        found = found.model_copy(update={"reference": reference, "rule": BY_HAND, "share": 1.0})
    return found.model_copy(update={"id": id_ or found.id})


def _seed(instigator: str, target: str, kind: str, year: int, *, by_hand: bool) -> Seed:
    state = instigator.partition(":")[0]
    for code in (state, target.partition(":")[0]):
        if code not in countries():
            near = ", ".join(sorted(one for one in countries() if one[:2] == code[:2])[:5])
            raise ConfigError(
                f"there is no country '{code}'", hint=f"ISO 3166 alpha-3 codes; alike are {near or 'none'}"
            )
    if kind == "interstate":
        if state == target.partition(":")[0]:
            raise ConfigError(
                f"{instigator} and {target} are of one state",
                hint="a war within a state is --kind intrastate",
            )
        return _interstate_seed(instigator, target, year, by_hand=by_hand)
    if ":" in target:
        raise ConfigError(f"the target of an intrastate problem is a government, not '{target}'")
    if state != target:
        raise ConfigError(
            f"{instigator} is not of {target}", hint=f"an armed group of {target} is {target}:REBELS"
        )
    return Seed(
        id=f"{target.lower()}-internal",
        kind="intrastate",
        instigator=instigator if ":" in instigator else f"{target}:REBELS",
        target=target,
        reference=intrastate_class(target, year),
        why=_violence(target, year),
        violent=intrastate_class(target, year) in ("intrastate/war", "intrastate/violent"),
    )


def _interstate_seed(instigator: str, target: str, year: int, *, by_hand: bool) -> Seed:
    own, other = instigator.partition(":")[0], target.partition(":")[0]
    known = standing_seed(instigator, target, year)
    if known is None and not by_hand:
        _refuse_unlisted(instigator, target, year)
    reference = interstate_class(own, other, year)
    violent = intrastate_class(other, year) in ("intrastate/war", "intrastate/violent")
    if known is not None and year == standing().as_of.year:
        return known
    if known is not None and reference not in RIVALS:  # the tables see no rivals (any more): the roster does
        then = f"at the end of {standing().as_of.year}, as the standing problem {known.id}: {known.why}"
        return known.model_copy(
            update={
                "violent": violent,
                "why": f"{then}; since then {_record(own, other, year)}",
                "rule": known.rule if known.rule == "R2" else AS_THEN,
            }
        )
    if known is not None:
        return known.model_copy(
            update={
                "violent": violent,
                "why": _record(own, other, year),
                "rule": "",
                "reference": reference,
                "share": 1.0,
            }
        )
    return Seed(
        id=f"{own}-{other}".lower(),
        kind="interstate",
        instigator=instigator,
        target=target,
        reference=reference,
        why=_record(own, other, year),
        violent=violent,
        places=tuple(
            dict.fromkeys((*border_towns(own, other, without=countries()[own].seats), *disputed(own, other)))
        ),
    )


def standing_seed(instigator: str, target: str, year: int) -> Seed | None:
    """Return the seed of the standing problem of these two, once it was known."""
    if year < standing().as_of.year:
        return None
    seeds = standing().seeds.values()
    return next((one for one in seeds if (one.instigator, one.target) == (instigator, target)), None)


def _refuse_unlisted(instigator: str, target: str, year: int) -> None:
    """Raise ConfigError if a party is a group, or a state or territory the tables know nothing of.

    The class 'neither rivals nor neighbours' is one of states on record; of a group that fights, or a
    territory at war with its state, its rate would be absurd.
    """
    listed = neighbourhoods().keys() | {code for pair in rivalries() for code in pair}
    for code in (instigator, target):
        if code in listed:
            continue
        what = "a group" if ":" in code else "in no table of borders, rivalries and deaths"
        states = {one.partition(":")[0] for one in (instigator, target)}
        near = [
            one.id
            for one in standing().seeds.values()
            if year >= standing().as_of.year
            and {one.instigator.partition(":")[0], one.target.partition(":")[0]} == states
        ]
        there = f"; of the same states there is {' and '.join(near)}" if near else ""
        raise ConfigError(
            f"{code} is {what}, so no class of the past gives a prior",
            hint="choose one by analogy with --reference: "
            f"{', '.join(one for one in CLASSES if one.startswith('interstate'))}{there}",
        )


def _record(own: str, other: str, year: int) -> str:
    """Return what the tables have on two states up to a year, in words."""
    found = rivalries().get((own, other) if own < other else (other, own))
    why = []
    if found is not None and found.start is not None and found.start <= year:
        why.append(f"strategic rivals since {found.start}")
    wars = [war for war in found.wars if war <= year] if found else []
    why += [f"at war with each other, last in {wars[-1]}"] if wars else []
    border = own in neighbourhoods() and other in neighbourhoods()[own].neighbours
    why.append("a land border" if border else "no land border")
    why.append(_violence(other, year))
    return "; ".join(why)


def _violence(code: str, year: int) -> str:
    years = (
        sorted(one for one in neighbourhoods()[code].violent if one <= year)
        if code in neighbourhoods()
        else []
    )
    name = countries()[code].name
    if not years:
        return f"no year with 25 state-based deaths in {name} since 1989 on record"
    return (
        f"25 or more state-based deaths on record in {name} in {len(years)} years from 1989, last {years[-1]}"
    )


def draft(seed: Seed, *, year: int, owner: str = "", review: date | None = None) -> ProblemForm:
    """Return the problem of a seed, as it could be written at the end of a year."""
    return (_interstate if seed.kind == "interstate" else _intrastate)(seed, year, owner, review)


def _interstate(seed: Seed, year: int, owner: str, review: date | None) -> ProblemForm:
    own, other = (countries()[code.partition(":")[0]] for code in (seed.instigator, seed.target))
    rates = _interstate_rates(seed, year)
    hypotheses = _hypotheses(
        ("routine", "Routine: garrison life, rotation as in any year", None, False),
        ("exercise", "Exercise or rotation larger than usual", EXERCISE, False),
        (
            "signalling",
            "Coercive signalling: force shown to win something by talks",
            rates["signalling"],
            False,
        ),
        ("incursion", "Limited incursion, or recognition with forces following", rates["incursion"], True),
        ("invasion", "Large invasion", rates["war"], True),
        ("defensive", f"Defensive reaction to {other.name} or others", DEFENSIVE, False),
        ("other", "Something else", OTHER, False),
    )
    fighting = (
        f" Fighting inside {other.name} between its government and armed groups." if seed.violent else ""
    )
    return ProblemForm(
        id=seed.id,
        name=f"{own.adjective or own.name} attack on {other.name}",
        instigator=seed.instigator,
        target=seed.target,
        kind="interstate",
        theatre=(seed.target.partition(":")[0],),
        places=seed.places,
        proxies=seed.proxies,
        onset=OnsetForm(
            text=f"Forces of {own.name} openly attack forces of {other.name} or enter territory that "
            f"{other.name} holds, and stay or go on. Three independent families must report an act between "
            "the two within three days, or both must say it.",
            actors=(seed.instigator, *seed.actors),
            recipients=(seed.target, *seed.recipients),
            indicators=("H1", "P4"),
            families=FAMILIES,
        ),
        already=f"{_known(seed.kind, year)}: {seed.why}. Incidents short of the onset rule.{fighting}",
        already_indicators=("H2",) if seed.violent else (),
        indicators=(
            *(IndicatorForm(code=code, gate=3) for code in INTERSTATE_GATE),
            *(IndicatorForm(code=code, actor=PARTIES, recipient=PARTIES) for code in BETWEEN),
        ),
        hypotheses=hypotheses,
        reference_class=_reference(seed, year),
        owner=owner,
        review=review,
    )


def _intrastate(seed: Seed, year: int, owner: str, review: date | None) -> ProblemForm:
    country = countries()[seed.target]
    chance = prior(seed.reference, before=year + 1)["onset"].chance * seed.share
    groups = tuple(one for one in armed_groups(seed.target) if one != seed.instigator)
    baseline = "its fighting goes on as in the year before" if seed.violent else "single attacks"
    return ProblemForm(
        id=seed.id,
        name=f"War within {country.name}",
        instigator=seed.instigator,
        target=seed.target,
        kind="intrastate",
        theatre=(seed.target,),
        proxies=groups,
        onset=OnsetForm(
            text=f"Fighting between the government of {country.name} and armed groups reaches 25 dead in a "
            "month and twice the worst month of the year before, or an armed group takes the seat of a "
            "region and keeps it. As reports come in: three independent families report within three days "
            f"that an armed group {'took' if seed.violent else 'attacks forces or took'} a town or base.",
            actors=(seed.instigator, *groups),
            recipients=(seed.target, f"{seed.target}:COP"),
            indicators=("P4",) if seed.violent else ("H2", "P4"),
            families=FAMILIES,
        ),
        already=f"{_known(seed.kind, year)}: {seed.why}. Short of onset: {baseline}.",
        already_indicators=("H2",) if seed.violent else (),
        indicators=tuple(
            IndicatorForm(code=code, gate=3)
            for code in INTRASTATE_GATE
            if not (seed.violent and code == "H2")
        ),
        hypotheses=_hypotheses(
            ("routine", "Routine: violence as in the year before", None, False),
            ("protest", "Mass protest and its suppression, without war", PROTEST, False),
            ("coup", "Seizure of power from within", COUP, False),
            ("settlement", "Talks: a truce or agreement that holds", SETTLEMENT, False),
            ("offensive", "Offensive of the government", chance * OFFENSIVE, True),
            ("uprising", "Offensive of an armed group, old or new", chance * (1 - OFFENSIVE), True),
            ("other", "Something else", OTHER, False),
        ),
        reference_class=_reference(seed, year),
        owner=owner,
        review=review,
    )


def _known(kind: str, year: int) -> str:
    """Return up to when what a draft knows is known: 'Known at the end of 2025 (deaths to 2019)'."""
    ends = {"deaths": last_violent_year()}
    if kind == "interstate":
        ends |= {"rivalries": RIVALRIES_END, "wars": WARS_END}
    short = ", ".join(f"{what} to {end}" for what, end in ends.items() if end < year)
    return f"Known at the end of {year}" + (f" ({short})" if short else "")


def _interstate_rates(seed: Seed, year: int) -> dict[str, float]:
    """Return chances of war, incursion and signalling; of a territory's war by its state's onsets."""
    rates = prior(seed.reference, before=year + 1)
    if "war" in rates:
        return {event: rate.chance * seed.share for event, rate in rates.items()}
    times = {event: rate.times for event, rate in prior("interstate/rivals-border", before=year + 1).items()}
    war = rates["onset"].chance * seed.share / (times["war"] + times["incursion"])
    return {event: war * more for event, more in times.items()}


def _hypotheses(*rows: tuple[str, str, float | None, bool]) -> tuple[HypothesisForm, ...]:
    """Return hypotheses whose priors sum to 1: the one without a prior, routine, has the rest."""
    rest = 1 - math.fsum(round(prior, DIGITS) for _, _, prior, _ in rows if prior is not None)
    return tuple(
        HypothesisForm(id=id_, name=name, prior=round(rest if prior is None else prior, DIGITS), onset=onset)
        for id_, name, prior, onset in rows
    )


def _reference(seed: Seed, year: int) -> str:
    rates = prior(seed.reference, before=year + 1)
    kind = seed.reference.partition("/")[0]
    if kind == "interstate":
        rate, first, unit, what = rates["war"], 1946, "directed dyad-years", "of war by the first"
    else:
        rate, first, unit, what = rates["onset"], 1994, "country-years", f"({ONSET})"
    counted = f"{rate.onsets} onset{'s' * (rate.onsets != 1)} {what} in {rate.years:,} {unit}"
    text = f"{CLASSES[seed.reference]}, {first}-{rate.until}: {counted} ({rate.chance:.2g} per 90 days)."
    if kind == "interstate":
        text += f" {_ratios(rates)}"
        text += f" The record of wars ends in {WARS_END}." if year > rate.until else ""
    if seed.share < 1:
        text += (
            f" Of these {seed.share * 100:.0f} % for this side; war and incursion share it as disputes do."
        )
    if seed.rule == "R2" and kind == "interstate":
        text += " The class is taken by analogy: an unfinished war is a rivalry by another name."
    elif seed.rule == AS_THEN:
        text += f" The class is that of the end of {standing().as_of.year}, when the two were rivals."
    elif seed.rule == BY_HAND:
        text += " The class was chosen by hand."
    return f"{text} Rates with the Jeffreys prior. {SOURCES[kind]}"


def _ratios(rates: dict[str, Rate]) -> str:
    return (
        f"Uses of force with 26 or more dead or territory occupied were {rates['incursion'].times:g} to one "
        f"war among all disputes, displays and threats {rates['signalling'].times:g}; that they crowd as "
        "wars do is assumed."
    )
