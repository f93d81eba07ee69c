from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workflowkit.analysis.passages import prompt_place
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("D006", severity=Severity.WARNING, since="0.1.0")
def rendered_duplicate_lines(analysis: Analysis) -> Iterator[Finding]:
    """The compiled prompt says the same line twice.

    ## Why

    Mostly a feature brings in what the step already takes by a ref or says itself.
    The agent reads it twice, and every later change has to find both.

    ## Bad

    ```json
    {
      "features": ["wr.features.memory_context"],
      "steps": [
        {
          "id": "recall",
          "title": "Recall",
          "promptBlocks": {
            "goal": "Recall what is known.",
            "constraints": [[{"kind": "ref", "refId": "wr.refs.memory_usage"}]]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.memory_context"],
      "steps": [
        {"id": "recall", "title": "Recall", "promptBlocks": {"goal": "Recall what is known."}}
      ]
    }
    ```
    """
    for step in analysis.workflow.prompt_steps:
        prompt = analysis.rendered(step)
        if not _may_repeat(prompt):
            continue
        counts = Counter(_lines(prompt))
        repeated = [line for line, count in counts.items() if count > 1]
        if repeated:
            more = f" and {len(repeated) - 1} more" if len(repeated) > 1 else ""
            yield Finding(
                prompt_place(step),
                f"the compiled prompt of {step.name} repeats the line '{_short(repeated[0])}'{more}",
                help="drop the ref that a declared feature brings along, or the sentence that is said twice",
                on_key=True,
            )


_SHORTEST = 40
_MARKER = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
_NO_PROSE = "|:>.=-#<$"
"""Tables, options, quotations, rules and commands begin with one of these."""

_FENCED = re.compile(r"^[ \t]*(```+|~~~+).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)


def _may_repeat(prompt: str) -> bool:
    """True when two long lines of *prompt* have one ending; few prompts need to be read more closely."""
    endings = [line.rstrip()[-_SHORTEST:] for line in prompt.split("\n") if len(line) >= _SHORTEST]
    return len(set(endings)) < len(endings)


def _lines(prompt: str) -> Iterator[str]:
    """The long lines of *prompt* without their list markers; lines of code and tables are left out."""
    for line in _FENCED.sub("", prompt).split("\n"):
        text = _MARKER.sub("", line.strip(), count=1)
        if len(text) >= _SHORTEST and text[0] not in _NO_PROSE and len(text.split()) > 4:
            yield text


def _short(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:57].rstrip()}..."
