from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.subjects.authoring_rules import RulesFile
from workflowkit.text.json_values import as_fields, as_items, as_text


@rule("K003", severity=Severity.ERROR, since="0.1.0")
def missing_rule_example(rules_file: RulesFile) -> Iterator[Finding]:
    """The example of an authoring rule is a file that does not exist.

    ## Why

    The example cannot be opened; usually the file was renamed.

    ## Bad

    ```json
    {"examples": [{"path": "workflows/gone.json"}]}
    ```

    ## Good

    ```json
    {"examples": [{"path": "workflows/shaping.json"}]}
    ```
    """
    for authored in rules_file.rules:
        for index, example in enumerate(as_items(authored.value.get("examples"))):
            path = as_text(as_fields(example).get("path"))
            if path and not rules_file.file_exists(path):
                yield Finding(
                    (*authored.route, "examples", index, "path"),
                    f"file '{path}' does not exist",
                    help="name a file that shows the rule",
                )
