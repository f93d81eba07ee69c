from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.document import Document
from workflowkit.text.routes import TextRange
from workflowkit.text.wording import quoted


@rule("S019", severity=Severity.ERROR, since="0.1.0")
def duplicate_key(document: Document) -> Iterator[Finding]:
    """An object has a duplicate key.

    ## Why

    JSON readers keep the last value and silently drop the others, even a whole list of steps.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "title": "Read the request", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read the request", "prompt": "Read the request."}
      ]
    }
    ```
    """
    for route, writings in document.repeated_keys():
        for number, (start, end) in enumerate(writings[:-1], 1):
            yield Finding(
                TextRange(start, end, route),
                f"key {quoted(str(route[-1]))} is written {len(writings)} times; number {number} is lost",
                "delete all but one, or rename them",
                related=(Related(route, "the last one counts"),),
            )
