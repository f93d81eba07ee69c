from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.engine.javascript import is_number
from workflowkit.lint.rule import rule


@rule("X003", severity=Severity.WARNING, since="0.1.0")
def stamp_ahead(analysis: Analysis) -> Iterator[Finding]:
    """A file claims a review against rules that do not exist yet.

    ## Why

    Nobody can have read the file against a later version than the one at hand.
    The engine takes any stamp other than the current one for outdated, a later one too.

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

    A file from elsewhere may mean the rules of its own catalogue; review it against these before stamping it anew.
    """
    rules = analysis.spec.authoring_rules
    stamp = analysis.workflow.value.get("validatedAgainstSpecVersion")
    if rules is not None and is_number(stamp) and stamp > rules.version:
        yield Finding(
            ("validatedAgainstSpecVersion",),
            f"the stamp is {stamp:g}, but the authoring rules are at version {rules.version}",
            help="stamp the file with the version it was read against, or load the rules it means",
        )
