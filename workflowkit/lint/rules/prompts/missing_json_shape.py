from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_text import BrokenJson


@needs(stems=("json",))
@rule("P051", severity=Severity.INFO, since="0.1.0")
def missing_json_shape(analysis: Analysis) -> Iterator[Finding]:
    """A prompt requests JSON that no contract and no example describes.

    ## Why

    The agent invents names and nesting, differently in each run, and nothing rejects an answer that lacks a field.
    An output contract is checked by the engine; a captured key reaches the conditions of later steps.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change. Return a JSON verdict with the fields severity and summary."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "promptBlocks": {
            "goal": "Judge the change.",
            "outputRequired": {
              "severity": "one of low | high: the worst finding",
              "summary": "text: one sentence"
            }
          }
        }
      ]
    }
    ```

    ## When not

    An example of the JSON in a fence or in a code span shows the shape as well.
    """
    shown = {
        example.step.route
        for example in analysis.examples
        if not isinstance(example.value, BrokenJson) and isinstance(example.value, dict | list)
    }
    for passage, match in analysis.passages.first_of_each_step(_REQUEST, "json"):
        step = passage.step
        if step.contract or step.route in shown or passage.is_forbidden(match.start()):
            continue
        yield Finding(
            passage.route,
            f"'{match[0]}' requests JSON whose shape nothing defines",
            help="add an 'outputContract', list the fields in 'outputRequired', or show an example",
            window=match.span(),
        )


_REQUEST = re.compile(
    r"\b(?:return|emit|output|respond with|answer with|reply with|produce)\s++(?:exactly\s++)?(?:a|an|one|the|your|only|valid|as)?\s*+(?:[\w-]+ ){0,3}?JSON\b(?! (?:file|schema|contract|artifact)s?\b)(?: (?:object|verdict|array|list|result|report|record))?",
    re.IGNORECASE,
)
