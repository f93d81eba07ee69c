from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule


@rule("G005", severity=Severity.INFO, since="0.1.0")
def excessive_or_missing_tags(catalog: Catalog) -> Iterator[Finding]:
    """A workflow has more than three tags or none, or a tag has no workflow.

    ## Why

    Tags narrow a list; a tag that every workflow has, or none, narrows nothing.

    ## Bad

    ```json
    {"workflows": {"acme.release": {"tags": ["coding", "design", "tickets", "learning"]}}}
    ```

    ## Good

    ```json
    {"workflows": {"acme.release": {"tags": ["coding"]}}}
    ```
    """
    tags = catalog.spec.tags
    if catalog.tags_path is None or tags is None:
        return
    for workflow_id, entry in tags.workflows.items():
        if not 1 <= len(entry.tags) <= 3:
            yield Finding(
                ("workflows", workflow_id),
                f"workflow '{workflow_id}' has {len(entry.tags)} tags; expected 1 to 3",
                help="keep the tags that distinguish it from similar workflows",
                on_key=True,
                path=catalog.tags_path,
            )
    used = {tag for entry in tags.workflows.values() for tag in entry.tags}
    for index, tag in enumerate(tags.tags):
        if tag.id not in used:
            yield Finding(
                ("tags", index, "id"),
                f"no workflow has the tag '{tag.id}'",
                help="add it to a workflow, or delete it",
                path=catalog.tags_path,
            )
