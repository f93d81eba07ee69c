from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("R005", since="0.1.0")
def duplicate_reference_id() -> None:
    """Two references share an id.

    ## Why

    The engine identifies a reference by its id, and refuses a workflow with a duplicate one.

    ## Bad

    ```json
    {
      "references": [
        {"id": "style", "title": "Style", "source": "docs/style.md", "purpose": "How we write.", "authoritative": true},
        {"id": "style", "title": "Tone", "source": "docs/tone.md", "purpose": "How we sound.", "authoritative": false}
      ]
    }
    ```

    ## Good

    ```json
    {
      "references": [
        {"id": "style", "title": "Style", "source": "docs/style.md", "purpose": "How we write.", "authoritative": true},
        {"id": "tone", "title": "Tone", "source": "docs/tone.md", "purpose": "How we sound.", "authoritative": false}
      ]
    }
    ```
    """
