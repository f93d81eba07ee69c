from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.examples import Example
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.routes import value_at


@rule("L006", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def decision_example_one_sided(analysis: Analysis) -> Iterator[Finding]:
    r"""The example of a loop decision shows only `continue`.

    ## Why

    What stands in an example is what agents send, most of all where the prompt wants it exactly so.
    A loop whose example says `continue` tends to run to its limit.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {
              "id": "decide",
              "title": "Decide",
              "prompt": "Continue while `defectCount` is above 0, otherwise stop. Output exactly `{\"kind\": \"wr.loop_control\", \"decision\": \"continue\"}`.",
              "outputContract": {"contractRef": "wr.contracts.loop_control"}
            }
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Shows `stop` instead; the engine adds an example of its own, so deleting the block is often better.
    """
    for loop in analysis.loops:
        for step in loop.deciders if loop.takes_artifact else ():
            shown = [
                (example, match)
                for example in analysis.examples
                if example.step == step and "loop_control" in example.content
                for match in _DECISION.finditer(example.content)
            ]
            if shown and all(match.group(1) == "continue" for _, match in shown):
                yield _finding(analysis, *shown[0])


_DECISION = re.compile(r"\bdecision\"?\s*[:=]\s*\"([^\"]*)\"")
_EXACTLY = re.compile(r"\b(?:exactly|verbatim|literally|as it is)\b[^.\n]{0,40}\s*$", re.IGNORECASE)


def _finding(analysis: Analysis, example: Example, match: re.Match[str]) -> Finding:
    text = value_at(analysis.workflow.value, example.route)
    start, end = (example.start + offset for offset in match.span(1))
    demanded = " and is demanded exactly so" if _EXACTLY.search(text[: example.block[0]]) else ""
    edit = Edit("set", example.route, text[:start] + "stop" + text[end:])
    return Finding(
        example.route,
        f"the decision example of step '{example.step.id}' shows only 'continue'{demanded}",
        help="show 'stop', or drop the example: the engine adds one",
        window=(start, end),
        fix=Fix("show 'stop' in the example", (edit,)),
    )
