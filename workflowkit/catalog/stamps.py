"""Stamps: the record of what a workflow was reviewed with.

The format has one field for it, the version of the authoring rules; a lock file in the spec pack contains the rest: hashes of the workflow and of every routine, ref and feature that it used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest_row import digest, used_names
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.text import json_text
from workflowkit.text.json_records import WrongRecordError, from_json, record_text
from workflowkit.text.json_values import as_fields
from workflowkit.text.positions import Lines
from workflowkit.text.routes import Json

STAMP_FIELD = "validatedAgainstSpecVersion"
"""The field of the format."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one workflow was reviewed with. Hashes are `sha256:` and hex."""

    rules_version: int
    """Version of the authoring rules."""
    stamped_on: str
    """ISO date of the review."""
    workflow: str
    """Hash of the definition without its stamp."""
    routines: Mapping[str, str]
    """Routine id to hash."""
    refs: Mapping[str, str]
    """Ref id to hash."""
    features: Mapping[str, str]
    """Feature id to hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """The lock file: what workflows were reviewed with."""

    format_version: Literal[1] = 1
    """Version of this format."""
    stamps: Mapping[str, Stamp]
    """Workflow id to its review."""


def stamp(analysis: Analysis, rules_version: int, today: str) -> Stamp:
    """Return the stamp for a review on the day *today* (ISO)."""
    return Stamp(rules_version, today, definition_hash(analysis), **used_hashes(analysis))


def definition_hash(analysis: Analysis) -> str:
    """Return the hash of the workflow as written, without its stamp."""
    own = {key: value for key, value in analysis.workflow.value.items() if key != STAMP_FIELD}
    return _hash(own)


def used_hashes(analysis: Analysis) -> dict[str, dict[str, str]]:
    """Return the hashes of what the workflow uses now, by kind and name."""
    environment = analysis.compile_context
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
    """Return the hash of *value*; unlike the engine's, it exists for every value."""
    return digest(json.dumps(value, sort_keys=True).encode("ascii"))


def parse(content: str, path: str) -> dict[str, Stamp]:
    """Read a lock file: workflow id to its stamp. Raises UsageError for an invalid file."""
    value = json_text.parse(content)
    if isinstance(value, json_text.BrokenJson):
        start = Lines(content).position(value.offset)
        raise UsageError(
            f"{path}:{start.line}:{start.column}: {value.message}", help=_HELP_FOR_DAMAGE
        )
    if as_fields(value).get("formatVersion") != 1:
        raise UsageError(f"{path}: not a lock file of format version 1", help=_HELP_FOR_DAMAGE)
    stamps = as_fields(value.get("stamps"))
    return {key: _stamp(record, key, path) for key, record in stamps.items()}


_HELP_FOR_DAMAGE = "restore it, or delete it and stamp the workflows again"


def _stamp(record: Json, workflow_id: str, path: str) -> Stamp:
    try:
        return from_json(Stamp, record)
    except WrongRecordError:
        raise UsageError(
            f"{path}: the stamp of '{workflow_id}' is damaged",
            help="delete the entry and stamp the workflow again",
        ) from None


def to_text(stamps: Mapping[str, Stamp]) -> str:
    """Return the lock file; sorted, so that it changes only where stamps do."""
    return record_text(
        Stamps(stamps={key: _sorted(stamp) for key, stamp in sorted(stamps.items())})
    )


def _sorted(stamp: Stamp) -> Stamp:
    return replace(
        stamp,
        routines=dict(sorted(stamp.routines.items())),
        refs=dict(sorted(stamp.refs.items())),
        features=dict(sorted(stamp.features.items())),
    )
