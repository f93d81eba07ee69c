"""The arguments of calls: their JSON Schemas, and what is wrong with those of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.text.suggest import did_you_mean

JsonSchema = dict[str, Any]
Properties = Mapping[str, JsonSchema]

MOST_TEXT: Final = 1_000_000
"""Maximum length of a text in a call, in characters."""

FEWEST_TOKENS: Final = 1000
"""Lowest limit of an answer, in tokens."""


def text(description: str, longest: int = 1024) -> JsonSchema:
    """Return the schema of a text."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": description}


def flag(description: str) -> JsonSchema:
    """Return the schema of a choice between true and false, with false as its default."""
    return {"type": "boolean", "default": False, "description": description}


def choice(description: str, *values: str) -> JsonSchema:
    """Return the schema of one of *values*, the first of them the default."""
    return {**one_of(description, *values), "default": values[0]}


def one_of(description: str, *values: str) -> JsonSchema:
    """Return the schema of one of *values*, without a default."""
    return {"type": "string", "enum": list(values), "description": description}


def texts(description: str, most: int = 100) -> JsonSchema:
    """Return the schema of a list of texts."""
    return {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 1024},
        "minItems": 1,
        "maxItems": most,
        "description": description,
    }


def number(description: str, least: int, most: int, default: int) -> JsonSchema:
    """Return the schema of a whole number."""
    return {
        "type": "integer",
        "minimum": least,
        "maximum": most,
        "default": default,
        "description": description,
    }


PATH: Final[JsonSchema] = text(
    "Path of a workflow file, such as workflows/release.json: relative to the project, or absolute."
)

TEXT: Final[JsonSchema] = {
    "type": "string",
    "maxLength": MOST_TEXT,
    "description": "Unsaved content to use instead of the file; path only names it and need not exist.",
}

CONTEXT: Final[JsonSchema] = {
    "type": "object",
    "maxProperties": 200,
    "description": 'Values of context keys, such as {"taskSize": "small"}.',
}

ENGINE: Final[JsonSchema] = text(
    "Engine version to check against, such as 3.121; default: that of the project.", 64
)

CURSOR: Final[JsonSchema] = text(
    "The cursor of the previous page, for the next one; the other arguments stay as they were.", 64
)


def input_schema(properties: Properties, required: tuple[str, ...], most_tokens: int) -> JsonSchema:
    """Return the schema of the arguments of a tool whose answers have at most *most_tokens*."""
    limit = number(
        "Limit of the answer; more is on the next page.",
        FEWEST_TOKENS,
        most_tokens,
        min(4000, most_tokens),
    )
    schema: JsonSchema = {
        "type": "object",
        "properties": {**properties, "cursor": CURSOR, "max_tokens": limit},
        "additionalProperties": False,
    }
    return {**schema, "required": list(required)} if required else schema


def checked(given: Mapping[str, Any], schema: JsonSchema) -> Mapping[str, Any]:
    """Return the arguments *given* with defaults. Raises CallRefused when *schema* does not allow them."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    properties = schema["properties"]
    unknown = [name for name in given if name not in properties]
    if unknown:
        known = ", ".join(properties)
        raise CallRefused(
            f"unknown argument {unknown[0][:80]!r}",
            help=did_you_mean(unknown[0][:80], properties) or f"the arguments are: {known}",
        )
    missing = [name for name in schema.get("required", ()) if name not in given]
    if missing:
        raise CallRefused(
            f"missing argument '{missing[0]}'",
            help=f"{missing[0]}: {properties[missing[0]].get('description', '')}",
        )
    error = best_match(Draft202012Validator(schema).iter_errors(dict(given)))
    if error is not None:
        name = str(error.absolute_path[0]) if error.absolute_path else ""
        described = properties.get(name, {}).get("description", "")
        raise CallRefused(f"argument '{name}': {_reason(error)}", help=f"{name}: {described}")
    for name, value in given.items():
        if name != "text" and any(map(_is_unprintable, _texts_in(value))):
            raise CallRefused(
                f"argument '{name}': it has control characters or lone surrogates",
                help="give printable text",
            )
    defaults = {
        name: property["default"] for name, property in properties.items() if "default" in property
    }
    return {**defaults, **given}


def _texts_in(value: Any) -> list[str]:
    """Return the texts that become words of a command: *value*, or its entries."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, str)]


def _is_unprintable(text: str) -> bool:
    return any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in text)


def _reason(error: Any) -> str:
    """Return what is wrong, without the value, which may be long."""
    keyword, expected = error.validator, error.validator_value
    match keyword:
        case "type":
            return f"expected {expected}"
        case "enum":
            return f"expected one of: {', '.join(map(str, expected))}"
        case "maxLength" | "maxItems" | "maxProperties":
            return f"too long; at most {expected}"
        case "minLength" | "minItems":
            return "empty"
        case "minimum" | "maximum":
            return f"expected {'at least' if keyword == 'minimum' else 'at most'} {expected}"
        case _:
            return "the value is invalid"
