"""Names of compiled files: each id has its own, on every file system."""

from __future__ import annotations

import re

FOLDER = "workflows/"
"""Where snapshots and source maps are, below the output folder."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")
"""Device names on Windows, with any text after the first dot."""
_ENCODED = re.compile("%([0-9A-F]{2})")


def snapshot_path(workflow_id: str) -> str:
    """Return where the snapshot of *workflow_id* is, below the output folder."""
    return f"{FOLDER}{_stem(workflow_id)}.json"


def map_path(workflow_id: str) -> str:
    """Return where the source map of *workflow_id* is, below the output folder."""
    return f"{FOLDER}{_stem(workflow_id)}.map.json"


def map_beside(snapshot: str) -> str:
    """Return the path of the source map that belongs to the *snapshot* at a path."""
    return snapshot.removesuffix(".json") + ".map.json"


def id_of(path: str) -> str:
    """Return the workflow id whose snapshot or source map is at *path*; of any other path the result means nothing."""
    stem = path.removeprefix(FOLDER).removesuffix(".json").removesuffix(".map")
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), stem)


def _stem(workflow_id: str) -> str:
    """Return the id, with one character percent-encoded where the id would be mistaken for something else; no id contains a percent sign.

    `acme.map` becomes `acme%2Emap`, so that it is no source map; `con` becomes `%63on`, and `-x`, an option for many programs, `%2Dx`.
    """
    stem = workflow_id
    if stem.endswith(".map"):
        stem = stem.removesuffix(".map") + "%2Emap"
    if stem.startswith("-") or _RESERVED.match(stem.replace("%2E", ".")):
        stem = f"%{ord(stem[0]):02X}{stem[1:]}"
    return stem
