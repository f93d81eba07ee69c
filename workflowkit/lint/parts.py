"""Parts of a subject: what a rule is given that checks one step, one loop or one trigger at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from workflowkit.records import dataclass

if TYPE_CHECKING:
    from workflowkit.analysis.analysis import Analysis
    from workflowkit.analysis.conditions import Condition
    from workflowkit.analysis.criteria import Criterion
    from workflowkit.analysis.loops import Loop
    from workflowkit.analysis.prompts.texts import Passage
    from workflowkit.format.reader import PromptStep, Step
    from workflowkit.triggers.trigger import Trigger
    from workflowkit.triggers.trigger_file import TriggerFile


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a subject that rules can be about."""

    subject: str
    """Name of the type that has such parts."""
    of: Callable[[Any], Iterable[object]]
    """Return all such parts of a subject, in the order of the file."""


def _steps(analysis: Analysis) -> Iterable[Step]:
    return analysis.workflow.all_steps


def _prompt_steps(analysis: Analysis) -> Iterable[PromptStep]:
    return analysis.workflow.prompt_steps


def _loops(analysis: Analysis) -> Iterable[Loop]:
    return analysis.loops


def _conditions(analysis: Analysis) -> Iterable[Condition]:
    return analysis.conditions


def _criteria(analysis: Analysis) -> Iterable[Criterion]:
    return analysis.criteria


def _passages(analysis: Analysis) -> Iterable[Passage]:
    return analysis.passages


def _triggers(file: TriggerFile) -> Iterable[Trigger]:
    return file.triggers


PARTS: Mapping[str, Part] = {
    "Step": Part("Analysis", _steps),
    "PromptStep": Part("Analysis", _prompt_steps),
    "Loop": Part("Analysis", _loops),
    "Condition": Part("Analysis", _conditions),
    "Criterion": Part("Analysis", _criteria),
    "Passage": Part("Analysis", _passages),
    "Trigger": Part("TriggerFile", _triggers),
}
"""Every part by the name of its type, which is the annotation of the rule's parameter."""
