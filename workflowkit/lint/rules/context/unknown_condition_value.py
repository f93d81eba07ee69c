from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import quoted


@rule("C032", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unknown_condition_value(analysis: Analysis) -> Iterator[Finding]:
    """A condition compares a key with a word that no prompt contains.

    ## Why

    The step that captures the key leaves its values open, so the agent chooses a word of its own.
    That it is exactly the one in the condition is chance.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge how large the change is.", "outputRequired": {"changeSize": "text: the size of the change"}}},
        {"id": "split", "title": "Split", "prompt": "Divide the change into parts.", "runCondition": {"var": "changeSize", "equals": "epic"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge how large the change is.", "outputRequired": {"changeSize": "one of task | epic: epic when it needs several releases"}}},
        {"id": "split", "title": "Split", "prompt": "Divide the change into parts.", "runCondition": {"var": "changeSize", "equals": "epic"}}
      ]
    }
    ```

    ## When not

    A closed list of values is compared by another rule.
    Values that come from outside are named in `preconditions` or `clarificationPrompts`.
    """
    context = analysis.context
    if context.unread_calls:
        return
    told: set[tuple[str, str]] = set()
    for read in context.condition_reads:
        captures = context.captures_of_key(read.key)
        is_closed = any(capture.values for capture in captures)
        if not captures or is_closed or read.key in context.inputs:
            continue
        for route, literal in _words(read):
            if (read.key, literal.lower()) in told or context.shows(literal):
                continue
            told.add((read.key, literal.lower()))
            yield Finding(
                route,
                f"{quoted(read.key)} is compared with {quoted(literal)}, which no prompt contains",
                help=f"list the values where {quoted(read.key)} is captured: one of …",
                related=(Related(captures[0].route, "captured here, without a list of values"),),
            )


def _words(read: Read) -> Iterator[tuple[Route, str]]:
    """Yield the words that *read* compares with; no numbers, and no words that stand for a boolean."""
    node = read.route[:-1]
    members: list[tuple[Route, Json]] = []
    if read.operator in ("equals", "not_equals"):
        members = [((*node, read.operator), read.operand)]
    elif read.operator == "in":
        members = [
            ((*node, "in", index), value) for index, value in enumerate(as_items(read.operand))
        ]
    for route, literal in members:
        if isinstance(literal, str) and _WORD.search(literal):
            yield route, literal


_WORD = re.compile(r"^(?!(?:true|false|yes|no)$).*[A-Za-z]{2}", re.IGNORECASE)
