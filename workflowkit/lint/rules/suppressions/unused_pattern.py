from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.suppressions import SuppressionReport
from workflowkit.text.suggest import closest


@rule("U005", severity=Severity.WARNING, since="0.1.0")
def unused_pattern(report: SuppressionReport) -> Iterator[Finding]:
    """A pattern of `per-file` matches no file.

    ## Why

    Its settings apply to nothing: the pattern is misspelled, or the files have moved.
    Only patterns for folders that were searched in this run are judged.

    ## Bad

    ```toml
    [tool.wfk.lint.per-file."workflows/drfts/**"]
    ignore = ["missing-about"]
    ```

    ## Good

    ```toml
    [tool.wfk.lint.per-file."workflows/drafts/**"]
    ignore = ["missing-about"]
    ```
    """
    for pattern in report.unmatched_patterns:
        guess = closest(pattern, report.patterns_that_match)
        yield Finding(
            ("per-file", pattern),
            f"no file matches '{pattern}'",
            help=f"did you mean '{guess}'?"
            if guess
            else "correct the pattern, or delete the table",
        )
