from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import condition_reads
from workflowkit.analysis.decisions import stale_reads
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Severity, rule


@rule("L014", severity=Severity.WARNING, since="0.1.0")
def unset_loop_exit_key(analysis: Analysis) -> Iterator[Finding]:
    """A loop ends by a context key that no body step declares with a closed type.

    ## Why

    The engine never checks context: a key that is missing, misspelled or set to a sentence still decides the loop.
    A loop-control artifact is required and checked, and a key of `outputRequired` with a closed type is at least requested precisely.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "look", "title": "Look", "promptBlocks": {"goal": "Look at the queue.", "outputRequired": {"more": "boolean: whether work is left"}}},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "maxIterations": 5, "condition": {"var": "more", "equals": true}},
          "body": [
            {"id": "work", "title": "Work", "prompt": "Take the next entry, and set `more` when something is left."}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "look", "title": "Look", "promptBlocks": {"goal": "Look at the queue.", "outputRequired": {"more": "boolean: whether work is left"}}},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "maxIterations": 5, "condition": {"var": "more", "equals": true}},
          "body": [
            {"id": "work", "title": "Work", "promptBlocks": {"goal": "Take the next entry.", "outputRequired": {"more": "boolean: whether work is left"}}}
          ]
        }
      ]
    }
    ```

    ## When not

    A loop that polls an external state is skipped.
    """
    for loop in analysis.loops:
        if not loop.is_open_ended or loop.takes_artifact or _waits(loop):
            continue
        if stale_reads(analysis.context, loop):
            continue
        firm = _firm_keys(analysis, loop) | set(loop.variables.values())
        for read in condition_reads(loop.step):
            if read.use == "loop" and read.key not in firm:
                yield Finding(
                    read.route,
                    f"{loop.name} ends by '{read.key}', which no step of its body declares with a closed type",
                    help=f"declare '{read.key}' in 'outputRequired' as boolean, number or one of, or decide by a loop-control artifact",
                )
                break


_WAITING = re.compile(
    r"\b(?:poll(?:s|ing)?|await(?:s|ing)?|wait(?:s|ing)? (?:for|until))\b", re.IGNORECASE
)


def _waits(loop: Loop) -> bool:
    """Return whether the loop polls an external state."""
    return bool(_WAITING.search(f"{loop.step.title}\n{loop.words}"))


def _firm_keys(analysis: Analysis, loop: Loop) -> set[str]:
    """Return the keys that a step of the body declares as a number, a boolean, or one of some values."""
    body = {step.route for step in loop.body}
    return {
        capture.key
        for capture in (*analysis.context.captures, *analysis.context.injected_captures)
        if capture.step.route in body and capture.form in ("output", "section")
        if capture.type in ("boolean", "number") or capture.values
    }
