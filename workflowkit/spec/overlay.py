"""The check of an overlay: files that a project puts over the bundled spec pack. The bundled files themselves are checked by tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

from workflowkit.errors import UsageError
from workflowkit.model.data_record import mistakes_in
from workflowkit.model.suggest import closest
from workflowkit.source import document, json_text
from workflowkit.source.document import Document
from workflowkit.source.routes import Json, Route

if TYPE_CHECKING:
    from workflowkit.model.mistakes import Located

FOLDERS = ("contracts", "engines", "features", "refs")
"""The folders that a pack is read from."""

Check = Callable[[Json], "list[Located]"]


def check_overlay(
    overlay: Mapping[str, bytes], name: str, bundled: Mapping[str, bytes] = MappingProxyType({})
) -> None:
    """Raise UsageError, naming file, line and column, for the first mistake in *overlay*, the folder *name*.

    Files that no part of a pack is read from are left alone.
    """
    for path, content in sorted(overlay.items()):
        folder = path.partition("/")[0] if "/" in path else ""
        guess = None if folder in FOLDERS else closest(folder, FOLDERS)
        if guess is not None:
            raise UsageError(f"{name}/{path}: unknown folder '{folder}'; did you mean '{guess}'?")
        # What the bundled pack holds byte for byte has been checked by its tests.
        if path.endswith(".json") and bundled.get(path) != content:
            if _is_right(path, content, bundled):
                continue
            _check_file(document.parse(content, f"{name}/{path}"), path)


_SCHEMA_OF = {
    "workflow-tags.json": "workflow-tags.schema.json",
    "authoring-rules.json": "authoring-rules.schema.json",
}


def _is_right(path: str, content: bytes, bundled: Mapping[str, bytes]) -> bool:
    """True when the quick verdict accepts the file at *path*; False when the models have to look at it."""
    name = "feature.schema.json" if path.startswith("features/") else _SCHEMA_OF.get(path, "")
    if name not in bundled:
        return False
    value = json_text.parse(json_text.decode(content))
    return not isinstance(value, json_text.Broken) and _test(name, bundled[name])(value)


@cache
def _test(name: str, schema: bytes) -> Callable[[Json], bool]:
    from workflowkit.model.verdict import test_for

    return test_for(json.loads(schema))


def _check_file(item: Document, path: str) -> None:
    check = _check_for(path)
    if check is None:
        return
    if item.broken is not None:
        _fail(item, item.broken.offset, item.broken.message, item.broken.help)
    # Imported here because it brings pydantic, which runs without an overlay do not need.
    from workflowkit.model.shape_findings import problems

    found = [problem.finding for problem in problems(check, item.value)]
    if found:
        placed = [(_offset(item, finding.route, finding.on_key), finding) for finding in found]
        offset, first = min(placed, key=lambda pair: pair[0])
        _fail(item, offset, first.message, first.help)
    version = path.removeprefix("engines/").removesuffix(".json")
    if path.startswith("engines/") and item.value["version"] != version:
        offset = _offset(item, ("version",), on_key=False)
        message = f"'version' is '{item.value['version']}', but the file is named {version}.json"
        _fail(item, offset, message, "")


def _check_for(path: str) -> Check | None:
    """What checks the file at *path*; None when no part of a pack is read from it."""
    from workflowkit.spec import pack
    from workflowkit.spec.authoring_rules import AuthoringRules

    folder, _, rest = path.rpartition("/")
    if folder == "features":
        return pack.Feature.mistakes
    if folder == "engines":
        return pack.Engine.mistakes
    if folder == "contracts" and rest.endswith(".schema.json"):
        return partial(mistakes_in, pack.ArtifactSchema)
    checks: dict[str, Check] = {
        "workflow-tags.json": pack.Tags.mistakes,
        "authoring-rules.json": AuthoringRules.mistakes,
        "aliases.json": partial(mistakes_in, pack.Aliases),
    }
    return checks.get(path)


def _offset(item: Document, route: Route, on_key: bool) -> int:
    """Where *route* is in the text: its key or its value, or else its nearest ancestor."""
    places = item.locate([route])
    while route not in places and route:
        route = route[:-1]
    place = places.get(route)
    if place is None:
        return 0
    return place.key[0] if on_key and place.key else place.value[0]


def _fail(item: Document, offset: int, message: str, help: str) -> NoReturn:
    position = item.lines.position(offset)
    told = f"{message}; {help}" if help else message
    raise UsageError(f"{item.path}:{position.line}:{position.column}: {told}")
