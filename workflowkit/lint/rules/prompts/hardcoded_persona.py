from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

_STEMS = ("ask", "spawn", "launch", "delegat", "consult", "dispatch", "summon", "invoke")


@needs(stems=_STEMS)
@rule("P021", severity=Severity.WARNING, since="0.1.0")
def hardcoded_persona(analysis: Analysis) -> Iterator[Finding]:
    """A prompt delegates work to a named persona.

    ## Why

    A delegated agent knows only what its prompt states; a name such as *Researcher* is a role without a task.
    The question, the inputs and the shape of the answer define what is wanted.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "explore",
          "title": "Explore",
          "prompt": "Ask the Researcher to look into the module."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "explore",
          "title": "Explore",
          "prompt": "Send one subagent with this mission: list every caller of the module with file and line."
        }
      ]
    }
    ```
    """
    for passage, match in analysis.passages.find(_PERSONA, *_STEMS):
        if not passage.is_forbidden(match.start()):
            yield Finding(
                passage.route,
                f"'{match['name']}' is a persona, not a task",
                help="state the question, the inputs, the limit and the shape of the answer",
                window=match.span("name"),
            )


_PERSONA = re.compile(
    r"\b(?i:ask|spawn|launch|consult|dispatch|summon|invoke|delegate(?: [a-z ]{1,40})? to)\s+(?:the|a|an|one)\s+[\"'“*]*"
    r"(?P<name>Researcher|Builder|Critic|Skeptic|Planner|Coder|Tester|Architect|Analyst|Auditor|Challenger|Strategist"
    r"|Implementer|Debugger|Optimizer|Investigator|Ideator|Synthesizer|Validator|Scout|Devil['’]s Advocate)\b"
)
