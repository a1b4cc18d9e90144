"""A bulletin as JSON: the record itself, field by field; `parse` is the way back."""

import json

from pydantic import TypeAdapter, ValidationError

from vedette.errors import InputError
from vedette.types import Bulletin
from vedette.warn.phrases import printable

_ADAPTER = TypeAdapter(Bulletin)


def render(bulletin: Bulletin) -> str:
    """Return the bulletin as indented JSON, UTF-8 safe, with a line break at the end.

    Lone surrogates and control characters become U+FFFD; nothing else is changed.
    """
    record = _printable(_ADAPTER.dump_python(bulletin, mode="json"))
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=True) + "\n"


def parse(text: str | bytes) -> Bulletin:
    """Return the bulletin written by `render`.

    Raises InputError where the text is not such a bulletin.
    """
    try:
        return _ADAPTER.validate_python(json.loads(text), strict=False)
    except (ValueError, ValidationError) as error:
        raise InputError(f"not a bulletin: {error}") from error


def _printable(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case list():
            return [_printable(item) for item in value]
        case dict():
            return {key: _printable(item) for key, item in value.items()}
        case _:
            return value
