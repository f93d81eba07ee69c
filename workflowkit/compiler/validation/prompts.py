"""Prompts: the sources of a step's text."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.steps import CompiledStep
from workflowkit.format.compile_error import CompileError
from workflowkit.text.suggest import closest

PROMPT_SOURCES = ("prompt", "promptBlocks", "templateCall")
"""The keys that give a step its prompt; a step has exactly one of them."""


def check_prompt(step: CompiledStep, kind: str) -> Iterator[CompileError]:
    """Report a step that gives the agent nothing to do."""
    if step.is_parallel:
        return
    # A step with a loop has a wrong type, which the shape check reports.
    if "loop" in step.value or any(
        key in PROMPT_SOURCES or _is_misspelled(key) for key in step.value
    ):
        return
    yield CompileError(
        step.origin.route,
        f"{step.name} has none of 'prompt', 'promptBlocks' and 'templateCall'",
        help="add one of them",
        rule="conflicting-prompt-sources",
        kind=kind,
    )


def _is_misspelled(key: str) -> bool:
    """Return whether *key* is a misspelled prompt source, which the shape check reports."""
    # Imported here because only a step without a prompt needs it.
    from workflowkit.format.workflow_schema import KEY_ORDER

    legal = KEY_ORDER["standardStep"]
    return key not in legal and closest(key, legal) in PROMPT_SOURCES
