from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule(
    "I005",
    severity=Severity.INFO,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "routine"}),
)
def filename_id_mismatch(analysis: Analysis) -> Iterator[Finding]:
    """A file is not named after the id in it.

    ## Why

    People look for a workflow by its id and find files by their names.
    A name that says something else makes them open the wrong file, or write the workflow a second time.

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
            f"file '{stem}.json' holds id '{identity}'",
            f"call the file '{name.removeprefix('routine-')}.json'",
        )
