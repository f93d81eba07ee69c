from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule(
    "I005",
    severity=Severity.INFO,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "routine"}),
)
def mismatched_file_name(analysis: Analysis) -> Iterator[Finding]:
    """The name of a file differs from its workflow id.

    ## Why

    People search for a file by the id of its workflow.
    A different name leads to the wrong file, or to a second workflow for the same purpose.

    ## Bad

    ```json
    {
      "id": "acme.release-notes"
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.example"
    }
    ```
    """
    path, identity = analysis.document.path, analysis.workflow.id
    stem = PurePosixPath(path).stem
    name = identity.rpartition(".")[2]
    if (
        identity
        and path.endswith(".json")
        and stem not in {identity, name, name.removeprefix("routine-")}
    ):
        yield Finding(
            ("id",),
            f"file '{stem}.json' has the id '{identity}'",
            f"rename the file to '{name.removeprefix('routine-')}.json'",
        )
