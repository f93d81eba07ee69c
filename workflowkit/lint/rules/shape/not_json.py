from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.document import Document


@rule("S000", severity=Severity.ERROR, since="0.1.0")
def not_json(document: Document) -> Iterator[Finding]:
    """The file is not JSON.

    ## Why

    The engine reads strict JSON: no comments, no trailing commas, no byte order mark.
    A file it cannot read is left out of its listing, and everything else that could be said of the file has to wait.

    ## Bad

    ```json
    {
      "id": "acme.example", // the example
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.example"
    }
    ```
    """
    if document.broken is not None:
        yield Finding((), document.broken.message, document.broken.help)
