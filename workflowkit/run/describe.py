"""The manifest row of one file."""

from __future__ import annotations

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest_row import ManifestRow, row
from workflowkit.catalog.review import staleness
from workflowkit.run.context import RunContext


def describe(analysis: Analysis, context: RunContext) -> ManifestRow:
    """Return the manifest row of one file, with its staleness by the stamps of the project."""
    path = analysis.document.path
    stale = staleness(
        analysis, context.spec.authoring_rules, context.stamps.get(analysis.workflow.id)
    )
    return row(analysis, context.name_of(path), stale)
