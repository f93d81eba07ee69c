"""A tolerant reading of YAML: the values of a text with their places; lines that are unfinished are left out."""

from __future__ import annotations

from workflowkit.text.routes import Route, value_at
from workflowkit.text.yaml_values import YamlError, YamlPlace, YamlValue, read_yaml

_MOST_LINES = 12
"""How many lines are left out before a text counts as unreadable."""

_MARK = "\ufeff"


def read(text: str) -> YamlValue:
    """Return what can be read of *text*."""
    rest = text.removeprefix(_MARK)
    shift = len(text) - len(rest)
    for _ in range(_MOST_LINES):
        try:
            return _shifted(read_yaml(rest), shift)
        except YamlError as error:
            shorter = _without_line(rest, error.offset)
            if shorter == rest:
                break
            rest = shorter
    return YamlValue(None, {})


def _shifted(value: YamlValue, by: int) -> YamlValue:
    """Return *value* with its places *by* characters further."""
    if not by:
        return value
    places = {
        route: YamlPlace(place.start + by, place.end + by, place.key_start + by)
        for route, place in value.places.items()
    }
    return YamlValue(value.value, places)


def _without_line(text: str, offset: int) -> str:
    """Return *text* with spaces in place of the line at *offset*, or of the last one before it that has any words."""
    end = text.find("\n", min(offset, len(text)))
    end = len(text) if end < 0 else end
    written = text[:end].rstrip()
    start = written.rfind("\n") + 1
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def keys_around(read: YamlValue, route: Route, offset: int) -> frozenset[str]:
    """Return the keys of the mapping that begins last before *offset* among those at *route*, whatever the numbers in it are."""
    shape = _shape(route)
    found = [
        (place.key_start, each)
        for each, place in read.places.items()
        if len(each) == len(route) and _shape(each) == shape and place.key_start <= offset
    ]
    try:
        value = value_at(read.value, max(found)[1]) if found else None
    except (KeyError, IndexError, TypeError):
        return frozenset()
    return frozenset(value) if isinstance(value, dict) else frozenset()


def _shape(route: Route) -> tuple[str | None, ...]:
    return tuple(part if isinstance(part, str) else None for part in route)
