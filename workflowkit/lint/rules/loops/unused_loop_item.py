from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_text


@rule("L019", severity=Severity.WARNING, since="0.1.0")
def unused_loop_item(loop: Loop) -> Iterator[Finding]:
    """The body of a loop over a list never mentions the item.

    ## Why

    The engine shows an item only where a prompt has its token.
    Without the token every pass has the same prompt, and the agent guesses which item is meant.

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
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling and fix them."}]
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
          "body": [{"id": "proof", "title": "Proof", "prompt": "Look for errors of spelling in {{chapter}} and fix them."}]
        }
      ]
    }
    ```

    ## When not

    A prompt that mentions the item in words is accepted.
    """
    if loop.step.loop_type != "forEach" or not loop.words.strip():
        return
    variable = loop.variables["itemVar"]
    if not _mentions(loop, variable):
        yield Finding(
            (*loop.step.route, "loop", "itemVar"),
            f"no step of {loop.name} mentions its item '{variable}'",
            help=f"show it where it is needed: '{{{{{variable}}}}}', or one of its fields",
        )


_LAST_WORD = re.compile(r"(?:[A-Z]|(?<![A-Za-z])[a-z])[a-z]*+$")


def _mentions(loop: Loop, variable: str) -> bool:
    """Return whether the body names the item, the list, or the noun of the item: `chapter` for `currentChapter`."""
    words = loop.words.lower()
    names = {variable, as_text(loop.step.config.get("items"))} - {""}
    noun = _LAST_WORD.search(variable.rstrip("_0123456789"))
    if noun:
        names.add(noun.group())
    return any(re.search(rf"(?<![a-z0-9]){re.escape(name.lower())}", words) for name in names)
