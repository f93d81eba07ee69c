"""Reading a spec pack from the bytes of its files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from workflowkit.errors import InternalError
from workflowkit.spec.engines import Files, introduced, later_trigger_keys, profiles, read_engine
from workflowkit.spec.overlay import check_overlay
from workflowkit.spec.pack import (
    Contract,
    Engine,
    Feature,
    History,
    LoadedRules,
    SpecPack,
    Tags,
)
from workflowkit.text import json_text, versions
from workflowkit.text.json_records import from_json
from workflowkit.text.json_values import as_fields, merge_patch
from workflowkit.text.routes import Json

DEFAULT_ENGINE = "3.68.0"
"""The engine version that applies when none is asked for."""

T = TypeVar("T")


def parse_pack(
    files: Mapping[str, bytes],
    overlay: Mapping[str, bytes],
    engine_version: str = DEFAULT_ENGINE,
    *,
    overlay_name: str = "spec",
) -> SpecPack:
    """Make a pack of *files* (path relative to the pack, to bytes), replaced file by file by those of *overlay*.

    Raises UsageError for an error in the overlay, naming file and place, and for an unknown engine version.
    *overlay_name* is the folder that messages put before its paths.
    """
    check_overlay(overlay, overlay_name, files)
    merged = {**files, **overlay}
    engines = _engine_files(merged)
    engine = read_engine(engines, engine_version)
    return SpecPack(
        refs={
            f"wr.refs.{name}": json_text.decode(content).removesuffix("\n")
            for name, content in _folder(merged, "refs", ".md")
        },
        features={
            f"wr.features.{name}": from_json(Feature, _json(f"features/{name}.json", content))
            for name, content in _folder(merged, "features", ".json")
        },
        engine=engine,
        history=History(partial(profiles, engines)),
        is_beyond=versions.is_beyond(engine_version, engines),
        # No lambdas: other processes get the pack as bytes.
        read_contracts=partial(_contracts, merged, engine, engines),
        read_tags=partial(_optional, merged, "workflow-tags.json", partial(from_json, Tags)),
        read_authoring_rules=partial(_optional, merged, "authoring-rules.json", _authoring_rules),
        read_aliases=partial(_aliases, merged),
        read_digest=partial(_digest, merged),
        read_later_trigger_keys=partial(later_trigger_keys, engines, engine),
    )


def engine_versions(files: Collection[str]) -> list[str]:
    """Return the engine versions that have a file among the paths *files*, oldest first."""
    names = (PurePosixPath(path) for path in files if path.startswith("engines/"))
    return versions.in_order(name.stem for name in names if name.suffix == ".json")


def _folder(files: Mapping[str, bytes], folder: str, suffix: str) -> list[tuple[str, bytes]]:
    """Name without suffix and content of every file directly in *folder*, by name."""
    return sorted(
        (path[len(folder) + 1 : -len(suffix)], content)
        for path, content in files.items()
        if path.startswith(f"{folder}/") and path.endswith(suffix) and path.count("/") == 1
    )


def _engine_files(files: Mapping[str, bytes]) -> dict[str, Callable[[], Json]]:
    """Return version to the function that reads its file: a run reads few of them."""
    return {
        version: partial(_json, f"engines/{version}.json", content)
        for version, content in _folder(files, "engines", ".json")
    }


def _json(path: str, content: bytes) -> Json:
    value = json_text.parse(json_text.decode(content))
    if isinstance(value, json_text.BrokenJson):
        raise InternalError(f"the bundled {path} cannot be read: {value.message}")
    return value


def _optional(files: Mapping[str, bytes], path: str, read: Callable[[Json], T]) -> T | None:
    return read(_json(path, files[path])) if path in files else None


def _contracts(
    files: Mapping[str, bytes], engine: Engine, engines: Files
) -> Mapping[str, Contract]:
    """Return the contracts of *engine*, and those that none of *engines* has."""
    versions = introduced(engines, "contracts")
    found: dict[str, Contract] = {}
    for name, content in _folder(files, "contracts", ".schema.json"):
        identity = f"wr.contracts.{name}"
        if identity in engine.contracts or identity not in versions:
            schema = _json(f"contracts/{name}.schema.json", content)
            for change in engine.contract_changes:
                schema = merge_patch(schema, change.get(identity, {}))
            found[identity] = Contract(identity, f"wr.{name}", as_fields(schema))
    return found


def _authoring_rules(value: Json) -> LoadedRules:
    record = as_fields(value)
    return LoadedRules(int(record.get("rulesVersion", 1)), record)


def _aliases(files: Mapping[str, bytes]) -> Mapping[str, str]:
    if "aliases.json" not in files:
        return {}
    return as_fields(_json("aliases.json", files["aliases.json"]))


def _digest(files: Mapping[str, bytes]) -> str:
    import hashlib  # Linting needs no digest of the pack.

    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{len(files[path])}\0".encode())
        digest.update(files[path])
    return digest.hexdigest()
