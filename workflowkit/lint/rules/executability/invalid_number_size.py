from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import Steps
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import Route


@rule("E007", severity=Severity.ERROR, since="0.1.0")
def invalid_number_size(analysis: Analysis) -> Iterator[Finding]:
    """A number is too large to store.

    ## Why

    Numbers are read as doubles; one above 1.8e308 becomes infinity, which JSON cannot represent.
    Where the format allows any value, the engine accepts it and then fails to hash and store the workflow.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "second", "title": "Write", "prompt": "Write it.", "runCondition": {"var": "goal", "not_equals": 1e999}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "second", "title": "Write", "prompt": "Write it.", "runCondition": {"var": "goal", "not_equals": 1e99}}
      ]
    }
    ```
    """
    route = analysis.compilation.not_finite
    if route is not None:
        yield Finding(
            _authored(route, analysis.compilation.steps),
            "the number is too large for a double and becomes infinity",
            "write a smaller number, or a string",
        )


def _authored(route: Route, steps: Steps) -> Route:
    """Return the route in the file of the place at *route* in the snapshot."""
    place = route[1:]
    if place[:1] != ("steps",):
        return place
    node, rest = steps[int(place[1])], place[2:]
    if rest[:1] == ("body",) and node.body is not None:
        node, rest = node.body[int(rest[1])], rest[2:]
    if node.origin.routine:
        return (*node.origin.route, "templateCall", "templateId")
    return (*node.origin.route, *rest)
