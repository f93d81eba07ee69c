from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.suggest import closest, did_you_mean
from workflowkit.text.wording import quoted


@rule("B005", severity=Severity.WARNING, since="0.1.0")
def unknown_workflow_slot_in_bindings(analysis: Analysis) -> Iterator[Finding]:
    """The bindings file names a slot that the workflow does not have.

    ## Why

    The engine silently ignores an entry of the bindings file without a matching slot, and uses the default.
    The finding is reported in the workflow, which declares the slots.

    ## Bad

    ```json
    {
      "id": "acme.bound",
      "extensionPoints": [{"slotId": "auditor", "purpose": "Who audits.", "default": "a colleague"}],
      "steps": [{"id": "first", "title": "Audit", "prompt": "Ask {{wr.bindings.auditor}} for an audit."}]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "auditor", "purpose": "Who audits.", "default": "a colleague"}],
      "steps": [{"id": "first", "title": "Audit", "prompt": "Ask {{wr.bindings.auditor}} for an audit."}]
    }
    ```

    ## When not

    A file without sections, which binds the same slots for every workflow, is not checked.
    """
    if analysis.file.checks_bindings:
        return
    bindings = as_fields(analysis.compile_context.bindings)
    workflow_id = analysis.workflow.id
    slots = [
        as_text(point.get("slotId")) for _, point in analysis.workflow.records("extensionPoints")
    ]
    for name in as_fields(bindings.get(workflow_id)) if workflow_id else ():
        if name not in slots:
            yield Finding(
                ("extensionPoints",),
                f"the bindings file sets {quoted(name)}, which is no slot of '{workflow_id}'",
                help=did_you_mean(name, slots)
                if slots
                else "delete the entry from the bindings file",
                on_key=True,
            )
    if slots and workflow_id not in bindings:
        known = analysis.file.workflow_ids
        sections = [key for key, value in bindings.items() if isinstance(value, dict)]
        guess = closest(workflow_id, [key for key in sections if key not in known])
        if guess is not None:
            yield Finding(
                ("id",),
                f"the bindings file has a section for '{guess}', but none for '{workflow_id}'",
                help=f"name the section '{workflow_id}'",
            )
