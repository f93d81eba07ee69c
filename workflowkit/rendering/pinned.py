"""A pinned workflow: what the engine runs, with the compilation that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.steps import every_step
from workflowkit.rendering.authored import authored_pieces
from workflowkit.rendering.provenance import PromptPiece
from workflowkit.runtime.executable import Executable, ExecutableLoop, Failure, build
from workflowkit.spec.pack import Engine
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True)
class PinnedWorkflow:
    """A valid workflow, ready to be run and shown."""

    compilation: Compilation
    context: CompileContext
    engine: Engine
    executable: Executable

    @cached_property
    def definition(self) -> Mapping[str, Json]:
        """The workflow as authored: all fields but the steps are as in the snapshot."""
        return as_fields(self.compilation.workflow)

    @property
    def id(self) -> str:
        """Id of the workflow."""
        return as_text(self.definition.get("id"))

    @cached_property
    def first(self) -> str:
        """Id of the first step as authored."""
        return as_text(as_fields(as_items(self.definition.get("steps"))[0]).get("id"))

    @cached_property
    def loop_around(self) -> Mapping[str, ExecutableLoop]:
        """Id of a step to the loop whose inline body it is in."""
        return {
            step.id: loop
            for loop in self.executable.steps
            if isinstance(loop, ExecutableLoop) and loop.is_inline
            for step in loop.body
        }

    @cached_property
    def route_of(self) -> Mapping[str, Route]:
        """Id of a compiled step to the step of the workflow that it comes from."""
        return {step.id: step.origin.route for step in every_step(self.compilation.steps)}

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, ...]]:
        places: dict[str, tuple[int, ...]] = {}
        for index, step in enumerate(self.compilation.steps):
            places[step.id] = (index,)
            places.update(
                {inner.id: (index, position) for position, inner in enumerate(step.body or ())}
            )
        return places

    @cached_property
    def authored(self) -> Mapping[str, list[PromptPiece]]:
        """Id of a step to its compiled prompt in pieces; a loop has none."""
        return {
            step_id: authored_pieces(self.compilation, self.context, self._places[step_id])
            for step_id, step in self.executable.by_id.items()
            if not isinstance(step, ExecutableLoop)
        }


def pin_workflow(
    compilation: Compilation, context: CompileContext, engine: Engine
) -> PinnedWorkflow | None:
    """Return the workflow of a valid *compilation*; None when the engine refuses to run it."""
    if not compilation.is_valid:
        return None
    steps = [step.json() for step in compilation.steps]
    assessments = as_items(as_fields(compilation.workflow).get("assessments"))
    executable = build(steps, assessments)
    if isinstance(executable, Failure) or not executable.steps:
        return None
    return PinnedWorkflow(compilation, context, engine, executable)
