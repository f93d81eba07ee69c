from __future__ import annotations

import json
from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route


@needs("promptFragments")
@rule("P033", severity=Severity.INFO, since="0.1.0", fix="safe")
def duplicate_fragment_condition(step: PromptStep) -> Iterator[Finding]:
    r"""Two fragments of a step have the same condition.

    ## Why

    The two are always shown together, so they are one text in two places; a change of one condition easily misses the other.

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
          "id": "review",
          "title": "Review",
          "prompt": "Review the change.",
          "promptFragments": [
            {
              "id": "deep-tests",
              "when": {"var": "depth", "equals": "full"},
              "text": "Run the tests."
            },
            {
              "id": "deep-docs",
              "when": {"var": "depth", "equals": "full"},
              "text": "Read the documents."
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
          "id": "review",
          "title": "Review",
          "prompt": "Review the change.",
          "promptFragments": [
            {
              "id": "deep-review",
              "when": {"var": "depth", "equals": "full"},
              "text": "Run the tests.\n\nRead the documents."
            }
          ]
        }
      ]
    }
    ```

    ## Fix

    Joins adjacent fragments in the first one; the rendered text stays the same.
    """
    first_by_condition: dict[str, int] = {}
    fragments = step.fragments
    for index, (route, fragment) in enumerate(fragments):
        if not fragment.get("when"):
            continue
        condition = json.dumps(fragment["when"], sort_keys=True)
        first = first_by_condition.setdefault(condition, index)
        if first != index:
            yield Finding(
                route,
                f"the fragment has the same condition as fragment '{as_text(fragments[first][1].get('id'))}'",
                help="join the two fragments",
                related=(Related(fragments[first][0], "the same condition"),),
                fix=_joined(fragments[first], fragments[index]) if index == first + 1 else None,
            )


def _joined(first: tuple[Route, dict[str, Json]], second: tuple[Route, dict[str, Json]]) -> Fix:
    """Return the fix that joins two adjacent fragments; they are rendered one blank line apart, as the joined text is."""
    text = f"{as_text(first[1].get('text'))}\n\n{as_text(second[1].get('text'))}"
    return Fix(
        "join the texts in the first fragment",
        (Edit("set", (*first[0], "text"), text), Edit("delete", second[0])),
        safe=True,
        changes="one fragment contains both texts; the rendered prompt stays the same",
    )
