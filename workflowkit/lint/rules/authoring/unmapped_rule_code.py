from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K008", severity=Severity.WARNING, since="0.1.0")
def unmapped_rule_code(rules_file: RulesFile) -> Iterator[Finding]:
    """A lint rule has no authoring rule.

    ## Why

    A finding refers to the authoring rule that it enforces; without one, its reason is not documented.

    ## Bad

    A code that no rule of the file names.

    ## Good

    The code in the enforcement of the rule that it checks.

    ## When not

    The rules about the format itself, triggers, suppressions and this file need no authoring rule.
    """
    claimed = {code for authored in rules_file.rules for _, code in authored.codes()}
    for code in sorted(rules_file.known_codes):
        if code not in claimed and code[0] not in EXEMPT:
            yield Finding(
                ("topics",),
                f"no authoring rule names lint code '{code}'",
                help="add it to the enforcement of the rule that it checks",
            )


EXEMPT = "SUWKZ"
"""Groups that need no authoring rule: shape, suppressions, triggers, this file, changes."""
