"""What one source file compiles to, as plain data."""

from __future__ import annotations

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.source_map import source_map
from workflowkit.records import dataclass
from workflowkit.text.json_blocks import json_bytes
from workflowkit.text.json_records import to_json


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """One source file, its manifest row and its outputs."""

    path: str
    row: ManifestRow | None
    """None when the file is not JSON."""
    snapshot: bytes = b""
    """Empty when the file does not compile, as is the source map."""
    source_map: bytes = b""


def compiled_file(analysis: Analysis, row: ManifestRow) -> CompiledFile:
    """Return what the file of *analysis*, which has the manifest row *row*, compiles to."""
    path = analysis.document.path
    if row.compiled is None:
        return CompiledFile(path, row)
    return CompiledFile(
        path,
        row,
        json_bytes(analysis.compilation.snapshot),
        json_bytes(to_json(source_map(analysis, row.source))),
    )
