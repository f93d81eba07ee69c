"""Reject leftovers: no `{{wr.` token may survive in a prompt (docs/engine/compiler.md#sentinel).

Before: all tokens that can be resolved are.
After: the same steps; a token that is left is reported.
Reports: unresolved-token.
"""

from __future__ import annotations

import re

from workflowkit.compiler.environment import Environment
from workflowkit.compiler.nodes import Node, Steps, every_step
from workflowkit.compiler.problem import Problem
from workflowkit.diagnostics import Finding
from workflowkit.source.routes import Json
from workflowkit.source.values import as_text

_TOKEN = re.compile(r"\{\{wr\.[^}]*\}\}")


def reject_leftovers(
    steps: Steps, workflow: dict[str, Json], environment: Environment
) -> tuple[Steps, list[Problem]]:
    """Report each step whose prompt still holds a token of the engine."""
    del workflow, environment
    return steps, [
        _unresolved(step)
        for step in every_step(steps)
        if "{{wr." in as_text(step.value.get("prompt"))
    ]


def _unresolved(step: Node) -> Problem:
    prompt = as_text(step.value["prompt"])
    match = _TOKEN.search(prompt)
    token = match.group() if match else "{{wr.*}}"
    shown = token if match else "{{wr."
    if step.origin.routine:
        route = (*step.origin.route, "templateCall", "templateId")
        message = f"routine '{step.origin.routine}' leaves '{shown}' in the prompt of '{step.id}'"
    else:
        route = step.origin.route
        message = f"'{shown}' in the prompt of '{step.id}' is resolved by nothing"
    finding = Finding(
        route,
        message,
        help="write refs as prompt parts with 'refId', slots as '{{wr.bindings.name}}' in plain strings"
        if match
        else "close the token with '}}' or remove it",
    )
    return Problem(
        "unresolved-token",
        "UNRESOLVED_TOKEN",
        finding,
        {"errorTag": "InvalidState", "stepId": step.id, "token": token},
    )
