from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K002", severity=Severity.ERROR, since="0.1.0")
def duplicate_authoring_rule(rules_file: RulesFile) -> Iterator[Finding]:
    """Two authoring rules share an id.

    ## Why

    Stamps and changelog entries name rules by id; with two of one name nobody knows which is meant.

    ## Bad

    Two rules with the id `speak-plainly`.

    ## Good

    Each with an id of its own.
    """
    first: dict[str, tuple[str | int, ...]] = {}
    for item in rules_file.rules:
        if item.id in first:
            yield Finding(
                (*item.route, "id"),
                f"authoring rule '{item.id}' is there twice",
                help="give this rule an id of its own",
                related=(Related((*first[item.id], "id"), "first used here"),),
            )
        first.setdefault(item.id, item.route)
