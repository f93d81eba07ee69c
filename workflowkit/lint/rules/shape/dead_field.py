from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step
from workflowkit.source.values import as_items


@rule("S006", severity=Severity.WARNING, since="0.1.0", fix="safe")
def dead_field(analysis: Analysis) -> Iterator[Finding]:
    """A step has a field that reaches no agent.

    ## Why

    The engine stores these fields and puts them into no prompt.
    Instructions in `guidance` are never read by the agent that they are for.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request.",
          "guidance": ["Quote the file and line of every claim."]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request, and quote the file and line of every claim."
        }
      ]
    }
    ```

    ## Fix

    Flags and calls that do nothing are deleted; the hash of the workflow changes.
    Lines of guidance are moved into the prompt or its constraints, once you have looked at them.
    """
    for step in analysis.workflow.all_steps:
        if step.is_loop or step.calls_template:
            continue
        for key in analysis.spec.engine.fields_never_shown:
            if key in step.value:
                yield Finding(
                    (*step.route, key),
                    f"'{key}' reaches no prompt",
                    _HELP.get(key, "delete it"),
                    on_key=True,
                    fix=_fix(step, key),
                )


_HELP = {
    "guidance": "say it in the prompt",
    "functionReferences": "write the text of the function into the prompt",
}


def _fix(step: Step, key: str) -> Fix | None:
    delete = Edit("delete", (*step.route, key))
    lines = as_items(step.value[key])
    if key in _HELP and lines:
        return _moved(step, lines, delete) if key == "guidance" else None
    changes = "the field is no longer stored"
    return Fix("delete the key", (delete,), safe=True, changes=changes)


def _moved(step: Step, lines: list[object], delete: Edit) -> Fix | None:
    """Move guidance to the end of the prompt, or to the constraints of a prompt made of blocks."""
    texts = [line for line in lines if isinstance(line, str) and line.strip()]
    if len(texts) < len(lines):
        return None
    blocks = (*step.route, "promptBlocks")
    if step.prompt:
        prompt = "\n".join([step.prompt, "", *(f"- {text}" for text in texts)])
        return Fix(
            "move it into the prompt", (Edit("set", (*step.route, "prompt"), prompt), delete)
        )
    if not step.has_blocks:
        return None
    added = (
        [Edit("append", (*blocks, "constraints"), text) for text in texts]
        if isinstance(step.blocks.get("constraints"), list)
        else [Edit("set", (*blocks, "constraints"), texts)]
    )
    return Fix("move it into the constraints", (*added, delete))
