from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.catalog.variants import variant_of
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("I001", severity=Severity.ERROR, since="0.1.0")
def duplicate_workflow_id(catalog: Catalog) -> Iterator[Finding]:
    """Two files have the same workflow id.

    ## Why

    The engine serves one workflow per id.
    Of two files in one source it silently takes the first by path and ignores the other.

    ## Bad

    Files `release.json` and `ship.json`, both with

    ```json
    {"id": "acme.release"}
    ```

    ## Good

    The second file with another id:

    ```json
    {"id": "acme.ship"}
    ```

    ## When not

    Variants of one workflow, marked `.v2.`, `.lean.` or `.agentic.` in the file name, share an id on purpose.
    """
    for workflow_id, claims in catalog.related_by_id.items():
        first: dict[str, str] = {}
        for file in claims:
            variant = variant_of(file.path)
            if variant not in first:
                first[variant] = file.path
                continue
            yield Finding(
                ("id",),
                f"workflow id '{workflow_id}' is already used",
                help="give this workflow another id",
                related=(Related(("id",), "first used here", first[variant]),),
                path=file.path,
            )
