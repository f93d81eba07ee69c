from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import spelled
from workflowkit.source.routes import Json, Route
from workflowkit.source.values import as_fields, as_items


@rule("S005", severity=Severity.INFO, since="0.1.0", fix="safe")
def redundant_default(analysis: Analysis) -> Iterator[Finding]:
    """A key repeats the value that holds without it.

    ## Why

    A default that is written out reads like a decision and hides those that are.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request.", "requireConfirmation": false}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."}
      ]
    }
    ```

    ## Fix

    The key is deleted; a run behaves as before, though the hash of the workflow changes.
    """
    for route, value, default in _places(analysis):
        if value is default or (isinstance(default, str) and value == default):
            yield Finding(
                route,
                f"'{route[-1]}' is written with its default, {spelled(default)}",
                "leave it out",
                on_key=True,
                fix=Fix(
                    "delete the key",
                    (Edit("delete", route),),
                    safe=True,
                    changes="the default is no longer stored",
                ),
            )


def _places(analysis: Analysis) -> Iterator[tuple[Route, Json, Json]]:
    """Every place that has a default, with what is written there."""
    for step in analysis.workflow.all_steps:
        for key in ("requireConfirmation", "notesOptional"):
            yield (*step.route, key), step.value.get(key), False
        contract = as_fields(step.value.get("outputContract"))
        yield (*step.route, "outputContract", "required"), contract.get("required"), True
    for route, assessment in analysis.workflow.records("assessments"):
        for index, entry in enumerate(as_items(assessment.get("dimensions"))):
            yield (*route, "dimensions", index, "required"), as_fields(entry).get("required"), True
    for route, reference in analysis.workflow.records("references"):
        yield (*route, "resolveFrom"), reference.get("resolveFrom"), "workspace"
