"""The check of an overlay: files of a project that replace those of the bundled spec pack. The bundled files themselves are checked by tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

from workflowkit.errors import UsageError
from workflowkit.format import fast_validator
from workflowkit.format.data_record import shape_errors_in
from workflowkit.spec.engines import engine_errors
from workflowkit.text import document
from workflowkit.text.document import Document
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import closest

if TYPE_CHECKING:
    from workflowkit.format.shape_errors import LocatedError

FOLDERS = ("contracts", "engines", "features", "refs")
"""The folders that a pack is read from."""

Check = Callable[[Json], "list[LocatedError]"]


def check_overlay(
    overlay: Mapping[str, bytes], name: str, bundled: Mapping[str, bytes] = MappingProxyType({})
) -> None:
    """Raise UsageError, naming file, line and column, for the first error in *overlay*, the folder *name*.

    Files that no part of a pack is read from are skipped, and so are those that equal the *bundled* ones byte for byte.
    """
    for path, content in sorted(overlay.items()):
        folder = path.partition("/")[0] if "/" in path else ""
        suggestion = None if folder in FOLDERS else closest(folder, FOLDERS)
        if suggestion is not None:
            raise UsageError(
                f"{name}/{path}: unknown folder '{folder}'; did you mean '{suggestion}'?"
            )
        if path.endswith(".json") and content != bundled.get(path):
            _check_file(document.parse(content, f"{name}/{path}"), path)


_QUICK: Mapping[str, Callable[[Json], bool]] = {
    "authoring-rules.json": fast_validator.is_authoring_rules,
    "workflow-tags.json": fast_validator.is_workflow_tags,
}


def _is_right(document: Document, path: str) -> bool:
    """Return true when the fast validator accepts the file at *path*; false when the models have to validate it."""
    is_right = fast_validator.is_feature if path.startswith("features/") else _QUICK.get(path)
    return is_right is not None and document.broken is None and is_right(document.value)


def _check_file(document: Document, path: str) -> None:
    if _is_right(document, path):
        return
    check = _check_for(path)
    if check is None:
        return
    if document.broken is not None:
        _fail(document, document.broken.offset, document.broken.message, document.broken.help)
    # Imported here because it brings pydantic, which most runs do not need.
    from workflowkit.format.validation import find_errors

    found = find_errors(check, document.value)
    if found:
        placed = [(_offset(document, error.route, error.on_key), error) for error in found]
        offset, first = min(placed, key=lambda pair: pair[0])
        _fail(document, offset, first.message, first.help)
    version = path.removeprefix("engines/").removesuffix(".json")
    if path.startswith("engines/") and document.value["version"] != version:
        offset = _offset(document, ("version",), on_key=False)
        message = (
            f"'version' is '{document.value['version']}', but the file is named {version}.json"
        )
        _fail(document, offset, message, "")


def _check_for(path: str) -> Check | None:
    """Return the function that validates the file at *path*; None when no part of a pack is read from it."""
    from workflowkit.spec import pack
    from workflowkit.spec.authoring_rules import AuthoringRules

    folder, _, rest = path.rpartition("/")
    if folder == "features":
        return pack.Feature.shape_errors
    if folder == "engines":
        return engine_errors
    if folder == "contracts" and rest.endswith(".schema.json"):
        return partial(shape_errors_in, pack.ArtifactSchema)
    checks: dict[str, Check] = {
        "workflow-tags.json": pack.Tags.shape_errors,
        "authoring-rules.json": AuthoringRules.shape_errors,
        "aliases.json": partial(shape_errors_in, pack.Aliases),
    }
    return checks.get(path)


def _offset(document: Document, route: Route, on_key: bool) -> int:
    """Return the offset of *route* in the text: its key or its value, or else its nearest ancestor."""
    places = document.locate([route])
    while route not in places and route:
        route = route[:-1]
    place = places.get(route)
    if place is None:
        return 0
    return place.key[0] if on_key and place.key else place.value[0]


def _fail(document: Document, offset: int, message: str, help: str) -> NoReturn:
    position = document.lines.position(offset)
    text = f"{message}; {help}" if help else message
    raise UsageError(f"{document.path}:{position.line}:{position.column}: {text}")
