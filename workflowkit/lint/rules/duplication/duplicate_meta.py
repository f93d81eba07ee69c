from __future__ import annotations

from collections.abc import Iterator

from workflowkit.catalog.facts import Catalog
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule


@rule("D004", severity=Severity.INFO, since="0.1.0", profile="style")
def duplicate_meta(catalog: Catalog) -> Iterator[Finding]:
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
    for item in catalog.files:
        for index, line in enumerate(item.meta_guidance):
            if len(line) < _SHORTEST:
                continue
            if line not in first:
                first[line] = (item.path, index)
            elif first[line][0] != item.path:
                path, position = first[line]
                yield Finding(
                    ("metaGuidance", index),
                    f"the line is also in {path}",
                    help="move it into a feature or a ref, or state what differs here",
                    related=(Related(("metaGuidance", position), "the same line", path),),
                    path=item.path,
                )


_SHORTEST = 40
"""Characters; shorter lines are alike by chance."""
