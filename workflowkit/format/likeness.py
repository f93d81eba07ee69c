"""Likeness: whether a JSON file that was found in a folder is meant as a workflow (docs/files.md)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable
from typing import Final

from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json

WORKFLOW_FOLDERS: Final = frozenset({"workflows", "routines"})
"""Names of folders in which every JSON file is taken for a workflow, as the engine takes it."""

OWN_OUTPUT: Final = "written by wfk"
"""The reason to skip a baseline, a manifest, stamps or a compiled workflow."""

_OTHER_TOOLS: Final = frozenset(
    {"package.json", "package-lock.json", "tsconfig.json", "jsconfig.json", "composer.json"}
)
_TAGS_FILE: Final = "workflow-tags.json"

_KEY_OF_WORKFLOW: Final = re.compile(
    r"""\b(steps|promptBlocks|outputContract|templateCall|metricsProfile)["']?\s*:""", re.IGNORECASE
)
"""What shows that a text that is not JSON was meant as a workflow."""


def reason_to_skip(document: Document, folders: Iterable[str]) -> str:
    """Return why *document*, found below *folders*, is not taken for a workflow; empty when it is."""
    is_expected = not WORKFLOW_FOLDERS.isdisjoint(folders)
    if posixpath.basename(document.path) in _OTHER_TOOLS | {_TAGS_FILE}:
        is_expected = False
    if document.broken:
        return _reason_for_broken(document, is_expected)
    value = document.value
    if is_output(value):
        return OWN_OUTPUT
    if _is_schema(as_fields(value)):
        return "it is a JSON Schema"
    if is_expected or is_like_workflow(value):
        return ""
    if not isinstance(value, dict):
        return "it is no workflow: not an object"
    return "it is no workflow: no 'steps', and no 'id' beside a 'version'"


def is_like_workflow(value: Json) -> bool:
    """Return true when *value* has the keys of a workflow, possibly misspelled, in a list, or wrapped as `workflow`."""
    if isinstance(value, list):
        return bool(value) and {"id", "steps"} <= as_fields(value[0]).keys()
    keys = as_fields(value).keys()
    if "steps" in keys or {"id", "version"} <= keys:
        return True
    wrapped = as_fields(value).get("workflow")
    if isinstance(wrapped, dict) and "steps" in wrapped:
        return True
    return any(_is_like_steps(key, as_fields(value)[key]) for key in keys) or _is_head(keys)


def _reason_for_broken(document: Document, is_expected: bool) -> str:
    is_unread = not document.text and not document.is_faithful
    # The zero characters are what is left of UTF-16.
    text = document.text.replace("\0", "")
    if is_expected or is_unread or _KEY_OF_WORKFLOW.search(text):
        return ""
    return "it is not JSON, and has no key of a workflow"


def is_output(value: Json) -> bool:
    """Return true for compiled workflows, source maps, manifests, baselines and the other files that wfk writes."""
    fields = as_fields(value)
    is_record = type(fields.get("formatVersion")) is int and "description" not in fields
    return fields.get("sourceKind") == "v1_pinned" or is_record


def _is_schema(fields: dict[str, Json]) -> bool:
    return "$schema" in fields and not fields.keys().isdisjoint({"$id", "$defs", "properties"})


def _is_like_steps(key: str, value: Json) -> bool:
    return isinstance(value, list) and key[:1] in ("s", "S") and _is_misspelling(key, "steps")


def _is_head(keys: Collection[str]) -> bool:
    """Return true when *keys* are those of the head of a workflow, in the wrong case or with a typo in the version."""
    lower = {key.lower() for key in keys}
    return "id" in lower and any(
        key in ("ver", "version") or (key.startswith("ve") and _is_misspelling(key, "version"))
        for key in lower
    )


def _is_misspelling(key: str, name: str) -> bool:
    if len(key) > len(name) + 2:
        return False
    from workflowkit.text.suggest import closest  # Not needed for most files.

    return closest(key, [name]) is not None
