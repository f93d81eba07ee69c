from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule


@rule("G001", severity=Severity.WARNING, since="0.1.0")
def missing_workflow_tags(catalog: Catalog) -> Iterator[Finding]:
    """A workflow is missing from the tag file.

    ## Why

    The engine lists workflows by tag: one without a tag is found by its id only.

    ## Bad

    A file in `workflows/` whose id is no key of `workflows` in `workflow-tags.json`.

    ## Good

    ```json
    {"workflows": {"acme.release": {"tags": ["coding"]}}}
    ```

    ## When not

    Examples are not listed.
    Files for internal use and test fixtures get an entry with `"hidden": true`.
    """
    if catalog.tags_path is None or catalog.spec.tags is None:
        return
    for file in catalog.files:
        if file.id and file.kind != "example" and file.id not in catalog.spec.tags.workflows:
            yield Finding(
                ("id",),
                f"workflow '{file.id}' has no entry in the tag file",
                help=f"add '{file.id}' to 'workflows' in workflow-tags.json",
                path=file.path,
            )
