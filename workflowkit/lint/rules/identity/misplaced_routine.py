from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("I013", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "routine"}))
def misplaced_routine(analysis: Analysis) -> Iterator[Finding]:
    """A routine is outside of `routines/`, or another file is in it.

    ## Why

    The engine injects files of `routines/` only, and ids with `routine-` identify them.
    A routine elsewhere cannot be called, and another file there can be called by accident.

    ## Bad

    ```json
    {
      "id": "acme.routine-outline"
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.outline"
    }
    ```
    """
    folders = analysis.document.path.split("/")[:-1]
    name = analysis.workflow.id.rpartition(".")[2]
    if not folders or not name:
        return
    is_routine = name.startswith("routine-")
    if is_routine and "routines" not in folders:
        yield Finding(
            ("id",),
            f"id '{analysis.workflow.id}' is the id of a routine, but the file is not in 'routines/'",
            "move the file, or remove 'routine-' from the id",
        )
    elif not is_routine and folders[-1] == "routines":
        yield Finding(
            ("id",),
            f"the file is in 'routines/', but id '{analysis.workflow.id}' is not the id of a routine",
            f"rename it to '{_called(analysis.workflow.id)}', or move the file",
        )


def _called(identity: str) -> str:
    namespace, dot, name = identity.rpartition(".")
    return f"{namespace}{dot}routine-{name}"
