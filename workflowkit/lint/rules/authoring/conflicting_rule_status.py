from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K005", severity=Severity.ERROR, since="0.1.0")
def conflicting_rule_status(rules_file: RulesFile) -> Iterator[Finding]:
    """A planned authoring rule claims to be enforced, or the reverse.

    ## Why

    The coverage report counts claims of enforcement, so each claim has to be true.

    ## Bad

    A rule under `topics` with the status `planned`, or one under `planned` with lint codes.

    ## Good

    Planned rules under `planned`, without codes; all others under `topics`.
    """
    for authored in rules_file.rules:
        if authored.is_planned != (authored.status == "planned"):
            place = "planned" if authored.is_planned else "topics"
            yield Finding(
                (*authored.route, "status"),
                f"authoring rule '{authored.id}' is under '{place}' with status '{authored.status}'",
                help="move it, or change its status",
            )
        elif authored.is_planned and any(authored.codes()):
            yield Finding(
                (*authored.route, "enforcement"),
                f"authoring rule '{authored.id}' is planned, but names lint codes",
                help="move it to 'topics', or delete its codes",
            )
