"""Which reader the settings ask for. Light to import: every reading process does."""

from functools import partial

from vedette.config import Settings
from vedette.errors import ConfigError
from vedette.read.pool import PooledReader
from vedette.read.reader import Reader


def load_reader(settings: Settings) -> Reader:
    """Return the reader the settings ask for. Raises ReadError or ConfigError."""
    if settings.reader == "endpoint":
        return _load_one(settings)  # it waits for others, and asks several at a time by itself
    return PooledReader(partial(_load_one, settings), processes=settings.processes)


def _load_one(settings: Settings) -> Reader:
    """Return the reader of one process."""
    from vedette.read.actors import load_actors

    actors = load_actors(settings.actors)
    if settings.reader == "rules":
        from vedette.read.rules import RuleReader

        return RuleReader(actors)
    if settings.reader == "endpoint":
        from vedette.read.endpoint import Endpoint, EndpointReader

        if not (settings.endpoint_url and settings.endpoint_model):
            raise ConfigError("the reading endpoint is not told", hint="set endpoint_url and endpoint_model")
        key = settings.endpoint_key.get_secret_value()
        return EndpointReader(
            Endpoint(url=settings.endpoint_url, model=settings.endpoint_model, key=key), actors
        )
    from vedette.read.encoder import ModelReader

    return ModelReader(actors)
