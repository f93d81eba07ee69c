from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.prompts.sizes import authored_length
from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("promptFragments")
@rule("P034", severity=Severity.INFO, since="0.1.0")
def excessive_fragment_size(step: PromptStep) -> Iterator[Finding]:
    r"""A fragment is longer than the prompt it belongs to.

    ## Why

    What the step does depends on the condition alone; when it is false, hardly any work remains.
    A separate step with a `runCondition` shows that in the list of steps.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size.\n\nCapture:\n- `depth`: one of quick | full: how deep to look"
        },
        {
          "id": "choose",
          "title": "Choose",
          "prompt": "Choose the way.",
          "promptFragments": [
            {
              "id": "choose-deep",
              "when": {"var": "depth", "equals": "full"},
              "text": "Read every file of the module. List its callers. Compare their tests. Then name the way that breaks the fewest of them."
            }
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
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size.\n\nCapture:\n- `depth`: one of quick | full: how deep to look"
        },
        {
          "id": "choose",
          "title": "Choose",
          "prompt": "Choose the way that breaks the fewest callers of the module.",
          "promptFragments": [
            {
              "id": "choose-deep",
              "when": {"var": "depth", "equals": "full"},
              "text": "Compare their tests as well."
            }
          ]
        }
      ]
    }
    ```
    """
    length = authored_length(step)
    for route, fragment in step.fragments:
        text = as_text(fragment.get("text"))
        if len(text) > max(length, _SHORTEST):
            yield Finding(
                route,
                f"the fragment has {len(text)} characters, the prompt of its step has {length}",
                help="turn it into a step with a 'runCondition', or move what always applies into the prompt",
            )


_SHORTEST = 80
"""Characters; a shorter fragment is never reported."""
