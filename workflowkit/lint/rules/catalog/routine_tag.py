from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("G006", severity=Severity.INFO, since="0.1.0")
def routine_tag(catalog: Catalog) -> Iterator[Finding]:
    """A routine does not bear the tag for routines.

    ## Why

    Who looks for building blocks looks under `routines`, and who looks for a workflow to start looks elsewhere.

    ## Bad

    ```json
    {"workflows": {"acme.routine-build": {"tags": ["coding"]}}}
    ```

    ## Good

    ```json
    {"workflows": {"acme.routine-build": {"tags": ["routines", "coding"]}}}
    ```

    ## When not

    A workflow that only programs call may bear the tag without being a routine.
    """
    tags = catalog.spec.tags
    if catalog.tags_path is None or tags is None or "routines" not in {tag.id for tag in tags.tags}:
        return
    for item in catalog.files:
        entry = tags.workflows.get(item.id)
        if item.kind == "routine" and entry is not None and "routines" not in entry.tags:
            yield Finding(
                ("workflows", item.id, "tags"),
                f"routine '{item.id}' does not bear the tag 'routines'",
                help="add 'routines' to its tags",
                path=catalog.tags_path,
            )
