from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.wording import quoted


@needs("references")
@rule("R006", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def misplaced_authoring_reference(analysis: Analysis) -> Iterator[Finding]:
    """A workflow refers to the rules for authoring workflows.

    ## Why

    The engine gives references to the agent at the start of a run.
    The schema and the authoring rules describe how a workflow is written, not the task of this workflow.

    ## Bad

    ```json
    {
      "references": [
        {"id": "schema", "title": "Schema", "source": "spec/workflow.schema.json", "resolveFrom": "package", "purpose": "The format.", "authoritative": true}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Fix the bug by the schema."}]
    }
    ```

    ## Good

    ```json
    {
      "references": [
        {"id": "readiness", "title": "Readiness", "source": "workflows/references/readiness-rubric.md", "resolveFrom": "package", "purpose": "What ready means.", "authoritative": true}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Rate the readiness by the rubric."}]
    }
    ```

    ## Fix

    Deletes the reference.

    ## When not

    Workflows about workflows need these documents; they have the tag `authoring`, or a name like *Workflow review*.
    """
    names = (analysis.workflow.id.lower(), analysis.workflow.text("name").lower())
    if "authoring" in analysis.tags or any(map(_ABOUT_WORKFLOWS.search, names)):
        return
    references = analysis.workflow.records("references")
    for route, reference in references:
        source = as_text(reference.get("source"))
        if _AUTHORING.search(source):
            target = route if len(references) > 1 else route[:1]
            yield Finding(
                (*route, "source"),
                f"{quoted(source)} describes how workflows are written, not the task of this one",
                help="delete the reference",
                fix=Fix("delete the reference", (Edit("delete", target),)),
            )


_AUTHORING = re.compile(
    r"(?:^|/)(?:workflow\.schema(?:\.[\w.-]+)?\.json|authoring[\w.-]*\.(?:json|md)|workflow-authoring[\w.-]*\.md)$"
)
_ABOUT_WORKFLOWS = re.compile(
    r"\bworkflows\b|\bworkflow[ -](?!(?:agentic|lean|v\d+)\b)[a-z]|\bauthor"
)
"""Names about workflows; `workflow` at the end of a name states only what kind of file it is."""
