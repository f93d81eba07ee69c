from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.suggest import did_you_mean


@rule("G004", severity=Severity.WARNING, since="0.1.0")
def mismatched_tag_example(catalog: Catalog) -> Iterator[Finding]:
    """The example of a tag is a workflow that does not have it.

    ## Why

    Examples are shown unchecked: a user who starts one gets an error, or a workflow of another kind.

    ## Bad

    ```json
    {"tags": [{"id": "coding", "examples": ["acme.relase"]}]}
    ```

    ## Good

    ```json
    {"tags": [{"id": "coding", "examples": ["acme.release"]}]}
    ```
    """
    tags = catalog.spec.tags
    if catalog.tags_path is None or tags is None:
        return
    for tag_index, tag in enumerate(tags.tags):
        for index, example in enumerate(tag.examples):
            entry = tags.workflows.get(example)
            if entry is None or tag.id not in entry.tags or entry.hidden:
                tagged = [key for key, item in tags.workflows.items() if tag.id in item.tags]
                yield Finding(
                    ("tags", tag_index, "examples", index),
                    f"example '{example}' of tag '{tag.id}' does not have the tag",
                    help=did_you_mean(example, tagged),
                    path=catalog.tags_path,
                )
