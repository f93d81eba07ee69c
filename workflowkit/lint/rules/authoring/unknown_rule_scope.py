from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile
from workflowkit.text.json_values import as_items, as_text
from workflowkit.text.suggest import did_you_mean


@rule("K004", severity=Severity.ERROR, since="0.1.0")
def unknown_rule_scope(rules_file: RulesFile) -> Iterator[Finding]:
    """An authoring rule names a scope that is not declared.

    ## Why

    Editors show a rule at the fields of its scope; with an undeclared scope it is shown nowhere.

    ## Bad

    ```json
    {"scope": ["step.promt"]}
    ```

    ## Good

    ```json
    {"scope": ["step.prompt"]}
    ```
    """
    for authored in rules_file.rules:
        for index, scope in enumerate(as_items(authored.value.get("scope"))):
            if scope not in rules_file.scopes:
                yield Finding(
                    (*authored.route, "scope", index),
                    f"scope '{as_text(scope)}' is not declared",
                    help=did_you_mean(as_text(scope), rules_file.scopes),
                )
