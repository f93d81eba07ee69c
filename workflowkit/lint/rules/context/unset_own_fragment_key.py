from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.routes import Route
from workflowkit.text.wording import quoted


@needs("promptFragments")
@rule(
    "C004",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def unset_own_fragment_key(analysis: Analysis) -> Iterator[Finding]:
    """A prompt fragment tests a key that its own step captures first.

    ## Why

    The prompt is assembled before the agent works, and the key arrives with the result.
    So the fragment is tested without a value: with `equals` it is never shown, with `not_equals` always.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "open", "title": "Open", "prompt": "Read the request."},
        {
          "id": "triage",
          "title": "Triage",
          "promptBlocks": {"goal": "Sort the request.", "outputRequired": {"mode": "one of quick | full"}},
          "promptFragments": [
            {"id": "full", "text": "Read the neighboring code as well.", "when": {"var": "mode", "equals": "full"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "triage",
          "title": "Triage",
          "promptBlocks": {"goal": "Sort the request.", "outputRequired": {"mode": "one of quick | full"}}
        },
        {
          "id": "read",
          "title": "Read",
          "prompt": "Read the code.",
          "promptFragments": [
            {"id": "full", "text": "Read the neighboring code as well.", "when": {"var": "mode", "equals": "full"}}
          ]
        }
      ]
    }
    ```

    ## When not

    In a loop a later iteration reads what an earlier one captured; such fragments are not reported.
    """
    told: set[tuple[Route, str]] = set()
    for read in analysis.context.condition_reads:
        captures = analysis.context.captures_of_key(read.key)
        when = read.route[: read.route.index("when") + 1] if read.use == "fragment" else ()
        if not captures or not when or captures[0].step.route != read.step.route:
            continue
        is_late = analysis.context.definedness(read) is Definedness.LATE
        if is_late and (when, read.key) not in told:
            told.add((when, read.key))
            yield Finding(
                read.route,
                f"this fragment tests {quoted(read.key)}, which step '{read.step.id}' captures only after its prompt is shown",
                help="move the text to the prompt of the step, or the fragment to a later step",
                related=(Related(captures[0].route, "first captured here"),),
            )
