from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


@needs("promptBlocks")
@rule("P012", severity=Severity.WARNING, since="0.1.0", fix="safe")
def redundant_manual_numbering(step: PromptStep) -> Iterator[Finding]:
    """An item of a procedure begins with a number.

    ## Why

    The renderer numbers the items of a procedure, so the agent reads `1. 1. Read the code`.
    After an item is moved the two numbers differ.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "promptBlocks": {
            "goal": "Review the change.",
            "procedure": ["1. Read the code.", "2. Run the tests."]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "promptBlocks": {
            "goal": "Review the change.",
            "procedure": ["Read the code.", "Run the tests."]
          }
        }
      ]
    }
    ```

    ## Fix

    Deletes the numbers; nothing else in the prompt changes.
    """
    numbered = [
        (route, text)
        for item_route, instruction in step.block_items("procedure")
        for route, text in _opening(item_route, instruction)
        if _NUMBER.match(text)
    ]
    if numbered:
        edits = tuple(Edit("set", route, _NUMBER.sub("", text)) for route, text in numbered)
        yield Finding(
            numbered[0][0],
            f"{len(numbered)} of the items begin with numbers of their own, the first with '{numbered[0][1][:2]}'"
            if len(numbered) > 1
            else f"the item begins with a number of its own, '{numbered[0][1][:2]}'",
            help="delete the numbers; the renderer numbers the items",
            window=(0, 2),
            fix=Fix(
                "delete the numbers",
                edits,
                safe=True,
                changes="each item has one number",
            ),
        )


_NUMBER = re.compile(r"\d{1,2}[.)]\s+")


def _opening(route: Route, instruction: Json) -> Iterator[tuple[Route, str]]:
    """Yield the text at the start of an item."""
    if isinstance(instruction, str):
        yield route, instruction
    elif as_text(as_fields(next(iter(as_items(instruction)), None)).get("text")):
        yield (*route, 0, "text"), instruction[0]["text"]
