from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.suggest import did_you_mean


@rule("G003", severity=Severity.ERROR, since="0.1.0")
def unknown_tag(catalog: Catalog) -> Iterator[Finding]:
    """A workflow has a tag that is not declared.

    ## Why

    Tags are a closed set; no filter shows a workflow under a tag that is not declared.

    ## Bad

    ```json
    {"workflows": {"acme.release": {"tags": ["codign"]}}}
    ```

    ## Good

    ```json
    {"workflows": {"acme.release": {"tags": ["coding"]}}}
    ```
    """
    if catalog.tags_path is None or catalog.spec.tags is None:
        return
    declared = [tag.id for tag in catalog.spec.tags.tags]
    for workflow_id, entry in catalog.spec.tags.workflows.items():
        for index, tag in enumerate(entry.tags):
            if tag not in declared:
                yield Finding(
                    ("workflows", workflow_id, "tags", index),
                    f"tag '{tag}' is not declared",
                    help=did_you_mean(tag, declared),
                    path=catalog.tags_path,
                )
