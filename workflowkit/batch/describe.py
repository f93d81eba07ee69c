"""The manifest row of one file."""

from __future__ import annotations

from workflowkit.analysis.subject import Analysis
from workflowkit.batch.context import RunContext
from workflowkit.catalog.review import staleness
from workflowkit.catalog.rows import ManifestRow, row


def describe(analysis: Analysis, context: RunContext) -> ManifestRow:
    """The manifest row of one file, with its staleness by the stamps of the project."""
    path = analysis.document.path
    stale = staleness(
        analysis, context.spec.authoring_rules, context.stamps.get(analysis.workflow.id)
    )
    return row(analysis, context.name_of(path), stale)
