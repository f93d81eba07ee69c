from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import placeholders
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import spelled


@rule("T008", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"routine"}))
def ambiguous_routine_braces(analysis: Analysis) -> Iterator[Finding]:
    """Single braces in a routine are read as an argument.

    ## Why

    Injection reads everything between single braces as the name of an argument, JSON and sets included, without an escape.
    Every call of the routine then fails because this argument is missing.

    ## Bad

    ```json
    {
      "id": "routine-outline",
      "steps": [
        {"id": "outline", "title": "Outline", "prompt": "Answer with {\\"parts\\": 3}."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "id": "routine-outline",
      "steps": [
        {"id": "outline", "title": "Outline", "prompt": "Answer with the number of parts."}
      ]
    }
    ```
    """
    for placeholder in placeholders(analysis.workflow.value.get("steps")):
        if not placeholder.name.isidentifier():
            yield Finding(
                placeholder.route,
                f"injection reads {spelled('{' + placeholder.name + '}')} as an argument",
                "write it without single braces",
                window=placeholder.window,
            )
