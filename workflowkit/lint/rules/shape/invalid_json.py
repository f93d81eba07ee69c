from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.document import Document
from workflowkit.text.json_repair import repairs


@rule("S000", severity=Severity.ERROR, since="0.1.0", fix="safe")
def invalid_json(document: Document) -> Iterator[Finding]:
    """The file is not JSON.

    ## Why

    The engine reads strict JSON: no comments, no trailing commas, no byte order mark.
    It does not list a file that it cannot read, and no other rule can check such a file.

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

    ## Fix

    Removes comments, commas before a closing bracket and a byte order mark, and replaces typographic quotes around strings by straight ones.
    There is no fix when the file is still invalid afterwards.
    """
    if document.broken is not None:
        edits = repairs(document.text) if document.is_faithful else ()
        changes = "the file becomes valid JSON"
        yield Finding(
            (),
            document.broken.message,
            document.broken.help,
            fix=Fix("write valid JSON", edits, safe=True, changes=changes) if edits else None,
        )
