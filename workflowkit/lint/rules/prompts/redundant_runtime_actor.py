from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

_STEMS = ("daemon", "coordinator", "orchestrator", "scheduler", "console")


@needs(stems=_STEMS)
@rule("P039", severity=Severity.INFO, since="0.1.0")
def redundant_runtime_actor(analysis: Analysis) -> Iterator[Finding]:
    """A prompt explains which program reads the answer.

    ## Why

    The reader of an answer may change; what the answer has to contain does not.
    An output contract defines and enforces the shape, and the engine adds it to the prompt.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "rate",
          "title": "Rate",
          "prompt": "Rate the change. The daemon reads this block and routes on it."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "rate",
          "title": "Rate",
          "prompt": "Rate the change. Hand over a `wr.review_verdict` artifact with one finding for each problem.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"}
        }
      ]
    }
    ```

    ## When not

    A workflow about such a program has to name it.
    """
    for passage, match in analysis.passages.first_of_each_step(_ACTOR, *_STEMS):
        yield Finding(
            passage.route,
            f"'{match[0]}' describes the program that reads the answer",
            help="state what the answer has to contain, in an output contract where one fits",
            window=match.span(),
        )


_ACTOR = re.compile(
    r"\b(?:the|a) (?:daemon|coordinator|orchestrator|scheduler)(?: script)? (?:reads?|parses?|will|can|uses?|consumes?|expects?|picks?|routes?|looks?|needs?)\b(?: parse| read)?"
    r"|\b(?:read|parsed|consumed|used|picked up) by (?:the|a) (?:daemon|coordinator|orchestrator|scheduler)\b|\bin the Workspace console\b",
    re.IGNORECASE,
)
