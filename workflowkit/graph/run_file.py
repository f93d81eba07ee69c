"""The file that names a run: a list of step ids in JSON or YAML, alone or as the `path` of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflowkit.errors import UsageError
from workflowkit.text.yaml_text import YamlNode, YamlShape, parse

_HELP = "write a list of step ids, or a scenario with a path"


@dataclass(frozen=True, slots=True)
class RunPath:
    """The steps of one run."""

    steps: tuple[str, ...]
    is_complete: bool
    """True when the run is known to lead to the end."""


def read_run(text: str, path: str) -> RunPath:
    """Return the run that *text*, the file at *path*, names. Raises UsageError when it names none."""
    read = parse(text)
    if read.broken:
        raise UsageError(f"{path}: {read.broken.message}", help=_HELP)
    root = read.documents[0] if read.documents else None
    found = _path_of(root) if root else None
    if root is None or found is None or not all(node.is_string for node in found.items):
        raise UsageError(f"{path}: the file names no run", help=_HELP)
    return RunPath(tuple(node.text for node in found.items), _is_complete(root))


def _path_of(root: YamlNode) -> YamlNode | None:
    """Return the list of steps: *root* itself, its `path`, or that of its expectations."""
    if root.shape is YamlShape.SEQUENCE:
        return root
    found = [value for key, value in _fields(root) if key == "path"]
    return next((node for node in found if node.shape is YamlShape.SEQUENCE), None)


def _is_complete(root: YamlNode) -> bool:
    return any(key == "complete" and value.text == "true" for key, value in _fields(root))


def _fields(root: YamlNode) -> Iterator[tuple[str, YamlNode]]:
    """Yield the fields of *root*, then those of its `expect`."""
    yield from ((key.text, value) for key, value in root.pairs)
    for key, value in root.pairs:
        if key.text in ("expect", "expectations"):
            yield from ((inner.text, each) for inner, each in value.pairs)
