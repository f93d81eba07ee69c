from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, rule
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import spelled


@rule("S005", severity=Severity.INFO, since="0.1.0", fix="safe")
def redundant_default(analysis: Analysis) -> Iterator[Finding]:
    """A key has its default value.

    ## Why

    A default that is written out looks like a decision and hides the real ones.
    Each key is reported once, with all its places.

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

    Deletes the key everywhere; a run behaves as before, but the hash of the workflow changes.
    """
    found: dict[str, list[tuple[Route, Json]]] = {}
    for route, value, default in _places(analysis):
        if value is default or (isinstance(default, str) and value == default):
            found.setdefault(f"{route[-1]}: {spelled(default)}", []).append((route, default))
    for places in found.values():
        (first, default), *others = places
        times = f", {len(places)} times" if others else ""
        yield Finding(
            first,
            f"'{first[-1]}' is written with its default, {spelled(default)}{times}",
            "delete it",
            on_key=True,
            related=tuple(Related(route, "likewise") for route, _ in others),
            fix=Fix(
                "delete the key",
                tuple(Edit("delete", route) for route, _ in places),
                safe=True,
                changes="the default is no longer stored",
            ),
        )


def _places(analysis: Analysis) -> Iterator[tuple[Route, Json, Json]]:
    """Yield every place that has a default, with its value and the default."""
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
