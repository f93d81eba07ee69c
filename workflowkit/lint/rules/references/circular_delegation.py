from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog, FileFacts
from workflowkit.lint.rule import Finding, Severity, rule


@rule("R021", severity=Severity.ERROR, since="0.1.0", engines=">= 3.117.0")
def circular_delegation(catalog: Catalog) -> Iterator[Finding]:
    """A parallel step starts its own workflow, directly or through others.

    ## Why

    The engine's validation of a registry refuses such a workflow, and its runs start one another without an end.
    Circles over several workflows are found since 3.118.0, those of a single one since 3.117.0.

    ## Bad

    ```json
    {
      "id": "acme.release",
      "steps": [
        {"id": "ask", "type": "parallel", "title": "Ask", "parallelDelegations": [{"workflowId": "acme.release"}]}
      ]
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.release",
      "steps": [
        {"id": "ask", "type": "parallel", "title": "Ask", "parallelDelegations": [{"workflowId": "acme.review"}]}
      ]
    }
    ```
    """
    finds_circles = catalog.spec.engine.checks_delegation_cycles
    for file in catalog.related:
        for delegation in file.delegated:
            circle = _way_back(catalog, file, delegation.workflow_id)
            if not circle or (len(circle) > 1 and not finds_circles):
                continue
            way = " → ".join(f"'{step}'" for step in (file.id, *circle))
            yield Finding(
                delegation.route,
                f"workflow '{file.id}' starts itself: {way}",
                help="start another workflow, or write the steps here",
                path=file.path,
            )


def _way_back(catalog: Catalog, file: FileFacts, start: str) -> tuple[str, ...]:
    """Return the ids on the shortest way from *start* back to *file*, both included; empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == file.id:
            return way
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        for other in catalog.related_by_id.get(way[-1], ()):
            ways.extend((*way, delegation.workflow_id) for delegation in other.delegated)
    return ()
