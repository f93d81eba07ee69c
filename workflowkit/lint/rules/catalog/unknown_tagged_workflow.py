from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.suggest import did_you_mean


@rule("G002", severity=Severity.WARNING, since="0.1.0")
def unknown_tagged_workflow(catalog: Catalog) -> Iterator[Finding]:
    """The tag file names a workflow that does not exist.

    ## Why

    The workflow was renamed or removed, and the entry under the old id has no effect.

    ## Bad

    ```json
    {"workflows": {"acme.relase": {"tags": ["coding"]}}}
    ```

    ## Good

    ```json
    {"workflows": {"acme.release": {"tags": ["coding"]}}}
    ```
    """
    if catalog.tags_path is None or catalog.spec.tags is None or not catalog.is_whole:
        return
    for workflow_id in catalog.spec.tags.workflows:
        if workflow_id not in catalog.ids:
            yield Finding(
                ("workflows", workflow_id),
                f"no workflow is called '{workflow_id}'",
                help=did_you_mean(workflow_id, catalog.ids),
                on_key=True,
                path=catalog.tags_path,
            )
