"""What one file compiles to, and its manifest row."""

from __future__ import annotations

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.compiled_file import CompiledFile, compiled_file
from workflowkit.catalog.manifest_row import ManifestRow, row
from workflowkit.catalog.review import staleness
from workflowkit.run.analyze import analysis_of
from workflowkit.run.context import RunContext
from workflowkit.text.document import Document


def describe(analysis: Analysis, context: RunContext) -> ManifestRow:
    """Return the manifest row of one file, with its staleness by the stamps of the project."""
    path = analysis.document.path
    stale = staleness(
        analysis, context.spec.authoring_rules, context.stamps.get(analysis.workflow.id)
    )
    return row(analysis, context.name_of(path), stale)


def compiled(document: Document, context: RunContext) -> CompiledFile:
    """Return what *document* compiles to."""
    analysis = analysis_of(document.loaded(), context)
    if analysis is None:
        return CompiledFile(document.path, None)
    return compiled_file(analysis, describe(analysis, context))
