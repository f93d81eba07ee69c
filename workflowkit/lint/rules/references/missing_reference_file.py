from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.references import resolved_path
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("references")
@rule("R003", severity=Severity.ERROR, since="0.1.0")
def missing_reference_file(analysis: Analysis) -> Iterator[Finding]:
    """A reference names a file that its package does not have.

    ## Why

    The engine resolves references when a run starts and skips those that it cannot find.
    The agent then works without the document.

    ## Bad

    ```json
    {
      "references": [
        {"id": "checklist", "title": "Checklist", "source": "workflows/references/old-checklist.md", "resolveFrom": "package", "purpose": "What to look for.", "authoritative": true}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Go through the checklist."}]
    }
    ```

    ## Good

    ```json
    {
      "references": [
        {"id": "checklist", "title": "Checklist", "source": "workflows/references/writing-checklist.md", "resolveFrom": "package", "purpose": "What to look for.", "authoritative": true}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Go through the checklist."}]
    }
    ```

    ## When not

    References of the workspace depend on where a run takes place; they are not checked.
    The package is the folder around `workflows/` or `routines/` when it contains `package.json`, `pyproject.toml` or `spec/`; without one nothing is reported.
    """
    exists = analysis.file.file_exists
    if exists is None:
        return
    for route, reference in analysis.workflow.records("references"):
        source = as_text(reference.get("source"))
        is_packaged = reference.get("resolveFrom") == "package"
        if source and is_packaged and not _leads_out(source) and not exists(source):
            yield Finding(
                (*route, "source"),
                f"the package has no file '{source.removeprefix('./')}'",
                help="write the path relative to the root of the package",
            )


def _leads_out(source: str) -> bool:
    """Return True for paths outside the package, which `unpublished-reference-file` reports."""
    return resolved_path("/package", source) is None
