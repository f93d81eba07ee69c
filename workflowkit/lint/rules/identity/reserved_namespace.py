from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("I003", severity=Severity.ERROR, since="0.1.0")
def reserved_namespace(analysis: Analysis) -> Iterator[Finding]:
    """An id uses the namespace of the engine's own workflows.

    ## Why

    The namespace `wr` belongs to the workflows that come with the engine.
    From any other place, a project or a user's folder, the engine refuses to load such a file.

    ## Bad

    ```json
    {
      "id": "wr.release"
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.release"
    }
    ```

    ## When not

    The files of a bundled catalogue are meant to bear it, and are not looked at.
    Nor are copies of bundled workflows, whose ids are known: whether a host would load one from its place is told by `wfk check`.
    """
    namespace, dot, _ = analysis.workflow.id.partition(".")
    tags = analysis.spec.tags
    is_known = tags is not None and analysis.workflow.id in tags.workflows
    if namespace == "wr" and dot and not is_known and not analysis.file.is_bundled:
        yield Finding(
            ("id",),
            "namespace 'wr' is kept for the workflows that come with the engine",
            "use a namespace of your own",
            window=(0, len(namespace)),
        )
