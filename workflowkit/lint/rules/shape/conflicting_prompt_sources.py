from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("templateCall")
@rule("S003", severity=Severity.ERROR, since="0.1.0")
def conflicting_prompt_sources(step: Step) -> Iterator[Finding]:
    """A step has no prompt source, or more than one.

    ## Why

    Each step needs exactly one of `prompt`, `promptBlocks` and `templateCall`.
    In a loop body the engine does not check this, and a template call silently replaces the prompt.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request.",
          "promptBlocks": {"goal": "Read the request."}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request."}}
      ]
    }
    ```
    """
    if step.loop is None or not step.calls_template:
        return
    for key in ("prompt", "promptBlocks"):
        if key in step.value:
            yield Finding(
                (*step.route, key),
                f"step '{step.id}' has both '{key}' and 'templateCall'; the engine drops '{key}'",
                "keep one of them",
                on_key=True,
            )
