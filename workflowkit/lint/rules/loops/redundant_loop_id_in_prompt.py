from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Route


@rule("L010", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def redundant_loop_id_in_prompt(loop: Loop) -> Iterator[Finding]:
    """The prompt of a loop decision repeats the id of the loop.

    ## Why

    The engine never compares the id in the artifact: the latest decision counts for the open loop.
    An id that is copied wrongly makes the artifact invalid.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "edit-rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "edit-rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Give the artifact for `edit-rounds`: continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
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
          "id": "edit-rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "edit-rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Deletes the words that address the loop, where they are a phrase such as 'for the loop `id`'.
    """
    names = [name for name in _ids(loop) if _SEPARATED.search(name)]
    for step in loop.deciders if names else ():
        pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        for route, text in step.texts():
            match = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", text)
            if match:
                yield Finding(
                    route,
                    f"the decision prompt of step '{step.id}' names the loop id '{match.group()}'",
                    help="omit the id, because the engine knows which loop is open",
                    window=match.span(),
                    fix=_without_phrase(route, text, match.group()),
                )


_SEPARATED = re.compile(r"[-_0-9]|[a-z][A-Z]")
"""An id of one plain word is a word of prose as well."""


def _ids(loop: Loop) -> set[str]:
    source = as_fields(loop.step.config.get("conditionSource"))
    return {loop.step.id, as_text(source.get("loopId"))} - {""}


def _without_phrase(route: Route, text: str, name: str) -> Fix | None:
    phrase = re.search(
        rf"\s+(?:for|of|in|to)\s+(?:the\s+)?(?:loop\s+)?(`?){re.escape(name)}\1(?:\s+loop\b)?(?!['\w-])",
        text,
    )
    if phrase is None:
        return None
    shorter = text[: phrase.start()] + text[phrase.end() :]
    return Fix("delete the words that address the loop", (Edit("set", route, shorter),))
