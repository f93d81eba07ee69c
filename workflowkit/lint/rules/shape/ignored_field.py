from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, rule
from workflowkit.text.json_values import as_items


@rule("S006", severity=Severity.WARNING, since="0.1.0", fix="safe")
def ignored_field(analysis: Analysis) -> Iterator[Finding]:
    """A step has a field that no prompt shows.

    ## Why

    The engine stores these fields, but no prompt contains them.
    The agent does not receive instructions in `guidance`.
    Each field is reported once, with all its places.

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

    Deletes flags and calls without an effect; the hash of the workflow changes.
    `--unsafe-fixes` moves lines of guidance into the prompt or its constraints.
    """
    steps = [
        step for step in analysis.workflow.all_steps if not step.is_loop and not step.calls_template
    ]
    for key in analysis.spec.engine.fields_never_shown:
        owners = [step for step in steps if key in step.value]
        if owners:
            first, *others = owners
            more = f", in {len(owners)} steps" if others else ""
            yield Finding(
                (*first.route, key),
                f"no prompt shows '{key}'{more}",
                _HELP.get(key, "delete it"),
                on_key=True,
                related=tuple(Related((*step.route, key), "likewise") for step in others),
                fix=_fix(owners, key),
            )


_HELP = {
    "guidance": "move it into the prompt",
    "functionReferences": "write the text of the function into the prompt",
}


def _fix(steps: list[Step], key: str) -> Fix | None:
    """Return the fix for all places of *key*; None when one of them has to be rewritten by a person."""
    parts = [_edits(step, key) for step in steps]
    edits = tuple(edit for part in parts for edit in part or ())
    if any(part is None for part in parts):
        return None
    if key == "guidance" and any(as_items(step.value[key]) for step in steps):
        return Fix("move it into the prompt", edits)
    changes = "the field is no longer stored"
    return Fix("delete the key", edits, safe=True, changes=changes)


def _edits(step: Step, key: str) -> tuple[Edit, ...] | None:
    delete = Edit("delete", (*step.route, key))
    lines = as_items(step.value[key])
    if key in _HELP and lines:
        return _moved(step, lines, delete) if key == "guidance" else None
    return (delete,)


def _moved(step: Step, lines: list[object], delete: Edit) -> tuple[Edit, ...] | None:
    """Return the edits that move guidance to the end of the prompt, or to the constraints of a prompt made of blocks."""
    texts = [line for line in lines if isinstance(line, str) and line.strip()]
    if len(texts) < len(lines):
        return None
    blocks = (*step.route, "promptBlocks")
    if step.prompt:
        prompt = "\n".join([step.prompt, "", *(f"- {text}" for text in texts)])
        return (Edit("set", (*step.route, "prompt"), prompt), delete)
    if not step.has_blocks:
        return None
    if isinstance(step.blocks.get("constraints"), list):
        return (*(Edit("append", (*blocks, "constraints"), text) for text in texts), delete)
    return (Edit("set", (*blocks, "constraints"), texts), delete)
