from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("I003", severity=Severity.WARNING, since="0.1.0")
def reserved_workflow_namespace(analysis: Analysis) -> Iterator[Finding]:
    """A workflow outside the engine's package has an id in `wr`.

    ## Why

    The namespace `wr` is reserved for the workflows of the engine's own package.
    The engine does not load such a file from a project or from a user's folder.

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

    Files of a package with a `spec/workflow-tags.json` of its own are not reported, nor are copies of bundled workflows.
    `wfk check` reports whether the engine would load a file from its place.
    """
    namespace, dot, _ = analysis.workflow.id.partition(".")
    tags = analysis.spec.tags
    is_known = tags is not None and analysis.workflow.id in tags.workflows
    if namespace == "wr" and dot and not is_known and not analysis.file.is_bundled:
        yield Finding(
            ("id",),
            "namespace 'wr' is reserved for the workflows of the engine's package",
            "use another namespace",
            window=(0, len(namespace)),
        )
