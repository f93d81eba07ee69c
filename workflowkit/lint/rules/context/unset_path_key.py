from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.key_uses import KeyUse, names_in_force
from workflowkit.analysis.data_flow.missing_values import Gaps
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted


@rule("C029", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unset_path_key(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a key in backticks that some paths leave unset.

    ## Why

    On the paths without its capture the step refers the agent to a value that does not exist.
    The agent guesses it, or spends the effort that the path was meant to save.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {"goal": "Plan it.", "outputRequired": {"planOutline": "list: the parts of the plan"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {"id": "build", "title": "Build", "prompt": "Build each part of `planOutline`."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {"goal": "Plan it.", "outputRequired": {"planOutline": "list: the parts of the plan"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {"id": "build", "title": "Build", "prompt": "Build each part of `planOutline`; if there is none, build the task as one part."}
      ]
    }
    ```

    ## When not

    Sentences with *if* or *when available* allow for a key without a value and are not reported.
    """
    context = analysis.context
    known = names_in_force(context)
    candidates = {
        key: firm
        for key, uses in analysis.key_uses.items()
        if key not in known and (firm := [use for use in uses if _may_be_unset(context, use)])
    }
    if not candidates or context.unread_calls:
        return
    gaps = Gaps(context, analysis.flow, analysis.conditions)
    for key, uses in candidates.items():
        for use in uses:
            path = gaps.unset_path(key, use.step, use.route)
            if path is not None:
                setter = context.captures_of_key(key)[0]
                yield Finding(
                    use.route,
                    f"{quoted(key)} is named here, but captured on some paths only",
                    help="state what to do without it, or capture a default in a step that always runs",
                    note="unset after " + ", ".join(step.id for step in path.steps[:4]),
                    related=(Related(setter.route, "captured here, on some paths only"),),
                    window=use.window,
                )
                break


def _may_be_unset(context: Context, use: KeyUse) -> bool:
    """Return whether *use* depends on a capture before it that some run skips."""
    here = context.position(use.step)
    captures = context.captures_of_key(use.key)
    before = [capture.step for capture in captures if context.position(capture.step) < here]
    is_own = any(capture.step == use.step for capture in captures)
    return (
        not use.is_conditional
        and not is_own
        and bool(before)
        and not any(map(context.always_runs, before))
    )
