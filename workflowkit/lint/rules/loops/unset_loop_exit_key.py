from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.analysis.decisions import stale_reads
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import value_at


@needs("type: loop")
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
    An order that states the value, as *set `left` to the number of open points* or *→ `isDone` true*, is precise enough, and so is a number that any step declares where the condition compares numbers.
    """
    for loop in analysis.loops:
        if not loop.is_open_ended or loop.takes_artifact or _waits(loop):
            continue
        if stale_reads(analysis.context, loop):
            continue
        firm = _firm_keys(analysis, loop) | set(loop.variables.values())
        for read in condition_reads(loop.step):
            # A key that no text captures has a finding of its own.
            is_captured = analysis.context.captures_of_key(read.key)
            if (
                read.use == "loop"
                and read.key not in firm
                and is_captured
                and not _is_number(analysis, read)
            ):
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
        if capture.step.route in body
        if _is_closed(capture) or _is_counted(capture)
    }


def _is_number(analysis: Analysis, read: Read) -> bool:
    """Return whether *read* compares numbers, and any step declares that its key is one."""
    captures = analysis.context.captures_of_key(read.key)
    return read.operator in _COMPARING and any(capture.type == "number" for capture in captures)


def _is_closed(capture: Capture) -> bool:
    is_typed = capture.type in ("boolean", "number") or bool(capture.values)
    return is_typed and capture.form in ("output", "section")


def _is_counted(capture: Capture) -> bool:
    """Return whether the order to set the key states a number or a yes and no: "set `left` to the number of open points"."""
    if capture.window is None:
        return False
    below_step = capture.route[len(capture.step.route) :]
    text = as_text(value_at(capture.step.value, below_step))
    start, end = capture.window
    return bool(_NUMBER.match(text, end) or _COUNTED.search(text, max(0, start - 120), start))


_COMPARING = ("gt", "gte", "lt", "lte")
_COUNTED = re.compile(r"\b(?:re-?)?count\b[^.\n]*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"`?\s+(?:to|=|as|with)\s+(?:the\s+)?(?:[a-z]+\s+)?(?:numbers?|count|total|sum|percentage|share|amount)\b"
    r"|`?\s+by\s+(?:one|[0-9])"
    r"|`?\s*+(?:(?:(?:to|is|as|becomes|turns)\b|→|->)\s*+)?[`'\"]?(?:true|false|yes|no)\b",
    re.IGNORECASE,
)
