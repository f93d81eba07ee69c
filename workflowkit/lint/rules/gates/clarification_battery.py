from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule

MOST = 3
"""Questions that may stand before a workflow."""


@rule(
    "H006",
    severity=Severity.WARNING,
    since="0.1.0",
    kinds=frozenset({"workflow", "example"}),
)
def clarification_battery(analysis: Analysis) -> Iterator[Finding]:
    """A workflow opens with a long list of questions.

    ## Why

    Most answers can be found by looking, and those that cannot are asked better once something is known.
    People meet a wall of questions with short answers that steer the whole run.

    ## Bad

    ```json
    {
      "clarificationPrompts": ["Which goal?", "Which scope?", "Which style?", "Which reader?"],
      "steps": [{"id": "write", "title": "Write", "prompt": "Write the text."}]
    }
    ```

    ## Good

    ```json
    {
      "clarificationPrompts": ["What should the reader do after reading?"],
      "steps": [{"id": "write", "title": "Write", "prompt": "Propose scope and style from what you find, then write the text."}]
    }
    ```

    ## When not

    A workflow about personal wishes has nowhere else to look.
    """
    questions = analysis.workflow.texts("clarificationPrompts")
    if len(questions) > MOST:
        yield Finding(
            ("clarificationPrompts",),
            f"{len(questions)} questions stand before the first step, more than {MOST}",
            help="find out what can be found, and ask the rest in one step",
            on_key=True,
        )
