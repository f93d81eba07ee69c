"""Steps that are the body of a loop (docs/engine/structure-checks.md#conditions-of-body-steps)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.steps import Steps
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_text, is_truthy


def check_loop_bodies(steps: Steps) -> Iterator[CompileError]:
    """Yield an error for each top-level step with a condition of its own that a loop runs, or whose id an inline step also has."""
    body_ids = {as_text(step.value.get("body")) for step in steps if step.is_loop}
    body_ids |= {inner.id for step in steps for inner in step.body or ()}
    for step in steps:
        if step.id and step.id in body_ids and is_truthy(step.value.get("runCondition")):
            yield CompileError(
                (*step.origin.route, "runCondition"),
                f"step '{step.id}' is the body of a loop and has a 'runCondition'",
                help="put the condition on the loop, or write the step inline in its 'body'",
                on_key=True,
                rule="conditional-loop-body",
                kind="loop-body-step-run-condition",
            )
