"""The YAML forms of indicator and problem files, and their JSON Schema."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from vedette.types import IndicatorKind, Modality, Role

Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,7}$", description="Code of an indicator: S1, MY2.")]
ActorCode = Annotated[
    str, Field(pattern=r"^[A-Z]{2,8}(:[A-Z0-9]+)?$", description="ISO 3166 alpha-3 or organisation, :GROUP.")
]
SCALE = (0.1, 0.2, 0.5, 1, 2, 5, 10)


def _on_scale(ratio: float) -> float:
    if ratio not in SCALE:
        raise ValueError(f"{ratio:g} is not on the scale {', '.join(f'{one:g}' for one in SCALE)}")
    return ratio


Ratio = Annotated[float, AfterValidator(_on_scale), Field(json_schema_extra={"enum": list(SCALE)})]
Days = Annotated[int, Field(ge=1, le=3650)]
Text = Annotated[str, Field(min_length=1)]
Phrase = Annotated[str, Field(pattern=r"\w{2}")]


class Form(BaseModel):
    """What all forms share: an unknown key is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IndicatorForm(Form):
    """An indicator, or in a problem file the fields of one that differ from the library."""

    code: Code
    name: Text | None = None
    group: Text | None = Field(default=None, description="strategic, force, sustainment, closure, ...")
    kind: IndicatorKind | None = None
    actor: tuple[Role, ...] | None = Field(default=None, min_length=1, description="Any of these roles.")
    recipient: tuple[Role, ...] | None = Field(default=None, min_length=1, description="Any of these roles.")
    place: Literal["theatre", "any"] | None = None
    modalities: tuple[Modality, ...] | None = Field(default=None, min_length=1)
    lead_days: Days | None = Field(default=None, description="How long before onset it typically comes.")
    expiry_days: Days | None = Field(default=None, description="How long a report of it stays valid.")
    observed_by: tuple[Literal["statements", "imagery", "press", "notices", "witness"], ...] | None = Field(
        default=None, min_length=1
    )
    likelihoods: dict[str, Ratio] | None = Field(
        default=None, description="P(seen | hypothesis) / P(seen | routine); what is not named is 1."
    )
    detection_rate: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="Chance that it is reported if it happens; without it never absent.",
    )
    sources: tuple[Text, ...] | None = Field(default=None, min_length=1)
    phrases: tuple[Phrase, ...] | None = Field(
        default=None,
        min_length=1,
        description="Plain words; a sentence that holds one of them may be a report of it. An indicator that "
        "is not in the library needs them: no reader knows it.",
    )
    gate: Literal[3] | None = Field(
        default=None, description="In a problem file: level 3 needs one of the indicators marked so."
    )


class LibraryForm(Form):
    """A file of indicators."""

    indicators: tuple[IndicatorForm, ...] = Field(min_length=1)


class SiteForm(Form):
    """A watched place. Towns, no finer than 5 km: never a unit or a depot."""

    name: Text
    latitude: float = Field(ge=-90, le=90, description="Degrees north, WGS 84.")
    longitude: float = Field(ge=-180, le=180, description="Degrees east, WGS 84.")
    note: str = ""


class OnsetForm(Form):
    """What counts as it having begun."""

    text: Text
    actors: tuple[ActorCode, ...] = Field(min_length=1)
    recipients: tuple[ActorCode, ...] = Field(min_length=1)
    indicators: tuple[Code, ...] = Field(min_length=1)
    since: date | None = None
    families: int = Field(default=2, ge=1)


class HypothesisForm(Form):
    """An explanation of the evidence. The priors of a problem sum to 1."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    name: Text
    prior: float = Field(gt=0, lt=1)
    onset: bool = False


class ProblemForm(Form):
    """A warning problem."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Text
    instigator: ActorCode
    target: ActorCode
    kind: Literal["interstate", "intrastate"]
    horizon_days: Days = 90
    theatre: tuple[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], ...] = Field(min_length=1)
    places: tuple[Text, ...] = ()
    proxies: tuple[ActorCode, ...] = ()
    thirds: tuple[ActorCode, ...] = ()
    onset: OnsetForm
    already: Text
    already_indicators: tuple[Code, ...] = ()
    sites: tuple[SiteForm, ...] = ()
    indicators: tuple[IndicatorForm, ...] = Field(
        default=(), description="Changes to the general library, and indicators of the problem's own."
    )
    hypotheses: tuple[HypothesisForm, ...] = Field(min_length=2)
    reference_class: Text
    owner: str = ""
    review: date | None = None


def schemas() -> dict[str, dict[str, object]]:
    """Return the JSON Schema (draft 2020-12) of each file form, by the name it ships under."""
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **form.model_json_schema()}
        for name, form in (("indicators.schema.json", LibraryForm), ("problem.schema.json", ProblemForm))
    }
