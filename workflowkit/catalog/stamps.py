"""Stamps: what a workflow was reviewed with.

The format has one field for it, the version of the authoring rules; a lock file beside the spec pack holds the rest: hashes of the workflow and of every routine, ref and feature that it used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from workflowkit.analysis.subject import Analysis
from workflowkit.catalog.rows import digest, used_names
from workflowkit.errors import UsageError
from workflowkit.source import json_text
from workflowkit.source.routes import Json
from workflowkit.source.spans import Lines
from workflowkit.source.values import as_fields

FORMAT_VERSION = 1

KINDS = ("routines", "refs", "features")
"""What a workflow can be made of besides its own text."""

STAMP_FIELD = "validatedAgainstSpecVersion"
"""The field of the format."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one workflow was reviewed with. Hashes are `sha256:…`; names map to hashes."""

    rules_version: int
    stamped_on: str
    """ISO date."""
    workflow: str
    """Hash of the definition without the stamp field."""
    routines: Mapping[str, str] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    features: Mapping[str, str] = field(default_factory=dict)


def stamp(analysis: Analysis, rules_version: int, today: str) -> Stamp:
    """The stamp that a review on the day *today* (ISO) gives."""
    return Stamp(rules_version, today, definition_hash(analysis), **used_hashes(analysis))


def definition_hash(analysis: Analysis) -> str:
    """Hash of the workflow as it is written, without its stamp."""
    own = {key: value for key, value in analysis.workflow.value.items() if key != STAMP_FIELD}
    return _hash(own)


def used_hashes(analysis: Analysis) -> dict[str, dict[str, str]]:
    """Hashes of what the workflow uses now, by kind and name."""
    environment = analysis.environment
    names = used_names(analysis)
    return {
        "routines": {
            name: _hash(environment.routines.by_id[name].definition)
            for name in names.routines
            if name in environment.routines.by_id
        },
        "refs": {name: _hash(environment.refs[name]) for name in names.refs if name in environment.refs},
        "features": {
            name: _hash([list(section) for section in (feature.constraints, feature.procedure, feature.verify)])
            for name in names.features
            if (feature := environment.features.get(name)) is not None
        },
    }  # fmt: skip


def _hash(value: Json) -> str:
    """Unlike the engine's own hash it exists for every value."""
    return digest(json.dumps(value, sort_keys=True).encode("ascii"))


def parse(content: str, path: str) -> dict[str, Stamp]:
    """Read a lock file: workflow id to its stamp. Raises UsageError when it is none, or is damaged."""
    value = json_text.parse(content)
    if isinstance(value, json_text.Broken):
        start = Lines(content).position(value.offset)
        raise UsageError(
            f"{path}:{start.line}:{start.column}: {value.message}", help=_HELP_FOR_DAMAGE
        )
    if as_fields(value).get("formatVersion") != FORMAT_VERSION:
        raise UsageError(
            f"{path}: not a lock file of format version {FORMAT_VERSION}", help=_HELP_FOR_DAMAGE
        )
    stamps = as_fields(value.get("stamps"))
    return {key: _stamp(entry, key, path) for key, entry in stamps.items()}


_HELP_FOR_DAMAGE = "restore it, or delete it and stamp the workflows again"


def _stamp(record: Json, workflow_id: str, path: str) -> Stamp:
    match record:
        case {
            "rulesVersion": int(version), "stampedOn": str(day), "workflow": str(own),
            "routines": dict(routines), "refs": dict(refs), "features": dict(features),
        } if all(
            isinstance(value, str) for used in (routines, refs, features) for value in used.values()
        ):  # fmt: skip
            return Stamp(version, day, own, routines, refs, features)
    raise UsageError(
        f"{path}: the stamp of '{workflow_id}' is damaged",
        help="delete the entry and stamp the workflow again",
    )


def to_text(stamps: Mapping[str, Stamp]) -> str:
    """The lock file; sorted, so that it changes only where stamps do."""
    records = {
        workflow_id: {
            "rulesVersion": item.rules_version,
            "stampedOn": item.stamped_on,
            "workflow": item.workflow,
            **{kind: dict(sorted(getattr(item, kind).items())) for kind in KINDS},
        }
        for workflow_id, item in sorted(stamps.items())
    }
    return json.dumps({"formatVersion": FORMAT_VERSION, "stamps": records}, indent=2) + "\n"
