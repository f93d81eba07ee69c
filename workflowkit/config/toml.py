"""Configuration files: `[tool.wfk]` in a pyproject.toml, or a wfk.toml with the same keys at its top.

Parsing is pure; the caller reads the file.
Positions are computed only for an error.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import partial
from pathlib import PurePath
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from workflowkit.config.globs import WILDCARDS, fault
from workflowkit.config.settings import (
    Config,
    Glob,
    LocalPath,
    Percent,
    Settings,
    Suppression,
    TokenLimit,
)
from workflowkit.errors import UsageError
from workflowkit.text.json_records import kebab_case
from workflowkit.text.positions import Lines, Position
from workflowkit.text.suggest import did_you_mean

if TYPE_CHECKING:
    from workflowkit.text.toml_positions import Keys

__all__ = ("FILE_NAMES", "Config", "ConfigurationError", "error_at", "parse_config")

FILE_NAMES: Final = ("wfk.toml", "pyproject.toml")
"""Names of configuration files; in one folder, the first one with settings is used."""


class ConfigurationError(UsageError):
    """Raised when a configuration file has an invalid setting; the message begins with the position."""


def parse_config(text: str, path: str) -> Config | None:
    """Read *text*, the configuration file at *path*; None when it is a pyproject.toml without settings for wfk.

    Relative paths in it are joined with its folder. Raises ConfigurationError.
    """
    is_shared = posixpath.basename(path) == "pyproject.toml"
    # Most files called pyproject.toml have no settings of wfk and need no parsing.
    if is_shared and "wfk" not in text:
        return None
    settings = _parse_toml(text, path)
    if is_shared:
        tool = settings.get("tool")
        if not isinstance(tool, dict) or "wfk" not in tool:
            return None
        settings = tool["wfk"]
    try:
        keys = ("tool", "wfk") if is_shared else ()
        read: Settings = _table(Settings, posixpath.dirname(path), settings, keys)
    except _Fault as fault:
        raise error_at(text, path, fault.keys, fault.message, on_value=fault.on_value) from None
    return Config(path=path, **{field.name: getattr(read, field.name) for field in fields(read)})


def error_at(
    text: str, path: str, keys: Keys, message: str, *, on_value: bool = False
) -> ConfigurationError:
    """Return the error for the key, or with *on_value* the value, at *keys* of *text*, the configuration file at *path*."""
    from workflowkit.text.toml_positions import position

    return _located(path, position(text, keys, on_value=on_value), message)


def _located(path: str, place: Position, message: str) -> ConfigurationError:
    return ConfigurationError(f"{path}:{place.line}:{place.column}: {message}")


_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _parse_toml(text: str, path: str) -> dict[str, Any]:
    import tomllib  # Not needed where no file has settings.

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = _PLACE.sub("", str(error))
        found = _PLACE.search(str(error))
        place = Lines(text).position(len(text))
        if found and found.group(1):
            place = Position(int(found.group(1)), int(found.group(2)), 0)
        raise _located(path, place, f"not TOML: {reason[:1].lower()}{reason[1:]}") from None
    except RecursionError:
        raise ConfigurationError(f"{path}: values are nested too deeply to be read") from None


class _Fault(Exception):
    """The first invalid setting, located by keys; its position is computed at the end."""

    def __init__(self, keys: Keys, message: str, *, on_value: bool = True) -> None:
        super().__init__(message)
        self.keys = keys
        self.message = message
        self.on_value = on_value


_Reader = Callable[[Any, "Keys"], Any]


def _reader(kind: Any, folder: str) -> _Reader:
    """Return the reader of a value of the type *kind*, as `settings` declares it; paths are joined with *folder*."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind == LocalPath:
        return partial(_path, folder)
    if kind == Glob:
        return _glob
    if kind is Suppression:
        return partial(_suppression, folder)
    if is_dataclass(kind):
        return partial(_table, kind, folder)
    if kind is datetime.date:
        return _date
    if origin is Literal:
        return partial(_one_of, inner)
    if origin is tuple:
        return partial(_array, _reader(inner[0], folder))
    if origin is Mapping:
        return partial(_mapping, _reader(inner[1], folder))
    if origin in (Union, UnionType):
        return _reader(inner[0], folder)
    if kind == TokenLimit:
        return _limit
    if kind == Percent:
        return _percent
    return _string


def _table(kind: Any, folder: str, value: Any, keys: Keys) -> Any:
    """Return the record of the type *kind* in a table; its fields are the allowed keys."""
    _expect(dict, value, keys)
    hints = get_type_hints(kind, include_extras=True)
    names = {kebab_case(field.name): field.name for field in fields(kind)}
    for key in value:
        if key not in names:
            message = f"unknown key '{key}'{_inside(keys)}; {did_you_mean(key, names)}"
            raise _Fault((*keys, key), message, on_value=False)
    read = {
        names[key]: _reader(hints[names[key]], folder)(member, (*keys, key))
        for key, member in value.items()
    }
    for field in fields(kind):
        if field.name not in read and field.default is field.default_factory is MISSING:
            message = f"{_named(keys)} has no '{kebab_case(field.name)}'"
            raise _Fault(keys, message, on_value=False)
    return kind(**read)


def _suppression(folder: str, value: Any, keys: Keys) -> Suppression:
    read: Suppression = _table(Suppression, folder, value, keys)
    if read.step and read.route:
        raise _Fault((*keys, "route"), "'step' and 'route' exclude each other", on_value=False)
    return read


def _mapping(reader: _Reader, value: Any, keys: Keys) -> dict[str, Any]:
    _expect(dict, value, keys)
    return {key: reader(member, (*keys, key)) for key, member in value.items()}


def _array(reader: _Reader, value: Any, keys: Keys) -> tuple[Any, ...]:
    _expect(list, value, keys)
    return tuple(reader(member, (*keys, index)) for index, member in enumerate(value))


def _string(value: Any, keys: Keys) -> str:
    _expect(str, value, keys)
    if not value.strip():
        raise _Fault(keys, f"{_named(keys)} is blank")
    return str(value)


def _percent(value: Any, keys: Keys) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Fault(keys, f"{_named(keys)} is not a number from 0 to 100")
    if not 0 <= value <= 100:
        raise _Fault(keys, f"{_named(keys)} is {value:g}; expected a number from 0 to 100")
    return float(value)


def _one_of(known: Collection[str], value: Any, keys: Keys) -> str:
    if _string(value, keys) not in known:
        raise _Fault(
            keys, f"{_named(keys)} has the invalid value '{value}'; {did_you_mean(value, known)}"
        )
    return str(value)


def _path(folder: str, value: Any, keys: Keys) -> str:
    if "\0" in _string(value, keys):
        raise _Fault(keys, f"{_named(keys)} has a character that is invalid in paths")
    return posixpath.normpath(PurePath(folder, value).as_posix())


def _glob(value: Any, keys: Keys) -> str:
    problem = fault(_string(value, keys))
    if problem:
        raise _Fault(keys, f"{_named(keys)} {problem}; {WILDCARDS}")
    return str(value)


def _limit(value: Any, keys: Keys) -> int:
    if type(value) is not int or value < 1:
        raise _Fault(keys, f"{_named(keys)} is not a whole number of 1 or more")
    return value


def _date(value: Any, keys: Keys) -> datetime.date:
    if type(value) is datetime.date:
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Fault(keys, f"{_named(keys)} is not a date; write it as in 2030-12-31") from None


_NOUNS: Mapping[type, str] = {
    bool: "a boolean",
    str: "a string",
    int: "a number",
    float: "a number",
    list: "an array",
    dict: "a table",
}


def _expect(kind: type, value: Any, keys: Keys) -> None:
    if not isinstance(value, kind):
        found = _NOUNS.get(type(value), "a date or time")
        raise _Fault(keys, f"{_named(keys)} is {found} where {_NOUNS[kind]} is expected")


def _named(keys: Keys) -> str:
    """Return the name of the value at *keys* for a message: `'profile' in [tool.wfk.lint]`."""
    if not keys:
        return "the file"
    if isinstance(keys[-1], int):
        return f"entry {keys[-1] + 1} of {_named(keys[:-1])}"
    return f"'{keys[-1]}'{_inside(keys[:-1])}"


def _inside(keys: Keys) -> str:
    names = [key for key in keys if isinstance(key, str)]
    return f" in [{'.'.join(names)}]" if names else ""
