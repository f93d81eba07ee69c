from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("X001", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "routine"}))
def missing_stamp(analysis: Analysis) -> Iterator[Finding]:
    """A file has no stamp of a review.

    ## Why

    The authoring rules change, and without a stamp it is unknown which version a file was reviewed against.
    The stamp is the version of the rules at the last review by a person.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Read the request."}]
    }
    ```

    ## Good

    ```json
    {
      "validatedAgainstSpecVersion": 2,
      "steps": [{"id": "first", "title": "First", "prompt": "Read the request."}]
    }
    ```

    ## When not

    There is no fix on purpose: only a review justifies a stamp.
    """
    rules, value = analysis.spec.authoring_rules, analysis.workflow.value
    if rules is not None and value and "validatedAgainstSpecVersion" not in value:
        yield Finding(
            (),
            "the file has no stamp of a review ('validatedAgainstSpecVersion')",
            help=f"review it against the authoring rules (version {rules.version}), then run 'wfk stamp'",
        )
