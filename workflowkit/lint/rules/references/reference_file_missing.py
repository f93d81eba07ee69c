from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.compiler.references import resolved_path
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.source.values import as_text


@rule("R003", severity=Severity.ERROR, since="0.1.0")
def reference_file_missing(analysis: Analysis) -> Iterator[Finding]:
    """A reference leads to a file that the package does not have.

    ## Why

    The engine looks references up when a run starts and goes on without those it cannot find.
    The agent then works without the document that the author counted on.

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

    References of the workspace depend on where a run takes place; they are not looked up.
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
                f"the package has no file {quoted(source)}",
                help="write the path as it is now, from the root of the package",
            )


def _leads_out(source: str) -> bool:
    """True for paths outside the package, which are another rule's matter."""
    return resolved_path("/package", source) is None
