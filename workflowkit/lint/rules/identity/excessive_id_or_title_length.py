from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule


@rule("I011", severity=Severity.INFO, since="0.1.0")
def excessive_id_or_title_length(step: Step) -> Iterator[Finding]:
    """A step id or title is too long.

    ## Why

    Lists, logs and progress lines cut long ids and titles at the end, where the difference usually is.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "collect-everything-that-is-known-about-it", "title": "Collect", "prompt": "Collect."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "collect-facts", "title": "Collect", "prompt": "Collect."}
      ]
    }
    ```
    """
    for key, text, most in (("id", step.id, _ID), ("title", step.title, _TITLE)):
        if len(text) > most:
            yield Finding(
                (*step.route, key),
                f"the {key} has {len(text)} characters; expected at most {most}",
                "shorten it",
            )


_ID = 40
_TITLE = 60
