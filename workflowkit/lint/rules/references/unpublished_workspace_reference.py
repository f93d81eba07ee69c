from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.wording import quoted


@needs("references")
@rule("R020", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def unpublished_workspace_reference(analysis: Analysis) -> Iterator[Finding]:
    """A published workflow looks in the workspace for a file of its package.

    ## Why

    Without `resolveFrom` the engine looks in the workspace of the user, who has the package installed and not its source.
    The reference resolves for the author and for nobody else.

    ## Bad

    ```json
    {
      "references": [
        {"id": "checklist", "title": "Checklist", "source": "workflows/references/writing-checklist.md", "purpose": "What to look for.", "authoritative": true}
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

    ## Fix

    Writes `"resolveFrom": "package"`.

    ## When not

    Only packages whose package.json lists both the workflow and the file under `files` are judged.
    """
    is_published = analysis.file.is_published_with
    if is_published is None:
        return
    for route, reference in analysis.workflow.records("references"):
        source = as_text(reference.get("source"))
        if (
            source
            and reference.get("resolveFrom", "workspace") == "workspace"
            and is_published(source)
        ):
            yield Finding(
                (*route, "source"),
                f"{quoted(source)} is published with this workflow, but looked up in the workspace",
                help="resolve it from the package",
                fix=Fix(
                    'write "resolveFrom": "package"',
                    (Edit("set", (*route, "resolveFrom"), "package"),),
                ),
            )
