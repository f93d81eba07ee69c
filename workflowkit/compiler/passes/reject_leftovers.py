"""Reject leftovers: no `{{wr.` token may survive in a prompt (docs/engine/compiler.md#sentinel).

Before: every token that can be resolved is resolved.
After: the same steps; a token that is left is reported.
Reports: unresolved-engine-token.
"""

from __future__ import annotations

import re

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.steps import CompiledStep, Steps, every_step
from workflowkit.format.compile_error import CompileError
from workflowkit.format.reader import Workflow
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route

_TOKEN = re.compile(r"\{\{wr\.[^}]*\}\}")


def reject_leftovers(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Report each step whose prompt still holds a token of the engine, unless bind-slots has reported that token."""
    del context
    errors: list[CompileError] = []
    for step in every_step(steps):
        prompt = as_text(step.value.get("prompt"))
        for token in step.unbound:
            prompt = prompt.replace(token, " ")
        if "{{wr." in prompt:
            errors.append(_unresolved(step, prompt, workflow))
    return steps, errors


def _unresolved(step: CompiledStep, prompt: str, workflow: dict[str, Json]) -> CompileError:
    match = _TOKEN.search(prompt)
    token = match.group() if match else "{{wr."
    window = None
    if step.origin.routine:
        route: Route = (*step.origin.route, "templateCall", "templateId")
        message = f"routine '{step.origin.routine}' leaves '{token}' in the prompt of '{step.id}'"
    else:
        route, window = _place(step, token, workflow)
        message = f"'{token}' in the prompt of '{step.id}' is resolved by nothing"
    return CompileError(
        route,
        message,
        help="write refs as prompt parts with 'refId', slots as '{{wr.bindings.name}}' in plain strings"
        if match
        else "close the token with '}}' or remove it",
        window=window,
        rule="unresolved-engine-token",
        kind="UNRESOLVED_TOKEN",
        detail={
            "errorTag": "InvalidState",
            "stepId": step.id,
            "token": token if match else "{{wr.*}}",
        },
    )


def _place(
    step: CompiledStep, token: str, workflow: dict[str, Json]
) -> tuple[Route, tuple[int, int] | None]:
    """Return the routes of the step's own texts with *token*; the step as a whole when it was injected."""
    for authored in Workflow(workflow).all_steps:
        if authored.route == step.origin.route:
            for route, text in authored.texts():
                start = text.find(token)
                if start >= 0:
                    return route, (start, start + len(token))
    return step.origin.route, None
