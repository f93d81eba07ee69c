from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.lint.subjects.authoring_rules import RulesFile


@rule("K010", severity=Severity.ERROR, since="0.1.0")
def unnamed_member(rules_file: RulesFile) -> Iterator[Finding]:
    """A member of a closed set is named by no authoring rule.

    ## Why

    Features, refs, contracts, profiles and kinds of loops are few; a rule says for each when it is the right one.

    ## Bad

    A new ref in `spec/refs/` that no rule mentions.

    ## Good

    A rule that says when to use it.
    """
    for kind, names in rules_file.closed_sets.items():
        for name in sorted(names):
            if name not in rules_file.text:
                yield Finding(
                    ("topics",),
                    f"no rule names {kind} '{name}'",
                    help="say in a rule when it is the right one",
                )
