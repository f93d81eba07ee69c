"""Reading a spec pack from the bytes of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TypeVar

from workflowkit.errors import InternalError, UsageError
from workflowkit.model.suggest import did_you_mean
from workflowkit.source import json_text
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items, as_text
from workflowkit.spec.overlay import check_overlay
from workflowkit.spec.pack import (
    AuthoringRules,
    Contract,
    Engine,
    Feature,
    SpecPack,
    Tag,
    TagEntry,
    Tags,
)

DEFAULT_ENGINE = "3.68.0"
"""The engine version whose behavior is taken when none is asked for."""

T = TypeVar("T")


def parse_pack(
    files: Mapping[str, bytes],
    overlay: Mapping[str, bytes],
    engine_version: str = DEFAULT_ENGINE,
    *,
    overlay_name: str = "spec",
) -> SpecPack:
    """Make a pack of *files* (path relative to the pack, to bytes), those of *overlay* replacing them file by file.

    Raises UsageError for a mistake in the overlay, naming file and place, and for an unknown engine version.
    *overlay_name* is the folder that messages put before its paths.
    """
    check_overlay(overlay, overlay_name, files)
    merged = {**files, **overlay}
    return SpecPack(
        refs={
            f"wr.refs.{name}": json_text.decode(content).removesuffix("\n")
            for name, content in _folder(merged, "refs", ".md")
        },
        features={
            f"wr.features.{name}": _feature(_json(f"features/{name}.json", content))
            for name, content in _folder(merged, "features", ".json")
        },
        engine=_engine(merged, engine_version),
        read_contracts=lambda: _contracts(merged),
        read_tags=_optional(merged, "workflow-tags.json", _tags),
        read_authoring_rules=_optional(merged, "authoring-rules.json", _authoring_rules),
        read_aliases=lambda: _aliases(merged),
        read_digest=lambda: _digest(merged),
    )


def _folder(files: Mapping[str, bytes], folder: str, suffix: str) -> list[tuple[str, bytes]]:
    """Name without suffix and content of every file directly in *folder*, by name."""
    return sorted(
        (path[len(folder) + 1 : -len(suffix)], content)
        for path, content in files.items()
        if path.startswith(f"{folder}/") and path.endswith(suffix) and path.count("/") == 1
    )


def _json(path: str, content: bytes) -> Json:
    value = json_text.parse(json_text.decode(content))
    if isinstance(value, json_text.Broken):
        raise InternalError(f"the bundled {path} cannot be read: {value.message}")
    return value


def _optional(
    files: Mapping[str, bytes], path: str, read: Callable[[Json], T]
) -> Callable[[], T | None]:
    return lambda: read(_json(path, files[path])) if path in files else None


def _feature(value: Json) -> Feature:
    record = as_fields(value)
    return Feature(
        tuple(as_items(record.get("constraints"))),
        tuple(as_items(record.get("procedure"))),
        tuple(as_items(record.get("verify"))),
    )


def _contracts(files: Mapping[str, bytes]) -> Mapping[str, Contract]:
    return {
        f"wr.contracts.{name}": Contract(
            f"wr.contracts.{name}",
            f"wr.{name}",
            as_fields(_json(f"contracts/{name}.schema.json", content)),
        )
        for name, content in _folder(files, "contracts", ".schema.json")
    }


def _tags(value: Json) -> Tags:
    record = as_fields(value)
    return Tags(
        tuple(
            Tag(
                as_text(entry.get("id")),
                as_text(entry.get("displayName")),
                tuple(as_items(entry.get("when"))),
                tuple(as_items(entry.get("examples"))),
            )
            for entry in map(as_fields, as_items(record.get("tags")))
        ),
        {
            key: TagEntry(
                tuple(as_items(as_fields(entry).get("tags"))),
                as_fields(entry).get("hidden") is True,
            )
            for key, entry in as_fields(record.get("workflows")).items()
        },
    )


def _authoring_rules(value: Json) -> AuthoringRules:
    record = as_fields(value)
    return AuthoringRules(int(record.get("rulesVersion", 1)), record)


def _aliases(files: Mapping[str, bytes]) -> Mapping[str, str]:
    if "aliases.json" not in files:
        return {}
    return as_fields(_json("aliases.json", files["aliases.json"]))


def _engine(files: Mapping[str, bytes], version: str) -> Engine:
    known = dict(_folder(files, "engines", ".json"))
    if version not in known:
        raise UsageError(
            f"engine version '{version}' is unknown", help=did_you_mean(version, known)
        )
    record = as_fields(_json(f"engines/{version}.json", known[version]))
    return Engine(
        version=version,
        contracts=tuple(record["contracts"]),
        contracts_without_validator=tuple(record["contractsWithoutValidator"]),
        max_consequences=record["maxConsequences"],
        routine_prefixes=tuple(record["routinePrefixes"]),
        has_conditional_gates=record["hasConditionalGates"],
        loop_decision_scope=record["loopDecisionScope"],
        fields_never_shown=tuple(record["fieldsNeverShown"]),
        reserved_context_keys=tuple(record["reservedContextKeys"]),
        given_context_keys=tuple(record["givenContextKeys"]),
        notes_limit_bytes=record["notesLimitBytes"],
        context_limit_bytes=record["contextLimitBytes"],
    )


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{len(files[path])}\0".encode())
        digest.update(files[path])
    return digest.hexdigest()
