"""Settings, and the tables of outlets a desk knows.

Settings come, later ones winning, from the defaults below, `vedette.toml` in the desk's folder,
and environment variables `VEDETTE_<NAME>`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import yaml
from pydantic import Field, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from vedette.errors import ConfigError
from vedette.types import Outlet

SETTINGS_FILE = "vedette.toml"


class Settings(BaseSettings):
    """Everything a desk can be told; each field is a key of vedette.toml and VEDETTE_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix="VEDETTE_",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it may be a key
    )

    home: Path = Field(
        default=Path("vedette-desk"),
        description="Folder of the desk: database, captures, problems, feeds. Environment only.",
    )
    database: str | None = Field(
        default=None,
        description="SQLAlchemy URL of the database; empty: SQLite in the desk's folder.",
    )
    problems: tuple[str, ...] = Field(
        default=("rus-ukr",),
        description="Problems on the board: ids, paths of your own, or 'standing' for the whole roster.",
    )
    contact: str = Field(
        default="",
        description="Address or URL told to the sites collected from, in the User-Agent.",
    )
    every: int = Field(default=900, ge=60, description="Seconds between two looks at a source.")
    timeout: float = Field(default=20.0, gt=0, description="Seconds a fetch may take in all.")
    max_bytes: int = Field(
        default=20_000_000, gt=0, description="Bytes one record or page may have, after decompression."
    )
    allow_private: bool = Field(
        default=False,
        description="Fetch from private addresses (a feed of your own network).",
    )
    stale_hours: float = Field(
        default=72.0, gt=0, description="Hours without any new document after which a level is marked stale."
    )
    history_days: int = Field(
        default=180,
        ge=1,
        description="Days that judging steps through before the day asked for.",
    )
    reader: Literal["model", "rules", "endpoint"] = Field(
        default="model",
        description="Who reads: the shipped model; rules alone, which find less; or a language model "
        "behind an OpenAI-compatible endpoint, whose every span is checked against the text.",
    )
    analyst: str = Field(
        default="",
        description="Who answers for what is decided at this desk, where `--by` names nobody.",
    )
    processes: int = Field(
        default=0, ge=0, description="Processes that long reading is shared among; 0: one a core, at most 4."
    )
    endpoint_url: str = Field(
        default="",
        description="Base URL of the reading endpoint, with its version: http://host:8080/v1. It is stored "
        "with what is read: no password and no query can be part of it.",
    )
    endpoint_model: str = Field(default="", description="Name of the model asked for at the endpoint.")
    endpoint_key: SecretStr = Field(
        default=SecretStr(""), description="Key of the reading endpoint. Better kept in the environment."
    )
    actors: Path | None = Field(default=None, description="YAML file with further actors.")
    outlets: Path | None = Field(default=None, description="YAML file with further outlets.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, strongest first: arguments, environment, vedette.toml."""
        home = Path(env_settings().get("home") or init_settings().get("home") or "vedette-desk")
        toml = TomlConfigSettingsSource(settings_cls, home / SETTINGS_FILE)
        return init_settings, env_settings, toml


def load_settings(home: Path | None = None) -> Settings:
    """Return the settings of the desk in `home` (default: VEDETTE_HOME or ./vedette-desk).

    Raises ConfigError that names the file and the field.
    """
    try:
        return Settings(home=home) if home is not None else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"setting '{name}': {first['msg']}", hint=f"see {SETTINGS_FILE}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{SETTINGS_FILE}: {error}") from error


def data_file(*names: str) -> Traversable:
    """Return a shipped data file or folder, by its path below vedette/data."""
    return resources.files("vedette").joinpath("data", *names)


@dataclass(frozen=True, slots=True)
class OutletTable:
    """Outlets by name and by domain. `find` always answers: an unknown outlet is a fact too."""

    by_name: dict[str, Outlet] = field(default_factory=dict)
    by_domain: dict[str, Outlet] = field(default_factory=dict)

    @classmethod
    def of(cls, outlets: Iterable[Outlet]) -> "OutletTable":
        """Return a table of these outlets; later ones win."""
        table = cls()
        for outlet in outlets:
            table.by_name[outlet.name.casefold()] = outlet
            if outlet.domain:
                table.by_domain[outlet.domain] = outlet
        return table

    def find(self, name: str | None = None, url: str | None = None) -> Outlet:
        """Return the outlet of that name, else of that URL's domain, else an unknown one."""
        if name and (known := self.by_name.get(name.strip().casefold())):
            return known
        host = (urlsplit(url).hostname or "") if url else ""
        parts = host.removeprefix("www.").split(".")
        for start in range(len(parts) - 1):
            if known := self.by_domain.get(".".join(parts[start:])):
                return known
        return Outlet(name=(name or "").strip() or ".".join(parts), domain=host or None)


def load_outlets(extra: Path | None = None) -> OutletTable:
    """Return the shipped outlets and those of `extra` (the same YAML form, which wins).

    Raises ConfigError naming the file and the entry.
    """
    outlets: list[Outlet] = []
    for file in (data_file("outlets.yaml"), extra):
        if file is None:
            continue
        try:
            outlets += TypeAdapter(list[Outlet]).validate_python(
                yaml.safe_load(file.read_text("utf-8")) or []
            )
        except (OSError, yaml.YAMLError, ValidationError) as error:
            raise ConfigError(f"{file}: {error}") from error
    return OutletTable.of(outlets)
