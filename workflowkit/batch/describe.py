"""The manifest row of one file."""

from __future__ import annotations

from workflowkit.analysis.subject import Analysis
from workflowkit.batch.analyze import Shared
from workflowkit.catalog.review import staleness
from workflowkit.catalog.rows import ManifestRow, row


def describe(analysis: Analysis, shared: Shared) -> ManifestRow:
    """The manifest row of one file, with its staleness by the stamps of the project."""
    path = analysis.document.path
    stale = staleness(
        analysis, shared.spec.authoring_rules, shared.stamps.get(analysis.workflow.id)
    )
    return row(analysis, shared.sources.get(path, path), stale)
