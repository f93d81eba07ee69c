"""Snippets that editors offer, by the place where they are inserted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workflowkit.records import dataclass
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text that an editor offers to insert."""

    label: str
    description: str
    body: Json
    """The value; `${1:text}` is the first place to fill in, and a text that begins with `^` is no string."""

    @property
    def as_keyword(self) -> dict[str, Any]:
        """The snippet as an entry of `defaultSnippets`."""
        return {"label": self.label, "description": self.description, "body": self.body}


_STEP: Final = Snippet(
    "step",
    "A step with one prompt.",
    {"id": "${1:step-id}", "title": "${2:Title}", "prompt": "${3:What to do.}"},
)
_SECTIONS: Final[Json] = {
    "goal": "${3:What is true afterwards.}",
    "procedure": ["${4:What to do first.}"],
    "outputRequired": {"${5:outputKey}": "${6:What to submit.}"},
    "verify": ["${7:How to check it.}"],
}
_STEP_WITH_SECTIONS: Final = Snippet(
    "step with sections",
    "A step whose prompt has a goal, a procedure, outputs and checks.",
    {"id": "${1:step-id}", "title": "${2:Title}", "promptBlocks": _SECTIONS},
)
_GATE: Final = Snippet(
    "gate",
    "A step that waits until a person agrees.",
    {
        "id": "${1:confirm-plan}",
        "title": "${2:Confirm the plan}",
        "prompt": "${3:Show the plan and wait for my answer.}",
        "requireConfirmation": True,
    },
)
_CONDITIONAL: Final = Snippet(
    "conditional step",
    "A step that runs only when a context key has a value.",
    {
        "id": "${1:step-id}",
        "title": "${2:Title}",
        "runCondition": {"var": "${3:contextKey}", "equals": "${4:value}"},
        "prompt": "${5:What to do.}",
    },
)
_CONTRACT: Final = Snippet(
    "step with contract",
    "A step that must submit an artifact of a contract.",
    {
        "id": "${1:step-id}",
        "title": "${2:Title}",
        "prompt": "${3:What to do, and what the artifact has to contain.}",
        "outputContract": {"contractRef": "${4:wr.contracts.review_verdict}"},
    },
)
_TEMPLATE_CALL: Final = Snippet(
    "template call",
    "The steps of a routine instead of this one.",
    {
        "id": "${1:step-id}",
        "title": "${2:Title}",
        "templateCall": {
            "templateId": "${3:wr.templates.routine.design-review}",
            "args": {
                "${4:designSource}": "${5:the design of the step before}",
                "deliverableName": "${6:review.md}",
            },
        },
    },
)
_LOOP: Final = Snippet(
    "loop",
    "Steps that repeat while a condition holds.",
    {
        "id": "${1:loop-id}",
        "type": "loop",
        "title": "${2:Title}",
        "loop": {
            "type": "while",
            "condition": {"var": "${3:contextKey}", "equals": "${4:continue}"},
            "maxIterations": 5,
        },
        "body": [{"id": "${5:body-step}", "title": "${6:Title}", "prompt": "${7:What to do.}"}],
    },
)
_LOOP_OVER_LIST: Final = Snippet(
    "loop over a list",
    "Steps that repeat for each entry of a list.",
    {
        "id": "${1:loop-id}",
        "type": "loop",
        "title": "${2:Title}",
        "loop": {
            "type": "forEach",
            "items": "${3:listKey}",
            "itemVar": "${4:entry}",
            "maxIterations": 20,
        },
        "body": [
            {"id": "${5:body-step}", "title": "${6:Title}", "prompt": "${7:What to do with it.}"}
        ],
    },
)
_FRAGMENT: Final = Snippet(
    "fragment",
    "A text that is added to the prompt when a condition holds.",
    {
        "id": "${1:fragment-id}",
        "when": {"var": "${2:contextKey}", "equals": "${3:value}"},
        "text": "${4:What to do in this case.}",
    },
)

SNIPPETS: Final[Mapping[str, tuple[Snippet, ...]]] = {
    "workflow": (
        Snippet(
            "workflow",
            "A workflow with one step.",
            {
                "id": "${1:team}.${2:name}",
                "name": "${3:Name}",
                "description": "${4:Use this to.}",
                "version": "0.1.0",
                "steps": [
                    {"id": "${5:step-id}", "title": "${6:Title}", "prompt": "${7:What to do.}"}
                ],
            },
        ),
    ),
    "workflow.steps": (
        _STEP,
        _STEP_WITH_SECTIONS,
        _CONDITIONAL,
        _GATE,
        _CONTRACT,
        _TEMPLATE_CALL,
        _LOOP,
        _LOOP_OVER_LIST,
    ),
    "loopStep.body": (_STEP, _STEP_WITH_SECTIONS, _CONDITIONAL, _GATE, _CONTRACT),
    "standardStep.promptBlocks": (
        Snippet("sections", "Goal, procedure, outputs and checks.", _SECTIONS),
    ),
    "standardStep.promptFragments": (_FRAGMENT,),
    "standardStep.runCondition": (
        Snippet(
            "equals",
            "A context key has a value.",
            {"var": "${1:contextKey}", "equals": "${2:value}"},
        ),
        Snippet(
            "one of",
            "A context key has one of some values.",
            {
                "or": [
                    {"var": "${1:contextKey}", "equals": "${2:one}"},
                    {"var": "${1:contextKey}", "equals": "${3:other}"},
                ]
            },
        ),
        Snippet(
            "not",
            "A condition does not hold.",
            {"not": {"var": "${1:contextKey}", "equals": "${2:value}"}},
        ),
    ),
    "standardStep.outputContract": (
        Snippet(
            "contract",
            "The artifact that the step must submit.",
            {"contractRef": "${1:wr.contracts.review_verdict}"},
        ),
    ),
    "standardStep.templateCall": (
        Snippet(
            "template call",
            "A routine with its arguments.",
            {
                "templateId": "${1:wr.templates.routine.design-review}",
                "args": {
                    "${2:designSource}": "${3:the design of the step before}",
                    "deliverableName": "${4:review.md}",
                },
            },
        ),
    ),
    "workflow.assessments": (
        Snippet(
            "assessment",
            "A judgment with levels, for steps that name it.",
            {
                "id": "${1:assessment-id}",
                "purpose": "${2:What is judged.}",
                "dimensions": [
                    {
                        "id": "${3:dimension-id}",
                        "purpose": "${4:One side of it.}",
                        "levels": ["low", "high"],
                    }
                ],
            },
        ),
    ),
    "workflow.extensionPoints": (
        Snippet(
            "slot",
            "A place that a project may fill with a routine of its own.",
            {
                "slotId": "${1:slot_id}",
                "purpose": "${2:What it is for.}",
                "default": "${3:wr.routine-design-review}",
            },
        ),
    ),
    "workflow.references": (
        Snippet(
            "reference",
            "A document to consult.",
            {
                "id": "${1:reference-id}",
                "title": "${2:Title}",
                "source": "${3:README.md}",
                "purpose": "${4:What it is for.}",
                "authoritative": True,
            },
        ),
    ),
    "scenario": (
        Snippet(
            "scenario",
            "Answers, and what the run has to be like.",
            {
                "workflow": "${1:../workflows/name.json}",
                "answers": [{"step": "${2:step-id}", "context": {"${3:contextKey}": "${4:value}"}}],
                "expect": {"end": "complete"},
            },
        ),
    ),
    "scenario.answers": (
        Snippet(
            "answer",
            "What the agent submits at a step.",
            {"step": "${1:step-id}", "context": {"${2:contextKey}": "${3:value}"}},
        ),
    ),
    "triggers.triggers": (
        Snippet(
            "webhook",
            "A trigger for requests.",
            {
                "id": "${1:trigger-id}",
                "provider": "generic",
                "workflowId": "${2:acme.name}",
                "workspacePath": "${3:/srv/project}",
                "hmacSecret": "\\$${4:SECRET}",
                "goal": "${5:What to achieve.}",
            },
        ),
    ),
    "lintConfig.suppress": (
        Snippet(
            "suppression",
            "A finding that is accepted, with the reason.",
            {"rule": "${1:rule-name}", "path": "${2:workflows/name.json}", "reason": "${3:Why.}"},
        ),
    ),
}
"""Kind of object, or kind and key, to the snippets for its value or its entries."""
