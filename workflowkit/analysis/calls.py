"""Calls: template calls with the routines that they reach, and the arguments that a routine asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.compiler.passes.expand_routines import PLACEHOLDER
from workflowkit.compiler.routines import Routine
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One place of a routine that asks for an argument."""

    name: str
    route: Route
    """The prompt or title, inside the routine."""
    window: tuple[int, int]


def placeholders(steps: Json) -> Iterator[Placeholder]:
    """Yield every place in the *steps* of a routine that injection takes for an argument (docs/engine/compiler.md#arguments)."""
    for index, step in enumerate(as_items(steps)):
        for key in ("title", "prompt"):
            for match in PLACEHOLDER.finditer(as_text(as_fields(step).get(key))):
                yield Placeholder(match.group(1), ("steps", index, key), match.span())


def calls_of(
    workflow: Workflow, by_template: Mapping[str, Routine]
) -> Iterator[tuple[Step, Routine]]:
    """Yield every step that calls an existing routine, with the routine."""
    for step in workflow.all_steps:
        routine = by_template.get(step.template_id) if step.calls_template else None
        if routine is not None:
            yield step, routine
