from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_items
from workflowkit.text.wording import spelled


@rule("S014", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_examples(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has no example goals.

    ## Why

    Examples are goals as users would type them; a workflow is found for a goal by its examples.
    Two to four are usual, each specific enough to distinguish the workflow from similar ones.

    ## Bad

    ```json
    {
      "examples": ["Fix the bug"]
    }
    ```

    ## Good

    ```json
    {
      "examples": [
        "Find out why exports time out after thirty seconds",
        "Find the cause of the double invoices since Monday"
      ]
    }
    ```
    """
    workflow = analysis.workflow
    examples = workflow.texts("examples")
    if "examples" not in workflow.value and workflow.steps:
        yield Finding(
            (), "the workflow has no 'examples'", "add two to four goals in the words of a user"
        )
    elif len(examples) == 1:
        yield Finding(
            ("examples",), "there is one example goal; expected 2 to 4", "add another", on_key=True
        )
    for index, example in enumerate(as_items(workflow.value.get("examples"))):
        if isinstance(example, str) and len(example.split()) < _FEWEST_WORDS:
            yield Finding(
                ("examples", index),
                f"example {spelled(example)} has fewer than {_FEWEST_WORDS} words",
                "name the subject and the intended result",
            )


_FEWEST_WORDS = 4
