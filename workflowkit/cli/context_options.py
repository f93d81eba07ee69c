"""`--context` and `--context-file`: the session context on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click

from workflowkit.cli.options import ExistingPath
from workflowkit.errors import UsageError
from workflowkit.run import loading
from workflowkit.runtime.context import RESERVED_KEYS, ContextValues
from workflowkit.text import json_text
from workflowkit.text.routes import Json
from workflowkit.text.yaml_values import YamlError, read_yaml


def context_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--context` and `--context-file`, passed on as `values`."""

    @wraps(command)
    def with_values(
        *args: Any, context_pairs: tuple[str, ...], context_file: str | None, **others: Any
    ) -> Any:
        return command(*args, values=_values(context_pairs, context_file), **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), with_values)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--context",
        "context_pairs",
        multiple=True,
        metavar="KEY=VALUE",
        help="A value of the session context, JSON or text; repeatable.",
    ),
    click.option(
        "--context-file",
        type=ExistingPath(),
        metavar="FILE",
        help="Values of the session context, an object in JSON or YAML.",
    ),
)


def _values(pairs: Sequence[str], path: str | None) -> ContextValues:
    values: ContextValues = {}
    if path is not None:
        read = read_values(path)
        if not isinstance(read, dict):
            raise UsageError(f"{path}: not an object", help="write keys with their values")
        values.update(read)
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"--context: '{pair}' is not KEY=VALUE")
        values[key] = value_of(text)
    for key in values.keys() & RESERVED_KEYS:
        raise UsageError(f"the context key '{key}' is reserved")
    return {key: value for key, value in values.items() if value is not None}


def value_of(text: str) -> Json:
    """Return the JSON that *text* is, or else the text itself."""
    value = json_text.parse(text)
    return text if isinstance(value, json_text.BrokenJson) else value


def read_values(path: str) -> Json:
    """Return the value of the JSON or YAML file at *path*. Raises UsageError for other text, UnreadableFile when it cannot be read."""
    document = loading.read_text(Path(path).as_posix())
    try:
        return read_yaml(document.text).value
    except YamlError as error:
        place = document.lines.position(error.offset)
        raise UsageError(f"{path}:{place.line}:{place.column}: {error.message}") from None
