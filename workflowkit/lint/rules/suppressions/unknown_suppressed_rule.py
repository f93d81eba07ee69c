from __future__ import annotations

from collections.abc import Collection, Iterator

from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.suppressions import SuppressionReport
from workflowkit.text.suggest import closest


@rule("U003", severity=Severity.ERROR, since="0.1.0")
def unknown_suppressed_rule(report: SuppressionReport) -> Iterator[Finding]:
    """A suppression names a rule that does not exist.

    ## Why

    It has no effect: with a misspelled name the finding is still reported.

    ## Bad

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "promt-length"
    reason = "the table must stay whole"
    ```

    ## Good

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "long-prompt"
    reason = "the table must stay whole"
    ```
    """
    for index, suppression in enumerate(report.suppressions):
        if current_name(suppression.rule) not in report.known_rules:
            yield Finding(
                ("suppress", index, "rule"),
                f"no rule is called '{suppression.rule}'",
                help=_help(suppression.rule, report.known_rules),
            )


def _help(name: str, known: Collection[str]) -> str:
    guess = closest(name, known)
    return f"did you mean '{guess}'?" if guess else "list the rules with wfk rules"
