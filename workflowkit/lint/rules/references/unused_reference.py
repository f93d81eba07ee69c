from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import every_step
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("references")
@rule("R008", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unused_reference(analysis: Analysis) -> Iterator[Finding]:
    """No prompt names a reference.

    ## Why

    The engine lists references once, at the start.
    Later an agent reads only the documents that a prompt names.

    ## Bad

    ```json
    {
      "references": [
        {"id": "house-style", "title": "House style", "source": "docs/style.md", "purpose": "How we write.", "authoritative": true}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Write the summary."}]
    }
    ```

    ## Good

    ```json
    {
      "references": [
        {"id": "house-style", "title": "House style", "source": "docs/style.md", "purpose": "How we write.", "authoritative": true}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Write the summary and check it against the house-style reference."}]
    }
    ```

    ## When not

    A document for the first step needs no mention.
    """
    references = analysis.workflow.records("references")
    texts = [passage.text for passage in analysis.passages] if references else []
    texts += [as_text(node.value.get("prompt")) for node in every_step(analysis.compilation.steps)]
    words = "\n".join(texts).lower()
    for route, reference in references:
        name = as_text(reference.get("id"))
        source = as_text(reference.get("source"))
        names = (
            name,
            name.replace("-", " "),
            source.rpartition("/")[2],
            as_text(reference.get("title")),
        )
        if name and not any(passage.lower() in words for passage in names if passage):
            yield Finding(
                (*route, "id"),
                f"no prompt names reference '{name}'",
                help="name it in the step that needs it, or delete it",
            )
