from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step


@rule("P046", severity=Severity.ERROR, since="0.1.0")
def unresolved_token(analysis: Analysis) -> Iterator[Finding]:
    """A `wr.` token remains in a compiled prompt.

    ## Why

    After resolution the engine searches every prompt for `{{wr.` and refuses the workflow when it finds one.
    References are prompt parts, not tokens, and binding tokens are resolved in plain texts only, not in parts or keys.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request. {{wr.refs.memory_usage}}"}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "promptBlocks": {
            "goal": [
              {"kind": "text", "text": "Read the request. "},
              {"kind": "ref", "refId": "wr.refs.memory_usage"}
            ]
          }
        }
      ]
    }
    ```
    """
    by_route = {step.route: step for step in analysis.workflow.all_steps}
    for finding in analysis.problems("unresolved-token"):
        step = by_route.get(finding.route)
        yield _narrowed(finding, step, analysis.rendered(step)) if step else finding


_START = "{{wr."
_TOKEN = re.compile(r"\{\{wr\.(?:[^}]*\}\})?")


def _narrowed(finding: Finding, step: Step, prompt: str) -> Finding:
    """Return *finding* at the token that remains in *prompt*, if one of the step's own texts contains it."""
    match = _TOKEN.search(prompt)
    token = match.group() if match else _START
    for route, text in step.texts():
        start = text.find(token)
        if start >= 0:
            return replace(finding, route=route, window=(start, start + len(token)))
    return finding
