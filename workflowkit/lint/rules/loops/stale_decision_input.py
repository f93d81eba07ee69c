from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.decisions import is_stale, stale_reads
from workflowkit.analysis.loops import Loop
from workflowkit.analysis.prompts.prose import sentences
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule


@needs("type: loop")
@rule("L009", severity=Severity.WARNING, since="0.1.0")
def stale_decision_input(analysis: Analysis) -> Iterator[Finding]:
    """A loop decision tests a key that no step of the loop updates.

    ## Why

    A key that is recorded before the loop, and never again, has the same value after every pass.
    A rule that tests it gives the same answer each time: the loop ends at once or repeats up to its limit.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "promptBlocks": {"goal": "Write the first draft.", "outputRequired": {"openQuestionCount": "number: questions that are open"}}},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "prompt": "Fix what the last reading found."},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `openQuestionCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "promptBlocks": {"goal": "Write the first draft.", "outputRequired": {"openQuestionCount": "number: questions that are open"}}},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Answer a question.", "outputRequired": {"openQuestionCount": "number: questions that are still open"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `openQuestionCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## When not

    A rule may test settings such as a mode or a budget, and a fixed key together with one that changes.
    """
    for loop in analysis.loops:
        if loop.is_open_ended and not loop.takes_artifact:
            yield from _tested_by_condition(analysis, loop)
        if loop.takes_artifact:
            yield from _tested_by_prompt(analysis, loop)


def _tested_by_condition(analysis: Analysis, loop: Loop) -> Iterator[Finding]:
    reads = stale_reads(analysis.context, loop)
    if reads:
        yield _finding(analysis, loop, reads[0].key, reads[0].route, None)


def _tested_by_prompt(analysis: Analysis, loop: Loop) -> Iterator[Finding]:
    told: set[str] = set()
    for step in loop.deciders:
        for route, text in step.texts():
            for start, end in sentences(text):
                if not _RULE.search(text, start, end):
                    continue
                keys = {match.group(1): match.span(1) for match in _KEY.finditer(text, start, end)}
                known = [key for key in keys if analysis.context.captures_of_key(key)]
                if all(is_stale(analysis.context, loop, key) for key in known):
                    for key in known:
                        if key not in told:
                            told.add(key)
                            yield _finding(analysis, loop, key, route, keys[key])


_RULE = re.compile(r"\b(?:continue|stop|if|when|while|unless|until)\b", re.IGNORECASE)
_KEY = re.compile(r"`([A-Za-z_][A-Za-z0-9_]*)(?=[`\s=<>!.])")


def _finding(
    analysis: Analysis,
    loop: Loop,
    key: str,
    route: tuple[str | int, ...],
    window: tuple[int, int] | None,
) -> Finding:
    first = analysis.context.captures_of_key(key)[0]
    return Finding(
        route,
        f"the decision of {loop.name} tests '{key}', which no step of its body updates",
        help=f"let a step of the body record '{key}' again",
        window=window,
        related=(Related(first.route, "recorded here"),),
    )
