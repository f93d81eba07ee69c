from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K010", severity=Severity.ERROR, since="0.1.0")
def uncovered_set_member(rules_file: RulesFile) -> Iterator[Finding]:
    """No authoring rule names a member of a closed set.

    ## Why

    Features, refs, contracts, profiles and loop types are few; for each, a rule states when to use it.

    ## Bad

    A new ref in `spec/refs/` that no rule mentions.

    ## Good

    A rule that states when to use it.
    """
    for kind, names in rules_file.closed_sets.items():
        for name in sorted(names):
            if name not in rules_file.text:
                yield Finding(
                    ("topics",),
                    f"no rule names {kind} '{name}'",
                    help="state in a rule when to use it",
                )
