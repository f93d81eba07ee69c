from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog, FileFacts, folded_name
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("I014", severity=Severity.WARNING, since="0.1.0")
def duplicate_workflow_name(catalog: Catalog) -> Iterator[Finding]:
    """Two workflows share a display name.

    ## Why

    Lists show workflows by name.
    Two workflows with one name cannot be distinguished there, and users start the wrong one.

    ## Bad

    Files with the ids `acme.release` and `acme.release-fast`, both with

    ```json
    {"name": "Release"}
    ```

    ## Good

    The second file with a name that states the difference:

    ```json
    {"name": "Release without review"}
    ```

    ## When not

    Variants of one workflow share an id, and may share the name.
    Examples and test fixtures are not listed.
    """
    first: dict[str, FileFacts] = {}
    for file in catalog.related:
        name = folded_name(file)
        if not name or not file.id or file.kind not in ("workflow", "routine"):
            continue
        other = first.setdefault(name, file)
        if other.id != file.id:
            yield Finding(
                ("name",),
                f"the name '{file.name}' is already used by workflow '{other.id}'",
                help="state in the name what is different about this workflow",
                related=(Related(("name",), "first used here", other.path),),
                path=file.path,
            )
