from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile
from workflowkit.text.json_values import as_text


@rule("K006", severity=Severity.ERROR, since="0.1.0")
def unenforced_authoring_rule(rules_file: RulesFile) -> Iterator[Finding]:
    """A required authoring rule has neither a check nor a reason for none.

    ## Why

    A required rule that nothing checks is not followed for long; where no program can check it, the file gives the reason.

    ## Bad

    ```json
    {"level": "required", "enforcement": [{"kind": "advisory"}]}
    ```

    ## Good

    ```json
    {"level": "required", "enforcement": [{"kind": "advisory", "reason": "Only a reader can tell."}]}
    ```
    """
    for authored in rules_file.rules:
        if authored.status != "active" or authored.level != "required":
            continue
        reasons = [as_text(entry.get("reason")).strip() for _, entry in authored.enforcement]
        if not any(authored.codes()) and not any(reasons):
            yield Finding(
                (*authored.route, "enforcement"),
                f"required rule '{authored.id}' has neither a check nor a reason for none",
                help="name the lint codes that check it, or give the reason why none can",
            )
