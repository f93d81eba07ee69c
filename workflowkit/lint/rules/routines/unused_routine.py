from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule


@rule("T013", severity=Severity.INFO, since="0.1.0")
def unused_routine(catalog: Catalog) -> Iterator[Finding]:
    """No workflow injects or names a routine.

    ## Why

    An unused routine costs maintenance, and becomes outdated unnoticed.

    ## Bad

    A file in `routines/` whose id no template call, slot default or prompt names.

    ## Good

    The same routine, called by a workflow or deleted.

    ## When not

    Routines for other projects: suppress the finding with this reason.
    """
    routines = [file for file in catalog.related if file.kind == "routine"]
    is_whole = catalog.is_whole and any(file.kind == "workflow" for file in catalog.files)
    if not routines or not is_whole:
        return
    ids = {file.id for file in routines}
    used = {
        name
        for file in catalog.files
        for name in file.injected | file.named
        if name in ids and name != file.id
    }
    for file in routines:
        if file.id not in used:
            yield Finding(
                ("id",),
                f"no workflow uses routine '{file.id}'",
                help="call it, name it, or delete it",
                path=file.path,
            )
