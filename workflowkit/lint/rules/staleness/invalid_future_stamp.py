from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.runtime.javascript import is_number


@needs("validatedAgainstSpecVersion")
@rule("X003", severity=Severity.INFO, since="0.1.0")
def invalid_future_stamp(analysis: Analysis) -> Iterator[Finding]:
    """A stamp is higher than the version of the authoring rules.

    ## Why

    A stamp above the current version means other rules than those of the run, or a typo.
    The engine treats every stamp that differs from the current version as outdated, a higher one included.

    ## Bad

    ```json
    {
      "validatedAgainstSpecVersion": 999,
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

    A file of another package is not reported, unless the lock file has a stamp for it or its spec pack is given with `--spec`.
    """
    stamp = analysis.workflow.value.get("validatedAgainstSpecVersion")
    if not analysis.has_own_rules or not is_number(stamp):
        return
    rules = analysis.spec.authoring_rules
    if rules is not None and stamp > rules.version:
        yield Finding(
            ("validatedAgainstSpecVersion",),
            f"the stamp is {stamp:g}, but the authoring rules have version {rules.version}",
            help="review the file against the current rules, then run 'wfk stamp'",
        )
