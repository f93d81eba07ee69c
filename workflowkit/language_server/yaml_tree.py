"""A tolerant reading of YAML: the values of a text with their places; lines that are unfinished are left out."""

from __future__ import annotations

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
