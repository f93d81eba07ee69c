from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.references import resolved_path
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.wording import quoted


@needs("references")
@rule("R004", severity=Severity.ERROR, since="0.1.0")
def unpublished_reference_file(analysis: Analysis) -> Iterator[Finding]:
    """A package reference names a file that is not published.

    ## Why

    A published package contains neither sources nor tests, and paths outside it do not exist on another machine.
    The reference resolves on the machine of its author only.

    ## Bad

    ```json
    {
      "references": [
        {"id": "parser", "title": "Parser", "source": "../parser/notes.md", "resolveFrom": "package", "purpose": "How it parses.", "authoritative": false}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Read the notes on the parser."}]
    }
    ```

    ## Good

    ```json
    {
      "references": [
        {"id": "parser", "title": "Parser", "source": "notes/parser.md", "purpose": "How it parses.", "authoritative": false}
      ],
      "steps": [{"id": "first", "title": "First", "prompt": "Read the notes on the parser."}]
    }
    ```
    """
    for route, reference in analysis.workflow.records("references"):
        source = as_text(reference.get("source"))
        if reference.get("resolveFrom") != "package" or not source:
            continue
        inside = resolved_path("/package", source)
        if inside is None:
            reason = "leads out of the package"
        elif inside.split("/")[2:3] and inside.split("/")[2] in _UNPUBLISHED:
            reason = f"is in '{inside.split('/')[2]}', which is not published"
        else:
            continue
        yield Finding(
            (*route, "source"),
            f"the path {quoted(source)} {reason}",
            help="move the document to a published folder, or resolve it from the workspace",
        )


_UNPUBLISHED = frozenset({"src", "test", "tests", "scripts", "node_modules", ".git", ".github"})
