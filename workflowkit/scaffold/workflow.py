"""New workflows and routines that lint clean, and copies under another id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from workflowkit.format.formatter import format_text
from workflowkit.text.routes import Json


def name_of(workflow_id: str) -> str:
    """Return a name for people, made of the last part of *workflow_id*: `acme.cut-release` gives `Cut release`."""
    words = (
        workflow_id.rpartition(".")[2].removeprefix("routine-").replace("-", " ").replace("_", " ")
    )
    return words[:1].upper() + words[1:]


def new_workflow(workflow_id: str) -> str:
    """Return the text of a workflow of two steps: one gathers what is needed, one does the work and checks it."""
    name = name_of(workflow_id)
    return _text(
        {
            "id": workflow_id,
            "name": name,
            "description": f"Use this to {name[:1].lower()}{name[1:]}: agree what the result has to be, produce it, and check it against that.",
            "version": "0.1.0",
            "steps": _WORKFLOW_STEPS,
        }
    )


def new_routine(routine_id: str) -> str:
    """Return the text of a routine of two steps with one argument, `deliverableName`."""
    name = name_of(routine_id)
    return _text(
        {
            "id": routine_id,
            "name": name,
            "description": f"Call this to {name[:1].lower()}{name[1:]} and leave the result in a file that the caller names.",
            "version": "0.1.0",
            "steps": _ROUTINE_STEPS,
        }
    )


def copied(workflow: Mapping[str, Json], workflow_id: str) -> str:
    """Return the text of *workflow* under the id *workflow_id*, as a first version that nobody has reviewed yet."""
    fields = dict(workflow)
    fields |= {"id": workflow_id, "name": name_of(workflow_id), "version": "0.1.0"}
    fields.pop("validatedAgainstSpecVersion", None)
    return _text(fields)


def _text(value: Mapping[str, Json]) -> str:
    return format_text(json.dumps(value, ensure_ascii=False))


_WORKFLOW_STEPS: Final = [
    {
        "id": "agree-result",
        "title": "Agree the result",
        "promptBlocks": {
            "goal": "Find out what the result has to be, and by what it will be judged.",
            "procedure": [
                "Read what I gave you and the files it names.",
                "Write down the result in one sentence, and each check that it has to pass as a question with a yes or no answer.",
                "Where two readings are possible, name both and say which one you take.",
            ],
            "outputRequired": {
                "expectedResult": "text: the result in one sentence",
                "acceptanceChecks": "list: questions that the finished result answers with yes",
            },
            "verify": ["Every check can be answered by looking at the result alone."],
        },
    },
    {
        "id": "produce-result",
        "title": "Produce and check the result",
        "promptBlocks": {
            "goal": "Produce `expectedResult` and prove it with `acceptanceChecks`.",
            "constraints": ["Change nothing that the result does not need."],
            "procedure": [
                "Produce the result in the smallest parts that can be looked at alone.",
                "Answer each check with what you saw; fix the result and answer again where the answer is no.",
                "Report what was produced, where it is, and every check that is still open.",
            ],
            "outputRequired": {
                "resultReport": "text: what was produced, where it is, and what is open"
            },
            "verify": ["Each check has an answer with the evidence for it."],
        },
    },
]

_ROUTINE_STEPS: Final = [
    {
        "id": "step-gather",
        "title": "Gather what is known",
        "prompt": "Read what the steps before left in notes and context. List what is known, what is assumed, and what is missing, each with its source.",
    },
    {
        "id": "step-write",
        "title": "Write {deliverableName}",
        "prompt": "Write `{deliverableName}` from that list: the result first, then the evidence for it, then what stays open. Check that each claim names its source.",
    },
]
