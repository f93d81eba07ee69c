"""The prompts: how an agent writes or reviews a workflow with the tools."""

from __future__ import annotations

from collections.abc import Mapping

import mcp_types as types

from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.text.suggest import did_you_mean

_LONGEST = 4000

_WRITE = """Write a workflow for this goal: {goal}

1. Read the resource wfk://guide, which teaches the format on one real file.
2. Call find_workflow with words of the goal. When a workflow fits, propose to use it, and stop.
3. Call new_workflow with the id {id}, and edit the text: few steps, each with one purpose, what to capture, and a gate where a person decides.
4. Call lint with the text and its path. Fix every finding, most severe first; call explain for a rule that is not clear. Repeat until it reports none.
5. Call validate, then simulate in the mode "paths": every step must be reached, and every path must end as intended.
6. Call preview for the steps that carry most, and read them as the agent would.
7. Save the text with save_workflow, or with your own tools when the server only reads. Report the path, the paths of the run, and what you are not sure of.

Never suppress a finding without a reason that a person gave."""

_REVIEW = """Review the workflow {path}.

1. Call show_workflow and graph for an overview, lint for findings, and simulate in the mode "paths".
2. Call preview, and read each prompt as the agent that gets it: is it clear what to do, what to capture and when it is done?
3. Check that values are captured before they are read, that loops end, and that a person decides where a mistake is expensive.
4. Report what must change, what should change and what is good, each with step and line. Call propose_fixes for findings with a fix; apply nothing without being asked."""

PROMPTS = (
    types.Prompt(
        name="write_workflow",
        title="Write a workflow",
        description="Write, check and simulate a workflow for a goal.",
        arguments=[
            types.PromptArgument(
                name="goal", description="What the workflow is for.", required=True
            ),
            types.PromptArgument(
                name="id", description="Id with a namespace: acme.cut-release.", required=False
            ),
        ],
    ),
    types.Prompt(
        name="review_workflow",
        title="Review a workflow",
        description="Review a workflow: findings, paths, and every prompt as the agent reads it.",
        arguments=[
            types.PromptArgument(
                name="path", description="Path or id of the workflow.", required=True
            )
        ],
    ),
)

_TEXTS = {"write_workflow": _WRITE, "review_workflow": _REVIEW}
_DEFAULTS = {"id": "of your choice"}


def prompt_text(name: str, given: Mapping[str, str]) -> types.GetPromptResult:
    """Return the prompt called *name* with the arguments *given*. Raises CallRefused."""
    found = next((prompt for prompt in PROMPTS if prompt.name == name), None)
    if found is None:
        known = [prompt.name for prompt in PROMPTS]
        raise CallRefused(
            f"no prompt is called {name[:80]!r}",
            help=did_you_mean(name[:80], known) or f"the prompts are: {', '.join(known)}",
        )
    values = dict(_DEFAULTS)
    for argument in found.arguments or ():
        value = given.get(argument.name, "").strip()
        if argument.required and not value:
            raise CallRefused(
                f"missing argument '{argument.name}'", help=argument.description or ""
            )
        if value:
            values[argument.name] = value[:_LONGEST]
    text = _TEXTS[name]
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
    return types.GetPromptResult(description=found.description, messages=[message])
