from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule(
    "I004",
    severity=Severity.WARNING,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "routine"}),
)
def unnamespaced_id(analysis: Analysis) -> Iterator[Finding]:
    """A workflow id has no namespace.

    ## Why

    Ids without a namespace are accepted as legacy when they are loaded and refused when they are saved.
    They collide as soon as two catalogues meet.

    ## Bad

    ```json
    {
      "id": "release-notes"
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.release-notes"
    }
    ```
    """
    identity = analysis.workflow.id
    if identity and "." not in identity:
        yield Finding(
            ("id",),
            f"id '{identity}' has no namespace",
            f"write 'namespace.{identity}', with a namespace of your own",
        )
