from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

MOST = 5
"""References that an agent can be expected to read."""


@needs("references")
@rule("R007", severity=Severity.INFO, since="0.1.0")
def excessive_references(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has too many references.

    ## Why

    The engine lists every reference at the start, and each further one makes it less likely that the agent opens the important ones.

    ## Bad

    ```json
    {
      "references": [
        {"id": "doc-a", "title": "A", "source": "docs/a.md", "purpose": "A.", "authoritative": false},
        {"id": "doc-b", "title": "B", "source": "docs/b.md", "purpose": "B.", "authoritative": false},
        {"id": "doc-c", "title": "C", "source": "docs/c.md", "purpose": "C.", "authoritative": false},
        {"id": "doc-d", "title": "D", "source": "docs/d.md", "purpose": "D.", "authoritative": false},
        {"id": "doc-e", "title": "E", "source": "docs/e.md", "purpose": "E.", "authoritative": false},
        {"id": "doc-f", "title": "F", "source": "docs/f.md", "purpose": "F.", "authoritative": false}
      ]
    }
    ```

    ## Good

    ```json
    {
      "references": [
        {"id": "doc-a", "title": "A", "source": "docs/a.md", "purpose": "A.", "authoritative": false},
        {"id": "doc-b", "title": "B", "source": "docs/b.md", "purpose": "B.", "authoritative": false}
      ]
    }
    ```
    """
    references = analysis.workflow.records("references")
    if len(references) > MOST:
        yield Finding(
            ("references",),
            f"{len(references)} references are listed at the start; expected at most {MOST}",
            help="keep those that change what the agent does",
            on_key=True,
        )
