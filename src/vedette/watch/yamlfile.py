"""YAML files read so that every complaint names file and line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, SequenceNode

from vedette.errors import ConfigError

F = TypeVar("F", bound=BaseModel)
Loc = Sequence[str | int]


class _Constructor(yaml.constructor.SafeConstructor):
    """Constructs values as YAML says; a date or number that is none is told with its line."""

    def construct_object(self, node: Node, deep: bool = False) -> object:
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            raise ConstructorError(
                None, None, f"'{node.value}' can't be: {error}", node.start_mark
            ) from error


class _Loader(_Constructor, yaml.SafeLoader):
    """The loader of what a user gives."""


class YamlFile:
    """A parsed file that knows where each of its values stands.

    `shipped` files are parsed by libyaml, eight times as fast; it recurses on the C stack, so what a user
    gives is not.
    """

    def __init__(self, name: str, text: str, *, shipped: bool = False) -> None:
        self.name = name
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if shipped else _Loader
        try:
            root = yaml.compose(text, Loader=loader)
            self._data = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = f":{mark.line + 1}" if mark else ""
            raise ConfigError(f"{name}{line}: {error.problem or error.context}") from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise ConfigError(f"{name}: {error}") from error
        if root is None:
            raise ConfigError(f"{name}:1: the file is empty")
        self._root: Node = root
        _refuse_twins(self, root)

    def line(self, loc: Loc) -> int:
        """Return the line, from 1, of the deepest part of `loc` that the file has."""
        node, line = self._root, self._root.start_mark.line
        for step in loc:
            if isinstance(node, MappingNode):
                found = [(key, value) for key, value in node.value if key.value == str(step)]
                if not found:
                    break
                line, node = found[0][0].start_mark.line, found[0][1]
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
            else:
                break
        return int(line) + 1

    def error(self, loc: Loc, message: str) -> ConfigError:
        """Return the error 'file:line: message' about the value at `loc`."""
        return ConfigError(f"{self.name}:{self.line(loc)}: {message}")

    def parse(self, form: type[F]) -> F:
        """Return the file as a `form`. Raises ConfigError about the first thing that is wrong."""
        try:
            return form.model_validate(self._data)
        except ValidationError as error:
            first = error.errors()[0]
            loc = first["loc"]
            where = ".".join(str(step) for step in loc)
            # pydantic says so of what our own checks say
            raise self.error(loc, f"{where}: {first['msg'].removeprefix('Value error, ')}") from error


def _refuse_twins(file: YamlFile, node: Node) -> None:
    # PyYAML lets the later of two equal keys win in silence
    if isinstance(node, MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                raise ConfigError(f"{file.name}:{key.start_mark.line + 1}: '{key.value}' is given twice")
            seen.add(key.value)
            _refuse_twins(file, value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            _refuse_twins(file, value)


def read_yaml(path: Path) -> YamlFile:
    """Return the file at `path`. Raises ConfigError if it can't be read."""
    try:
        return YamlFile(path.name, path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is no text in UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
