from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.bindings import overrides_for
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("extensionPoints")
@rule("B006", severity=Severity.ERROR, since="0.1.0")
def circular_binding(analysis: Analysis) -> Iterator[Finding]:
    """A slot is bound to its own workflow.

    ## Why

    The prompt tells the agent to run the target of the slot.
    If that is the workflow itself, each run starts another one.

    ## Bad

    ```json
    {
      "extensionPoints": [{"slotId": "helper", "purpose": "What checks the draft.", "default": "acme.example"}],
      "steps": [{"id": "first", "title": "Check", "prompt": "Run {{wr.bindings.helper}} on the draft."}]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "helper", "purpose": "What checks the draft.", "default": "wr.routine-design-review"}],
      "steps": [{"id": "first", "title": "Check", "prompt": "Run {{wr.bindings.helper}} on the draft."}]
    }
    ```
    """
    workflow_id = analysis.workflow.id
    overrides = overrides_for(workflow_id, analysis.compile_context.bindings)
    for route, point in analysis.workflow.records("extensionPoints") if workflow_id else ():
        slot = as_text(point.get("slotId"))
        is_bound = slot in overrides
        if (overrides[slot] if is_bound else point.get("default")) == workflow_id:
            yield Finding(
                (*route, "slotId" if is_bound else "default"),
                f"the bindings file gives slot '{slot}' this workflow itself"
                if is_bound
                else f"the default of slot '{slot}' is this workflow itself",
                help="name another workflow or routine",
            )
