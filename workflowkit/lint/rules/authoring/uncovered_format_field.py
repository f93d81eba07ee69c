from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K009", severity=Severity.ERROR, since="0.1.0")
def uncovered_format_field(rules_file: RulesFile) -> Iterator[Finding]:
    """A field of the format is in no scope of any active authoring rule.

    ## Why

    Authors use a field that no rule covers in different ways.

    ## Bad

    A file without a scope for `step.agentRole`.

    ## Good

    ```json
    {"scopes": [{"id": "step.agentRole", "surface": "step.agentRole", "text": "Who the agent is"}]}
    ```
    """
    used = {
        rules_file.scopes[scope]
        for authored in rules_file.rules
        if authored.status == "active"
        for scope in authored.value.get("scope", ())
        if scope in rules_file.scopes
    }
    for surface in sorted(rules_file.surfaces):
        if surface not in used:
            yield Finding(
                ("scopes",),
                f"no active rule covers '{surface}'",
                help="add a scope for it, and name the scope in a rule",
            )
