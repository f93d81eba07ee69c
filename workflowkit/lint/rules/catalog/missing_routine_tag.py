from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule


@rule("G006", severity=Severity.INFO, since="0.1.0")
def missing_routine_tag(catalog: Catalog) -> Iterator[Finding]:
    """A routine does not have the tag for routines.

    ## Why

    Routines are listed under the tag `routines`, apart from the workflows that people start.

    ## Bad

    ```json
    {"workflows": {"acme.routine-build": {"tags": ["coding"]}}}
    ```

    ## Good

    ```json
    {"workflows": {"acme.routine-build": {"tags": ["routines", "coding"]}}}
    ```

    ## When not

    A workflow that only programs call may have the tag without being a routine.
    """
    tags = catalog.spec.tags
    if catalog.tags_path is None or tags is None or "routines" not in {tag.id for tag in tags.tags}:
        return
    for file in catalog.files:
        entry = tags.workflows.get(file.id)
        if file.kind == "routine" and entry is not None and "routines" not in entry.tags:
            yield Finding(
                ("workflows", file.id, "tags"),
                f"routine '{file.id}' does not have the tag 'routines'",
                help="add 'routines' to its tags",
                path=catalog.tags_path,
            )
