from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.document import Document
from workflowkit.text.json_repair import mistakes
from workflowkit.text.routes import TextRange


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

    Removes comments, surplus commas and a byte order mark, adds commas between values, quotes keys, and replaces single and typographic quotes around strings.
    Line breaks and tabs inside strings are escaped, and the literals of Python are replaced by those of JSON.
    What can be read in several ways has no fix, such as a quote inside a string or a missing bracket.
    Everything before that place is reported, nothing after it.
    """
    if document.broken is None:
        return
    if not document.text:
        # Empty, or not read at all.
        yield Finding((), document.broken.message, document.broken.help)
    for mistake in mistakes(document.text) if document.text else ():
        edits = mistake.edits if document.is_faithful else ()
        yield Finding(
            TextRange(mistake.start, mistake.end),
            mistake.message,
            mistake.help,
            fix=Fix("write valid JSON", edits, safe=True, changes=_CHANGES) if edits else None,
        )


_CHANGES = "the file becomes valid JSON"
