from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import SHORTEST_LINE, Catalog
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("D004", severity=Severity.INFO, since="0.1.0")
def duplicate_meta_guidance(catalog: Catalog) -> Iterator[Finding]:
    """Two files share a line of metaGuidance.

    ## Why

    The line is a rule for several workflows; when one copy is corrected, the others stay wrong.

    ## Bad

    Two files with

    ```json
    {"metaGuidance": ["Evidence decides; a claim without a source is a guess."]}
    ```

    ## Good

    The line in one feature or ref that both use.
    """
    first: dict[str, tuple[str, int]] = {}
    for file in catalog.related:
        copies: dict[str, list[tuple[int, int]]] = {}
        for index, line in enumerate(file.meta_guidance):
            path, position = first.setdefault(line, (file.path, index))
            if path != file.path and len(line) >= SHORTEST_LINE:
                copies.setdefault(path, []).append((index, position))
        for path, places in copies.items():
            yield Finding(
                ("metaGuidance", places[0][0]),
                f"{len(places)} lines of the guidance are also in {path}"
                if len(places) > 1
                else f"the line is also in {path}",
                help="move what both share into a feature or a ref",
                related=tuple(
                    Related(("metaGuidance", position), "the same line", path)
                    for _, position in places
                ),
                path=file.path,
            )
