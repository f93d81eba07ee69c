from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K002", severity=Severity.ERROR, since="0.1.0")
def duplicate_authoring_rule(rules_file: RulesFile) -> Iterator[Finding]:
    """Two authoring rules share an id.

    ## Why

    Stamps and changelog entries name rules by id, and a duplicate id is ambiguous.

    ## Bad

    Two rules with the id `plain-words`.

    ## Good

    Each with an id of its own.
    """
    first: dict[str, tuple[str | int, ...]] = {}
    for authored in rules_file.rules:
        if authored.id in first:
            yield Finding(
                (*authored.route, "id"),
                f"authoring rule id '{authored.id}' is already used",
                help="give this rule another id",
                related=(Related((*first[authored.id], "id"), "first used here"),),
            )
        first.setdefault(authored.id, authored.route)
