from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule(
    "I004",
    severity=Severity.INFO,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "routine"}),
)
def missing_workflow_namespace(analysis: Analysis) -> Iterator[Finding]:
    """A workflow id has no namespace.

    ## Why

    The engine loads ids without a namespace, but does not save them.
    They collide as soon as two catalogs are used together.

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
    is_malformed = any(error.route == ("id",) for error in analysis.compilation.errors)
    if identity and "." not in identity and not is_malformed:
        yield Finding(
            ("id",),
            f"id '{identity}' has no namespace",
            f"prefix it with a namespace: 'namespace.{identity}'",
        )
