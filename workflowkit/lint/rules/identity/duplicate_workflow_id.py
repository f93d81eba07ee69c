from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.catalog.variants import variant_of
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule


@rule("I001", severity=Severity.ERROR, since="0.1.0")
def duplicate_workflow_id(catalog: Catalog) -> Iterator[Finding]:
    """Two files claim the same workflow id.

    ## Why

    A host serves one workflow per id.
    Of two files in one source the first by path wins without a word, and the other is never run.

    ## Bad

    Files `release.json` and `ship.json`, both with

    ```json
    {"id": "acme.release"}
    ```

    ## Good

    The second file with an id of its own:

    ```json
    {"id": "acme.ship"}
    ```

    ## When not

    Variants of one workflow, marked `.v2.`, `.lean.` or `.agentic.` in the file name, share an id on purpose.
    """
    for workflow_id, claims in catalog.by_id.items():
        first: dict[str, str] = {}
        for item in claims:
            variant = variant_of(item.path)
            if variant not in first:
                first[variant] = item.path
                continue
            yield Finding(
                ("id",),
                f"workflow id '{workflow_id}' is already taken",
                help="give this workflow an id of its own",
                related=(Related(("id",), "first used here", first[variant]),),
                path=item.path,
            )
