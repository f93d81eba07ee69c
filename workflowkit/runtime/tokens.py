"""Context tokens in prompts, titles and fragments, and the variables of a loop (docs/engine/prompt-rendering.md#context-tokens)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.javascript import to_string
from workflowkit.text.routes import Json

if TYPE_CHECKING:
    from workflowkit.runtime.executable import ExecutableLoop

TOKEN = re.compile(r"\{\{(?!wr\.)([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\}\}")
"""A context token; its group is the dotted path. Paths that begin with `wr.` belong to the compiler."""


def substitute(text: str, context: Mapping[str, Json], *, names_types: bool = False) -> str:
    """Replace the tokens in *text*, once: a value that looks like a token stays. What is missing or null is marked as unset.

    With *names_types* the mark names the value on the path that is no object.
    """

    def value_of(match: re.Match[str]) -> str:
        path = match.group(1)
        value = look_up(context, path)
        if value is not None:
            return to_string(value)
        reason = _wrong_type(context, path) if names_types else ""
        return f"[unset: {path}{reason}]"

    return TOKEN.sub(value_of, text)


def _wrong_type(context: Mapping[str, Json], path: str) -> str:
    """Return the part of an unset mark that names the text, number or boolean on the way of *path*; empty when there is none."""
    parts = path.split(".")
    for end in range(1, len(parts)):
        parent = ".".join(parts[:end])
        value = look_up(context, parent)
        if isinstance(value, str | int | float):
            written = (
                json.dumps(value, ensure_ascii=False)
                if isinstance(value, str)
                else to_string(value)
            )
            return f" -- '{parent}' is {_type_name(value)} ({written}), not object"
    return ""


def _type_name(value: str | float) -> str:
    if isinstance(value, str):
        return "string"
    return "boolean" if isinstance(value, bool) else "number"


def look_up(context: Mapping[str, Json], path: str) -> Json:
    """Return what a dotted *path* leads to; None when it leads nowhere. A list has a `length` and nothing else."""
    value: Json = context
    for part in path.split("."):
        if isinstance(value, list):
            value = len(value) if part == "length" else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def loop_variables(
    loop: ExecutableLoop, iteration: int, context: Mapping[str, Json]
) -> dict[str, Json]:
    """Return the pass number, counted from 1, and for an existing list its current item and index, counted from 0."""
    config = loop.config
    variables: dict[str, Json] = {_name(config, "iterationVar", "currentIteration"): iteration + 1}
    items = context.get(to_string(config.get("items"))) if config.get("type") == "forEach" else None
    if isinstance(items, list):
        entry = items[iteration] if iteration < len(items) else None
        variables[item_name(loop)] = entry
        variables[_name(config, "indexVar", "currentIndex")] = iteration
    return variables


def item_name(loop: ExecutableLoop) -> str:
    """Return the name of the variable that holds the current item of *loop*."""
    return _name(loop.config, "itemVar", "currentItem")


def token_paths(definition: Mapping[str, Json]) -> Iterator[str]:
    """Yield the path of every token in the title, the prompt and the fragments of a step."""
    listed = definition.get("promptFragments")
    texts = [definition.get("title"), definition.get("prompt")]
    texts += [
        fragment.get("text")
        for fragment in (listed if isinstance(listed, list) else ())
        if isinstance(fragment, dict)
    ]
    for text in texts:
        if isinstance(text, str):
            yield from TOKEN.findall(text)


def fragments(definition: Mapping[str, Json], context: Mapping[str, Json]) -> str:
    """Return the prompt fragments of a step that hold in *context*, filled in and joined by blank lines."""
    listed = definition.get("promptFragments")
    kept: Sequence[Json] = [
        fragment
        for fragment in (listed if isinstance(listed, list) else ())
        if isinstance(fragment, dict) and evaluate(fragment.get("when"), context)
    ]
    return "\n\n".join(
        substitute(to_string(fragment.get("text", "")), context) for fragment in kept
    )


def _name(config: Mapping[str, Json], key: str, default: str) -> str:
    name = config.get(key)
    return name if isinstance(name, str) and name else default
