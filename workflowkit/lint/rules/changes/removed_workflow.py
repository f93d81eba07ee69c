from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.catalog import RemovedWorkflow
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z106", severity=Severity.ERROR, since="0.1.0")
def removed_workflow(removed: RemovedWorkflow) -> Iterator[Finding]:
    """A workflow or routine of the old version does not exist in the new one.

    ## Why

    People, triggers, bindings and template calls name a workflow by its id.
    Without it, or under another id, they find nothing.

    ## Bad

    ```text
    workflows/release.json was deleted, or its id changed from acme.release to acme.ship.
    ```

    ## Good

    ```text
    workflows/release.json moved to workflows/shipping/release.json; its id is acme.release still.
    ```
    """
    version = removed.version
    fact = "was removed"
    if removed.new_id:
        fact = f"has another id now: '{removed.new_id}'"
    yield Finding(
        ("id",),
        f"'{version.id}' {fact}",
        help="keep the id; where it has to change, name the old one in aliases.json of the spec pack",
    )
