from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Json, Route, value_at


@needs("features")
@rule("F004", severity=Severity.WARNING, since="0.1.0", fix="safe")
def duplicate_feature_ref(analysis: Analysis) -> Iterator[Finding]:
    """A step includes a ref that a declared feature adds as well.

    ## Why

    The compiled prompt contains the same lines twice.

    ## Bad

    ```json
    {
      "features": ["wr.features.memory_context"],
      "steps": [
        {
          "id": "first",
          "title": "First",
          "promptBlocks": {
            "goal": "Recall what was decided.",
            "constraints": ["Name your sources.", [{"kind": "ref", "refId": "wr.refs.memory_usage"}]]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.memory_context"],
      "steps": [
        {
          "id": "first",
          "title": "First",
          "promptBlocks": {
            "goal": "Recall what was decided.",
            "constraints": ["Name your sources."]
          }
        }
      ]
    }
    ```

    ## Fix

    Deletes the ref, and its entry when it contains nothing else.
    """
    by_ref = _added(analysis)
    for step in analysis.workflow.prompt_steps if by_ref else ():
        for route, ref in step.refs():
            if ref in by_ref:
                yield Finding(
                    route,
                    f"feature '{by_ref[ref]}' adds '{ref}' as well",
                    help="delete the ref",
                    fix=_delete(step, route),
                )


def _added(analysis: Analysis) -> dict[str, str]:
    """Return ref id to the declared feature that adds it to every step with blocks."""
    found: dict[str, str] = {}
    for name in analysis.workflow.features:
        feature = analysis.spec.features.get(name)
        if feature is not None:
            for entry in (*feature.constraints, *feature.procedure, *feature.verify):
                for part in as_items(entry):
                    found.setdefault(as_fields(part).get("refId", ""), name)
    found.pop("", None)
    return found


def _delete(step: Step, route: Route) -> Fix | None:
    entry: Json = value_at(step.value, route[len(step.route) : -1])
    is_alone = len(as_items(entry)) == 1
    if is_alone and route[-2] == "goal":
        return None
    edit = Edit("delete", route[:-1] if is_alone else route)
    return Fix("delete the ref", (edit,), safe=True, changes="the prompt contains the text once")
