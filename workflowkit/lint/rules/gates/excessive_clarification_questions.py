from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

MOST = 3
"""The number of questions that people still answer with care."""


@needs("clarificationPrompts")
@rule("H006", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def excessive_clarification_questions(analysis: Analysis) -> Iterator[Finding]:
    """A workflow asks more than three questions before its first step.

    ## Why

    The agent can find most answers itself, and the other questions are better asked once something is known.
    People answer a long list briefly, and short answers then direct the whole run.

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

    A workflow about personal preferences has no other source.
    """
    questions = analysis.workflow.texts("clarificationPrompts")
    if len(questions) > MOST:
        yield Finding(
            ("clarificationPrompts",),
            f"{len(questions)} questions come before the first step, more than {MOST}",
            help="let the agent find what it can, and ask the rest in one step",
            on_key=True,
        )
