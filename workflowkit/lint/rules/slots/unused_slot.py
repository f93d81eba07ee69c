from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.passes.bind_slots import used_slots
from workflowkit.compiler.steps import every_step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("extensionPoints")
@rule("B002", severity=Severity.WARNING, since="0.1.0", fix="safe")
def unused_slot(analysis: Analysis) -> Iterator[Finding]:
    """A slot is declared, but no prompt uses it.

    ## Why

    A team that binds the slot expects an effect.
    Without a token the binding silently has none.

    ## Bad

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"}],
      "steps": [{"id": "first", "title": "Ask", "prompt": "Ask a colleague to look at the change."}]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"}],
      "steps": [{"id": "first", "title": "Ask", "prompt": "Ask {{wr.bindings.reviewer}} to look at the change."}]
    }
    ```

    ## Fix

    Deletes the declaration.
    """
    points = analysis.workflow.records("extensionPoints")
    expanded = (
        analysis.compilation.stages[0].steps if points and analysis.compilation.stages else ()
    )
    # A routine that could not be injected may use any slot.
    if any("templateCall" in node.value for node in every_step(expanded)):
        return
    used = set(used_slots(expanded))
    for route, point in points:
        slot = as_text(point.get("slotId"))
        if slot and slot not in used and f"wr.bindings.{slot}" not in analysis.document.text:
            target = route if len(points) > 1 else route[:1]
            yield Finding(
                (*route, "slotId"),
                f"no prompt uses slot '{slot}'",
                help=f"write '{{{{wr.bindings.{slot}}}}}' where it belongs, or delete the slot",
                fix=Fix(
                    "delete the slot",
                    (Edit("delete", target),),
                    safe=True,
                    changes="an unused slot is removed",
                ),
            )
