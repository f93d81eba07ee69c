from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_BYTES


@rule("S020", severity=Severity.ERROR, since="0.1.0")
def excessive_file_size(document: Document) -> Iterator[Finding]:
    """The file is larger than the engine reads.

    ## Why

    The engine skips every file above 1,000,000 bytes in a folder, so that the workflow does not exist for it.

    ## Bad

    ```json
    {
      "about": "…a million characters…"
    }
    ```

    ## Good

    ```json
    {
      "about": "What the workflow does, in a few hundred words."
    }
    ```
    """
    if document.size > MAX_BYTES:
        yield Finding(
            (),
            f"the file has {document.size} bytes; the engine reads at most {MAX_BYTES}",
            "move long texts into files, and name them in the prompts",
        )
