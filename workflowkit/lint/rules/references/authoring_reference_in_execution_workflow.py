from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.source.values import as_text


@rule("R006", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def authoring_reference_in_execution_workflow(analysis: Analysis) -> Iterator[Finding]:
    """A workflow that does work refers to the rules for writing workflows.

    ## Why

    References are handed to the agent at the start.
    The schema and the authoring rules tell how the workflow was written, and nothing about the work it is for.

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

    Workflows about workflows need these documents; they are known by the tag `authoring` or by their name.
    """
    about = f"{analysis.workflow.id} {analysis.workflow.text('name')}".lower()
    if "authoring" in analysis.tags or _ABOUT_WORKFLOWS.search(about):
        return
    references = analysis.workflow.records("references")
    for route, reference in references:
        source = as_text(reference.get("source"))
        if _AUTHORING.search(source):
            target = route if len(references) > 1 else route[:1]
            yield Finding(
                (*route, "source"),
                f"{quoted(source)} tells how workflows are written, not how this work is done",
                help="delete the reference",
                fix=Fix("delete the reference", (Edit("delete", target),)),
            )


_AUTHORING = re.compile(
    r"(?:^|/)(?:workflow\.schema(?:\.[\w.-]+)?\.json|authoring[\w.-]*\.(?:json|md)|workflow-authoring[\w.-]*\.md)$"
)
_ABOUT_WORKFLOWS = re.compile(r"\bworkflows?\b|author")
