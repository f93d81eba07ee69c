from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.runtime.javascript import is_number


@needs("validatedAgainstSpecVersion")
@rule("X002", severity=Severity.WARNING, since="0.1.0")
def stale_stamp(analysis: Analysis) -> Iterator[Finding]:
    """A file was last reviewed against older authoring rules.

    ## Why

    The version of the rules rises when a required rule changes.
    The engine shows such a workflow as probably outdated.

    ## Bad

    ```json
    {
      "validatedAgainstSpecVersion": 1,
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
    """
    stamp = analysis.workflow.value.get("validatedAgainstSpecVersion")
    if not analysis.has_own_rules or not is_number(stamp):
        return
    rules = analysis.spec.authoring_rules
    if rules is not None and stamp < rules.version:
        yield Finding(
            ("validatedAgainstSpecVersion",),
            f"the stamp is {stamp:g}; the authoring rules have version {rules.version}",
            help="review the file against the rules that changed, then run 'wfk stamp'",
        )
