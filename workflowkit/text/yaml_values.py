"""YAML as JSON values, with the place of every value; only what JSON can hold is read."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import field

from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route
from workflowkit.text.yaml_text import MAX_DEPTH, YamlNode, YamlShape, parse

MAX_VALUES = 200_000
"""Values that one text may have; aliases can multiply them."""


class YamlError(Exception):
    """Raised for a text that holds no JSON value."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True, slots=True)
class YamlPlace:
    """Where a value is written."""

    start: int
    end: int
    key_start: int
    """Of its key; of the value itself for an entry of a list."""


@dataclass(frozen=True, slots=True)
class YamlValue:
    """The value of a text."""

    value: Json
    places: Mapping[Route, YamlPlace]
    """Where each value is; the empty route is the whole."""


def read_yaml(text: str) -> YamlValue:
    """Return the value of *text*, one YAML document; null when it is empty. Raises YamlError."""
    read = parse(text.removeprefix("\ufeff"))
    if read.broken is not None:
        raise YamlError(f"not YAML: {read.broken.message}", read.broken.offset)
    if not read.documents:
        return YamlValue(None, {(): YamlPlace(0, 0, 0)})
    if len(read.documents) > 1:
        second = read.documents[1]
        raise YamlError("the file has more than one document", second.start if second else 0)
    root = read.documents[0]
    if root is None:
        raise YamlError("the document is not finished", len(text))
    reader = _Reader()
    return YamlValue(reader.read(root, (), root.start), reader.places)


@dataclass(slots=True)
class _Reader:
    places: dict[Route, YamlPlace] = field(default_factory=dict)
    anchors: dict[str, YamlNode] = field(default_factory=dict)
    open_aliases: list[str] = field(default_factory=list)

    def read(self, node: YamlNode, route: Route, key_start: int) -> Json:
        if len(route) > MAX_DEPTH:
            raise YamlError(f"values are nested more than {MAX_DEPTH} levels deep", node.start)
        if len(self.places) >= MAX_VALUES:
            raise YamlError(f"the file has more than {MAX_VALUES} values", node.start)
        if node.tag and node.tag not in ("!", "!!str", "tag:yaml.org,2002:str"):
            raise YamlError(f"the tag '{node.tag}' has no meaning in JSON", node.start)
        self.places[route] = YamlPlace(node.start, node.end, key_start)
        if node.anchor:
            self.anchors[node.anchor] = node
        match node.shape:
            case YamlShape.ALIAS:
                return self._alias(node, route, key_start)
            case YamlShape.SEQUENCE:
                return [
                    self.read(entry, (*route, index), entry.start)
                    for index, entry in enumerate(node.items)
                ]
            case YamlShape.MAPPING:
                return self._mapping(node, route)
            case _:
                return node.text if node.tag else _scalar(node)

    def _alias(self, node: YamlNode, route: Route, key_start: int) -> Json:
        target = self.anchors.get(node.text)
        if target is None:
            raise YamlError(f"nothing is called '&{node.text}'", node.start)
        if node.text in self.open_aliases:
            raise YamlError(f"'*{node.text}' contains itself", node.start)
        self.open_aliases.append(node.text)
        value = self.read(target, route, key_start)
        self.open_aliases.pop()
        return value

    def _mapping(self, node: YamlNode, route: Route) -> Json:
        found: dict[str, Json] = {}
        for key, value in node.pairs:
            if key.shape is not YamlShape.SCALAR:
                raise YamlError("a key is not a text", key.start)
            if key.text in found:
                raise YamlError(f"the key '{key.text}' is used twice", key.start)
            found[key.text] = self.read(value, (*route, key.text), key.start)
        return found


_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0[ox][0-9a-fA-F]+")


def _scalar(node: YamlNode) -> Json:
    """Return the value of a scalar by the core schema of YAML 1.2."""
    text = node.text
    if node.is_string:
        return text
    if node.is_null:
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        if _BASED.fullmatch(text):
            return int(text, 0)
        number: int | float = int(text) if _INTEGER.fullmatch(text) else float(text)
    except ValueError:
        raise YamlError(f"'{text[:40]}' is no number that JSON can hold", node.start) from None
    if isinstance(number, float) and not math.isfinite(number):
        raise YamlError(f"'{text[:40]}' is no number that JSON can hold", node.start)
    return (
        int(number)
        if isinstance(number, float) and number.is_integer() and abs(number) < 2**53
        else number
    )
