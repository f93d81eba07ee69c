"""Fields of steps that no rule reads: those that the format does not know, and those of virtual steps and delegations, whose texts go to other agents or prompts."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import Workflow
from workflowkit.text.routes import Json


def unread_values(workflow: Workflow) -> Iterator[Json]:
    """Yield the value of every such field of a step or of its prompt blocks, and outputs that are no object."""
    for step in workflow.all_steps:
        yield from (value for key, value in step.value.items() if key not in _STEP_FIELDS)
        yield from (value for key, value in step.blocks.items() if key not in _SECTIONS)
        outputs = step.blocks.get("outputRequired")
        if not isinstance(outputs, dict):
            yield outputs


_STEP_FIELDS = frozenset(
    (
        *("id", "title", "prompt", "promptBlocks", "promptFragments", "agentRole", "guidance"),
        *(
            "askForFiles",
            "requireConfirmation",
            "runCondition",
            "validationCriteria",
            "hasValidation",
        ),
        *("functionDefinitions", "functionCalls", "functionReferences", "templateCall", "type"),
        *("loop", "body", "outputContract", "assessmentRefs", "assessmentConsequences"),
        *("references", "notesOptional", "output", "modelTier"),
    )
)
_SECTIONS = frozenset({"goal", "constraints", "procedure", "outputRequired", "verify"})
