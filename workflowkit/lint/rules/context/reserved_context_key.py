from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.context import RESERVED_KEYS
from workflowkit.text.wording import quoted


@rule("C019", severity=Severity.ERROR, since="0.1.0")
def reserved_context_key(analysis: Analysis) -> Iterator[Finding]:
    """A step captures a key that the engine reserves.

    ## Why

    The engine refuses a call that sets `constructor`, `prototype` or `__proto__`.
    The variables of a loop hide a captured key of the same name, so the captured value is never read there.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List the pages. Capture: `pages`."},
        {
          "id": "read-pages",
          "type": "loop",
          "title": "Read pages",
          "loop": {"type": "forEach", "items": "pages", "maxIterations": 9},
          "body": [
            {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read {{currentItem}}.", "outputRequired": {"currentItem": "text: the page with your remarks"}}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List the pages. Capture: `pages`."},
        {
          "id": "read-pages",
          "type": "loop",
          "title": "Read pages",
          "loop": {"type": "forEach", "items": "pages", "maxIterations": 9},
          "body": [
            {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read {{currentItem}}.", "outputRequired": {"pageRemarks": "text: the page with your remarks"}}}
          ]
        }
      ]
    }
    ```
    """
    in_force = frozenset[str]().union(
        *(loop_variables(step) for step in analysis.workflow.steps if step.is_loop)
    )
    engine_names = in_force & frozenset(analysis.spec.engine.reserved_context_keys)
    for key in sorted(engine_names.union(RESERVED_KEYS)):
        if key in RESERVED_KEYS:
            fact = f"a call that sets {quoted(key)} is refused"
        else:
            fact = f"{quoted(key)} is set by the engine in every iteration of a loop"
        for capture in analysis.context.own_captures_of_key(key):
            yield Finding(
                capture.route,
                fact,
                help="capture the value under another name",
                on_key=capture.window is None,
                window=capture.window,
            )
