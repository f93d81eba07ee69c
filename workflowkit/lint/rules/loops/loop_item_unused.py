from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import as_text


@rule("L019", severity=Severity.WARNING, since="0.1.0")
def loop_item_unused(analysis: Analysis) -> Iterator[Finding]:
    """The body of a loop over a list never speaks of the item.

    ## Why

    The engine shows an item only where a prompt has its token.
    A body that says the same in every pass leaves the agent to guess which item is meant.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the chapters.", "outputRequired": {"chapters": "list: titles of the chapters"}}},
        {
          "id": "each",
          "type": "loop",
          "title": "Each",
          "loop": {"type": "forEach", "items": "chapters", "itemVar": "chapter", "maxIterations": 10},
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling and mend them."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "promptBlocks": {"goal": "List the chapters.", "outputRequired": {"chapters": "list: titles of the chapters"}}},
        {
          "id": "each",
          "type": "loop",
          "title": "Each",
          "loop": {"type": "forEach", "items": "chapters", "itemVar": "chapter", "maxIterations": 10},
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling in {{chapter}} and mend them."}]
        }
      ]
    }
    ```

    ## When not

    A prompt that speaks of the item in words is taken to mean it.
    """
    for loop in analysis.loops:
        if loop.step.loop_type != "forEach" or not loop.words.strip():
            continue
        item = loop.variables["itemVar"]
        if not _speaks_of(loop, item):
            yield Finding(
                (*loop.step.route, "loop", "itemVar"),
                f"no step of {loop.name} speaks of its item '{item}'",
                help=f"show it where it is needed: '{{{{{item}}}}}', or one of its fields",
            )


_LAST_WORD = re.compile(r"[A-Za-z][a-z]*$")


def _speaks_of(loop: Loop, item: str) -> bool:
    """True when the body names the item, the list, or the thing that an item is: `chapter` for `currentChapter`."""
    words = loop.words.lower()
    names = {item, as_text(loop.step.config.get("items"))} - {""}
    noun = _LAST_WORD.search(item.rstrip("_0123456789"))
    if noun:
        names.add(noun.group())
    return any(re.search(rf"(?<![a-z0-9]){re.escape(name.lower())}", words) for name in names)
