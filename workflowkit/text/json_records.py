"""Records as JSON: a dataclass is an object with all its fields, in their order, named in camelCase.

What is None is written as null. The keys of mappings are data and stay as they are.
The JSON Schemas that `wfk` publishes are derived from the same dataclasses by the same rules (`schemas.json_schema`).
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from workflowkit.text.routes import Json

T = TypeVar("T")


def json_key(name: str) -> str:
    """Return the key of the field called *name*: `display_name` is `displayName`, and `schema_` is `$schema`."""
    if name.endswith("_"):
        return f"${name[:-1]}"
    head, *rest = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


def kebab_case(name: str) -> str:
    """Return the key of the field called *name* in a configuration file: `per_file` is `per-file`."""
    return name.replace("_", "-")


@cache
def json_keys(record: type) -> Mapping[str, str]:
    """Return the names of the fields of the dataclass *record* by their keys, in order."""
    return {json_key(field.name): field.name for field in fields(record)}


def to_json(value: Any) -> Json:
    """Return *value*, a record or the value of one of its fields, as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        keys = json_keys(type(value))
        return {key: to_json(getattr(value, name)) for key, name in keys.items()}
    if isinstance(value, Mapping):
        return {key: to_json(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(member) for member in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def record_text(record: Any) -> str:
    """Return *record* as the text of a JSON file, in ASCII so that it passes every pipe."""
    return json.dumps(to_json(record), indent=2) + "\n"


class WrongRecordError(ValueError):
    """Raised for JSON that is not the record it is read as."""


def from_json(record: type[T], value: Json) -> T:
    """Return the record that *value* holds. Raises WrongRecordError.

    Only types are compared; limits on values are checked by `format`.
    """
    result: T = _read(record, value)
    return result


@cache
def _hints(record: type) -> Mapping[str, Any]:
    return get_type_hints(record)


def _read(kind: Any, value: Json) -> Any:
    origin = get_origin(kind) or kind
    if kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), value)
    if origin is Literal and any(_is_same(value, known) for known in get_args(kind)):
        return value
    if origin is tuple and isinstance(value, list):
        return tuple(_read(get_args(kind)[0], member) for member in value)
    if isinstance(value, dict):
        if is_dataclass(origin):
            return _read_fields(kind, value)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {key: _read(get_args(kind)[1], member) for key, member in value.items()}
    if type(value) is kind:
        return value
    raise WrongRecordError(f"{value!r} is not {kind}")


def _is_same(value: Json, known: Json) -> bool:
    return type(value) is type(known) and value == known


def _read_union(kinds: tuple[Any, ...], value: Json) -> Any:
    for kind in kinds:
        try:
            return _read(kind, value)
        except WrongRecordError:
            continue
    raise WrongRecordError(f"{value!r} is none of {kinds}")


def _read_fields(record: Any, value: Mapping[str, Json]) -> Any:
    names, hints = json_keys(record), _hints(record)
    required = {
        json_key(field.name)
        for field in fields(record)
        if field.default is MISSING and field.default_factory is MISSING
    }
    if not required <= value.keys() <= names.keys():
        raise WrongRecordError(f"{record.__name__} cannot have the keys {list(value)}")
    return record(**{names[key]: _read(hints[names[key]], member) for key, member in value.items()})
