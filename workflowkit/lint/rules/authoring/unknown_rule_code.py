from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile
from workflowkit.text.suggest import did_you_mean


@rule("K007", severity=Severity.ERROR, since="0.1.0")
def unknown_rule_code(rules_file: RulesFile) -> Iterator[Finding]:
    """An authoring rule claims a lint code that does not exist.

    ## Why

    The coverage report counts the rule as enforced, but nothing checks it.

    ## Bad

    ```json
    {"enforcement": [{"kind": "lint", "codes": ["Z999"]}]}
    ```

    ## Good

    ```json
    {"enforcement": [{"kind": "lint", "codes": ["L007"]}]}
    ```
    """
    for authored in rules_file.rules:
        for route, code in authored.codes():
            if code not in rules_file.known_codes:
                yield Finding(
                    route,
                    f"no lint rule has the code '{code}'",
                    help=did_you_mean(code, rules_file.known_codes).partition(" and ")[0],
                )
