"""References as the engine resolves them when a workflow starts (docs/engine/snapshot-and-hash.md#references-at-start)."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

_KEPT = ("id", "title", "source", "purpose", "authoritative")


def resolve_references(
    definition: dict[str, Json], *, workspace: str, package: str, is_file: Callable[[str], bool]
) -> list[dict[str, Json]]:
    """Return what the engine adds to the snapshot as `resolvedReferences`; *is_file* returns whether a path is a regular file."""
    resolved: list[dict[str, Json]] = []
    for entry in map(as_fields, as_items(definition.get("references"))):
        base = package if entry.get("resolveFrom") == "package" else workspace
        path = resolved_path(base, as_text(entry.get("source")))
        record = {key: entry[key] for key in _KEPT if key in entry}
        record["resolveFrom"] = entry.get("resolveFrom", "workspace")
        if path is not None and is_file(path):
            resolved.append({**record, "status": "resolved", "resolvedPath": path})
        else:
            resolved.append({**record, "status": "unresolved"})
    return resolved


def resolved_path(base: str, source: str) -> str | None:
    """Return *source* joined to *base*, or None when it leads out of it; symbolic links are not followed.

    The engine compares with *base* as it is given: nothing is inside a base that is not normalized, or is the root.
    """
    joined = posixpath.normpath(posixpath.join(base, source))
    path = "/" + joined.lstrip("/") if joined.startswith("/") else joined
    return path if path == base or path.startswith(f"{base}/") else None
