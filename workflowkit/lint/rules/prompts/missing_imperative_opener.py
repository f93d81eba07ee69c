from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P037", severity=Severity.INFO, since="0.1.0")
def missing_imperative_opener(passage: Passage) -> Iterator[Finding]:
    """A prompt opens with a description instead of a request.

    ## Why

    The first words set the task.
    When a prompt opens with a description or a role, the agent has to infer the request from what follows.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "test-it",
          "title": "Test it",
          "prompt": "You are testing the export. Every field matters."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "test-it", "title": "Test it", "prompt": "Test the export field by field."}
      ]
    }
    ```

    ## When not

    A question or a condition (`If …`) is a request as well.
    """
    if passage.section in ("prompt", "goal"):
        match = _OPENER.match(passage.prose)
        if match:
            yield Finding(
                passage.route,
                f"the prompt opens with '{match['words']}' instead of an imperative",
                help="begin with what to do: 'Find …', 'Decide …', 'Compare …'",
                window=match.span("words"),
            )


_OPENER = re.compile(
    r"(?:[ \t]*#{1,6}[^\n]*\n)*[\s*_>]*(?P<words>you(?:['’]re| are| will| have| should| must| own| need)?|your|these|this|those|the|there|it|we|our|here(?: is| are)?"
    r"|a(?!/)|an|welcome)\b",
    re.IGNORECASE,
)
